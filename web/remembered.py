"""Jobs whose results are remembered while the graph has not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.requests import Request

_T = TypeVar("_T")


async def remembered(request: Request, job: Callable[..., _T], *arguments: Hashable) -> _T:
    """Return what a job returns for the graph as it is: from the cache, or from a worker.

    :param arguments: they decide, with the state of the graph, what is returned
    """
    state = request.app.state
    version = state.workers.version
    if version is None:
        result: _T = await state.workers.run(job, *arguments)
        return result
    key = (version, job, arguments)
    held = state.cache.get(key)
    if held is None:
        result, size = await state.workers.run_measured(job, *arguments)
        held = (result,)
        state.cache.put(key, held, size)
    found: _T = held[0]
    return found
