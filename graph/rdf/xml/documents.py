"""XML as the engine can read it: UTF-8, without a DOCTYPE, with bounded nesting and values.

The engine reads UTF-8 only, expands the entities of a DOCTYPE without bound, and its time grows
with the square of the nesting. So a document is decoded as it declares, its internal entities are
expanded here, within bounds, and its elements are counted. External and parameter entities are
never read. Lines stay where they are.

The engine reads a document that is truncated as if it were whole (oxigraph/oxigraph#1940); such a
one is given an end that the engine rejects.
"""

from __future__ import annotations

import re
from typing import IO

from pyoxigraph import RdfFormat, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.input_guards import MOST_NESTED, TextPosition, depth_error
from yuqiao.graph.rdf.xml import xml_tokens
from yuqiao.graph.rdf.xml.encoding import decoded_xml
from yuqiao.graph.rdf.xml.entity_declarations import MOST_ENTITIES, NAME, DoctypeEntities
from yuqiao.graph.rdf.xml.texts import (
    InterruptedTexts,
    LiteralSizes,
    TextSizes,
    with_values_in_one_line,
)
from yuqiao.graph.rdf.xml.xml_tokens import QUOTED, TOKEN, WHOLE_TOKEN, reject_value

MOST_ATTRIBUTES = 10_000
"""Attributes and namespaces of an element: the engine compares each with all others."""

_PIECE = 1 << 16
_SEARCHED = 100_000_000  # bytes of a document that are searched for a mistake

_SHORTEST_ATTRIBUTE = len(b" a=''")
_ATTRIBUTE = re.compile(rb"=\s*" + QUOTED)
_BEFORE_ROOT = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+%s(?:\s+(?:SYSTEM\s+%s|PUBLIC\s+%s\s+%s))?\s*(?P<mark>[\[>])"
    % (NAME, QUOTED, QUOTED, QUOTED),
    re.IGNORECASE,
)
_SUBSET = re.compile(
    rb"\s+|<!--.*?-->|<\?.*?\?>"
    rb"|<!ENTITY\s+(?P<name>%s)\s+(?:(?P<value>%s)|(?P<external>SYSTEM|PUBLIC)[^>]*)\s*>"
    rb"|(?P<parameter><!ENTITY\s+%%|%%)"
    rb"|<!ATTLIST(?P<attributes>(?:[^>\"']|%s)*)>"
    rb"|<!(?:ELEMENT|NOTATION)(?:[^>\"']|%s)*>|(?P<end>\]\s*>)" % (NAME, QUOTED, QUOTED, QUOTED),
    re.DOTALL,
)
_ODD_END = re.compile(rb"</[^<>]*[\"'/]")
_BLANK = bytes(10 if code == 10 else 32 for code in range(256))
_NO_BRACKETS = bytes(code for code in range(256) if code not in b"<>")
_ENDS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
_TRUNCATED = b"<"
_SLASH, _BANG, _QUESTION = b"/!?"


class XmlDocument:
    """The content of an XML document, in UTF-8 and without a DOCTYPE.

    :param content: the document as it is stored, uncompressed

    >>> import io
    >>> document = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    >>> XmlDocument(io.BytesIO(document)).read().strip()
    b'<a>c</a>'
    """

    def __init__(self, content: IO[bytes]) -> None:
        self._content = decoded_xml(content)
        self._position = TextPosition()  # of the text that is not yet passed on
        self._guard = _Nesting(self._position)
        self._interrupted = InterruptedTexts()
        self._texts = TextSizes()
        self._literals = LiteralSizes()
        self._entities: DoctypeEntities | None = None
        self._in_prolog = True
        self._text = b""  # read, and not yet passed on
        self._wait = 0  # bytes that the text must have before it is looked at again
        self._until = b""  # what ends the comment, section or instruction at its beginning
        self._searched = 0
        self._ready = b""
        self._size = 0
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, or all there is.

        :raises InputError: when it is not encoded as it declares, or goes beyond a bound
        """
        pieces = [self._ready] if size < 0 else []
        while not self._ended and (size < 0 or not self._ready):
            self._fill()
            if size < 0:
                pieces.append(self._ready)
        if size < 0:
            self._ready = b""
            return b"".join(pieces)
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece

    def _fill(self) -> None:
        """Read ahead until the next whole tokens are ready."""
        piece = self._read_lines()
        self._ended = not piece
        self._text += piece
        self._size += len(piece)
        self._ready = b""
        if not self._ended and len(self._text) < self._wait:
            return
        if self._in_prolog and not self._read_prolog():
            self._later()
            return
        if not self._ended and self._until and self._text.find(self._until, self._searched) < 0:
            self._searched = max(0, len(self._text) - len(self._until))
            self._later()
            self._wait = 0
            return
        self._until, self._searched, self._wait = b"", 0, 0
        whole = self._whole_tokens()
        self._reject_many_attributes(whole)
        self._text = self._text[len(whole) :]
        self._ready = whole
        if self._entities is not None:
            self._ready = self._entities.replace(whole, self._size, self._position)
        self._position.advance(whole)
        self._ready = with_values_in_one_line(self._ready)
        self._ready = self._interrupted.join(self._ready, ended=self._ended)
        if self._entities is not None:
            self._texts.look(self._ready)
        self._literals.look(self._ready)
        if self._ended and self._guard.is_open:
            self._ready += _TRUNCATED
        if self._text:
            self._until = next((end for mark, end in _ENDS if self._text.startswith(mark)), b"")
            self._later()

    def _reject_many_attributes(self, whole: bytes) -> None:
        """Reject an element whose attributes the engine would compare with one another for hours.

        :raises InputError: with its place
        """
        place = 0
        for part in whole.split(b"<"):
            if len(part) > _SHORTEST_ATTRIBUTE * MOST_ATTRIBUTES:
                tag = TOKEN.match(whole, place - 1)
                if tag and len(_ATTRIBUTE.findall(tag[0])) > MOST_ATTRIBUTES:
                    where = self._position.at(whole, place - 1)
                    raise InputError(
                        f"{where}: an element has more than {MOST_ATTRIBUTES:,} attributes; no RDF "
                        "needs that"
                    )
            place += len(part) + 1

    def _whole_tokens(self) -> bytes:
        """Return the tokens of the text that are whole, after a look at them."""
        text = self._text
        whole = text if self._ended else text[: text.rfind(b">") + 1]
        if self._guard.pass_plain(whole):
            return whole
        tokens = TOKEN.findall(text)
        whole = text
        if not self._ended:
            if tokens and not WHOLE_TOKEN.fullmatch(tokens[-1]):
                whole = text[: -len(tokens.pop())]
            else:
                whole = text[: text.rfind(b">") + 1]
        self._guard.look(text, tokens)
        return whole

    def _read_lines(self) -> bytes:
        """Read a piece with line ends as XML has them: LF for CR LF and CR."""
        piece = self._content.read(_PIECE)
        while piece.endswith(b"\r") and (more := self._content.read(1)):
            piece += more
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece

    def _later(self) -> None:
        """Wait until an unfinished token has doubled in size, so that the time stays linear."""
        if len(self._text) > xml_tokens.LONGEST_VALUE:
            reject_value()
        self._wait = min(2 * len(self._text), xml_tokens.LONGEST_VALUE + 1)

    def _read_prolog(self) -> bool:
        """Read the prolog and blank its DOCTYPE; return whether all of it was there."""
        place = 0
        while found := _BEFORE_ROOT.match(self._text, place):
            place = found.end()
        rest = self._text[place : place + 9]
        if not self._ended and (len(rest) < 9 or rest.startswith((b"<!--", b"<?"))):
            return False
        if rest.upper() == b"<!DOCTYPE":
            end = self._read_doctype(place)
            if end is None:
                return False
            blanked = self._text[place:end].translate(_BLANK)
            self._text = self._text[:place] + blanked + self._text[end:]
        self._in_prolog = False
        return True

    def _read_doctype(self, place: int) -> int | None:
        """Read a DOCTYPE and return where it ends; None when not all of it is there."""
        found = _DOCTYPE.match(self._text, place)
        if found is None:
            if self._ended or len(self._text) - place > _PIECE:
                raise InputError(f"{self._line(place)}the DOCTYPE is not well-formed")
            return None
        self._entities = entities = DoctypeEntities()
        place = found.end()
        while found["mark"] == b"[":
            part = _SUBSET.match(self._text, place)
            if part is None:
                if self._ended or b"]" in self._text[place:].split(b"<", 1)[0]:
                    raise InputError(f"{self._line(place)}the DOCTYPE is not well-formed")
                return None
            if part["name"] and not entities.declare(part["name"], part["value"]):
                raise InputError(
                    f"{self._line(place)}the DOCTYPE declares more than {MOST_ENTITIES:,} entities"
                )
            if part["parameter"]:
                raise InputError(
                    f"{self._line(place)}the DOCTYPE has parameter entities, which are not read; "
                    "save the file without them, or as Turtle"
                )
            if b'"' in (part["attributes"] or b"") or b"'" in (part["attributes"] or b""):
                raise InputError(
                    f"{self._line(place)}the DOCTYPE gives attributes default values, which are "
                    "not read; save the file without them, or as Turtle"
                )
            place = part.end()
            if part["end"]:
                break
        return place

    def _line(self, place: int) -> str:
        before = self._text[:place].decode(errors="replace")
        return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


class _Nesting:
    """Counts the elements within one another.

    :param position: of the text that is looked at
    """

    def __init__(self, position: TextPosition) -> None:
        self._position = position
        self._depth = 0
        self._has_begun = False

    @property
    def is_open(self) -> bool:
        """Whether an element, or the first one, has still to end."""
        return self._depth > 0 or not self._has_begun

    def pass_plain(self, text: bytes) -> bool:
        """Count the tags of a text quickly; return whether it is plain enough for that.

        It has no comments and the like, its angle brackets alternate, and its end tags are simple.
        """
        brackets = text.translate(None, _NO_BRACKETS)
        tags = len(brackets) // 2
        if b"<!" in text or b"<?" in text or brackets != b"<>" * tags or _ODD_END.search(text):
            return False
        ends = text.count(b"</")
        starts = tags - ends - text.count(b"/>")
        if self._depth + starts > MOST_NESTED:
            return False
        self._depth += starts - ends
        self._has_begun = self._has_begun or tags > 0
        return True

    def look(self, text: bytes, tokens: list[bytes]) -> None:
        """Count the tags among the tokens of a text.

        :raises InputError: when they are too many within one another
        """
        depth = self._depth
        for number, token in enumerate(tokens):
            second = token[1] if len(token) > 1 else 0
            if second == _SLASH:
                depth -= 1
            elif second == _BANG:
                if token[2:3] not in b"-[":
                    place = self._place(text, tokens[:number], token)
                    raise InputError(
                        f"{place}: it has a DOCTYPE within its elements, which is not XML"
                    )
            elif second != _QUESTION:
                self._has_begun = True
                depth += token[-2:-1] != b"/"
                if depth > MOST_NESTED:
                    raise depth_error(self._place(text, tokens[:number], token), "elements")
        self._depth = depth

    def _place(self, text: bytes, before: list[bytes], token: bytes) -> str:
        """Return line and column of a token."""
        end = 0
        for one in before:
            end = text.index(one, end) + len(one)
        return self._position.at(text, text.index(token, end))


def locate_error(message: str, document: bytes, base: str) -> tuple[int, int] | None:
    r"""Return line and column of the element that an error is about; None if it is not found.

    For mistakes in what elements mean, the engine names no place. It reads from the beginning and
    stops at the mistake, so the shortest beginning of the document that holds it ends with the
    element that is wrong.

    :param message: of the engine

    >>> rdf = b'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    >>> document = b"<r:RDF " + rdf + b">\n <r:Description r:ID='1'/>\n</r:RDF>"
    >>> locate_error(_mistake(document, "urn:a"), document, "urn:a")
    (2, 2)
    """
    if len(document) > _SEARCHED or b"\0" in document[:4]:
        return None
    if message.endswith("before end of input"):
        return document.count(b"\n") + 1, len(document) - document.rfind(b"\n") - 1
    ends = [place for place, byte in enumerate(document) if byte == ord(">")]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if _mistake(document[: ends[middle] + 1], base) == message:
            high = middle
        else:
            low = middle + 1
    if not ends or _mistake(document[: ends[low] + 1], base) != message:
        return None
    before = document[: document.rfind(b"<", 0, ends[low])].decode(errors="replace")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _mistake(document: bytes, base: str) -> str:
    try:
        for _ in parse(document, RdfFormat.RDF_XML, base_iri=base):
            pass
    except SyntaxError as error:
        return str(error.args[0])
    return ""
