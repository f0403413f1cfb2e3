"""The process that opens the graph once and forks workers that share its memory.

It has one thread and no event loop, so that its forks are clean. It ends when the server does, and
its workers end with it: none is left behind, however the server was stopped.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import sys
import warnings
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, NoReturn

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.limits import die_with, resident
from yuqiao.web.served_graph import ServedGraph
from yuqiao.web.workers.frames import ERROR, FORK, HELLO, RESULT, WorkerFailure, message, receive
from yuqiao.web.workers.job_output import Out

if TYPE_CHECKING:
    from typing import Any

    from yuqiao.web.settings import Settings

_PAUSE = 0.1  # seconds without a request after which there is time to prepare a part of the pages
_END = object()


def _work(connection: socket.socket, graph: ServedGraph) -> NoReturn:
    """Do one job after the other, until the server is gone.

    What a job knows of the graph is kept for the next. Only the thread that does the jobs is made
    to yield to others, as that cannot be taken back: it ends after such a job, and another begins.
    """
    hello = (os.getpid(), resident(os.getpid()))
    connection.sendall(message(HELLO, pickle.dumps(hello)))
    while True:
        arguments = (_do_jobs, connection, graph)
        thread = Thread(target=copy_context().run, args=arguments)
        thread.start()
        thread.join()


def _do_jobs(connection: socket.socket, graph: ServedGraph) -> None:
    """Do jobs until one was made to yield to others."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)  # of this thread alone
    try:
        while (job := receive(connection)) is not None:
            out = Out(connection)
            out.send(_done(job[1], graph, out))
            if os.getpriority(os.PRIO_PROCESS, 0) > usual:
                gc.collect()  # what is left of answers is dropped by the thread that asked
                return
        os._exit(0)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the server learns it from the end of the process
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def _done(asked: bytes, graph: ServedGraph, out: Out) -> bytes:
    try:
        job, streams, arguments = pickle.loads(asked)
        result = job(graph, out, *arguments) if streams else job(graph, *arguments)
        return message(RESULT, pickle.dumps(result))
    except YuqiaoError as error:
        return message(ERROR, pickle.dumps(error))
    except Exception as error:  # noqa: BLE001 - the server logs it, and its user sees no trace
        import traceback

        trace = "".join(traceback.format_exception(error))
        return message(ERROR, pickle.dumps(WorkerFailure(trace)))


def _fork(connection: socket.socket, server: socket.socket, graph: ServedGraph) -> int:
    nursery = os.getpid()
    child = os.fork()
    if child:
        connection.close()
        return child
    try:
        server.close()
        die_with(nursery)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _work(connection, graph)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of the nursery may run on in a worker
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def serve_forks(server: socket.socket) -> None:
    """Open the graph, then fork a worker for each request of the server.

    :param server: the connection to the server; its end is the end of this process
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    told = receive(server)
    if told is None:
        return
    source, settings, parent = pickle.loads(told[1])
    die_with(parent)
    graph = _opened(server, source, settings)
    if graph is None:
        return
    children: set[int] = set()
    parts = graph.warm()
    is_warm = False
    while True:
        while not is_warm and children and not select.select([server], [], [], _PAUSE)[0]:
            is_warm = next(parts, _END) is _END
            if is_warm:
                _freeze()
                server.sendall(message(RESULT, pickle.dumps(None)))
        asked, descriptors, _, _ = socket.recv_fds(server, len(FORK), 1)
        if not asked:
            break
        _reap(children)
        children.add(_fork(socket.socket(fileno=descriptors[0]), server, graph))
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _freeze() -> None:
    """Keep the collector from touching, and so from copying, memory that workers share."""
    gc.collect()
    gc.freeze()


def _reap(children: set[int]) -> None:
    for child in list(children):
        if os.waitpid(child, os.WNOHANG)[0]:
            children.discard(child)


def _opened(server: socket.socket, source: Any, settings: Settings) -> ServedGraph | None:
    graph = ServedGraph(source, settings.allow_hosts, settings.earlier)
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        try:
            graph.prepare()
        except YuqiaoError as error:
            server.sendall(message(ERROR, pickle.dumps(error)))
            return None
    import yuqiao.web.protocol.answers  # noqa: F401 - workers are asked for these first

    _freeze()
    server.sendall(message(RESULT, pickle.dumps([str(remark.message) for remark in remarks])))
    return graph


if __name__ == "__main__":
    with suppress(BrokenPipeError, ConnectionResetError):  # the server has gone
        serve_forks(socket.socket(fileno=int(sys.argv[1])))
