"""A word of the vocabulary that a query uses and the graph does not have: noted after the answer.

A query with a misspelt property is right SPARQL, and its answer is empty, or lacks what was
OPTIONAL. So each plain query is looked at for this one slip;
:mod:`yuqiao.graph.diagnostics.lint.linter` looks for more. It must cost next to nothing: a look
into the index of a local graph, and on a server not even a question, for words that the vocabulary
has.
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
_WORD = re.compile(rf"\b{_PREFIX}:([A-Za-z][\w-]*)")
_MOST = 20  # words of one query that are looked at


def unknown_words(store: Store, sparql: str) -> list[str]:
    """Give a remark on each word of the vocabulary's namespace that does not occur in the graph.

    :param sparql: a query that the store has answered

    >>> import yuqiao
    >>> unknown_words(yuqiao.open(), "SELECT ?p { ?p yq:chinesPartner o:cqu }")
    ['yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?']
    """
    words = list(dict.fromkeys(_WORD.findall(sparql)))[:_MOST]
    if not words or _PREFIX not in store.prefixes:
        return []
    if _quads_of(store) is None:
        known = _vocabulary()
        words = [word for word in words if word not in known]
    with suppress(YuqiaoError):  # the answer has been given; a note is no reason to fail
        strange = [word for word in words if not _in_graph(store, word)]
        if strange:
            return [_remark(store, word) for word in _of_pattern(store, sparql, strange)]
    return []


def _quads_of(store: Store) -> Callable[..., Iterator[Quad]] | None:
    """Give what looks quads up in the index of a store of this machine; None for a server."""
    return None if store.engine is None else store.engine.quads_for_pattern


def _in_graph(store: Store, word: str) -> bool:
    """Tell whether a graph has a word in any place of a triple."""
    iri = NamedNode(f"{store.prefixes[_PREFIX]}{word}")
    quads = _quads_of(store)
    if quads is not None:
        places = ((None, iri, None), (iri, None, None), (None, None, iri))
        return any(next(quads(*one), None) for one in places)
    pattern = f"{{ ?s {iri} ?o }} UNION {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }}"
    return store.query(f"ASK {{ {pattern} }}") is True


def _of_pattern(store: Store, sparql: str, words: list[str]) -> list[str]:
    """Leave out words that only stand in a string, a comment or the template of a CONSTRUCT."""
    from yuqiao.graph.diagnostics.lint.terms import terms_of
    from yuqiao.graph.sparql.ast import PatternError
    from yuqiao.graph.sparql.parser import parse_query

    try:
        used = {node.iri for node in terms_of(parse_query(sparql, store.prefixes))}
    except PatternError:
        return []
    return [word for word in words if f"{store.prefixes[_PREFIX]}{word}" in used]


def _remark(store: Store, word: str) -> str:
    from yuqiao.graph.spelling import nearest

    remark = f"{_PREFIX}:{word} does not occur in the graph"
    for near in nearest(word, _vocabulary(), limit=2):
        if _in_graph(store, near):
            return f"{remark}; did you mean {_PREFIX}:{near}?"
    return remark


def _vocabulary() -> frozenset[str]:
    """Give the words that the vocabulary declares."""
    from yuqiao.ontology.files import read

    return frozenset(re.findall(rf"^{_PREFIX}:(\w+) a ", read("def.ttl"), re.MULTILINE))
