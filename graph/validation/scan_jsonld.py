"""Terms of JSON-LD, each with its position in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yuqiao.graph.validation.positions import Positions, TermPosition
from yuqiao.graph.validation.scan_turtle import unescaped

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_SHORT = re.compile(r"([^:/?#\s]*):(?!//)(.*)", re.DOTALL)
_SCHEMES = {"urn", "mailto", "tel", "doi", "info", "did", "tag", "geo", "data", "file", "http"}
_SCHEMES |= {"https", "ftp", "isbn", "orcid", "_"}


@dataclass
class _Object:
    """An object that is being read: its key at the moment, and the values of its keywords.

    :param is_prefix: whether it defines a term of a context as a prefix
    """

    in_context: bool = False
    key: str = ""
    is_prefix: bool = False
    keywords: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def scan_jsonld(text: str) -> Iterator[TermPosition]:
    """Return the terms of a document.

    >>> document = '{"@id": "ex:a", "urn:p": {"@value": "x", "@language": "zh_CN"}}'
    >>> [(term.kind, term.text, term.column) for term in scan_jsonld(document)]
    [('prefix', 'ex', 9), ('iri', 'urn:p', 17), ('language', 'zh_CN', 55)]
    """
    declared = _Reader(text, {})
    for _ in declared.terms():  # a context may come after what it is for
        pass
    return _Reader(text, declared.prefixes).terms()


class _Reader:
    def __init__(self, text: str, prefixes: dict[str, str]) -> None:
        self._text = text
        self.prefixes = prefixes
        self._open: list[_Object] = []

    def terms(self) -> Iterator[TermPosition]:
        places = Positions(self._text)
        tokens = [(found[0], found.start()) for found in _TOKEN.finditer(self._text)]
        for number, (token, offset) in enumerate(tokens):
            place = places.at(offset)
            if token == "{":
                above = self._open[-1] if self._open else _Object()
                self._open.append(_Object(above.in_context or above.key == "@context"))
            elif token == "}" and self._open:
                yield from self._closed(self._open.pop())
            elif token == "true" and self._open and self._open[-1].key == "@prefix":
                self._open[-1].is_prefix = True
            elif token[0] == '"' and self._open:
                value = unescaped(token[1:-1])
                is_key = number + 1 < len(tokens) and tokens[number + 1][0] == ":"
                yield from self._string(value, place, is_key=is_key)

    def _string(
        self, value: str, place: tuple[int, int], *, is_key: bool
    ) -> Iterator[TermPosition]:
        one = self._open[-1]
        if is_key:
            one.key = value
            if not one.in_context and ":" in value:
                yield from self._iri(value, place)
        elif one.in_context:
            if one.key[:1] != "@" or one.key == "@vocab":
                self.prefixes[one.key] = value
            if one.key == "@id":
                one.keywords[one.key] = (value, *place)
            if ":" in value and value[:1] != "@":
                yield TermPosition("namespace", value, *place)
        elif one.key in {"@value", "@type", "@language"}:
            one.keywords.setdefault(one.key, (value, *place))
            if one.key == "@language":
                yield TermPosition("language", value, *place)
            elif one.key == "@type" and ":" in value:
                yield from self._iri(value, place)
        elif one.key == "@id":
            yield from self._iri(value, place)

    def _closed(self, one: _Object) -> Iterator[TermPosition]:
        if one.is_prefix and self._open and "@id" in one.keywords:
            self.prefixes[self._open[-1].key] = one.keywords["@id"][0]
        if "@value" in one.keywords and "@type" in one.keywords:
            value, line, column = one.keywords["@value"]
            yield TermPosition(
                "literal", value, line, column, self._whole(one.keywords["@type"][0])
            )

    def _iri(self, value: str, place: tuple[int, int]) -> Iterator[TermPosition]:
        short = _SHORT.fullmatch(value)
        if short and short[1] not in self.prefixes and short[1].lower() not in _SCHEMES:
            yield TermPosition("prefix", short[1], *place)
        elif value[:2] != "_:":
            yield TermPosition("iri", self._whole(value), *place)

    def _whole(self, value: str) -> str:
        short = _SHORT.fullmatch(value)
        return self.prefixes[short[1]] + short[2] if short and short[1] in self.prefixes else value
