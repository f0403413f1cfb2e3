"""Other tools read what is written of generated graphs: odd names, texts and literals, triple terms."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)
from rdflib.term import Node

from java import java
from rdf_readers import TOOLS, found_in
from yuqiao.exports.rdf.rdfxml import split_name
from yuqiao.exports.rdf.write import write_dataset
from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.rdf.formats import RDF_FORMATS

EX, XSD = "http://example.org/", "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"ex": EX, "": f"{EX}a/", "v": f"{EX}a#", "xsd": XSD, "rdf": RDF, "odd.x-1": "urn:x:"}
EXTENSIONS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "rdfxml": "rdf", "jsonld": "jsonld"}
XML_LACKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

NAMES = [
    "a",
    "a.b.c",
    "1.2.3",
    "1",
    "-x",
    "x-",
    ".",
    "..",
    "x.",
    "a..b",
    "%41",
    "%2F.b",
    "a,b;c",
    "a(b)",
    "a'b",
    "a~!$&*+=b",
    "_",
    "_:a",
    "a:b",
    ":a",
    "true",
    "a/b",
    "a#b",
    "a/1",
    "a#1.b",
    "a#?c",
    "a/b#c",
    "é",
    "渝.桥",
    "𠮷",
    "a@b",
    "a?b=c&d",
    "a·b",
    "á",
    "a/a,b",
]
IRIS = st.sampled_from([EX + name for name in NAMES] + ["urn:x:y", "urn:x:1.a", "mailto:a@b.c", EX])
TAGS = st.sampled_from(["en", "zh-Hans", "de-CH-1996", "x-a"])
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("\"'\\\n\r\t\x1f\x7f\x85\u2028\ufeff<>&]@^`{}"),
    max_size=8,
)
TYPED = [
    *((form, f"{XSD}{kind}") for form in ("01", "+1", "-0", "1") for kind in ("integer", "int")),
    *((form, f"{XSD}decimal") for form in ("1.10", ".5", "1", "-0.0")),
    *((form, f"{XSD}double") for form in ("1e5", "1.0E0", "INF", "NaN", "1", "-.5e-7")),
    *((form, f"{XSD}boolean") for form in ("true", "1", "TRUE", "false ")),
    *(("1.", f"{XSD}decimal"), (" 1", f"{XSD}integer"), ("ten", f"{XSD}integer")),
    *(("2016", f"{XSD}gYear"), ("2016-02-30", f"{XSD}date"), ("a'b", f"{EX}a.b.c")),
]
LITERALS = st.one_of(
    TEXT.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXT, TAGS),
    st.sampled_from(TYPED).map(lambda one: Literal(one[0], datatype=NamedNode(one[1]))),
    TEXT.map(lambda text: Literal(text, datatype=NamedNode(f"{EX}1.2.3"))),
)
BLANKS = st.sampled_from(["a", "b", "c", "d"]).map(BlankNode)
NODES = st.one_of(IRIS.map(NamedNode), BLANKS)
PREDICATES = st.one_of(
    IRIS.map(NamedNode),
    st.sampled_from(["type", "first", "rest"]).map(lambda n: NamedNode(RDF + n)),
)
OBJECTS = st.one_of(NODES, LITERALS, st.just(NamedNode(f"{RDF}nil")))
GRAPHS = st.one_of(st.just(DefaultGraph()), st.just(DefaultGraph()), NODES)
DIRECTED = st.builds(
    lambda text, tag, way: Literal(text, language=tag, direction=way),
    TEXT,
    TAGS,
    st.sampled_from(["ltr", "rtl"]).map(lambda way: _direction(way)),
)
TRIPLE_TERMS = st.recursive(
    st.builds(Triple, NODES, PREDICATES, st.one_of(OBJECTS, DIRECTED)),
    lambda inner: st.builds(Triple, NODES, PREDICATES, inner),
    max_leaves=3,
)
OF_1_1 = st.lists(st.builds(Quad, NODES, PREDICATES, OBJECTS, GRAPHS), max_size=12)
OF_1_2 = st.lists(
    st.builds(Quad, NODES, PREDICATES, st.one_of(OBJECTS, DIRECTED, TRIPLE_TERMS), GRAPHS),
    max_size=12,
)


def _direction(way: str) -> object:
    """Return a base direction, of which the engine makes an object of its own."""
    (quad,) = parse(f'<urn:a> <urn:b> "x"@en--{way} .', RdfFormat.N_QUADS)
    assert isinstance(quad.object, Literal)
    return quad.object.direction


def written(quads: list[Quad], form: str) -> bytes | None:
    """Return quads in a format; None where it has no place for one of them."""
    out = io.BytesIO()
    try:
        write_dataset(iter(quads), out, form, PREFIXES)
    except OutputError:
        assert _is_beyond(quads, form), form
        return None
    assert not _is_beyond(quads, form), form
    return out.getvalue()


def _is_beyond(quads: list[Quad], form: str) -> bool:
    if form == "jsonld":
        return any(isinstance(quad.object, Triple) for quad in quads)
    return form == "rdfxml" and any(
        split_name(triple.predicate.value) is None
        or (isinstance(triple.object, Literal) and XML_LACKS.search(triple.object.value))
        for quad in quads
        for triple in _nested(quad.triple)
    )


def _nested(triple: Triple) -> Iterator[Triple]:
    yield triple
    if isinstance(triple.object, Triple):
        yield from _nested(triple.object)


def expected(quads: Iterable[Quad], form: str) -> list[bytes]:
    """Return what is to be found, in canonical form."""
    held = quads if RDF_FORMATS[form].has_graphs else {quad.triple for quad in quads}
    return canonical_lines(held)


# In this process, by rdflib


def read_by_rdflib(data: bytes, form: str) -> list[bytes]:
    """Return what rdflib reads, in canonical form."""
    names = {"rdfxml": "xml", "jsonld": "json-ld"}
    dataset = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset.parse(data=data, format=names.get(form, form))
        found = [Quad(*map(_term, quad)) for quad in dataset.quads()]
    held = found if RDF_FORMATS[form].has_graphs else {quad.triple for quad in found}
    return canonical_lines(held)


def _term(term: Node | None) -> Any:
    if term is None or term == rdflib.graph.DATASET_DEFAULT_GRAPH_ID:
        return DefaultGraph()
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or f"{XSD}string")))


@pytest.fixture(autouse=True, scope="module")
def as_written() -> Iterator[None]:
    """Keep rdflib from giving literals another form."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


BARE = {("01", "integer"), ("+1", "integer"), ("-0", "integer"), (".5", "decimal")}
"""Numbers that rdflib reads in another form when they stand without quotes."""


def _without_bare(quad: Quad) -> Quad:
    held = quad.object
    if isinstance(held, Literal) and (held.value, held.datatype.value[len(XSD) :]) in BARE:
        return Quad(quad.subject, quad.predicate, Literal("number"), quad.graph_name)
    return quad


@pytest.mark.parametrize("form", EXTENSIONS)
def test_rdflib_finds_the_same_graph(form: str) -> None:
    @settings(max_examples=40)
    @given(OF_1_1)
    def check(quads: list[Quad]) -> None:
        if form in {"turtle", "trig"}:
            quads = list(map(_without_bare, quads))
        data = written(quads, form)
        if data is not None:
            assert read_by_rdflib(data, form) == expected(quads, form)

    check()


# All at once, by other programs


def suited(quads: list[Quad], tool: str, form: str) -> list[Quad]:
    """Return quads without what a tool reads in a way of its own.

    jsonld.js changes the form of doubles; rapper and Jena resolve the dots of an absolute IRI;
    rapper knows no blank nodes as graphs; by default JSON-LD has no base direction in RDF; in
    RDF/XML, Jena gives the base direction of a text to those after it.
    """
    if tool in {"rapper", "jena"}:
        quads = [quad for quad in quads if not re.search(r"/\.{1,2}[ >]", f"{quad} ")]
    if tool == "javascript":
        return [quad for quad in quads if not str(quad.object).endswith("#double>")]
    if tool == "rapper":
        return [quad for quad in quads if not isinstance(quad.graph_name, BlankNode)]
    if form in {"jsonld", "rdfxml"}:
        return [quad for quad in quads if not re.search(r"@[\w-]+--(ltr|rtl)", str(quad.object))]
    return quads


def checked(graphs: list[list[Quad]], tool: str, folder: Path) -> None:
    """Have a tool read all graphs in all formats that it knows."""
    files: dict[Path, list[bytes]] = {}
    for number, whole in enumerate(graphs):
        for form, extension in EXTENSIONS.items():
            quads = suited(whole, tool, form)
            data = written(quads, form)
            if data is not None and (tool == "jena" or extension in TOOLS[tool].extensions):
                file = folder / f"{number}.{extension}"
                file.write_bytes(data)
                files[file] = expected(quads, form)
    if tool == "jena":
        for name in ("shapes.ttl", "old.ttl", "patch.rdfp"):
            (folder / name).write_text("")
        given_first = (folder / "shapes.ttl", folder / "old.ttl", folder / "patch.rdfp")
        java("ReadWithJena", folder, *given_first, *files)
    else:
        TOOLS[tool].read(folder, list(files))
    for file, lines in files.items():
        found = parse(path=str(found_in(folder, file)), format=RdfFormat.N_QUADS)
        assert canonical_lines(set(found)) == lines, file.read_text("utf-8")


@pytest.mark.parametrize(
    ("tool", "graphs"),
    [("jena", OF_1_2), ("javascript", OF_1_1), ("serdi", OF_1_1), ("rapper", OF_1_1)],
    ids=["Jena", "N3.js", "serd", "rapper"],
)
def test_a_tool_finds_the_same_graphs(
    tool: str, graphs: st.SearchStrategy[list[Quad]], tmp_path: Path
) -> None:
    many: list[list[Quad]] = []

    @settings(max_examples=40, phases=[Phase.generate])
    @given(graphs)
    def collect(quads: list[Quad]) -> None:
        many.append(quads)

    collect()
    checked(many, tool, tmp_path)
