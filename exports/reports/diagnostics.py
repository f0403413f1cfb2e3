"""What is found out about a query, written for a person and as JSON."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import display_width
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.sparql.ast import Part, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from yuqiao.graph.diagnostics.empty_results.explain import Emptiness
    from yuqiao.graph.diagnostics.findings import Finding, Hint
    from yuqiao.graph.diagnostics.lint.remarks import Remark

_WIDTH = 80  # columns of a terminal that everybody has


def emptiness_text(found: Emptiness) -> str:
    """Write why a query gives nothing: each part with its place and a caret, and what may help."""
    lines = [found.said]
    for finding in found.findings:
        lines += ["", *_finding_lines(found.sparql, finding)]
    if not found.complete:
        lines += ["", f"The search ended after {found.asked} questions to the graph."]
    if found.after is not None:
        lines += ["", *_after_lines(found, found.after)]
    return "\n".join(lines) + "\n"


def _after_lines(found: Emptiness, after: Emptiness) -> Iterator[str]:
    one = len(found.findings) == 1
    change = "With this change" if one else "With the first change to each part"
    if after.empty:
        yield f"{change}, still:"
        yield emptiness_text(after).rstrip()
    else:
        yield f"{change}, {after.said[0].lower()}{after.said[1:]}"


def _finding_lines(sparql: str, finding: Finding) -> Iterator[str]:
    if len(finding.parts) == 1:
        yield f"{_place(sparql, finding.parts[0])}: {finding.why}"
    else:
        yield f"{finding.why}:"
        yield from (f"{_place(sparql, part)}: {_alone(sparql, part)}" for part in finding.parts)
    yield from _with_carets(sparql, finding.parts)
    for hint in finding.hints:
        yield from _hint_lines(hint.text)


def _hint_lines(text: str) -> list[str]:
    return textwrap.wrap(
        f"- {harmless(text)}" if text else "",
        _WIDTH,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _with_carets(sparql: str, parts: Sequence[Part]) -> Iterator[str]:
    """Give each line on which parts begin, with carets under each; a long line for each part."""
    carets: dict[str, str] = {}
    for part in parts:
        line, below = _underlined(sparql, part.start, part.end)
        before = carets.get(line, "")
        carets[line] = before + below[len(before) :]
    for line, below in carets.items():
        yield line
        yield below


def _underlined(sparql: str, start: int, end: int) -> tuple[str, str]:
    """Give the line of a part, and carets under what of the part is on it."""
    line, _, caret = caret_line(sparql, start).rpartition("\n")
    width = display_width(sparql[start:end].partition("\n")[0])
    return line, caret + "^" * min(width - 1, display_width(line) - len(caret))


def _alone(sparql: str, part: Part) -> str:
    written_out = isinstance(part, Triple) and all(node.start < node.end for node in part.nodes)
    text = part.text if isinstance(part, Triple) and written_out else sparql[part.start : part.end]
    return textwrap.shorten(harmless(" ".join(text.split())), _WIDTH, placeholder=" …")


def _place(sparql: str, part: Part) -> str:
    line, column = line_and_column(sparql, part.start)
    return f"line {line}, column {column}"


def emptiness_json(found: Emptiness) -> str:
    """Write why a query gives nothing as JSON; places are lines and columns, and offsets."""
    return _json(_emptiness(found))


def _emptiness(found: Emptiness) -> dict[str, Any]:
    return {
        "query": found.sparql,
        "empty": found.empty,
        "said": found.said,
        "findings": [_finding_json(found.sparql, finding) for finding in found.findings],
        "questionsAsked": found.asked,
        "complete": found.complete,
        "changed": None if found.after is None else _emptiness(found.after),
    }


def _finding_json(sparql: str, finding: Finding) -> dict[str, Any]:
    return {
        "why": finding.why,
        "parts": [_part_json(sparql, part) for part in finding.parts],
        "hints": [_hint_json(hint) for hint in finding.hints],
    }


def _part_json(sparql: str, part: Part) -> dict[str, Any]:
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


def remarks_text(sparql: str, remarks: Sequence[Remark]) -> str:
    """Write remarks on a query: the place, a caret under it, what is wrong and what to do."""
    return "\n".join(_remark_text(sparql, one) for one in remarks)


def _remark_text(sparql: str, one: Remark) -> str:
    line, column = line_and_column(sparql, one.start)
    place = f"line {line}, column {column}"
    lines = [f"{place}: {harmless(one.message)}", *_underlined(sparql, one.start, one.end)]
    return "".join(f"{text}\n" for text in (*lines, *_hint_lines(one.hint)))


def remarks_json(sparql: str, remarks: Sequence[Remark]) -> str:
    """Write remarks on a query as JSON; places are lines and columns, and offsets."""
    return _json(
        {
            "query": sparql,
            "remarks": [
                {**_part_json(sparql, Part(one.start, one.end)), "message": one.message}
                | ({"hint": one.hint} if one.hint else {})
                for one in remarks
            ],
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def deliver_text(text: str, output: str | PathLike[str] | None) -> None:
    """Write a text to a file, whole or not at all, or to standard output.

    :raises yuqiao.graph.errors.OutputError: when it cannot be written
    """
    with open_output(output) as out:
        out.write(text.encode())
