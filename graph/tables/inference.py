"""Derived facts: the CONSTRUCT queries of ontology/rules, applied in the order of their names."""

from __future__ import annotations

from pyoxigraph import Quad, QueryTriples, Store

from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes


def apply_rules(store: Store, base: str) -> None:
    """Add the statements that the rules derive to a store; each rule sees those of the ones before.

    :param store: the facts; it is changed
    :param base: the base IRI of the facts
    """
    prefixes = vocabulary_prefixes(base)
    for name in terms.names("rules"):
        derived = store.query(terms.read(name, base), prefixes=prefixes)
        assert isinstance(derived, QueryTriples), f"{name} is no CONSTRUCT query"
        store.extend([Quad(t.subject, t.predicate, t.object) for t in derived])
