"""Servers of ``yuqiao serve`` as processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""A query that takes longer than anybody waits."""


@dataclass(frozen=True)
class YuqiaoServer:
    """A server that runs.

    :param address: with a slash at its end
    :param log: what it writes on standard error
    """

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str, **options: object) -> httpx.Response:
        """Send a request and return the response."""
        return httpx.get(self.address + path, timeout=60, verify=False, **options)  # type: ignore[arg-type]

    def ask(self, query: str) -> httpx.Response:
        """Send a query and return the response."""
        return self.get("sparql", params={"query": query})

    def counter(self, name: str) -> int:
        """Return one of the numbers at /metrics."""
        (value,) = re.findall(rf"^yuqiao_{name} (\d+)$", self.get("metrics").text, re.MULTILINE)
        return int(value)

    def family(self) -> list[psutil.Process]:
        """Return all processes that it has started."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def niceness(self) -> set[int]:
        """Return how willingly its threads yield to others; one that has ended does not count."""
        found = set()
        for each in self.family():
            with suppress(psutil.NoSuchProcess):
                if each.status() != psutil.STATUS_ZOMBIE:
                    for thread in each.threads():
                        with suppress(ProcessLookupError):
                            found.add(os.getpriority(os.PRIO_PROCESS, thread.id))
        return found


@contextmanager
def yuqiao_server(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[YuqiaoServer]:
    """Start a server on a free port, and end it.

    :param folder: where its log is kept
    """
    log = folder / "serve.log"
    command = [
        sys.executable,
        "-m",
        "yuqiao",
        "serve",
        "--lang",
        "en",
        *(options if "--port" in options else ("--port", "0", *options)),
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stderr=out, stdout=out, env=environment)
    try:
        yield YuqiaoServer(process, _address(process, log), log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        found = re.search(r"http://\S+/", log.read_text("utf-8"))
        if found:
            return found[0]
    raise AssertionError(log.read_text("utf-8"))
