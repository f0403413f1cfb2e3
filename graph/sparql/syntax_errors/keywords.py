"""Fixes of misspelt keywords, words of SQL, and names without a prefix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.messages import brief
from yuqiao.graph.sparql.lexer import AGGREGATES
from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule, closing
from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

"""The functions of a group: SPARQL 1.1, section 18.5.1."""

FUNCTIONS = (
    *("STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS"),
    *("CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI"),
    *("CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY"),
    *("HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1"),
    *("SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI"),
    *("ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE"),
)
"""The built-in functions: SPARQL 1.1, section 19.8, rule BuiltInCall."""

_KEYWORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "WHERE"),
    *("FROM", "FROM NAMED", "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND"),
    *("VALUES", "UNDEF", "AS", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC"),
    *("NOT EXISTS", "EXISTS", "FILTER NOT EXISTS", "FILTER EXISTS", "IN", "NOT IN", "TRUE"),
    *("FALSE", "BY", "SILENT", "SEPARATOR"),
)

_OTHER_WORDS = {
    "AND": ("&&", "."),
    "ALL": ("",),
    "OR": ("||", "UNION"),
    "NOT": ("!",),
    "LOWER": ("LCASE",),
    "TOLOWER": ("LCASE",),
    "UPPER": ("UCASE",),
    "TOUPPER": ("UCASE",),
    "LEN": ("STRLEN",),
    "LENGTH": ("STRLEN",),
    "SUBSTRING": ("SUBSTR",),
    "STARTSWITH": ("STRSTARTS",),
    "ENDSWITH": ("STRENDS",),
    "STRING": ("STR",),
    "LANGUAGE": ("LANG",),
    "AVERAGE": ("AVG",),
    "MEAN": ("AVG",),
    "IFNULL": ("COALESCE",),
    "NVL": ("COALESCE",),
    "EXCEPT": ("MINUS",),
    "UNIQUE": ("DISTINCT",),
    "LET": ("BIND",),
    "TYPE": ("a",),
    "ISA": ("a",),
    "SORT": ("ORDER",),
    "HAS": ("HAVING",),
    "SKIP": ("OFFSET",),
    "NULL": ("UNDEF",),
}
"""Words of other languages, and their SPARQL counterparts."""

_NAMES = {"LABEL": "skos:prefLabel", "NAME": "skos:prefLabel", "A": "a"}
_CONDITIONS = frozenset("=<>") | {"!=", "<=", ">="}
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


def is_unknown_call(mistake: Mistake) -> bool:
    """Return whether a word is called as a function and is none: removing it is no fix."""
    token, after = mistake.token, mistake.near(1)
    known = token.is_word(*FUNCTIONS, *AGGREGATES, *_KEYWORDS, *_OTHER_WORDS)
    return token.kind == "word" and after.text == "(" and mistake.index > 0 and not known


def misspelt_words(mistake: Mistake) -> Iterator[Fix]:
    """Correct a keyword or function of nearly this spelling, or of another language."""
    token = mistake.token
    if token.kind != "word":
        return
    word = token.text.upper()
    for meant in _OTHER_WORDS.get(word, ()):
        edit = Edit(token.start, token.end, meant)
        yield Fix(f'write "{meant}" in SPARQL' if meant else "remove it", (edit,))
    if word == "A":
        yield Fix('write a small "a"', (Edit(token.start, token.end, "a"),))
    for near in nearest(word, (*_KEYWORDS, *FUNCTIONS, *AGGREGATES), limit=3):
        if near != word:
            yield Fix(f"did you mean {near}?", (Edit(token.start, token.end, near),))


def words_in_two(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ORDER ?x`` and ``GROUP-BY``, which need a BY of their own."""
    before, token = mistake.near(-1), mistake.token
    if before.is_word("GROUP", "ORDER") and not token.is_word("BY"):
        word = f"{before.text.upper()} BY"
        end = mistake.near(1).end if token.text == "-" else before.end
        edit = Edit(before.start, end, word)
        yield Fix(f"write {word}", (edit,), before.start, f"{before.text.upper()} needs a BY")


def names_without_prefix(mistake: Mistake) -> Iterator[Fix]:
    """Correct a bare word where a term is expected."""
    token = mistake.token
    if token.kind != "word" or mistake.near(1).text in {"(", "{", ":"}:
        return
    prefix, _, name = token.text.partition("_")
    if mistake.near(1).text == "." and mistake.near(1).start == token.end:
        prefix, name = token.text, ""
    if prefix in mistake.prefixes:
        end = token.end if name else mistake.near(1).end
        what = f"{prefix}:{name}" if name else f'"{prefix}:" with a colon'
        yield Fix(f"write {what}", (Edit(token.start, end, f"{prefix}:{name}"),))
    example = _NAMES.get(token.text.upper(), f"yq:{token.text}")
    if example.partition(":")[0] not in mistake.prefixes:
        return
    hint = f"a name needs a prefix, such as {example}; a string needs quotes"
    yield Fix(hint, (Edit(token.start, token.end, example),))


def sql_selects(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``FROM table WHERE column = value``: a graph has no tables."""
    found = mistake.tokens
    place = next((n for n, one in enumerate(found) if one.is_word("FROM")), None)
    if place is None or mistake.index > place + 1 or mistake.at(place + 1).kind != "word":
        return
    end = next((one.start for one in found[place:] if one.is_word(*_MODIFIERS)), len(mistake.text))
    pattern = "WHERE { ?thing ?property ?value } "
    edits = [Edit(found[place].start, end, pattern)]
    names = {one.text for one in found[1:place] if one.kind == "word"} - {"DISTINCT"}
    outside = (one for one in found if one.start >= end or one.start < found[place].start)
    edits += [Edit(o.start, o.end, f"?{o.text}") for o in outside if o.text in names]
    edits += [Edit(o.start, o.end, "") for o in found[1:place] if o.text == ","]
    hint = "a graph has no tables; write a pattern: WHERE { ?thing ?property ?value }"
    yield Fix(hint, tuple(edits), shortens=True)


def bare_columns(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``SELECT name``: a variable begins with ``?``."""
    token = mistake.token
    if token.kind == "word" and not token.is_word(*_KEYWORDS) and mistake.near(1).text != "(":
        edit = Edit(token.start, token.end, f"?{token.text}")
        yield Fix(f'a variable begins with "?": ?{token.text}', (edit,))


def sql_conditions(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``IS NULL``, ``LIKE`` and ``BETWEEN``."""
    token, before = mistake.token, mistake.near(-1)
    if before.kind != "variable":
        return
    if token.is_word("IS"):
        negated = mistake.near(1).is_word("NOT")
        end = mistake.near(2 if negated else 1).end
        test = f"BOUND({before.text})" if negated else f"!BOUND({before.text})"
        yield Fix(f"write {test}", (Edit(before.start, end, test),))
    pattern = mistake.near(1)
    if token.is_word("LIKE", "ILIKE") and pattern.kind == "string":
        word = pattern.text.strip("'\"%")
        test = f'CONTAINS(LCASE({before.text}), "{word.lower()}")'
        yield Fix(f"write {test}", (Edit(before.start, pattern.end, test),))
    if token.is_word("BETWEEN") and mistake.near(2).is_word("AND"):
        low, high = mistake.near(1), mistake.near(3)
        test = f"{before.text} >= {low.text} && {before.text} <= {high.text}"
        yield Fix(f"write {test}", (Edit(before.start, high.end, test),))


def operators(mistake: Mistake) -> Iterator[Fix]:
    """Correct operators of other languages, and comparisons one after another."""
    token, before = mistake.token, mistake.near(-1)
    together = before.text + token.text if before.end == token.start else token.text
    better = {"==": "=", "=>": ">=", "=<": "<=", "!==": "!=", "<>": "!=", ":=": "="}
    if together in better:
        start = token.start if together == token.text else before.start
        right = better[together]
        reason = f'"{together}" is not a SPARQL operator'
        yield Fix(f'write "{right}"', (Edit(start, token.end, right),), start, reason)
    value, pattern = mistake.near(-2), mistake.near(1)
    if together == "=~" and value.kind == "variable" and pattern.kind == "string":
        call = f"REGEX({value.text}, {pattern.text})"
        yield Fix(f"write {brief(call)}", (Edit(value.start, pattern.end, call),), value.start)
    if token.text == "&&":
        yield Fix('write "." between two triples', (Edit(token.start, token.end, "."),))
    if token.text in {"&", "|"}:
        double = token.text * 2
        yield Fix(f'write "{double}"', (Edit(token.start, token.end, double),))
    if token.text in _CONDITIONS and before.kind in {"variable", "number", "string"}:
        edit = Edit(token.start, token.start, f"&& {before.text} ")
        hint = f"compare two at a time: ... {before.text} && {before.text} {token.text} ..."
        yield Fix(hint, (edit,))


def infix_functions(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``?n CONTAINS "x"`` and ``REGEX ?n "x"``: the arguments are in parentheses."""
    for first in (mistake.index - 1, mistake.index):
        call, argument = mistake.at(first), mistake.at(first + 1)
        if call.kind == "variable" and argument.is_word(*FUNCTIONS):
            call, argument = argument, call
        value = mistake.at(first + 2)
        if not call.is_word(*FUNCTIONS) or argument.kind != "variable" or value.kind != "string":
            continue
        written = f"{call.text.upper()}({argument.text}, {value.text})"
        edit = mistake.edit(first, first + 3, written)
        yield Fix(f"write {written}", (edit,), mistake.at(first).start)


def orders(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ORDER BY ?x DESC`` and ``LIMIT 10, 20``."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    for word, places in ((token, (before, after)), (before, (mistake.near(-2), token))):
        for key in places:
            if word.is_word("ASC", "DESC") and key.kind == "variable":
                call = f"{word.text.upper()}({key.text})"
                edit = Edit(min(word.start, key.start), max(word.end, key.end), call)
                yield Fix(f"write {call}", (edit,), word.start, f"{word.text} needs parentheses")
    if before.is_word("LIMIT", "OFFSET") and token.kind != "number":
        number = re.sub(r"\D", "", token.text) or "10"
        hint = f"put a number after {before.text.upper()}, such as {number}"
        edit = Edit(token.start, token.end, f" {number}")
        edit = edit if token.kind != "end" else Edit(before.end, before.end, " 10")
        yield Fix(hint, (edit,), shortens=True)
    yield from _descending_call(mistake)
    if token.text == "," and before.kind == after.kind == "number":
        limits = f"LIMIT {after.text} OFFSET {before.text}"
        if mistake.near(-2).is_word("LIMIT"):
            start = mistake.near(-2).start
            yield Fix(f"write {limits}", (Edit(start, after.end, limits),))
    if token.is_word("TOP") and after.kind == "number":
        edits = (Edit(token.start, after.end, ""), _at_end(mistake, f" LIMIT {after.text}"))
        yield Fix(f"end the query with LIMIT {after.text} instead", edits)


def _descending_call(mistake: Mistake) -> Iterator[Fix]:
    """Correct ``ORDER BY STR(?x) DESC``."""
    word = mistake.near(-1)
    if not word.is_word("ASC", "DESC") or mistake.near(-2).text != ")":
        return
    for place in range(mistake.index - 3, 0, -1):
        if closing(mistake.tokens, place) == mistake.index - 2:
            start = place - (mistake.at(place - 1).is_word(*FUNCTIONS, *AGGREGATES))
            call = f"{word.text.upper()}({mistake.cut(start, mistake.index - 1)})"
            yield Fix(f"write {call}", (mistake.edit(start, mistake.index, call),))
            return


def distinct_elsewhere(mistake: Mistake) -> Iterator[Fix]:
    """Correct DISTINCT after the names, or outside the brackets of COUNT."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    select = next((one for one in mistake.tokens if one.is_word("SELECT")), None)
    if token.is_word("DISTINCT") and select is not None:
        edits = (Edit(select.end, select.end, " DISTINCT"), Edit(token.start, token.end, ""))
        yield Fix("DISTINCT goes right after SELECT", edits)
    if token.is_word("DISTINCT") and before.is_word(*AGGREGATES):
        called = before.text.upper()
        bracket = after.text == "("
        rest = "" if bracket else f"({'DISTINCT'} {after.text})"
        edit = Edit(token.start, after.end, "(DISTINCT " if bracket else rest)
        yield Fix(f"DISTINCT goes inside the parentheses: {called}(DISTINCT ?x)", (edit,))
    named = after.is_word("AS") and mistake.near(2).kind == "variable"
    if before.kind == "variable" and token.text == ")" and mistake.near(-3).is_word("DISTINCT"):
        if named:
            column = f"({before.text} AS {mistake.near(2).text})"
            edit = Edit(mistake.near(-2).start, mistake.near(2).end, f" {column}")
            yield Fix(f"write DISTINCT {column}", (edit,), mistake.near(-2).start)
        edit = Edit(mistake.near(-2).start, token.end, f" {before.text}")
        yield Fix(
            f"write DISTINCT {before.text} without parentheses", (edit,), mistake.near(-2).start
        )


def fences_of_conditions(mistake: Mistake) -> Iterator[Fix]:
    """Correct EXISTS or NOT EXISTS without FILTER; NOT without EXISTS."""
    token, before = mistake.token, mistake.near(-1)
    if token.is_word("NOT") and mistake.near(1).text == "{":
        edit = Edit(token.start, token.end, "FILTER NOT EXISTS")
        yield Fix("write FILTER NOT EXISTS { ... }", (edit,))
    if token.is_word("EXISTS", "NOT"):
        start = before.start if before.is_word("NOT") and token.is_word("EXISTS") else token.start
        yield Fix("write FILTER before it", (Edit(start, start, "FILTER "),))
    if before.is_word("NOT") and token.text == "{":
        edit = Edit(before.end, before.end, " EXISTS")
        yield Fix("write NOT EXISTS", (edit,))
    if before.is_word("NOT") and mistake.near(-2).kind == "variable":
        edit = Edit(before.start, before.end, "!=")
        yield Fix('write "!=" for "is not"', (edit,))
    if before.is_word("NOT") and not token.is_word("EXISTS", "IN"):
        yield Fix('write "!" for "not"', (Edit(before.start, before.end, "!"),))
    if before.is_word("NOT") and token.kind == "word":
        yield Fix("did you mean NOT EXISTS?", (Edit(token.start, token.end, "EXISTS"),))


def _at_end(mistake: Mistake, text: str) -> Edit:
    end = mistake.tokens[-1].end
    return Edit(end, end, text)


RULES: tuple[Rule, ...] = (
    words_in_two,
    orders,
    distinct_elsewhere,
    sql_conditions,
    infix_functions,
    sql_selects,
    operators,
    fences_of_conditions,
    misspelt_words,
    names_without_prefix,
    bare_columns,
)
