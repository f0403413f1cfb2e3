"""What the program tells of a thing, and of the whole graph, word for word."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

import yuqiao
from yuqiao.exports.reports.entity import about_text
from yuqiao.exports.reports.statistics import overview_text
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.store import Store
from yuqiao.ontology.namespaces import prefixes

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module")
def graph() -> Store:
    return yuqiao.open()


@pytest.mark.parametrize(
    ("file", "thing", "lang"),
    [
        ("about-physics-en.txt", "cqu-novosibirsk-physics", "en"),
        ("about-college-zh.txt", "重庆城市职业学院", "zh"),
    ],
)
def test_everything_known_of_a_thing(file: str, thing: str, lang: str, graph: Store) -> None:
    assert about_text(graph, thing, lang) == (EXPECTED / file).read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "Novosibirsk State University",
        "novosibirsk state university",
        "俄罗斯新西伯利亚国家研究型国立大学",
        "Новосибирский государственный университет",
        "o:novosibirsk",
        "https://w3id.org/yuqiao/id/organisation/novosibirsk",
    ],
)
def test_a_thing_is_found_by_name_in_any_language_slug_or_iri(name: str, graph: Store) -> None:
    first = about_text(graph, name, "en").splitlines()[0]

    assert first == "Novosibirsk State University · 俄罗斯新西伯利亚国家研究型国立大学"


def test_several_matches_are_listed(graph: Store) -> None:
    assert about_text(graph, "tchaikovsky", "en") == (
        "3 entities match 'tchaikovsky'; use the name or the prefixed name of one:\n"
        "  o:moscow-conservatory  Moscow State Tchaikovsky Conservatory\n"
        "  p:cqnu-tchaikovsky     Chongqing Tchaikovsky Conservatory of Music, Chongqing Normal"
        " University\n"
        "  s:s-cns-20260319       Report on the unveiling of the Chongqing Tchaikovsky"
        " Conservatory (in\n"
        "                         Chinese)\n"
    )


def test_many_matches_are_counted_not_listed(graph: Store) -> None:
    lines = about_text(graph, "Chongq", "zh").splitlines()

    assert len(lines) > 40
    assert lines[-1] == "  ……另有103条"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["no such school", "' OR 1=1", "?x } DELETE { ?s ?p ?o", "<a b>"])
def test_a_name_nobody_bears_is_refused(text: str, graph: Store) -> None:
    with pytest.raises(QueryError, match="no entity is named"):
        about_text(graph, text, "en")


def test_labels_that_move_the_cursor_are_shown_as_text() -> None:
    hostile = pyoxigraph.Store()
    hostile.load(
        '<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "red \\u001B[31m \\u202E<b>"@en .',
        pyoxigraph.RdfFormat.TURTLE,
    )

    text = about_text(MemoryStore(hostile, {}), "<urn:a>", "en")

    assert text == "red \\x1b[31m \\u202e<b>\n<urn:a>\n"


def test_a_triple_term_is_shown_in_its_brackets() -> None:
    store = MemoryStore(pyoxigraph.Store(), {})
    store.update(
        "INSERT DATA { <urn:a> <urn:b> <<( <urn:s> <urn:p> <<( <urn:s> <urn:p> 1 )>> )>> }"
    )

    shown = " ".join(about_text(store, "<urn:a>", "en").split())

    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert shown.endswith(f'<<( <urn:s> <urn:p> <<( <urn:s> <urn:p> "1"^^{integer} )>> )>>')


def test_the_whole_graph_in_numbers(graph: Store) -> None:
    assert overview_text(graph, "en") == (EXPECTED / "stats-en.txt").read_text("utf-8")


def test_numbers_in_chinese(graph: Store) -> None:
    lines = overview_text(graph, "zh").splitlines()

    assert lines[:3] == [
        "图谱内容",
        "  合作办学机构               13",
        "  合作办学项目               72",
    ]
    assert "  2025-06-01        75            合作办学机构和项目总数 [3]" in lines


ILL_TYPED = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:p> a yq:Partnership ; skos:prefLabel "Physics"@en ; yq:chinesePartner <urn:a> ;
  yq:foreignPartner <urn:b> ; yq:annualTuition "sNaN"^^xsd:decimal ;
  yq:annualIntake "12345678901234567890123456789012.50"^^xsd:decimal .
<urn:f> a yq:StatisticalClaim ; schema:variableMeasured <urn:i> ; schema:about <urn:a> ;
  yq:asOf "2020" ; schema:value "abc" ; schema:unitText "" ; yq:review rev:accepted ;
  yq:basis bas:%s ; dcterms:source <urn:s> ."""


def ill_typed(tmp_path: Path, basis: str) -> Store:
    """Return a register with malformed numbers, and one beyond Python's default precision."""
    used = ("yq", "skos", "schema", "rev", "bas", "dcterms")
    head = "\n".join(f"@prefix {name}: <{prefixes()[name]}> ." for name in used)
    (tmp_path / "graph.ttl").write_text(head + ILL_TYPED % basis, "utf-8")
    return open_store(tmp_path / "graph.ttl")


def test_a_malformed_number_is_shown_as_it_is(tmp_path: Path) -> None:
    store = ill_typed(tmp_path, "reported")
    about = about_text(store, "Physics", "en")
    facts = build_network(store).partnerships["urn:p"].facts

    assert "sNaN" in about
    assert "12345678901234567890123456789012.5\n" in about
    assert facts["tuition"] == (("sNaN", "sNaN"),)
    assert facts["intake"][0].en == "12345678901234567890123456789012.5"


@pytest.mark.parametrize(("basis", "shown"), [("reported", True), ("computed", False)])
def test_a_malformed_figure_is_shown_as_it_is(tmp_path: Path, basis: str, shown: bool) -> None:
    text = overview_text(ill_typed(tmp_path, basis), "en")

    assert ("  2020             abc            urn:i [1]\n" in text) == shown


def test_an_empty_graph_has_no_numbers_to_explain() -> None:
    lines = overview_text(MemoryStore(pyoxigraph.Store(), {}), "en").splitlines()

    assert lines[1] == "  joint institutions                          0"
    assert "Reported figures, and what this graph counts" not in lines


def test_no_number_is_written_out_longer_than_it_stands(tmp_path: Path) -> None:
    numbers = ["1e99999999", "1E+400000", "-1e-99999999"]
    values = ", ".join(f'"{number}"^^<{prefixes()["xsd"]}decimal>' for number in numbers)
    text = f'<urn:p> <{prefixes()["skos"]}prefLabel> "P" ; <urn:q> {values} .'
    (tmp_path / "graph.ttl").write_text(text, "utf-8")

    about = about_text(open_store(tmp_path / "graph.ttl"), "P", "en")

    assert len(about) < 300
    assert all(number in about for number in numbers)
