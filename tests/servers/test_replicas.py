"""Copies of a graph behind nginx, as deploy/replicas.conf has it: one dies under load, nobody sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import yuqiao
from server_comparison import given
from sparql_servers import Engine, oxigraph, virtuoso
from web_servers import replicas

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
QUESTION = "partnerships-by-country"
ASKING, TIMES = 4, 12


def answers(url: str) -> list[object]:
    """Ask the question some times, each time as a command does: on a connection of its own."""
    return [given(yuqiao.open(url).question(QUESTION)) for _ in range(TIMES)]


@pytest.mark.parametrize(("engine", "number"), [(oxigraph, 3), (virtuoso, 2)])
def test_a_server_that_dies_under_load_fails_no_answer(
    engine: Engine, number: int, tmp_path: Path
) -> None:
    expected = given(yuqiao.open().question(QUESTION))
    log = tmp_path / "asked.log"
    with ExitStack() as running, ThreadPoolExecutor(ASKING) as pool:
        copies = []
        for copy in range(number):
            folder = tmp_path / str(copy)
            folder.mkdir()
            copies.append(running.enter_context(engine(BUNDLED, folder)))
        hosts = [urlsplit(copy.url).netloc for copy in copies]
        address = running.enter_context(replicas(hosts, tmp_path))
        url = copies[0].url.replace(f"http://{hosts[0]}", address)

        asked = [pool.submit(answers, url) for _ in range(ASKING)]
        while len(log.read_text().splitlines()) < ASKING * TIMES // 3:
            assert not any(one.done() and one.exception() for one in asked)
        copies[0].process.kill()
        found = [answer for one in asked for answer in one.result()]

    assert found == [expected] * ASKING * TIMES
    lines = log.read_text().splitlines()
    assert all(any(host in line for line in lines) for host in hosts)
    assert any(line.startswith("200") and ", " in line for line in lines), (
        "one was asked in its place"
    )
    assert all(line.startswith("200") for line in lines[1:])  # the first waits for nginx
