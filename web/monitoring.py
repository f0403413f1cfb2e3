"""Whether the server works, and what it has done, for programs that watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request


def monitoring_routes() -> list[Route]:
    """Return the routes for programs that watch the server."""
    return [Route("/healthz", health), Route("/metrics", metrics)]


async def health(request: Request) -> Response:
    """Say whether queries are answered, and whether the graph is as its file is now."""
    workers = request.app.state.workers
    state = {"status": "ok" if workers.ready else "starting", "stale": bool(workers.stale)}
    return JSONResponse(state, 200 if workers.ready else 503, {"Cache-Control": "no-store"})


async def metrics(request: Request) -> Response:
    """Return the counters in the text format of Prometheus."""
    text = "".join(_lines(request))
    return Response(text, media_type="text/plain; version=0.0.4")


def _lines(request: Request) -> Iterator[str]:
    counters = request.app.state.workers.counters
    for name, kind, told, value in (
        ("jobs_total", "counter", "Queries and pages that workers were given.", counters.jobs),
        ("jobs_running", "gauge", "Queries and pages that are answered now.", counters.busy),
        ("jobs_waiting", "gauge", "Requests that wait for a worker.", counters.waiting),
        ("refused_total", "counter", "Requests refused as the server was busy.", counters.refused),
        ("killed_total", "counter", "Queries stopped at a limit.", counters.killed),
        ("workers_restarted_total", "counter", "Workers that were replaced.", counters.restarted),
        ("reloads_total", "counter", "Times that the graph was read anew.", counters.reloads),
        ("cache_hits_total", "counter", "Answers from the cache.", request.app.state.cache.hits),
    ):
        full = f"yuqiao_{name}"
        yield f"# HELP {full} {told}\n# TYPE {full} {kind}\n{full} {value}\n"
