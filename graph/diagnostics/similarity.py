"""Suggestions of terms that would match where those of a query do not.

The term is replaced by a variable, and of the terms that match in its place, the one with the most
similar spelling is suggested. So a suggestion always matches, at least by itself.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from math import nan
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.diagnostics.findings import Change, Hint, listed
from yuqiao.graph.diagnostics.probes import SOME
from yuqiao.graph.diagnostics.term_suggestions import nearest_term
from yuqiao.graph.spelling import nearest
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.sparql.ast import Node

_NUMBERS = tuple(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))


def most_similar(wanted: Term, candidates: Sequence[Term]) -> Term | None:
    """Return the candidate with the most similar spelling; None when none is near.

    >>> most_similar(NamedNode("t:partners"), [NamedNode("t:country"), NamedNode("t:partner")])
    <NamedNode value=t:partner>
    >>> print(most_similar(Literal("chongqing  University"), [Literal("Chongqing University")]))
    "Chongqing University"
    """
    if isinstance(wanted, NamedNode):
        iris = [term.value for term in candidates if isinstance(term, NamedNode)]
        found = nearest_term(wanted.value, iris)
        return None if found is None else NamedNode(found)
    texts: dict[str, Term] = {}
    for term in sorted(candidates, key=lambda term: (_family(term) != _family(wanted), str(term))):
        if isinstance(term, Literal):
            texts.setdefault(_plain(term), term)
    if _plain(wanted) in texts:
        return texts[_plain(wanted)]
    if _is_number(wanted):
        same = (term for term in candidates if _is_number(term) and _value(term) == _value(wanted))
        return next(same, None)
    return next((texts[text] for text in nearest(_plain(wanted), texts)), None)


def _family(term: Term) -> str:
    """Return the primary language of a literal, or its datatype."""
    if not isinstance(term, Literal):
        return ""
    return (term.language or "").partition("-")[0] or term.datatype.value


def _plain(term: Term) -> str:
    """Return the text of a literal, normalized in case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", term.value).casefold().split())


def _is_number(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS


def _value(term: Term) -> float:
    with suppress(ValueError):
        return float(term.value)
    return nan


def how_it_differs(wanted: Term, found: Term) -> str:
    """Describe how a term of the graph differs from one that is spelled almost the same.

    >>> how_it_differs(Literal("a"), Literal("a", language="en"))
    'it has a language tag'
    """
    if not isinstance(wanted, Literal) or not isinstance(found, Literal):
        return "it is an IRI, not a string" if isinstance(found, NamedNode) else "it is a string"
    if _is_number(wanted) and _is_number(found):
        return "it is a number of another datatype"
    if wanted.value != found.value:
        ways = [
            (wanted.value.strip() == found.value.strip(), "spaces at its ends differ"),
            (wanted.value.casefold() == found.value.casefold(), "capital letters differ"),
            (_plain(wanted) == _plain(found), "spaces or full-width letters differ"),
        ]
        return next((way for holds, way in ways if holds), "it is written differently")
    if wanted.language != found.language:
        if not found.language:
            return "it has no language tag"
        return "its language tag differs" if wanted.language else "it has a language tag"
    if _is_number(found):
        return "it is a number, written without quotes"
    return "its datatype differs" if _is_number(wanted) else "it has a datatype"


def suggestion(
    prober: Prober, node: Node, candidates: Sequence[Term], before: str = ""
) -> Hint | None:
    """Suggest the nearest of the terms that would match instead of a node.

    :param before: the beginning of the hint
    """
    wanted = prober.term(node)
    found = None if wanted is None else most_similar(wanted, candidates)
    if wanted is None or found is None or found == wanted:
        return None
    text = prober.text(found)
    change = None if prober.is_bound(node) else Change(node.start, node.end, text)
    same_number = _is_number(wanted) and _is_number(found)
    if isinstance(wanted, Literal) and (same_number or _plain(found) == _plain(wanted)):
        return Hint(f"{before}the graph has it as {text}: {how_it_differs(wanted, found)}", change)
    return Hint(f"{before}did you mean {text}?", change)


def instead(prober: Prober, candidates: Sequence[Term]) -> str:
    """List some terms that would match."""
    if len(candidates) < SOME:
        return listed(map(prober.text, candidates), "or")
    return f"{', '.join(map(prober.text, candidates[:3]))} or others"
