"""The addresses of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from yuqiao.web.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def page_routes() -> list[Route]:
    """Return the routes of the pages."""
    return [Route("/", home)]


async def home(request: Request) -> Response:
    """Show the first page."""
    return render(request, "home.html")
