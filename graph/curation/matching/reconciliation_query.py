"""Queries of the Reconciliation Service API 0.2, as OpenRefine sends them.

The rules are those of https://reconciliation-api.github.io/specs/0.2/: a batch is a JSON object of
queries by key; a query has a name, the properties of what is meant, or both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from yuqiao.graph.errors import QueryError

MOST_QUERIES = 100
"""Queries of one batch."""

MOST_CANDIDATES = 100
"""Candidates of one query."""

MOST_IDENTIFIERS = 1_000
"""Entities whose values are asked for at once."""

_USUAL_CANDIDATES = 5
_LONGEST = 1_000  # characters of a name or a value
_STRICTNESS = ("any", "should", "all")
_KEYS = ("query", "type", "limit", "properties", "type_strict")


class BatchTooLargeError(QueryError):
    """More was asked for at once than is answered."""


@dataclass(frozen=True)
class WantedProperty:
    """What a property of the wanted entity is.

    :param property: the identifier of the property
    :param values: what it may be: texts, or the identifiers of entities
    """

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ReconciliationQuery:
    """What is known of a wanted entity.

    :param text: its name or identifier; empty when only properties are known
    :param types: the classes it may have; none means any
    :param needs_all: whether it must have all of them
    :param prefers: whether another class only makes it less likely
    :param properties: what its properties are
    :param limit: the most candidates to return
    """

    text: str
    types: tuple[str, ...] = ()
    needs_all: bool = False
    prefers: bool = False
    properties: tuple[WantedProperty, ...] = ()
    limit: int = _USUAL_CANDIDATES


@dataclass(frozen=True)
class ExtensionQuery:
    """Which properties of which entities are asked for, each by its identifier."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def parse_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Parse a batch of queries.

    :raises BatchTooLargeError: when it has more than :data:`MOST_QUERIES`
    :raises QueryError: when it is none; it names the query and the field

    >>> parse_batch('{"q0": {"query": "重大", "limit": 3}}')["q0"].limit
    3
    >>> parse_batch('{"q0": {"limit": 3}}')
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.QueryError: queries, "q0": expected a text "query", "properties", or both
    """
    batch = _object(_json(text, "queries"), "queries", 'such as {"q0": {"query": "a name"}}')
    if len(batch) > MOST_QUERIES:
        raise BatchTooLargeError(
            f"queries: {len(batch)} queries at once; expected at most {MOST_QUERIES}"
        )
    return {key: _query(value, f'queries, "{key}"') for key, value in batch.items()}


def parse_extension(text: str) -> ExtensionQuery:
    """Parse a question for values of properties.

    :raises BatchTooLargeError: when it is about more than :data:`MOST_IDENTIFIERS` entities
    :raises QueryError: when it is none; it names the field

    >>> parse_extension('{"ids": ["a"], "properties": [{"id": "b", "settings": {}}]}')
    ExtensionQuery(ids=('a',), properties=('b',))
    """
    asked = _object(_json(text, "extend"), "extend", 'with "ids" and "properties"')
    ids = _list(asked.get("ids"), "extend, ids", "of identifiers")
    if len(ids) > MOST_IDENTIFIERS:
        raise BatchTooLargeError(
            f"extend: {len(ids)} entities at once; expected at most {MOST_IDENTIFIERS}"
        )
    wanted = _list(asked.get("properties"), "extend, properties", 'of objects such as {"id": "p"}')
    named = [_object(each, "extend, properties", 'such as {"id": "p"}') for each in wanted]
    return ExtensionQuery(
        tuple(_text(each, "extend, ids") for each in ids),
        tuple(_text(each.get("id"), "extend, properties, id") for each in named),
    )


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{where}: not JSON: {error}") from None


def _query(value: object, where: str) -> ReconciliationQuery:
    asked = _object(value, where, 'such as {"query": "a name"}')
    unknown = sorted(asked.keys() - set(_KEYS))
    if unknown:
        raise QueryError(f"{where}: {unknown[0]!r} is no field; expected {', '.join(_KEYS)}")
    properties = _list(asked.get("properties", []), f"{where}, properties", "of objects")
    text = _text(asked.get("query", ""), f"{where}, query").strip()
    if not text and not properties:
        raise QueryError(f'{where}: expected a text "query", "properties", or both')
    strictness = asked.get("type_strict", "any")
    if strictness not in _STRICTNESS:
        raise QueryError(f"{where}, type_strict: expected one of {', '.join(_STRICTNESS)}")
    return ReconciliationQuery(
        text,
        _types(asked.get("type", []), f"{where}, type"),
        strictness == "all",
        strictness == "should",
        tuple(_property(each, f"{where}, properties") for each in properties),
        _limit(asked.get("limit", _USUAL_CANDIDATES), f"{where}, limit"),
    )


def _types(value: object, where: str) -> tuple[str, ...]:
    """Return the types: OpenRefine sends one, a list, or objects with an ``id``."""
    several = value if isinstance(value, list) else [value]
    ids = [each.get("id") if isinstance(each, dict) else each for each in several]
    return tuple(text for each in ids if (text := _text(each, where)))


def _property(value: object, where: str) -> WantedProperty:
    asked = _object(value, where, 'such as {"pid": "yq:country", "v": "Russia"}')
    if "v" not in asked:
        raise QueryError(f'{where}: expected a value "v"')
    several = asked["v"] if isinstance(asked["v"], list) else [asked["v"]]
    return WantedProperty(
        _text(asked.get("pid"), f"{where}, pid"), tuple(_value(each, where) for each in several)
    )


def _value(value: object, where: str) -> str:
    """Return a value as text: a number or truth as JSON writes it, an entity as its identifier."""
    if isinstance(value, dict):
        return _text(value.get("id"), f"{where}, v, id")
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return _text(value, f"{where}, v")


def _limit(value: object, where: str) -> int:
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)
    if not whole or not 1 <= int(value) <= MOST_CANDIDATES:  # type: ignore[call-overload]
        raise QueryError(f"{where}: expected a whole number from 1 to {MOST_CANDIDATES}")
    return int(value)  # type: ignore[call-overload, no-any-return]


def _object(value: object, where: str, example: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise QueryError(f"{where}: expected a JSON object {example}")
    return value


def _list(value: object, where: str, of_what: str) -> list[Any]:
    if not isinstance(value, list):
        raise QueryError(f"{where}: expected a list {of_what}")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise QueryError(f"{where}: expected a text")
    if len(value) > _LONGEST:
        raise QueryError(f"{where}: longer than {_LONGEST} characters")
    return value
