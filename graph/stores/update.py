"""SPARQL 1.1 Update on an Oxigraph store: what is rejected, and where an error is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import caret_line, printable
from yuqiao.graph.sparql.dialect import for_engine, for_parser
from yuqiao.graph.sparql.federation import reject_outside_calls
from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_operations, reject_too_large
from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.sparql.prepare import bound

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.remote_load import LoadedDocuments

_NO_UPDATE = " " * 40 + "\n\N{PILCROW SIGN}"
"""No valid update continues like this, so a text that ends with it is never run. The space is
longer than any keyword, as the engine's parser looks for keywords past the end of a token."""
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_BRIEF = 40  # characters of a long token
_LONGEST = 200  # characters of the engine's message


def run_update(
    oxigraph: pyoxigraph.Store,
    sparql: str,
    bindings: Mapping[str, Term] | None,
    prefixes: Mapping[str, str],
    allow_hosts: Collection[str],
) -> None:
    """Change a store by an update, wholly or not at all; calls to hosts not allowed are rejected.

    :param bindings: a term for each variable, by name, to be used in its place
    :raises QueryError: when the update is invalid or rejected; the message shows where
    :raises InputError: when a document that it loads cannot be read

    >>> store = pyoxigraph.Store()
    >>> run_update(store, "INSERT DATA { ex:a ex:b ex:c }", None, {"ex": "http://e/"}, ())
    >>> len(store)
    1
    """
    reject_too_large(sparql, "the update", "update")
    text = bound(sparql, bindings)
    reject_deep_nesting(text)
    reject_long_operations(text)
    if any(word in text.lower() for word in ("load", "service", "\\u")):
        _reject_calls(text, prefixes, allow_hosts)
    loaded = _documents(text, prefixes, allow_hosts)
    engine_text = for_engine(loaded.text if loaded else text, prefixes)
    if any(word in text.lower() for word in ("order", "min", "max")):
        engine_text = _ordered(engine_text, prefixes)
    try:
        oxigraph.update(
            loaded.inserted(engine_text) if loaded else engine_text, prefixes=dict(prefixes)
        )
    except SyntaxError as error:
        own = _mistake(text, prefixes) or error  # with positions in the text as written
        raise QueryError(_explain_bound(sparql, bindings or {}, own, prefixes)) from error
    except RuntimeError as error:  # what the engine lacks, such as a function it does not know
        raise QueryError(f"the update cannot be run: {error}") from error
    except OSError as error:
        if not allow_hosts:
            raise  # from the disk
        raise QueryError(f"what SERVICE names cannot be read: {error}") from error


def _explain_bound(
    sparql: str, bindings: Mapping[str, Term], error: SyntaxError, prefixes: Mapping[str, str]
) -> str:
    """Explain the error; a misplaced parameter is shown on the text as written."""
    from yuqiao.graph.sparql.bindings import explain_misplaced

    misplaced = explain_misplaced(sparql, bindings, lambda text: _mistake(text, prefixes) is None)
    return misplaced or explain_update(bound(sparql, bindings), error, prefixes)


def explain_update(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> str:
    """Explain why the engine rejected an update: the line, a caret under it, and the reason.

    >>> text = "INSERT DATA { <urn:a> <urn:b> }"
    >>> try:
    ...     pyoxigraph.Store().update(text)
    ... except SyntaxError as error:
    ...     print(explain_update(text, error, {}))
    the update is wrong at line 1, column 31: "}" cannot stand here
    INSERT DATA { <urn:a> <urn:b> }
                                  ^
    """
    found = tokens(sparql)
    place, reason = (
        _undeclared(found, prefixes)
        or _no_data(found)
        or _contradiction(found, error)
        or _misplaced(sparql, found, prefixes)
    )
    line = sparql.count("\n", 0, place) + 1
    column = place - (sparql.rfind("\n", 0, place) + 1) + 1
    where = f"line {line}, column {column}"
    return f"the update is wrong at {where}: {reason}\n{caret_line(sparql, place)}"


def _undeclared(found: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    declared = set(prefixes)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.is_word("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            return token.start, f"the prefix {printable(prefix[:_BRIEF])}: is not declared"
    return None


def _no_data(found: Sequence[Token]) -> tuple[int, str] | None:
    """Find what may not occur in the braces after DATA."""
    word = ""
    for before, token in pairwise(found):
        if token.is_word("DATA"):
            word = before.text.upper()
        elif token.text == ";" and before.text == "}":
            word = ""
        elif word and token.kind == "variable":
            return (
                token.start,
                f"{printable(token.text)} is no data; write {word} {{ }} WHERE {{ }}",
            )
        elif word == "DELETE" and (token.kind == "blank" or token.text == "["):
            return token.start, "a blank node has no name to be deleted by; use DELETE WHERE { }"
    return None


def _contradiction(found: Sequence[Token], error: SyntaxError) -> tuple[int, str] | None:
    """Return what the engine finds when all tokens are in valid positions."""
    said = printable(str(error)[:_LONGEST])
    return None if said.startswith("error at ") else (found[-1].start, said)


def _misplaced(sparql: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[int, str]:
    """Find the first token that no valid update continues with."""
    good, bad = 0, len(found) + 1  # `good` tokens can begin a valid update; `bad` cannot
    while bad - good > 1:
        middle = (good + bad) // 2
        if middle <= len(found) and _can_begin(sparql[: found[middle - 1].end], prefixes):
            good = middle
        else:
            bad = middle
    if good == len(found):
        return len(sparql.rstrip()), "it ends too early"
    token = found[good]
    if good == 0 and token.is_word(*_QUERIES):
        return token.start, f"{token.text.upper()} asks, and changes nothing; ask it as a query"
    return token.start, f'"{printable(token.text[:_BRIEF])}" cannot stand here'


def _reject_calls(text: str, prefixes: Mapping[str, str], allow_hosts: Collection[str]) -> None:
    """Reject calls to another address; that it is no update at all is reported first."""
    error = _mistake(text, prefixes)
    if error is not None:
        raise QueryError(explain_update(text, error, prefixes)) from error
    reject_outside_calls(text, prefixes, allow_hosts, updates=True)


def _documents(
    text: str, prefixes: Mapping[str, str], allow_hosts: Collection[str]
) -> LoadedDocuments | None:
    if not allow_hosts or "load" not in text.lower():
        return None
    from yuqiao.graph.stores.remote_load import LoadedDocuments

    return LoadedDocuments(text, prefixes, allow_hosts)


def _ordered(text: str, prefixes: Mapping[str, str]) -> str:
    """Return an update whose SELECTs have a total order."""
    from yuqiao.graph.sparql.ordering.rewrite import with_total_order

    return with_total_order(text, prefixes, lambda one: _mistake(one, prefixes) is None)


def _can_begin(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a valid update can begin with a text."""
    return _mistake(text, prefixes) is None


def _mistake(text: str, prefixes: Mapping[str, str]) -> SyntaxError | None:
    """Return the engine's error for a text that may go on; it is parsed, never run."""
    try:
        pyoxigraph.Store().update(for_parser(text) + _NO_UPDATE, prefixes=dict(prefixes))
    except SyntaxError as error:
        here = str(error).startswith(f"error at {text.count(chr(10)) + 2}:")
        return None if here else error
    return None
