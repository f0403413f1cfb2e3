"""Networks of graphs in other vocabularies: direction, names, kinds, values, blank nodes."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest

from yuqiao.graph.labels import Label, local_name
from yuqiao.graph.network.default_query import ALL_LINKS, MOST_LINKS, default_query
from yuqiao.graph.network.model import Network, NodeValues
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store

TYPED = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <http://example.org/> .
@prefix schema: <http://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<> a owl:Ontology ; dct:title "People and firms"@en, "人与公司"@zh .
ex:alice a foaf:Person, ex:Employee ; foaf:name "Alice" ; foaf:age 33 ; org:memberOf ex:acme ;
  schema:birthDate "1990-01-01"^^xsd:date ; ex:since "2016"^^xsd:gYear ; ex:motto "on"@en, "前进"@zh .
ex:bob a foaf:Person ; foaf:name "Bob" ; org:memberOf ex:acme, ex:beta ; ex:knows ex:alice, ex:bob .
ex:acme a org:Organization ; skos:prefLabel "Acme"@en, "阿克米"@zh ; org:subOrganizationOf ex:beta .
ex:beta a org:Organization ; schema:name "Beta Corp" ; rdfs:label "" .
ex:film a ex:country ; dct:title "The Film" ; schema:actor ex:alice ; schema:actor ex:card .
ex:card vcard:fn "Card" .
ex:Employee rdfs:subClassOf foaf:Person ; rdfs:label "employee"@en, "雇员"@zh .
"""
LINKS = """CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o
  FILTER(STRSTARTS(STR(?o), STR(ex:)) && ?p != rdf:type) }"""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Network:
    path = tmp_path_factory.mktemp("graphs") / "typed.ttl"
    path.write_text(TYPED, "utf-8")
    return NetworkSpec(sparql=f"# Who is where\n{LINKS}").network(open_store(path))


def arrows(network: Network) -> set[tuple[str, str, str]]:
    return {
        (local_name(one), own["relation"], local_name(other))
        for one, other, own in network.graph.edges(data=True)
    }


def test_links_keep_their_direction_and_loops_are_links(typed: Network) -> None:
    assert isinstance(typed.graph, nx.MultiDiGraph)
    assert arrows(typed) == {
        ("alice", "org:memberOf", "acme"),
        ("bob", "org:memberOf", "acme"),
        ("bob", "org:memberOf", "beta"),
        ("bob", "ex:knows", "alice"),
        ("bob", "ex:knows", "bob"),
        ("acme", "org:subOrganizationOf", "beta"),
        ("film", "schema:actor", "alice"),
        ("film", "schema:actor", "card"),
    }
    assert typed.relations["org:memberOf"] == ("memberOf", "memberOf")


def test_things_have_the_names_and_kinds_of_their_graph(typed: Network) -> None:
    found = {
        local_name(node): (own["kind"], own["label_en"], own["label_zh"])
        for node, own in typed.graph.nodes(data=True)
    }

    assert found == {
        "alice": ("employee", "Alice", "Alice"),
        "bob": ("Person", "Bob", "Bob"),
        "acme": ("Organization", "Acme", "阿克米"),
        "beta": ("Organization", "Beta Corp", "Beta Corp"),
        "film": ("ex:country", "The Film", "The Film"),  # not the vocabulary's own kind
        "card": ("other", "Card", "Card"),
    }
    assert typed.kinds["employee"] == ("employee", "雇员")
    assert typed.title == ("People and firms", "人与公司")
    assert typed.note == ("Who is where", "Who is where")
    assert typed.is_foreign


def test_literals_are_values_of_their_type(typed: Network) -> None:
    assert typed.graph.nodes["http://example.org/alice"]["values"] == (
        NodeValues("ex:motto", Label("motto", "motto"), (Label("on", "前进"),)),
        NodeValues("ex:since", Label("since", "since"), (2016,)),
        NodeValues("schema:birthDate", Label("birthDate", "birthDate"), ("1990-01-01",)),
        NodeValues("foaf:age", Label("age", "age"), (33,)),
    )


def test_blank_nodes_are_nodes_with_the_same_names_each_time(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text(
        """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
        _:a a foaf:Person ; foaf:name "Alice" ; foaf:knows _:b, _:c .
        _:b a foaf:Person ; foaf:nick "bobby tables", "bob" ; foaf:knows _:c .
        _:c a foaf:Person ; foaf:knows _:c .""",
        "utf-8",
    )
    wanted = NetworkSpec(sparql="CONSTRUCT WHERE { ?a foaf:knows ?b }")
    one, other = (wanted.network(open_store(path)) for _ in range(2))

    labels = dict(one.graph.nodes(data="label_en"))
    assert sorted(labels.values()) == ["Alice", "Person", "Person (bob)"]
    assert {node[:6] for node in labels} == {"_:c14n"}
    assert list(one.graph.edges(keys=True)) == list(other.graph.edges(keys=True))
    assert dict(other.graph.nodes(data="label_en")) == labels
    assert {(labels[a], labels[b]) for a, b in one.graph.edges()} == {
        ("Alice", "Person (bob)"),
        ("Alice", "Person"),
        ("Person (bob)", "Person"),
        ("Person", "Person"),
    }


def test_edges_are_of_the_property_or_the_entity_of_their_row(tmp_path: Path) -> None:
    path = tmp_path / "edges.ttl"
    path.write_text(
        """@prefix ex: <http://example.org/> . ex:A ex:likes ex:B ; ex:hates ex:B .
        ex:e1 ex:s ex:A ; ex:t ex:B . ex:e2 ex:s ex:A ; ex:t ex:B .""",
        "utf-8",
    )
    store = open_store(path)
    by_property = NetworkSpec(
        sparql="SELECT * { ?source ?edge ?target . FILTER(?source = ex:A) }"
    ).network(store)
    by_entity = NetworkSpec(sparql="SELECT * { ?edge ex:s ?source ; ex:t ?target }").network(store)

    assert arrows(by_property) == {("A", "ex:likes", "B"), ("A", "ex:hates", "B")}
    assert [
        (local_name(own["entity"]), own["relation"], own["weight"])
        for *_, own in by_entity.graph.edges(data=True)
    ] == [("e1", "edge", 1), ("e2", "edge", 1)]


def test_a_graph_in_another_vocabulary_shows_its_links_or_its_classes(tmp_path: Path) -> None:
    small, large = tmp_path / "small.nt", tmp_path / "large.nt"
    small.write_text("<urn:x/a> <urn:x/cites> <urn:x/b> .\n", "utf-8")
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = [f"<urn:x/a{n}> <urn:x/cites> <urn:x/a{n + 1}> .\n<urn:x/a{n}> {type_} <urn:x/Paper> ."
             for n in range(MOST_LINKS + 1)]  # fmt: skip
    large.write_text("\n".join(lines), "utf-8")

    links, classes = (NetworkSpec().drawing(open_store(path)) for path in (small, large))

    assert links.query == ALL_LINKS == default_query(open_store(small))
    assert arrows(links) == {("a", "<urn:x/cites>".strip("<>"), "b")}
    assert links.note.en == "All links between entities"
    assert arrows(classes) == {("Paper", "urn:x/cites", "Paper")}
    assert [weight for *_, weight in classes.graph.edges(data="weight")] == [MOST_LINKS]
    assert len(NetworkSpec().network(open_store(large))) == MOST_LINKS + 2


def test_a_triple_term_is_no_node_of_a_graph() -> None:
    store = pyoxigraph.Store()
    store.update("INSERT DATA { <urn:a> <urn:p> <<( <urn:c> <urn:q> 1 )>>, <urn:b> }")
    graph = MemoryStore(store, {})

    rows = graph.select(default_query(graph))

    assert [str(row["target"]) for row in rows] == ["<urn:b>"]


def test_entities_without_links_are_nodes_too(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text(
        """@prefix ex: <urn:x/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:it> a owl:Ontology . ex:Person a owl:Class ; foaf:name "person" .
        ex:knows foaf:name "knows" . ex:a a ex:Person ; ex:knows ex:b .
        ex:alone a ex:Person ; foaf:name "Alone" . ex:untyped foaf:name "Untyped" .""",
        "utf-8",
    )
    store = open_store(path)

    network = NetworkSpec().drawing(store)

    labels = sorted(label for _, label in network.graph.nodes(data="label_en"))
    assert labels == ["Alone", "Untyped", "a", "b"]
    assert arrows(network) == {("a", "ex:knows", "b")}
    assert network.note.en == "All links between entities, and the entities without links"
    assert set(NetworkSpec().network(store).graph) == set(network.graph)


CONCEPTS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <urn:x/> .
ex:s a skos:ConceptScheme ; skos:prefLabel "Metals" ; skos:hasTopConcept ex:metal .
ex:metal a skos:Concept ; skos:inScheme ex:s ; skos:topConceptOf ex:s ; skos:narrower ex:iron, ex:tin .
ex:iron a skos:Concept ; skos:inScheme ex:s ; skos:broader ex:metal ; skos:related ex:tin .
ex:tin a skos:Concept ; skos:inScheme ex:s ; skos:related ex:iron .
ex:other a skos:Concept ; skos:inScheme ex:s .
"""


@pytest.mark.parametrize(
    ("more", "nodes", "edges"),
    [
        (
            "",
            ["iron", "metal", "other", "tin"],
            {
                ("iron", "skos:broader", "metal"),
                ("metal", "skos:narrower", "tin"),
                ("iron", "skos:related", "tin"),
            },
        ),
        (
            "ex:tin skos:inScheme ex:second .",  # of two schemes, each concept is in its own
            ["iron", "metal", "other", "s", "second", "tin"],
            None,
        ),
    ],
    ids=["one scheme", "two schemes"],
)
def test_a_concept_scheme_is_drawn_without_what_is_said_of_all(
    tmp_path: Path, more: str, nodes: list[str], edges: set[tuple[str, str, str]] | None
) -> None:
    path = tmp_path / "scheme.ttl"
    path.write_text(CONCEPTS + more, "utf-8")

    network = NetworkSpec().drawing(open_store(path))

    assert sorted(map(local_name, network.graph)) == nodes
    assert edges is None or arrows(network) == edges
    assert network.title.en == "Metals"


def test_a_catalogue_gives_the_title_and_not_one_of_its_datasets(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.ttl"
    path.write_text(
        """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix ex: <urn:x/> .
        ex:catalogue a dcat:Catalog ; dct:title "Open data" ; dcat:dataset ex:trees .
        ex:trees a dcat:Dataset ; dct:title "Trees" .""",
        "utf-8",
    )

    assert NetworkSpec().drawing(open_store(path)).title.en == "Open data"


def test_a_flat_concept_scheme_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "flat.ttl"
    path.write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <urn:x/> .
        ex:a skos:topConceptOf ex:s ; skos:prefLabel "A" . ex:b skos:inScheme ex:s .""",
        "utf-8",
    )

    network = NetworkSpec().drawing(open_store(path))

    assert (sorted(map(local_name, network.graph)), arrows(network)) == (["a", "b"], set())
