"""The catalogue: what its files may say, and how a value becomes the term of a parameter."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.questions.catalogue import Question, find_question, read_question
from yuqiao.graph.questions.parameters import named_values
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.store import Store

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = """\
# id: S1
# title@en: What is there?
# title@zh-Hans: 有什么？
# description@en: All of it, and
#   more.
# description@zh-Hans: 全部。
"""
PARAMETER = """\
# param {name}: {type}
# param {name}@en: What to look for.
# param {name}@zh-Hans: 找什么。
"""
BRIDGES = """
@prefix ex: <http://example.org/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
ex:new-zealand a schema:Country ; dcterms:identifier "NZ" ;
  skos:prefLabel "New Zealand"@en , "新西兰"@zh-Hans .
ex:georgia a schema:Country ; skos:prefLabel "Georgia"@en .
<http://example.org/state/georgia> a schema:State ; skos:prefLabel "Georgia"@en .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    oxigraph = pyoxigraph.Store()
    oxigraph.load(BRIDGES, RdfFormat.TURTLE)
    return MemoryStore(oxigraph, {"ex": "http://example.org/"})


def question_with(type_: str) -> Question:
    text = HEAD + PARAMETER.format(name="x", type=type_) + "\nSELECT * { ?s ?p ?o FILTER(?o = ?x) }"
    return read_question("q", text, "q.rq")


def test_a_file_is_read_whole() -> None:
    question = question_with("integer 3")

    (parameter,) = question.parameters
    assert (question.id, question.name) == ("S1", "q")
    assert question.title == {"en": "What is there?", "zh-Hans": "有什么？"}
    assert question.description["en"] == "All of it, and more."
    assert (parameter.name, parameter.type, parameter.default) == ("x", "integer", "3")
    assert parameter.description == {"en": "What to look for.", "zh-Hans": "找什么。"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", 'q.rq:1: the head of a question needs "id: ..."'),
        (
            HEAD.replace("# title@zh-Hans: 有什么？\n", ""),
            'q.rq:1: the head of a question needs "title@zh-Hans: ..."',
        ),
        (
            "# id: S1\n# heading: What?\n",
            "q.rq:2: '# heading: What?' is not \"# key: value\" of a known key",
        ),
        ("# id: S1\n# id: S2\n", "q.rq:2: '# id: S2' is given twice"),
        (
            HEAD + PARAMETER.format(name="x", type="number"),
            (
                "q.rq:7: number is not a type of parameter; expected a class, or one of thing, iri, "
                "string, integer, date, lang"
            ),
        ),
        (
            HEAD + "# param x: date\n# param x@en: A day.\n",
            'q.rq:1: the head of a question needs "param x@zh-Hans: ..."',
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_question("q", text, "q.rq")

    assert message == str(refused.value)


NEW_ZEALAND = NamedNode("http://example.org/new-zealand")


@pytest.mark.parametrize(
    ("type_", "value", "term"),
    [
        ("thing", "New Zealand", NEW_ZEALAND),
        ("thing", "new zealand", NEW_ZEALAND),
        ("thing", "新西兰", NEW_ZEALAND),
        ("thing", "NZ", NEW_ZEALAND),
        ("thing", "new-zealand", NEW_ZEALAND),
        ("thing", "ex:new-zealand", NEW_ZEALAND),
        ("thing", "http://example.org/new-zealand", NEW_ZEALAND),
        ("thing", "<http://example.org/new-zealand>", NEW_ZEALAND),
        ("schema:Country", "Georgia", NamedNode("http://example.org/georgia")),
        ("iri", "ex:elsewhere", NamedNode("http://example.org/elsewhere")),
        ("iri", NEW_ZEALAND, NEW_ZEALAND),
        ("string", 'a "quoted" \\ text', Literal('a "quoted" \\ text')),
        ("string", Literal("重庆", language="zh-Hans"), Literal("重庆", language="zh-Hans")),
        ("integer", "75", Literal("75", datatype=NamedNode(f"{XSD}integer"))),
        ("integer", 75, Literal("75", datatype=NamedNode(f"{XSD}integer"))),
        ("date", "2025-06-01", Literal("2025-06-01", datatype=NamedNode(f"{XSD}date"))),
        ("lang", "zh", Literal("zh")),
    ],
)
def test_a_value_becomes_the_term_of_its_type(
    type_: str, value: object, term: object, store: Store
) -> None:
    _, bindings = question_with(type_).bind(lang="en", store=store, values={"x": value})

    assert {"x": term} == bindings


@pytest.mark.parametrize(
    ("type_", "value", "message"),
    [
        (
            "thing",
            "Atlantis",
            'x: "Atlantis" is not the name, slug or IRI of anything in the graph',
        ),
        (
            "thing",
            "ex:atlantis",
            'x: "ex:atlantis" is not the name, slug or IRI of anything in the graph',
        ),
        (
            "thing",
            "Georgia",
            (
                'x: "Georgia" may be any of <http://example.org/georgia>, '
                "<http://example.org/state/georgia>; name one by its IRI"
            ),
        ),
        (
            "schema:State",
            "NZ",
            'x: "NZ" is not the name, slug or IRI of a schema:State in the graph',
        ),
        ("thing", Literal("NZ"), 'x: "NZ" is not the name, slug or IRI of anything in the graph'),
        ("iri", "New Zealand", 'x: "New Zealand" is not an IRI'),
        ("iri", "http://example.org/a b", 'x: "http://example.org/a b" is not an IRI'),
        ("integer", "7.5", 'x: "7.5" is not a whole number'),
        ("integer", "٧", 'x: "٧" is not a whole number'),
        ("date", "2025-02-30", 'x: "2025-02-30" is not a day such as 2025-06-01'),
        ("date", "20250601", 'x: "20250601" is not a day such as 2025-06-01'),
        ("lang", "fr", 'x: "fr" is not a language of the answers; expected en or zh'),
    ],
)
def test_a_value_of_another_type_is_refused(
    type_: str, value: object, message: str, store: Store
) -> None:
    with pytest.raises(QueryError) as refused:
        question_with(type_).bind(lang="en", store=store, values={"x": value})

    assert message == str(refused.value)


def test_a_missing_value_is_asked_for_with_its_description(store: Store) -> None:
    with pytest.raises(QueryError) as refused:
        question_with("date").bind(lang="zh", store=store, values={})

    assert str(refused.value) == "the question q needs a value for x: 找什么。"


def test_a_value_for_no_parameter_is_refused(store: Store) -> None:
    with pytest.raises(QueryError) as refused:
        question_with("date").bind(lang="en", store=store, values={"day": "2025-06-01"})

    assert str(refused.value) == "the question q has no parameter day; it takes x"


def test_the_language_asked_for_is_that_of_the_labels(store: Store) -> None:
    _, bindings = question_with("lang").bind(lang="zh", store=store, values={})

    assert {"x": Literal("zh")} == bindings


def test_an_unknown_question_brings_the_nearest() -> None:
    with pytest.raises(QueryError) as refused:
        find_question("partnership-by-country")

    assert str(refused.value) == (
        'no question is named "partnership-by-country"; did you mean partnerships-by-country?'
    )


@pytest.mark.parametrize("name", ["../rules/40-partners-with", "", "x" * 300])
def test_a_name_reaches_no_other_file(name: str) -> None:
    with pytest.raises(QueryError, match="no question is named"):
        find_question(name)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (["country"], '"country" is not a parameter; expected name=value'),
        (["country=NZ", "country=DE"], "the parameter country is given twice"),
    ],
)
def test_pairs_are_name_and_value_once_each(pairs: list[str], message: str) -> None:
    with pytest.raises(QueryError) as refused:
        named_values(pairs)

    assert message == str(refused.value)
