"""XML as the engine can read it: UTF-8, without a DOCTYPE, with bounded nesting and values.

The engine reads UTF-8 only, expands the entities of a DOCTYPE without bound, and its time grows
with the square of the nesting. So a document is decoded as it declares, its internal entities are
expanded here, within bounds, and its elements are counted. External and parameter entities are
never read. Lines stay where they are.

The engine leaves line breaks and tabs in attributes as they are (oxigraph/oxigraph#1928), and reads
a document that is cut off as if it were whole (#1940); the first are made spaces here, as XML
requires, and the second is given an end that the engine rejects. Nor does the engine join a CDATA
section with the text beside it, so sections are written as text.
"""

from __future__ import annotations

import codecs
import re
from typing import IO

from pyoxigraph import RdfFormat, parse

from yuqiao.graph.errors import InputError

MOST_NESTED = 1000
"""Elements within one another that a document may have."""

MOST_ENTITIES = 10_000
"""Entities that a DOCTYPE may declare."""

LONGEST_ENTITY = 1 << 16
"""Bytes that one entity may expand to."""

MOST_EXPANDED = 50
"""How many times its own size a document may expand to, beyond the first 8 MB."""

LONGEST_VALUE = 1 << 24
"""Bytes of a text, a tag or a comment; the engine's readers of other formats take no more."""

_PIECE = 1 << 16
_SEARCHED = 100_000_000  # bytes of a document that are searched for a mistake
_FREE = 8_000_000  # bytes that may be expanded before the ratio counts
_DEEPEST = 20  # entities within entities

_DECLARATION = re.compile(
    r"<\?xml\b[^>]*?\bencoding\s*=\s*(?P<quote>[\"'])(?P<name>[A-Za-z][\w.-]*)(?P=quote)"
)
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_NAME = rb"[A-Za-z_:\x80-\xff][\w.:\x80-\xff-]*"
_QUOTED = rb"(?:\"[^\"]*\"|'[^']*')"
_BEFORE_ROOT = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+%s(?:\s+(?:SYSTEM\s+%s|PUBLIC\s+%s\s+%s))?\s*(?P<mark>[\[>])"
    % (_NAME, _QUOTED, _QUOTED, _QUOTED),
    re.IGNORECASE,
)
_SUBSET = re.compile(
    rb"\s+|<!--.*?-->|<\?.*?\?>"
    rb"|<!ENTITY\s+(?P<name>%s)\s+(?:(?P<value>%s)|(?P<external>SYSTEM|PUBLIC)[^>]*)\s*>"
    rb"|(?P<parameter><!ENTITY\s+%%|%%)"
    rb"|<!ATTLIST(?P<attributes>(?:[^>\"']|%s)*)>"
    rb"|<!(?:ELEMENT|NOTATION)(?:[^>\"']|%s)*>|(?P<end>\]\s*>)"
    % (_NAME, _QUOTED, _QUOTED, _QUOTED),
    re.DOTALL,
)
_CHARACTER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_REFERENCE = re.compile(rb"&(%s);" % _NAME)
_OUTSIDE_TEXT = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_REPLACED = re.compile(_OUTSIDE_TEXT + rb"|&(%s);" % _NAME, re.DOTALL)
_MARKUP = (
    _OUTSIDE_TEXT + rb"|</[^>]*>|<[^!?/\"'>][^\"'>]*(?:%s[^\"'>]*)*>|<[>\"']|<![^-\[]" % _QUOTED
)
_WHOLE = re.compile(_MARKUP, re.DOTALL)
_TOKENS = re.compile(_MARKUP + rb"|<.*", re.DOTALL)  # at the end, one that is not whole
_BROKEN_VALUE = re.compile(rb"=\s*(?:\"[^\"<>]*[\n\t]|'[^'<>]*[\n\t])")
_WITH_VALUES = re.compile(
    _OUTSIDE_TEXT + rb"|(?P<tag><[^!?/\"'>][^\"'>]*(?:%s[^\"'>]*)*)>" % _QUOTED, re.DOTALL
)
_VALUE = re.compile(_QUOTED)
_SECTION = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<text>.*?)\]\]>", re.DOTALL)
_CUT_OFF = b"<"
_ODD_END = re.compile(rb"</[^<>]*[\"'/]")
_SPACES = bytes(ord(" ") if code in b"\n\t" else code for code in range(256))
_NO_BRACKETS = bytes(code for code in range(256) if code not in b"<>")
_ENDS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
_SLASH, _BANG, _QUESTION = b"/!?"
_OWN = {b"lt", b"gt", b"amp", b"quot", b"apos"}
_QUOTES = {b'"': b"&quot;", b"'": b"&apos;"}


class XmlDocument:
    """The content of an XML document, in UTF-8 and without a DOCTYPE.

    :param content: the document as it is stored, uncompressed

    >>> import io
    >>> document = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    >>> XmlDocument(io.BytesIO(document)).read().strip()
    b'<a>c</a>'
    """

    def __init__(self, content: IO[bytes]) -> None:
        self._content = _decoded(content)
        self._guard = _Nesting()
        self._entities: _Entities | None = None
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
        self._text = self._text[len(whole) :]
        self._ready = whole
        if self._entities is not None:
            self._ready = self._entities.replace(whole, self._size)
        if _BROKEN_VALUE.search(self._ready):
            self._ready = _WITH_VALUES.sub(_in_one_line, self._ready)
        if b"<![CDATA[" in self._ready:
            self._ready = _SECTION.sub(_as_text, self._ready)
        if self._ended and self._guard.is_open:
            self._ready += _CUT_OFF
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
            _refuse_value()
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
        self._entities = entities = _Entities()
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


def _in_one_line(found: re.Match[bytes]) -> bytes:
    """Return a tag with spaces for the line breaks in its values; these go to its end."""
    if not found["tag"]:
        return found[0]
    moved = 0

    def value(quoted: re.Match[bytes]) -> bytes:
        nonlocal moved
        moved += quoted[0].count(b"\n")
        return quoted[0].translate(_SPACES)

    text = _VALUE.sub(value, found["tag"])
    end = b"/" if text.endswith(b"/") else b""
    return text.removesuffix(end) + b"\n" * moved + end + b">"


def _as_text(found: re.Match[bytes]) -> bytes:
    """Return a CDATA section as text, and all else as it is."""
    if found["text"] is None:
        return found[0]
    return found["text"].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


class _Entities:
    """The general entities of a DOCTYPE; external ones have no value."""

    def __init__(self) -> None:
        self._declared: dict[bytes, bytes | None] = {}
        self._expanded: dict[bytes, bytes] = {}
        self._size = 0

    def declare(self, name: bytes, value: bytes | None) -> None:
        if len(self._declared) == MOST_ENTITIES:
            raise InputError(f"the DOCTYPE declares more than {MOST_ENTITIES:,} entities")
        text = None if value is None else _CHARACTER.sub(_character, value[1:-1])
        self._declared.setdefault(name, text)  # the first declaration holds

    def replace(self, text: bytes, read: int) -> bytes:
        """Expand the references in whole tokens.

        :param read: how many bytes of the document have been read
        """
        most = max(_FREE, MOST_EXPANDED * read)

        def value(found: re.Match[bytes]) -> bytes:
            if not found[1] or found[1] in _OWN:
                return found[0]
            expanded = self._value(found[1], 0)
            self._size += len(expanded)
            if self._size > most:
                raise InputError(
                    f"its entities expand to more than {MOST_EXPANDED} times its size; save the "
                    "file without a DOCTYPE, or as Turtle"
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


class _Nesting:
    """Counts the elements within one another."""

    def __init__(self) -> None:
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
            elif second != _QUESTION:
                self._has_begun = True
                depth += token[-2:-1] != b"/"
                if depth > MOST_NESTED:
                    raise InputError(
                        f"it nests more than {MOST_NESTED} elements; no RDF needs that"
                    )
        self._depth = depth


def _refuse_value() -> None:
    raise InputError("a value in it is too large to be read; it may have 7 MiB")


class _Joined:
    """The head of a file, which was read before, and the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int) -> bytes:
        """Return the next piece."""
        head, self._head = self._head, b""
        return head or self._rest.read(size)


class _Transcoded:
    """A document that becomes UTF-8, and declares so, as it is read."""

    def __init__(self, content: _Joined, encoding: str) -> None:
        self._content = content
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._lines = 0
        self._at_head = True

    def read(self, size: int) -> bytes:
        """Return the next piece.

        :raises InputError: when it is not in its encoding
        """
        text = ""
        while not text and (piece := self._content.read(size)):
            text = self._decode(piece)
        text = text or self._decode(b"", final=True)
        self._lines += text.count("\n")
        if self._at_head and text:
            self._at_head = False
            text = _DECLARATION.sub(_as_utf8, text, count=1)
        return text.encode()

    def _decode(self, piece: bytes, *, final: bool = False) -> str:
        try:
            return self._decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "replace")
            line = self._lines + before.count("\n") + 1
            raise InputError(
                f"{line}:{len(before) - before.rfind(chr(10))}: not {self._encoding}, as the file "
                f"declares (byte 0x{error.object[error.start]:02x})"
            ) from error


def _as_utf8(found: re.Match[str]) -> str:
    """Declare UTF-8, in as many characters."""
    start = found[0].rpartition(found["name"])[0]
    quote = found["quote"]
    return f"{start}UTF-8{quote}".ljust(len(found[0]))


def _decoded(content: IO[bytes]) -> _Joined | _Transcoded:
    """Return a document in UTF-8, whatever it declares."""
    head = b""
    while len(head) < 400 and (piece := content.read(400 - len(head))):
        head += piece
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    joined = _Joined(head if b"<" in mark else head[len(mark) :], content)
    if encoding == "utf-8":
        declared = _DECLARATION.match(head[len(mark) :].decode("latin-1"))
        encoding = _known(declared["name"]) if declared else encoding
    return joined if encoding == "utf-8" else _Transcoded(joined, encoding)


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in {"utf-7", "idna", "punycode"}:
        raise InputError(f'1:1: its encoding "{name}" is not known; save the file as UTF-8')
    if codec.name.startswith(("utf-16", "utf-32")):  # and yet the declaration could be read
        return "utf-8"
    return codec.name


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
