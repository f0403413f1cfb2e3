"""The data of a page with each thing said once: tables for lists of things, numbers for labels.

The names of fields are what most of a list of alike things consists of, and the same few labels (a
level, a form, what a review came to) stand behind most facts. As columns and rows, with labels told
by their number, a register of three thousand partnerships takes about half the room.
``model/decode.js`` reads this back into the things that
:func:`yuqiao.exports.network.page.payload.page_data` gives.
"""

from __future__ import annotations

from typing import Any

TABLES = ("nodes", "edges", "partnerships", "claims", "sources")
"""The lists that are told as tables."""

_LABEL = {"en", "zh"}


def packed(data: dict[str, Any]) -> dict[str, Any]:
    """Tell the lists of a page's data as tables, and their labels by number.

    A table has ``columns``, each the path of a field: its name, or those of a field and of one
    within it; ``labelled``, the numbers of the columns that hold labels; and ``rows``, which end
    with their last value that is not None. A field whose value is None is left out.

    :param data: as :func:`yuqiao.exports.network.page.payload.page_data` gives it

    >>> yes = {"en": "Yes", "zh": "是"}
    >>> told = packed({"nodes": [{"id": 0, "facts": {"stem": [yes]}}, {"id": 1, "facts": {}}]})
    >>> told["nodes"]
    {'columns': [['id'], ['facts', 'stem']], 'labelled': [1], 'rows': [[0, [0]], [1]]}
    >>> told["labels"]
    [{'en': 'Yes', 'zh': '是'}]
    """
    numbers: dict[tuple[str, str], int] = {}
    tables = {name: _table(data[name], numbers) for name in TABLES if name in data}
    labels = [{"en": english, "zh": chinese} for english, chinese in numbers]
    return {**data, **tables, "labels": labels}


def unpacked(data: dict[str, Any]) -> dict[str, Any]:
    """Give back what was packed, without the fields that were None.

    >>> unpacked(packed({"edges": [{"from": 0, "to": 1, "relation": None}], "lang": "en"}))
    {'edges': [{'from': 0, 'to': 1}], 'lang': 'en'}
    """
    labels = data["labels"]
    tables = {name: _things(data[name], labels) for name in TABLES if name in data}
    rest = {name: value for name, value in data.items() if name != "labels"}
    return {**rest, **tables}


def _table(things: list[dict[str, Any]], numbers: dict[tuple[str, str], int]) -> dict[str, Any]:
    flat = [_flat(thing) for thing in things]
    columns = list(dict.fromkeys(path for each in flat for path in each))
    labelled = [
        at
        for at, path in enumerate(columns)
        if all(_is_labels(each[path]) for each in flat if path in each)
    ]
    of_labels = {columns[at] for at in labelled}
    rows = []
    for each in flat:
        row = [
            _numbered(each[path], numbers) if path in of_labels and path in each else each.get(path)
            for path in columns
        ]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    return {"columns": [list(path) for path in columns], "labelled": labelled, "rows": rows}


def _flat(thing: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """Give the fields of a thing by their path, those that say nothing left out."""
    flat: dict[tuple[str, ...], Any] = {}
    for name, value in thing.items():
        if isinstance(value, dict) and not _is_label(value):
            flat |= {(name, inner): own for inner, own in value.items() if own is not None}
        elif value is not None:
            flat[name,] = value
    return flat


def _is_label(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == _LABEL


def _is_labels(value: Any) -> bool:
    return all(map(_is_label, value)) if isinstance(value, list) else _is_label(value)


def _numbered(value: Any, numbers: dict[tuple[str, str], int]) -> Any:
    if isinstance(value, list):
        return [_numbered(each, numbers) for each in value]
    return numbers.setdefault((value["en"], value["zh"]), len(numbers))


def _things(table: dict[str, Any], labels: list[dict[str, str]]) -> list[dict[str, Any]]:
    labelled = set(table["labelled"])
    things = []
    for row in table["rows"]:
        thing: dict[str, Any] = {}
        for at, (path, value) in enumerate(zip(table["columns"], row, strict=False)):
            if value is None:
                continue
            place = thing
            for name in path[:-1]:
                place = place.setdefault(name, {})
            place[path[-1]] = _named(value, labels) if at in labelled else value
        things.append(thing)
    return things


def _named(value: Any, labels: list[dict[str, str]]) -> Any:
    if isinstance(value, list):
        return [_named(each, labels) for each in value]
    return labels[value]
