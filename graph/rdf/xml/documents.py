"""XML as the engine can read it: UTF-8, without a DOCTYPE, with bounded nesting and values.

The engine reads UTF-8 only, expands the entities of a DOCTYPE without bound, and its time grows
with the square of the nesting. So a document is decoded as it declares, its internal entities are
expanded here, within bounds, and its elements are counted. External and parameter entities are
never read. Lines stay where they are.
"""

from __future__ import annotations

import re
from typing import IO

from pyoxigraph import RdfFormat, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.xml.encoding import decoded_xml
from yuqiao.graph.rdf.xml.entities import NAME, OUTSIDE_TEXT, DoctypeEntities

MOST_NESTED = 1000
"""Elements within one another that a document may have."""

LONGEST_VALUE = 1 << 24
"""Bytes of a text, a tag or a comment; the engine's readers of other formats take no more."""

_PIECE = 1 << 16
_SEARCHED = 100_000_000  # bytes of a document that are searched for a mistake

_QUOTED = rb"(?:\"[^\"]*\"|'[^']*')"
_BEFORE_ROOT = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+%s(?:\s+(?:SYSTEM\s+%s|PUBLIC\s+%s\s+%s))?\s*(?P<mark>[\[>])"
    % (NAME, _QUOTED, _QUOTED, _QUOTED),
    re.IGNORECASE,
)
_SUBSET = re.compile(
    rb"\s+|<!--.*?-->|<\?.*?\?>"
    rb"|<!ENTITY\s+(?P<name>%s)\s+(?:(?P<value>%s)|(?P<external>SYSTEM|PUBLIC)[^>]*)\s*>"
    rb"|(?P<parameter><!ENTITY\s+%%|%%)"
    rb"|<!ATTLIST(?P<attributes>(?:[^>\"']|%s)*)>"
    rb"|<!(?:ELEMENT|NOTATION)(?:[^>\"']|%s)*>|(?P<end>\]\s*>)" % (NAME, _QUOTED, _QUOTED, _QUOTED),
    re.DOTALL,
)
_MARKUP = (
    OUTSIDE_TEXT + rb"|</[^>]*>|<[^!?/\"'>][^\"'>]*(?:%s[^\"'>]*)*>|<[>\"']|<![^-\[]" % _QUOTED
)
_WHOLE = re.compile(_MARKUP, re.DOTALL)
_TOKENS = re.compile(_MARKUP + rb"|<.*", re.DOTALL)  # at the end, one that is not whole
_ODD_END = re.compile(rb"</[^<>]*[\"'/]")
_NO_BRACKETS = bytes(code for code in range(256) if code not in b"<>")
_ENDS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
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
        self._guard = _Nesting()
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
        if self._until and self._text.find(self._until, self._searched) < 0:
            self._searched = max(0, len(self._text) - len(self._until))
            self._later()
            self._wait = 0
            return
        self._until, self._searched, self._wait = b"", 0, 0
        whole = self._whole_tokens()
        self._text = self._text[len(whole) :]
        self._ready = whole
        if self._entities is not None:
            self._ready = self._entities.replace(whole, self._size)
        if self._text:
            self._until = next((end for mark, end in _ENDS if self._text.startswith(mark)), b"")
            self._later()

    def _whole_tokens(self) -> bytes:
        """Return the tokens of the text that are whole, after a look at them."""
        text = self._text
        whole = text if self._ended else text[: text.rfind(b">") + 1]
        if self._guard.pass_plain(whole):
            return whole
        tokens = _TOKENS.findall(text)
        whole = text
        if not self._ended:
            if tokens and not _WHOLE.fullmatch(tokens[-1]):
                whole = text[: -len(tokens.pop())]
            else:
                whole = text[: text.rfind(b">") + 1]
        self._guard.look(tokens)
        return whole

    def _read_lines(self) -> bytes:
        """Read a piece with line ends as XML has them: LF for CR LF and CR."""
        piece = self._content.read(_PIECE)
        while piece.endswith(b"\r") and (more := self._content.read(1)):
            piece += more
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece

    def _later(self) -> None:
        """Wait until an unfinished token has doubled in size, so that the time stays linear."""
        if len(self._text) > LONGEST_VALUE:
            raise InputError("a value in it is too large to be read; it may have 7 MiB")
        self._wait = min(2 * len(self._text), LONGEST_VALUE + 1)

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
            blanked = re.sub(rb"[^\n]", b" ", self._text[place:end])
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
            if part["name"]:
                entities.declare(part["name"], part["value"])
            place = part.end()
            if part["end"]:
                break
        return place

    def _line(self, place: int) -> str:
        before = self._text[:place].decode(errors="replace")
        return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


class _Nesting:
    """Counts the elements within one another."""

    def __init__(self) -> None:
        self._depth = 0

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
        return True

    def look(self, tokens: list[bytes]) -> None:
        """Count the tags among some tokens.

        :raises InputError: when they are too many within one another
        """
        depth = self._depth
        for token in tokens:
            second = token[1] if len(token) > 1 else 0
            if second == _SLASH:
                depth -= 1
            elif second == _BANG:
                if token[2:3] not in b"-[":
                    raise InputError("it has a DOCTYPE within its elements, which is not XML")
            elif second != _QUESTION and token[-2:-1] != b"/":
                depth += 1
                if depth > MOST_NESTED:
                    raise InputError(
                        f"it nests more than {MOST_NESTED} elements; no RDF needs that"
                    )
        self._depth = depth


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
