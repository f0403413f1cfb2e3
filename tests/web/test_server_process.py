"""The server as a process: limits, clients that go away, signals, and what ends with it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import psutil
import pytest

import yuqiao
from waiting import wait_until
from web_application import client_of
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source
from yuqiao_servers import SLOW, YuqiaoServer, yuqiao_server

pytestmark = pytest.mark.slow
PAIRS = "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c a ?d }"
"""A query that takes more than half a second, and ends."""
QUICK = "SELECT (COUNT(*) AS ?n) { ?s a yq:JointInstitution }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YuqiaoServer]:
    folder = tmp_path_factory.mktemp("server")
    options = ("--workers", "2", "--queue", "1", "--timeout", "20", "--access-log", "--log", "json")
    with yuqiao_server(folder, *options) as started:
        assert started.ask(QUICK).status_code == 200
        yield started


def running(server: YuqiaoServer, number: int) -> None:
    """Wait until that many queries are being answered."""
    wait_until(lambda: server.counter("jobs_running") == number)


def sent(server: YuqiaoServer, query: str) -> socket.socket:
    """Send a query, and do not wait for its answer."""
    parts = urlsplit(server.address)
    connection = socket.create_connection((parts.hostname, parts.port))
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def test_a_client_that_goes_away_stops_its_query(server: YuqiaoServer) -> None:
    killed = server.counter("killed_total")
    connection = sent(server, SLOW)
    running(server, 1)
    connection.close()
    running(server, 0)

    assert server.counter("killed_total") == killed, "stopped by the limit"


def test_slow_queries_leave_room_for_others_and_then_are_told_to_wait(server: YuqiaoServer) -> None:
    with sent(server, SLOW):
        running(server, 1)
        assert server.ask(QUICK + " # beside a slow one").status_code == 200
        with sent(server, SLOW), sent(server, SLOW):
            wait_until(lambda: server.counter("jobs_waiting") == 1)
            refused = server.ask(QUICK + " # one too many")
    running(server, 0)

    assert (refused.status_code, refused.headers["retry-after"], refused.text) == (
        503,
        "5",
        "the server is busy: as many requests wait as may; try again soon\n",
    )


def test_a_killed_worker_is_replaced(server: YuqiaoServer) -> None:
    nursery = psutil.Process(server.process.pid).children()[0]

    def seconds(worker: psutil.Process) -> float:
        """Return the processor time of a worker; one that has ended has none."""
        try:
            return 0.0 if worker.status() == psutil.STATUS_ZOMBIE else sum(worker.cpu_times()[:2])
        except psutil.NoSuchProcess:
            return 0.0

    before = {worker.pid: seconds(worker) for worker in nursery.children()}
    with sent(server, SLOW) as connection:
        busy: list[psutil.Process] = []

        def works() -> bool:
            busy[:] = [
                worker
                for worker in nursery.children()
                if seconds(worker) > before.get(worker.pid, 0) + 0.3
            ]
            return bool(busy)

        wait_until(works)
        busy[0].kill()
        answer = b""
        while not answer.partition(b"\r\n\r\n")[2]:  # the head comes before the rest
            answer += connection.recv(1 << 16)

    assert answer.startswith(b"HTTP/1.1 500 ")
    assert answer.endswith(b"the query was ended from outside, mostly for want of memory\n")
    assert server.ask(QUICK + " # after it").status_code == 200


def test_a_killed_nursery_is_replaced(server: YuqiaoServer) -> None:
    psutil.Process(server.process.pid).children()[0].kill()

    wait_until(lambda: server.ask(QUICK + " # once more").status_code == 200)


def test_the_log_has_one_object_a_request(server: YuqiaoServer) -> None:
    server.get("id/organisation/swu", headers={"Accept": "text/turtle"})
    wait_until(lambda: "organisation/swu" in server.log.read_text())  # after the answer
    lines = [line for line in server.log.read_text().splitlines() if line.startswith("{")]
    (told,) = [json.loads(line) for line in lines if "organisation/swu" in line]

    assert {key: told[key] for key in ("method", "path", "status", "client", "level")} == {
        "method": "GET",
        "path": "/id/organisation/swu",
        "status": 200,
        "client": "127.0.0.1",
        "level": "info",
    }


def test_yuqiao_itself_is_a_client(server: YuqiaoServer) -> None:
    answer = yuqiao.open(f"{server.address}sparql").question("partnerships-by-country")

    assert isinstance(answer, yuqiao.SelectResult)
    assert answer.limit(1).to_dicts()[0]["current"] == 14


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_everything_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with yuqiao_server(tmp_path) as server, sent(server, SLOW):
        running(server, 1)
        family = server.family()
        server.process.send_signal(number)
        status = server.process.wait(30)

    assert status == 0
    assert server.log.read_text().splitlines()[1:] == []
    assert psutil.wait_procs(family, timeout=10)[1] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_start_too(tmp_path: Path, number: signal.Signals) -> None:
    endless = tmp_path / "endless.ttl"
    os.mkfifo(endless)  # nobody writes to it, so that the graph is never read
    command = [sys.executable, "-m", "yuqiao", "serve", "--port", "0", "--graph", str(endless)]
    server = psutil.Popen(command, stderr=subprocess.PIPE)
    wait_until(lambda: len(server.children()) == 1)
    family = server.children(recursive=True)
    server.send_signal(number)
    _, told = server.communicate(timeout=30)

    assert (server.returncode, told) == (0, b"")
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_server_that_is_killed_leaves_no_orphan(tmp_path: Path) -> None:
    with yuqiao_server(tmp_path) as server, sent(server, SLOW):
        running(server, 1)
        family = server.family()
        os.kill(server.process.pid, signal.SIGKILL)
        alive = psutil.wait_procs(family, timeout=10)[1]

    assert len(family) >= 2
    assert alive == []


def test_a_query_that_takes_long_yields_to_others(server: YuqiaoServer) -> None:
    with sent(server, SLOW):
        wait_until(lambda: 10 in server.niceness())
    running(server, 0)

    wait_until(lambda: server.niceness() == {psutil.Process().nice()})


def test_a_worker_that_took_long_goes_on_with_what_it_knows(tmp_path: Path) -> None:
    with yuqiao_server(tmp_path, "--workers", "1") as server:
        wait_until(lambda: server.counter("workers_restarted_total") == 1)  # pages are prepared
        with ThreadPoolExecutor() as threads:
            answer = threads.submit(server.ask, PAIRS)
            wait_until(lambda: 10 in server.niceness())
        after = server.ask(QUICK)

        assert (answer.result().status_code, after.status_code) == (200, 200)
        assert server.counter("workers_restarted_total") == 1
        assert server.niceness() == {psutil.Process().nice()}


def test_two_servers_change_one_directory_and_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> 1 .")
    bulk_load([str(tmp_path / "a.ttl")], str(tmp_path / "store"))
    options = ("--graph", str(tmp_path / "store"), "--writable")
    environment = {**os.environ, "YUQIAO_SERVE_TOKEN": "secret"}
    headers = {"Authorization": "Bearer secret", "Content-Type": "text/turtle"}
    count = "SELECT (COUNT(*) AS ?n) { GRAPH <http://g> { ?s ?p ?o } }"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()

    def add(server: YuqiaoServer, name: str) -> list[int]:
        """Add three triples, each until it is taken, and return the statuses."""
        found: list[int] = []
        for number in range(3):
            triple = f"<http://{name}> <http://b> {number} ."
            while not found or found.count(201) + found.count(204) <= number:
                address = f"{server.address}store?graph=http://g"
                found.append(httpx.post(address, content=triple, headers=headers).status_code)
        return found

    with (
        yuqiao_server(tmp_path / "one", *options, environment=environment) as one,
        yuqiao_server(tmp_path / "two", *options, environment=environment) as two,
        ThreadPoolExecutor() as threads,
    ):
        statuses = [*threads.map(add, (one, two), ("one", "two"))]
        wait_until(lambda: '"6"' in one.ask(count).text)
        wait_until(lambda: '"6"' in two.ask(count).text)

    assert {status for each in statuses for status in each} <= {201, 204, 503}


def test_a_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<http://a> <http://p> 1 .")
    with yuqiao_server(tmp_path, "--graph", str(file)) as server:
        values = "SELECT ?v { ?s <http://p> ?v }"
        first = server.ask(values).json()["results"]["bindings"]
        file.write_text("<http://a> <http://p> 2 .")
        wait_until(lambda: server.counter("reloads_total") == 1)
        second = server.ask(values).json()["results"]["bindings"]
        file.write_text("<http://a> <http://p> .")
        wait_until(lambda: server.get("healthz").json()["stale"])
        third = server.ask(values).json()["results"]["bindings"]

    assert [row["v"]["value"] for row in (*first, *second, *third)] == ["1", "2", "2"]
    told = f"the graph cannot be read anew and stays as it was: {file}:1:23: "
    assert server.log.read_text().count(told) == 1


def test_a_query_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    with yuqiao_server(tmp_path, "--timeout", "300", "--memory", "64M") as server:
        answer = server.ask("SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f")

    assert (answer.status_code, answer.text) == (
        503,
        "stopped at 64 MB of memory (memory limit)\n",
    )


def test_a_query_that_takes_too_long_is_stopped() -> None:
    with client_of(Source(), Settings(timeout=1, workers=1)) as client:
        answer = client.get("/sparql", params={"query": SLOW})

    assert (answer.status_code, answer.text) == (503, "stopped after 1 s (time limit)\n")


def test_a_port_in_use_is_said_in_one_line(server: YuqiaoServer, tmp_path: Path) -> None:
    port = str(urlsplit(server.address).port)
    with (
        pytest.raises(AssertionError, match=rf"^yuqiao: cannot listen on 127.0.0.1, port {port}: "),
        yuqiao_server(tmp_path, "--port", port),
    ):
        pass
