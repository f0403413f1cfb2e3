"""The addresses of the protocols."""

from __future__ import annotations

from starlette.routing import Route

from yuqiao.web.protocol.endpoint import sparql
from yuqiao.web.protocol.graph_store import PATH, graph_store


def protocol_routes() -> list[Route]:
    """Return the routes of the protocols."""
    writing = ["GET", "PUT", "POST", "DELETE"]
    return [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/", sparql, methods=["GET", "POST"]),
        Route(PATH, graph_store, methods=writing),
        Route(f"{PATH}/{{path:path}}", graph_store, methods=writing),
    ]
