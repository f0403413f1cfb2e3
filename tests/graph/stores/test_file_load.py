"""A note counts the literals of files that the engine keeps by value."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

import yuqiao
from command_line import run_command
from yuqiao.cli import main
from yuqiao.graph.errors import LiteralWarning
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.rdf.literals import may_be_rewritten, rewritten_literals
from yuqiao.ontology.namespaces import XSD

LEXICAL = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dct: <http://purl.org/dc/terms/> .
<http://e.org/o> a owl:Ontology ; owl:versionInfo 1.10 ;
    dct:modified "2024-05-01T00:00:00.000+00:00"^^xsd:dateTime .
<http://e.org/C> a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#subClassOf> [
    a owl:Restriction ; owl:onProperty <http://e.org/p> ;
    owl:cardinality "1"^^xsd:nonNegativeInteger ] .
<http://e.org/b> <http://e.org/isbn> "0123456789"^^xsd:integer ;
    <http://e.org/lat> "13.40"^^xsd:double ; <http://e.org/ok> "1"^^xsd:boolean ;
    <http://e.org/n> "7"^^xsd:unsignedByte .
"""
CANONICAL = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> <urn:p> 1.1, 0, -5, 10, 100.01, 0.5, true, "1.10", "tel 0123, +86 1.0 1e5", '''x
 1.1 y''', "2024"^^xsd:gYear, "2024-05-01"^^xsd:date, "2024-05-01T10:00:00Z"^^xsd:dateTime,
    "13.4"^^xsd:double, "7"^^xsd:integer, "8,000 and 050"@en, <http://e.org/1.0> .
"""
NOTE = '{} literals are stored by value, such as "1.10"^^xsd:decimal as "1.1"^^xsd:decimal\n'
TYPES = (
    *("integer", "decimal", "double", "float", "boolean", "date", "dateTime", "dateTimeStamp"),
    *("time", "gYear", "gYearMonth", "gMonth", "gDay", "gMonthDay", "duration", "byte", "int"),
    *("yearMonthDuration", "dayTimeDuration", "nonNegativeInteger", "unsignedByte", "long"),
)
TEXTS = (
    *("1", "0", "01", "+1", "-0", "1.0", "1.10", ".5", "5.", "-.5", "1e5", "1.5E3", "0.0", "-0.0"),
    *("12345678.1234567", "3.14159265", "123456789012345678", "inf", "Infinity", "nan", "+INF"),
    *("20240501", "2024-05-01+00:00", "2024-05-01T24:00:00", "2024-05-01T00:00:00+00:00"),
    *("2024-05-01T00:00:00Z", "2024-05-01T00:00:00.10", "P12M", "-P12M", "P0D", "PT60S", "PT24H"),
    *("2024", "2024+00:00", "--05+00:00", "---05-00:00", "--05-01+00:00", "24:00:00"),
)


def ended(*arguments: str, given: bytes = b"") -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments, input=given)
    return done.exit_code, done.stderr


def serialized(triples: Iterable[Triple] | Iterable[Quad], form: str) -> bytes:
    return serialize(triples, format=RDF_FORMATS[form].engine) or b""


def loaded(*arguments: str, given: bytes = b"") -> tuple[int, str]:
    """Run a load, which works in a child process."""
    done = run_command("load", *arguments, "--quiet", stdin=given)
    return done.returncode, done.stderr.decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "lexical.ttl"
    file.write_text(LEXICAL, "utf-8")
    return file


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_a_query_notes_what_the_engine_keeps_by_value(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"lexical{RDF_FORMATS[form].extension}"
    file.write_bytes(serialized(parse(LEXICAL, RdfFormat.TURTLE), form))

    assert ended("query", "ASK {}", "--graph", str(file)) == (
        0,
        f"yuqiao: note: {file}: {NOTE.format(7)}",
    )


@pytest.mark.parametrize("name", ["export", "convert", "diff"])
def test_commands_that_keep_the_characters_have_no_note(name: str, file: Path) -> None:
    arguments = {
        "export": ("--graph", str(file)),
        "convert": (str(file), "-", "--as", "ntriples"),
        "diff": (str(file), str(file)),
    }

    assert ended(name, *arguments[name]) == (0, "")


@pytest.mark.slow
def test_a_load_notes_it_once_for_all_files(file: Path, tmp_path: Path) -> None:
    (tmp_path / "b.nt").write_text(f'<urn:b> <urn:p> "1"^^<{XSD}byte> .\n')
    both = (str(file), str(tmp_path / "b.nt"))
    database = str(tmp_path / "db")

    assert loaded(*both, "--into", database) == (
        0,
        f"yuqiao: note: 2 files: {NOTE.format(8)}",
    )
    assert ended("query", "ASK {}", "--graph", database) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("make_it_a", ["pipe", "standard input"])
def test_what_cannot_be_read_twice_is_not_counted(
    make_it_a: str, file: Path, tmp_path: Path
) -> None:
    path = "-"
    if make_it_a == "pipe":
        path = str(tmp_path / "pipe.ttl")
        os.mkfifo(path)
        threading.Thread(target=Path(path).write_text, args=(LEXICAL,), daemon=True).start()
    into = ("--into", str(tmp_path / "db"), "--from", "turtle")

    assert loaded(path, *into, given=LEXICAL.encode()) == (
        0,
        f"yuqiao: note: {path}: some numbers, dates and truth values may be stored by value\n",
    )


def test_skipped_statements_are_reported_once(file: Path) -> None:
    file.write_text(LEXICAL + "<urn:a b> <urn:p> 2.0 .\n", "utf-8")
    status, reported = ended("query", "ASK {}", "--graph", str(file), "--skip-bad")

    assert (status, reported.count("skipped: "), NOTE.format(7) in reported) == (1, 1, True)


def test_python_is_warned(file: Path) -> None:
    with pytest.warns(LiteralWarning, match="7 literals are stored by value"):
        yuqiao.open(file)


@pytest.mark.parametrize(
    "text",
    [
        "<urn:a> <urn:p> <<( <urn:a> <urn:p> 1.10 )>> .",
        "<urn:a> <urn:p> <<( <urn:a> <urn:p> <<( <urn:a> <urn:p> 1.10)>> )>> .",
        "<< <urn:a> <urn:p> 1.10 >> <urn:q> <urn:b> .",
    ],
)
def test_a_literal_within_a_triple_term_is_noted(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(text)

    with pytest.warns(LiteralWarning, match='1 literal is stored by value, such as "1.10"'):
        yuqiao.open(file)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_no_note_where_the_engine_keeps_all_characters(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"canonical{RDF_FORMATS[form].extension}"
    content = serialized(parse(CANONICAL, RdfFormat.TURTLE), form)
    file.write_bytes(content)

    assert ended("query", "ASK {}", "--graph", str(file)) == (0, "")


def test_usual_turtle_is_not_read_twice() -> None:
    assert not may_be_rewritten(CANONICAL.encode(), RdfFormat.TURTLE)


def test_the_bundled_graph_is_canonical() -> None:
    bundled = Path(yuqiao.__file__).parent / "data" / "chongqing.ttl"

    assert rewritten_literals(parse(bundled.read_bytes(), RdfFormat.TURTLE)) == {}


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_every_literal_that_is_rewritten_is_a_candidate(form: str) -> None:
    some, engine = NamedNode("urn:n"), RDF_FORMATS[form].engine
    rewritten, missed = 0, []
    for datatype in TYPES:
        for text in TEXTS:
            literal = Literal(text, datatype=NamedNode(XSD + datatype))
            store = Store()
            store.add(Quad(some, some, literal))
            if next(iter(store)).object != literal:
                rewritten += 1
                content = serialized([Triple(some, some, literal)], form)
                missed += [] if may_be_rewritten(content, engine) else [literal]

    assert (rewritten > 60, missed) == (True, [])


@pytest.mark.parametrize(
    "number", ["1.10", "01", "+1", "1e5", "1.E5", ".5", "-0", "-.50", "'1'^^xsd:byte"]
)
@pytest.mark.parametrize("before", ["<urn:p> ", "<urn:p>", "<urn:p> 3,", '<urn:p> "a\\"b" , '])
@pytest.mark.parametrize("after", [" .", ".", ", 5 .", "#\n ."])
def test_a_number_of_turtle_is_a_candidate(number: str, before: str, after: str) -> None:
    text = f"@prefix xsd: <{XSD}> .\n<urn:a> {before}{number}{after}"
    try:
        found = rewritten_literals(parse(text, RdfFormat.TURTLE))
    except SyntaxError:
        pytest.skip("not Turtle")

    assert found
    assert may_be_rewritten(text.encode(), RdfFormat.TURTLE)


@pytest.mark.parametrize("place", range(65_530, 65_550))
def test_a_number_is_found_where_a_file_is_split(place: int, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    begin = "<urn:a> <urn:p> "
    file.write_text(f"#{'x' * (place - len(begin) - 2)}\n{begin}1.10 .")

    assert ended("query", "ASK {}", "--graph", str(file))[1].endswith(
        'a.ttl: 1 literal is stored by value, such as "1.10"^^xsd:decimal as "1.1"^^xsd:decimal\n'
    )


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--skip-bad"]], ids=["strict", "lenient"])
@pytest.mark.parametrize("form", ["jsonld", "nt"])
@pytest.mark.parametrize("place", ["memory", "directory"])
def test_a_blank_node_of_a_large_file_is_one(
    place: str, form: str, options: list[str], tmp_path: Path
) -> None:
    graph = tmp_path / f"large.{form}"
    subjects = (f"http://e/{number}" for number in range(120_000))  # more than one part
    if form == "jsonld":
        links = (f'{{"@id":"{s}","http://e/p":{{"@id":"_:b"}}}}' for s in subjects)
        graph.write_text(f"[{','.join(links)}]")
    else:
        graph.write_text("".join(f"<{s}> <http://e/p> _:b .\n" for s in subjects))
    if place == "directory":
        loaded = run_command("load", str(graph), "--into", str(tmp_path / "db"), *options)
        assert loaded.returncode == 0, loaded.stderr
        graph, options = tmp_path / "db", []
    count = "SELECT (COUNT(?s) AS ?all) (COUNT(DISTINCT ?b) AS ?nodes) { ?s <http://e/p> ?b }"
    answer = run_command("query", "--graph", str(graph), "--as", "csv", *options, count)
    assert (answer.returncode, answer.stdout.split()) == (0, [b"all,nodes", b"120000,1"])
