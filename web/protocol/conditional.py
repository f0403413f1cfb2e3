"""Conditional requests: an answer is named by the graph and the request, RFC 9110 section 13."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
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


def not_modified(tag: str | None, headers: dict[str, str]) -> Response:
    """Return the response for a client that has the answer."""
    return Response(status_code=304, headers={**headers, "ETag": tag or ""})
