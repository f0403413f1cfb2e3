"""What a look through a file found, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from yuqiao.exports.results.terminal_table import harmless
from yuqiao.graph.messages import counted
from yuqiao.ontology.files import query_prefixes

if TYPE_CHECKING:
    from yuqiao.graph.validation.file_check import FileCheck


def text_lines(path: str, checked: FileCheck) -> Iterator[str]:
    """Write it as lines: what the file is, then each finding with its place."""
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
    """Write it as one JSON object."""
    told = {"file": path, "format": checked.data_format, "triples": checked.triples}
    told |= {"namedGraphs": checked.graphs, "ours": dict(checked.ours)}
    told |= {"others": dict(checked.others), "findings": [asdict(one) for one in checked.findings]}
    return json.dumps(told, ensure_ascii=False, indent=2)
