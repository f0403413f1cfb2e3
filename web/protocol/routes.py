"""The addresses of the protocols."""

from __future__ import annotations

from starlette.routing import Route

from yuqiao.web.protocol.endpoint import sparql


def protocol_routes() -> list[Route]:
    """Return the routes of the protocols."""
    return [Route("/sparql", sparql, methods=["GET", "POST"])]
