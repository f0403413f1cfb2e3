"""Changes of the graph: who may make them, and one at a time."""

from __future__ import annotations

import base64
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.exceptions import HTTPException

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.web.protocol.base_iri import run_with_base
from yuqiao.web.security import is_foreign

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from yuqiao.web.protocol.operations import Operation
    from yuqiao.web.served_graph import ServedGraph

_T = TypeVar("_T")


def require_writer(request: Request) -> None:
    """Reject a request that may not change the graph.

    :raises HTTPException: 403 when nobody may or the token is wrong, 401 when there is none
    """
    settings = request.app.state.settings
    if not settings.writable:
        raise HTTPException(403, "this server answers queries only; the graph is not changed here")
    if is_foreign(request.headers):
        raise HTTPException(403, "changes are taken from no page of another site (Origin header)")
    token = _token(request.headers.get("authorization", ""))
    if not token:
        challenge = {"WWW-Authenticate": 'Basic realm="changes"'}  # as clients know no other
        raise HTTPException(401, "a change needs the token of the server", challenge)
    if not secrets.compare_digest(token.encode(), settings.token.encode()):
        raise HTTPException(403, "the token is not that of this server")


def _token(header: str) -> str:
    """Return the token of an Authorization header: as such, or as a password."""
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        with suppress(ValueError):
            return base64.b64decode(value).decode().partition(":")[2]
    return ""


async def change_graph(
    request: Request,
    job: Callable[..., _T],
    *arguments: Any,
    check: Callable[[], Awaitable[None]] | None = None,
) -> _T:
    """Have a worker change the graph, after the change before; all answers then show it.

    :param job: called with the graph first
    :param check: awaited when the change before is made, to reject this one
    """
    state = request.app.state
    async with state.writing:
        if check is not None:
            await check()
        try:
            result: _T = await state.workers.run(job, *arguments)
        finally:  # also after a failure, which may have left files open in the worker
            await state.workers.reload()
    return result


def apply_update(graph: ServedGraph, operation: Operation) -> None:
    """Change the graph by an update.

    :raises yuqiao.graph.errors.YuqiaoError: when it is wrong or cannot be done
    """
    text = with_using(operation.text, operation.default, operation.named)
    run_with_base(graph.store.update, text, operation.address)


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update whose patterns are matched in a dataset.

    :raises QueryError: when the update chooses a dataset itself, or a graph's name is not an IRI

    >>> with_using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["http://a/g"], [])
    'DELETE { ?s ?p 1 } USING <http://a/g> WHERE { ?s ?p 1 }'
    """
    if not default and not named:
        return update
    if any(each in iri for iri in (*default, *named) for each in '<>"{}|^`\\ \n\r\t'):
        raise QueryError("the name of a graph is not an IRI")
    clauses = "".join(f"USING <{iri}> " for iri in default)
    clauses += "".join(f"USING NAMED <{iri}> " for iri in named)
    places, depth, before = [], 0, ""
    for token in tokens(update):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.is_word("USING", "WITH"):
            raise QueryError(
                "the update chooses its graphs with USING or WITH, and so does the request; leave "
                "out one of them"
            )
        if depth == 0 and token.is_word("WHERE") and before == "}":
            places.append(token.start)
        before = token.text
    for place in reversed(places):
        update = update[:place] + clauses + update[place:]
    return update
