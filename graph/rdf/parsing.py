"""RDF files are read into an Oxigraph store; what is wrong is said with file, line and column.

The extension decides the format and how the file is compressed. Files are read piece by piece, and
each piece is looked at before the engine is given it: see :mod:`yuqiao.graph.rdf.input_guards`.
Nothing outside the named files is read: a JSON-LD context that is named by its address is one of
those that come with the program (:mod:`yuqiao.graph.rdf.jsonld_contexts`), or refused.
"""

from __future__ import annotations

import io
import os
import re
import sys
from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

from pyoxigraph import RdfFormat, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.compression import damage, decompressed, without_compression
from yuqiao.graph.rdf.formats import FOLDER_EXTENSIONS, RDF_EXTENSIONS
from yuqiao.graph.rdf.input_guards import watch_for
from yuqiao.graph.rdf.prefixes import is_namespace, is_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import Quad, Store

    from yuqiao.graph.rdf.input_guards import Watch

PIECE = 1 << 16
"""Bytes that are looked at at once."""

_LONGEST = 300  # characters of a message; the engine's may quote the file


@dataclass(frozen=True)
class RdfSource:
    """A file of RDF that is to be read.

    :param path: where it is; ``-`` is standard input
    :param name: the path by which relative IRIs in it are resolved, as ``file:///name``: they come
        out the same on every machine
    """

    path: str
    name: str
    data_format: RdfFormat

    @property
    def base(self) -> str:
        """The IRI by which relative ones are resolved."""
        return "file:///" + in_iri(self.name)


def file_source(path: str) -> RdfSource:
    """Describe one file; its extension decides the format.

    :raises InputError: when the extension is that of no RDF format
    """
    return RdfSource(path, os.path.basename(path), _format_of(path))


def folder_sources(folder: str, other: str = "") -> list[RdfSource]:
    """Describe every RDF file of a folder and the folders in it, in order.

    Files of an unknown extension are passed over, and so are ``.xml`` and ``.json``, which in a
    folder are mostly something else, and hidden files.

    :param other: what else the folder could have been, for the message
    :raises InputError: when there is no RDF file, or a folder cannot be listed
    """
    paths = ((os.path.join(folder, name), name) for name in _rdf_files(folder))
    sources = [RdfSource(path, name, _format_of(path)) for path, name in paths]
    if not sources:
        expected = ", ".join(FOLDER_EXTENSIONS) + other
        raise InputError(f"{folder}: a folder without RDF files; expected some of {expected}")
    return sources


def read_file(store: Store, path: str) -> dict[str, str]:
    """Read one RDF file into a store and give the prefixes it declares at its head.

    :raises InputError: when it is missing, not readable, of an unknown extension, or malformed
    """
    return load_source(store.load, file_source(path))


def read_folder(store: Store, folder: str) -> dict[str, str]:
    """Read every RDF file of a folder and the folders in it; a prefix of a later file wins.

    :raises InputError: when there is no RDF file, or one of them is malformed
    """
    prefixes: dict[str, str] = {}
    for source in folder_sources(folder, ", or a directory that yuqiao load made"):
        prefixes |= load_source(store.load, source)
    return prefixes


def load_source(
    load: Callable[..., None],
    source: RdfSource,
    notice: Callable[[GuardedFile], None] | None = None,
    **options: Any,
) -> dict[str, str]:
    """Read a file into a store piece by piece and give the prefixes it declares at its head.

    :param load: a store's own method that reads a stream
    :param notice: told of each piece, as it is handed to the store
    :param options: for the method
    :raises InputError: when the file cannot be read, is malformed, or could harm the engine
    """
    with _inspected(source, notice) as inspected:
        stream = io.BufferedReader(inspected, PIECE)
        load(stream, source.data_format, base_iri=source.base, **options)
    return inspected.prefixes()


def statements(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Quad]:
    """Read a file statement by statement; none is kept.

    :param prefixes: given those that the file declares, after the last statement
    :raises InputError: as :func:`read`
    """
    with reading(source, prefixes) as quads:
        yield from quads


@contextmanager
def reading(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Iterator[Quad]]:
    """Open a file to be read statement by statement, by the engine's own reader.

    :param prefixes: given those that the file declares, at the end
    :raises InputError: as :func:`read`, at the end
    """
    with _inspected(source, None) as inspected:
        stream = io.BufferedReader(inspected, PIECE)
        quads = parse(stream, source.data_format, base_iri=source.base)
        yield quads
        if prefixes is not None:
            prefixes |= inspected.prefixes() | _usable(quads.prefixes)


def content_of(source: RdfSource) -> bytes:
    """Read a file whole, as it stands, unpacked.

    :raises InputError: when it cannot be opened, or could harm the engine
    """
    with _inspected(source, None) as inspected:
        while inspected.read(PIECE):
            pass
        if source.path == "-":
            raise InputError("standard input cannot be looked through; name a file")
        with _opened(source.path) as raw:
            return decompressed(source.path, raw).read()


@contextmanager
def _inspected(
    source: RdfSource, notice: Callable[[GuardedFile], None] | None
) -> Iterator[GuardedFile]:
    """Open a file; what goes wrong as it is read is told with its place."""
    inspected = None
    try:
        with _opened(source.path) as raw:
            inspected = GuardedFile(source, raw, notice)
            yield inspected
    except SyntaxError as error:
        raise InputError(_place(source, error)) from error
    except MemoryError as error:  # of the engine's parser: what it reads at once is bounded
        raise InputError(
            f"{source.path}: a value in it is too large to be read; it may have 7 MiB"
        ) from error
    except Exception as error:
        if inspected is not None and inspected.failure is not error:
            raise  # the store's own
        raise InputError(_reason(source.path, error)) from error


class GuardedFile(io.RawIOBase):
    """The content of a file, unpacked and looked at before anybody is given it.

    :param raw: the file itself, opened
    :param notice: told of each piece
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
        self._watch = watch_for(source.data_format)
        self._content = decompressed(source.path, raw)
        if source.data_format is RdfFormat.JSON_LD:
            self._content = cast("IO[bytes]", _WholeJson(self._content, self._watch))
        self._notice = notice

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, target: Any) -> int:
        """Read the next piece."""
        try:
            piece = self._content.read(len(target))
            if self.source.data_format is not RdfFormat.JSON_LD:
                self._watch.look(piece)
        except BaseException as error:
            self.failure = error
            raise
        if not self.head:
            piece = piece.removeprefix(BOM_UTF8)  # which no grammar but that of XML has a place for
        if not self.head or self.source.data_format is RdfFormat.JSON_LD:  # one big thing
            self.head += piece
        if self._notice is not None:
            self.bytes += len(piece)
            self.lines += piece.count(b"\n")
            self._notice(self)
        target[: len(piece)] = piece
        return len(piece)

    def prefixes(self) -> dict[str, str]:
        """Give the prefixes that the file declares before its first triple, if a query can."""
        head = parse(bytes(self.head), self.source.data_format, base_iri=self.source.base)
        with suppress(SyntaxError):  # where it is cut
            next(head, None)
        return _usable(head.prefixes)


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    return {n: iri for n, iri in prefixes.items() if is_prefix(n) and is_namespace(iri)}


class _WholeJson:
    """JSON-LD, which is read whole, with contexts in the place of addresses that are known."""

    def __init__(self, content: IO[bytes], watch: Watch) -> None:
        self._content = content
        self._watch = watch
        self._whole: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        """Give the next piece."""
        if self._whole is None:
            from yuqiao.graph.rdf.jsonld_contexts import with_known_contexts

            pieces = []
            while piece := self._content.read(PIECE):
                self._watch.look(piece)
                pieces.append(piece)
            self._whole = io.BytesIO(with_known_contexts(b"".join(pieces)))
        return self._whole.read(size)


def _rdf_files(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            plain = without_compression(file.lower())
            if not file.startswith(".") and plain.endswith(FOLDER_EXTENSIONS):
                yield os.path.relpath(os.path.join(place, file), folder)


def _refuse_folder(error: OSError) -> None:
    """Stop where a folder cannot be listed; to pass over it would lose facts without a word."""
    raise InputError(_reason(str(error.filename), error)) from error


def _format_of(path: str) -> RdfFormat:
    extension = os.path.splitext(without_compression(path.lower()))[1]
    if extension in RDF_EXTENSIONS:
        return RDF_EXTENSIONS[extension].engine
    known = ", ".join(RDF_EXTENSIONS)
    raise InputError(f"{path}: not known as an RDF file by its extension; expected one of {known}")


def in_iri(name: str) -> str:
    """Give a path as it stands in an IRI.

    >>> in_iri("重 a.ttl")
    '%E9%87%8D%20a.ttl'
    """
    plain = b"-._~/"
    return "".join(
        chr(byte) if byte in plain or (byte < 128 and chr(byte).isalnum()) else f"%{byte:02X}"
        for byte in os.fsencode(name.replace(os.sep, "/"))
    )


def _opened(path: str) -> IO[bytes]:
    return os.fdopen(os.dup(sys.stdin.fileno()), "rb") if path == "-" else open(path, "rb")


def _place(source: RdfSource, error: SyntaxError) -> str:
    message = printable(str(error.args[0]))[:_LONGEST]
    if error.lineno is not None:
        message = re.sub(r"^Parser error at line .*?columns? \d+(?: and \d+)?: ", "", message)
        return f"{source.path}:{error.lineno}:{error.offset}: {message}"
    if "LoadDocumentCallback" in message:
        message = "it imports a JSON-LD context from an address, which is not fetched"
    found = None
    if source.data_format is RdfFormat.RDF_XML and source.path != "-":
        from yuqiao.graph.rdf.rdfxml_errors import locate_error

        with _opened(source.path) as raw:
            document = decompressed(source.path, raw).read()
        found = locate_error(str(error.args[0]), document, source.base)
    return (
        f"{source.path}:{found[0]}:{found[1]}: {message}" if found else f"{source.path}: {message}"
    )


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, InputError):
        placed = re.match(r"\d+:\d+: ", str(error)) is not None
        return f"{path}:{error}" if placed else f"{path}: {error}"
    if isinstance(error, FileNotFoundError):
        reason = "no such file"
    elif isinstance(error, IsADirectoryError):
        reason = "a folder, not a file"
    elif isinstance(error, PermissionError):
        reason = "permission to read it was refused"
    else:
        reason = damage(path, error) or getattr(error, "strerror", None) or str(error)
    return f"{path}: {reason}"
