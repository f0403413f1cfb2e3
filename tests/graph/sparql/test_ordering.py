"""The order of an answer: one that is total, whatever kinds of terms there are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import cast

import pyoxigraph
import pytest
import rdflib
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

import yuqiao
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.sparql.prepare import ordered
from yuqiao.graph.sparql.validation import parsing_error
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.stores.store import Store
from yuqiao.ontology.namespaces import query_prefixes

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
W3C = Path(__file__).parents[4] / "shared" / "w3c"
QUESTIONS = Path(yuqiao.__file__).parent / "ontology" / "questions"

_LINES = """
UNBOUND
_:a
_:b
<http://e/9>
<http://e/a>
""
"10"
"9"
"NaN"
"a"@en
"a"@fr
"a"
"b"@en
"zz"
"-INF"^^xsd:double
"-99999999999999999999999.5"^^xsd:decimal
"-99999999999999999999999"^^xsd:integer
"-1"^^xsd:integer
"0.000000001"^^xsd:decimal
"0.1"^^xsd:decimal
"0.1"^^xsd:float
"2"^^xsd:byte
"9"^^xsd:integer
"1e1"^^xsd:double
"9007199254740991"^^xsd:integer
"9007199254740992"^^xsd:double
"9007199254740993"^^xsd:integer
"99999999999999999999999"^^xsd:integer
"99999999999999999999999.5"^^xsd:decimal
"100000000000000000000000"^^xsd:integer
"1e300"^^xsd:double
"INF"^^xsd:float
"NaN"^^xsd:double
"-0044-03-15"^^xsd:date
"2015-12-31T23:30:00-01:00"^^xsd:dateTime
"2016-01-01T01:00:00"^^xsd:dateTime
"2016-01-01T04:00:00Z"^^xsd:dateTime
"2016-01-02"^^xsd:date
"2016-02"^^xsd:gYearMonth
"2016-02-02+14:00"^^xsd:date
"2016-02-02"^^xsd:date
"2017"^^xsd:gYear
"2018+08:00"^^xsd:gYear
"2018"^^xsd:gYear
"12345-01-01"^^xsd:date
"5"^^<http://e/kind>
"9"^^<http://e/kind>
"false"^^xsd:boolean
"true"^^xsd:boolean
"2016-02-30"^^xsd:date
"ten"^^xsd:integer
"08:00:00"^^xsd:time
"-P1D"^^xsd:dayTimeDuration
"PT1H"^^xsd:duration
"P1M"^^xsd:yearMonthDuration
"P32D"^^xsd:dayTimeDuration
"P1Y1D"^^xsd:duration
<<( <http://e/a> <http://e/o> <http://e/z> )>>
<<( <http://e/a> <http://e/p> <http://e/z> )>>
<<( <http://e/a> <http://e/p> "10" )>>
<<( <http://e/a> <http://e/p> "9" )>>
<<( <http://e/a> <http://e/p> -1 )>>
<<( <http://e/a> <http://e/p> 9 )>>
<<( <http://e/a> <http://e/p> 10.5 )>>
<<( <http://e/a> <http://e/p> "9"^^<http://e/kind> )>>
<<( <http://e/a> <http://e/p> "2016-01-02"^^xsd:date )>>
<<( <http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> 9 )>> )>>
<<( <http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> 10 )>> )>>
<<( <http://e/a> <http://e/p> <<( <http://e/a> <http://e/q> 1 )>> )>>
<<( <http://e/a:c> <http://e/p> 5 )>>
<<( <http://e/b> <http://e/p> 5 )>>
"""
IN_ORDER = _LINES.strip().splitlines()
"""Terms of all kinds, each before the next."""


def stored(terms: Iterable[str]) -> pyoxigraph.Store:
    """Return a store that holds each term; one is UNBOUND."""
    lines = [f"@prefix xsd: <{XSD}> ."]
    for number, term in enumerate(terms):
        lines.append(f"<http://s/{number}> <http://e/is> <http://e/row> .")
        if term != "UNBOUND":
            lines.append(f"<http://s/{number}> <http://e/value> {term} .")
    return _loaded("\n".join(lines))


def _loaded(text: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return store


def graph(terms: Iterable[str]) -> MemoryStore:
    """Return a graph that holds each term."""
    return MemoryStore(stored(terms), {"e": "http://e/"})


PATTERN = "{ ?s e:is e:row OPTIONAL { ?s e:value ?v } }"


def asked(store: Store, query: str) -> list[str]:
    """Return the first column of an answer, as terms are written in a query."""
    return [str(row[0]) for row in cast("Solutions", store.query(query))]


def places(store: Store, query: str) -> list[int]:
    """Return the numbers of the rows, which are those of the terms."""
    return [int(text.rpartition("/")[2][:-1]) for text in asked(store, query)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_terms_of_all_kinds_are_in_the_same_order_from_wherever(seed: int) -> None:
    shuffled = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))
    store = graph(shuffled)

    up = places(store, f"SELECT ?s {PATTERN} ORDER BY ?v")
    down = places(store, f"SELECT ?s {PATTERN} ORDER BY DESC(?v)")

    blank = [term for term in IN_ORDER if term.startswith("_:")]
    assert [t for n in up if (t := shuffled[n]) not in blank] == [
        t for t in IN_ORDER if t not in blank
    ]
    assert {shuffled[n] for n in up[1:3]} == set(blank), "a store renames blank nodes"
    assert down == up[::-1]


@pytest.mark.parametrize("seed", range(5))
def test_an_order_tells_no_equal_numbers_and_moments_apart(seed: int) -> None:
    equal = ['"5"^^xsd:integer', '"5.0"^^xsd:decimal', '"5e0"^^xsd:double', '"5"^^xsd:float']
    equal += ['"2016-01-01T08:00:00+08:00"^^xsd:dateTime', '"2016-01-01T00:00:00Z"^^xsd:dateTime']
    shuffled = random.Random(seed).sample(equal, len(equal))

    store = graph(shuffled)
    found = places(store, f"SELECT ?s {PATTERN} ORDER BY ?v ?s")

    assert found == sorted(found, key=lambda n: ("dateTime" in shuffled[n], n))
    by_datatype = [equal[i] for i in (1, 2, 3, 0, 5, 4)]
    for direction, expected in (("ASC", by_datatype), ("DESC", by_datatype[::-1])):
        alone = places(store, f"SELECT ?s {{ ?s e:value ?v }} ORDER BY {direction}(?v)")
        assert [shuffled[n] for n in alone] == expected, "what decides only when all keys are equal"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?v { ?s ?p ?v } ORDER BY ?v",
        "SELECT DISTINCT ?v { ?s e:value ?v } ORDER BY (?v)",
        "SELECT ?v { ?s e:value ?v } GROUP BY ?v ORDER BY ASC(?v)",
        "SELECT (?v AS ?w) { ?s e:value ?v } ORDER BY ?w",
        "SELECT (?v AS ?w) { ?s e:value ?v } ORDER BY COALESCE(?none, ?w)",
        "SELECT (SAMPLE(?v) AS ?w) { ?s e:value ?v } GROUP BY ?s ORDER BY SAMPLE(?v)",
        "SELECT (SAMPLE(?v) AS ?w) { ?s e:value ?v } GROUP BY ?s ORDER BY ?w",
        "SELECT (MIN(?v) AS ?w) { ?s e:value ?v } GROUP BY ?s HAVING (COUNT(?v) = 1) ORDER BY MAX(?v)",
        "SELECT ?v { { SELECT ?v { ?s e:value ?v } ORDER BY ?v LIMIT 99 } } ORDER BY ?v",
        "SELECT ?v { SELECT ?v { ?s e:value ?v } ORDER BY ?v }",
        "SELECT ?v { ?s e:value ?v } ORDER BY ?v LIMIT 999 OFFSET 0",
        "SELECT ?v { ?s e:value ?v } ORDER BY IF(true, ?v, 1) ?s",
        "SELECT ?v { ?s e:value ?v } ORDER BY ?v VALUES ?t { 1 }",
        "SELECT ?v { ?s e:value ?v FILTER EXISTS { SELECT ?s { ?s ?p ?o } ORDER BY ?o } } ORDER BY ?v",
        "SELECT ?v { ?s e:value ?v . ?s e:value ?w } ORDER BY STR(?none) ?w",
        "SELECT ?v (<<( e:a e:p ?v )>> AS ?t) { ?s e:value ?v } ORDER BY ?v",
    ],
)
def test_every_way_to_order_gives_one_order(query: str) -> None:
    terms = IN_ORDER[3:]
    found = asked(graph(terms[::-1]), query)

    expected = asked(graph(terms), "SELECT ?v { ?s e:value ?v } ORDER BY ?v")
    row = "<http://e/row>"
    assert [term for term in found if term != row] == expected


def test_an_order_with_its_limit_is_the_beginning_of_the_whole() -> None:
    store = graph(IN_ORDER)

    assert (
        asked(store, f"SELECT ?v {PATTERN} ORDER BY ?v LIMIT 7 OFFSET 20")
        == (asked(store, f"SELECT ?v {PATTERN} ORDER BY ?v"))[20:27]
    )


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * { ?s ?p ?v } ORDER BY " + " ".join(f"(?v + {n})" for n in range(900)), 23),
        (f"SELECT {' '.join(f'(MAX(?v + {n}) AS ?m{n})' for n in range(90))} {{ ?s ?p ?v }}", 9),
    ],
)
def test_more_keys_than_the_engine_can_bear_are_rejected(query: str, place: int) -> None:
    with pytest.raises(QueryError, match=rf"too many keys .*; see line 1, column {place}\n"):
        graph(["1", "2"]).query(query)


def test_select_star_has_its_own_columns_alone() -> None:
    store = graph(["1", "2"])
    found = cast(
        "Solutions", store.query("SELECT * { ?s e:value ?v OPTIONAL { ?v ?p [] } } ORDER BY ?v")
    )

    assert [str(one).lstrip("?") for one in found.variables] == ["s", "v", "p"]
    assert asked(store, "SELECT * { e:a e:b [] } ORDER BY RAND()") == []
    assert store.query("ASK { ?s e:value ?v } ORDER BY ?v") is True


def test_a_graph_is_made_of_the_first() -> None:
    store = graph(IN_ORDER[11:])

    for query in (
        "CONSTRUCT WHERE { ?s e:value ?v } ORDER BY DESC(?v) LIMIT 3",
        "CONSTRUCT { ?s e:value ?v } WHERE { ?s e:value ?v } ORDER BY DESC(?v) LIMIT 3",
    ):
        made = {str(triple.object) for triple in cast("Triples", store.query(query))}
        last = asked(store, "SELECT ?v { ?s e:value ?v } ORDER BY DESC(?v) LIMIT 3")
        assert made == set(last)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_the_least_and_the_greatest_are_the_ends_of_the_order(seed: int) -> None:
    drawn = random.Random(seed)
    # Of numbers that doubles do not tell apart, either is given.
    held = [t for t in IN_ORDER[3:] if "900719925474099" not in t]
    terms = drawn.sample(held, drawn.randint(2, len(held)))
    store = graph(terms)

    first, *_, last = asked(store, "SELECT ?v { ?s e:value ?v } ORDER BY ?v")
    query = "SELECT (MIN(?v) AS ?a) (MAX(DISTINCT ?v) AS ?b) { ?s e:value ?v }"
    (row,) = cast("Solutions", store.query(query))
    assert [str(row[0]), str(row[1])] == [first, last]


def test_the_least_stands_in_an_expression_and_a_group_without_rows_has_none() -> None:
    store = graph(['"5"', "7", "8", '"2016"^^xsd:gYear'])

    assert asked(
        store, "SELECT (MIN(xsd:integer(?v)) + 1 AS ?n) { ?s e:value ?v FILTER(isNumeric(?v)) }"
    ) == [f'"8"^^<{XSD}integer>']
    assert asked(store, "SELECT (MIN(?v) AS ?n) { ?s e:none ?v }") == ["None"]
    assert asked(store, "SELECT (MAX(?v) AS ?n) { ?s e:value ?v } HAVING (MAX(?v) = MAX(?v))") == [
        f'"2016"^^<{XSD}gYear>'
    ]


def test_a_year_and_numbers_are_in_one_order_from_either_side() -> None:
    rows = ['"2016"^^xsd:gYear', "10", "5"]
    for values in (rows, rows[::-1], rows[1:] + rows[:1]):
        found = asked(graph([]), f"SELECT ?v {{ VALUES ?v {{ {' '.join(values)} }} }} ORDER BY ?v")
        assert [one[:3].strip('"') for one in found] == ["5", "10", "20"]


def test_the_bundled_graph_is_ordered_by_all_its_values() -> None:
    store = yuqiao.open()
    assert len(asked(store, "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o) LIMIT 5")) == 5
    assert asked(store, "SELECT ?v { ?x yq:statedValue ?v } ORDER BY ?v")
    assert asked(store, "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY RAND() LIMIT 5")


def test_an_update_that_takes_the_first_takes_these() -> None:
    store = graph(IN_ORDER[11:])
    last = asked(store, "SELECT ?v { ?s e:value ?v } ORDER BY DESC(?v) LIMIT 2")

    store.update(
        "PREFIX f: <http://f/> INSERT { f:it f:has ?v } WHERE"
        " { { SELECT ?v { ?s e:value ?v } ORDER BY DESC(?v) LIMIT 2 } } ;"
        " INSERT { f:it f:max ?m } WHERE { SELECT (MAX(?v) AS ?m) { ?s e:value ?v } }"
    )

    assert set(asked(store, "SELECT ?v { <http://f/it> <http://f/has> ?v }")) == set(last)
    assert asked(store, "SELECT ?v { <http://f/it> <http://f/max> ?v }") == last[:1]


def test_a_database_on_disk_is_ordered_the_same(tmp_path: Path) -> None:
    oxigraph = pyoxigraph.Store(str(tmp_path / "db"))
    oxigraph.extend(iter(stored(IN_ORDER)))
    query = f"SELECT ?v {PATTERN} ORDER BY DESC(?v)"

    assert (
        asked(MemoryStore(oxigraph, {"e": "http://e/"}), query)[:-3]
        == asked(graph(IN_ORDER), query)[:-3]
    )


def test_what_is_wrong_is_told_on_the_text_as_written() -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1") as caught:
        graph([]).query("SELECT ?v { ?s ?p ?v }\nORDERED BY ?v ORDER BY MIN(?v)")
    assert "order_" not in str(caught.value)


# Where the engine's own order is this one

OF_ONE_KIND = {
    "text": ['"b"', '"10"', '"a"@en', '""'],
    "numbers": ["10", "9", "2.5", "9007199254740993"],
    "doubles": ["1e3", "9e0", '"NaN"^^xsd:double', '"-INF"^^xsd:double'],
    "floats": ['"10"^^xsd:float', '"9"^^xsd:float'],
    "dates": ['"2016-01-02"^^xsd:date', '"2015-12-31"^^xsd:date'],
    "dates with a timezone": ['"2016-01-02Z"^^xsd:date', '"2016-01-02+14:00"^^xsd:date'],
    "moments": ['"2016-01-01T00:00:00"^^xsd:dateTime', '"2015-01-01T00:00:00"^^xsd:dateTime'],
    "moments of UTC": [
        '"2016-01-01T00:00:00Z"^^xsd:dateTime',
        '"2016-01-01T00:00:00+01:00"^^xsd:dateTime',
    ],
    "years": ['"2016"^^xsd:gYear', '"0990"^^xsd:gYear', '"12345"^^xsd:gYear'],
    "months": ['"2016-02"^^xsd:gYearMonth', '"2015-12"^^xsd:gYearMonth'],
    "addresses": ['"http://e/10"^^xsd:anyURI', '"http://e/9"^^xsd:anyURI'],
    "truth": ["true", "false"],
    "terms": ["<http://e/b>", "<http://e/a>", "_:b"],
    "a datatype of its own": ['"9"^^<http://e/kind>', '"10"^^<http://e/kind>'],
}
MIXED_KINDS = {
    "text and a number": ['"b"', "10"],
    "exact and other numbers": ["10", "1e0"],
    "a number beyond the engine": ["10", "99999999999999999999999"],
    "an ill-typed date": ['"2016-01-02"^^xsd:date', '"2016-02-30"^^xsd:date'],
    "a timezone and none": ['"2016-01-02"^^xsd:date', '"2016-01-02Z"^^xsd:date'],
    "a date and a moment": ['"2016-01-02"^^xsd:date', '"2016-01-01T00:00:00"^^xsd:dateTime'],
    "a year before all": ['"2016"^^xsd:gYear', '"-0044"^^xsd:gYear'],
    "two datatypes": ['"9"^^<http://e/kind>', '"10"^^<http://e/other>'],
    "durations": ['"P1M"^^xsd:duration', '"P30D"^^xsd:duration'],
    "a term and a number": ["<http://e/b>", "10"],
    "triple terms": ["<<( <http://e/a> <http://e/p> 1 )>>", "<<( <http://e/a> <http://e/p> 2 )>>"],
}
ORDERED_BY_VALUE = [
    "SELECT ?v { ?s e:value ?v } ORDER BY ?v",
    "SELECT ?s { ?s ?p ?o OPTIONAL { ?s e:value ?v } } ORDER BY DESC(?v) ?s ?p",
    "SELECT (MIN(?v) AS ?a) (MAX(DISTINCT ?v) AS ?b) { ?s e:value ?v }",
    "SELECT ?v { { SELECT ?v { ?s e:value ?v } ORDER BY ?v LIMIT 9 } UNION { GRAPH ?g { [] e:value ?v } } }",
]


@pytest.mark.slow
@pytest.mark.parametrize("terms", OF_ONE_KIND.values(), ids=OF_ONE_KIND)
def test_values_of_one_kind_need_no_key_and_have_their_order(terms: list[str]) -> None:
    store = graph([*terms, "UNBOUND"])

    for query in ORDERED_BY_VALUE:
        assert ordered(query, store.prefixes, store.are_of_one_kind) == query
        assert "BIND" in _keyed(ORDERED_BY_VALUE[0], store)
    assert asked(store, ORDERED_BY_VALUE[0]) == asked(store, _keyed(ORDERED_BY_VALUE[0], store))


def _keyed(query: str, store: MemoryStore) -> str:
    return ordered(query, store.prefixes, lambda predicates: not predicates)


@pytest.mark.slow
@pytest.mark.parametrize("terms", MIXED_KINDS.values(), ids=MIXED_KINDS)
def test_values_of_several_kinds_need_keys_wherever_the_odd_one_is(terms: list[str]) -> None:
    first, odd = terms
    for mixed in (terms, terms[::-1], [first] * 1_200 + [odd]):
        store = graph(mixed)
        for query in ORDERED_BY_VALUE:
            assert ordered(query, store.prefixes, store.are_of_one_kind) != query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?v { ?s ?p ?v } ORDER BY ?v",
        "SELECT ?v { ?s e:value|e:is ?v } ORDER BY ?v",
        "SELECT ?v { ?v e:value* ?o } ORDER BY ?v",
        "SELECT ?v { ?s e:value ?w BIND(?w AS ?v) } ORDER BY ?v",
        "SELECT ?v { VALUES ?v { 1 2 } } ORDER BY ?v",
        "SELECT ?v { ?s e:value ?v } ORDER BY ?v VALUES ?v { 1 }",
        "SELECT (?w AS ?v) { ?s e:value ?w } ORDER BY ?v",
        "SELECT ?v { ?s e:value ?v } ORDER BY (?v + 1)",
        "SELECT ?v { { ?s e:value ?v } UNION { ?s e:is ?v } } ORDER BY ?v",
        "SELECT ?v { { SELECT (MIN(?w) + 1 AS ?v) { ?s e:value ?w } } } ORDER BY ?v",
    ],
)
def test_values_from_elsewhere_need_keys(query: str) -> None:
    store = graph(["2", "1"])
    assert ordered(query, store.prefixes, store.are_of_one_kind) != query


def test_what_is_no_object_needs_no_key() -> None:
    store = graph(["2", '"a"'])
    for query in (
        "SELECT ?s { ?s e:value ?v } ORDER BY ?s",
        "SELECT ?p { ?s ?p ?v } ORDER BY DESC(?p)",
        "SELECT ?g { GRAPH ?g { ?s ?p ?v } } ORDER BY ?g",
        "SELECT (MIN(?s) AS ?a) { ?s e:value ?v }",
    ):
        assert ordered(query, store.prefixes, store.are_of_one_kind) == query


def test_kinds_are_looked_at_again_when_the_graph_changes() -> None:
    store = graph(["2", "1"])
    query = ORDERED_BY_VALUE[0]
    assert ordered(query, store.prefixes, store.are_of_one_kind) == query

    store.update('INSERT DATA { e:a e:value "2016"^^xsd:gYear, "b" }')

    assert ordered(query, store.prefixes, store.are_of_one_kind) != query
    assert [text[:3] for text in asked(store, query)] == ['"b"', '"1"', '"2"', '"20']


@pytest.mark.parametrize("way", ["engine", "rdflib"])
def test_a_graph_that_may_change_elsewhere_is_ordered_by_keys(way: str, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text("<http://e/a> <http://e/value> 2, 1 .")
    opened = yuqiao.open(file)
    query = "SELECT ?v { ?s <http://e/value> ?v } ORDER BY ?v"
    assert opened.select(query).to_pandas()["v"].tolist() == [1, 2]

    if way == "engine":
        assert opened.engine is not None
        opened.engine.update("INSERT DATA { <http://e/a> <http://e/value> '0' }")
    else:
        subject, value = map(rdflib.URIRef, ("http://e/a", "http://e/value"))
        opened.to_rdflib().default_graph.add((subject, value, rdflib.Literal("0")))

    assert opened.select(query).to_pandas()["v"].tolist() == ["0", "1", "2"]


# Against a model

WORDS = st.text(st.sampled_from("ab1 é"), max_size=3)
YEARS = st.integers(1990, 2030)
TERMS = st.one_of(
    st.integers(-20, 20).map(lambda n: Literal(n)),
    st.integers(2**53 - 2, 2**53 + 2).map(lambda n: Literal(n)),
    st.integers(2**53 - 2, 2**53 + 2).map(lambda n: Literal(float(n))),
    st.decimals(-9, 9, places=2).map(
        lambda n: Literal(str(n), datatype=NamedNode(f"{XSD}decimal"))
    ),
    st.sampled_from([0.1, 1e30, -1e30, 1e-30, float("inf"), float("nan")]).map(Literal),
    WORDS.map(Literal),
    st.builds(lambda word, tag: Literal(word, language=tag), WORDS, st.sampled_from(["en", "zh"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        WORDS,
        st.sampled_from(["http://e/a", "http://e/b", f"{XSD}integer.", f"{XSD}hexBinary"]),
    ),
    YEARS.map(lambda year: Literal(str(year), datatype=NamedNode(f"{XSD}gYear"))),
    st.dates().map(lambda date: Literal(str(date), datatype=NamedNode(f"{XSD}date"))),
    st.datetimes().map(
        lambda moment: Literal(f"{moment.isoformat()}Z", datatype=NamedNode(f"{XSD}dateTime"))
    ),
    st.booleans().map(Literal),
    WORDS.map(lambda word: NamedNode(f"http://e/{word.replace(' ', '_')}")),
    st.sampled_from("xyz").map(BlankNode),
)
NAMES = st.sampled_from(["http://e/a", "http://e/a:b", "http://e/a/b", "http://e/b"]).map(NamedNode)
NUMBERED = st.builds(Triple, NAMES, NAMES, st.integers(-20, 20).map(Literal))
MIXED = st.one_of(TERMS, TERMS, st.builds(Triple, NAMES, NAMES, TERMS | NUMBERED))


def model(term: Term | None) -> tuple[object, ...]:
    """Return what a term is ordered by, as the documentation has it."""
    if term is None:
        return (0,)
    if isinstance(term, BlankNode):
        return 1, term.value
    if isinstance(term, NamedNode):
        return 2, term.value
    if isinstance(term, Triple):
        inner = model(cast("Term", term.object))
        if inner[0] == 5:  # a date: within a triple term, by datatype and text
            inner = 6, cast("Literal", term.object).datatype.value, term.object.value
        return 7, model(term.subject), model(term.predicate), inner[: 3 + 4 * (inner[0] != 4)]
    assert isinstance(term, Literal)
    text, kind = term.value, term.datatype.value
    if kind in {f"{XSD}string", f"{RDF}langString"}:
        return 3, text, kind, term.language or ""
    if kind in {XSD + name for name in ("integer", "decimal", "double")}:
        return 4, *_number(text, kind)
    if kind in {XSD + name for name in ("date", "dateTime", "gYear")}:
        whole = text if "T" in text else f"{text}{'-01-01' * (kind == XSD + 'gYear')}T00:00:00"
        return 5, whole.rstrip("Z")
    return 6, kind, text


def _number(text: str, kind: str) -> tuple[object, ...]:
    value = float(text.replace("INF", "inf"))
    if isnan(value):
        return 1, 0, 0
    exact = Decimal(repr(value)) if kind == XSD + "double" else Decimal(text)
    return 0, value, 0 if abs(value) > 1e20 else exact


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(terms=st.lists(MIXED, max_size=60), down=st.booleans())
def test_any_mix_is_in_the_order_of_the_model(terms: Sequence[Term], *, down: bool) -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.extend(
        Quad(NamedNode(f"http://s/{number}"), NamedNode("http://e/value"), term)
        for number, term in enumerate(terms)
    )
    query = f"SELECT ?v {{ ?s e:value ?v }} ORDER BY {'DESC' if down else 'ASC'}(?v)"
    rows = cast("Solutions", MemoryStore(oxigraph, {"e": "http://e/"}).query(query))

    found = [model(cast("Term", row[0])) for row in rows]

    assert found == sorted(found, reverse=down)


# Against rdflib, where the specification has an order

MOMENTS = st.datetimes().map(lambda moment: f"{moment.replace(microsecond=0).isoformat()}Z")
COMPARED = st.one_of(
    st.lists(st.integers(-20, 20).map(Literal) | st.floats(-9, 9, width=16).map(Literal)),
    st.lists(WORDS.map(Literal)),
    st.lists(MOMENTS.map(lambda text: Literal(text, datatype=NamedNode(f"{XSD}dateTime")))),
    st.lists(st.booleans().map(Literal)),
)


@pytest.mark.slow
@settings(max_examples=40, phases=[Phase.generate])
@given(literals=COMPARED, around=st.lists(NAMES, min_size=1, max_size=4), down=st.booleans())
def test_what_the_specification_orders_is_in_the_order_of_rdflib(
    literals: list[Literal], around: list[NamedNode], *, down: bool
) -> None:
    values = " ".join(map(str, [*literals, *around]))
    query = f"SELECT ?v {{ VALUES ?v {{ {values} }} }} ORDER BY {'DESC' if down else 'ASC'}(?v)"

    ours = cast("Solutions", MemoryStore(pyoxigraph.Store(), {}).query(query))
    theirs = cast("Iterable[tuple[rdflib.term.Identifier]]", rdflib.Graph().query(query))

    found = [model(cast("Term", row[0])) for row in ours]
    assert found == [model(_of_rdflib(row[0])) for row in theirs]


def _of_rdflib(term: rdflib.term.Identifier) -> Term:
    if isinstance(term, rdflib.Literal):
        return Literal(str(term), datatype=NamedNode(str(term.datatype or f"{XSD}string")))
    return NamedNode(str(term))


# Against the engine


def _texts() -> list[Path]:
    files = [*QUESTIONS.glob("*.rq"), *W3C.rglob("*.rq")]
    words = ("order by", "min(", "max(")
    ordering = [file for file in files if any(word in _read(file).lower() for word in words)]
    return [file for file in ordering if _is_answered_here(file)]


def _is_answered_here(file: Path) -> bool:
    """Return whether the engine accepts the query, and no server is called."""
    text = _with_base(file)
    return "service" not in text.lower() and parsing_error(text, query_prefixes()) is None


def _with_base(file: Path) -> str:
    return f"BASE <http://e/>\n{_read(file)}"


def _read(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


def _graph_for(file: Path) -> MemoryStore:
    """Return the graph of a question; for a W3C query some rows, too few to abort on."""
    if W3C not in file.parents:
        return cast("MemoryStore", open_store())
    ways = "abc"
    lines = [
        f"<http://e/{a}> <http://example.org/{a}> <http://e/{b}>, 1." for a in ways for b in ways
    ]
    return MemoryStore(_loaded("\n".join(lines)), {})


@pytest.mark.slow
@pytest.mark.parametrize("file", _texts(), ids=lambda file: file.name)
def test_what_is_ordered_has_the_rows_of_the_engine(file: Path) -> None:
    store = _graph_for(file)
    text, prefixes = _with_base(file), store.prefixes
    written = ordered(text, prefixes, lambda predicates: not predicates)

    assert parsing_error(written, prefixes) is None
    theirs, ours = (store.oxigraph.query(one, prefixes=dict(prefixes)) for one in (text, written))
    if isinstance(theirs, pyoxigraph.QuerySolutions):
        assert isinstance(ours, pyoxigraph.QuerySolutions)
        names = theirs.variables
        assert {one.value for one in names} == {one.value for one in ours.variables}
        assert _counted(theirs, names) == _counted(ours, names)


def _counted(
    rows: pyoxigraph.QuerySolutions, names: Sequence[pyoxigraph.Variable]
) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(row[name]) for name in names) for row in rows)
