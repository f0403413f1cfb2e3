"""A JSON object whose values have the types that are expected of them, or else a clear error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn


class JsonObject:
    """A JSON object.

    :param value: what stands there, which should be an object
    :param place: the path to it, for messages
    :raises TypeError: when it is something else
    """

    def __init__(self, value: object, place: str = "") -> None:
        if not isinstance(value, dict):
            raise TypeError(f"{place or 'the document'}: expected an object")
        self._values: dict[str, object] = value
        self.place = f"{place}." if place else ""

    @classmethod
    def parse(cls, text: str) -> JsonObject:
        """Parse a document; a key is given once, and a number is finite.

        :raises ValueError: when it is malformed

        >>> JsonObject.parse('{"a": "b", "a": "c"}')
        Traceback (most recent call last):
        ...
        ValueError: the key 'a' is given twice
        """
        return cls(
            json.loads(
                text,
                object_pairs_hook=_once,
                parse_int=Decimal,  # which has no limit of digits
                parse_float=Decimal,
                parse_constant=_reject_constant,
            )
        )

    def value(self, key: str) -> object:
        """Return a value as it is; None when there is none."""
        return self._values.get(key)

    def text(self, key: str) -> str | None:
        """Return a text; None when there is none.

        :raises TypeError: when it is something else
        :raises ValueError: when it holds half of a character
        """
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise TypeError(f"{self.place}{key}: expected text")
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError(f"{self.place}{key}: holds half of a character")
        return value

    def required_text(self, key: str) -> str:
        """Return a text that must be there.

        :raises ValueError: when it is not there, or as :meth:`text`
        """
        text = self.text(key)
        if text is None:
            raise ValueError(f"{self.place}{key!r} is missing")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, or one text.

        :raises TypeError: when it is something else
        """
        return tuple(part.required_text(name) for part, name in self.each(key))

    def each(self, key: str) -> Iterator[tuple[JsonObject, str]]:
        """Yield the object and the key of each part of a list, or of the one value that is none.

        >>> [part.place + name for part, name in JsonObject({"a": ["b", "c"]}).each("a")]
        ['a.0', 'a.1']
        """
        value = self.value(key)
        if isinstance(value, list):
            places: dict[str, object] = {str(number): one for number, one in enumerate(value)}
            parts = JsonObject(places, self.place + key)
            yield from ((parts, number) for number in places)
        elif value is not None:
            yield self, key

    def flag(self, key: str) -> bool:
        """Return true or false; false when there is none.

        :raises TypeError: when it is something else
        """
        value = self.value(key)
        if value is not None and not isinstance(value, bool):
            raise TypeError(f"{self.place}{key}: expected true or false")
        return bool(value)

    def object(self, key: str) -> JsonObject:
        """Return an object that must be there.

        :raises ValueError: when it is not there
        :raises TypeError: when it is something else
        """
        if self.value(key) is None:
            raise ValueError(f"{self.place}{key!r} is missing")
        return JsonObject(self.value(key), self.place + key)

    def objects(self, key: str) -> Iterator[JsonObject]:
        """Yield the objects of a list that must be there.

        :raises ValueError: when it is not there
        :raises TypeError: when it is something else
        """
        value = self.value(key)
        if value is None:
            raise ValueError(f"{self.place}{key!r} is missing")
        if not isinstance(value, list):
            raise TypeError(f"{self.place}{key}: expected a list")
        for number, one in enumerate(value):
            yield JsonObject(one, f"{self.place}{key}[{number}]")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is given twice")
        found[key] = value
    return found


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")
