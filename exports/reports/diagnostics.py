"""Query diagnostics as text and JSON."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.sparql.ast import Span, Triple
from yuqiao.graph.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from yuqiao.graph.diagnostics.empty_results.explain import EmptyResult
    from yuqiao.graph.diagnostics.findings import FailingSubquery, Hint
    from yuqiao.graph.diagnostics.lint.warnings import LintWarning

_WIDTH = 80  # columns that every terminal has


def empty_result_text(found: EmptyResult, lang: str = "en") -> str:
    """Write why a query returns nothing: each part with its position, a caret and hints."""
    lines = [translate(found.summary, lang)]
    for finding in found.findings:
        lines += ["", *_finding_lines(found.sparql, finding, lang)]
    if not found.complete:
        stopped = f"The search stopped after {found.probes} queries to the graph."
        lines += ["", translate(stopped, lang)]
    if found.after is not None:
        lines += ["", *_after_lines(found, found.after, lang)]
    return "\n".join(lines) + "\n"


def _after_lines(found: EmptyResult, after: EmptyResult, lang: str) -> Iterator[str]:
    one = len(found.findings) == 1
    change = "With this change" if one else "With the first change to each part"
    if after.empty:
        yield translate(f"{change}, still:", lang)
        yield empty_result_text(after, lang).rstrip()
    else:
        yield translate(f"{change}, {after.summary[0].lower()}{after.summary[1:]}", lang)


def _finding_lines(sparql: str, finding: FailingSubquery, lang: str) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    places = [translate(_position(sparql, part), lang) for part in finding.parts]
    why = translate(finding.why, lang)
    if len(places) == 1:
        yield f"{places[0]}{colon}{why}"
    else:
        yield f"{why}{colon}".rstrip()
        for place, part in zip(places, finding.parts, strict=True):
            yield f"{place}{colon}{_alone(sparql, part)}"
    yield from _with_carets(sparql, finding.parts)
    for hint in finding.hints:
        yield from _hint_lines(translate(hint.text, lang))


def _hint_lines(text: str) -> list[str]:
    return textwrap.wrap(
        f"- {harmless(text)}" if text else "",
        _WIDTH,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _with_carets(sparql: str, parts: Sequence[Span]) -> Iterator[str]:
    """Yield each line on which parts begin, with carets under them; a long line once per part."""
    carets: dict[str, str] = {}
    for part in parts:
        line, below = _underlined(sparql, part.start, part.end)
        before = carets.get(line, "")
        carets[line] = before + below[len(before) :]
    for line, below in carets.items():
        yield line
        yield below


def _underlined(sparql: str, start: int, end: int) -> tuple[str, str]:
    """Return the line of a part, and carets under the part."""
    line, _, caret = caret_line(sparql, start).rpartition("\n")
    width = display_width(sparql[start:end].partition("\n")[0])
    return line, caret + "^" * min(width - 1, display_width(line) - len(caret))


def _alone(sparql: str, part: Span) -> str:
    written_out = isinstance(part, Triple) and all(node.start < node.end for node in part.nodes)
    text = part.text if isinstance(part, Triple) and written_out else sparql[part.start : part.end]
    return textwrap.shorten(harmless(" ".join(text.split())), _WIDTH, placeholder=" …")


def _position(sparql: str, part: Span) -> str:
    line, column = line_and_column(sparql, part.start)
    return f"line {line}, column {column}"


def empty_result_json(found: EmptyResult) -> str:
    """Write why a query returns nothing as JSON; positions are lines and columns, and offsets."""
    return _json(_emptiness(found))


def _emptiness(found: EmptyResult) -> dict[str, Any]:
    return {
        "query": found.sparql,
        "empty": found.empty,
        "summary": found.summary,
        "findings": [_finding_json(found.sparql, finding) for finding in found.findings],
        "queriesSent": found.probes,
        "complete": found.complete,
        "changed": None if found.after is None else _emptiness(found.after),
    }


def _finding_json(sparql: str, finding: FailingSubquery) -> dict[str, Any]:
    return {
        "why": finding.why,
        "parts": [_part_json(sparql, part) for part in finding.parts],
        "hints": [_hint_json(hint) for hint in finding.hints],
    }


def _part_json(sparql: str, part: Span) -> dict[str, Any]:
    line, column = line_and_column(sparql, part.start)
    return {
        "line": line,
        "column": column,
        "start": part.start,
        "end": part.end,
        "text": sparql[part.start : part.end],
    }


def _hint_json(hint: Hint) -> dict[str, Any]:
    if hint.change is None:
        return {"text": hint.text}
    change = hint.change
    return {
        "text": hint.text,
        "replace": {"start": change.start, "end": change.end, "with": change.text},
    }


def warnings_text(sparql: str, warnings: Sequence[LintWarning], lang: str = "en") -> str:
    """Write lint warnings as text: the position, a caret, what is wrong and what to do."""
    return "\n".join(_warning_text(sparql, one, lang) for one in warnings)


def _warning_text(sparql: str, one: LintWarning, lang: str) -> str:
    place = translate(_position(sparql, Span(one.start, one.end)), lang)
    said = harmless(translate(one.message, lang))
    first = f"{place}：{said}" if lang == "zh" else f"{place}: {said}"
    lines = [first, *_underlined(sparql, one.start, one.end)]
    return "".join(f"{text}\n" for text in (*lines, *_hint_lines(translate(one.hint, lang))))


def warnings_json(sparql: str, warnings: Sequence[LintWarning]) -> str:
    """Write lint warnings as JSON; positions are lines and columns, and offsets."""
    return _json(
        {
            "query": sparql,
            "warnings": [
                {**_part_json(sparql, Span(one.start, one.end)), "message": one.message}
                | ({"hint": one.hint} if one.hint else {})
                for one in warnings
            ],
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def deliver_text(text: str, output: str | PathLike[str] | None) -> None:
    """Write a text atomically to a file, or to standard output.

    :raises yuqiao.graph.errors.OutputError: when it cannot be written
    """
    with open_output(output) as out:
        out.write((_for_terminal(text) if output is None else text).encode())


def _for_terminal(text: str) -> str:
    """Return a text with JSON's escapes for what would steer a terminal, if one shows it."""
    if not sys.stdout.isatty() or not text.startswith("{"):
        return text
    from yuqiao.exports.terminal_output import json_for_terminal

    return json_for_terminal(text)
