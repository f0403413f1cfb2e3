"""The words of JSON-LD, each where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yuqiao.graph.validation.positions import Places, Word
from yuqiao.graph.validation.scan_turtle import unescaped

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_SHORT = re.compile(r"([^:/?#\s]*):(?!//)(.*)", re.DOTALL)
_SCHEMES = {"urn", "mailto", "tel", "doi", "info", "did", "tag", "geo", "data", "file", "http"}
_SCHEMES |= {"https", "ftp", "isbn", "orcid", "_"}


@dataclass
class _Object:
    """An object that is being read: its key at the moment, and the words of its keywords."""

    in_context: bool = False
    key: str = ""
    keywords: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def json_words(text: str) -> Iterator[Word]:
    """Give the words of a document.

    >>> document = '{"@id": "ex:a", "urn:p": {"@value": "x", "@language": "zh_CN"}}'
    >>> [(word.kind, word.text, word.column) for word in json_words(document)]
    [('prefix', 'ex', 9), ('iri', 'urn:p', 17), ('language', 'zh_CN', 55)]
    """
    declared = _Reader(text, {})
    for _ in declared.words():  # a context may come after what it is for
        pass
    return _Reader(text, declared.prefixes).words()


class _Reader:
    def __init__(self, text: str, prefixes: dict[str, str]) -> None:
        self._text = text
        self.prefixes = prefixes
        self._open: list[_Object] = []

    def words(self) -> Iterator[Word]:
        places = Places(self._text)
        tokens = [(found[0], found.start()) for found in _TOKEN.finditer(self._text)]
        for number, (token, offset) in enumerate(tokens):
            place = places.at(offset)
            if token == "{":
                above = self._open[-1] if self._open else _Object()
                self._open.append(_Object(above.in_context or above.key == "@context"))
            elif token == "}" and self._open:
                yield from self._closed(self._open.pop())
            elif token[0] == '"' and self._open:
                value = unescaped(token[1:-1])
                is_key = number + 1 < len(tokens) and tokens[number + 1][0] == ":"
                yield from self._string(value, place, is_key=is_key)

    def _string(self, value: str, place: tuple[int, int], *, is_key: bool) -> Iterator[Word]:
        one = self._open[-1]
        if is_key:
            one.key = value
            if not one.in_context and ":" in value:
                yield from self._iri(value, place)
        elif one.in_context:
            if one.key[:1] != "@" or one.key == "@vocab":
                self.prefixes[one.key] = value
            if ":" in value and value[:1] != "@":
                yield Word("namespace", value, *place)
        elif one.key in {"@value", "@type", "@language"}:
            one.keywords.setdefault(one.key, (value, *place))
            if one.key == "@language":
                yield Word("language", value, *place)
            elif one.key == "@type" and ":" in value:
                yield from self._iri(value, place)
        elif one.key == "@id":
            yield from self._iri(value, place)

    def _closed(self, one: _Object) -> Iterator[Word]:
        if "@value" in one.keywords and "@type" in one.keywords:
            value, line, column = one.keywords["@value"]
            yield Word("literal", value, line, column, self._whole(one.keywords["@type"][0]))

    def _iri(self, value: str, place: tuple[int, int]) -> Iterator[Word]:
        short = _SHORT.fullmatch(value)
        if short and short[1] not in self.prefixes and short[1].lower() not in _SCHEMES:
            yield Word("prefix", short[1], *place)
        elif value[:2] != "_:":
            yield Word("iri", self._whole(value), *place)

    def _whole(self, value: str) -> str:
        short = _SHORT.fullmatch(value)
        return self.prefixes[short[1]] + short[2] if short and short[1] in self.prefixes else value
