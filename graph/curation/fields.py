"""The fields of a new entry, as a curator gives them: one line of ``NAME=VALUE``, or JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from yuqiao.graph.errors import InputError

_DEEPEST = 4  # entries within entries
_HALF = re.compile("[\ud800-\udfff]")  # of a character
_LARGEST = 1_000_000  # characters of an entry


@dataclass
class Fields:
    """The fields of an entry; a field is text, or the fields of another entry that is new, too.

    :param place: what comes before their names, such as ``foreign_partner.``
    """

    place: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Fields]] = field(default_factory=dict)

    @classmethod
    def parse_arguments(cls, arguments: Iterable[str]) -> Fields:
        """Parse ``NAME=VALUE`` arguments; a dot leads into an entry within the entry.

        :raises InputError: when one is malformed or given twice

        >>> fields = Fields.parse_arguments(["name_zh=重庆大学", "source.date=2026"])
        >>> fields.texts, fields.entries["source"][0].texts
        ({'name_zh': '重庆大学'}, {'date': '2026'})
        """
        fields = cls()
        for argument in arguments:
            name, equals, value = argument.partition("=")
            if not equals or not name:
                raise InputError(f"{argument!r}: expected NAME=VALUE, such as name_en='Aalto'")
            fields.set_path(name, value)
        return fields

    @classmethod
    def parse_json(cls, text: str, file: str) -> Fields:
        """Parse a JSON object; a list holds several texts, or several new entries.

        A name may have dots, as those of arguments have.

        :param file: its name, for messages
        :raises InputError: when it is not such an object

        >>> Fields.parse_json('{"source": {"date": "2026"}, "source.title": "Notice"}', "-").entries
        {'source': [Fields(place='source.', texts={'date': '2026', 'title': 'Notice'}, entries={})]}
        """
        if len(text) > _LARGEST:
            raise InputError(f"{file}: longer than {_LARGEST:,} characters; expected one entry")
        try:
            said = json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_once)
        except json.JSONDecodeError as error:
            place = f"{file}:{error.lineno}:{error.colno}"
            raise InputError(f"{place}: not JSON: {error.msg}") from None
        except RecursionError:
            raise InputError(f"{file}: brackets nested too deep for an entry") from None
        except ValueError as error:
            raise InputError(f"{file}: {error}") from None
        if not isinstance(said, dict):
            raise InputError(f"{file}: expected one JSON object with the fields of the entry")
        fields = cls()
        fields._take(said, file)
        return fields

    def set_text(self, name: str, value: str) -> None:
        """Set a field.

        :raises InputError: when it is there already, or not text
        """
        if name in self.texts or name in self.entries:
            raise InputError(f"{self.place}{name}: given twice; expected one value")
        if _HALF.search(value):
            raise InputError(f"{self.place}{name}: holds half of a character; expected text")
        text = unicodedata.normalize("NFC", value).strip()
        if text:
            self.texts[name] = text

    def set_path(self, path: str, value: str) -> None:
        """Set a field of the entry or of one within it, whose names are joined by dots.

        :raises InputError: as :meth:`set_text`
        """
        *steps, last = path.split(".")
        self._within(steps, path).set_text(last, value)

    def replace_path(self, path: str, value: str) -> None:
        """Set a field as :meth:`set_path` does, whatever it was before.

        :raises InputError: as :meth:`set_text`
        """
        *steps, last = path.split(".")
        fields = self._within(steps, path)
        fields.texts.pop(last, None)
        fields.entries.pop(last, None)
        fields.set_text(last, value)

    def text(self, name: str) -> str:
        """Return the text of a field, or an empty one."""
        return self.texts.get(name, "")

    def entry(self, name: str) -> Fields:
        """Return the fields of the entry of a name, which is made if it is not there."""
        if name not in self.entries:
            self.entries[name] = [Fields(f"{self.place}{name}.")]
        return self.entries[name][0]

    def copy(self) -> Fields:
        """Return a copy, whose fields may be taken out."""
        return deepcopy(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given."""
        return not self.texts and not self.entries

    def _within(self, path: list[str], shown: str) -> Fields:
        if len(path) > _DEEPEST or not all(path):
            raise InputError(f"{shown!r}: expected a field such as foreign_partner.name_en")
        fields = self
        for name in path:
            if name in fields.texts:
                raise InputError(f"{fields.place}{name}: has a value, and fields of its own")
            fields = fields.entry(name)
        return fields

    def _take(self, said: dict[str, object], file: str, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise InputError(f"{file}: {self.place}: entries nested too deep")
        for name, value in said.items():
            values = value if isinstance(value, list) else [value]
            texts = [_text(each, f"{file}: {self.place}{name}") for each in values]
            given = [text for text in texts if text is not None]
            if given:
                self.set_path(name, ";".join(given))
            for each in values:
                if isinstance(each, dict):
                    inner = Fields(f"{self.place}{name}.")
                    inner._take(each, file, depth + 1)
                    self.entries.setdefault(name, []).append(inner)


def _text(value: object, place: str) -> str | None:
    if value is None or isinstance(value, dict):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    raise InputError(f"{place}: expected text, a number, or the fields of a new entry")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the field {name!r} is given twice")
        found[name] = value
    return found
