"""Fixes of whole constructs: those that other languages write so, and SPARQL otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.messages import brief
from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule, closing, open_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(
    r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9:]{5})?)?"
)
_TERMS = {"variable", "name", "iri", "blank", "string", "number"}
_METHODS = {
    "CONTAINS": "CONTAINS",
    "INCLUDES": "CONTAINS",
    "STARTSWITH": "STRSTARTS",
    "ENDSWITH": "STRENDS",
    "LOWER": "LCASE",
    "UPPER": "UCASE",
    "TOLOWERCASE": "LCASE",
    "TOUPPERCASE": "UCASE",
    "REPLACE": "REPLACE",
    "LENGTH": "STRLEN",
}
_FAR = 40  # tokens before a mistake in which its clause may begin
_MOST_STEPS = 5  # of a path that is written out


def dates(mistake: Mistake) -> Iterator[Fix]:
    """Correct a date without quotes."""
    before = mistake.near(-1)
    found = _DATE.match(mistake.text, before.start) if before.kind == "number" else None
    if found is None:
        return
    literal = f'"{found.group()}"^^xsd:{"dateTime" if found.group(1) else "date"}'
    yield Fix(
        f"a date needs quotes and a datatype: {literal}",
        (Edit(found.start(), found.end(), literal),),
        found.start(),
        f'unexpected "{found.group()}"',
    )


def negations(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``NOT ?x > 5``: all that is compared is negated."""
    word = mistake.near(-1)
    if not word.is_word("NOT") or mistake.token.is_word("IN", "EXISTS"):
        return
    place, depth = mistake.index, 0
    while place < len(mistake.tokens):
        token = mistake.at(place)
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth == 0 and (token.text in {"&&", "||"} or token.is_word("AND", "OR"))):
            break
        place += 1
    if place == mistake.index + 1:
        return
    inside = mistake.cut(mistake.index, place)
    edit = mistake.edit(mistake.index - 1, place, f"!({inside})")
    yield Fix(f"write !({brief(inside)})", (edit,), word.start)


def repeated_subjects(mistake: Mistake) -> Iterator[Fix]:
    """Correct a comma before the next statement about the same subject, which is named again."""
    again, comma = mistake.near(-1), mistake.near(-2)
    if comma.text != "," or again.kind not in _TERMS:
        return
    start = mistake.index - 2
    while mistake.at(start - 1).text not in {"{", "}", ".", ""}:
        start -= 1
    if mistake.at(start).text == again.text:
        hint = f'write "." in place of the "," before {brief(again.text)}, which begins a triple'
        yield Fix(hint, (Edit(comma.start, comma.end, " ."),), comma.start)


def unclosed_iris(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``<ex:name``, which is neither an IRI nor a prefixed name."""
    for mark, name in zip(mistake.tokens, mistake.tokens[1:], strict=False):
        if mark.text == "<" and name.kind == "name" and name.start == mark.end:
            hint = f"write {brief(name.text)} without it"
            reason = 'this "<" is not closed'
            yield Fix(hint, (Edit(mark.start, mark.end, ""),), mark.start, reason)


def assignments(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``LET (?x := 1)``, ``BIND(?x = 1)`` and ``BIND ?x = 1``."""
    words = range(mistake.index, max(mistake.index - _FAR, -1), -1)
    first = next((n for n in words if mistake.at(n).is_word("BIND", "LET", "SET")), None)
    if first is None:
        return
    opened = mistake.at(first + 1).text == "("
    name, sign = mistake.at(first + 1 + opened), mistake.at(first + 2 + opened)
    value = first + 3 + opened + (sign.text == ":")
    last = closing(mistake.tokens, first + 1) if opened else value + 1
    if name.kind != "variable" or sign.text not in {"=", ":"} or last is None:
        return
    while not opened and mistake.at(last).text not in {".", "}", ""}:
        last += 1
    if sign.text == ":" or not _is_in_pattern(mistake, name.text, first):
        binding = f"BIND({mistake.cut(value, last)} AS {name.text})"
        edit = mistake.edit(first, last + opened, binding)
        yield Fix(f"write {brief(binding)}", (edit,), mistake.at(first).start)


def _is_in_pattern(mistake: Mistake, variable: str, before: int) -> bool:
    """Return whether a variable occurs in the pattern before an index."""
    found = mistake.tokens[:before]
    opened = next((n for n, one in enumerate(found) if one.text == "{"), before)
    return any(one.text == variable for one in found[opened:])


def conditions(mistake: Mistake) -> Iterator[Fix]:
    """Correct an IF of one condition in a pattern: that is a FILTER."""
    token = mistake.token
    end = closing(mistake.tokens, mistake.index + 1) if token.is_word("IF") else None
    if end is not None and mistake.near(1).text == "(" and mistake.near(-1).text != "(":
        edit = Edit(token.start, token.end, "FILTER")
        yield Fix(f"write FILTER{brief(mistake.cut(mistake.index + 1, end + 1))}", (edit,))


def arrows(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ex:a->ex:b``: the steps of a path are joined by a slash."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if token.text == ">" and before.text.endswith("-") and after.kind in {"name", "iri"}:
        path = f"{before.text[:-1]}/{after.text}"
        hint = f"a path has a slash: write {brief(path)}"
        edit = Edit(before.end - 1, token.end, "/")  # the name loses a hyphen
        yield Fix(hint, (edit,), before.end - 1, shortens=True)


def repeated_steps(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ex:a{1,3}``, which no SPARQL that was published has."""
    braced = re.compile(r"\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}")
    found = braced.match(mistake.text, mistake.token.start)
    step = mistake.near(-1)
    if found is None or step.kind not in {"name", "iri"}:
        return
    least = int(found.group(1))
    most = int(found.group(3) or least) if found.group(2) != "," or found.group(3) else None
    if max(least, most or 0) > _MOST_STEPS or (most is not None and most < max(least, 1)):
        return
    steps = [step.text] * least
    steps += [f"{step.text}*"] if most is None else [f"{step.text}?"] * (most - least)
    path = "/".join(steps)
    yield Fix(f"write {brief(path)}", (Edit(step.start, found.end(), path),), shortens=True)


def templates(mistake: Mistake) -> Iterator[Fix]:
    """Correct CONSTRUCT without braces, and a FILTER in its template."""
    start = next((n for n, one in enumerate(mistake.tokens) if one.is_word("CONSTRUCT")), None)
    if start is None:
        return
    where = next(
        (n for n, one in enumerate(mistake.tokens) if n > start + 1 and one.is_word("WHERE")), None
    )
    if where is not None and mistake.index == start + 1 and mistake.token.kind in _TERMS:
        edits = (
            Edit(mistake.token.start, mistake.token.start, "{ "),
            Edit(mistake.at(where - 1).end, mistake.at(where - 1).end, " }"),
        )
        yield Fix("put { } around what it makes", edits)
    end = closing(mistake.tokens, mistake.index + 1) if mistake.token.is_word("FILTER") else None
    if end is None or where is None or not start < mistake.index < where:
        return
    opened = mistake.at(where + 1)
    moved = Edit(opened.end, opened.end, f" {mistake.cut(mistake.index, end + 1)} ")
    removed = mistake.edit(mistake.index, end + 1, "")
    yield Fix("a template has no FILTER; move it into WHERE", (removed, moved))


def graph_names(mistake: Mistake) -> Iterator[Fix]:
    """Correct a GRAPH that does not say which."""
    before = mistake.near(-1)
    if mistake.token.text == "{" and before.is_word("GRAPH"):
        edit = Edit(before.end, before.end, " ?g")
        yield Fix("name the graph, or write a variable for it: GRAPH ?g", (edit,))


def tags_with_spaces(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``"text"@ en``."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if token.text == "@" and before.kind == "string" and after.kind == "word":
        written = f"{before.text}@{after.text}"
        edit = Edit(before.start, after.end, written)
        yield Fix(f"write {brief(written)}, without spaces", (edit,))


def methods(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``?x.contains("a")``: what is called has its subject between the parentheses."""
    value, called = mistake.near(-1), mistake.near(1)
    meant = _METHODS.get(called.text.upper().replace("_", ""))
    end = closing(mistake.tokens, mistake.index + 2) if mistake.near(2).text == "(" else None
    if mistake.token.text != "." or value.kind != "variable" or meant is None or end is None:
        return
    inside = mistake.text[mistake.near(2).end : mistake.at(end).start].strip()
    call = f"{meant}({value.text}{', ' if inside else ''}{inside})"
    edit = mistake.edit(mistake.index - 1, end + 1, call)
    yield Fix(f"write {brief(call)}", (edit,))


def concatenations(mistake: Mistake) -> Iterator[Fix]:
    """Correct the separator of GROUP_CONCAT."""
    opened = open_brackets(mistake.tokens[: mistake.index])
    place = mistake.tokens.index(opened[-1]) if opened else 0
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if not mistake.at(place - 1).is_word("GROUP_CONCAT"):
        return
    quoted = after if token.text == "," else token
    if quoted.kind == "string" and before.kind == "variable":
        written = f"separator={quoted.text}"
        edit = Edit(token.start, quoted.end, f"; {written}")
        yield Fix(f'the separator comes after a ";": {written}', (edit,))
    if token.kind == "string" and before.is_word("SEPARATOR"):
        yield Fix('write "=" after SEPARATOR', (Edit(token.start, token.start, "= "),))
    if token.text == "," and after.is_word("SEPARATOR"):
        yield Fix('put a ";" before SEPARATOR', (Edit(token.start, token.end, ";"),))
    if token.is_word("SEPARATOR"):
        yield Fix('put a ";" before SEPARATOR', (Edit(before.end, before.end, ";"),))


def keys_in_brackets(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``GROUP BY (?x, ?y)`` and ``SELECT (?x, ?y)``."""
    opened = open_brackets(mistake.tokens[: mistake.index])
    first = mistake.tokens.index(opened[-1]) if opened else 0
    last = closing(mistake.tokens, first) if opened else None
    before = mistake.at(first - 1)
    inside = mistake.tokens[first + 1 : last]
    several = any(one.text == "," for one in inside)
    if last is None or not (
        before.is_word("BY") or (several and before.is_word("DISTINCT", "SELECT", "REDUCED"))
    ):
        return
    if all(one.kind == "variable" or one.text == "," for one in inside):
        names = " ".join(one.text for one in inside if one.kind == "variable")
        edit = mistake.edit(first, last + 1, f" {names}")
        clause = mistake.cut(first - 2, first) if before.is_word("BY") else before.text
        yield Fix(f"write {clause} {brief(names)}", (edit,))


def rows_without_brackets(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``VALUES (?x ?y) { 1 2 3 4 }``."""
    found = mistake.tokens[: mistake.index]
    start = max((n for n, one in enumerate(found) if one.is_word("VALUES")), default=None)
    if start is None or mistake.at(start + 1).text != "(" or mistake.near(-1).text != "{":
        return
    last = closing(mistake.tokens, mistake.index - 1)
    width = sum(one.kind == "variable" for one in found[start:])
    inside = mistake.tokens[mistake.index : last]
    if last is None or not all(one.kind in _TERMS or one.is_word("UNDEF") for one in inside):
        return
    if width > 1 and inside and len(inside) % width == 0:
        edits = []
        for place in range(0, len(inside), width):
            edits.append(Edit(inside[place].start, inside[place].start, "("))
            end = inside[place + width - 1].end
            edits.append(Edit(end, end, ")"))
        yield Fix("put ( ) around the values of each row", tuple(edits))


RULES: tuple[Rule, ...] = (
    dates,
    negations,
    repeated_subjects,
    unclosed_iris,
    assignments,
    conditions,
    arrows,
    repeated_steps,
    templates,
    graph_names,
    tags_with_spaces,
    methods,
    concatenations,
    keys_in_brackets,
    rows_without_brackets,
)
