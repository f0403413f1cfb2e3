"""Encode the page's payload compactly: lists of records as tables, labels by number.

Most of a list of similar records consists of the names of fields, and the same few labels (a level,
a form, the result of a review) occur in most facts. As columns and rows, with numbered labels, a
register of three thousand partnerships takes about half the space. ``model/decode.js`` decodes it
into the records of :func:`yuqiao.exports.network.page.payload.page_payload`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

TABLES = ("nodes", "edges", "partnerships", "claims", "sources", "shared")
"""The lists that are encoded as tables."""

_LABEL = {"en", "zh"}


def encode_tables(data: dict[str, Any]) -> dict[str, Any]:
    """Encode the lists of a page's payload as tables, and their labels by number.

    A table has ``columns``, each the path of a field: its name, or those of a field and of one
    within it; ``labelled``, the numbers of the columns that hold labels; and ``rows``, each without
    the None values at its end. A field whose value is None is left out.

    :param data: from :func:`yuqiao.exports.network.page.payload.page_payload`

    >>> yes = {"en": "Yes", "zh": "是"}
    >>> nodes = [{"id": 0, "facts": {"stem": [yes]}}, {"id": 1, "facts": {}}]
    >>> data = encode_tables({"nodes": nodes})
    >>> data["nodes"]
    {'columns': [['id'], ['facts', 'stem']], 'labelled': [1], 'rows': [[0, [0]], [1]]}
    >>> data["labels"]
    [{'en': 'Yes', 'zh': '是'}]
    """
    numbers: dict[tuple[str, str], int] = {}
    tables = {name: _table(data[name], numbers) for name in TABLES if name in data}
    labels = [{"en": english, "zh": chinese} for english, chinese in numbers]
    return {**data, **tables, "labels": labels}


def _table(records: list[dict[str, Any]], numbers: dict[tuple[str, str], int]) -> dict[str, Any]:
    flat = [_flat(record) for record in records]
    known: dict[tuple[str, ...], None] = {}
    for each in flat:
        if not each.keys() <= known.keys():
            known |= dict.fromkeys(each)
    columns = list(known)
    labelled = [
        at
        for at, path in enumerate(columns)
        if all(_is_labels(each[path]) for each in flat if path in each)
    ]
    rows = [list(map(each.get, columns)) for each in flat]
    for row in rows:
        for at in labelled:
            if row[at] is not None:
                row[at] = _numbered(row[at], numbers)
        while row and row[-1] is None:
            row.pop()
    return {"columns": [list(path) for path in columns], "labelled": labelled, "rows": rows}


def _flat(record: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """Return the fields of a record by path, without those that are None."""
    flat: dict[tuple[str, ...], Any] = {}
    for name, value in record.items():
        if value is None:
            continue
        if type(value) is not dict or value.keys() == _LABEL:
            flat[_path(name)] = value
            continue
        for inner, own in value.items():
            if own is not None:
                flat[_path(name, inner)] = own
    return flat


@cache
def _path(*names: str) -> tuple[str, ...]:
    """Return the path of a field; the same one each time, which is found sooner."""
    return names


def _is_label(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == _LABEL


def _is_labels(value: Any) -> bool:
    return all(map(_is_label, value)) if isinstance(value, list) else _is_label(value)


def _numbered(value: Any, numbers: dict[tuple[str, str], int]) -> Any:
    if isinstance(value, list):
        return [_numbered(each, numbers) for each in value]
    return numbers.setdefault((value["en"], value["zh"]), len(numbers))
