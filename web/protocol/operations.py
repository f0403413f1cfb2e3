"""What a request of the SPARQL 1.1 Protocol asks for, in any of its forms.

https://www.w3.org/TR/sparql11-protocol/#protocol
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from yuqiao.graph.sparql.guards import MOST_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_GRAPHS = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_MOST_FIELDS = 10_000


@dataclass(frozen=True)
class Operation:
    """A query or an update, with its dataset.

    :param kind: ``query`` or ``update``
    :param default: the graphs of ``default-graph-uri``, or of ``using-graph-uri``
    :param named: those of ``named-graph-uri``, or of ``using-named-graph-uri``
    :param form: the format that is asked for by name, beside the Accept header
    :param address: that of the endpoint
    """

    kind: str
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    form: str | None = None
    address: str = ""


async def requested_operation(request: Request) -> Operation | None:
    """Return the operation that is asked for; None if there is neither query nor update.

    :raises HTTPException: 400, 413 or 415, when the request is not one of the Protocol
    """
    fields = _fields(request.scope["query_string"], "the address")
    if request.method in {"GET", "HEAD"}:
        if any(name == "update" for name, _ in fields):
            raise HTTPException(400, "an update is sent with POST, not with GET")
        return _operation(request, fields)
    media_type, charset = _content_type(request)
    body = await body_of(request, MOST_BYTES)
    if media_type == FORM:
        operation = _operation(request, fields + _fields(body, "the form"))
        if operation is None:
            raise HTTPException(400, "the form has neither the field query nor the field update")
        return operation
    if media_type not in {QUERY, UPDATE}:
        raise HTTPException(
            415, f"the body has the media type {media_type or 'none'}; expected {FORM}, {QUERY} "
            f"or {UPDATE}"
        )  # fmt: skip
    if charset not in {"", "utf-8"}:
        raise HTTPException(415, f"the body is in {charset}; expected UTF-8")
    kind = "query" if media_type == QUERY else "update"
    return _operation(request, [*fields, (kind, _text_of(body))])


def _operation(request: Request, fields: list[tuple[str, str]]) -> Operation | None:
    texts = [(name, value) for name, value in fields if name in {"query", "update"}]
    if len(texts) > 1:
        raise HTTPException(400, "the request has several queries or updates; send one alone")
    if not texts:
        return None
    kind, text = texts[0]
    names = _GRAPHS[kind]
    default, named = (tuple(v for name, v in fields if name == wanted) for wanted in names)
    address = str(request.url.replace(query=""))
    forms = [value for name, value in fields if name == "format"]
    return Operation(kind, text, default, named, forms[0] if forms else None, address)


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type of a body and its charset, in lower case."""
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    named = dict(each.strip().partition("=")[::2] for each in parameters)
    return media_type.strip(), named.get("charset", "").strip('"')


def _fields(text: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8, percent-encoded") from None
    except ValueError:
        raise HTTPException(400, f"{where} has too many fields") from None


def _text_of(body: bytes) -> str:
    """Return a text in UTF-8.

    :raises HTTPException: 400, when it is not
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the body is not UTF-8 at byte {error.start + 1}") from None


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request.

    :raises HTTPException: 413, when it is longer than allowed
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise HTTPException(413, f"the body has more than {most:,} bytes")
    return bytes(body)
