"""SPARQL 1.1 that the engine's parser does not accept, rewritten so that it does.

Oxigraph 0.5 ends a prefixed name before its second dot (``ec:1.1.1.353``), allows no space between
``CONCAT``, ``COALESCE`` or ``BNODE`` and its bracket, and accepts ``true`` and ``false`` in small
letters only. The grammar: https://www.w3.org/TR/sparql11-query/#sparqlGrammar.

It also accepts what SPARQL forbids, and answers with nothing: an aggregate within an aggregate
(oxigraph/oxigraph#1790), and a triple term in an expression whose subject is a literal or a triple
term (#1791, #1792). Both are rejected here.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.sparql.lexer import AGGREGATES, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.sparql.lexer import Token

_NEEDS_CARE = re.compile(
    r":(?:[^\s/.<>\\]|\\.)*\.[^\s.]*\.|(?i:concat|coalesce|bnode)\s|(?!true|false)(?i:true|false)"
)
_AGGREGATE = re.compile(rf"\b(?:{'|'.join(AGGREGATES)})\s*\(", re.IGNORECASE)
_CLOSE_TO_BRACKET = ("CONCAT", "COALESCE", "BNODE")
_ESCAPED = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")
_LAST = "\uffff"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def for_engine(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Return an equivalent query or update in the part of SPARQL 1.1 that the engine accepts.

    :param prefixes: those that need no declaration
    :raises QueryError: when a variable has a character that the engine never accepts, or the
        engine would accept what SPARQL forbids

    >>> for_engine("SELECT * { VALUES ?e { ec:1.1.1.353 } }", {"ec": "http://purl.uniprot.org/enzyme/"})
    'SELECT * { VALUES ?e { <http://purl.uniprot.org/enzyme/1.1.1.353> } }'
    >>> for_engine("SELECT (CONCAT ('a', STR(TRUE)) AS ?x) {}", {})
    "SELECT ( CONCAT('a', STR(true)) AS ?x) {}"
    """
    if "<<(" in sparql or len(_AGGREGATE.findall(sparql)) > 1:
        _reject_forbidden(sparql, tokens(sparql))
    if not _needs_care(sparql):
        return sparql
    return _replaced(sparql, _changes(sparql, tokens(sparql), dict(prefixes)))


def for_parser(sparql: str) -> str:
    """Return a text of the same length that the engine's parser accepts if the query is valid.

    It is parsed to locate an error, and never run.

    >>> for_parser("ASK { ec:1.1.1.353 ?p TRUE")
    'ASK { ec:1_1_1_353 ?p true'
    """
    if not _needs_care(sparql):
        return sparql
    return _replaced(sparql, _same_length(sparql, tokens(sparql)))


def _needs_care(sparql: str) -> bool:
    return bool(_NEEDS_CARE.search(sparql)) or (not sparql.isascii() and max(sparql) > _LAST)


def _replaced(sparql: str, changes: Iterable[tuple[int, int, str]]) -> str:
    pieces, copied = [], 0
    for start, end, instead in changes:
        pieces += [sparql[copied:start], instead]
        copied = end
    return "".join([*pieces, sparql[copied:]])


def _same_length(sparql: str, found: list[Token]) -> Iterator[tuple[int, int, str]]:
    for index, token in enumerate(found):
        if token.kind in {"name", "blank", "variable"} and _is_unreadable(token):
            prefix, colon, local = token.text.partition(":")
            plain = prefix + colon + local.replace(".", "_")
            yield token.start, token.end, "".join(c if c <= _LAST else "x" for c in plain)
        else:
            yield from _spelling(sparql, index, found)


def _changes(
    sparql: str, found: list[Token], declared: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Return each piece that is replaced, by its position, and its replacement."""
    base = ""
    for index, token in enumerate(found):
        before = found[index - 1] if index else None
        if token.kind == "iri" and before is not None and before.is_word("BASE"):
            base = _resolved(token.text[1:-1], base)
        elif token.kind == "iri" and before is not None and index > 1:
            if found[index - 2].is_word("PREFIX") and before.text.endswith(":"):
                declared[before.text[:-1]] = _resolved(token.text[1:-1], base)
        elif token.kind == "name" and before is not None and before.is_word("PREFIX"):
            yield token.start, token.end, _ascii(token.text)
        elif token.kind == "name" and _is_unreadable(token):
            iri = _full(token, declared)
            if iri is not None:
                yield token.start, token.end, f"<{iri}>"
        elif token.kind == "blank" and _is_beyond(token.text):
            yield token.start, token.end, _ascii(token.text)
        elif token.kind == "variable" and _is_beyond(token.text):
            raise _unreadable(sparql, token)
        else:
            yield from _spelling(sparql, index, found)


def _spelling(sparql: str, index: int, found: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield the respelling of one token, at the same length."""
    token = found[index]
    if token.is_word("TRUE", "FALSE"):
        yield token.start, token.end, token.text.lower()
    elif token.is_word(*_CLOSE_TO_BRACKET) and found[index + 1 : index + 2]:
        bracket = found[index + 1]
        gap = sparql[token.end : bracket.start]
        if bracket.text == "(" and gap:
            spaces = "".join(c if c == "\n" else " " for c in gap)  # there may be a comment
            yield token.start, bracket.start, spaces + token.text


def _is_unreadable(name: Token) -> bool:
    return name.text.partition(":")[2].count(".") > 1 or _is_beyond(name.text)


def _is_beyond(text: str) -> bool:
    """Return whether a name has a character that the engine never accepts."""
    return max(text) > _LAST


def _ascii(text: str) -> str:
    """Return a name with code points in place of such characters."""
    return "".join(c if c <= _LAST else f"u{ord(c):X}" for c in text)


def _resolved(iri: str, base: str) -> str:
    """Return an absolute IRI, where the base is one."""
    if _ABSOLUTE.match(iri) or not base:
        return iri
    from pyoxigraph import NamedNode, RdfFormat, parse

    with suppress(SyntaxError):  # which the engine reports
        quad = next(parse(f"<{iri}> <urn:p> 1 .", RdfFormat.TURTLE, base_iri=base))
        return quad.subject.value if isinstance(quad.subject, NamedNode) else iri
    return iri


def _full(name: Token, declared: Mapping[str, str]) -> str | None:
    """Return the IRI of a prefixed name; None where only the engine can tell, or rejects it."""
    prefix, _, local = name.text.partition(":")
    namespace = declared.get(prefix, "")
    return namespace + _ESCAPED.sub(r"\1", local) if _ABSOLUTE.match(namespace) else None


def _reject_forbidden(sparql: str, found: list[Token]) -> None:
    """Reject an aggregate within an aggregate, and an expression whose triple term cannot be one.

    :raises QueryError: with the place
    """
    opened: list[str] = []  # what each open bracket begins: "{", "(", "<<(" or an aggregate
    for index, token in enumerate(found):
        before = found[index - 1] if index else token
        if token.text == "(" and before.is_word(*AGGREGATES):
            if "aggregate" in _since_brace(opened):
                raise _nested_aggregate(sparql, before)
            opened.append("aggregate")
        elif token.text == "(" and sparql.startswith("<<(", token.start - 2):
            subject = found[index + 1 : index + 2]
            in_expression = any(bracket != "<<(" for bracket in _since_brace(opened))
            if in_expression and subject and _is_no_subject(sparql, subject[0]):
                raise _impossible_subject(sparql, subject[0])
            opened.append("<<(")
        elif token.text in {"(", "{"}:
            opened.append(token.text)
        elif token.text in {")", "}"} and opened:
            opened.pop()


def _since_brace(opened: list[str]) -> list[str]:
    """Return the brackets that are open within the innermost braces."""
    return list(takewhile(lambda bracket: bracket != "{", reversed(opened)))


def _is_no_subject(sparql: str, token: Token) -> bool:
    literal = token.kind in {"string", "number"} or token.is_word("TRUE", "FALSE")
    return literal or sparql.startswith("<<(", token.start)


def _nested_aggregate(sparql: str, inner: Token) -> QueryError:
    line, column = line_and_column(sparql, inner.start)
    return QueryError(
        f"the query is wrong at line {line}, column {column}: an aggregate cannot contain an "
        f"aggregate; compute the inner one in a subquery\n{caret_line(sparql, inner.start)}"
    )


def _impossible_subject(sparql: str, subject: Token) -> QueryError:
    line, column = line_and_column(sparql, subject.start)
    return QueryError(
        f"the query is wrong at line {line}, column {column}: the subject of a triple term is an "
        f"IRI or a variable\n{caret_line(sparql, subject.start)}"
    )


def _unreadable(sparql: str, variable: Token) -> QueryError:
    line, column = line_and_column(sparql, variable.start)
    return QueryError(
        f"the variable {variable.text} at line {line}, column {column} is valid SPARQL, but the "
        "engine supports no characters beyond U+FFFF in names of variables; rename it\n"
        f"{caret_line(sparql, variable.start)}"
    )
