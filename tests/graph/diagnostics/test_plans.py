"""The plan is Oxigraph's own, with the same text each time; a server reports none."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from waiting import wait_until
from yuqiao.exports.reports.plans import plan_text
from yuqiao.graph.diagnostics.plans.explain import explain
from yuqiao.graph.diagnostics.plans.model import Plan, Step, costliest, steps_of
from yuqiao.graph.errors import QueryError
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.results import Solutions
from yuqiao.graph.stores.store import Store

pytestmark = pytest.mark.slow


PAIR = "SELECT ?p { ?p yq:foreignPartner ?f . ?f yq:country country:NZL }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


def outline(step: Step) -> list[object]:
    return [step.number, step.operator, *(outline(one) for one in step.inputs)]


def test_steps_are_numbered_from_the_first_that_gives_rows(store: Store) -> None:
    plan = explain(store, PAIR)

    assert plan.engine == f"Oxigraph {pyoxigraph.__version__}"
    assert outline(plan.last) == [
        4,
        "Project(?p)",
        [
            3,
            "Lateral",
            [1, "QuadPattern(?f yq:country country:NZL)"],
            [2, "QuadPattern(?p yq:foreignPartner ?f)"],
        ],
    ]
    assert [(step.rows, step.seconds) for step in steps_of(plan.last)] == [(None, None)] * 4


def test_a_run_gives_the_rows_of_each_step_and_its_time(store: Store) -> None:
    plan = explain(store, PAIR, analyze=True)

    assert [step.rows for step in steps_of(plan.last)] == [3, 4, 4, 4]
    for step in steps_of(plan.last):
        assert step.seconds is not None
        assert step.own_seconds is not None
        assert 0 <= step.own_seconds <= step.seconds
    most = costliest(plan)
    assert most is not None
    assert all((most.own_seconds or 0) >= (one.own_seconds or 0) for one in steps_of(plan.last))


PLANS = {
    "en": """\
The plan of Oxigraph 9

rows  own ms  all ms   step
   3   250.0  1000.0   2. Project(?p)
  40   750.0   750.0 * └ 1. QuadPattern(?p yq:level ?l)

* step 1 took most time by itself
""",
    "zh": """\
Oxigraph 9 的查询计划

行数  自身毫秒  合计毫秒   步骤
   3     250.0    1000.0   2. Project(?p)
  40     750.0     750.0 * └ 1. QuadPattern(?p yq:level ?l)

* 第1步自身用时最多
""",
}
PARTS = {
    "en": """\
The server does not report its plan. These are the parts of the query in the order
of the text; rows are counted after each part has been joined to those before it.

rows      ms   part
   3  1000.0   2. Project(?p)
  40   750.0   └ 1. QuadPattern(?p yq:level ?l)
""",
    "zh": """\
服务器不提供查询计划。以下是查询的各部分，按文本中的顺序排列；
行数是每部分与其前各部分连接之后的行数。

行数    毫秒   部分
   3  1000.0   2. Project(?p)
  40   750.0   └ 1. QuadPattern(?p yq:level ?l)
""",
}


@pytest.mark.parametrize("lang", PLANS)
def test_a_plan_is_shown_as_a_table_in_both_languages(lang: str) -> None:
    first = Step("QuadPattern(?p yq:level ?l)", (), 40, 0.75, 1)
    last = Step("Project(?p)", (first,), 3, 1.0, 2)

    assert plan_text(Plan("Oxigraph 9", last, True), lang) == PLANS[lang]
    assert plan_text(Plan("", last, True), lang) == PARTS[lang]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_the_plan_has_the_same_text_each_time(question: Question, store: Store) -> None:
    text, bindings = question.bind(lang="en", store=store, values={})

    first, second = (explain(store, text, bindings) for _ in range(2))

    assert outline(first.last) == outline(second.last)
    assert max(map(len, plan_text(first).splitlines())) <= 80


@pytest.mark.parametrize("question", questions()[::6], ids=lambda question: question.name)
def test_a_run_is_of_the_same_plan_and_gives_the_rows_of_the_answer(
    question: Question, store: Store
) -> None:
    text, bindings = question.bind(lang="en", store=store, values={})

    plan = explain(store, text, bindings, analyze=True)

    answer = store.query(text, bindings)
    assert isinstance(answer, Solutions)
    assert plan.last.rows == len(list(answer))
    assert outline(plan.last) == outline(explain(store, text, bindings).last)


@pytest.mark.parametrize(
    ("query", "steps"),
    [
        (
            "ASK { ?p yq:level lvl:bachelor }",
            ["QuadPattern(?p yq:level lvl:bachelor)", "Project(?p)"],
        ),
        (
            "CONSTRUCT { ?p a ?l } { GRAPH ?g { ?p a yq:Partnership ; yq:level+/yq:x ?l } }",
            [
                "QuadPattern(?p rdf:type yq:Partnership ?g)",
                "Path(?p (yq:level)+ ?_1 ?g)",
                "Lateral",
                "QuadPattern(?_1 yq:x ?l ?g)",
                "Lateral",
                "Project(?g, ?l, ?p)",
            ],
        ),
        (
            "SELECT ?a ?c { VALUES (?a ?b) { (1 UNDEF) ('x, y'@en 2.5) } ?c yq:level ?d } LIMIT 3",
            [
                'StaticBindings((?a, ?b), (("1"^^xsd:integer, UNDEF), ("x, y"@en, "2.5"^^xsd:decimal)))',
                "QuadPattern(?c yq:level ?d)",
                "Join(HashBuildLeftProbeRight, keys = )",
                "Project(?a, ?c)",
                "Slice(start = 0, length = 3)",
            ],
        ),
        (
            "SELECT DISTINCT ?p { ?p yq:level ?l MINUS { ?p yq:form ?f } FILTER(?l != lvl:master) } OFFSET 2",
            [
                "QuadPattern(?p yq:level ?l)",
                "Filter(!sameTerm(?l, lvl:master))",
                "QuadPattern(?p yq:form ?f)",
                "AntiJoin(HashBuildRightProbeLeft, keys = ?p)",
                "Project(?p)",
                "Distinct(Hash)",
                "Slice(start = 2)",
            ],
        ),
        (
            """SELECT ?l (COUNT(?p) AS ?n) (COUNT(?p) + SUM(?t) AS ?m)
            { ?p yq:level ?l ; yq:annualTuition ?t }
            GROUP BY ?l HAVING(MAX(?t) > 5) ORDER BY DESC(?n) STR(?l)""",
            [
                "QuadPattern(?p yq:level ?l)",
                "QuadPattern(?p yq:annualTuition ?t)",
                "Lateral",
                "Aggregate(?l, COUNT(?p) -> ?_1, SUM(?t) -> ?_2, MAX(?t) -> ?_3)",
                'Filter((?_3 > "5"^^xsd:integer))',
                "Extend(?_1 -> ?n)",
                "Extend(?_1 + ?_2 -> ?m)",
                "Extend(STR(?l) -> ?_4)",
                "Sort(DESC(?n), ASC(?_4))",
                "Project(?l, ?n, ?m)",
            ],
        ),
    ],
)
def test_the_steps_are_the_engine_s_own(query: str, steps: list[str]) -> None:
    store = MemoryStore(pyoxigraph.Store(), {})

    assert [step.operator for step in steps_of(explain(store, query).last)] == steps


def test_a_wrong_query_is_refused_as_ever(store: Store) -> None:
    with pytest.raises(QueryError, match="the query is wrong at line 1, column 18"):
        explain(store, "SELECT * { ?s ?p }")


def test_a_query_that_calls_another_address_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        explain(store, "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")


def test_an_address_that_may_be_called_is_called_only_in_a_run() -> None:
    store = MemoryStore(pyoxigraph.Store(), {}, ["127.0.0.1:9"])
    query = "SELECT * { SERVICE SILENT <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"

    with pytest.raises(QueryError, match="its plan requires a run"):
        explain(store, query)
    assert explain(store, query, analyze=True).last.rows == 1


def test_a_graph_on_disk_is_read_where_it_is_and_stays_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    assert isinstance(store, MemoryStore)
    made = pyoxigraph.Store(tmp_path / "graph")
    made.bulk_extend(store.oxigraph)
    made.flush()
    del made
    before = contents(tmp_path / "graph")

    plan = explain(open_store(tmp_path / "graph"), PAIR, analyze=True)

    assert [step.rows for step in steps_of(plan.last)] == [3, 4, 4, 4]
    assert contents(tmp_path / "graph") == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_without_the_program_there_is_one_line_that_says_what_to_install(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.symlink_to(Path(sys.executable).resolve())
    told = run_python(
        "import sys, yuqiao\n"
        "from yuqiao.graph.errors import YuqiaoError\n"
        f"sys.executable = {str(python)!r}\n"
        "try: yuqiao.open().explain('ASK {}')\n"
        "except YuqiaoError as error: print(error)",
        {"PATH": str(tmp_path)},
    )

    assert (
        told
        == "a query plan requires Oxigraph's program, oxigraph: pip install 'yuqiao[explain]'\n"
    )


def test_a_program_of_another_version_is_not_believed(tmp_path: Path) -> None:
    other = tmp_path / "oxigraph"
    other.write_text("#!/bin/sh\necho oxigraph 0.4.11\n", "utf-8")
    other.chmod(0o755)
    told = run_python(
        "import sys, yuqiao\n"
        "from yuqiao.graph.errors import YuqiaoError\n"
        f"sys.executable = {str(tmp_path / 'python')!r}\n"
        "try: yuqiao.open().explain('ASK {}')\n"
        "except YuqiaoError as error: print(error)",
        {"PATH": os.environ["PATH"]},
    )

    assert told == (
        f"{other} is version 0.4.11, but queries are evaluated by {pyoxigraph.__version__},"
        " whose plans may differ: pip install 'yuqiao[explain]'\n"
    )


def run_python(program: str, environment: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout


def test_killed_it_leaves_neither_a_program_nor_a_folder(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "yuqiao", "query", ENDLESS, "--analyze"]
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        wait_until(lambda: programs_in(tmp_path) != [])
        process.send_signal(signal.SIGKILL)

    assert process.wait() == -signal.SIGKILL
    wait_until(lambda: not programs_in(tmp_path) and not any(tmp_path.iterdir()))


def programs_in(folder: Path) -> list[str]:
    """Return the processes of the program that work in a folder."""
    commands = {process.name: read_command(process) for process in Path("/proc").glob("[0-9]*")}
    return [
        process
        for process, command in commands.items()
        if b"--explain-file" in command and str(folder).encode() in command
    ]


def read_command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Iterator[str]:
    """Serve the graph with Oxigraph's own server."""
    assert isinstance(store, MemoryStore)
    folder = tmp_path_factory.mktemp("served")
    made = pyoxigraph.Store(folder)
    made.bulk_extend(store.oxigraph)
    made.flush()
    del made
    program = Path(sys.executable).with_name("oxigraph")
    with subprocess.Popen(
        [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{free_port()}"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        address = process.stderr.readline().strip().rpartition(" ")[2]  # once it listens
        yield f"{address}/query"
        process.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_server_s_query_is_shown_as_it_was_written(server: str) -> None:
    plan = explain(EndpointStore(server), f"{PAIR} ORDER BY ?p LIMIT 3")

    assert outline(plan.last) == [
        3,
        "SELECT ?p ORDER BY ?p LIMIT 3",
        [1, "?p yq:foreignPartner ?f"],
        [2, "?f yq:country country:NZL"],
    ]
    assert (plan.engine, plan.analyzed) == ("", False)


def test_with_a_run_the_server_counts_the_rows_of_each_part_with_those_before(server: str) -> None:
    query = """SELECT DISTINCT ?c { ?p a yq:Partnership FILTER(?c != country:AUS)
        ?p yq:foreignPartner ?f . ?f yq:country ?c OPTIONAL { ?p yq:level ?level } }"""

    plan = explain(EndpointStore(server), query, analyze=True)

    assert [(step.rows, step.operator) for step in steps_of(plan.last)] == [
        (85, "?p a yq:Partnership"),
        (81, "?p yq:foreignPartner ?f"),
        (81, "?f yq:country ?c"),
        (87, "OPTIONAL { ?p yq:level ?level }"),
        (71, "FILTER(?c != country:AUS)"),
        (15, "SELECT DISTINCT ?c"),
    ]
    assert costliest(plan) is None


def test_a_plan_without_a_run_has_no_costliest_step() -> None:
    assert costliest(Plan("Oxigraph", Step("Project(?x)"), False)) is None
