"""Fixes of the structure of a query: clauses inside, before and after its braces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.messages import position_text
from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule, closing, ends

if TYPE_CHECKING:
    from collections.abc import Iterator


_CLAUSES = ("FILTER", "OPTIONAL", "BIND", "MINUS", "UNION", "VALUES", "GRAPH", "SERVICE")
_TERMS = ("variable", "iri", "name", "blank", "string", "number")
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")


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
    after = mistake.near(1)
    goes_on = after.kind in _TERMS or after.text in {"a", "^", "!", "(", "["}
    if before.text == "}" and token.text in {";", ","} and goes_on:
        yield from _continued_outside(mistake)
    belongs = token.is_word(*_CLAUSES) or token.kind in {"variable", "iri", "name"}
    if before.text != "}" or not belongs:
        return
    ends_itself = mistake.near(-2).text in {".", "{", "}"} or token.is_word(*_CLAUSES)
    removed = Edit(before.start, before.end, "" if ends_itself else ".")
    brace = f'the "}}" at {position_text(mistake.text, before.start, token.start)}'
    for end in (*ends(mistake, mistake.index), mistake.tokens[-1].end):
        hint = f"it belongs inside the braces: move {brace} after it"
        if not ends_itself:
            hint = f'it belongs inside the braces: write "." for {brace}, and put a "}}" after it'
        yield Fix(hint, (removed, Edit(end, end, " }")))
    if mistake.tokens[-1].text == "}":
        dot = Edit(before.start, before.end, ".")
        yield Fix(f'write "." for {brace}', (dot,))


def _continued_outside(mistake: Mistake) -> Iterator[Fix]:
    """Correct a ";" or "," that goes on with a triple after the brace."""
    mark, brace, dot = mistake.token, mistake.near(-1), mistake.near(-2)
    has_dot = dot.text == "."
    removed = Edit(dot.start if has_dot else brace.start, brace.end, "")
    where = position_text(mistake.text, brace.start, mark.start)
    hint = f'what follows belongs inside the braces: move the "}}" at {where} after it'
    if has_dot:
        hint += ', and remove the "." before it'
    for end in (*ends(mistake, mistake.index), mistake.tokens[-1].end):
        yield Fix(hint, (removed, Edit(end, end, " }")))


def one_query_only(mistake: Mistake) -> Iterator[Fix]:
    """Correct a second query after the first."""
    if mistake.index and mistake.token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX"):
        edit = Edit(mistake.token.start, len(mistake.text), "")
        hint = "a second query begins here; run one at a time"
        yield Fix(hint, (edit,), shortens=True)


def named_subqueries(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``WITH { ... } AS %x``, which only Blazegraph has: the subquery replaces INCLUDE."""
    if not mistake.token.is_word("WITH") or mistake.near(1).text != "{":
        return
    end = closing(mistake.tokens, mistake.index + 1)
    if end is None or not mistake.at(end + 1).is_word("AS") or mistake.at(end + 2).text != "%":
        return
    subquery, name = mistake.cut(mistake.index + 1, end + 1), mistake.at(end + 3).text
    edits = [mistake.edit(mistake.index, end + 4, "")]
    for place in range(end + 4, len(mistake.tokens) - 2):
        included = mistake.at(place).is_word("INCLUDE") and mistake.at(place + 1).text == "%"
        if included and mistake.at(place + 2).text == name:
            edits.append(mistake.edit(place, place + 3, subquery))
    hint = f"SPARQL has no named subqueries; write {{ SELECT ... }} in place of INCLUDE %{name}"
    if len(edits) > 1:
        yield Fix(hint, tuple(edits))


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
        yield Fix("a subquery needs braces of its own", edits)


def bare_patterns(mistake: Mistake) -> Iterator[Fix]:
    """Correct a pattern without a query form."""
    if mistake.index:
        return
    token = mistake.token
    if token.text == "{":
        edit = Edit(token.start, token.start, "SELECT * ")
        yield Fix("add a query form: SELECT * { ... }, or ASK { ... }", (edit,))
    if token.kind in {"variable", "name", "iri"}:
        end = mistake.tokens[-1].end
        edits = (Edit(token.start, token.start, "SELECT * { "), Edit(end, end, " }"))
        yield Fix("add a query form: SELECT * { ... }, or ASK { ... }", edits)


def modifiers_inside(mistake: Mistake) -> Iterator[Fix]:
    """Correct an ORDER BY or LIMIT within the braces."""
    token, last = mistake.token, mistake.tokens[-1]
    if token.is_word(*_MODIFIERS) and last.text == "}" and last.start > token.start:
        edits = (Edit(token.start, token.start, "} "), Edit(last.start, last.end, ""))
        where = position_text(mistake.text, last.start, token.start)
        yield Fix(f'it belongs after the "}}" at {where}', edits)


def unions(mistake: Mistake) -> Iterator[Fix]:
    """Correct a UNION without braces around each side, or around both."""
    token, before = mistake.token, mistake.near(-1)
    if not token.is_word("UNION"):
        return
    opened = _enclosing(mistake, mistake.index - 1 if before.text == "}" else mistake.index)
    if opened is None:
        return
    if before.text == "}":
        end = closing(mistake.tokens, mistake.index + 1)
        if end is not None:
            start, place = mistake.at(opened).start, mistake.at(end).end
            edits = (Edit(start, start, "{ "), Edit(place, place, " }"))
            yield Fix("put { } around both sides together", edits)
        return
    end = closing(mistake.tokens, opened)
    if end is not None:
        start, last = mistake.at(opened).end, mistake.at(end).start
        middle = Edit(token.start, token.end, "} UNION {")
        both = (Edit(start, start, " {"), middle, Edit(last, last, "} "))
        yield Fix("each side of UNION needs its own braces", both)


def _enclosing(mistake: Mistake, index: int) -> int | None:
    """Find the brace that is open at a token, or that a closing one closes."""
    depth = 0
    for place in range(index - 1, -1, -1):
        text = mistake.at(place).text
        if text == "{" and depth == 0:
            return place
        depth += (text == "}") - (text == "{")
    return None


RULES: tuple[Rule, ...] = (
    bare_patterns,
    named_subqueries,
    one_query_only,
    inner_selects,
    unions,
    clauses_outside,
    modifiers_inside,
    order_of_clauses,
)
