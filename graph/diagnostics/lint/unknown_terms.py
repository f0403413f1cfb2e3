"""Notes on terms of the vocabulary that a query uses and the graph does not have.

A query with a misspelt property is correct SPARQL, and its results are empty, or lack the OPTIONAL
values. So each plain query is checked for this one mistake;
:mod:`yuqiao.graph.diagnostics.lint.linter` checks more. It must cost next to nothing: an index
lookup in a local graph, and on a server no query at all for terms that the vocabulary declares.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.errors import YuqiaoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Quad

    from yuqiao.graph.stores.store import Store

_PREFIX = "yq"
_TERM = re.compile(rf"\b{_PREFIX}:([A-Za-z][\w-]*)")
_MOST = 20  # terms of one query that are checked


def unknown_terms_in(store: Store, sparql: str) -> list[str]:
    """Return a note on each term of the vocabulary's namespace that does not occur in the graph.

    :param sparql: a query that the store has evaluated

    >>> import yuqiao
    >>> unknown_terms_in(yuqiao.open(), "SELECT ?p { ?p yq:chinesPartner o:cqu }")
    ['yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?']
    """
    names = list(dict.fromkeys(_TERM.findall(sparql)))[:_MOST]
    if not names or _PREFIX not in store.prefixes:
        return []
    if _quads_of(store) is None:
        known = _vocabulary()
        names = [name for name in names if name not in known]
    with suppress(YuqiaoError):  # the results have been returned; a note is no reason to fail
        strange = [name for name in names if not _in_graph(store, name)]
        if strange:
            return [_note(store, name) for name in _of_pattern(store, sparql, strange)]
    return []


def _quads_of(store: Store) -> Callable[..., Iterator[Quad]] | None:
    """Return the index lookup of a local store; None for a server."""
    return None if store.engine is None else store.engine.quads_for_pattern


def _in_graph(store: Store, name: str) -> bool:
    """Return whether a term occurs in any position of a triple."""
    iri = NamedNode(f"{store.prefixes[_PREFIX]}{name}")
    quads = _quads_of(store)
    if quads is not None:
        places = ((None, iri, None), (iri, None, None), (None, None, iri))
        return any(next(quads(*one), None) for one in places)
    pattern = f"{{ ?s {iri} ?o }} UNION {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }}"
    return store.query(f"ASK {{ {pattern} }}") is True


def _of_pattern(store: Store, sparql: str, names: list[str]) -> list[str]:
    """Leave out terms that only occur in a string, a comment or the template of a CONSTRUCT."""
    from yuqiao.graph.diagnostics.lint.absent_terms import terms_of
    from yuqiao.graph.sparql.ast import PatternError
    from yuqiao.graph.sparql.parser import parse_query

    try:
        used = {node.iri for node in terms_of(parse_query(sparql, store.prefixes))}
    except PatternError:
        return []
    return [name for name in names if f"{store.prefixes[_PREFIX]}{name}" in used]


def _note(store: Store, name: str) -> str:
    from yuqiao.graph.spelling import nearest

    note = f"{_PREFIX}:{name} does not occur in the graph"
    for near in nearest(name, _vocabulary(), limit=2):
        if _in_graph(store, near):
            return f"{note}; did you mean {_PREFIX}:{near}?"
    return note


def _vocabulary() -> frozenset[str]:
    """Return the local names that the vocabulary declares."""
    from yuqiao.ontology.files import read

    return frozenset(re.findall(rf"^{_PREFIX}:(\w+) a ", read("def.ttl"), re.MULTILINE))
