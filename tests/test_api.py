"""What a Python user has: the public names, and what a graph, a result and a network can do."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Triple

import yuqiao
from garbage import uncollected
from yuqiao import ConstructResult, KnowledgeGraph, SelectResult
from yuqiao.commands.term_arguments import bound_terms
from yuqiao.ontology.namespaces import query_prefixes

SMALL = Path(__file__).parent / "support" / "two-partnerships.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def public(kind: type) -> list[str]:
    """Return the names of a class that users may rely on."""
    return sorted(name for name in dir(kind) if not name.startswith("_"))


def test_the_public_names() -> None:
    """Each is there, is documented, and none is there by accident."""
    assert yuqiao.__all__ == [
        "ConstructResult",
        "EndpointError",
        "InputError",
        "KnowledgeGraph",
        "KnowledgeNetwork",
        "LimitReached",
        "OutputError",
        "QueryError",
        "Report",
        "Row",
        "SelectResult",
        "TableErrors",
        "YuqiaoError",
        "__version__",
        "open",
    ]
    for name in yuqiao.__all__:
        assert getattr(yuqiao, name).__doc__, name
    with pytest.raises(AttributeError, match="module 'yuqiao' has no attribute 'opne'"):
        yuqiao.opne  # noqa: B018


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "KnowledgeGraph",
            (
                "ask construct describe engine exists explain find lint network prefixes quads "
                "query question questions reopen select serialize serve to_networkx to_rdflib triples "
                "update validate view why_empty write"
            ),
        ),
        ("KnowledgeNetwork", "graph measure model to_networkx view widget write"),
        (
            "SelectResult",
            (
                "count engine_rows limit of to_arrow to_dicts to_networkx to_pandas to_polars "
                "truncated values write"
            ),
        ),
        ("ConstructResult", "count limit serialize to_networkx truncated write"),
        ("Row", "asdict count index values"),
    ],
)
def test_the_public_members(kind: str, names: str) -> None:
    found = [name for name in public(getattr(yuqiao, kind)) if name != "variables"]

    assert found == names.split()
    for name in found:
        assert inspect.getdoc(getattr(getattr(yuqiao, kind), name)), name


def test_a_command_imports_no_interface() -> None:
    code = "import sys, yuqiao; yuqiao.YuqiaoError; print('yuqiao.api' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"


@pytest.mark.slow
def test_a_graph_says_what_it_is(graph: KnowledgeGraph, tmp_path: Path) -> None:
    load = [sys.executable, "-m", "yuqiao", "load", str(SMALL), "--into", "store", "--quiet"]
    subprocess.run(load, check=True, cwd=tmp_path)
    count = len(yuqiao.open(SMALL))

    assert repr(graph) == "<KnowledgeGraph: the bundled graph, 45,445 triples>"
    assert repr(yuqiao.open(SMALL)) == f"<KnowledgeGraph: {SMALL} in memory, {count} triples>"
    assert repr(yuqiao.open(tmp_path / "store")) == (
        f"<KnowledgeGraph: {tmp_path}/store on disk, {count} triples>"
    )
    assert repr(yuqiao.open("http://localhost:1/?key=s3cret")) == (
        "<KnowledgeGraph: the endpoint http://localhost:1/?…>"
    )


def test_each_form_of_query_has_its_method(graph: KnowledgeGraph) -> None:
    rows = graph.select("SELECT ?u { o:cqu yq:partnersWith ?u } ORDER BY ?u")
    triples = graph.construct("CONSTRUCT WHERE { o:cqmu yq:partnersWith ?u }")

    assert isinstance(rows, SelectResult)
    assert isinstance(triples, ConstructResult)
    assert graph.exists("ASK { o:cqu a ?kind }") is True
    assert [row["u"] for row in rows][:1] == [NamedNode(graph.prefixes["o"] + "cincinnati")]


@pytest.mark.parametrize(
    ("method", "query", "message"),
    [
        ("select", "ASK {}", "the query returns true or false; expected rows, from SELECT"),
        ("select", "DESCRIBE o:cqu", "the query returns triples; expected rows, from SELECT"),
        (
            "construct",
            "SELECT * {}",
            "the query returns rows; expected triples, from CONSTRUCT or DESCRIBE",
        ),
        ("exists", "SELECT * {}", "the query returns rows; expected true or false, from ASK"),
    ],
)
def test_another_form_is_rejected(
    graph: KnowledgeGraph, method: str, query: str, message: str
) -> None:
    with pytest.raises(yuqiao.QueryError) as rejected:
        getattr(graph, method)(query)

    assert str(rejected.value) == message


@pytest.mark.slow
@pytest.mark.parametrize(
    "work",
    [
        lambda: yuqiao.open(SMALL).select("DESCRIBE o:cqu"),
        lambda: yuqiao.open(SMALL).construct("SELECT * {}"),
        lambda: yuqiao.open(SMALL).exists("SELECT * {}"),
        lambda: bound_terms(['x="zwei"^^xsd:integer'], query_prefixes()),
    ],
)
def test_an_error_that_is_kept_keeps_no_answer(work: Callable[[], object]) -> None:
    def kept() -> None:
        with pytest.raises(yuqiao.QueryError) as error:
            work()
        assert error.tb  # which refers to this frame, and so to itself

    with uncollected() as left:
        kept()

        assert [each for each in left() if isinstance(each, (QuerySolutions, QueryTriples))] == []


@pytest.mark.parametrize(
    ("item", "there"),
    [
        ("o:cqu", True),
        ("<https://w3id.org/yuqiao/id/organisation/cqu>", True),
        (NamedNode("https://w3id.org/yuqiao/id/organisation/cqu"), True),
        (NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), True),
        ("重庆大学", True),
        (Literal("Chongqing University", language="en"), True),
        ("o:nobody", False),
        ("Nobody University", False),
        ("", False),
        (Literal("Chongqing University", language="fr"), False),
        (42, False),
    ],
)
def test_in(graph: KnowledgeGraph, item: object, there: bool) -> None:
    assert (item in graph) is there


def test_a_triple_in(graph: KnowledgeGraph) -> None:
    triple = next(iter(graph.construct("CONSTRUCT WHERE { o:cqmu yq:partnersWith ?u }")))
    other = Triple(triple.subject, triple.predicate, NamedNode("http://example.org/none"))

    assert (triple in graph, other in graph) == (True, False)


def test_an_update_changes_what_is_in_memory() -> None:
    graph = yuqiao.open(SMALL)
    before = len(graph)
    graph.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")

    assert len(graph) == before + 1
    assert sum(1 for _ in graph.triples()) == sum(1 for _ in graph.quads()) == before + 1


def test_questions(graph: KnowledgeGraph) -> None:
    names = [question.name for question in graph.questions()]
    rows = graph.question("partnerships-by-country", lang="zh")

    assert "partnerships-by-country" in names
    assert isinstance(rows, SelectResult)
    assert rows.to_dicts()[0] == {"country": "澳大利亚", "current": 14, "all": 15}
    assert KnowledgeGraph.ask is KnowledgeGraph.question


def test_finding_and_describing(graph: KnowledgeGraph) -> None:
    (cqu,) = graph.find("CQU")
    report = graph.describe("Chongqing University")

    assert cqu.value.endswith("/cqu")
    assert report.data.iri == cqu
    assert str(report).startswith("Chongqing University · 重庆大学\n")
    assert repr(graph.describe(cqu)) == str(report)
    with pytest.raises(yuqiao.QueryError, match=r"^no entity is called 'nowhere at all'"):
        graph.describe("nowhere at all")
    with pytest.raises(yuqiao.QueryError, match=r"^several entities match 'Normal': <"):
        graph.describe("Normal")


def test_lint_explain_and_why_empty(graph: KnowledgeGraph) -> None:
    wrong = "SELECT ?p { ?p yq:chinesPartner o:cqu }"

    assert len(graph.lint(wrong)) == 1
    assert graph.lint("SELECT ?p { ?p yq:chinesePartner o:cqu }") == []
    assert "chinesPartner" in str(graph.why_empty(wrong))
    assert graph.explain("SELECT ?p { ?p a yq:Partnership }").data.engine.startswith("Oxigraph")


@pytest.mark.slow
def test_networks(graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = graph.network(projection="school-country", country="RU")

    assert repr(network) == "<network of 9 nodes and 8 edges>"
    partnerships = {iri for _, own in network.graph.nodes(data="partnerships") for iri in own}
    assert partnerships <= network.model.partnerships.keys()
    cited = [each.sources for behind in network.model.evidence.values() for each in behind]
    assert {source for sources in cited for source in sources} <= network.model.sources.keys()
    assert network.measure("degree").to_dicts()[0]["name"] == "Russia"
    assert repr(network.view(lang="zh")) == "<page of 9 nodes and 8 edges>"
    for name in ("a.html", "a.svg", "a.graphml", "a.gexf", "a.cyjs"):
        network.write(tmp_path / name)
    network.write(tmp_path / "edges.csv", "edges-csv")
    assert networkx.read_graphml(tmp_path / "a.graphml").number_of_edges() == 8
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(
        yuqiao.OutputError, match="no format for views or networks has this extension"
    ):
        network.write(tmp_path / "a.xyz")


@pytest.mark.slow
def test_a_file_of_a_network_is_that_of_the_command(graph: KnowledgeGraph, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "yuqiao", "export", "--projection", "school-country"]
    subprocess.run([*command, "-o", "theirs.graphml"], check=True, cwd=tmp_path)
    graph.network(projection="school-country").write(tmp_path / "ours.graphml")

    ours, theirs = (tmp_path / f"{name}.graphml" for name in ("ours", "theirs"))
    assert ours.read_bytes() == theirs.read_bytes()


def node_link(network: networkx.Graph, path: Path) -> None:
    """Write a network as JSON, as networkx's documentation shows."""
    path.write_text(json.dumps(networkx.node_link_data(network, edges="links")), "utf-8")


def node_link_read(path: Path) -> networkx.Graph:
    """Read it again."""
    return networkx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "read"),
    [
        (networkx.write_graphml, networkx.read_graphml),
        (networkx.write_gexf, networkx.read_gexf),
        (networkx.write_gml, networkx.read_gml),
        (node_link, node_link_read),
    ],
    ids=["graphml", "gexf", "gml", "node-link"],
)
def test_networkx_itself_writes_every_network(
    graph: KnowledgeGraph,
    tmp_path: Path,
    write: Callable[[networkx.Graph, Path], None],
    read: Callable[[Path], networkx.Graph],
) -> None:
    for network in (graph.to_networkx(), graph.to_networkx(onto="school")):
        write(network, tmp_path / "network")
        again = read(tmp_path / "network")

        assert set(again) == set(network)
        assert again.number_of_edges() == network.number_of_edges()


def test_a_graph_is_written_as_the_command_writes_it(graph: KnowledgeGraph, tmp_path: Path) -> None:
    small = yuqiao.open(SMALL)
    small.write(tmp_path / "a.jsonld")
    small.write(tmp_path / "a.data", "ntriples")
    export = [sys.executable, "-m", "yuqiao", "export", "--graph", str(SMALL)]
    subprocess.run([*export, "-o", "b.jsonld"], check=True, cwd=tmp_path)

    assert (tmp_path / "a.jsonld").read_bytes() == (tmp_path / "b.jsonld").read_bytes()
    assert (tmp_path / "a.data").read_text("utf-8") == small.serialize("ntriples")
    assert len(rdflib.Graph().parse(data=small.serialize(), format="turtle")) == len(small)
    with pytest.raises(yuqiao.OutputError, match="excel is not a format for RDF"):
        small.serialize("excel")


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_text_is_what_is_written(form: str, tmp_path: Path) -> None:
    (tmp_path / "small.trig").write_text(
        '<urn:a> <urn:b> "渝" . <urn:g> { <urn:a> <urn:c> 1 }', "utf-8"
    )
    graph = yuqiao.open(tmp_path / "small.trig")
    graph.write(tmp_path / "a", form)

    assert graph.serialize(form).encode() == (tmp_path / "a").read_bytes()
    assert ("<urn:g>" in graph.serialize(form)) == (form in {"trig", "nquads"})


def test_text_is_refused_where_it_would_be_ill_formed() -> None:
    triples = yuqiao.open().construct('CONSTRUCT { <urn:a> <urn:b> ?c } { BIND("\\u0001" AS ?c) }')

    with pytest.raises(yuqiao.OutputError, match="XML"):
        triples.serialize("rdfxml")


def test_a_network_has_the_options_of_the_command_line(graph: KnowledgeGraph) -> None:
    query = "SELECT ?source ?target { ?source yq:partnersWith ?target }"

    assert len(graph.network(query=query).graph) == 98
    assert len(graph.network(aggregate="country").graph) == 18
    assert len(graph.network(question="school-university-network").graph) == 98


def test_results_are_written(graph: KnowledgeGraph, tmp_path: Path) -> None:
    query = "SELECT ?n { VALUES ?n { 1 2 } }"
    graph.select(query).write(tmp_path / "a.csv")
    graph.select(query).limit(1).write(tmp_path / "b", "csv")
    graph.select("SELECT ('=1' AS ?a) {}").write(tmp_path / "c.csv", spreadsheet=True)
    graph.construct("DESCRIBE o:cqu").write(tmp_path / "d.ttl")

    assert (tmp_path / "a.csv").read_bytes() == b"n\r\n1\r\n2\r\n"
    assert (tmp_path / "b").read_bytes() == b"n\r\n1\r\n"
    assert (tmp_path / "c.csv").read_bytes() == "\ufeffa\r\n'=1\r\n".encode()
    described = graph.construct("DESCRIBE o:cqu").serialize("turtle")
    assert (tmp_path / "d.ttl").read_text("utf-8") == described


@pytest.fixture(params=["memory", "disk"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> KnowledgeGraph:
    """Open the small graph, in memory and on disk."""
    if request.param == "memory":
        return yuqiao.open(SMALL)
    load = [sys.executable, "-m", "yuqiao", "load", str(SMALL), "--into", "store", "--quiet"]
    subprocess.run(load, check=True, cwd=tmp_path)
    return yuqiao.open(tmp_path / "store")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_query_within_its_limits_returns_what_it_does_without(held: KnowledgeGraph) -> None:
    rows = 'SELECT ?s ?o ?none { { ?s a ?o } UNION { VALUES (?s ?o) { ("a\\n"@zh 5) } } }'
    triples = "CONSTRUCT { ?s a ?o . [] a ?s } WHERE { ?s a ?o }"

    assert sorted(held.select(rows, timeout=60, memory="64G"), key=str) == sorted(
        held.select(rows), key=str
    )
    within = held.construct(triples, timeout=60)
    assert len(list(within)) == len(list(held.construct(triples)))
    assert held.exists("ASK { ?s a ?o }", timeout=60) is True
    assert held.query("ASK { ?s <urn:none> ?o }", memory=2**36) is False
    with pytest.raises(yuqiao.QueryError, match="line 1, column"):
        held.query("SELECT", timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_limit_stops_a_query(graph: KnowledgeGraph) -> None:
    with pytest.raises(yuqiao.LimitReached, match=r"^stopped after 0\.5 s"):
        graph.query(ENDLESS, timeout=0.5)
    with pytest.raises(yuqiao.LimitReached, match=r"^stopped at 150 MB of memory"):
        graph.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a", memory="150M", timeout=60)
    with pytest.raises(yuqiao.QueryError, match=r'^"-1" is not a time limit'):
        graph.query("ASK {}", timeout=-1)
    assert graph.exists("ASK {}") is True


def test_limits_are_rejected_where_there_is_no_fork(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork", raising=False)

    with pytest.raises(yuqiao.YuqiaoError, match="cannot stop a query at a limit"):
        graph.query("ASK {}", timeout=1)


def test_a_local_graph_as_an_rdflib_dataset(graph: KnowledgeGraph) -> None:
    dataset = graph.to_rdflib()

    assert isinstance(dataset, rdflib.Dataset)
