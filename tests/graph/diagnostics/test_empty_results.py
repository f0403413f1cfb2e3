"""The part that is found is the smallest, on every kind of store, within a number of questions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples

from yuqiao.graph.diagnostics.empty_results.explain import EmptyResult, why_empty
from yuqiao.graph.diagnostics.probes import MAX_PROBES
from yuqiao.graph.questions.catalogue import Question, questions
from yuqiao.graph.sparql.ast import Node, Query, Triple, walk
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.store import Store

Responder = Callable[[str], tuple[int, str, bytes]]


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


def names_in(query: Query) -> list[Node]:
    """Return the prefixed names in the triples of a query, each place once."""
    assert query.where is not None
    found: dict[int, Node] = {}
    for part in walk(query.where):
        if isinstance(part, Triple):
            nodes = (part.subject, *(part.path.iris or (part.path,)), part.object)
            found |= {node.start: node for node in nodes if node.kind == "iri" and node.text != "a"}
    return [found[place] for place in sorted(found)]


def misspelt(name: str) -> str:
    return name[:-2] + name[-1] if len(name.partition(":")[2]) > 3 else f"{name}x"


@pytest.mark.slow
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_misspelt_name_in_a_question_is_found_and_set_right(
    question: Question, store: Store
) -> None:
    text, bindings = question.bind(lang="en", store=store, values={})
    for node in names_in(parse_query(text, store.prefixes)):
        wrong = text[: node.start] + misspelt(node.text) + text[node.end :]

        found = why_empty(store, wrong, bindings)

        if found.empty:  # a name in an OPTIONAL, or beside others in a path, takes no row away
            assert found.after is not None, f"{misspelt(node.text)} in {question.name}"
            assert found.after.sparql == text
            assert not found.after.empty


TOGETHER = [
    """SELECT * { ?p a yq:JointInstitution ; yq:firstIntake ?y ; yq:level lvl:bachelor .
        ?p yq:foreignPartner ?f . ?f yq:country country:NZL . ?f skos:prefLabel ?n }""",
    "SELECT * { ?a yq:annualTuition ?v . ?a skos:prefLabel ?n . ?b yq:firstIntake ?v }",
    """SELECT * { ?p yq:level lvl:diploma ; yq:foreignPartner ?f . ?q yq:foreignPartner ?f .
        ?q yq:annualTuition 53000 . ?q yq:level ?l }""",
    """SELECT * { ?c yq:review rev:rejected ; yq:aboutProperty yq:annualTuition ; yq:basis ?b ;
        yq:statedValue 53000 }""",
]


@pytest.mark.parametrize("query", TOGETHER)
def test_what_is_found_has_no_match_and_all_but_one_of_it_has(query: str, store: Store) -> None:
    (finding,) = why_empty(store, query).findings

    triples = [part.text for part in finding.parts if isinstance(part, Triple)]
    assert len(triples) == len(finding.parts) > 1
    assert not matches(store, triples)
    for some in combinations(triples, len(triples) - 1):
        assert matches(store, some)


def matches(store: Store, triples: tuple[str, ...] | list[str]) -> bool:
    return store.query(f"ASK {{ {' . '.join(triples)} }}") is True


@pytest.mark.slow
def test_the_number_of_questions_is_limited(store: Store) -> None:
    many = " ".join(f"{{ ?p yq:unknown{n} ?o{n} }} UNION" for n in range(MAX_PROBES))

    found = why_empty(store, f"SELECT * {{ {many} {{ ?p yq:unknown ?o }} }}")

    assert (found.probes, found.complete) == (MAX_PROBES, False)
    assert found.findings != ()


QUERIES = [
    "SELECT ?p { ?p yq:foreignPartners o:novosibirsk }",
    'SELECT ?x { ?x skos:prefLabel "Southwest University" }',
    "SELECT ?u { ?u a schema:CollegeOrUniversity ; yq:foreignPartner ?p }",
    "SELECT ?p { ?p yq:level ?l FILTER(?l = lvl:bachelors) }",
    "SELECT ?l (COUNT(?p) AS ?n) { ?p yq:level ?l } GROUP BY ?l HAVING(COUNT(?p) > 1000)",
    "CONSTRUCT { ?p a ?c } { ?p yq:levels ?l }",
    "ASK { o:cqu yq:partnersWith o:novosibirk }",
    "DESCRIBE o:novosibrsk",
    TOGETHER[0],
]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_on_disk_and_behind_an_address_the_same_is_found(
    query: str, store: Store, tmp_path: Path, serve: Callable[[Responder], str]
) -> None:
    on_disk = copied(store, tmp_path)
    behind = EndpointStore(serve(answering(on_disk)))

    expected = why_empty(store, query)

    assert without_count(why_empty(on_disk, query)) == without_count(expected)
    assert without_count(why_empty(behind, query)) == without_count(expected)


def copied(store: Store, folder: Path) -> MemoryStore:
    assert isinstance(store, MemoryStore)
    oxigraph = pyoxigraph.Store(folder / "graph")
    oxigraph.bulk_extend(store.oxigraph)
    return MemoryStore(oxigraph, {})


def answering(store: MemoryStore) -> Responder:
    """Answer as an endpoint does."""

    def respond(query: str) -> tuple[int, str, bytes]:
        answer = store.oxigraph.query(query)
        if isinstance(answer, QueryTriples):
            written = b"".join(f"{triple} .\n".encode() for triple in answer)
            return 200, "application/n-triples", written
        assert isinstance(answer, QuerySolutions | pyoxigraph.QueryBoolean)
        written = answer.serialize(format=QueryResultsFormat.JSON) or b""
        return 200, "application/sparql-results+json", written

    return respond


def without_count(found: EmptyResult) -> tuple[object, ...]:
    after = None if found.after is None else without_count(found.after)
    return found.empty, found.summary, found.findings, after
