"""The terms of our vocabulary, by their names."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes


@cache
def our_terms() -> frozenset[str]:
    """Give the names of all terms that the vocabulary defines.

    >>> "partnersWith" in our_terms(), "partnerWith" in our_terms()
    (True, False)
    """
    namespace = prefixes()["yq"]
    subjects = {quad.subject for quad in parse(terms.read("def.ttl"), RdfFormat.TURTLE)}
    iris = (subject.value for subject in subjects if isinstance(subject, NamedNode))
    return frozenset(iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace))
