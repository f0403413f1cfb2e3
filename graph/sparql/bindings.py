"""Bind variables in a query: terms replace their tokens, never text within text.

Oxigraph's own substitution reaches only variables that the outermost SELECT returns
(SEP-0007); a parameter mostly occurs in a filter, a sub-query or an OPTIONAL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import brief, caret_line, line_and_column
from yuqiao.graph.sparql.lexer import Token, star_of_select, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yuqiao.graph.rdf.terms import Term

_NAMED = {
    "GRAPH": "as the name of a graph",
    "SERVICE": "as the address of a SERVICE",
    "SILENT": "as the address of a SERVICE",
    "DESCRIBE": "as what is described",
}
"""The role of a name, by the keyword before it; elsewhere it can only be a property."""


def bind(sparql: str, bindings: Mapping[str, Term]) -> str:
    r"""Return the query with each bound variable replaced by its term.

    A bound variable that is selected by name stays a column of the result; ``SELECT *`` omits it.
    A column of a sub-query within a SELECT that names its own columns is renamed: the outer SELECT
    returns the term itself, and may not use one name twice.

    :raises QueryError: when a variable does not occur, is assigned in the query (by AS or VALUES),
        is all that a MINUS shares with the patterns before it, or is bound to a blank node, which
        has no name outside its graph

    >>> from pyoxigraph import Literal
    >>> bind("SELECT ?n { ?x ex:name ?n FILTER(?n != ?y) }", {"y": Literal('a"b')})
    'SELECT ?n { ?x ex:name ?n FILTER(?n != "a\\"b") }'
    >>> bind("SELECT ?y { { SELECT ?y { ?x ex:name ?y } } }", {"y": Literal("a")})
    'SELECT ("a" AS ?y) { { SELECT ("a" AS ?y_) { ?x ex:name "a" } } }'
    """
    if not bindings:
        return sparql
    _reject_blank(bindings)
    found = list(_in_clauses(tokens(sparql)))
    for token, _ in found:
        if token.kind == "iri":
            _reject_ambiguous(token, bindings)
    places = [place for place in found if _name(place[0]) in bindings]
    unused = bindings.keys() - {_name(token) for token, _ in places}
    if unused:
        first = next(name for name in bindings if name in unused)
        raise QueryError(f"the query has no variable ?{first} to bind")
    if "minus" in sparql.lower():
        _reject_idle_minus(sparql, bindings)
    return _replaced(sparql, bindings, places)


def explain_misplaced(
    sparql: str, bindings: Mapping[str, Term], is_right: Callable[[str], bool]
) -> str | None:
    """Explain which bound variable makes a valid query invalid: a literal where none may occur.

    :param is_right: whether the engine accepts a text
    :return: None when the cause is another, or the query is invalid as it was written
    """
    if not is_right(sparql):
        return None
    inside: list[tuple[Token, str]] = [
        (token, clause)
        for token, clause in _in_clauses(tokens(sparql))
        if _name(token) in bindings and not clause
    ]
    for count, (token, _) in enumerate(inside, 1):
        if is_right(_replaced(sparql, bindings, inside[:count])):
            continue
        name = _name(token)
        before = next((t for t in reversed(tokens(sparql)) if t.end <= token.start), token)
        place = _NAMED.get(before.text.upper(), "as a property")
        line, column = line_and_column(sparql, token.start)
        return (
            f'?{name} cannot be the literal "{brief(bindings[name].value)}" at line {line}, column '
            f"{column}: none can stand {place}; give it an IRI\n{caret_line(sparql, token.start)}"
        )
    return None


def _reject_idle_minus(sparql: str, bindings: Mapping[str, Term]) -> None:
    """Reject a term that would replace all variables a MINUS shares, and so disable it.

    A MINUS removes nothing that it shares no variable with: SPARQL 1.1, section 8.3.3.
    """
    from yuqiao.graph.sparql.ast import Group, Minus, PatternError, bound_variables, walk
    from yuqiao.graph.sparql.parser import parse_query

    names = (token.text for token in tokens(sparql) if token.kind == "name")
    prefixes = {name.partition(":")[0]: "urn:any:" for name in names}  # any namespace will do
    try:
        query = parse_query(sparql, prefixes)
        found = [part for part in walk(query) if isinstance(part, Group)]
    except PatternError:
        return  # not a query, or an invalid one, which is reported later
    for group in found:
        before: set[str] = set()
        for element in group.elements:
            if isinstance(element, Minus):
                shared = before & bound_variables(element.group).possible
                if shared and shared <= bindings.keys():
                    raise QueryError(
                        f"?{min(shared)} cannot be bound: it is all that a MINUS shares with what "
                        "is before it, and with a term in its place nothing would be removed; "
                        f"write FILTER NOT EXISTS\n{caret_line(sparql, element.start)}"
                    )
            before |= bound_variables(element).possible


def _name(token: Token) -> str:
    return token.text[1:] if token.kind == "variable" else ""


def _replaced(sparql: str, bindings: Mapping[str, Term], places: list[tuple[Token, str]]) -> str:
    pieces, copied = [], 0
    for token, clause in places:
        name = _name(token)
        deep = clause.removeprefix("SELECT") if clause.startswith("SELECT_") else ""
        column = _unused_name(name, sparql) + deep[1:] if deep else name
        pieces += [sparql[copied : token.start], _replacement(column, bindings[name], clause)]
        copied = token.end
    return "".join([*pieces, sparql[copied:]])


def _replacement(name: str, term: Term, clause: str) -> str:
    if clause == "assigned":
        raise QueryError(f"?{name} cannot be bound: the query assigns it itself")
    if clause.startswith("SELECT"):
        return f"({term} AS ?{name})"
    return f"({term})" if clause == "BY" else str(term)


def _unused_name(name: str, sparql: str) -> str:
    while name in sparql:
        name += "_"
    return name


def _in_clauses(found: list[Token]) -> Iterator[tuple[Token, str]]:
    """Yield each token with the role of a variable at its position.

    ``SELECT`` for a column, with a ``_`` for each outer SELECT that names its columns, ``BY`` for a
    key of GROUP BY or ORDER BY, ``assigned`` for a name that is assigned a value; otherwise empty.
    """
    clause, depth, named = "", 0, 0
    around: list[tuple[str, int, int]] = []
    for index, token in enumerate(found):
        if token.is_word("SELECT"):
            clause, depth = "SELECT" + "_" * named, 0
            named += star_of_select(found, index) is None
        elif token.is_word("BY", "VALUES"):
            clause, depth = token.text.upper(), 0
        elif token.is_word("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"):
            clause = ""
        elif token.text == "{":
            around.append((clause if depth else "", depth, named))
            clause, depth = "", 0
        elif token.text == "}" and around:
            clause, depth, named = around.pop()
        elif token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        assigned = clause == "VALUES" or (index > 0 and found[index - 1].is_word("AS"))
        yield token, "assigned" if assigned else clause if depth == 0 else ""


def _reject_blank(bindings: Mapping[str, Term]) -> None:
    for name, term in bindings.items():
        if isinstance(term, BlankNode):
            raise QueryError(f"?{name} cannot be bound to the blank node {term}: it has no name")


def _reject_ambiguous(token: Token, bindings: Mapping[str, Term]) -> None:
    """Reject ``?a<?b&&?c>?d``, which reads as an IRI, where it hides a bound variable."""
    hidden = {found.text[1:] for found in tokens(token.text[1:-1]) if found.kind == "variable"}
    if "://" not in token.text and hidden & bindings.keys():
        raise QueryError(f'{token.text} can be read in two ways: write a space after the "<"')
