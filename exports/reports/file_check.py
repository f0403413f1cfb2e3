"""Format the results of a file check as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.graph.messages import counted
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from yuqiao.graph.validation.file_check import FileCheck


def text_lines(path: str, checked: FileCheck) -> Iterator[str]:
    """Yield the lines: a description of the file, then each finding with its position."""
    where = f" in {counted(checked.graphs, 'named graph')}" if checked.graphs else ""
    yield f"{path}: {checked.data_format}, {counted(checked.triples, 'triple')}{where}"
    if checked.ours:
        found = ", ".join(f"{name} {number:,}" for name, number in checked.ours.items())
        yield f"terms of our vocabulary: {found}"
    if checked.others:
        names = {iri: prefix for prefix, iri in sorted(query_prefixes().items(), reverse=True)}
        found = ", ".join(f"{names.get(n, f'<{n}>')} {c:,}" for n, c in checked.others.items())
        yield f"terms of other vocabularies: {harmless(found)}"
    for one in checked.findings:
        place = f"{path}:{one.line}:{one.column}" if one.line else path
        yield f"{place}: {one.kind}: {harmless(one.message)}"
    yield counted(len(checked.findings), "finding")


def as_json(path: str, checked: FileCheck) -> str:
    """Return the results as one JSON object."""
    report = {
        "file": path,
        "format": checked.data_format,
        "triples": checked.triples,
        "namedGraphs": checked.graphs,
        "ours": dict(checked.ours),
        "others": dict(checked.others),
        "findings": [asdict(one) for one in checked.findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
