"""Turtle: the same triples give the same bytes, and reading them back gives the same triples."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)
from rdflib import Graph

from yuqiao.exports.rdf.nesting import nested_blank_nodes
from yuqiao.exports.rdf.turtle import turtle
from yuqiao.graph.language_tags import cased_language_tag

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"ex": EX, "xsd": XSD, "deep": EX + "a/"}

local_names = st.text(st.sampled_from("abz019_-.:%é中/"), max_size=6)
fragments = st.sampled_from(["", "", "#", "#c"])
iris = st.builds(
    lambda local, fragment: NamedNode(EX + local.replace("%", "%41") + fragment),
    local_names,
    fragments,
)
blank_nodes = st.builds(BlankNode, st.sampled_from(["b0", "b1", "b2"]))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(Literal, texts, language=st.sampled_from(["en", "zh-hans", "zh-latn-pinyin"])),
    st.sampled_from(
        [
            Literal(value, datatype=NamedNode(datatype))
            for value, datatype in [
                ("1", XSD + "integer"),
                ("-07", XSD + "integer"),
                ("+2.50", XSD + "decimal"),
                ("1.", XSD + "decimal"),
                ("1e5", XSD + "double"),
                ("true", XSD + "boolean"),
                ("2025", XSD + "gYear"),
                ("yes", EX + "odd/type"),
            ]
        ]
    ),
)
triples = st.lists(
    st.builds(Triple, st.one_of(iris, blank_nodes), iris, st.one_of(iris, blank_nodes, literals)),
    max_size=12,
)


def canonical(document: str | list[Triple]) -> set[str]:
    """Return the canonical N-Quads of a document or of triples."""
    if isinstance(document, str):
        dataset = Dataset(parse(document, format=RdfFormat.TURTLE))
    else:
        dataset = Dataset([Quad(t.subject, t.predicate, t.object) for t in document])
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@pytest.mark.slow
@given(triples)
def test_what_is_written_reads_back_the_same(facts: list[Triple]) -> None:
    assert canonical(turtle(facts, PREFIXES)) == canonical(facts)


@pytest.mark.slow
@given(triples, st.randoms(use_true_random=False))
def test_the_order_of_triples_and_names_of_blank_nodes_do_not_matter(
    facts: list[Triple], chance: random.Random
) -> None:
    renamed = {f"b{n}": BlankNode(f"x{(n + 1) % 3}") for n in range(3)}
    shuffled = [
        Triple(
            renamed.get(t.subject.value, t.subject)
            if isinstance(t.subject, BlankNode)
            else t.subject,
            t.predicate,
            renamed.get(t.object.value, t.object) if isinstance(t.object, BlankNode) else t.object,
        )
        for t in facts
    ]
    chance.shuffle(shuffled)

    assert turtle(shuffled, PREFIXES) == turtle(facts, PREFIXES)


@pytest.mark.slow
@given(triples)
def test_rdflib_reads_as_many_triples(facts: list[Triple]) -> None:
    written = turtle(facts, PREFIXES)

    assert len(Graph().parse(data=written, format="turtle")) == len(canonical(facts))


def test_a_page_a_person_likes_to_read() -> None:
    document = """
        @prefix ex: <http://example.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        ex:b ex:p ex:c ; rdfs:label "二"@zh-hans, "two"@en ; a ex:Thing .
        ex:a ex:list ( 1 2.5 true ) ; ex:since "2025"^^xsd:gYear ; ex:odd <http://example.org/a.b/> .
        ex:c ex:inner [ ex:p ex:a ; ex:q [] ] .
        [] ex:p ex:a .
    """
    facts = [quad.triple for quad in parse(document, format=RdfFormat.TURTLE)]
    prefixes = {"ex": EX, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": XSD, "no": "u:"}

    assert turtle(facts, prefixes) == (
        "@prefix ex: <http://example.org/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "# ex: http://example.org/\n"
        "\n"
        "ex:a ex:list ( 1 2.5 true ) ;\n"
        "    ex:odd <http://example.org/a.b/> ;\n"
        '    ex:since "2025"^^xsd:gYear .\n'
        "ex:b a ex:Thing ;\n"
        '    rdfs:label "two"@en, "二"@zh-Hans ;\n'
        "    ex:p ex:c .\n"
        "ex:c ex:inner [\n"
        "        ex:p ex:a ;\n"
        "        ex:q []\n"
        "    ] .\n"
        "\n"
        "# blank nodes\n"
        "\n"
        "[] ex:p ex:a .\n"
    )


def test_no_triples_give_an_empty_document() -> None:
    assert turtle([], PREFIXES) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("en", "en"),
        ("zh-hans", "zh-Hans"),
        ("zh-latn-pinyin", "zh-Latn-pinyin"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("en-x-abcd", "en-x-abcd"),
    ],
)
def test_language_tags_have_the_case_that_rfc_5646_recommends(given: str, expected: str) -> None:
    assert cased_language_tag(given) == expected


def test_a_chain_of_blank_nodes_is_written_in_blocks() -> None:
    step = NamedNode(EX + "p")
    chain = [Triple(BlankNode(f"n{n}"), step, BlankNode(f"n{n + 1}")) for n in range(20)]

    written = turtle([Triple(NamedNode(EX + "a"), step, BlankNode("n0")), *chain], PREFIXES)

    assert len(list(parse(written, format=RdfFormat.TURTLE))) == 21
    assert written.count("[") == 19


def test_no_chain_is_too_long_to_be_looked_through() -> None:
    nodes = [b"_:n%d" % n for n in range(20_000)]
    facts = {one: {b"<urn:p>": [two]} for one, two in itertools.pairwise(nodes)}

    assert len(nested_blank_nodes(facts)) == 17_500


def test_what_a_terminal_obeys_is_written_as_escapes() -> None:
    text = "red \x9b31m \x1b[0m, turned \u202e\u2066\u200f, \x85\u2028 重庆"
    node = NamedNode("http://example.org/a")

    written = turtle([Triple(node, node, Literal(text))], {})

    assert r'"red \u009B31m \u001B[0m, turned \u202E\u2066\u200F, \u0085\u2028 重庆"' in written
    (read,) = parse(written, format=RdfFormat.TURTLE)
    assert read.object == Literal(text)
