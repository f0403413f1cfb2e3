"""Real servers that cut: a row limit nobody is told of, a time limit, a death in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import yuqiao
from sparql_servers import Engine, fuseki, oxigraph, virtuoso
from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.results import Solutions, Triples

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
LONG = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 5000000"  # more rows than any buffer holds
ROWS = 6000


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Virtuoso with a row limit, and more triples than that."""
    with virtuoso(BUNDLED, tmp_path_factory.mktemp("limited"), ROWS) as served:
        yield served.url


def test_virtuoso_says_when_it_cuts_rows(limited: str) -> None:
    graph = yuqiao.open(limited)

    with pytest.raises(EndpointError, match=r"gives at most 6,000 rows and would cut this answer"):
        graph.query("SELECT * { ?s ?p ?o }")
    as_asked = graph.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}")

    assert isinstance(as_asked, Solutions)
    assert len(list(as_asked)) == ROWS


def test_virtuoso_does_not_say_when_it_cuts_triples(limited: str) -> None:
    graph = yuqiao.open(limited)
    cut = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    whole = graph.query(f"CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {ROWS}")
    assert isinstance(cut, Triples)
    assert isinstance(whole, Triples)

    with pytest.raises(EndpointError, match=r"was cut short after 6,001 triples, by the row limit"):
        list(cut)
    assert len(list(whole)) == ROWS


def test_the_whole_graph_comes_from_behind_a_row_limit(limited: str) -> None:
    there, here = yuqiao.open(limited), yuqiao.open()

    assert len(list(there.triples())) == len(list(here.triples())) > 2 * ROWS


def test_virtuoso_asks_for_digest(limited: str, monkeypatch: pytest.MonkeyPatch) -> None:
    protected = limited.replace("/sparql?", "/sparql-auth?")
    host = protected.split("/")[2]

    with pytest.raises(EndpointError, match="401 Unauthorized; it was asked without credentials"):
        yuqiao.open(protected).query("ASK { ?s ?p ?o }")
    monkeypatch.setenv("YUQIAO_AUTH_HOST", host)
    monkeypatch.setenv("YUQIAO_USER", "dba")
    monkeypatch.setenv("YUQIAO_PASSWORD", "dba")

    assert yuqiao.open(protected).query("ASK { ?s ?p ?o }") is True
    monkeypatch.setenv("YUQIAO_PASSWORD", "wrong")
    with pytest.raises(EndpointError, match="asked with the credentials of YUQIAO_USER and"):
        yuqiao.open(protected).query("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("engine", [fuseki, oxigraph])
def test_a_server_dies_in_the_middle_of_an_answer(engine: Engine, tmp_path: Path) -> None:
    with engine(BUNDLED, tmp_path) as served:
        rows = yuqiao.open(served.url).query(LONG)
        assert isinstance(rows, Solutions)
        iterator = iter(rows)
        next(iterator)
        served.process.kill()

        with pytest.raises(EndpointError, match=r"cut short after [\d,]+ rows: the connection was"):
            for _ in iterator:
                pass


def test_oxigraph_writes_its_excuse_into_the_answer(tmp_path: Path) -> None:
    with oxigraph(BUNDLED, tmp_path, "--timeout-s", "1") as served:
        rows = yuqiao.open(served.url).query(LONG)
        assert isinstance(rows, Solutions)

        with pytest.raises(
            EndpointError, match=r"after [\d,]+ rows and wrote: The SPARQL operation has"
        ):
            for _ in rows:
                pass
