"""A file that is decompressed and examined before the engine is given it."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, cast

from pyoxigraph import Quad, RdfFormat, parse

from yuqiao.graph.errors import InputError, InputWarning
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.blank_nodes import relabelled
from yuqiao.graph.rdf.compression import MOST_TIMES, decompressed
from yuqiao.graph.rdf.input_guards import guard_for
from yuqiao.graph.rdf.literals import may_be_rewritten
from yuqiao.graph.rdf.prefixes import is_namespace, is_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yuqiao.graph.rdf.input_guards import Guard
    from yuqiao.graph.rdf.sources import RdfSource

PIECE = 1 << 16
"""Bytes that are examined at once."""

_LONGEST = 300  # characters of a message; the engine's may quote the file
_LONGEST_LITERAL = 300  # bytes of a literal that is found even if it is split between pieces
_FREE = 100_000_000  # bytes of a file in an archive before the ratio counts
_SCHEME = rb"(?![A-Za-z][A-Za-z0-9+.-]*:)"
_RELATIVE = {
    RdfFormat.RDF_XML: re.compile(
        rb"=[\"'](?:(?<=about=.)|(?<=resource=.)|(?<=datatype=.)|(?<=:ID=.))"
        + _SCHEME
        + rb"[^\"']*[\"']"
    ),
    RdfFormat.JSON_LD: re.compile(rb'"@(?:id|type|vocab)"\s*:\s*"(?!_:|@)' + _SCHEME + rb'[^"]*"'),
}
_RELATIVE[RdfFormat.TURTLE] = _RELATIVE[RdfFormat.TRIG] = re.compile(
    rb"<(?<=[\s(\[,;^{]<)" + _SCHEME + rb"[^<>\"{}|^`\\\s]*>(?=[\s.,;)\]}]|$)"
)
"""Possible relative IRIs; a second reading confirms them."""

_BY_LINE = {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}
_VERSION = re.compile(  # https://www.w3.org/TR/rdf12-n-triples/#sec-version
    rb"\A((?:[ \t]*(?:#[^\r\n]*)?[\r\n]+)*[ \t]*)V(?=ERSION[ \t]+(?:\"[^\"\r\n]*\"|'[^'\r\n]*')"
    rb"[ \t]*(?:[#\r\n]|\Z))"
)


class GuardedFile(io.RawIOBase):
    """The content of a file, decompressed and examined before the engine is given it.

    :param raw: the file itself, opened
    :param notice: called with each piece
    """

    def __init__(
        self, source: RdfSource, raw: IO[bytes], notice: Callable[[GuardedFile], None] | None
    ) -> None:
        self.source = source
        self.raw = raw
        self.head = bytearray()
        self.bytes = 0
        self.lines = 0
        self.failure: BaseException | None = None
        self._is_json = source.data_format is RdfFormat.JSON_LD
        self._guard: Guard | None = None
        content = decompressed(source.shown, raw)
        if self._is_json:
            content = cast("IO[bytes]", _WholeJson(content, source.options.contexts, source.base))
        elif source.data_format is RdfFormat.RDF_XML:
            from yuqiao.graph.rdf.xml.documents import XmlDocument

            content = cast("IO[bytes]", XmlDocument(content))
        elif source.is_html:
            content = html_statements(source, content)
        else:
            self._guard = guard_for(source.data_format)
        self._content = content
        self._notice = notice
        self._relative = None if source.options.base else _RELATIVE.get(source.data_format)
        self.may_be_relative = source.is_html and not source.options.base
        self._watches_literals = False
        self._tail = b"\n"
        self.may_be_rewritten = False

    def watch_literals(self) -> None:
        """Find out, as the file is read, whether a store may rewrite its literals."""
        self._watches_literals = True

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, target: Any) -> int:
        """Read the next piece."""
        try:
            piece = self._content.read(len(target))
            if self._guard is not None:
                self._guard.look(piece)
        except BaseException as error:
            self.failure = error
            raise
        if not self.head:
            piece = piece.removeprefix(BOM_UTF8)  # which no grammar but that of XML has a place for
            if self.source.data_format in _BY_LINE:  # where the engine does not know it
                piece = _VERSION.sub(rb"\1#", piece)
        if not self.head or self._is_json:  # one big value
            self.head += piece
        if self._relative is not None and self._relative.search(b"\n" + piece):
            self._relative, self.may_be_relative = None, True
        if self._watches_literals and not self.may_be_rewritten:
            self._look_for_rewritten(piece)
        if self._notice is not None:
            self.bytes += len(piece)
            self.lines += piece.count(b"\n")
            self._notice(self)
        target[: len(piece)] = piece
        return len(piece)

    def _look_for_rewritten(self, piece: bytes) -> None:
        text = self._tail + piece
        end = text.rfind(b"\n") if piece else 0
        if end > 0:  # whole lines; the rest waits for the next piece
            text, self._tail = text[: end + 1], text[end:]
        else:
            self._tail = text[-_LONGEST_LITERAL:]
        self.may_be_rewritten = may_be_rewritten(text, self.source.parsed_as)

    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that the file declares before its first triple, if a query can."""
        head = parse(bytes(self.head), self.source.parsed_as, base_iri=self.source.base)
        with suppress(SyntaxError):  # where it is truncated
            next(head, None)
        return usable_prefixes(head.prefixes)


def usable_prefixes(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that a query can use."""
    return {n: iri for n, iri in prefixes.items() if is_prefix(n) and is_namespace(iri)}


def html_statements(source: RdfSource, content: IO[bytes]) -> IO[bytes]:
    """Return the statements within HTML, as N-Quads."""
    from yuqiao.graph.rdf.html.documents import HtmlDocument
    from yuqiao.graph.rdf.mistakes.wrong_terms import in_small_letters, wrong_term

    def read_jsonld(document: bytes, base: str, number: int) -> Iterator[Quad]:
        whole = cast("IO[bytes]", _WholeJson(io.BytesIO(document), source.options.contexts, base))
        try:
            quads = list(parse(whole, RdfFormat.JSON_LD, base_iri=base, lenient=True))
        except (SyntaxError, InputError) as error:
            reason = f"JSON-LD script {number}: {_json_mistake(document, error)}"
            if source.options.skip is None:
                raise InputError(reason) from error
            source.options.skip(f"{source.shown}: {reason}")
            return
        wrong = [found.reason for found in map(wrong_term, quads) if found]
        shown = f"{source.shown}: JSON-LD script {number}: "
        if source.options.skip is not None:
            for reason in wrong:
                source.options.skip(shown + reason)
        elif wrong:
            said = "a statement is" if len(wrong) == 1 else f"{len(wrong):,} statements are"
            message = f"{shown}{wrong[0]}; {said} left out for this, as JSON-LD has it"
            warnings.warn(message, InputWarning, stacklevel=2)
        right = (quad for quad in quads if wrong_term(quad) is None)
        yield from (relabelled(in_small_letters(quad), f"s{number}x") for quad in right)

    return cast("IO[bytes]", HtmlDocument(content, source.base, read_jsonld))


def _json_mistake(document: bytes, error: SyntaxError | InputError) -> str:
    if isinstance(error, InputError):
        return str(error)
    from yuqiao.graph.rdf.jsonld_contexts import locate_mistake

    message = printable(str(error.args[0]))[:_LONGEST]
    if "LoadDocumentCallback" in message:
        return "it imports a JSON-LD context from an address, which is not fetched"
    return locate_mistake(document) or message


class _WholeJson:
    """JSON-LD, which is read whole, with contexts in the place of addresses that are known."""

    def __init__(self, content: IO[bytes], contexts: Mapping[str, str], base: str) -> None:
        self._content = content
        self._contexts = contexts
        self._base = base
        self._whole: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        """Return the next piece."""
        if self._whole is None:
            from yuqiao.graph.rdf.jsonld_contexts import with_known_contexts

            guard = guard_for(RdfFormat.JSON_LD)
            pieces = []
            while piece := self._content.read(PIECE):
                guard.look(piece)
                pieces.append(piece)
            document = b"".join(pieces).removeprefix(BOM_UTF8)
            self._whole = io.BytesIO(with_known_contexts(document, self._contexts, self._base))
        return self._whole.read(size)


@contextmanager
def opened(source: RdfSource) -> Iterator[IO[bytes]]:
    """Open a file, a member of an archive, or standard input."""
    if source.member:
        import zipfile  # costs a query 18 ms

        with zipfile.ZipFile(source.path) as archive:
            info = archive.getinfo(source.member)
            if info.file_size > max(_FREE, MOST_TIMES * info.compress_size):
                raise InputError(f"it decompresses to more than {MOST_TIMES} times its size")
            with archive.open(info) as member:
                yield member
        return
    file = os.fdopen(os.dup(sys.stdin.fileno()), "rb") if source.path == "-" else None
    with file or open(source.path, "rb") as raw:
        yield raw
