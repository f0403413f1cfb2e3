"""The tables of nodes and edges, with the columns that GraphFrames reads: id, src and dst.

Of a register they are its network of schools, universities, countries and disciplines; of any other
graph, all links between its entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from yuqiao.exports.tables.entity_table import TYPE, Subject
from yuqiao.exports.tables.statements import token_text
from yuqiao.exports.tables.typed_columns import TableLayout
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.model import edges_of

if TYPE_CHECKING:
    from yuqiao.exports.tables.spool import SubjectSpool
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.store import Store

NODES = TableLayout(
    "nodes",
    {
        "id": "text",
        "kind": "text",
        "label_en": "text",
        "label_zh": "text",
        "country": "text",
        "partnerships": "integer",
        "current": "integer",
    },
)
"""``kind`` is the kind of node or, of any other graph, its first class."""

EDGES = TableLayout(
    "edges",
    {
        "src": "text",
        "dst": "text",
        "relation": "text",
        "weight": "integer",
        "current": "integer",
        "partnerships": "texts",
    },
)
"""``relation`` is that of the network or, of any other graph, the property; ``weight`` is the
number of partnerships."""


def register_network(store: Store) -> Network:
    """Return the network of a register."""
    return build_network(store)


def nodes(network: Network) -> Iterator[dict[str, object]]:
    """Return the rows of the nodes of a register's network, in order."""
    for node, own in sorted(network.graph.nodes(data=True)):
        yield {
            **{name: own.get(name) for name in ("kind", "label_en", "label_zh", "country")},
            "id": node,
            "partnerships": len(own.get("partnerships", ())),
            "current": own.get("current"),
        }


def edges(network: Network) -> Iterator[dict[str, object]]:
    """Return the rows of the edges of a register's network, in order."""
    for source, target, _, own in sorted(edges_of(network.graph), key=lambda edge: edge[:3]):
        yield {
            **{name: own.get(name) for name in ("relation", "weight", "current")},
            "src": source,
            "dst": target,
            "partnerships": list(own.get("partnerships", ())),
        }


def link_rows(subject: Subject) -> Iterator[dict[str, object]]:
    """Return the rows of the links from an entity of any graph."""
    for predicate, values in subject.facts.items():
        for token in values:
            if _is_link(predicate, token):
                yield {
                    "src": subject.id,
                    "dst": token_text(token),
                    "relation": predicate,
                    "weight": 1,
                    "partnerships": [],
                }


def hold_targets(subject: Subject, targets: SubjectSpool) -> None:
    """Hold the ends of an entity's links, its own included, for the rows of nodes."""
    ends = [
        token
        for predicate, values in subject.facts.items()
        for token in values
        if _is_link(predicate, token)
    ]
    own = subject.id if subject.id.startswith("_:") else f"<{subject.id}>"
    if ends:
        targets.write(b"".join(end + b"\n" for end in (own.encode(), *ends)))


def linked_nodes(targets: Iterable[bytes], known: Iterable[Subject]) -> Iterator[dict[str, object]]:
    """Return the rows of the nodes of any graph.

    :param targets: the ends of links, each once
    :param known: the entities of the same part
    """
    described = {subject.id: subject for subject in known}
    for token in targets:
        name = token_text(token)
        subject = described.get(name)
        own = {"kind": subject.first(TYPE), **subject.names()} if subject else {}
        yield {"id": name, **own}


def _is_link(predicate: str, token: bytes) -> bool:
    return predicate != TYPE and (token[:2] == b"_:" or (token[:1] == b"<" and token[:2] != b"<<"))
