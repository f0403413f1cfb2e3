"""Decode the tables of a page's payload, as the page's own ``model/decode.js`` does."""

from __future__ import annotations

from typing import Any

from yuqiao.exports.network.page.payload_encoding import TABLES


def decode_tables(data: dict[str, Any]) -> dict[str, Any]:
    """Return the payload that was encoded, without the fields that were None."""
    labels = data["labels"]
    tables = {name: _records(data[name], labels) for name in TABLES if name in data}
    rest = {name: value for name, value in data.items() if name != "labels"}
    return {**rest, **tables}


def _records(table: dict[str, Any], labels: list[dict[str, str]]) -> list[dict[str, Any]]:
    labelled = set(table["labelled"])
    records = []
    for row in table["rows"]:
        record: dict[str, Any] = {}
        for at, (path, value) in enumerate(zip(table["columns"], row, strict=False)):
            if value is None:
                continue
            inner = record
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = _label(value, labels) if at in labelled else value
        records.append(record)
    return records


def _label(value: Any, labels: list[dict[str, str]]) -> Any:
    if isinstance(value, list):
        return [_label(each, labels) for each in value]
    return labels[value]
