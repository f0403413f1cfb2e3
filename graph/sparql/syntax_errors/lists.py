"""Fixes of lists: the commas, brackets and rows of SELECT, VALUES and IN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule, closing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.lexer import Token


def lists(mistake: Mistake) -> Iterator[Fix]:
    """Correct the brackets of VALUES and IN, each of which has its own kind."""
    found, token = mistake.tokens, mistake.token
    end = closing(found, mistake.index) if token.text in {"(", "[", "{"} else None
    if end is None:
        return
    for word, opening, ending in (("VALUES", "{", "}"), ("IN", "(", ")")):
        if any(mistake.near(-back).is_word(word) for back in (1, 2)):
            inside = mistake.cut(mistake.index + 1, end).replace(
                ",", " " if word == "VALUES" else ","
            )
            edit = mistake.edit(mistake.index, end + 1, f"{opening}{inside}{ending}")
            hint = f"put the list of {word} between {opening} and {ending}"
            yield Fix(hint, (edit,))


def commas(mistake: Mistake) -> Iterator[Fix]:
    """Correct commas between names or values that follow one another."""
    if mistake.token.text != ",":
        return
    edits = [Edit(mistake.token.start, mistake.token.end, " ")]
    yield Fix("remove the comma; a space is enough", tuple(edits))
    depth = 0
    for token in mistake.tokens[mistake.index + 1 :]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or token.text in {"{", "}"}:
            break
        if depth == 0 and token.text == ",":
            edits.append(Edit(token.start, token.end, " "))
    yield Fix("remove the commas; spaces are enough", tuple(edits))


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
    hint = "write one for each variable, UNDEF for none"
    if edits:
        reason = f"this row of VALUES does not have {width} values"
        yield Fix(hint, tuple(edits), edits[0].start, reason, shortens=True)


def lists_without_brackets(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``?x IN a, b`` and ``VALUES ?x = a``."""
    token, before = mistake.token, mistake.near(-1)
    if before.is_word("IN") and token.text != "(":
        for after in (1, 3, 5, 7):
            inside = f"({mistake.cut(mistake.index, mistake.index + after)})"
            edit = mistake.edit(mistake.index, mistake.index + after, inside)
            yield Fix("put the list of IN between ( and )", (edit,))
    if token.text == "=" and mistake.near(-2).is_word("VALUES"):
        value = mistake.near(1).text
        edit = mistake.edit(mistake.index, mistake.index + 2, f"{{ {value} }}")
        yield Fix(f"write VALUES {before.text} {{ {value} }}", (edit,))


def brackets_of_rows(mistake: Mistake) -> Iterator[Fix]:
    """Correct VALUES whose variable has brackets and whose values have none, or the reverse."""
    found = mistake.tokens[: mistake.index]
    start = max((n for n, one in enumerate(found) if one.is_word("VALUES")), default=None)
    if start is None:
        return
    first, second = mistake.at(start + 1), mistake.at(start + 2)
    if first.text == "(" and second.kind == "variable" and mistake.at(start + 3).text == ")":
        edit = mistake.edit(start + 1, start + 4, second.text)
        yield Fix(f"values without parentheses need {second.text} without parentheses", (edit,))
    if first.kind == "variable" and mistake.token.text == "(":
        edit = mistake.edit(start + 1, start + 2, f"({first.text})")
        yield Fix(f"values in parentheses need ({first.text}) in parentheses", (edit,))


def either_property(mistake: Mistake) -> Iterator[Fix]:
    """Correct a comma or "or" between two properties, meaning either."""
    token = mistake.token
    if (token.text == "," or token.is_word("OR")) and mistake.near(-1).kind in {"name", "iri"}:
        yield Fix('write "|" for one property or another', (Edit(token.start, token.end, "|"),))


RULES: tuple[Rule, ...] = (
    either_property,
    lists,
    lists_without_brackets,
    brackets_of_rows,
    rows_of_values,
    commas,
)
