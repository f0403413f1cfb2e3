"""A JSON object whose values have the types that are expected of them, or else a clear error."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NoReturn

from yuqiao.graph.spelling import nearest

_TWICE = object()  # in place of a value whose key was given before


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
        """Parse a document; a key is given once and has a value, and a number is finite.

        :raises ValueError: when it is malformed

        >>> JsonObject.parse('{"a": ["b", {"c": 1, "c": 2}]}')
        Traceback (most recent call last):
        ...
        ValueError: a[1].c: the key is given twice
        """
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=Decimal,  # which has no limit of digits
            parse_float=Decimal,
            parse_constant=_reject_constant,
        )
        _reject_nothing(value, "")
        return cls(value)

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
        ['a[0]', 'a[1]']
        """
        value = self.value(key)
        if isinstance(value, list):
            parts = JsonObject({f"[{number}]": one for number, one in enumerate(value)})
            parts.place = self.place + key
            yield from ((parts, f"[{number}]") for number in range(len(value)))
        elif value is not None:
            yield self, key

    def reject_stray(self, known: Collection[str], namespace: str) -> None:
        """Check that each key is one of those that are read.

        :param namespace: of our own annotations; one of any other prefix is nobody's mistake
        :raises ValueError: when it is not

        >>> JsonObject({"dc:title": "a", "requird": True}).reject_stray({"required"}, "urn:n#")
        Traceback (most recent call last):
        ...
        ValueError: requird: unknown; did you mean 'required'?
        """
        for key in self._values:
            is_annotation = ":" in key and not key.startswith(namespace)
            if key in known or is_annotation:
                continue
            shown = key.removeprefix(namespace)
            names = sorted(name.removeprefix(namespace) for name in known)
            near = nearest(shown, names)
            advice = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(names)}"
            raise ValueError(f"{self.place}{shown}: unknown; {advice}")

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
        found[key] = _TWICE if key in found else value
    return found


def _reject_nothing(value: object, place: str) -> None:
    """Check that no key of a document has no value, or two."""
    parts: list[tuple[str, object]] = []
    if isinstance(value, dict):
        parts = [(f"{place}.{key}" if place else key, part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(f"{place}[{number}]", part) for number, part in enumerate(value)]
    for where, part in parts:
        if part is _TWICE:
            raise ValueError(f"{where}: the key is given twice")
        if part is None:
            raise ValueError(f"{where}: null; expected a value, or nothing at all")
        _reject_nothing(part, where)


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")
