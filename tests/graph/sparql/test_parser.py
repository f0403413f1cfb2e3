"""A query is read into its parts, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, QueryTriples

from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.sparql.ast import (
    Element,
    Filter,
    Group,
    PatternError,
    Query,
    Span,
    Triple,
    bound_variables,
    walk,
)
from yuqiao.graph.sparql.dialect import for_parser
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.sparql.scopes import scopes
from yuqiao.graph.sparql.validation import parsing_error
from yuqiao.graph.stores.open_store import open_store
from yuqiao.ontology.namespaces import prefixes

RDF_REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
WHOLE = """PREFIX ex: <http://example.org/>
SELECT DISTINCT ?school (COUNT(?p) AS ?n)
FROM ex:g FROM NAMED ex:h
WHERE {
  ?school a yq:School ; ex:runs ?p , [ ex:level 'x'@en ] .
  OPTIONAL { ?p ^ex:of/(ex:a|!ex:b)* -5 }
  { ?p ex:c ?c } UNION { ?p ex:d ?d }
  MINUS { ?p a ex:Ended }
  GRAPH ?g { ?p ex:e () }
  FILTER(?c<?d&&?d>3 || NOT EXISTS { ?c ex:f ?h })
  BIND(ex:fun(?c) AS ?v)
  VALUES (?x ?y) { (1 UNDEF) ("a"^^xsd:date true) }
  { SELECT ?q { ?q ?r ?s } LIMIT 3 }
  SERVICE SILENT <http://example.org/sparql> { ?t ?u _:b }
}
GROUP BY ?school (STR(?c) AS ?k)
HAVING(COUNT(?p) > 1)
ORDER BY DESC(?n) ?school
LIMIT 10 OFFSET 5
VALUES ?school { ex:one }"""


def outline(query: Query, part: Span) -> list[str]:
    return [
        f"{type(inner).__name__} {query.cut(inner)}"
        for inner in walk(part)
        if type(inner).__name__ not in {"Node", "Group", "Expression"}
    ]


def test_every_kind_of_part_has_its_place() -> None:
    query = parse_query(WHOLE, prefixes())

    assert outline(query, query)[1:] == [
        "SelectItem ?school",
        "SelectItem (COUNT(?p) AS ?n)",
        "DatasetClause FROM ex:g",
        "DatasetClause FROM NAMED ex:h",
        "Triple ?school a yq:School",
        "Triple ex:runs ?p",
        "Triple [ ex:level 'x'@en ]",
        "Triple [ ex:level 'x'@en",
        "Optional OPTIONAL { ?p ^ex:of/(ex:a|!ex:b)* -5 }",
        "Triple ?p ^ex:of/(ex:a|!ex:b)* -5",
        "Union { ?p ex:c ?c } UNION { ?p ex:d ?d }",
        "Triple ?p ex:c ?c",
        "Triple ?p ex:d ?d",
        "Minus MINUS { ?p a ex:Ended }",
        "Triple ?p a ex:Ended",
        "Graph GRAPH ?g { ?p ex:e () }",
        "Triple ?p ex:e ()",
        "Filter FILTER(?c<?d&&?d>3 || NOT EXISTS { ?c ex:f ?h })",
        "Exists NOT EXISTS { ?c ex:f ?h }",
        "Triple ?c ex:f ?h",
        "Bind BIND(ex:fun(?c) AS ?v)",
        'Values VALUES (?x ?y) { (1 UNDEF) ("a"^^xsd:date true) }',
        "SubSelect SELECT ?q { ?q ?r ?s } LIMIT 3",
        "Query SELECT ?q { ?q ?r ?s } LIMIT 3",
        "SelectItem ?q",
        "Triple ?q ?r ?s",
        "Number LIMIT 3",
        "Service SERVICE SILENT <http://example.org/sparql> { ?t ?u _:b }",
        "Triple ?t ?u _:b",
        "SelectItem ?school",
        "SelectItem (STR(?c) AS ?k)",
        "Number LIMIT 10",
        "Number OFFSET 5",
        "Values VALUES ?school { ex:one }",
    ]
    assert [query.cut(one) for one in query.having] == ["(COUNT(?p) > 1)"]
    assert [query.cut(one) for one in query.order_by] == ["DESC(?n)", "?school"]


@pytest.mark.parametrize(
    ("pattern", "triples"),
    [
        ("?s ?p ?o", ["?s ?p ?o"]),
        ("?s <t:p> 'a'@en, ?o ; a <t:c> .", ["?s <t:p> 'a'@en", "?s <t:p> ?o", "?s a <t:c>"]),
        ("?s <t:p> [ <t:q> 1 ; <t:r> [] ]", ["?s <t:p> ?_1", "?_1 <t:q> 1", "?_1 <t:r> ?_2"]),
        ("[ <t:p> 1 ] <t:q> ?_o", ["?__1 <t:p> 1", "?__1 <t:q> ?_o"]),
        ("_:a <t:p> _:b . _:b <t:p> _:a", ["?_1 <t:p> ?_2", "?_2 <t:p> ?_1"]),
        (
            "?s <t:p> (1 ?x)",
            [
                "?s <t:p> ?_1",
                "?_1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1",
                f"?_1 {RDF_REST} ?_2",
                "?_2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ?x",
                f"?_2 {RDF_REST} <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
            ],
        ),
        ("$s <t:p>+ 5", ["?s <t:p>+ 5"]),
    ],
)
def test_short_forms_of_triples_are_written_out(pattern: str, triples: list[str]) -> None:
    assert [element.text for element in triples_of(f"ASK {{ {pattern} }}")] == triples


def triples_of(query: str) -> list[Triple]:
    where = parse_query(query).where
    assert where is not None
    return [element for element in where.elements if isinstance(element, Triple)]


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ("yq:level", "https://w3id.org/yuqiao/def#level"),
        (r"ex:a\,b", "http://example.org/a,b"),
        (r"<http://example.org/\u91CD>", "http://example.org/重"),
        ("<../c>", "http://example.org/c"),
    ],
)
def test_iris_are_known_in_full(name: str, iri: str) -> None:
    text = f"BASE <http://example.org/a/b> PREFIX ex: </> ASK {{ ?s {name} ?o }}"
    where = parse_query(text, prefixes()).where

    assert where is not None
    assert [e.path.iri for e in where.elements if isinstance(e, Triple)] == [iri]


@pytest.mark.parametrize(
    ("pattern", "certain", "possible"),
    [
        ("?s ?p [ <t:q> ?v ]", "p s v", "p s v"),
        ("?s <t:p>|^<t:q> ?o", "o s", "o s"),
        ("?s <t:p> ?o OPTIONAL { ?o <t:q> ?v }", "o s", "o s v"),
        ("{ ?s <t:p> ?o } UNION { ?s <t:q> ?v }", "s", "o s v"),
        ("?s <t:p> ?o MINUS { ?s <t:q> ?v } FILTER(?w > ?o)", "o s", "o s"),
        ("GRAPH ?g { ?s <t:p> 1 }", "g s", "g s"),
        ("?s <t:p> ?o BIND(?o + 1 AS ?v)", "o s", "o s v"),
        ("VALUES (?x ?y) { (1 2) (UNDEF 3) }", "y", "x y"),
        ("{ SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s }", "s", "n s"),
        ("{ SELECT * { ?s <t:p> ?o } VALUES ?o { UNDEF } }", "o s", "o s"),
    ],
)
def test_what_a_group_binds(pattern: str, certain: str, possible: str) -> None:
    found = bound_variables(parse_query(f"SELECT * {{ {pattern} }}"))

    assert (sorted(found.certain), sorted(found.possible)) == (certain.split(), possible.split())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT * { ?s ?p",
        "SELECT * { ?s un:known ?o }",
        "SELECT * { << ?s ?p >> ?q ?r }",
        "INSERT DATA { <t:s> <t:p> 1 }",
        "SELECT * { ?s ?p ?o } LIMIT ?n",
        "SELECT * {} }",
        "ASK { FILTER",
        "ASK " + "{" * 5000,
    ],
)
def test_what_is_no_query_is_not_read(query: str) -> None:
    with pytest.raises(PatternError):
        parse_query(query)


@given(text=st.text(alphabet=st.sampled_from(list("{}()[]<>?x.;,:a'\"@^|/!*+-1 \n#"))))
def test_any_text_is_read_or_not_but_nothing_else_happens(text: str) -> None:
    try:
        query = parse_query(f"SELECT * {{ {text} }}")
    except PatternError:
        return
    assert query.where is not None
    assert query.cut(query.where)[0] + query.cut(query.where)[-1] == "{}"


@pytest.mark.slow
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_put_together_again_from_its_parts_has_the_same_answer(
    question: Question,
) -> None:
    store = open_store()
    bound_text, bindings = question.bind(lang="en", store=store, values={})
    query = parse_query(bound_text, store.prefixes)
    assert query.where is not None

    again = bound_text[: query.where.start] + regrouped(query) + bound_text[query.where.end :]

    ours, whole = store.query(again, bindings), store.query(bound_text, bindings)
    assert not isinstance(ours, bool)
    assert not isinstance(whole, bool)
    assert sorted(map(str, ours)) == sorted(map(str, whole))


def regrouped(query: Query) -> str:
    assert query.where is not None
    return "{ " + " ".join(query.alone(element) for element in query.where.elements) + " }"


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> str:
    """Draw a group that the engine takes."""
    things = st.sampled_from(["?s", "?o", "<t:a>", "'b'@en", "[]", "-1", "(?s)", "[ a <t:c> ]"])
    paths = st.sampled_from(["<t:p>", "a", "?p", "^<t:p>/(<t:q>|!a)*", "<t:p>?"])
    lines = []
    for kind in draw(st.lists(st.sampled_from(range(7)), max_size=3)):
        inner = draw(groups(depth=depth - 1)) if depth else "{ ?s ?p ?o }"
        subject = draw(st.sampled_from(["?s", "<t:s>", "[]"]))
        thing, other = draw(things), draw(things)
        lines.append(
            [
                f"{subject} {draw(paths)} {thing}, {other} ; {draw(paths)} ?x .",
                f"OPTIONAL {inner}",
                f"{inner} UNION {inner}",
                f"MINUS {inner}",
                f"FILTER(?s<?o && NOT EXISTS {inner} || ?o > 3)",
                f"GRAPH ?g {inner}",
                "VALUES ?s { 1 UNDEF }",
            ][kind]
        )
    return "{ " + "\n".join(lines) + " }"


@pytest.mark.slow
@given(group=groups())
def test_parts_nest_and_every_part_alone_is_a_pattern_again(group: str) -> None:
    query = parse_query(f"SELECT * {group}")

    assert query.where is not None
    assert_nested(query.where)
    for part in walk(query.where):
        if isinstance(part, Triple | Filter | Group):
            element: Element = part
            text = f"ASK {{ {query.alone(element)} }}"
            pyoxigraph.Store().query(text)
            again = parse_query(text)
            assert again.where is not None
            assert [again.alone(one) for one in again.where.elements] == [query.alone(element)]


def assert_nested(part: Span) -> None:
    assert 0 <= part.start <= part.end
    for field in fields(part):
        value = getattr(part, field.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Span):
                shared = isinstance(part, Triple)  # its terms may stand before it
                assert shared or part.start <= inner.start <= inner.end <= part.end
                assert_nested(inner)


def test_the_engine_reads_a_plus_after_a_property_as_a_path() -> None:
    store = pyoxigraph.Store()
    store.update("INSERT DATA { <t:a> <t:p> <t:b> . <t:b> <t:p> 5 }")

    rows = store.query("SELECT ?s { ?s <t:p> +5 }")

    assert not isinstance(rows, QueryTriples)
    assert isinstance(rows, QuerySolutions)
    assert sorted(str(row["s"]) for row in rows) == ["<t:a>", "<t:b>"]
    assert [triple.path.text for triple in triples_of("ASK { ?s <t:p> +5 }")] == ["<t:p> +"]


# Of SPARQL 1.2

REIFIES = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?s ?p <<( ?a t:b <<( ?c ?d 1 )>> )>>", ["?s ?p <<( ?a t:b <<( ?c ?d 1 )>> )>>"]),
        ("<< ?a t:b ?c ~ ?r >> t:d ?e", [f"?r {REIFIES} <<( ?a t:b ?c )>>", "?r t:d ?e"]),
        ("<<?a t:b ?c~>>", [f"?_1 {REIFIES} <<( ?a t:b ?c )>>"]),
        ("?a t:b << t:c t:d _:e >>", ["?a t:b ?_1", f"?_1 {REIFIES} <<( t:c t:d ?_2 )>>"]),
        ("?a t:b ?c ~t:r", ["?a t:b ?c", f"t:r {REIFIES} <<( ?a t:b ?c )>>"]),
        (
            "?a t:b ?c ~ ?r {| t:d ?e ; t:f 1 |} ~ {| t:g 2 |} {| t:h 3 |}, 4",
            [
                "?a t:b ?c",
                f"?r {REIFIES} <<( ?a t:b ?c )>>",
                "?r t:d ?e",
                "?r t:f 1",
                f"?_1 {REIFIES} <<( ?a t:b ?c )>>",
                "?_1 t:g 2",
                f"?_2 {REIFIES} <<( ?a t:b ?c )>>",
                "?_2 t:h 3",
                "?a t:b 4",
            ],
        ),
        ("?a t:b 'x'@en--ltr", ["?a t:b 'x'@en--ltr"]),
    ],
)
def test_triple_terms_and_reifiers_are_written_out(pattern: str, expected: list[str]) -> None:
    query = parse_query(f'VERSION "1.2" ASK {{ {pattern} }}', {"t": "urn:t:"})

    assert query.where is not None
    found = [part.text for part in query.where.elements if isinstance(part, Triple)]
    numbers = {name: f"?_{n}" for n, name in enumerate(_fresh("".join(found)), 1)}
    wanted = {name: f"?_{n}" for n, name in enumerate(_fresh("".join(expected)), 1)}
    assert [_renamed(text, numbers) for text in found] == [
        _renamed(text, wanted) for text in expected
    ]


def _fresh(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"\?_+[0-9]+", text)))


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\?_+[0-9]+", lambda found: names[found[0]], text)


def test_a_triple_term_binds_its_variables_and_lateral_sees_the_row() -> None:
    query = parse_query(
        "SELECT * { ?r ?p <<( ?a ?b <<( ?c ?d ?e )>> )>> LATERAL { ?a ?x ?y FILTER(?c<<urn:a>) }"
        " BIND(<<( ?a ?b ?z )>> AS ?t) VALUES ?v { <<( <urn:a> <urn:b> 1 )>> } }"
    )

    assert "".join(sorted(bound_variables(query).possible)) == "abcdeprtvxy"
    (lateral,) = (one for one in scopes(query) if one.seen)
    assert {"a", "r"} <= lateral.seen


def _w3c_queries() -> list[Path]:
    files = sorted((Path(__file__).parents[4] / "shared/w3c/sparql").rglob("*.rq"))
    return [file for file in files if parsing_error(_of_w3c(file), {}) is None]


def _of_w3c(file: Path) -> str:
    return f"BASE <http://e/>\n{file.read_text('utf-8')}"


def test_every_query_of_the_w3c_that_the_engine_accepts_is_read() -> None:
    files = _w3c_queries()
    assert len(files) > 440
    for file in files:
        query = parse_query(_of_w3c(file))
        known = "".join(f"PREFIX {name}: <{iri}> " for name, iri in query.prefixes.items())
        for part in walk(query):
            if isinstance(part, Triple):
                alone = f"BASE <http://e/> {known} ASK {{ {part.text} }}"
                assert parsing_error(alone, {}) is None, (file, alone)


def test_the_variables_of_select_star_are_those_of_the_engine() -> None:
    for file in _w3c_queries():
        text = _of_w3c(file)
        query = parse_query(text)
        if query.star and query.form == "SELECT" and "SERVICE" not in text:
            answer = pyoxigraph.Store().query(for_parser(text))
            assert isinstance(answer, QuerySolutions)
            names = {variable.value for variable in answer.variables}
            assert bound_variables(query).possible == names, file
