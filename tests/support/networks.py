"""Networks of a graph, with the evidence for each fact, as the tests of several rooms need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.network.evidence import with_evidence
from yuqiao.graph.network.spec import NetworkOptions, NetworkSpec
from yuqiao.graph.stores.open_store import open_store

if TYPE_CHECKING:
    from os import PathLike
    from typing import Unpack

    from yuqiao.graph.network.model import Network


def network_of(
    graph: str | PathLike[str] | None = None, **options: Unpack[NetworkOptions]
) -> Network:
    """Return a network of a graph; None is the bundled one."""
    store = open_store(graph)
    return with_evidence(NetworkSpec.from_options(options).network(store), store)
