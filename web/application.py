"""The application: its routes, and what surrounds each request."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from yuqiao.graph.errors import YuqiaoError
from yuqiao.web.cache import AnswerCache
from yuqiao.web.disconnects import DisconnectMiddleware
from yuqiao.web.editor import routes as editor
from yuqiao.web.failures import FailureMiddleware, http_failure, yuqiao_failure
from yuqiao.web.monitoring import monitoring_routes
from yuqiao.web.pages.routes import page_routes, stylesheet
from yuqiao.web.protocol.routes import protocol_routes
from yuqiao.web.reconciliation.routes import reconciliation_routes
from yuqiao.web.security import SecurityMiddleware
from yuqiao.web.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yuqiao.web.settings import Settings
    from yuqiao.web.source import Source


def application(source: Source, settings: Settings, workers: Workers | None = None) -> Starlette:
    """Return the web application of a graph.

    ``app.state`` has ``source``, ``settings``, ``workers``, ``cache`` and ``is_register``.

    :param workers: those that have been started; None: they start and end with the application
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.writing = asyncio.Lock()
        app.state.workers = workers or Workers(source, settings)
        if workers is None:
            await app.state.workers.start()
        try:
            yield
        finally:
            await app.state.workers.stop()

    app = Starlette(
        routes=[
            *monitoring_routes(),
            *protocol_routes(),
            *editor.routes(),
            *reconciliation_routes(),
            Route("/static/style.css", stylesheet),
            Mount("/static", StaticFiles(packages=[("yuqiao.web", "static")])),
            *page_routes(),
        ],
        middleware=[
            Middleware(SecurityMiddleware, settings=settings),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(DisconnectMiddleware),
            Middleware(FailureMiddleware),
        ],
        exception_handlers={
            YuqiaoError: yuqiao_failure,
            HTTPException: http_failure,
        },
        lifespan=lifespan,
    )
    app.state.source = source
    app.state.settings = settings
    app.state.cache = AnswerCache()
    app.state.is_register = True  # as far as is known
    return app
