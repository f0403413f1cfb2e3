"""What is wrong, doubtful or missing in a query, and how it is evaluated."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from yuqiao.graph.errors import QueryError, YuqiaoError
from yuqiao.graph.sparql.guards import reject_deep_nesting, reject_long_chains
from yuqiao.graph.sparql.indentation import laid_out
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.sparql.validation import parsing_error
from yuqiao.graph.translation import translate
from yuqiao.web.editor.utf16_offsets import utf16_offset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.sparql.syntax_errors.explain import Explanation
    from yuqiao.web.served_graph import ServedGraph

_MEANT = re.compile(r"did you mean (\S+)\?")


def checked(graph: ServedGraph, sparql: str, lang: str) -> dict[str, Any]:
    """Return the mistake of a query or the remarks on it, and the prefixes it does not declare."""
    store = graph.store
    undeclared = undeclared_prefixes(sparql, store.prefixes)
    if not sparql.strip():
        return {"remarks": [], "prefixes": {}}
    try:
        reject_deep_nesting(sparql)
        reject_long_chains(sparql)
        error = parsing_error(sparql, store.prefixes)
    except QueryError as refused:
        return {"remarks": [_remark(sparql, 0, 0, "error", str(refused))], "prefixes": {}}
    if error is not None:
        from yuqiao.graph.sparql.syntax_errors.explain import explanation

        found = explanation(sparql, error, store.prefixes)
        if found is not None:  # not empty
            return {"remarks": [_mistake(sparql, found, lang)], "prefixes": undeclared}
    return {"remarks": _lint(graph, sparql, lang), "prefixes": undeclared}


def _mistake(sparql: str, found: Explanation, lang: str) -> dict[str, Any]:
    edits = [(edit.start, edit.end, edit.text) for edit in found.edits]
    message = translate(found.text, lang)
    return _remark(sparql, found.start, found.end, "error", message, edits)


def _lint(graph: ServedGraph, sparql: str, lang: str) -> list[dict[str, Any]]:
    from yuqiao.graph.diagnostics.lint.linter import lint

    try:
        warnings = lint(graph.store, sparql)
    except YuqiaoError:  # beyond SPARQL 1.1, or a server that does not answer
        return []
    remarks = []
    for one in warnings:
        meant = _MEANT.fullmatch(one.hint)
        edits = [(one.start, one.end, meant[1])] if meant else []
        said = "；" if lang == "zh" else "; "
        parts = [translate(part, lang) for part in (one.message, one.hint) if part]
        remarks.append(_remark(sparql, one.start, one.end, "warning", said.join(parts), edits))
    return remarks


def _remark(
    sparql: str,
    start: int,
    end: int,
    severity: str,
    message: str,
    edits: Iterable[tuple[int, int, str]] = (),
) -> dict[str, Any]:
    """Return a remark with its place and the edits that it suggests, as a browser counts."""
    return {
        "from": utf16_offset(sparql, start),
        "to": utf16_offset(sparql, end),
        "severity": severity,
        "message": message,
        "edits": [
            {"from": utf16_offset(sparql, begin), "to": utf16_offset(sparql, stop), "insert": text}
            for begin, stop, text in edits
        ],
    }


def undeclared_prefixes(sparql: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that a query uses and does not declare, as far as they are known.

    >>> undeclared_prefixes("PREFIX a: <urn:a> ASK { a:b yq:form c:d }", {"yq": "urn:yq"})
    {'yq': 'urn:yq'}
    """
    found = tokens(sparql)
    declared = {
        name.text[:-1]
        for word, name in pairwise(found)
        if word.is_word("PREFIX") and name.kind == "name"
    }
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    return {name: known[name] for name in sorted(used - declared) if name in known}


def formatted(graph: ServedGraph, sparql: str) -> str:
    """Return a query laid out, with the declarations that it lacks."""
    missing = undeclared_prefixes(sparql, graph.store.prefixes)
    lines = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in missing.items())
    return lines + laid_out(sparql)


def why_empty_text(graph: ServedGraph, sparql: str, lang: str) -> dict[str, Any]:
    """Return why a query has no results as text, and the query with the suggested changes."""
    from yuqiao.exports.reports.diagnostics import empty_result_text
    from yuqiao.graph.diagnostics.empty_results.explain import why_empty

    found = why_empty(graph.store, sparql)
    better = found.after.sparql if found.after is not None else None
    return {"text": empty_result_text(found, lang), "changed": better}


def plan_text_of(graph: ServedGraph, sparql: str, lang: str) -> dict[str, Any]:
    """Return the plan of a query with the rows and the time of each step."""
    from yuqiao.exports.reports.plans import plan_text
    from yuqiao.graph.diagnostics.plans.explain import explain

    return {"text": plan_text(explain(graph.store, sparql, analyze=True), lang)}
