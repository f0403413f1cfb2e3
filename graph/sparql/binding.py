"""Terms take the place of variables in a query, token by token: never text in text.

Oxigraph's own substitution reaches only variables that the outermost SELECT gives
(SEP-0007); a parameter mostly stands in a filter, a sub-query or an OPTIONAL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.answers import Term


def bind(sparql: str, bindings: Mapping[str, Term]) -> str:
    r"""Give the query with each bound variable replaced by its term.

    A bound variable that is selected by name stays a column of the answer; ``SELECT *`` leaves it
    out.

    :raises QueryError: when a variable does not occur, is assigned in the query (by AS or VALUES),
        or is given a blank node, which has no name outside its graph

    >>> from pyoxigraph import Literal
    >>> bind("SELECT ?n { ?x ex:name ?n FILTER(?n != ?y) }", {"y": Literal('a"b')})
    'SELECT ?n { ?x ex:name ?n FILTER(?n != "a\\"b") }'
    """
    if not bindings:
        return sparql
    _refuse_blank(bindings)
    pieces, copied, unused = [], 0, dict(bindings)
    for token, clause in _in_clauses(tokens(sparql)):
        name = token.text[1:]
        if token.kind == "iri":
            _refuse_ambiguous(token, bindings)
        if token.kind != "variable" or name not in bindings:
            continue
        unused.pop(name, None)
        pieces += [sparql[copied : token.start], _replacement(name, bindings[name], clause)]
        copied = token.end
    if unused:
        raise QueryError(f"the query has no variable ?{next(iter(unused))} to bind")
    return "".join([*pieces, sparql[copied:]])


def _replacement(name: str, term: Term, clause: str) -> str:
    if clause == "assigned":
        raise QueryError(f"?{name} cannot be bound: the query assigns it itself")
    if clause == "SELECT":
        return f"({term} AS ?{name})"
    return f"({term})" if clause == "BY" else str(term)


def _in_clauses(found: list[Token]) -> Iterator[tuple[Token, str]]:
    """Give each token with what a variable there would be.

    ``SELECT`` a column, ``BY`` a key of a group or an order, ``assigned`` a name that gets a
    value; or nothing special.
    """
    clause, depth, previous = "", 0, None
    for token in found:
        if token.is_word("SELECT", "BY", "VALUES"):
            clause, depth = token.text.upper(), 0
        elif token.text in {"{", "}"} or token.is_word(
            "WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"
        ):
            clause = ""
        elif token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        assigned = clause == "VALUES" or (previous is not None and previous.is_word("AS"))
        yield token, "assigned" if assigned else clause if depth == 0 else ""
        previous = token


def _refuse_blank(bindings: Mapping[str, Term]) -> None:
    for name, term in bindings.items():
        if isinstance(term, BlankNode):
            raise QueryError(f"?{name} cannot be bound to the blank node {term}: it has no name")


def _refuse_ambiguous(token: Token, bindings: Mapping[str, Term]) -> None:
    """``?a<?b&&?c>?d`` reads as an IRI; where it hides a bound variable, ask for a space."""
    hidden = {found.text[1:] for found in tokens(token.text[1:-1]) if found.kind == "variable"}
    if "://" not in token.text and hidden & bindings.keys():
        raise QueryError(f'{token.text} can be read in two ways: write a space after the "<"')
