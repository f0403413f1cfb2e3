"""Fixes for clause syntax: aliases, separators, brackets and missing parentheses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.messages import brief, position_text
from yuqiao.graph.sparql.lexer import AGGREGATES, Token
from yuqiao.graph.sparql.syntax_errors.fixes import (
    Edit,
    Fix,
    Mistake,
    Rule,
    closing,
    ends,
    open_brackets,
)
from yuqiao.graph.sparql.syntax_errors.keywords import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSE = {"(": ")", "[": "]", "{": "}"}
_COMPARISONS = frozenset("=<>") | {"!=", "<=", ">="}


def aliases(mistake: Mistake) -> Iterator[Fix]:
    """Correct a computed column without its brackets, or without its name."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if token.kind in {"word", "name", "iri"} and after.text == "(":
        end = closing(mistake.tokens, mistake.index + 1)
        if end is not None:
            called = re.split(r"[:/#]", token.text.strip("<>"))[-1].lower()
            yield from _column(mistake, mistake.index, end + 1, called)
    if token.is_word("AS") and before.kind == "variable" and after.kind in {"variable", "word"}:
        column = f"({before.text} AS ?{after.text.lstrip('?$')})"
        yield Fix(f"write {column}", (Edit(before.start, after.end, column),))
    if token.text == ")":
        opened = open_brackets(mistake.tokens[: mistake.index])
        name = _free_name(mistake, _called(mistake, opened))
        edit = Edit(before.end, before.end, f" AS ?{name}")
        yield Fix(f"give it a name: ... AS ?{name})", (edit,))
    if before.is_word("AS") and mistake.near(-2).kind == "variable" and token.kind != "variable":
        for last in (1, 2, 3):
            value = mistake.cut(mistake.index, mistake.index + last)
            swapped = f"{value} AS {mistake.near(-2).text}"
            edit = mistake.edit(mistake.index - 2, mistake.index + last, swapped)
            yield Fix(f"the name goes after AS: {swapped}", (edit,))
    if token.kind == "variable":
        yield Fix(f"write AS before {token.text}", (Edit(token.start, token.start, "AS "),))


def _column(mistake: Mistake, first: int, after: int, called: str) -> Iterator[Fix]:
    call = mistake.cut(first, after)
    named = mistake.at(after).is_word("AS") and mistake.at(after + 1).kind == "variable"
    name = mistake.at(after + 1).text if named else f"?{_free_name(mistake, called)}"
    column = f"({call} AS {name})"
    edit = mistake.edit(first, after + 2 if named else after, column)
    yield Fix(f"write {column}", (edit,))


def _called(mistake: Mistake, opened: list[Token]) -> str:
    """Return the function at the start of the innermost open bracket."""
    inner = (mistake.tokens.index(one) + 1 for one in reversed(opened))
    word = mistake.at(next(inner, 0))
    return word.text.lower() if word.kind == "word" else "value"


def _free_name(mistake: Mistake, word: str) -> str:
    taken = {token.text[1:] for token in mistake.tokens if token.kind == "variable"}
    return word if word not in taken else f"{word}_"


def separators(mistake: Mistake) -> Iterator[Fix]:
    """Insert a dot, or a semicolon, between two statements."""
    before, token = mistake.near(-1), mistake.token
    if before.kind == "end" or token.kind == "end":
        return
    for back in (1, 2, 3, 4):
        mark = mistake.near(-back)
        if mark.text in {",", "."} and mistake.near(1 - back).kind in {"name", "iri"}:
            where = position_text(mistake.text, mark.start, token.start)
            hint = f'replace the "{mark.text}" at {where} by ";" to continue with the same subject'
            yield Fix(hint, (Edit(mark.start, mark.end, ";"),))
            break
    for sign, purpose in (
        (".", "to end the previous triple"),
        (";", "to continue with the same subject"),
    ):
        hint = f'put a "{sign}" after "{brief(before.text)}", {purpose}'
        yield Fix(hint, (Edit(before.end, before.end, f" {sign}"),))


def doubled_marks(mistake: Mistake) -> Iterator[Fix]:
    """Correct a separator too many, before or at the wrong token."""
    if mistake.token.text == "." and mistake.near(1).start == mistake.token.end:
        edit = Edit(mistake.token.start, mistake.token.end, " ")
        yield Fix("put a space for it", (edit,))
    for token in (mistake.token, mistake.near(-1)):
        if token.text in {",", ".", ";", "|", "/", "&&", "||"}:
            edit = Edit(token.start, token.end, "")
            reason = f'nothing follows this "{token.text}"'
            place = None if token is mistake.token else token.start
            yield Fix(f'remove the "{token.text}"', (edit,), place, reason if place else "")


def brackets(mistake: Mistake) -> Iterator[Fix]:
    """Correct a bracket that is missing, too many, or of the wrong kind."""
    token, before = mistake.token, mistake.near(-1)
    opened = open_brackets(mistake.tokens[: mistake.index])
    for bracket in reversed(opened[-3:]):
        ending = _CLOSE[bracket.text]
        where = position_text(mistake.text, bracket.start, token.start)
        if token.kind == "end":
            edit = Edit(before.end, before.end, f" {ending}")
            reason = f'this "{bracket.text}" is not closed'
            yield Fix(f'put a "{ending}" at the end', (edit,), bracket.start, reason)
            continue
        hint = f'put a "{ending}" before it, to close the "{bracket.text}" at {where}'
        yield Fix(hint, (Edit(before.end, before.end, ending),))
        if token.text in _CLOSE.values():
            hint = f'write "{ending}", to close the "{bracket.text}" at {where}'
            yield Fix(hint, (Edit(token.start, token.end, ending),))
    if len(opened) > 1 and token.kind == "end":
        edits = "".join(f" {_CLOSE[bracket.text]}" for bracket in reversed(opened))
        hint = f"put {edits.strip()} at the end: {len(opened)} brackets are open"
        reason = f'this "{opened[-1].text}" is not closed'
        yield Fix(hint, (Edit(before.end, before.end, edits),), opened[-1].start, reason)
    if token.text in _CLOSE.values():
        edit = Edit(token.start, token.end, "")
        yield Fix("remove it: it closes nothing", (edit,))


def missing_braces(mistake: Mistake) -> Iterator[Fix]:
    """Correct WHERE, OPTIONAL and their like without braces; and a SELECT of nothing."""
    token, before = mistake.token, mistake.near(-1)
    if before.is_word("SELECT", "DISTINCT", "REDUCED", "DESCRIBE") and (
        token.text == "{" or token.is_word("WHERE", "FROM")
    ):
        hint = f"list the variables, or write {before.text.upper()} *"
        yield Fix(hint, (Edit(before.end, before.end, " *"),))
    if not before.is_word("WHERE", "OPTIONAL", "MINUS", "UNION", "EXISTS", "ASK") and not (
        mistake.near(-2).is_word("GRAPH", "SERVICE")
    ):
        return
    hint = f"put {{ }} around the pattern of {before.text.upper()}"
    end = closing(mistake.tokens, mistake.index) if token.text in {"(", "["} else None
    if end is not None:
        last = mistake.at(end)
        braces = (Edit(token.start, token.end, "{"), Edit(last.start, last.end, "}"))
        yield Fix(f"put {{ }} around the pattern of {before.text.upper()}", braces)
    opening = Edit(token.start, token.start, "{ ")
    yield Fix(hint.replace("{ and } around what belongs", "{ before what belongs"), (opening,))
    for end in ends(mistake, mistake.index):
        yield Fix(hint, (opening, Edit(end, end, " }")))


def missing_parentheses(mistake: Mistake) -> Iterator[Fix]:
    """Correct FILTER, HAVING or BIND without parentheses around the expression."""
    for back in range(1, 12):
        word = mistake.near(-back)
        if word.text in {"{", "}", "."}:
            return
        if word.is_word("FILTER", "HAVING", "BIND"):
            break
    else:
        return
    first = mistake.index - back + 1
    opening = Edit(mistake.at(first).start, mistake.at(first).start, "(")
    hint = f"put ( ) around the expression of {word.text.upper()}"
    for end in ends(mistake, first):
        yield Fix(hint, (opening, Edit(end, end, ")")))


def bare_conditions(mistake: Mistake) -> Iterator[Fix]:
    """Correct a comparison or a test without FILTER."""
    token, before = mistake.token, mistake.near(-1)
    comparing = token.text in _COMPARISONS or (
        token.kind == "iri" and " " not in token.text and before.kind == "variable"
    )
    tests = (token.is_word(*FUNCTIONS) and mistake.near(1).text == "(") or (
        token.kind == "variable" and mistake.near(1).text in _COMPARISONS
    )
    if token.text == ":" and mistake.near(1).text == "=":
        yield from _assignment(mistake, 2)
    if comparing and before.kind == "variable":
        start = before.start
        if token.text == "=":
            yield from _assignment(mistake, 1)
    elif tests or token.text == "!" or token.kind == "number":
        start = token.start
    else:
        if token.is_word("WHERE") and mistake.index:
            yield from _inner_where(mistake)
        return
    for end in ends(mistake, mistake.index):
        condition = mistake.text[start:end]
        edits = (Edit(start, start, "FILTER("), Edit(end, end, ")"))
        yield Fix(f"put the condition in a filter: FILTER({brief(condition)})", edits)


def _inner_where(mistake: Mistake) -> Iterator[Fix]:
    for end in ends(mistake, mistake.index + 1):
        word = mistake.token
        edits = (Edit(word.start, word.end, "FILTER("), Edit(end, end, ")"))
        yield Fix("a condition in the pattern needs FILTER( ... )", edits)


def _assignment(mistake: Mistake, marks: int) -> Iterator[Fix]:
    variable = mistake.near(-1)
    first = mistake.near(marks)
    for end in ends(mistake, mistake.index + marks):
        value = mistake.text[first.start : end]
        bind = f"BIND({value} AS {variable.text})"
        fix = f"FILTER({variable.text} = {value})"
        hint = f"to compare, write {fix}; to assign it, {bind}"
        known = any(
            one.text == variable.text and one.kind == "variable"
            for one in mistake.tokens[: mistake.index - 1]
        )
        edit = Edit(variable.start, end, fix if known else bind)
        yield Fix(hint, (edit,))


def names_taken(mistake: Mistake) -> Iterator[Fix]:
    """Correct BIND to a bound variable, and a blank node in two groups."""
    for last in (0, -1):
        name = mistake.near(last - 1)
        if mistake.near(last).text == ")" and mistake.near(last - 2).is_word("AS"):
            new = f"?{_free_name(mistake, name.text[1:])}"
            hint = f"BIND needs a new variable, such as {new}"
            reason = f"{name.text} is already bound"
            yield Fix(hint, (Edit(name.start, name.end, new),), name.start, reason)
    blanks = [one for one in mistake.tokens if one.kind == "blank"]
    for text in dict.fromkeys(one.text for one in blanks):
        variable = f"?{_free_name(mistake, text[2:])}"
        edits = tuple(Edit(o.start, o.end, variable) for o in blanks if o.text == text)
        reason = f"the blank node {text} occurs in two groups"
        yield Fix(f"use a variable, {variable}", edits, edits[-1].start, reason)


def unfinished(mistake: Mistake) -> Iterator[Fix]:
    """Complete a statement of fewer than three parts, a call, or a query without a pattern."""
    token, before = mistake.token, mistake.near(-1)
    if before.is_word(*FUNCTIONS, *AGGREGATES) and token.text != "(":
        for after in (1, 3, 5):
            wrapped = f"({mistake.cut(mistake.index, mistake.index + after)})"
            hint = f"write {before.text.upper()}{brief(wrapped)}"
            yield Fix(hint, (mistake.edit(mistake.index, mistake.index + after, wrapped),))
    if token.kind == "end" and not any(one.text == "{" for one in mistake.tokens):
        pattern = " WHERE { ?thing ?property ?value }"
        hint = f"add a pattern, such as{pattern}"
        yield Fix(hint, (Edit(before.end, before.end, pattern),))
    if token.text in {"}", ".", ";"}:
        for added in (" ?value", " ?property ?value"):
            hint = f"a triple has three parts; add the missing one, such as{added}"
            yield Fix(hint, (Edit(before.end, before.end, added),))


_TURNING = ("NOT", "MINUS", "EXISTS", "OPTIONAL")  # without which a query means something else


def left_out(mistake: Mistake) -> Iterator[Fix]:
    """Remove the wrong token, or the word before it."""
    token, before = mistake.token, mistake.near(-1)
    called = token.kind == "word" and mistake.near(1).text == "("
    turns = token.is_word(*_TURNING) or token.text in {"!", "~", "-"}
    if token.kind in {"mark", "word", "tag"} and mistake.index and not (called or turns):
        yield Fix("remove it", (Edit(token.start, token.end, ""),))
    if before.kind == "word" and not before.is_word(*_TURNING):
        edit = Edit(before.start, before.end, "")
        yield Fix(f"remove the {before.text}", (edit,))


RULES: tuple[Rule, ...] = (
    aliases,
    missing_braces,
    missing_parentheses,
    bare_conditions,
    names_taken,
    brackets,
    doubled_marks,
    separators,
    unfinished,
)

LAST: tuple[Rule, ...] = (left_out,)
