"""What tests of several floors share: a server that answers as told, and other hash seeds."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import yuqiao
from http_server import QuietServer

Responder = Callable[[str], tuple[int, str, bytes]]
"""From a query to the status, media type and body of the answer."""

# A thousand commands are started: where a machine keeps no bytecode, each would compile it all anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Messages follow the locale; a test that is about another sets it.
for _variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_variable, None)
os.environ["LANG"] = "C.UTF-8"

# Nothing is kept between runs, nor in the folder of the user; a test of the cache names its own.
os.environ["YUQIAO_CACHE"] = ""

# A shell starts what runs in its background with interrupts ignored, and commands inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # as under nohup
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# A test says the same each time, however busy the machine is.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


BUNDLED = yuqiao.open()
"""Held to the end, so that the bundled graph is read once."""

# An answer of pyoxigraph that stands in a reference cycle must be dropped by the thread that asked.
gc.disable()


def pytest_collection_finish() -> None:
    """Leave out of every later collection of garbage what stays to the end: modules and tests."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Collect the garbage of tests between them, so that no other thread collects it in their midst."""
    young, since_all, _ = gc.get_count()
    if young > 100_000:
        gc.collect(0 if since_all < 10 else 2)


@pytest.fixture
def said_under_seeds() -> Callable[[str, str], set[str]]:
    """Return what a script says under each of some hash seeds, such as ``"01"``."""

    def said(script: str, seeds: str) -> set[str]:
        return {
            subprocess.run(
                [sys.executable, "-c", script],
                env={"PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in seeds
        }

    return said


@pytest.fixture
def serve() -> Iterator[Callable[[Responder], str]]:
    """Start servers on this machine; each call gives the address of one."""
    servers: list[QuietServer] = []

    def start(respond: Responder) -> str:
        class Endpoint(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, kind, body = respond(parse_qs(form)["query"][0])
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing."""

        server = QuietServer(("127.0.0.1", 0), Endpoint)
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/sparql"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


MARKED_FOLDERS = ("browser", "consumers", "servers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test of some folders by what it needs, so that ``-m`` can choose; long files first."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        if folder in MARKED_FOLDERS:
            item.add_marker(folder)
    tests = Counter(item.path for item in items)
    take_long = ("slow", "scale", *MARKED_FOLDERS)
    long = Counter(item.path for item in items if any(map(item.get_closest_marker, take_long)))
    items.sort(key=lambda item: (-long[item.path], -tests[item.path]))


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a worker all tests of a file, so that what they share is made once.

    The files with most of what takes long come first, and the small ones even out the end.

    The marks of xdist for this do nothing in xdist 3.8 under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    config.option.loadscopereorder = False  # the files come in the order of the collection
    return ByFile(config, log)
