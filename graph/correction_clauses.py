"""Corrections of how clauses fit together: dots, brackets, their order, what must be wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.correction_words import AGGREGATES, FUNCTIONS
from yuqiao.graph.corrections import (
    Edit,
    Fix,
    Mistake,
    Rule,
    closing,
    open_brackets,
    place_of,
)
from yuqiao.graph.syntax import brief
from yuqiao.graph.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSE = {"(": ")", "[": "]", "{": "}"}
_CLAUSES = ("FILTER", "OPTIONAL", "BIND", "MINUS", "UNION", "VALUES", "GRAPH", "SERVICE")
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_COMPARISONS = frozenset("=<>") | {"!=", "<=", ">="}
_FEW = 6  # places where a clause may have been meant to end


def aliases(mistake: Mistake) -> Iterator[Fix]:
    """Correct a computed column without its brackets, or without its name."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if token.kind == "word" and after.text == "(":
        end = closing(mistake.tokens, mistake.index + 1)
        if end is not None:
            yield from _column(mistake, mistake.index, end + 1, token.text.lower())
    if token.is_word("AS") and before.kind == "variable" and after.kind == "variable":
        column = f"({before.text} AS {after.text})"
        yield Fix(f"write {column}", (Edit(before.start, after.end, column),))
    if token.text == ")":
        opened = open_brackets(mistake.tokens[: mistake.index])
        name = _free_name(mistake, _called(mistake, opened))
        edit = Edit(before.end, before.end, f" AS ?{name}")
        yield Fix(f"give it a name: ... AS ?{name})", (edit,))
    if token.kind == "variable" and before.text == ")":
        yield Fix(f"write AS before {token.text}", (Edit(token.start, token.start, "AS "),))


def _column(mistake: Mistake, first: int, after: int, called: str) -> Iterator[Fix]:
    call = mistake.cut(first, after)
    named = mistake.at(after).is_word("AS") and mistake.at(after + 1).kind == "variable"
    name = mistake.at(after + 1).text if named else f"?{_free_name(mistake, called)}"
    column = f"({call} AS {name})"
    edit = mistake.edit(first, after + 2 if named else after, column)
    yield Fix(f"write {column}", (edit,))


def _called(mistake: Mistake, opened: list[Token]) -> str:
    """Give the function that the innermost open bracket begins with."""
    inner = (mistake.tokens.index(one) + 1 for one in reversed(opened))
    word = mistake.at(next(inner, 0))
    return word.text.lower() if word.kind == "word" else "value"


def _free_name(mistake: Mistake, word: str) -> str:
    taken = {token.text[1:] for token in mistake.tokens if token.kind == "variable"}
    return word if word not in taken else f"{word}_"


def commas(mistake: Mistake) -> Iterator[Fix]:
    """Correct commas between names or values that stand one after another."""
    if mistake.token.text != ",":
        return
    edits = [Edit(mistake.token.start, mistake.token.end, "")]
    yield Fix("leave out the comma; a space is enough", tuple(edits))
    depth = 0
    for token in mistake.tokens[mistake.index + 1 :]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or token.text in {"{", "}"}:
            break
        if depth == 0 and token.text == ",":
            edits.append(Edit(token.start, token.end, ""))
    yield Fix("leave out the commas; spaces are enough", tuple(edits))


def separators(mistake: Mistake) -> Iterator[Fix]:
    """Put a dot, or a semicolon, between two statements."""
    before, token = mistake.near(-1), mistake.token
    if before.kind == "end" or token.kind == "end":
        return
    for mark, purpose in ((".", "to end the statement before"), (";", "to say more of the same")):
        hint = f'put a "{mark}" after "{brief(before.text)}", {purpose}'
        yield Fix(hint, (Edit(before.end, before.end, f" {mark}"),))


def doubled_marks(mistake: Mistake) -> Iterator[Fix]:
    """Correct a separator too many, before or at the wrong token."""
    for token in (mistake.token, mistake.near(-1)):
        if token.text in {",", ".", ";", "|", "/", "&&", "||"}:
            edit = Edit(token.start, token.end, "")
            reason = f'the "{token.text}" here has nothing after it'
            place = None if token is mistake.token else token.start
            yield Fix(f'leave out the "{token.text}"', (edit,), place, reason if place else "")


def brackets(mistake: Mistake) -> Iterator[Fix]:
    """Correct a bracket that is missing, too many, or of the wrong kind."""
    token, before = mistake.token, mistake.near(-1)
    opened = open_brackets(mistake.tokens[: mistake.index])
    for bracket in reversed(opened[-3:]):
        ending = _CLOSE[bracket.text]
        where = place_of(mistake.text, bracket.start, token.start)
        if token.kind == "end":
            edit = Edit(before.end, before.end, f" {ending}")
            reason = f'the "{bracket.text}" here is never closed'
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
        reason = f'the "{opened[-1].text}" here is never closed'
        yield Fix(hint, (Edit(before.end, before.end, edits),), opened[-1].start, reason)
    if token.text in _CLOSE.values():
        edit = Edit(token.start, token.end, "")
        yield Fix("leave it out: it closes nothing", (edit,))


def missing_braces(mistake: Mistake) -> Iterator[Fix]:
    """Correct WHERE, OPTIONAL and their like without braces; and a SELECT of nothing."""
    token, before = mistake.token, mistake.near(-1)
    if before.is_word("SELECT", "DISTINCT", "REDUCED", "DESCRIBE") and (
        token.text == "{" or token.is_word("WHERE", "FROM")
    ):
        hint = f"name what to select, or write {before.text.upper()} *"
        yield Fix(hint, (Edit(before.end, before.end, " *"),))
    if not before.is_word("WHERE", "OPTIONAL", "MINUS", "UNION", "EXISTS", "ASK") and not (
        mistake.near(-2).is_word("GRAPH", "SERVICE")
    ):
        return
    hint = f"write {{ and }} around what belongs to {before.text.upper()}"
    opening = Edit(token.start, token.start, "{ ")
    yield Fix(hint.replace("{ and } around what belongs", "{ before what belongs"), (opening,))
    for end in _ends(mistake, mistake.index):
        yield Fix(hint, (opening, Edit(end, end, " }")))


def inner_selects(mistake: Mistake) -> Iterator[Fix]:
    """Correct a SELECT within a pattern that has no braces of its own."""
    found = mistake.tokens
    if not mistake.index or not mistake.token.is_word("SELECT"):
        return
    brace = next((n for n in range(mistake.index, len(found)) if found[n].text == "{"), None)
    end = None if brace is None else closing(found, brace)
    if end is not None:
        start = mistake.token.start
        edits = (Edit(start, start, "{ "), Edit(found[end].end, found[end].end, " }"))
        yield Fix("a SELECT within a pattern stands in braces of its own", edits)


def missing_parentheses(mistake: Mistake) -> Iterator[Fix]:
    """Correct FILTER, HAVING or BIND without brackets around all that belongs to it."""
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
    hint = f"write ( and ) around what belongs to {word.text.upper()}"
    for end in _ends(mistake, first):
        yield Fix(hint, (opening, Edit(end, end, ")")))


def bare_conditions(mistake: Mistake) -> Iterator[Fix]:
    """Correct a comparison or a test that stands in a group by itself."""
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
        return
    for end in _ends(mistake, mistake.index):
        condition = mistake.text[start:end]
        edits = (Edit(start, start, "FILTER("), Edit(end, end, ")"))
        yield Fix(f"a condition stands in a filter: FILTER({brief(condition)})", edits)


def _assignment(mistake: Mistake, marks: int) -> Iterator[Fix]:
    variable = mistake.near(-1)
    first = mistake.near(marks)
    for end in _ends(mistake, mistake.index + marks):
        value = mistake.text[first.start : end]
        bind = f"BIND({value} AS {variable.text})"
        fix = f"FILTER({variable.text} = {value})"
        hint = f"to compare, write {fix}; to give it this value, {bind}"
        known = any(
            one.text == variable.text and one.kind == "variable"
            for one in mistake.tokens[: mistake.index - 1]
        )
        edit = Edit(variable.start, end, fix if known else bind)
        yield Fix(hint, (edit,))


def order_of_clauses(mistake: Mistake) -> Iterator[Fix]:
    """Correct the order of GROUP BY, HAVING, ORDER BY and LIMIT."""
    if not mistake.token.is_word(*_MODIFIERS):
        return
    found = mistake.tokens
    last_brace = max((n for n, one in enumerate(found) if one.text == "}"), default=None)
    if last_brace is None:
        return
    starts = [n for n in range(last_brace + 1, len(found)) if found[n].is_word(*_MODIFIERS)]
    if not starts:
        return
    ends = [*starts[1:], len(found)]
    clauses = sorted(
        (_MODIFIERS.index(found[start].text.upper()), mistake.cut(start, end))
        for start, end in zip(starts, ends, strict=True)
    )
    text = " ".join(clause for _, clause in clauses)
    edit = mistake.edit(starts[0], len(found), text)
    yield Fix("the order is GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET", (edit,))


def clauses_outside(mistake: Mistake) -> Iterator[Fix]:
    """Correct a pattern after the brace that ends all patterns."""
    token, before = mistake.token, mistake.near(-1)
    belongs = token.is_word(*_CLAUSES) or token.kind in {"variable", "iri", "name"}
    if before.text != "}" or not belongs:
        return
    removed = Edit(before.start, before.end, "")
    for end in (*_ends(mistake, mistake.index), mistake.tokens[-1].end):
        hint = f'it belongs within the braces: move the "}}" at {_seen(mistake, before)} behind it'
        yield Fix(hint, (removed, Edit(end, end, " }")))
    if mistake.tokens[-1].text == "}":
        dot = Edit(before.start, before.end, ".")
        yield Fix(f'write "." for the "}}" at {_seen(mistake, before)}', (dot,))


def one_query_only(mistake: Mistake) -> Iterator[Fix]:
    """Correct a second query after the first."""
    if mistake.index and mistake.token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX"):
        edit = Edit(mistake.token.start, len(mistake.text), "")
        yield Fix("a second query begins here; ask one at a time", (edit,))


def names_taken(mistake: Mistake) -> Iterator[Fix]:
    """Correct BIND to a name that has a value, and a blank node in two groups."""
    for last in (0, -1):
        name = mistake.near(last - 1)
        if mistake.near(last).text == ")" and mistake.near(last - 2).is_word("AS"):
            new = f"?{_free_name(mistake, name.text[1:])}"
            hint = f"BIND gives a value to a new name, such as {new}"
            reason = f"{name.text} has a value already"
            yield Fix(hint, (Edit(name.start, name.end, new),), name.start, reason)
    blanks = [one for one in mistake.tokens if one.kind == "blank"]
    for text in dict.fromkeys(one.text for one in blanks):
        variable = f"?{_free_name(mistake, text[2:])}"
        edits = tuple(Edit(o.start, o.end, variable) for o in blanks if o.text == text)
        reason = f"the blank node {text} stands in two groups"
        yield Fix(f"use a variable, {variable}", edits, edits[-1].start, reason)


def rows_of_values(mistake: Mistake) -> Iterator[Fix]:
    """Correct rows of VALUES that have fewer values than there are variables."""
    found = mistake.tokens[: mistake.index]
    start = max((n for n, one in enumerate(found) if one.is_word("VALUES")), default=None)
    if start is None or mistake.at(start + 1).text != "(":
        return
    width = sum(one.kind == "variable" for one in found[start:])
    row: list[Token] = []
    edits = []
    for place in range(start + width + 3, min(mistake.index + 1, len(mistake.tokens))):
        token = mistake.at(place)
        if token.text == "(":
            row = []
        elif token.text == ")" and len(row) < width:
            edits.append(Edit(token.start, token.start, " UNDEF" * (width - len(row))))
        elif token.text == ")" and len(row) > width:
            edits.append(Edit(row[width].start, token.start, ""))
        elif token.kind != "tag" and token.text != "^^" and mistake.at(place - 1).text != "^^":
            row.append(token)
    hint = "give one for each variable; UNDEF stands for none"
    if edits:
        reason = f"this row of VALUES does not have {width} values"
        yield Fix(hint, tuple(edits), edits[0].start, reason)


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
        hint = f"say in braces what to find, such as{pattern}"
        yield Fix(hint, (Edit(before.end, before.end, pattern),))
    if token.text in {"}", ".", ";"}:
        for added in (" ?value", " ?property ?value"):
            hint = f"a statement has three parts; add the last, such as{added}"
            yield Fix(hint, (Edit(before.end, before.end, added),))


def left_out(mistake: Mistake) -> Iterator[Fix]:
    """Leave out the wrong token, or the word before it."""
    token, before = mistake.token, mistake.near(-1)
    if token.kind in {"mark", "word", "tag"} and mistake.index:
        yield Fix("leave it out", (Edit(token.start, token.end, ""),))
    if before.kind == "word":
        edit = Edit(before.start, before.end, "")
        yield Fix(f"leave out the {before.text}", (edit,))


def _ends(mistake: Mistake, first: int) -> Iterator[int]:
    """Give the places where what begins at a token may end: a dot, a brace, a line, a keyword."""
    depth, given = 0, 0
    for index in range(first, len(mistake.tokens)):
        token, before = mistake.at(index), mistake.at(index - 1)
        ends = token.text in {".", ";", "{", "}"} or token.is_word(*_CLAUSES, *_MODIFIERS)
        new_line = "\n" in mistake.text[before.end : token.start]
        if depth <= 0 and index > first and (ends or new_line):
            yield before.end
            given += 1
        depth += (token.text in _CLOSE) - (token.text in _CLOSE.values())
        if given == _FEW or depth < 0:
            return
    yield mistake.tokens[-1].end


def _seen(mistake: Mistake, token: Token) -> str:
    return place_of(mistake.text, token.start, mistake.token.start)


RULES: tuple[Rule, ...] = (
    one_query_only,
    aliases,
    commas,
    missing_braces,
    inner_selects,
    missing_parentheses,
    bare_conditions,
    clauses_outside,
    order_of_clauses,
    names_taken,
    rows_of_values,
    brackets,
    doubled_marks,
    separators,
    unfinished,
)

LAST: tuple[Rule, ...] = (left_out,)
