"""The addresses of the SPARQL editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.web.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes() -> list[Route]:
    """Return the routes of the editor, beside its page at /sparql."""
    return []


async def editor_page(request: Request) -> Response:
    """Show the editor: what /sparql is for a browser that sends no query."""
    return render(request, "sparql.html")
