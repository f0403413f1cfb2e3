"""The command: its output, its messages and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main
from yuqiao_servers import yuqiao_server

NAMELESS = "<https://w3id.org/yuqiao/id/partnership/x> a <https://schema.org/Corporation> ."
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:Shape> sh:targetNode <urn:a> ; sh:nodeKind sh:Literal ; sh:severity sh:Warning ."""


def validated(*arguments: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Write a company without names."""
    (tmp_path / "graph.ttl").write_text(NAMELESS, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    return tmp_path / "graph.ttl"


def test_violations_end_it_with_one(graph: Path) -> None:
    ended = validated("--graph", graph)

    assert ended.exit_code == 1
    assert ended.stdout == (
        "Violation: The Chinese name is missing, or its tag is 'zh' instead of 'zh-Hans'.\n"
        "  p:x  skos:prefLabel\n"
        "Violation: The English name is missing.\n"
        "  p:x  skos:prefLabel\n"
    )
    assert ended.stderr.splitlines()[-1].startswith("2 violations; ")
    assert "nothing in the graph matches the target of shp:" in ended.stderr


def test_warnings_alone_do_not(graph: Path) -> None:
    ended = validated("--graph", graph, "--shapes", graph.with_name("shapes.ttl"))

    assert (ended.exit_code, ended.stdout, ended.stderr) == (
        0,
        "Warning: The value must be of the kind sh:Literal.\n  urn:a\n",
        "1 warning; 1 shape checked on 1 node\n",
    )


def test_shapes_may_be_given_twice_and_may_be_a_folder(graph: Path) -> None:
    other = graph.with_name("more")
    other.mkdir()
    (other / "more.ttl").write_text(SHAPES.replace("urn:Shape", "urn:Other"))

    ended = validated(
        "--graph", graph, "--shapes", graph.with_name("shapes.ttl"), "--shapes", other
    )

    assert ended.stderr == "1 warning; 2 shapes checked on 2 nodes\n"


def test_it_says_when_nothing_was_checked(graph: Path) -> None:
    graph.with_name("shapes.ttl").write_text(
        "<urn:S> <http://www.w3.org/ns/shacl#targetClass> <urn:None> ."
    )

    ended = validated("--graph", graph, "--shapes", graph.with_name("shapes.ttl"))

    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr.splitlines() == [
        "nothing in the graph matches the target of urn:S",
        "no findings; nothing was checked",
    ]


def test_the_extension_decides_the_format(graph: Path) -> None:
    output = graph.with_name("report.sarif")

    ended = validated("--graph", graph, "-o", output)

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert json.loads(output.read_text("utf-8"))["version"] == "2.1.0"


TARGET = "<urn:A> sh:targetNode <urn:a> ;"
WRONG = {
    "recursion": (
        f"{TARGET} sh:node <urn:B> . <urn:B> sh:not <urn:A> .",
        "the shapes refer to each other in a circle, which SHACL leaves undefined: urn:",
    ),
    "pattern": (
        f'{TARGET} sh:pattern "(" .',
        "the shape urn:A: sh:pattern \"(\" with the flags '' is no regular expression",
    ),
    "count": (
        f"{TARGET} sh:property [ sh:path <urn:p> ; sh:minCount 'b' ] .",
        'the shape for urn:p within urn:A: sh:minCount is "b"; expected a whole number',
    ),
    "path": (
        f"{TARGET} sh:property [ sh:path 'b' ] .",
        'the shape within urn:A: sh:path "b" is no property path',
    ),
    "query": (
        f'{TARGET} sh:sparql [ sh:select "SELECT $this {{ $this }}" ] .',
        "a query of the shapes cannot be run: ",
    ),
    "service": (
        f"{TARGET} sh:sparql [ sh:select 'SELECT $this {{ SERVICE <urn:s> {{ $this ?p ?o }} }}' ] .",
        "the query within urn:A: the query cannot be used: SERVICE is not allowed in queries",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_malformed_shapes_are_refused_in_one_line(name: str, graph: Path) -> None:
    text, message = WRONG[name]
    shapes = graph.with_name("shapes.ttl")
    shapes.write_text(f"@prefix sh: <http://www.w3.org/ns/shacl#> . {text}")

    ended = validated("--graph", graph, "--shapes", shapes)

    assert ended.exit_code == 2, ended.output
    assert message in ended.stderr


def test_a_folder_of_tables_must_be_there(graph: Path) -> None:
    ended = validated("--graph", graph, "--tables", graph.with_name("none"))

    assert ended.exit_code == 2
    assert "none: no such folder; expected a folder of CSV tables" in ended.stderr


@pytest.mark.slow
def test_an_endpoint_is_validated_as_its_file_is(graph: Path, tmp_path: Path) -> None:
    graph.write_text(f"{NAMELESS}\n{SHAPES}", "utf-8")
    arguments = ("--as", "json")
    alone = validated("--graph", graph, *arguments)
    with yuqiao_server(tmp_path, "--graph", str(graph)) as server:
        asked = validated("--graph", f"{server.address}sparql", *arguments)
        shaped = validated("--graph", graph, "--shapes", f"{server.address}sparql")
    gone = validated("--graph", f"{server.address}sparql")

    assert (alone.exit_code, asked.exit_code) == (1, 1)
    assert findings_of(asked) == findings_of(alone) != []
    assert shaped.stdout == "Warning: The value must be of the kind sh:Literal.\n  urn:a\n"
    assert (gone.exit_code, gone.stdout) == (2, "")
    assert "nothing listens there" in gone.stderr


def findings_of(result: Result) -> object:
    """Return what a validation found, without where the graph is."""
    return json.loads(result.stdout)["results"]
