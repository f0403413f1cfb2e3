"""The cursor's context in a query: what the word that is being typed will be.

It reads the text before the cursor, which is not a complete query yet. So it follows the triples,
token by token, and tolerates what it does not understand: a wrong guess only costs a poor menu.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from yuqiao.graph.sparql.lexer import token_at, tokens

if TYPE_CHECKING:
    from yuqiao.graph.sparql.lexer import Token

Kind: TypeAlias = Literal[
    "start",  # the first keyword of a query
    "prologue",  # after PREFIX or BASE
    "columns",  # after SELECT or DESCRIBE, up to the pattern
    "subject",
    "predicate",
    "object",
    "next",  # after a whole triple: a keyword, if anything
    "expression",  # a filter, a sort key, a value
    "end",  # after the pattern of the query
    "text",  # a comment, an IRI, a tag: nothing is suggested
]
"""The role of the word that is being typed."""

Triple: TypeAlias = tuple[str, str, str]
"""Subject, predicate and object as written."""

_TYPES = ("a", "rdf:type")
_WORD = re.compile(r"""[?$]?[^\s{}()\[\];,.<>"'|/^*+=!&?$]*$""")
_OPEN_IRI = re.compile(r"<[^\s<>{}()=?$]+$")
_TERMS = {"iri", "string", "variable", "blank", "name", "number"}
_GROUPS = {"WHERE", "OPTIONAL", "UNION", "MINUS", "EXISTS", "GRAPH", "SERVICE", "NOT", "SILENT"}
_EXPRESSIONS = {"FILTER", "BIND", "HAVING", "BY", "ASC", "DESC"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True)
class Position:
    """What is being typed, and where.

    :param word: the characters before the cursor that belong to it, with a quote that opens it
    :param subject: of the triple it belongs to, as written; empty when there is none yet
    :param predicate: likewise
    """

    kind: Kind
    word: str
    subject: str = ""
    predicate: str = ""

    @property
    def is_class(self) -> bool:
        """Whether a class is expected: after ``a``."""
        return self.kind == "object" and self.predicate in _TYPES


def position_of(before: str) -> Position:
    """Return what is being typed at the end of a text.

    >>> position_of("SELECT * { ?p a yq:Part")
    Position(kind='object', word='yq:Part', subject='?p', predicate='a')
    >>> position_of("SELECT * { ?p a yq:Partnership ; yq:lev")
    Position(kind='predicate', word='yq:lev', subject='?p', predicate='')
    """
    word = _unfinished(before)
    if word is None:
        return Position("text", "")
    reader = _Reader()
    for token in tokens(before[: len(before) - len(word)]):
        reader.take(token)
    return Position(reader.place.kind, word, reader.place.subject, reader.place.predicate)


def triples_of(text: str) -> list[Triple]:
    """Return the triples of a query, complete or not, as they are written.

    >>> triples_of("SELECT * { ?p a yq:Partnership ; yq:foreignPartner ?u . ?u a")
    [('?p', 'a', 'yq:Partnership'), ('?p', 'yq:foreignPartner', '?u')]
    """
    reader = _Reader()
    for token in tokens(text):
        reader.take(token)
    return reader.triples


def variables_of(text: str) -> list[str]:
    """Return the variables of a query in their order, each once.

    >>> variables_of("SELECT ?n { ?s ?p ?n . $s ?q")
    ['?n', '?s', '?p', '?q']
    """
    names = (token.text[1:] for token in tokens(text) if token.kind == "variable")
    return [f"?{name}" for name in dict.fromkeys(names)]


def _unfinished(before: str) -> str | None:
    """Return the word at the end of a text; None in a comment, an IRI or a language tag."""
    place, line = 0, before.rfind("\n") + 1
    while place < len(before):
        token = token_at(before, place)
        place = token.end
        if token.text.startswith("#") and place == len(before):
            return None
        if token.kind == "mark" and token.text in "'\"" and token.start >= line:
            return before[token.start :]  # a string that is not closed yet
    found = _WORD.search(before)
    word = found.group() if found else ""
    return None if "@" in word or _OPEN_IRI.search(before) else word


@dataclass(frozen=True)
class _Place:
    """A position in triples: what of the current triple has been read."""

    kind: Kind
    subject: str = ""
    predicate: str = ""


_VALUES = _Place("expression", "VALUES")


@dataclass
class _Reader:
    """Follows a query token by token."""

    place: _Place = field(default_factory=lambda: _Place("start"))
    outer: list[tuple[str, _Place]] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    _blanks: int = 0

    def take(self, token: Token) -> None:
        """Process the next token."""
        if token.kind == "word" and not self._is_a(token):
            self._keyword(token.text.upper())
        elif token.kind == "mark":
            self._mark(token.text)
        elif token.kind in _TERMS or self._is_a(token):
            self._term(token.text)

    def _is_a(self, token: Token) -> bool:
        return token.text == "a" and self.place.kind == "predicate"

    def _keyword(self, word: str) -> None:
        if word in {"PREFIX", "BASE"}:
            self.place = _Place("prologue")
        elif word in {"SELECT", "DESCRIBE"}:
            self.place = _Place("columns")
        elif word == "VALUES":
            self.place = _VALUES
        elif word in _EXPRESSIONS:
            self.place = _Place("expression")
        elif word in _GROUPS or word in _FORMS:
            self.place = _Place("subject" if self.outer else "columns")
        elif word in {"TRUE", "FALSE"}:
            self._term(word)

    def _term(self, text: str) -> None:
        place = self.place
        if place.kind == "prologue":
            if text.startswith("<"):
                self.place = _Place("start")
        elif place.kind == "subject":
            self.place = _Place("predicate", text)
        elif place.kind == "predicate":
            longer = f"{place.predicate}/{text}" if place.predicate else text
            self.place = _Place("object", place.subject, longer)
        elif place.kind == "object":
            self.triples.append((place.subject, place.predicate, text))
            self.place = _Place("next", place.subject, place.predicate)

    def _mark(self, mark: str) -> None:
        place = self.place
        if mark in {"{", "(", "["}:
            self._open(mark)
        elif mark in {"}", ")", "]"}:
            self._close()
        elif mark in {"/", "|"} and place.kind == "object":
            self.place = _Place("predicate", place.subject, place.predicate)
        elif mark == "^" and place.kind == "predicate":
            self.place = _Place("predicate", place.subject, f"{place.predicate}^")
        elif self.outer and self.outer[-1][0] != "(":
            self._punctuation(mark)

    def _punctuation(self, mark: str) -> None:
        place = self.place
        if mark == ".":
            self.place = _Place("subject")
        elif mark == ";":
            self.place = _Place("predicate", place.subject)
        elif mark == ",":
            self.place = _Place("object", place.subject, place.predicate)

    def _open(self, mark: str) -> None:
        in_values = mark == "{" and self.place.kind == "expression"
        self.outer.append(("VALUES" if in_values else mark, self.place))
        if mark == "[":
            self._blanks += 1
            self.place = _Place("predicate", f"[{self._blanks}]")
        elif mark == "{" and not in_values:
            self.place = _Place("subject")
        elif self.place.kind != "predicate":  # where brackets group a path
            self.place = _Place("expression")

    def _close(self) -> None:
        if not self.outer:
            return
        mark, before = self.outer.pop()
        in_group = bool(self.outer) and self.outer[-1][0] == "{"
        if mark in {"{", "VALUES"}:
            self.place = _Place("subject" if self.outer else "end")
        elif mark == "(" and before.kind == "expression" and before != _VALUES and in_group:
            self.place = _Place("subject")
        else:
            inner = self.place.subject
            self.place = before
            self._term(inner if mark == "[" else "()")
