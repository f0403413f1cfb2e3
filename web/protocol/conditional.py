"""Conditional requests: an answer is named by the graph and the request, RFC 9110 section 13."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request


def entity_tag(version: str | None, *parts: object) -> str | None:
    """Return the tag of an answer; None when the state of the graph is not known.

    It is a weak one, as an answer may be compressed.

    >>> entity_tag("1", "ASK {}") == entity_tag("1", "ASK {}") != entity_tag("2", "ASK {}")
    True
    """
    if version is None:
        return None
    digest = hashlib.sha256(repr((version, parts)).encode()).hexdigest()[:32]
    return f'W/"{digest}"'


def is_current(request: Request, tag: str | None) -> bool:
    """Return whether the client has the answer of that tag."""
    if tag is None:
        return False
    held = request.headers.get("if-none-match", "")
    return held.strip() == "*" or tag in (each.strip() for each in held.split(","))


def check_preconditions(request: Request, tags: Iterable[str | None]) -> None:
    """Reject a change that was meant for another state of what is changed.

    :param tags: those of what there is, one for each format; none when there is nothing
    :raises HTTPException: 412

    The tags are compared weakly, as they are weak only for what is compressed.
    """
    there = {tag for tag in tags if tag is not None}
    for header, must_be in (("if-match", True), ("if-none-match", False)):
        wanted = request.headers.get(header)
        if wanted is None:
            continue
        named = {each.strip() for each in wanted.split(",")}
        if bool(there if named == {"*"} else there & named) is not must_be:
            raise HTTPException(412, f"the graph is not in the state that {header.title()} names")


def not_modified(tag: str | None, headers: dict[str, str]) -> Response:
    """Return the response for a client that has the answer."""
    return Response(status_code=304, headers={**headers, "ETag": tag or ""})
