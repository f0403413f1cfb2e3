"""The entities that a DOCTYPE declares, expanded within bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from yuqiao.graph.rdf.input_guards import TextPosition

MOST_ENTITIES = 10_000
"""Entities that a DOCTYPE may declare."""

LONGEST_ENTITY = 1 << 16
"""Bytes that one entity may expand to."""

MOST_EXPANDED = 50
"""How many times its own size a document may expand to, beyond the first 8 MB."""

NAME = rb"[A-Za-z_:\x80-\xff][\w.:\x80-\xff-]*"
"""The name of an element or an entity."""

OUTSIDE_TEXT = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
"""Where no reference is one: comments, sections and instructions."""

_FREE = 8_000_000  # bytes that may be expanded before the ratio counts
_DEEPEST = 20  # entities within entities
_CHARACTER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_REFERENCE = re.compile(rb"&(%s);" % NAME)
_REPLACED = re.compile(OUTSIDE_TEXT + rb"|&(%s);" % NAME, re.DOTALL)
_OWN = {b"lt", b"gt", b"amp", b"quot", b"apos"}
_QUOTES = {b'"': b"&quot;", b"'": b"&apos;"}


class DoctypeEntities:
    """The general entities of a DOCTYPE; external ones have no value."""

    def __init__(self) -> None:
        self._declared: dict[bytes, bytes | None] = {}
        self._expanded: dict[bytes, bytes] = {}
        self._size = 0

    def declare(self, name: bytes, value: bytes | None) -> bool:
        """Add a declaration, and return whether it is not one too many.

        :param value: in quotes; None when it is outside the file
        """
        if len(self._declared) == MOST_ENTITIES:
            return False
        text = None if value is None else value[1:-1]
        if text is not None and b"&#" in text:
            text = _CHARACTER.sub(_character, text)
        self._declared.setdefault(name, text)  # the first declaration holds
        return True

    def replace(self, text: bytes, read: int, position: TextPosition) -> bytes:
        """Expand the references in whole tokens.

        :param read: how many bytes of the document have been read
        :param position: of the text
        :raises InputError: with the place of a reference that cannot be expanded
        """
        most = max(_FREE, MOST_EXPANDED * read)

        def value(found: re.Match[bytes]) -> bytes:
            if not found[1] or found[1] in _OWN:
                return found[0]
            try:
                expanded = self._value(found[1], 0)
            except InputError as error:
                raise InputError(f"{position.at(text, found.start())}: {error}") from None
            self._size += len(expanded)
            if self._size > most:
                raise InputError(
                    f"{position.at(text, found.start())}: its entities expand to more than "
                    f"{MOST_EXPANDED} times its size; save the file without a DOCTYPE, or as Turtle"
                )
            return expanded

        return _REPLACED.sub(value, text) if b"&" in text else text

    def _value(self, name: bytes, depth: int) -> bytes:
        if name in self._expanded:
            return self._expanded[name]
        shown = name.decode(errors="replace")
        if name not in self._declared:
            raise InputError(f"the entity &{shown}; is not declared in the file")
        value = self._declared[name]
        if value is None:
            raise InputError(f"the entity &{shown}; is external; nothing outside a file is read")
        if b"<" in value:
            raise InputError(f"the entity &{shown}; holds markup, which is not read")
        if depth > _DEEPEST:
            raise InputError(f"the entity &{shown}; is more than {_DEEPEST} entities deep")
        pieces, size, place = [], 0, 0
        for found in _REFERENCE.finditer(value):
            inner = found[0] if found[1] in _OWN else self._value(found[1], depth + 1)
            pieces += [value[place : found.start()], inner]
            size += len(pieces[-1]) + len(pieces[-2])
            if size > LONGEST_ENTITY:
                break
            place = found.end()
        text = b"".join(pieces) + value[place:]
        if max(size, len(text)) > LONGEST_ENTITY:
            raise InputError(f"the entity &{shown}; expands to more than {LONGEST_ENTITY:,} bytes")
        text = re.sub(rb"[\"']", lambda quote: _QUOTES[quote[0]], text)
        self._expanded[name] = text
        return text


def _character(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    try:
        return chr(number).encode()
    except (ValueError, UnicodeEncodeError):
        return found[0]  # no character; the engine names the place
