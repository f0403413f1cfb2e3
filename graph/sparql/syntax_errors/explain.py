"""Explain syntax errors: the position, the reason, and a fix.

Oxigraph's parser reports the furthest position it reached, often past the mistake, and dozens of
tokens it expected there. So the mistake is located anew, as the end of the longest prefix of a
valid query; then likely fixes are tested, and one that helps is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import brief, caret_line, line_and_column
from yuqiao.graph.sparql.bindings import bind, explain_misplaced
from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_chains
from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.sparql.syntax_errors import (
    clauses,
    constructs,
    grouping,
    keywords,
    lists,
    punctuation,
    structure,
    triples,
)
from yuqiao.graph.sparql.syntax_errors.fixes import (
    Edit,
    Fix,
    Mistake,
    likely_fix,
    open_brackets,
    tokens_taken,
)
from yuqiao.graph.sparql.validation import can_begin, check_syntax, is_query, parsing_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term

RULES = (
    *constructs.RULES,
    *punctuation.RULES,
    *triples.RULES,
    *lists.RULES,
    *keywords.RULES,
    *structure.RULES,
    *clauses.RULES,
)
"""The rules for fixes, the most reliable first."""

_SEMANTIC = re.compile(
    r"The SELECT [a-z ]+|SELECT \* is not [a-z]+ with GROUP BY|Duplicated [a-z ]+ in SELECT"
)
_LONG = 200  # most characters of a hint
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


@dataclass(frozen=True)
class Explanation:
    """What is wrong with a query.

    :param start: where, as an offset into the text
    :param end: the offset after what is wrong
    :param reason: what is wrong there
    :param hint: what to do; empty when nothing is known that helps
    :param edits: the same as edits of the text; none when it is advice only
    """

    start: int
    end: int
    reason: str
    hint: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """Reason and hint as one sentence."""
        return f"{self.reason}; {self.hint}" if self.hint else self.reason


def explain_error(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> str:
    """Explain a query that the engine rejected: the line, a caret under it, and the reason.

    >>> import pyoxigraph
    >>> query = "SELCET * { ?p a ?c }"
    >>> try:
    ...     _ = pyoxigraph.Store().query(query)
    ... except SyntaxError as error:
    ...     print(explain_error(query, error, {}))
    the query is wrong at line 1, column 1: unexpected "SELCET"; did you mean SELECT?
    SELCET * { ?p a ?c }
    ^
    """
    found = explanation(sparql, error, prefixes)
    if found is None:
        return "the query is empty"
    line, column = line_and_column(sparql, found.start)
    place = f"line {line}, column {column}"
    return f"the query is wrong at {place}: {found.text}\n{caret_line(sparql, found.start)}"


def explain_bound_error(
    sparql: str, bindings: Mapping[str, Term], error: SyntaxError, prefixes: Mapping[str, str]
) -> str:
    """Explain a query that the engine rejected after binding, in terms of its original text.

    A mistake of the query itself takes precedence over one that a parameter causes.
    """
    if not bindings:
        return explain_error(sparql, error, prefixes)
    own = parsing_error(sparql, prefixes)
    if own is not None:
        return explain_error(sparql, own, prefixes)
    misplaced = explain_misplaced(sparql, bindings, lambda text: is_query(text, prefixes))
    return misplaced or explain_error(bind(sparql, bindings), error, prefixes)


def explanation(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> Explanation | None:
    """Find what is wrong with a query that the engine rejected; None when it is empty."""
    found = tuple(tokens(sparql))
    if not found:
        return None
    return (
        _lexical_mistake(sparql, found, prefixes)
        or _contradiction(Mistake(sparql, found, len(found), prefixes), error)
        or _misplaced(sparql, found, prefixes)
    )


def _lexical_mistake(
    sparql: str, found: tuple[Token, ...], prefixes: Mapping[str, str]
) -> Explanation | None:
    """Find an undeclared prefix or an unclosed string, unless there is a mistake before it."""
    declared = set(prefixes)
    for index, token in enumerate(found):
        before = found[index - 1] if index else None
        if token.kind == "name" and before is not None and before.is_word("PREFIX"):
            declared.add(token.text.partition(":")[0])
        undeclared = token.kind == "name" and token.text.partition(":")[0] not in declared
        unclosed = token.kind == "mark" and token.text in {"'", '"'}
        if not undeclared and not unclosed:
            continue
        if undeclared and punctuation.ENTITY.search(sparql[: token.end]):
            return None
        address = punctuation.bare_address(sparql, token) if undeclared else None
        if address is not None:
            start, reason, hint = address
            return Explanation(start, token.end, reason, hint)
        if before is not None and not can_begin(sparql[: before.end], prefixes):
            return None
        mistake = Mistake(sparql, found, index, prefixes)
        return _undeclared(mistake, declared) if undeclared else _unclosed_string(mistake)
    return None


def _undeclared(mistake: Mistake, declared: set[str]) -> Explanation:
    prefix = mistake.token.text.partition(":")[0]
    fix = likely_fix(mistake, RULES)
    hint = punctuation.near_prefix(prefix, declared, mistake.prefixes)
    if fix is not None and not hint.startswith("did you mean"):
        return _explained(mistake, f'unexpected "{brief(mistake.token.text)}"', fix)
    reason = f"the prefix {brief(prefix)}: is not declared"
    return Explanation(mistake.token.start, mistake.token.end, reason, hint)


def _unclosed_string(mistake: Mistake) -> Explanation:
    fix = likely_fix(mistake, (punctuation.chinese_marks, punctuation.unclosed_strings))
    return _explained(mistake, "this string is not closed", fix)


def _contradiction(mistake: Mistake, error: SyntaxError) -> Explanation | None:
    """Explain a contradiction that the engine finds in a query that follows the grammar."""
    said = _SEMANTIC.search(str(error))
    if said is None:
        return None
    fix = likely_fix(mistake, grouping.RULES)
    if fix is not None:
        return _explained(mistake, "", fix)
    select = next((token for token in mistake.tokens if token.is_word("SELECT")), mistake.at(0))
    return Explanation(select.start, select.end, said.group().strip().replace("The", "the", 1))


def _misplaced(sparql: str, found: tuple[Token, ...], prefixes: Mapping[str, str]) -> Explanation:
    """Explain the first token that no valid query can have there."""
    mistake = Mistake(sparql, found, tokens_taken(sparql, list(found), prefixes), prefixes)
    token = mistake.token
    if token.is_word(*_UPDATES) and _only_declarations(found[: mistake.index]):
        reason = f"{token.text.upper()} is an update; only queries can be run here"
        return Explanation(token.start, token.end, reason, "updates apply to a graph on disk")
    if token.text == "<>" and mistake.index > 1 and mistake.near(-2).is_word("PREFIX"):
        return Explanation(token.start, token.end, "the relative IRI <> needs a BASE")
    call = keywords.is_unknown_call(mistake)
    fix = likely_fix(mistake, RULES, () if call else clauses.LAST)
    if call and fix is None:
        return Explanation(token.start, token.end, f"{brief(token.text)} is not a SPARQL function")
    if fix is None and mistake.index == 0 and token.kind != "end":
        hint = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return Explanation(token.start, token.end, _why_misplaced(token), hint)
    if token.kind != "end":
        return _explained(mistake, _why_misplaced(token), fix)
    unclosed = open_brackets(found)
    if fix is None and unclosed:
        reason = f'this "{unclosed[-1].text}" is not closed'
        return Explanation(unclosed[-1].start, unclosed[-1].end, reason)
    return _explained(mistake, "the query is incomplete", fix)


def _only_declarations(found: tuple[Token, ...]) -> bool:
    words = [token for token in found if token.kind == "word"]
    return all(token.is_word("PREFIX", "BASE") for token in words)


def _why_misplaced(token: Token) -> str:
    if token.kind == "iri" and ":" not in token.text and token.text != "<>":
        return f"the relative IRI {brief(token.text)} needs a BASE"
    if token.kind == "string":
        return f"unexpected {brief(token.text)}"
    return punctuation.why_wide(token) or f'unexpected "{brief(token.text)}"'


def _explained(mistake: Mistake, reason: str, fix: Fix | None) -> Explanation:
    token = mistake.token
    if fix is None:
        return Explanation(token.start, token.end, reason)
    if fix.place is None or fix.place == token.start:
        hint = brief(fix.hint, _LONG)
        return Explanation(token.start, token.end, fix.reason or reason, hint, fix.edits)
    place = fix.place
    wrong = next((one for one in mistake.tokens if one.start <= place < one.end), token)
    why = fix.reason or f'unexpected "{brief(wrong.text)}"'
    end, hint = max(wrong.end, place + 1), brief(fix.hint, _LONG)
    return Explanation(place, end, brief(why, _LONG), hint, fix.edits)


def reject_mistakes(sparql: str, prefixes: Mapping[str, str]) -> None:
    """Reject a query that the engine would reject, without evaluating a valid one.

    :raises QueryError: when it is wrong; the message shows where

    >>> reject_mistakes("ASK { ?s ?p ?o }", {})
    """
    try:
        sparql.encode()
        reject_deep_nesting(sparql)
        reject_long_chains(sparql)
        check_syntax(sparql, prefixes)
    except UnicodeEncodeError as error:
        raise QueryError(
            "the query is not valid Unicode: it contains an unpaired surrogate"
        ) from error
    except SyntaxError as error:
        raise QueryError(explain_error(sparql, error, prefixes)) from error
