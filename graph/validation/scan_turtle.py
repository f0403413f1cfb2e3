"""Terms of Turtle, TriG, N-Triples and N-Quads, whether or not the whole file is valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yuqiao.graph.validation.positions import Positions, TermPosition

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<declared>(?:@prefix|\bprefix)\s+(?P<name>[^\s:<]*):\s*<(?P<namespace>[^>\n]*)>)
    |(?P<language>(?<=["'])@[\w-]+?(?=--(?:ltr|rtl)\b|(?![\w-])))
    |(?P<typed>\^\^)
    |(?P<iri><(?![<(])[^>\n]*>)
    |(?P<short>(?P<prefix>[^\W\d_][\w.-]*|):(?P<local>(?:[\w:.%-]|\\.)*))
    |(?P<blank>_:[\w.-]+)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_MEANING = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def scan_turtle(text: str) -> Iterator[TermPosition]:
    """Return the terms of a document.

    >>> for term in scan_turtle('<urn:a> ex:p "x"^^<urn:t>, "y"@zh_CN .'):
    ...     print(term.column, term.kind, term.text)
    1 iri urn:a
    9 prefix ex
    14 literal x
    19 iri urn:t
    31 language zh_CN
    """
    return _Reader(text).terms()


@dataclass
class _Reader:
    text: str
    prefixes: dict[str, str] = field(default_factory=dict)
    _string: tuple[str, int, int] | None = None
    _typed: bool = False

    def terms(self) -> Iterator[TermPosition]:
        places = Positions(self.text)
        for found in _TOKEN.finditer(self.text):
            kind = found.lastgroup or ""
            if found["comment"] or found["blank"]:
                continue
            line, column = places.at(found.start())
            yield from self._term(found, line, column)
            if kind not in {"typed"} and not found["typed"]:
                self._typed = False
                self._string = None
            if found["string"]:
                self._string = _unquoted(found["string"]), line, column

    def _term(self, found: re.Match[str], line: int, column: int) -> Iterator[TermPosition]:
        if found["declared"]:
            self.prefixes[found["name"]] = found["namespace"]
            yield TermPosition("namespace", unescaped(found["namespace"]), line, column)
        elif found["language"]:
            yield TermPosition("language", found["language"][1:], line, column)
        elif found["typed"]:
            self._typed = True
        elif found["iri"]:
            iri = unescaped(found["iri"][1:-1])
            yield from self._literal(iri)
            yield TermPosition("iri", iri, line, column)
        elif found["short"]:
            prefix = found["prefix"]
            if prefix not in self.prefixes:
                yield TermPosition("prefix", prefix, line, column)
                return
            iri = self.prefixes[prefix] + unescaped(found["local"].rstrip("."))
            yield from self._literal(iri)
            yield TermPosition("iri", iri, line, column)

    def _literal(self, datatype: str) -> Iterator[TermPosition]:
        if self._typed and self._string:
            text, line, column = self._string
            yield TermPosition("literal", text, line, column, datatype)


def _unquoted(string: str) -> str:
    marks = 3 if string[:3] in {'"""', "'''"} and len(string) > 5 else 1
    return unescaped(string[marks:-marks])


def unescaped(text: str) -> str:
    r"""Return a text without the escapes of Turtle or JSON.

    >>> unescaped(r"a\u00e9\n")
    'aé\n'
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    mark = found[1]
    if mark[0] in "uU" and len(mark) > 1:
        code = int(mark[1:], 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return _MEANING.get(mark, mark)
