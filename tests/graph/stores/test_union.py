"""Several graphs queried as one answer as their union does, or say which of them failed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad

import random_queries
import yuqiao
from small_endpoints import SmallEndpoint, small_endpoints
from yuqiao import EndpointError, InputError, LimitReached, QueryError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Answer, Solutions, Triples

BUNDLED = Path(__file__).parents[3] / "data" / "chongqing.ttl"
ENGLISH = """\
<t:swu> <t:name> "Southwest University"@en ; <t:country> <t:CHN> .
<t:cqu> <t:name> "Chongqing University"@en ; <t:country> <t:CHN> ; <t:head> [ <t:name> "Li" ] .
"""
CHINESE = """\
<t:swu> <t:name> "西南大学"@zh ; <t:partner> <t:oxford> .
<t:oxford> <t:country> <t:GBR> .
"""
LINKS = "<t:cqu> <t:partner> <t:leeds> . <t:leeds> <t:country> <t:GBR> . <t:GBR> <t:part> <t:EU> ."


@pytest.fixture(scope="module")
def two() -> Iterator[list[SmallEndpoint]]:
    with small_endpoints([], []) as endpoints:
        yield endpoints


@pytest.fixture
def mixed(two: list[SmallEndpoint], tmp_path: Path) -> list[str]:
    """Return the names of a file and two endpoints that are one graph."""
    (tmp_path / "english.ttl").write_text(ENGLISH, "utf-8")
    for endpoint, turtle in zip(two, (CHINESE, LINKS), strict=True):
        endpoint.store = pyoxigraph.Store()
        endpoint.store.load(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
        endpoint.pause, endpoint.change = 0.0, lambda query, body: body
        endpoint.queries.clear()
    return [str(tmp_path / "english.ttl"), *(endpoint.url for endpoint in two)]


def without_labels(answer: Answer) -> object:
    """Return an answer in no order, its blank nodes without their labels."""
    if isinstance(answer, Solutions):
        return Counter(tuple(map(_unlabelled, row)) for row in answer)
    if isinstance(answer, Triples):
        return Counter(
            (_unlabelled(triple.subject), triple.predicate, _unlabelled(triple.object))
            for triple in set(answer)
        )
    return answer


def _unlabelled(term: Term | pyoxigraph.Triple | None) -> object:
    return "_" if isinstance(term, BlankNode) else term


def _renamed(quad: Quad, member: int) -> Quad:
    subject, thing = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"m{member}{subject.value}")
    if isinstance(thing, BlankNode):
        thing = BlankNode(f"m{member}{thing.value}")
    return Quad(subject, quad.predicate, thing)


@settings(max_examples=60)
@given(
    st.tuples(random_queries.graphs, random_queries.graphs, random_queries.graphs),
    random_queries.queries,
)
def test_any_query_over_any_split_equals_the_union(
    two: list[SmallEndpoint],
    tmp_path_factory: pytest.TempPathFactory,
    parts: tuple[list[Quad], ...],
    query: str,
) -> None:
    whole = pyoxigraph.Store()
    for number, part in enumerate(parts):
        whole.extend(_renamed(quad, number) for quad in part)
    try:
        wanted = without_labels(MemoryStore(whole, {}).query(query))
    except QueryError:
        assume(False)
    file = tmp_path_factory.getbasetemp() / "part.nt"
    pyoxigraph.serialize(parts[0], str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    for endpoint, part in zip(two, parts[1:], strict=True):
        endpoint.pause, endpoint.change = 0.0, lambda query, body: body
        endpoint.store = pyoxigraph.Store()
        endpoint.store.extend(part)

    graph = yuqiao.open([file, *(endpoint.url for endpoint in two)])

    assert without_labels(graph.query(query)) == wanted


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param(
            "SELECT ?name { ?s <t:partner>/<t:country> <t:GBR> ; <t:name> ?name }"
            " ORDER BY LANG(?name) ?name",
            ['"Chongqing University"@en', '"Southwest University"@en', '"西南大学"@zh'],
            id="join",
        ),
        pytest.param(
            'SELECT ?name { ?s <t:name> "Southwest University"@en ; <t:name> ?name'
            ' FILTER(LANG(?name) = "zh") }',
            ['"西南大学"@zh'],
            id="name",
        ),
        pytest.param(
            "SELECT ?s { ?s <t:country> <t:CHN> FILTER NOT EXISTS { ?s <t:partner> <t:leeds> } }",
            ["<t:swu>"],
            id="not-exists",
        ),
        pytest.param(
            "SELECT ?x { <t:leeds> (<t:country>|<t:part>)+ ?x } ORDER BY ?x",
            ["<t:EU>", "<t:GBR>"],
            id="path",
        ),
        pytest.param("SELECT ?n { <t:cqu> <t:head>/<t:name> ?n }", ['"Li"'], id="blank-node"),
    ],
)
def test_a_query(mixed: list[str], query: str, rows: list[str]) -> None:
    assert [str(term) for (term,) in yuqiao.open(mixed).select(query)] == rows


def test_few_requests_and_few_triples_are_needed(
    mixed: list[str], two: list[SmallEndpoint]
) -> None:
    two[1].store.extend(
        Quad(NamedNode(f"t:s{n}"), NamedNode("t:country"), NamedNode("t:GBR")) for n in range(500)
    )
    graph = yuqiao.open(mixed)

    rows = list(graph.select("SELECT ?s { ?s <t:partner> ?u . ?u <t:country> <t:GBR> }"))

    assert sorted(str(term) for (term,) in rows) == ["<t:cqu>", "<t:swu>"]
    assert [len(endpoint.queries) for endpoint in two] == [5, 5]
    fetched = [query for query in two[1].queries if query.startswith("CONSTRUCT")]
    assert fetched == [
        "CONSTRUCT { ?s <t:partner> ?o } WHERE { ?s <t:partner> ?o . }",
        (
            "CONSTRUCT { ?s <t:country> <t:GBR> } WHERE"
            " { VALUES ?s { <t:leeds> <t:oxford> } ?s <t:country> <t:GBR> . }"
        ),
    ]


def test_blank_nodes_of_members_stay_apart(two: list[SmallEndpoint], mixed: list[str]) -> None:
    for endpoint in two:
        endpoint.store = pyoxigraph.Store()
        turtle = b"_:x <t:p> <t:a> . _:x <t:q> <t:b> ."
        endpoint.store.load(turtle, pyoxigraph.RdfFormat.TURTLE)
    graph = yuqiao.open([endpoint.url for endpoint in two])

    pairs = list(graph.select("SELECT ?x ?y { ?x <t:p> <t:a> . ?y <t:q> <t:b> }"))
    joined = list(graph.select("SELECT ?x { ?x <t:p> <t:a> ; <t:q> <t:b> }"))

    assert (len(pairs), len(joined), len(list(graph.triples()))) == (4, 2, 4)


# What fails


def _without_last_line(query: str, body: bytes) -> bytes:
    return b"\n".join(body.split(b"\n")[:-2]) if query.startswith("CONSTRUCT") else body


def _with_another(query: str, body: bytes) -> bytes:
    return body + b"<t:a> <t:b> <t:c> .\n" if query.startswith("CONSTRUCT") else body


def _with_more(query: str, body: bytes) -> bytes:
    return body + b"<t:x> <t:country> <t:y> .\n" if query.startswith("CONSTRUCT") else body


def _with_no_count(query: str, body: bytes) -> bytes:
    return re.sub(rb'"value":"[0-9]+"', b'"value":"0"', body) if "COUNT" in query else body


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            _with_no_count,
            "counts no triple of ?s <t:country> ?o, but gives one; its answers contradict each",
        ),
        (_without_last_line, "the answer was cut short after 0 triples; the endpoint counts 1"),
        (_with_another, "gave a triple that it was not asked for, <t:a> <t:b> <t:c>"),
        (
            _with_more,
            "gave more triples than it counts (2 for 1); its answers contradict each other",
        ),
        (lambda _, body: b"{" + body, "cannot be read as SPARQL results"),
        (
            lambda query, body: body.replace(b'"1"', b'"many"'),
            "did not answer with a number where it was to count",
        ),
    ],
    ids=["no-count", "cut", "another", "more", "garbage", "no-number"],
)
def test_a_member_that_lies_is_named(
    mixed: list[str], two: list[SmallEndpoint], change: object, message: str
) -> None:
    two[0].change = change  # type: ignore[assignment]

    with pytest.raises(EndpointError) as failed:
        list(yuqiao.open(mixed).select("SELECT * { ?u <t:country> ?c }"))

    assert two[0].url in str(failed.value)
    assert message in str(failed.value)


def test_a_member_may_count_in_text_as_in_csv(mixed: list[str], two: list[SmallEndpoint]) -> None:
    number = b',"datatype":"http://www.w3.org/2001/XMLSchema#integer"'
    bodies: list[bytes] = []

    def without_datatype(query: str, body: bytes) -> bytes:
        bodies.append(body.replace(number, b""))
        return bodies[-1]

    two[0].change = without_datatype

    rows = list(yuqiao.open(mixed).select("SELECT ?c { <t:oxford> <t:country> ?c }"))

    assert [str(term) for (term,) in rows] == ["<t:GBR>"]
    assert b'{"type":"literal","value":"1"}' in bodies[0]


def test_a_member_that_is_down_is_named(mixed: list[str]) -> None:
    with small_endpoints([]) as (gone,):
        pass

    with pytest.raises(EndpointError, match=f"{gone.url}: .* nothing listens there"):
        yuqiao.open([*mixed, gone.url]).query("ASK { ?s <t:none> ?o }")


def test_a_member_that_is_slow_is_named_at_the_time_limit(
    mixed: list[str], two: list[SmallEndpoint]
) -> None:
    two[1].pause = 30

    with pytest.raises(LimitReached, match=f"while waiting for the endpoint {two[1].url}$"):
        yuqiao.open(mixed).query("ASK { ?s <t:name> ?o }", timeout=1)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK { ?s ?p ?o }", "the whole graph (line 1, column 7) needs 12 triples of the members"),
        (
            "ASK { ?s <t:name> ?n .\n ?s <t:country>+ ?c }",
            "?s <t:country> ?o (line 2, column 2) needs 10 triples of the members",
        ),
    ],
)
def test_too_much_is_refused_with_its_place(mixed: list[str], query: str, message: str) -> None:
    graph = yuqiao.open(mixed, fetch_limit=7)

    with pytest.raises(LimitReached) as reached:
        graph.query(query)

    assert str(reached.value) == (
        f"{message}, and the fetch limit is 7; ask for less, or raise the fetch limit"
    )


def test_what_was_held_for_an_earlier_query_makes_room(mixed: list[str]) -> None:
    graph = yuqiao.open(mixed, fetch_limit=7)

    answers = [graph.exists(f"ASK {{ ?s <t:{name}> ?o }}") for name in ("name", "country", "part")]

    assert answers == [True, True, True]


def test_named_graphs_are_refused_where_a_member_is_on_a_server(mixed: list[str]) -> None:
    with pytest.raises(QueryError, match=r"^GRAPH, FROM .* on a server, the endpoint http"):
        yuqiao.open(mixed).query("SELECT * { GRAPH ?g { ?s ?p ?o } }")


def test_a_mistake_in_a_query_is_explained_before_anything_is_asked(
    mixed: list[str], two: list[SmallEndpoint]
) -> None:
    with pytest.raises(QueryError, match="line 1"):
        yuqiao.open(mixed).query("SELECT * { ?s ?p }")

    assert [endpoint.queries for endpoint in two] == [[], []]


# Graphs that are not on servers


def test_files_are_read_together_with_their_named_graphs(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<t:g> { <t:a> <t:p> 1.10 }", "utf-8")
    (tmp_path / "b.ttl").write_text("<t:a> <t:p> <t:b> .", "utf-8")

    graph = yuqiao.open([tmp_path / "a.trig", tmp_path / "b.ttl"])

    assert graph.engine is not None
    assert len(graph) == 2
    assert graph.exists("ASK { GRAPH <t:g> { <t:a> <t:p> 1.1 } <t:a> <t:p> <t:b> }")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "no graph is named; name one, or leave the list out"),
        (["a.ttl", "b.ttl", "a.ttl"], "a.ttl: named twice; a graph is a member of another once"),
        (["a.ttl", "./a.ttl"], "a.ttl: named twice; a graph is a member of another once"),
        (["a.ttl"], "a.ttl: taken for a file or a folder, but there is none"),
        (["http://127.0.0.1/", "ftp://a/"], "ftp://a/: not an address of a SPARQL endpoint"),
    ],
)
def test_names_that_are_no_graphs(names: list[str], message: str) -> None:
    with pytest.raises(InputError) as failed:
        yuqiao.open(names)

    assert str(failed.value).startswith(message)


def test_a_plan_says_what_is_fetched_from_whom(mixed: list[str]) -> None:
    graph = yuqiao.open(mixed)
    query = "SELECT ?n { ?s <t:partner> ?u . ?u <t:country> <t:GBR> OPTIONAL { ?s <t:name> ?n } }"
    names = [f"{mixed[0]}", *(f"the endpoint {url}" for url in mixed[1:])]

    forecast, run = (
        [step.operator for step in graph.explain(query, analyze=analyze).data.last.inputs]
        for analyze in (False, True)
    )

    def counts(most: str, *numbers: int) -> str:
        return ", ".join(f"{most}{n} of {name}" for n, name in zip(numbers, names, strict=True))

    assert forecast == [
        f"fetch ?s <t:partner> ?u: {counts('', 0, 1, 1)}",
        f"fetch ?u <t:country> <t:GBR> for the values found of ?u: {counts('at most ', 0, 1, 1)}",
        f"fetch ?s <t:name> ?n for the values found of ?s: {counts('at most ', 3, 1, 0)}",
    ]
    assert run == [
        f"fetch ?s <t:partner> ?u: {counts('', 0, 1, 1)}",
        f"fetch ?u <t:country> <t:GBR> for the 2 values of ?u: {counts('', 0, 1, 1)}",
        f"fetch ?s <t:name> ?n for the 2 values of ?s: {counts('', 2, 1, 0)}",
    ]


def test_named_graphs_of_files_and_directories_are_queried_together(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<t:g> { <t:a> <t:p> _:x }", "utf-8")
    (tmp_path / "b.trig").write_text("<t:g> { <t:a> <t:p> <t:b> } <t:c> <t:q> <t:d> .", "utf-8")
    bulk_load([str(tmp_path / "b.trig")], str(tmp_path / "loaded"))
    graph = yuqiao.open([tmp_path / "a.trig", tmp_path / "loaded"])

    named = list(graph.select("SELECT ?o { GRAPH <t:g> { <t:a> <t:p> ?o } } ORDER BY ?o"))
    everything = list(graph.select("SELECT ?s { ?s ?p ?o }"))

    assert (len(named), str(named[1][0]), len(everything)) == (2, "<t:b>", 3)
