"""Fixes of a SELECT that contradicts its GROUP BY.

SPARQL 1.1, section 11.4: of a query that groups, only the keys and aggregates can be selected
(https://www.w3.org/TR/sparql11-query/#aggregateRestrictions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.lexer import AGGREGATES
from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule, closing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.sparql.lexer import Token

_AFTER_KEYS = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass(frozen=True)
class Select:
    """A SELECT of the query, as indexes of its tokens.

    :param columns: first and last of each
    :param where_end: the brace that closes its pattern
    :param keys: the first token after GROUP BY and the one after the last; None without one
    """

    start: int
    columns: tuple[tuple[int, int], ...]
    where_end: int
    keys: tuple[int, int] | None


def selects(mistake: Mistake) -> list[Select]:
    """Find the SELECTs of a query, the innermost last."""
    found = (
        _select(mistake, place)
        for place, token in enumerate(mistake.tokens)
        if token.is_word("SELECT")
    )
    return [one for one in found if one is not None]


def _select(mistake: Mistake, start: int) -> Select | None:
    columns, place = [], start + 1
    while mistake.at(place).text not in {"{", ""} and not mistake.at(place).is_word(
        "WHERE", "FROM"
    ):
        last = closing(mistake.tokens, place) if mistake.at(place).text == "(" else place
        if last is None:
            return None
        columns.append((place, last))
        place = last + 1
    while mistake.at(place).text not in {"{", ""}:
        place += 1
    where_end = closing(mistake.tokens, place) if place < len(mistake.tokens) else None
    if where_end is None:
        return None
    return Select(start, tuple(columns), where_end, _keys(mistake, where_end + 1))


def _keys(mistake: Mistake, place: int) -> tuple[int, int] | None:
    if not (mistake.at(place).is_word("GROUP") and mistake.at(place + 1).is_word("BY")):
        return None
    end, depth = place + 2, 0
    while end < len(mistake.tokens) and depth >= 0:
        token = mistake.at(end)
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and (token.text == "}" or token.is_word(*_AFTER_KEYS)):
            break
        end += 1
    return place + 2, end


def ungrouped(mistake: Mistake) -> Iterator[Fix]:
    """Correct columns that are neither keys nor aggregates."""
    for select in reversed(selects(mistake)):
        keys = _key_names(mistake, select)
        missing = [token for token in _plain(mistake, select) if token.text not in keys]
        if not missing:
            continue
        names = " ".join(dict.fromkeys(token.text for token in missing))
        first = missing[0].text
        if select.keys is None:
            end = mistake.at(select.where_end).end
            edit = Edit(end, end, f" GROUP BY {names}")
            reason = f"{first} is selected with an aggregate, but not grouped"
            yield Fix(
                f"write GROUP BY {names} after the pattern", (edit,), missing[0].start, reason
            )
            continue
        end = mistake.at(select.keys[1] - 1).end
        reason = f"{first} is selected, but is not a key of the GROUP BY"
        hint = f"add {names} to it, or select one value with (SAMPLE({first}) AS ?one)"
        yield Fix(hint, (Edit(end, end, f" {names}"),), missing[0].start, reason)


def _plain(mistake: Mistake, select: Select) -> list[Token]:
    return [
        mistake.at(first)
        for first, last in select.columns
        if first == last and mistake.at(first).kind == "variable"
    ]


def _key_names(mistake: Mistake, select: Select) -> set[str]:
    first, end = select.keys or (0, 0)
    return {token.text for token in mistake.tokens[first:end] if token.kind == "variable"}


def unnamed_keys(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``SELECT (LANG(?x) AS ?l) ... GROUP BY LANG(?x)``: the key needs the name."""
    for select in reversed(selects(mistake)):
        if select.keys is None:
            continue
        first, end = select.keys
        keys = "".join(token.text for token in mistake.tokens[first:end])
        for start, last in select.columns:
            name = mistake.at(last - 1).text
            expression = "".join(token.text for token in mistake.tokens[start + 1 : last - 2])
            if start == last or keys not in {expression, f"({expression})"}:
                continue
            key = f"({mistake.cut(start + 1, last - 2)} AS {name})"
            edits = (mistake.edit(start, last + 1, name), mistake.edit(first, end, key))
            reason = "a key of the GROUP BY is selected, but has no name there"
            yield Fix(
                f"write GROUP BY {key}, and select {name}", edits, mistake.at(start).start, reason
            )


def ungrouped_in_expressions(mistake: Mistake) -> Iterator[Fix]:
    """Correct a computed column of a variable that is no key."""
    for select in reversed(selects(mistake)):
        keys = _key_names(mistake, select)
        for start, last in select.columns:
            inside = mistake.tokens[start : max(start, last - 1)]
            missing = [one for one in inside if one.kind == "variable" and one.text not in keys]
            if start == last or not missing or any(one.is_word(*AGGREGATES) for one in inside):
                continue
            names = " ".join(dict.fromkeys(one.text for one in missing))
            place = mistake.at(select.keys[1] - 1 if select.keys else select.where_end).end
            added = f" {names}" if select.keys else f" GROUP BY {names}"
            reason = f"{missing[0].text} is used in a column, but is not a key of the GROUP BY"
            hint = f"write GROUP BY{added}" if select.keys is None else f"add {names} to it"
            yield Fix(
                hint.replace("BY GROUP BY", "BY"),
                (Edit(place, place, added),),
                missing[0].start,
                reason,
            )


def aggregates_of_all_rows(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``FILTER(?x = MAX(?x))``: the aggregate of all rows is that of a subquery."""
    for place, token in enumerate(mistake.tokens):
        end = closing(mistake.tokens, place + 1)
        if not token.is_word("FILTER", "HAVING", "BIND") or end is None:
            continue
        for first in range(place + 1, end):
            called = mistake.at(first)
            last = closing(mistake.tokens, first + 1) if called.is_word(*AGGREGATES) else None
            outside = (*mistake.tokens[place:first], *mistake.tokens[(last or end) : end])
            compared = any(one.kind == "variable" for one in outside)
            if last is not None and (compared or token.is_word("BIND")):
                yield from _in_subquery(mistake, (place, end), (first, last))


def _in_subquery(mistake: Mistake, clause: tuple[int, int], call: tuple[int, int]) -> Iterator[Fix]:
    """Compute an aggregate in a subquery, before the clause that uses it."""
    word, called = mistake.at(clause[0]), mistake.at(call[0])
    select = next((one for one in selects(mistake) if one.keys is None), None)
    opened = next((n for n, one in enumerate(mistake.tokens) if one.text == "{"), None)
    if select is None or opened is None:
        return
    aggregate = mistake.cut(call[0], call[1] + 1)
    inside = opened < clause[0] < select.where_end
    pattern = mistake.text[mistake.at(opened).end : mistake.at(select.where_end).start]
    if inside:
        before = mistake.text[mistake.at(opened).end : word.start]
        pattern = (
            before + mistake.text[mistake.at(clause[1]).end : mistake.at(select.where_end).start]
        )
    name = f"?{called.text.lower()}"
    if any(token.text == name for token in mistake.tokens):
        name += "_"
    text = mistake.text
    before_call = text[mistake.at(clause[0] + 1).start : called.start]
    after_call = text[mistake.at(call[1]).end : mistake.at(clause[1]).end]
    used = f"FILTER{before_call}{name}{after_call}"
    if word.is_word("BIND"):
        name, used = mistake.at(clause[1] - 1).text, ""
    subquery = f"{{ SELECT ({aggregate} AS {name}) {{ {pattern.strip()} }} }}"
    end = mistake.at(select.where_end).start
    edits: tuple[Edit, ...] = (
        mistake.edit(clause[0], clause[1] + 1, ""),
        Edit(end, end, f" {subquery} {used} "),
    )
    if inside:
        edits = (mistake.edit(clause[0], clause[1] + 1, f"{subquery} {used}"),)
    sees = "BIND computes from" if word.is_word("BIND") else f"{word.text.upper()} tests"
    reason = f"{called.text.upper()} aggregates all rows, but {sees} one"
    hint = f"compute it in a subquery: {{ SELECT ({aggregate} AS {name}) {{ ... }} }} {used}"
    yield Fix(hint.rstrip(), edits, called.start, reason)


def aggregates_in_filters(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``FILTER(COUNT(?x) > 1)``: a filter tests one row, not a group."""
    for place, token in enumerate(mistake.tokens):
        if not token.is_word("FILTER"):
            continue
        end = closing(mistake.tokens, place + 1)
        inside = mistake.tokens[place : end or place]
        called = next((one for one in inside if one.is_word(*AGGREGATES)), None)
        if end is None or called is None:
            continue
        having = f"HAVING{mistake.cut(place + 1, end + 1)}"
        for select in reversed(selects(mistake)):
            names = " ".join(one.text for one in _plain(mistake, select))
            group = "" if select.keys or not names else f" GROUP BY {names}"
            after = mistake.at(select.keys[1] - 1 if select.keys else select.where_end).end
            edits = (mistake.edit(place, end + 1, ""), Edit(after, after, f"{group} {having}"))
            reason = f"{called.text.upper()} aggregates a group of rows, but a FILTER tests one row"
            hint = f"after the pattern write{group} {having}"
            yield Fix(hint, edits, called.start, reason)


def star_with_groups(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``SELECT * ... GROUP BY``: only the keys can be selected."""
    for select in selects(mistake):
        if select.keys and mistake.at(select.start + 1).text == "*":
            names = mistake.cut(*select.keys)
            edit = mistake.edit(select.start + 1, select.start + 2, names)
            reason = "SELECT * cannot be combined with GROUP BY"
            yield Fix(f"write SELECT {names}", (edit,), mistake.at(select.start + 1).start, reason)


def star_in_order_of_aggregates(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``SELECT * ... ORDER BY MAX(?x)``: the rows have values of their own to order by."""
    for select in selects(mistake):
        after = mistake.tokens[select.where_end + 1 :]
        order = next((n for n, token in enumerate(after) if token.is_word("ORDER")), None)
        if select.keys or mistake.at(select.start + 1).text != "*" or order is None:
            continue
        for place in range(select.where_end + 1 + order, len(mistake.tokens)):
            called, last = mistake.at(place), closing(mistake.tokens, place + 1)
            if called.is_word("MIN", "MAX", "SAMPLE") and last == place + 3:
                value = mistake.at(place + 2).text
                within = mistake.at(place - 2).is_word("ASC", "DESC")
                way = "" if within else "DESC" if called.is_word("MAX") else "ASC"
                key = f"{way}({value})" if way else value
                edit = mistake.edit(place, last + 1, key)
                reason = f"{called.text.upper()} aggregates all rows, but ORDER BY orders each"
                yield Fix(f"write {key}", (edit,), called.start, reason)


def names_twice(mistake: Mistake) -> Iterator[Fix]:
    """Correct a column twice, or a computed column of a name that is already bound."""
    for select in selects(mistake):
        seen: set[str] = set()
        for first, last in select.columns:
            name = mistake.at(first if first == last else last - 1)
            if name.text in seen:
                reason = f"{name.text} is selected twice"
                edit = mistake.edit(first, last + 1, "")
                yield Fix("remove one, or rename it", (edit,), name.start, reason, shortens=True)
            if first != last:
                reason = f"{name.text} is already bound"
                new = f"{name.text}_"
                edit = Edit(name.start, name.end, new)
                yield Fix(f"choose another name, such as {new}", (edit,), name.start, reason)
            seen.add(name.text)


RULES: tuple[Rule, ...] = (
    aggregates_of_all_rows,
    aggregates_in_filters,
    unnamed_keys,
    ungrouped,
    ungrouped_in_expressions,
    star_with_groups,
    star_in_order_of_aggregates,
    names_twice,
)
