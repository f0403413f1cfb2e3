"""Labels next to the IRIs of a table, looked up for some rows at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.names import names_of
from yuqiao.graph.entities.term_usage import Use
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_ROWS = 500  # whose labels are looked up with one query


def with_labels(rows: Solutions, store: Store, lang: str, prefixes: Mapping[str, str]) -> Solutions:
    """Return rows in which each IRI that has a label is shown as the label and the IRI.

    >>> from yuqiao.graph.stores.open_store import open_store
    >>> store = open_store()
    >>> rows = store.query("SELECT ?s { VALUES ?s { o:swu } }")
    >>> next(iter(with_labels(rows, store, "en", store.prefixes)))[0].value
    'Southwest University (o:swu)'
    """
    return Solutions.of(rows.variables, _labelled(rows, store, lang, PrefixMap(prefixes)))


def _labelled(
    rows: Solutions, store: Store, lang: str, short: PrefixMap
) -> Iterator[list[Term | None]]:
    known: dict[str, Literal | None] = {}
    source = iter(rows)
    while chunk := list(islice(source, _ROWS)):
        iris = {term.value for row in chunk for term in row if isinstance(term, NamedNode)}
        labels = names_of(store, iris - known.keys())
        for iri in iris - known.keys():
            label = Use(iri, 0, labels.get(iri, {})).label(lang)
            name = short.compress(iri) or f"<{iri}>"
            known[iri] = Literal(f"{label} ({name})") if label else None
        for row in chunk:
            yield [(isinstance(t, NamedNode) and known[t.value]) or t for t in row]
