"""The triples of a CONSTRUCT as a networkx graph, to be measured and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.literals import python_value
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx
    from pyoxigraph import Triple


def network_of_triples(
    triples: Iterable[Triple], prefixes: Mapping[str, str]
) -> networkx.MultiDiGraph:
    """Return triples as a directed network, in a deterministic order.

    Nodes are IRIs as text, or ``_:name`` for a blank node. A triple whose object is not a literal
    is an edge: its key is the predicate's short name, its attribute ``predicate`` the whole IRI.
    One whose object is a literal is an attribute of its subject, under the predicate's short name
    and, for text in a language, ``@`` and the language; several values become one text, joined by
    "; ", so that GraphML and GEXF can hold them.
    """
    import networkx

    short = PrefixMap(prefixes)
    network = networkx.MultiDiGraph()
    found: dict[str, dict[str, list[Literal]]] = {}
    for triple in sorted(triples, key=str):
        subject, predicate = _node(triple.subject), triple.predicate.value
        name = short.compress(predicate) or predicate
        network.add_node(subject)
        if isinstance(triple.object, Literal):
            language = (
                f"@{cased_language_tag(triple.object.language)}" if triple.object.language else ""
            )
            found.setdefault(subject, {}).setdefault(name + language, []).append(triple.object)
        else:
            network.add_edge(subject, _node(triple.object), key=name, predicate=predicate)
    for subject, attributes in found.items():
        network.nodes[subject].update({name: _value(of) for name, of in attributes.items()})
    return network


def _node(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def _value(literals: list[Literal]) -> object:
    """Return one value as GraphML can hold it: a number, a truth value, or text."""
    if len(literals) > 1:
        return "; ".join(literal.value for literal in literals)
    value = python_value(literals[0])
    return value if isinstance(value, bool | int | float) else literals[0].value
