"""One string names a graph; what cannot be opened is refused with what it was taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.endpoint.store import EndpointStore
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store


def test_nothing_is_the_bundled_graph() -> None:
    graph = open_store()

    assert isinstance(graph, MemoryStore)
    assert graph.query("ASK { p:cqu-novosibirsk-physics yq:foreignPartner o:novosibirsk }") is True


@pytest.mark.parametrize("address", ["http://example.org/sparql", "HTTPS://example.org/sparql"])
def test_an_address_is_an_endpoint_that_is_not_asked_yet(address: str) -> None:
    assert isinstance(open_store(address), EndpointStore)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such.ttl", "no-such.ttl: taken for a file or a folder, but there is none"),
        ("", "the graph has an empty name; leave it out for the bundled graph"),
        (
            "ftp://example.org/graph",
            "ftp://example.org/graph: not an address of a SPARQL endpoint; expected http or https",
        ),
    ],
)
def test_what_is_none_of_these_is_refused(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as refused:
        open_store(name)

    assert str(refused.value) == message
