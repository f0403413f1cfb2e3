"""The server process: it listens, tells where, and ends cleanly."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from yuqiao.graph.errors import OutputError
from yuqiao.web.access_log import AccessLogMiddleware, logging_to
from yuqiao.web.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import uvicorn
    from starlette.types import ASGIApp
    from uvicorn.config import LifespanType

    from yuqiao.web.settings import Settings
    from yuqiao.web.source import Source

_GRACE = 1.0  # seconds that answers under way are given at the end
_LAST = 10  # seconds until connections are closed whatever they do
_LOOK = 0.1  # seconds between two looks whether the server is to end
_ENDING = (signal.SIGINT, signal.SIGTERM)
_IDLE = 75  # seconds that a connection may wait for its next request


def serve(source: Source, settings: Settings, started: Callable[[str, list[str]], object]) -> None:
    """Serve a graph until SIGINT or SIGTERM.

    :param started: called with the address, and with remarks on the graph
    :raises yuqiao.graph.errors.OutputError: when it cannot listen there
    :raises yuqiao.graph.errors.YuqiaoError: when the graph cannot be opened
    """
    logging_to(sys.stderr, as_json=settings.log_json)
    with _listening(settings) as listener, _signals_ending():
        asyncio.run(_serve(source, settings, listener, started))


async def _serve(
    source: Source,
    settings: Settings,
    listener: socket.socket,
    started: Callable[[str, list[str]], object],
) -> None:
    workers = Workers(source, settings)
    starting = asyncio.ensure_future(workers.start())
    _cancel_on_signals(starting)
    try:
        await asyncio.sleep(0)  # its first process begins
        import uvicorn

        from yuqiao.web.application import application

        await asyncio.wait([starting])
        if starting.cancelled():
            return
        starting.result()
        app = application(source, settings, workers)
        config = server_config(AccessLogMiddleware(app) if settings.access_log else app)
        started(_address(settings, listener), workers.remarks)
        server = uvicorn.Server(config)
        ending = asyncio.ensure_future(_end_jobs(server, workers))
        await server.serve(sockets=[listener])
        ending.cancel()
    finally:
        await workers.stop()


def _cancel_on_signals(starting: asyncio.Future[None]) -> None:
    """Have the start end on SIGINT and SIGTERM; once it has ended, these are uvicorn's."""
    for number in _ENDING:
        with suppress(ValueError, RuntimeError):  # only the main thread can
            asyncio.get_running_loop().add_signal_handler(number, starting.cancel)


def server_config(app: ASGIApp, *, lifespan: LifespanType = "auto") -> uvicorn.Config:
    """Return how the server speaks HTTP."""
    import uvicorn

    from yuqiao.web.request_time import RequestTimeProtocol

    return uvicorn.Config(
        app,
        http=RequestTimeProtocol,
        lifespan=lifespan,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_LAST,
    )


async def _end_jobs(server: uvicorn.Server, workers: Workers) -> None:
    """When the server is to end, give what is under way a moment."""
    while not server.should_exit:
        await asyncio.sleep(_LOOK)
    await asyncio.sleep(_GRACE)
    workers.end_jobs()


def _address(settings: Settings, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{port}{settings.root_path}/"


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Listen; each piece of an answer is sent at once, not 40 ms later (RFC 896)."""
    _allow_connections()
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server(
            (settings.host, settings.port), family=family, backlog=1024, reuse_port=False
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot listen on {settings.host}, port {settings.port}: {reason}; choose another"
        ) from error
    with listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
        yield listener


def _allow_connections() -> None:
    """Allow as many open connections as the system does: idle ones must not keep others out."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def _signals_ending() -> Iterator[None]:
    """Have SIGINT and SIGTERM mean the same: the server ends, which is what was asked for."""
    before = {}
    with suppress(ValueError):  # only the main thread can
        for number in _ENDING:
            before[number] = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
