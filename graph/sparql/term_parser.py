"""The parser of terms and triples, on which :mod:`yuqiao.graph.sparql.parser` builds."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from yuqiao.graph.sparql.ast import Node, PatternError, Triple
from yuqiao.graph.sparql.lexer import Token, token_at, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class TermReader:
    """The text, the position in it, and a method for each grammar rule of terms and triples.

    :param prefixes: those the query may use undeclared
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text = text
        self.prefixes = dict(prefixes)
        self.base: str | None = None
        self.end = 0  # of the last token taken
        self._next: Token | None = None
        found = tokens(text)
        self._after = dict(zip((0, *(token.end for token in found)), found, strict=False))
        longest = max(map(len, re.findall(r"(?<=[?$])_+", text)), default=0)
        self._free = "?_" + "_" * longest  # prefix of no variable of the query
        self._numbers = count(1)
        self._blanks: dict[str, str] = {}

    def peek(self) -> Token:
        """Return the next token without consuming it; its kind is ``end`` when there is none."""
        if self._next is None:
            self._next = self._after.get(self.end)
        if self._next is None:
            place = self.end
            while place < len(self.text):
                token = token_at(self.text, place)
                if token.kind != "space":
                    self._next = token
                    break
                place = token.end
            else:
                self._next = Token("end", "", len(self.text))
        return self._next

    def take(self) -> Token:
        """Consume the next token."""
        token = self.peek()
        if token.kind == "end":
            raise self.syntax_error()
        self.end, self._next = token.end, None
        return token

    def took(self, text: str) -> bool:
        """Consume a mark or keyword if it is next."""
        token = self.peek()
        if token.text == text if token.kind == "mark" else token.is_word(text):
            self.take()
            return True
        return False

    def expect(self, text: str) -> Token:
        """Consume a mark or keyword that must be next."""
        token = self.peek()
        if not self.took(text):
            raise self.syntax_error()
        return token

    def syntax_error(self) -> PatternError:
        """Return the error for the next token."""
        return PatternError(f"cannot be read from offset {self.peek().start}")

    # Terms

    def node(self) -> Node:
        """Read one term: an IRI, a literal, a variable, a blank node, a triple term or UNDEF."""
        token = self.take()
        if token.text == "<<":
            self.expect("(")
            return self._triple_term(token.start)
        if token.text == "[":
            self.expect("]")
            return Node(token.start, self.end, "blank", self._fresh())
        if token.kind in {"iri", "name"}:
            return Node(token.start, token.end, "iri", token.text, self._iri(token))
        if token.kind == "variable":
            return Node(token.start, token.end, "variable", f"?{token.text[1:]}")
        if token.kind == "blank":
            if token.text not in self._blanks:
                self._blanks[token.text] = self._fresh()
            return Node(token.start, token.end, "blank", self._blanks[token.text])
        if token.is_word("UNDEF"):
            return Node(token.start, token.end, "undefined", token.text)
        return self._literal(token)

    def _triple_term(self, start: int) -> Node:
        """Read a triple term after ``<<(``."""
        subject, path, thing = self.node(), self.path(), self.node()
        self.expect(")")
        self.expect(">>")
        return _triple_term(start, self.end, subject, path, thing)

    def _literal(self, token: Token) -> Node:
        datatype = ""
        signed = token.text in {"+", "-"} and self.peek().kind == "number"
        if signed or (token.kind == "string" and self.peek().kind == "tag"):
            self.take()
        elif token.kind == "string" and self.took("^^"):
            datatype = self._iri(self.take())
        elif token.kind not in {"string", "number"} and not token.is_word("TRUE", "FALSE"):
            raise PatternError(f"no term begins at offset {token.start}")
        return Node(token.start, self.end, "literal", self.text[token.start : self.end], datatype)

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            return self._resolved(token.text)
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            raise PatternError(f"no known name at offset {token.start}")
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _resolved(self, text: str) -> str:
        iri = _UNICODE.sub(lambda found: chr(int(found[1] or found[2], 16)), text[1:-1])
        if self.base is None or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            return iri
        try:
            (triple,) = pyoxigraph.parse(f"<{iri}> a <a:a> .", RdfFormat.TURTLE, base_iri=self.base)
        except SyntaxError as error:
            raise PatternError(f"{text} is no IRI") from error
        return cast("NamedNode", triple.subject).value

    def _fresh(self) -> str:
        return f"{self._free}{next(self._numbers)}"

    # Triples

    def triples(self) -> list[Triple]:
        """Read the triples of one subject, up to the dot."""
        found: list[Triple] = []
        bracket = self.peek().text in {"[", "(", "<<"}
        subject = self.term_or_collection(found)
        if not bracket or self._verb_follows():
            self.properties(subject, found)
        return found

    def properties(self, subject: Node, found: list[Triple]) -> None:
        """Read the properties and objects of a subject.

        :param found: receives the triples
        """
        start = subject.start
        while True:
            path = self.path()
            while True:
                place = len(found)
                thing = self.term_or_collection(found)
                triple = Triple(start, self.end, subject, path, thing)
                found.insert(place, triple)
                self._annotations(triple, found)
                if not self.took(","):
                    break
                start = self.peek().start
            while self.took(";"):
                pass
            if not self._verb_follows():
                return
            start = self.peek().start

    def _verb_follows(self) -> bool:
        token = self.peek()
        return token.kind in {"iri", "name", "variable"} or (
            token.is_word("A") or token.text in {"^", "!", "("}
        )

    def term_or_collection(self, found: list[Triple]) -> Node:
        """Read a subject or an object, and collect the triples within its brackets."""
        token = self.peek()
        if token.text == "[":
            return self._bracketed(found)
        if token.text == "<<" and not self._is_next("(", after=token):
            return self._reified(found)
        return self._list(found) if token.text == "(" else self.node()

    def _is_next(self, mark: str, after: Token) -> bool:
        return self.text.startswith(mark, after.end)

    def _reified(self, found: list[Triple]) -> Node:
        """Read ``<< subject predicate object ~ reifier >>``, and return the reifier."""
        start = self.take().start
        subject, path = self.term_or_collection(found), self.path()
        thing = self.term_or_collection(found)
        reifier = self._reifier() if self.took("~") else self._unnamed()
        self.expect(">>")
        term = _triple_term(start, self.end, subject, path, thing)
        found.append(_reifies(reifier, term))
        return replace(reifier, start=start, end=self.end)

    def _unnamed(self) -> Node:
        return Node(self.end, self.end, "blank", self._fresh())

    def _reifier(self) -> Node:
        """Read what may follow a ``~``."""
        token = self.peek()
        named = token.kind in {"variable", "iri", "name", "blank"} or token.text == "["
        return self.node() if named else self._unnamed()

    def _annotations(self, triple: Triple, found: list[Triple]) -> None:
        """Read the reifiers and annotations of a triple."""
        reifier: Node | None = None
        while True:
            start = self.peek()
            opens = start.text == "{" and self._is_next("|", after=start)
            if not opens and start.text != "~":
                return
            self.take()
            if not opens or reifier is None:
                reifier = self._unnamed() if opens else self._reifier()
                term = _triple_term(triple.start, triple.object.end, *triple.nodes)
                found.append(_reifies(reifier, term))
            if opens:
                self.expect("|")
                self.properties(reifier, found)
                self.expect("|")
                self.expect("}")
                reifier = None

    def _bracketed(self, found: list[Triple]) -> Node:
        token = self.take()
        name = self._fresh()
        if not self.took("]"):
            self.properties(Node(token.start, token.end, "blank", name), found)
            self.expect("]")
        return Node(token.start, self.end, "blank", name)

    def _list(self, found: list[Triple]) -> Node:
        start = self.take().start
        if self.took(")"):
            return Node(start, self.end, "iri", "()", f"{_RDF}nil")
        heads: list[Node] = []
        while not self.took(")"):
            thing = self.term_or_collection(found)
            head = Node(thing.start, thing.end, "blank", self._fresh())
            if heads:
                found.append(_link(heads[-1], "rest", head))
            found.append(_link(head, "first", thing))
            heads.append(head)
        nil = Node(self.end - 1, self.end, "iri", f"<{_RDF}nil>", f"{_RDF}nil")
        found.append(_link(heads[-1], "rest", nil))
        return Node(start, self.end, "blank", heads[0].text)

    # Paths

    def path(self) -> Node:
        """Read a verb: a variable, an IRI, or a path."""
        first = self.peek()
        if first.kind == "variable":
            return self.node()
        iris: list[Node] = []
        self._alternatives(iris)
        if len(iris) == 1 and iris[0].end - iris[0].start == self.end - first.start:
            return iris[0]
        text = self.text[first.start : self.end]
        return Node(first.start, self.end, "path", text, iris=tuple(iris))

    def _alternatives(self, iris: list[Node]) -> None:
        self._step(iris)
        while self.took("|") or self.took("/"):
            self._step(iris)

    def _step(self, iris: list[Node]) -> None:
        while self.took("^") or self.took("!"):
            pass
        token = self.peek()
        if token.text == "(":
            self.take()
            if not self.took(")"):
                self._alternatives(iris)
                self.expect(")")
        elif token.is_word("A"):
            self.take()
            iris.append(Node(token.start, token.end, "iri", "a", f"{_RDF}type"))
        else:
            iris.append(self.node())
        if self.peek().text in {"*", "+", "?"}:
            self.take()


def _triple_term(start: int, end: int, subject: Node, path: Node, thing: Node) -> Node:
    parts = subject, path, thing
    text = f"<<( {' '.join(part.text for part in parts)} )>>"
    return Node(start, end, "triple", text, parts=parts)


def _reifies(reifier: Node, term: Node) -> Triple:
    """Return the triple that says what a reifier stands for, at the position of its term."""
    path = Node(term.start, term.end, "iri", f"<{_RDF}reifies>", f"{_RDF}reifies")
    return Triple(term.start, term.end, reifier, path, term)


def _link(subject: Node, name: str, thing: Node) -> Triple:
    """Return a triple of a list, at the position of its element."""
    path = Node(thing.start, thing.end, "iri", f"<{_RDF}{name}>", f"{_RDF}{name}")
    return Triple(thing.start, thing.end, subject, path, thing)
