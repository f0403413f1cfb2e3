"""The reasons why a filter removes every row: the values of its variables, and what it compares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from yuqiao.graph.diagnostics.findings import Change, Hint, listed
from yuqiao.graph.diagnostics.probes import MANY, literal
from yuqiao.graph.diagnostics.similarity import instead, suggestion
from yuqiao.graph.sparql.ast import Node
from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.sparql.ast import Expression, Query
    from yuqiao.graph.sparql.lexer import Token

_FEW = 20  # most values that are listed
_SEARCHES = ("CONTAINS", "REGEX", "STRSTARTS", "STRENDS")
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
_NUMBER = re.compile(r"http://www\.w3\.org/2001/XMLSchema#(integer|decimal|double|float)")


def hints_on_filter(
    prober: Prober, query: Query, expression: Expression, pattern: str
) -> tuple[Hint, ...]:
    """Return hints on why a condition holds for no match of a pattern.

    :param pattern: the pattern that binds its variables
    """
    languages = _hints_on_languages(prober, query, expression, pattern)
    if languages:
        return languages
    value = prober.fresh("v")
    cut = query.cut(expression)
    hints = []
    if not prober.has(f"{pattern} BIND({cut} AS {value}) FILTER(BOUND({value}))"):
        hints.append(Hint("for each match the condition is an error, which counts as false"))
    names = dict.fromkeys(node.text for node in expression.variables if not prober.is_bound(node))
    for name in names:
        found = prober.values(name, pattern, MANY)
        hints += _hints_on_variable(prober, expression, name, found)
    return tuple(hints)


# Languages


def _hints_on_languages(
    prober: Prober, query: Query, expression: Expression, pattern: str
) -> tuple[Hint, ...]:
    """Return the existing languages where LANG(?x) is compared with another one."""
    hints = []
    for first, variable, last, tag in _language_tests(expression.tokens):
        language = prober.fresh("l")
        tags = [
            term.value
            for term in prober.values(
                language, f"{pattern} BIND(LANG({variable}) AS {language})", MANY
            )
        ]
        if tag in tags or not tags:
            continue
        there = listed([f'"{one}"' if one else '"" (no language)' for one in tags], "or")
        said = f'LANG({variable}) is {there} here, never "{tag}"'
        wide = [one for one in tags if f"{one}-".lower().startswith(f"{tag}-".lower())]
        if not wide:
            hints.append(Hint(said))
            continue
        better = f'LANGMATCHES(LANG({variable}), "{tag}")'
        change = Change(first.start, last.end, better)
        hints.append(Hint(f"{said}; tags are compared exactly: {better}", change))
    return tuple(hints)


def _language_tests(found: Sequence[Token]) -> list[tuple[Token, str, Token, str]]:
    """Find each ``LANG(?x) = "tag"``, in either order: first token, variable, last token, tag."""
    tests = []
    for place in range(len(found) - 5):
        six = found[place : place + 6]
        shapes = ((six[0:4], six[4], six[5]), (six[2:6], six[1], six[0]))
        for call, sign, text in shapes:
            is_call = call[0].is_word("LANG") and call[2].kind == "variable"
            if is_call and sign.text == "=" and text.kind == "string":
                tests.append((six[0], call[2].text, six[5], _value(text).value))
    return tests


def _value(token: Token) -> Literal:
    return literal(Node(token.start, token.end, "literal", token.text))


# Values


def _hints_on_variable(
    prober: Prober, expression: Expression, name: str, found: list[Term]
) -> list[Hint]:
    if not found:
        return [Hint(f"{name} has no value in any match of the rest")]
    for node in _compared_with(expression, name):
        hint = suggestion(prober, node, found)
        if hint is not None:
            return [hint]
    texts = [term.value for term in found if not isinstance(term, Triple)]
    words = {word for text in texts for word in text.split()}
    for token in _searched_words(expression):
        near = nearest(_value(token).value, words)
        if near:
            better = str(Literal(near[0]))
            return [Hint(f"did you mean {better}?", Change(token.start, token.end, better))]
    return [Hint(f"{name} is {value_summary(prober, found)} there")]


def _searched_words(expression: Expression) -> list[Token]:
    """Return the single words that the expression searches for in strings."""
    if not any(token.is_word(*_SEARCHES) for token in expression.tokens):
        return []
    texts = [token for token in expression.tokens if token.kind == "string"]
    return [token for token in texts if re.fullmatch(r"\w{3,}", _value(token).value)]


def value_summary(prober: Prober, found: list[Term]) -> str:
    """Describe the values of a variable, numbers as a range."""
    datatypes = {term.datatype.value for term in found if isinstance(term, Literal)}
    numbers = [term for term in found if isinstance(term, Literal)]
    if len(numbers) == len(found) > 3 and all(map(_NUMBER.fullmatch, datatypes)):
        ordered = sorted(numbers, key=lambda term: float(term.value))
        return f"from {ordered[0].value} to {ordered[-1].value}"
    if len(found) > _FEW:
        return f"for example {listed(map(prober.text, found[:3]), 'or')}"
    return instead(prober, found)


def _compared_with(expression: Expression, name: str) -> list[Node]:
    """Return the constants a variable must equal: ``?x = c``, ``c = ?x``, ``?x IN (c, ...)``."""
    found, nodes = expression.tokens, {node.start: node for node in expression.iris}
    wanted: list[Node] = []
    for place, token in enumerate(found):
        if token.kind != "variable" or f"?{token.text[1:]}" != name:
            continue
        after = found[place + 1 : place + 2]
        before = found[max(place - 1, 0) : place]
        if after and after[0].text == "=":
            wanted += _constant(found, place + 2, nodes)
        elif after and after[0].is_word("IN"):
            wanted += _constants_in_brackets(found, place + 3, nodes)
        elif before and before[0].text == "=":
            wanted += _constant_before(found, place - 1, nodes)
    return wanted


def _constant(found: Sequence[Token], place: int, nodes: dict[int, Node]) -> list[Node]:
    """Return the constant that begins at a token, if one does."""
    if place >= len(found):
        return []
    token = found[place]
    if token.start in nodes:
        return [nodes[token.start]]
    if token.kind == "number":
        return [Node(token.start, token.end, "literal", token.text)]
    if token.kind != "string":
        return []
    following = found[place + 1 : place + 3]
    if following and following[0].kind == "tag":
        text = token.text + following[0].text
        return [Node(token.start, following[0].end, "literal", text)]
    if len(following) == 2 and following[0].text == "^^" and following[1].start in nodes:
        datatype = nodes[following[1].start]
        text = f"{token.text}^^{datatype.text}"
        return [Node(token.start, datatype.end, "literal", text, datatype.iri)]
    return [Node(token.start, token.end, "literal", token.text)]


def _constant_before(found: Sequence[Token], place: int, nodes: dict[int, Node]) -> list[Node]:
    """Return the constant that ends before a token, if one does."""
    for back in (3, 2, 1):
        constant = _constant(found, place - back, nodes) if place >= back else []
        if constant and constant[0].end == found[place - 1].end:
            return constant
    return []


def _constants_in_brackets(
    found: Sequence[Token], place: int, nodes: dict[int, Node]
) -> list[Node]:
    wanted: list[Node] = []
    while place < len(found) and found[place].text != ")":
        wanted += _constant(found, place, nodes)
        place += 1
    return wanted


# HAVING


def hints_on_having(prober: Prober, query: Query, pattern: str) -> tuple[Hint, ...]:
    """Return hints on the computed values that a HAVING compares."""
    keys = " ".join(map(query.cut, query.group_by))
    grouped = f"GROUP BY {keys}" if keys else ""
    hints = []
    for condition in query.having:
        side = _left_side(query, condition)
        if side is None:
            continue
        value = prober.fresh("v")
        body = f"{{ SELECT ({side} AS {value}) {{ {pattern} }} {grouped} }}"
        found = prober.values(value, body, MANY)
        if found:
            hints.append(Hint(f"{side} is {value_summary(prober, found)} there"))
    return tuple(hints)


def _left_side(query: Query, condition: Expression) -> str | None:
    """Return the left side of the only comparison of a condition in parentheses."""
    found, depth = condition.tokens, 0
    if not found or found[0].text != "(":
        return None
    for token in found:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 1 and token.text in _COMPARISONS:
            return query.text[found[0].end : token.start].strip()
    return None
