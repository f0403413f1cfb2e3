"""Fixes of terms within triples: comparisons, alternatives, missing quotes, names with slashes."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from yuqiao.graph.messages import brief
from yuqiao.graph.sparql.syntax_errors.fixes import (
    Edit,
    Fix,
    Mistake,
    Rule,
    closing,
    open_brackets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.lexer import Token

_COMPARISONS = frozenset("=<>") | {"!=", "<=", ">="}
_NAMED = ("name", "iri")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LONE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def compared_objects(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``?p ex:price > 50`` and ``?p ex:in NOT ex:a``: the value needs a variable."""
    token, verb, value = mistake.token, mistake.near(-1), mistake.near(1)
    if not (token.text in _COMPARISONS or token.is_word("NOT")) or verb.kind not in _NAMED:
        return
    if mistake.near(-2).text == "(" or value.kind not in {"number", "string", "variable", "name"}:
        return
    last = mistake.index + 1
    while mistake.at(last + 1).kind == "tag" or "^^" in (
        mistake.at(last + 1).text,
        mistake.at(last).text,
    ):
        last += 1
    variable = _variable_for(mistake, verb)
    sign = "!=" if token.is_word("NOT") else token.text
    condition = f"FILTER({variable} {sign} {mistake.cut(mistake.index + 1, last + 1)})"
    edit = mistake.edit(mistake.index, last + 1, variable)
    hint = f"bind the value to a variable, and compare it: {variable} ... {condition}"
    yield from _with_group_end(mistake, hint, edit, condition)


def alternative_objects(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``?p ex:in (ex:a, ex:b)`` and ``ex:a OR ex:b``, which mean one value or another."""
    token = mistake.token
    if token.is_word("OR") or token.text == "||":
        first, last = mistake.index - 1, mistake.index + 1
        if mistake.near(-2).kind in _NAMED:
            yield from _values(mistake, first, last, mistake.near(-2))
        return
    opened = open_brackets(mistake.tokens[: mistake.index])
    if token.text != "," or not opened or opened[-1].text != "(":
        return
    first = mistake.tokens.index(opened[-1])
    end = closing(mistake.tokens, first)
    verb, subject = mistake.at(first - 1), mistake.at(first - 2)
    if end is not None and verb.kind in _NAMED and subject.text not in {"(", "^^"}:
        yield from _values(mistake, first, end, verb)


def _values(mistake: Mistake, first: int, last: int, verb: Token) -> Iterator[Fix]:
    found = mistake.tokens[first : last + 1]
    values = [one.text for one in found if one.kind in {*_NAMED, "string", "number"}]
    variable = _variable_for(mistake, verb)
    clause = f"VALUES {variable} {{ {' '.join(values)} }}"
    hint = f"list the alternatives in VALUES: {variable} ... {brief(clause, 80)}"
    yield from _with_group_end(mistake, hint, mistake.edit(first, last + 1, variable), clause)


def _variable_for(mistake: Mistake, verb: Token) -> str:
    """Return a free variable with the local name of a property."""
    local = re.split(r"[:/#]", verb.text.strip("<>"))[-1]
    name = re.sub(r"\W", "", local) or "value"
    taken = {token.text[1:] for token in mistake.tokens if token.kind == "variable"}
    return f"?{name}_" if name in taken else f"?{name}"


def _with_group_end(mistake: Mistake, hint: str, edit: Edit, clause: str) -> Iterator[Fix]:
    """Add a clause at the end of the group around the mistake."""
    braces = [one for one in open_brackets(mistake.tokens[: mistake.index]) if one.text == "{"]
    end = closing(mistake.tokens, mistake.tokens.index(braces[-1])) if braces else None
    if end is not None:
        place = mistake.at(end).start
        yield Fix(hint, (edit, Edit(place, place, f" {clause} ")))


def unquoted_strings(mistake: Mistake) -> Iterator[Fix]:
    """Correct several words without quotes where an object is expected."""
    rest = mistake.tokens[mistake.index :]
    found = list(takewhile(lambda one: one.kind in {"word", "number"}, rest))
    if len(found) > 1 and found[0].kind == "word" and mistake.near(-1).kind in _NAMED:
        text = mistake.text[found[0].start : found[-1].end]
        hint = f'a string needs quotes: "{brief(text)}"'
        yield Fix(hint, (Edit(found[0].start, found[-1].end, f'"{text}"'),))


def unquoted_typed_literals(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``2016^^xsd:gYear``: what has a datatype is in quotes."""
    number, token = mistake.near(-1), mistake.token
    if token.text == "^^" and number.kind == "number":
        quoted = f'"{number.text}"'
        literal = f"{quoted}^^{mistake.near(1).text}"
        edit = Edit(number.start, number.end, quoted)
        yield Fix(f"a literal with a datatype needs quotes: {literal}", (edit,), number.start)


def names_with_slashes(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ex:a/b/c``: a slash within a prefixed name is escaped."""
    first = mistake.index
    while first and mistake.at(first - 1).end == mistake.at(first).start:
        first -= 1
    if mistake.at(first).kind != "name":
        return
    last = first
    while mistake.at(last + 1).start == mistake.at(last).end and (
        mistake.at(last + 1).text == "/" or mistake.at(last + 1).kind in {"word", "number"}
    ):
        last += 1
    name = mistake.cut(first, last + 1)
    if name.count("/") > 1:
        escaped = name.replace("/", "\\/")
        hint = f"in a prefixed name, write {escaped}, or write the full IRI between < and >"
        yield Fix(hint, (mistake.edit(first, last + 1, escaped),), mistake.at(first).start)


def surrogate_pairs(mistake: Mistake) -> Iterator[Fix]:
    r"""Correct ``"\uD83D\uDE00"``: a character beyond U+FFFF is one escape with ``\U``."""
    token = mistake.token
    if token.kind != "string" or not _SURROGATES.search(token.text):
        return
    text = _SURROGATES.sub(_joined, token.text)
    if not _LONE.search(text):
        hint = f"write one escape for the character: {brief(text)}"
        reason = "a string cannot contain half of a surrogate pair"
        edit = Edit(token.start, token.end, text)
        yield Fix(hint, (edit,), token.start, reason, shortens=True)


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:08X}"


RULES: tuple[Rule, ...] = (
    compared_objects,
    alternative_objects,
    unquoted_strings,
    unquoted_typed_literals,
    names_with_slashes,
    surrogate_pairs,
)
