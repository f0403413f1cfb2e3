"""The application: its routes, and what surrounds each request."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from yuqiao.graph.errors import YuqiaoError
from yuqiao.web.disconnects import DisconnectMiddleware
from yuqiao.web.editor import routes as editor
from yuqiao.web.failures import http_failure, unexpected_failure, yuqiao_failure
from yuqiao.web.pages.routes import page_routes
from yuqiao.web.protocol.routes import protocol_routes
from yuqiao.web.security import SecurityMiddleware
from yuqiao.web.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yuqiao.web.settings import Settings
    from yuqiao.web.source import Source


def application(source: Source, settings: Settings) -> Starlette:
    """Return the web application of a graph.

    Its workers start and end with it; ``app.state`` has ``source``, ``settings`` and ``workers``.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        workers = Workers(source, settings)
        await workers.start()
        app.state.workers = workers
        try:
            yield
        finally:
            await workers.stop()

    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(packages=[("yuqiao.web", "static")])),
            *protocol_routes(),
            *editor.routes(),
            *page_routes(),
        ],
        middleware=[
            Middleware(SecurityMiddleware, settings=settings),
            Middleware(DisconnectMiddleware),
        ],
        exception_handlers={
            YuqiaoError: yuqiao_failure,
            HTTPException: http_failure,
            Exception: unexpected_failure,
        },
        lifespan=lifespan,
    )
    app.state.source = source
    app.state.settings = settings
    return app
