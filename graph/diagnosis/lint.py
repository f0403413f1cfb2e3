"""Remarks on a query that the engine takes, and that probably does not say what is meant.

It looks for slips, not for style: each kind of remark is about something that makes an answer
empty, incomplete or multiplied. What the graph holds is asked of the store in small questions, so
that it works on an endpoint too; nothing of the query itself is run.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yuqiao.graph.diagnosis.asking import Asker, EnoughAsked
from yuqiao.graph.diagnosis.lint_joins import remarks_on_joins
from yuqiao.graph.diagnosis.lint_terms import remarks_on_terms
from yuqiao.graph.diagnosis.lint_values import remarks_on_values
from yuqiao.graph.diagnosis.lint_variables import remarks_on_variables
from yuqiao.graph.diagnosis.remarks import Remark
from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.correction_marks import why_wide
from yuqiao.graph.sparql.mistakes import refuse_mistakes
from yuqiao.graph.sparql.patterns import PatternError, parse_query
from yuqiao.graph.sparql.tokens import tokens
from yuqiao.graph.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.answers import Term
    from yuqiao.graph.store import Store


def lint(store: Store, sparql: str, bindings: Mapping[str, Term] | None = None) -> list[Remark]:
    """Look at a query without running it; the remarks are in the order of the text.

    :param bindings: a term for each variable that is bound from outside
    :raises yuqiao.graph.errors.QueryError: when it is wrong, or goes beyond SPARQL 1.1
    :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer

    >>> import yuqiao
    >>> for one in lint(yuqiao.open(), "SELECT ?p { ?p yq:chinesPartner o:cqu }"):
    ...     print(one.start, one.said)
    15 yq:chinesPartner does not occur in the graph; did you mean yq:chinesePartner?
    """
    refuse_mistakes(sparql, store.prefixes)
    strange = list(_strange_marks(sparql))
    if strange:
        return strange
    try:
        query = parse_query(sparql, store.prefixes)
    except PatternError as error:
        raise QueryError(
            f"the query can be answered, but not looked at: beyond SPARQL 1.1, it {error}"
        ) from error
    asker, given = Asker(store, query, bindings or {}), frozenset(bindings or ())
    found = list(remarks_on_variables(query, given))
    found += list(remarks_on_joins(query, given, tuple(found)))
    with suppress(EnoughAsked):  # what was found by then is told
        found += remarks_on_terms(store, query, asker)
        found += remarks_on_values(query, asker)
    return sorted({_on_one_line(one) for one in found})


def _on_one_line(one: Remark) -> Remark:
    """Take line breaks, and what would move the cursor, out of the words of a query."""
    return replace(one, message=printable(one.message), hint=printable(one.hint))


def _strange_marks(sparql: str) -> Iterator[Remark]:
    """Find marks of a Chinese keyboard, which the engine takes for letters of a name."""
    found = tokens(sparql)
    for before, token in pairwise(found):
        reason = why_wide(token) if token.kind == "mark" else None
        if reason is not None and before.end == token.start:
            message = f"{reason}, and counts as a letter of {before.text}{token.text}"
            yield Remark(token.start, token.end, message, "write a mark of the English keyboard")
