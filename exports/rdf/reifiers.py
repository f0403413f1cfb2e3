"""Reifiers: each claim linked to the statement it is about, by ``rdf:reifies`` of RDF 1.2.

A claim is a node of its own, which any tool reads: it names the thing, the property and the value.
Tools of RDF 1.2 look for the same as a triple term. It asserts nothing: the statement of an open or
rejected claim stands in the graph as the term only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from yuqiao.graph.errors import OutputError

_REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
_WITH_TRIPLE_TERMS = {"turtle", "ntriples", "trig", "nquads"}


def require_triple_terms(form: str) -> None:
    """Check that a format can carry the triple terms of RDF 1.2.

    :raises OutputError: when it cannot

    >>> require_triple_terms("rdfxml")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.OutputError: rdfxml cannot carry the triple terms of RDF 1.2; choose \
turtle, ntriples, trig or nquads
    """
    if form not in _WITH_TRIPLE_TERMS:
        raise OutputError(
            f"{form} cannot carry the triple terms of RDF 1.2; choose turtle, ntriples, trig or"
            " nquads"
        )


def reifiers(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the link of each claim to its statement, in the graph that the claim is in.

    :param quads: the graph
    :param prefixes: the prefixes of its vocabulary
    """
    named = {
        prefixes["schema"] + "about": "thing",
        prefixes["yq"] + "aboutProperty": "property",
        prefixes["yq"] + "statedValue": "value",
        prefixes["yq"] + "statedResource": "value",
    }
    claims: dict[object, dict[str, Quad]] = defaultdict(dict)
    for quad in quads:
        part = named.get(quad.predicate.value)
        if part:
            claims[quad.subject][part] = quad
    for parts in claims.values():
        if len(parts) < 3:
            continue
        claim, thing = parts["property"], parts["thing"].object
        if isinstance(thing, NamedNode) and isinstance(claim.object, NamedNode):
            said = Triple(thing, claim.object, parts["value"].object)
            yield Quad(claim.subject, _REIFIES, said, claim.graph_name)
