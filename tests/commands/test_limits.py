"""Limits that hold: time, memory, rows, and Ctrl-C, whatever the query and wherever the graph."""

from __future__ import annotations

import faulthandler
import os
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from command_line import run_text
from waiting import wait_until
from yuqiao.graph.errors import LimitReached, YuqiaoError
from yuqiao.graph.limits import Limits, run_limited

pytestmark = pytest.mark.slow


YUQIAO = [sys.executable, "-m", "yuqiao"]
DOUBLED = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(40))
TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = {
    "a cross product": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLES} }}",
    "a path": f"SELECT * {{ ?x (!yq:a|^!yq:a)* ?y . ?y (!yq:b|^!yq:b)* ?z . {TRIPLES} }} OFFSET 999999999",
    "a group": f"SELECT ?a (COUNT(DISTINCT ?f) AS ?n) {{ {TRIPLES} }} GROUP BY ?a ?d",
    "a sum": f"SELECT (SUM(?x) AS ?n) {{ {TRIPLES} BIND(STRLEN(STR(?c)) AS ?x) }}",
    "an ask": f"ASK {{ {TRIPLES} FILTER(STRLEN(STR(?l)) + STRLEN(STR(?c)) < 0) }}",
    "a construct": f"CONSTRUCT {{ ?a ?b ?c }} {{ {TRIPLES} FILTER(STRLEN(STR(?l)) + STRLEN(STR(?c)) < 0) }}",
}
HUGE = {
    "an order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "a group": "SELECT ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?c ?f",
    "distinct rows": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } OFFSET 999999999",
    "a long text": f"SELECT (STRLEN(?s40) AS ?n) {{ BIND('0123456789' AS ?s0) {DOUBLED} }}",
}


def run(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Return the exit code, standard output, and standard error of a command."""
    ended = run_text(*arguments, cwd=cwd)
    return ended.returncode, ended.stdout, ended.stderr


def run_anew(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Run a command as ``run`` does, in a process that holds no more than a user's does."""
    ended = subprocess.run([*YUQIAO, *arguments], capture_output=True, cwd=cwd, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.fixture
def silent_endpoint() -> Iterator[str]:
    """Listen where nobody ever answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"


@pytest.mark.parametrize("what", ENDLESS)
def test_time_is_up(what: str, tmp_path: Path) -> None:
    stopped = (3, "", "yuqiao: stopped after 0.3 s (time limit)\n")
    (tmp_path / "old.json").write_text("old")

    assert (
        run("query", ENDLESS[what], "--timeout", "0.3", "--as", form(what), cwd=tmp_path) == stopped
    )
    assert (
        run(
            "query",
            ENDLESS[what],
            "--timeout",
            "0.3",
            "-o",
            "old.json",
            "--as",
            form(what),
            cwd=tmp_path,
        )
        == stopped
    )

    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]
    assert (tmp_path / "old.json").read_text() == "old"


def form(what: str) -> str:
    return "ntriples" if what == "a construct" else "json"


@pytest.mark.parametrize("what", HUGE)
def test_memory_is_used_up(what: str, tmp_path: Path) -> None:
    stopped = (3, "", "yuqiao: stopped at 200 MB of memory (memory limit)\n")

    query = ["query", HUGE[what]]
    assert run_anew(*query, "--memory", "200M", "--as", "table", cwd=tmp_path) == stopped
    assert run_anew(*query, "--memory", "200MiB", "-o", "a.csv", cwd=tmp_path) == stopped
    assert list(tmp_path.iterdir()) == []


def test_a_graph_on_disk_is_stopped_and_stays_whole(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(
        "".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(2000))
    )
    assert run("load", "a.nt", "--into", "db", "--quiet", cwd=tmp_path)[0] == 0
    graph = ["--graph", "db"]

    for limit in (["--timeout", "0.5"], ["--memory", "100M"]):
        what = "a cross product" if limit[0] == "--timeout" else "distinct rows"
        query = {**HUGE, **ENDLESS}[what]
        code, _, told = run_anew("query", query, *graph, *limit, "-o", "rows.csv", cwd=tmp_path)
        assert (code, told.startswith("yuqiao: stopped a")) == (3, True)

    assert (
        run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *graph, cwd=tmp_path)[1]
        == "?n\n2000\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "db"]


def test_an_endpoint_that_never_answers(silent_endpoint: str, tmp_path: Path) -> None:
    for where in ([], ["-o", "rows.csv"]):
        asked = run(
            "query", "ASK {}", "--graph", silent_endpoint, "--timeout", "0.5", *where, cwd=tmp_path
        )

        assert asked == (3, "", "yuqiao: stopped after 0.5 s (time limit)\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["query", "ASK {}"],
        ["ask", "gaps"],
        ["about", "重庆大学"],
        ["stats"],
        ["view"],
        ["export"],
        ["validate"],
    ],
)
def test_every_command_that_reads_a_graph_can_be_stopped(
    command: list[str], silent_endpoint: str, tmp_path: Path
) -> None:
    asked = run(*command, "--graph", silent_endpoint, "--timeout", "0.2", cwd=tmp_path)

    assert asked == (3, "", "yuqiao: stopped after 0.2 s (time limit)\n")
    assert list(tmp_path.iterdir()) == []


def test_within_its_limits_a_command_is_as_ever(tmp_path: Path) -> None:
    limits = ["--timeout", "600", "--memory", "20G"]
    query = ["query", "SELECT ?p { ?p yq:foreignPartner ?x }", "-p", "x=o:novosibirsk"]
    mistaken = ["query", "SELECT * { ?p a"]

    assert run(*query, *limits, cwd=tmp_path) == run(*query, cwd=tmp_path)
    assert run(*mistaken, *limits, cwd=tmp_path) == run(*mistaken, cwd=tmp_path)
    assert run(*query, *limits, "-o", "a.tsv", cwd=tmp_path) == (0, "", "")
    assert (tmp_path / "a.tsv").read_text() == run(*query, cwd=tmp_path)[1]


def test_a_query_is_still_read_from_standard_input() -> None:
    ended = subprocess.run(
        [*YUQIAO, "query", "--timeout", "600"], input=b"ASK {}", capture_output=True, check=True
    )

    assert ended.stdout == b"true\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    rows = [*YUQIAO, "query", "SELECT * { ?s ?p ?o . ?a ?b ?c }", "--timeout", "600"]
    with subprocess.Popen(rows, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(100)
        running.stdout.close()

        assert (running.stderr.read(), running.wait()) == (b"", 0)


def started(
    command: list[str], cwd: Path, has_begun: Callable[[int], bool]
) -> subprocess.Popen[bytes]:
    """Start a command, and wait until its work has begun."""
    running = subprocess.Popen([*YUQIAO, *command], cwd=cwd, stderr=subprocess.PIPE)
    while not has_begun(running.pid):
        assert running.poll() is None
        time.sleep(0.01)
    return running


def children(process: int) -> list[int]:
    return [
        int(number)
        for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


def seconds_of_work(process: int) -> float:
    """Return the processor time of a process and its children."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(
        int(Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11]) / ticks
        for one in [process, *children(process)]
    )


def is_alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("options", [["-o", "rows.csv"], ["--timeout", "600"]])
def test_a_signal_ends_the_work_and_leaves_nothing(
    number: signal.Signals, code: int, options: list[str], tmp_path: Path
) -> None:
    running = started(
        ["query", ENDLESS["a cross product"], *options], tmp_path, lambda pid: bool(children(pid))
    )
    (child,) = children(running.pid)
    running.send_signal(number)

    assert (running.communicate()[1], running.returncode) == (b"", code)
    wait_until(lambda: not is_alive(child))
    assert list(tmp_path.iterdir()) == []


def test_the_work_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    running = started(
        ["query", ENDLESS["a cross product"], "--timeout", "600"],
        tmp_path,
        lambda pid: bool(children(pid)),
    )
    (child,) = children(running.pid)
    running.kill()
    running.communicate()

    assert running.returncode == -signal.SIGKILL, "it was at work"
    wait_until(lambda: not is_alive(child))


def test_a_child_that_is_killed_from_outside_is_told(tmp_path: Path) -> None:
    running = started(
        ["query", ENDLESS["a cross product"], "-o", "rows.csv"],
        tmp_path,
        lambda pid: bool(children(pid)),
    )
    os.kill(children(running.pid)[0], signal.SIGKILL)

    told = b"yuqiao: ended by the system (SIGKILL), mostly for want of memory\n"
    assert (running.communicate()[1], running.returncode) == (told, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [[], ["-o", "rows.csv"], ["--memory", "20G"]])
def test_control_c_on_a_terminal_ends_it_and_leaves_the_terminal_as_it_was(
    options: list[str], tmp_path: Path
) -> None:
    command = [*YUQIAO[1:], "query", ENDLESS["a cross product"], *options]
    terminal = pexpect.spawn(YUQIAO[0], command, cwd=str(tmp_path), timeout=60)
    before = termios.tcgetattr(terminal.child_fd)
    while seconds_of_work(terminal.pid) < 1:  # at work, not at its start
        assert terminal.isalive()
        time.sleep(0.01)
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    after = termios.tcgetattr(terminal.child_fd)
    terminal.close()

    assert (terminal.exitstatus, terminal.signalstatus) in {(130, None), (None, signal.SIGINT)}
    assert after == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--timeout", "0"], '"0" is not a time limit; expected seconds, such as 5 or 0.5'),
        (["--timeout", "-1"], '"-1" is not a time limit; expected seconds, such as 5 or 0.5'),
        (["--timeout", "nan"], '"nan" is not a time limit; expected seconds, such as 5 or 0.5'),
        (["--timeout", "5 s"], '"5 s" is not a time limit; expected seconds, such as 5 or 0.5'),
        (["--timeout", "1e-9"], '"1e-9" is too short a time limit; the least is 0.001 seconds'),
        (
            ["--memory", "20M"],
            '"20M" is less memory than the program itself needs; the least is 64M',
        ),
        (["--memory", "0"], '"0" is not a size of memory; expected one such as 500M or 2G'),
        (["--memory", "5X"], '"5X" is not a size of memory; expected one such as 500M or 2G'),
        (["--memory", "-1G"], '"-1G" is not a size of memory; expected one such as 500M or 2G'),
    ],
)
def test_what_is_no_limit_is_refused(options: list[str], message: str, tmp_path: Path) -> None:
    assert run("query", "ASK {}", *options, cwd=tmp_path) == (2, "", f"yuqiao: {message}\n")


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ("a fault of the engine", YuqiaoError, r"^the engine did not survive this \(SIGABRT\)$"),
        ("memory allocation of 9 bytes failed", LimitReached, r"^stopped at 64 GB of memory"),
    ],
)
def test_an_engine_that_aborts_is_at_the_limit_of_memory_when_it_says_so(
    words: str, error: type[YuqiaoError], said: str
) -> None:
    def aborting() -> None:
        faulthandler.disable()
        os.write(2, words.encode())
        os.abort()

    with pytest.raises(error, match=said) as caught:
        run_limited(aborting, Limits(memory=2**36))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("limits", "printed"),
    [
        ([], "0 {graph}: 1 triple before, 0 now"),
        (
            ["--timeout", "9"],
            (
                "2 yuqiao: this process has opened an on-disk graph, so its next writes cannot be "
                "limited; leave the limits out, or write from a process of its own"
            ),
        ),
    ],
)
def test_a_process_that_has_opened_a_graph_on_disk_can_still_write(
    limits: list[str], printed: str, tmp_path: Path
) -> None:
    graph, file = tmp_path / "graph", tmp_path / "one.nt"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    script = f"""
import pyoxigraph
from click.testing import CliRunner
from yuqiao.cli import main
pyoxigraph.Store({str(tmp_path / "other")!r}).extend([])  # starts the threads of RocksDB
def run(*arguments):
    ended = CliRunner().invoke(main, arguments)
    print(ended.exit_code, *ended.output.splitlines())
run("load", {str(file)!r}, "--into", {str(graph)!r}, "-q")
run("update", "DELETE WHERE {{ ?s ?p ?o }}", "--graph", {str(graph)!r}, *{limits!r})
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert ended.stdout.splitlines() == ["0", printed.format(graph=graph)]
