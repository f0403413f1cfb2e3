"""Reading RDF files into a store or as statements; an error names file, line and column.

Files are read piece by piece, and each piece is examined before the engine is given it: see
:mod:`yuqiao.graph.rdf.input_guards` and :mod:`yuqiao.graph.rdf.xml_documents`. Nothing outside the
named files is read: a JSON-LD context that is named by its address is a known one
(:mod:`yuqiao.graph.rdf.jsonld_contexts`), or rejected.
"""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from yuqiao.graph.errors import InputError, InputWarning
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.compression import MOST_TIMES, damage, decompressed
from yuqiao.graph.rdf.input_guards import guard_for
from yuqiao.graph.rdf.literals import may_be_rewritten
from yuqiao.graph.rdf.prefixes import is_namespace, is_prefix
from yuqiao.graph.rdf.sources import RdfSource, with_likely_format
from yuqiao.graph.rdf.xml_documents import XmlDocument, locate_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from yuqiao.graph.rdf.input_guards import Guard

PIECE = 1 << 16
"""Bytes that are examined at once."""

_LONGEST = 300  # characters of a message; the engine's may quote the file
_LONGEST_LITERAL = 300  # bytes of a literal that is found even if it is split between pieces
_AT_ONCE = 50_000  # statements that are handed to a store at once
_FREE = 100_000_000  # bytes of a file in an archive before the ratio counts
_ENGINE_PLACE = re.compile(r"^Parser error at line .*?columns? \d+(?: and (?:column )?\d+)?: ")
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


def load_source(
    load: Callable[..., None],
    source: RdfSource,
    notice: Callable[[GuardedFile], None] | None = None,
    rewritten: list[RdfSource] | None = None,
    **options: Any,
) -> dict[str, str]:
    """Read a file into a store piece by piece and return the prefixes it declares at its head.

    :param load: a store's own method that reads a stream
    :param notice: called with each piece, as it is handed to the store
    :param rewritten: is given the file when a store may rewrite literals of it
    :param options: for the method
    :raises InputError: when the file cannot be read, is malformed, or could harm the engine
    """
    with _guarded(source, notice) as file:
        if rewritten is not None:
            file.watch_literals()
        if source.options.skip is not None:
            quads = _good_statements(file)
            while some := list(islice(quads, _AT_ONCE)):
                lines = cast("bytes", serialize(some, format=RdfFormat.N_QUADS))
                load(io.BytesIO(lines), RdfFormat.N_QUADS, **options)
        else:
            stream = io.BufferedReader(file, PIECE)
            load(stream, source.parsed_as, base_iri=source.base, **options)
    file.warn_of_relative_iris()
    if rewritten is not None and file.may_be_rewritten:
        rewritten.append(source)
    return file.prefixes()


def statements(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Quad]:
    """Yield the statements of a file, with the characters that it has; none is stored.

    :param prefixes: is given those that the file declares, after the last statement
    :raises InputError: as :func:`load_source`
    """
    with reading(source, prefixes) as quads:
        yield from quads


def source_statements(
    sources: Sequence[RdfSource], prefixes: dict[str, str] | None = None
) -> Iterator[Quad]:
    """Yield the statements of several files, which share no blank nodes.

    :param prefixes: is given those that the files declare, after the last statement
    :raises InputError: as :func:`load_source`
    """
    for number, source in enumerate(sources):
        for quad in statements(source, prefixes):
            yield _renamed(quad, f"f{number}x") if len(sources) > 1 else quad


def _renamed(quad: Quad, start: str) -> Quad:
    """Return a statement whose blank nodes have labels that start with a text."""

    def renamed(term: Any) -> Any:
        above = []
        while isinstance(term, Triple):  # not recursive: a file may nest a thousand of them
            above.append((renamed(term.subject), term.predicate))
            term = term.object
        if isinstance(term, BlankNode):
            term = BlankNode(start + term.value)
        for subject, predicate in reversed(above):
            term = Triple(subject, predicate, term)
        return term

    parts = (renamed(quad.subject), quad.predicate, renamed(quad.object))
    return Quad(*parts, renamed(quad.graph_name))


@contextmanager
def reading(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Iterator[Quad]]:
    """Open a file to be read statement by statement, by the engine's own parser.

    :param prefixes: is given those that the file declares, at the end
    :raises InputError: as :func:`load_source`, at the end
    """
    with _guarded(source, None) as file:
        if source.options.skip is not None:
            yield _good_statements(file)
            declared: Mapping[str, str] = {}
        else:
            stream = io.BufferedReader(file, PIECE)
            quads = parse(stream, source.parsed_as, base_iri=source.base)
            yield quads
            declared = quads.prefixes
        if prefixes is not None:
            prefixes |= file.prefixes() | _usable(declared)
    file.warn_of_relative_iris()


def content_of(source: RdfSource) -> bytes:
    """Read a file whole, decompressed, in UTF-8, and without a DOCTYPE.

    :raises InputError: when it cannot be opened, or could harm the engine
    """
    if source.path == "-":
        raise InputError("standard input cannot be checked; name a file")
    with _guarded(source, None) as file:
        while file.read(PIECE):
            pass
        with _opened(source) as raw:
            content = decompressed(source.shown, raw)
            if source.data_format is RdfFormat.RDF_XML:
                return XmlDocument(content).read()
            return _html(source, content).read() if source.is_html else content.read()


def _good_statements(file: GuardedFile) -> Iterator[Quad]:
    """Yield the statements that are right; what is wrong is passed to the caller of the reading."""
    source, skip = file.source, cast("Callable[[str], None]", file.source.options.skip)
    stream = io.BufferedReader(file, PIECE)
    whole = source.data_format in {
        RdfFormat.RDF_XML,
        RdfFormat.JSON_LD,
    }  # no going on after an error
    quads = parse(stream, source.parsed_as, base_iri=source.base, lenient=whole)
    held: Quad | None = None
    failed = ""
    while True:
        try:
            quad = next(quads, None)
        except SyntaxError as error:
            message = _place(source, error)
            if whole or message == failed:
                raise
            failed = message
            skip(message)
            if _is_torn(held, error):
                held = None
            continue
        if held is not None:
            yield held
        if quad is None:
            return
        mistake = _mistake(quad) if whole else ""
        if mistake:
            skip(f"{source.shown}: {mistake}")
        held = None if mistake else quad


def _is_torn(quad: Quad | None, error: SyntaxError) -> bool:
    """Return whether a statement is the part of a wrong one that came before the mistake."""
    tagged = quad is not None and isinstance(quad.object, Literal) and quad.object.language
    return bool(tagged) and "Unexpected character" in str(error.args[0])


def _mistake(quad: Quad) -> str:
    """Return what is wrong with a statement that was read without checks."""
    terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    while terms:
        term = terms.pop()
        try:
            if isinstance(term, NamedNode):
                NamedNode(term.value)
            elif isinstance(term, Literal):
                if term.language:
                    Literal(term.value, language=term.language)
                NamedNode(term.datatype.value)
            elif isinstance(term, Triple):
                terms += [term.subject, term.predicate, term.object]
        except ValueError as error:
            return f"{printable(str(term))[:_LONGEST]}: {error}"
    return ""


@contextmanager
def _guarded(
    source: RdfSource, notice: Callable[[GuardedFile], None] | None
) -> Iterator[GuardedFile]:
    """Open a file; an error as it is read names its place."""
    file = None
    try:
        with _opened(source) as raw:
            file = GuardedFile(source, raw, notice)
            yield file
    except SyntaxError as error:
        failure = InputError(_place(source, error))
        if not source.member:
            with_likely_format(failure, source.path, source.data_format)
        raise failure from error
    except MemoryError as error:  # of the engine's parser: what it reads at once is bounded
        raise InputError(
            f"{source.shown}: a value in it is too large to be read; it may have 7 MiB"
        ) from error
    except Exception as error:
        if file is not None and file.failure is not error:
            raise  # the store's own
        raise InputError(_reason(source.shown, error)) from error


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
            content = cast("IO[bytes]", _WholeJson(content, source.options.contexts))
        elif source.data_format is RdfFormat.RDF_XML:
            content = cast("IO[bytes]", XmlDocument(content))
        elif source.is_html:
            content = _html(source, content)
        else:
            self._guard = guard_for(source.data_format)
        self._content = content
        self._notice = notice
        self._relative = None if source.options.base else _RELATIVE.get(source.data_format)
        self._may_be_relative = source.is_html and not source.options.base
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
        if not self.head or self._is_json:  # one big value
            self.head += piece
        if self._relative is not None and self._relative.search(b"\n" + piece):
            self._relative, self._may_be_relative = None, True
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
        return _usable(head.prefixes)

    def warn_of_relative_iris(self) -> None:
        """Warn when IRIs of the file were resolved against its name, for want of a base."""
        if not self._may_be_relative or self.source.path == "-":
            return
        self._may_be_relative = False
        found = _relative_iri(self.source)
        if found:
            warnings.warn(
                f"{self.source.shown}: relative IRIs are resolved against the file's name, as in "
                f"<{printable(found)[:_LONGEST]}>, for want of a base IRI",
                InputWarning,
                stacklevel=2,
            )


def _relative_iri(source: RdfSource) -> str:
    """Return the first IRI of a file that was resolved against its name."""
    for quad in read_again(source):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith("file:///"):
                return term.value
    return ""


def read_again(source: RdfSource) -> Iterator[Quad]:
    """Yield the statements of a file that was read before, without reporting anything again."""
    with _opened(source) as raw, suppress(SyntaxError, InputError):
        if source.options.skip is not None:
            quiet = replace(source.options, skip=lambda _: None)
            yield from _good_statements(GuardedFile(replace(source, options=quiet), raw, None))
            return
        stream = io.BufferedReader(GuardedFile(source, raw, None), PIECE)
        yield from parse(stream, source.parsed_as, base_iri=source.base)


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    return {n: iri for n, iri in prefixes.items() if is_prefix(n) and is_namespace(iri)}


def _html(source: RdfSource, content: IO[bytes]) -> IO[bytes]:
    """Return the statements within HTML, as N-Quads."""
    from yuqiao.graph.rdf.html.documents import HtmlDocument

    def read_jsonld(document: bytes, base: str, number: int) -> Iterator[Quad]:
        whole = cast("IO[bytes]", _WholeJson(io.BytesIO(document), source.options.contexts))
        try:
            quads = list(parse(whole, RdfFormat.JSON_LD, base_iri=base))
        except (SyntaxError, InputError) as error:
            reason = f"JSON-LD script {number}: {_json_mistake(document, error)}"
            if source.options.skip is None:
                raise InputError(reason) from error
            source.options.skip(f"{source.shown}: {reason}")
            return
        yield from (_renamed(quad, f"s{number}x") for quad in quads)

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

    def __init__(self, content: IO[bytes], contexts: Mapping[str, str]) -> None:
        self._content = content
        self._contexts = contexts
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
            self._whole = io.BytesIO(with_known_contexts(document, self._contexts))
        return self._whole.read(size)


@contextmanager
def _opened(source: RdfSource) -> Iterator[IO[bytes]]:
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


def _place(source: RdfSource, error: SyntaxError) -> str:
    message = printable(str(error.args[0]))[:_LONGEST]
    if source.data_format is RdfFormat.JSON_LD and source.path != "-":
        from yuqiao.graph.rdf.jsonld_contexts import locate_mistake

        if mistake := locate_mistake(_document(source)):
            return f"{source.shown}:{mistake}"
    if error.lineno is not None:
        message = re.sub(
            r"^Parser error at line .*?columns? \d+(?: and (?:column )?\d+)?: ", "", message
        )
        return f"{source.shown}:{error.lineno}:{error.offset}: {message}"
    if "LoadDocumentCallback" in message:
        message = "it imports a JSON-LD context from an address, which is not fetched"
    found = None
    if source.data_format is RdfFormat.RDF_XML and source.path != "-":
        document = XmlDocument(cast("IO[bytes]", io.BytesIO(_document(source)))).read()
        found = locate_error(str(error.args[0]), document, source.base)
    if source.data_format is RdfFormat.RDF_XML and message.endswith("before end of input"):
        message = "the XML ends before its last element does; is the file cut off?"
    place = f":{found[0]}:{found[1]}" if found else ""
    return f"{source.shown}{place}: {message}"


def _document(source: RdfSource) -> bytes:
    with _opened(source) as raw:
        return decompressed(source.shown, raw).read()


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, InputError):
        placed = re.match(r"\d+:\d+: ", str(error)) is not None
        return f"{path}:{error}" if placed else f"{path}: {error}"
    if isinstance(error, FileNotFoundError):
        reason = "no such file"
    elif isinstance(error, IsADirectoryError):
        reason = "a folder, not a file"
    elif isinstance(error, PermissionError):
        reason = "permission to read it was denied"
    elif type(error).__name__ in {"BadZipFile", "NotImplementedError"}:
        reason = "not a zip archive, or damaged"
    else:
        reason = damage(path, error) or getattr(error, "strerror", None) or str(error)
    return f"{path}: {reason}"
