"""Files of RDF that are to be read: where they are, in which format, and how they are read.

The extension decides the format and the compression, unless the format is named. A ``.zip`` file
stands for the RDF files within it, as a folder does.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from pyoxigraph import NamedNode, RdfFormat, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.folder_entries import entries_within
from yuqiao.graph.rdf.compression import decompressed, without_compression
from yuqiao.graph.rdf.formats import FOLDER_EXTENSIONS, HTML, RDF_EXTENSIONS, RDF_FORMATS

if TYPE_CHECKING:
    from yuqiao.graph.rdf.formats import RdfSyntax

ZIP = ".zip"
"""The extension of an archive of files."""

_HTML_FLAGS = re.IGNORECASE | re.DOTALL
_LONGEST_SHOWN = 300  # characters of the name of a folder in a message
_HEAD = 1 << 16  # bytes that are looked at to find a format


@dataclass(frozen=True)
class ReadOptions:
    """How files are read.

    :param data_format: the format of a file, whatever its name; None: the extension decides
    :param base: the IRI against which relative IRIs are resolved; None: the file's name
    :param contexts: the text of further JSON-LD contexts, by the address that names them
    :param skip: called with place and reason of each statement that is wrong and is left out; None:
        the first one ends the reading
    :param most_fetched: the largest number of triples that a query of several graphs may fetch
    :param cache: whether the graph of a large file is kept on disk, to open at once the next time
    """

    data_format: RdfFormat | None = None
    base: str | None = None
    contexts: Mapping[str, str] = field(default_factory=dict)
    skip: Callable[[str], None] | None = None
    most_fetched: int = 5_000_000
    cache: bool = True


_OPTIONS: ContextVar[ReadOptions] = ContextVar("read_options", default=ReadOptions())  # noqa: B039


@contextmanager
def read_options(options: ReadOptions) -> Iterator[None]:
    """Read files so, unless a source has options of its own.

    >>> with read_options(ReadOptions(base="http://example.org/")):
    ...     file_source("a.ttl").base
    'http://example.org/'
    """
    token = _OPTIONS.set(options)
    try:
        yield
    finally:
        _OPTIONS.reset(token)


def set_read_options(options: ReadOptions) -> None:
    """Read files so from now on, in this thread."""
    _OPTIONS.set(options)


def current_read_options() -> ReadOptions:
    """Return how files are read at present."""
    return _OPTIONS.get()


@dataclass(frozen=True)
class RdfSource:
    """A file of RDF that is to be read.

    :param path: where it is; ``-`` is standard input
    :param name: the path by which relative IRIs in it are resolved, as ``file:///name``: they come
        out the same on every machine
    :param member: the file within an archive
    :param label: what it is called in messages; nothing for its path
    """

    path: str
    name: str
    data_format: RdfFormat
    member: str = ""
    options: ReadOptions = field(default_factory=current_read_options)
    label: str = ""

    @property
    def base(self) -> str:
        """The IRI against which relative ones are resolved."""
        return self.options.base or "file:///" + in_iri(self.name)

    @property
    def is_html(self) -> bool:
        """Whether it is HTML, whose statements are read from it first."""
        return self.data_format == HTML.engine

    @property
    def parsed_as(self) -> RdfFormat:
        """The format that the engine is given."""
        return RdfFormat.N_QUADS if self.is_html else self.data_format

    @property
    def shown(self) -> str:
        """The path as it is shown, with the file within an archive."""
        path = os.path.join(self.path, self.member) if self.member else self.path
        return self.label or path


def file_source(path: str) -> RdfSource:
    """Describe one file; its extension decides the format, unless the options do.

    :raises InputError: when the extension is that of no RDF format, or an archive holds several
    """
    named = current_read_options().data_format
    if is_zip(path) and named is None:
        sources = zip_sources(path)
        if len(sources) > 1:
            raise InputError(f"{path}: it holds {len(sources)} RDF files; expected one")
        return sources[0]
    return RdfSource(path, os.path.basename(path), named or _format_of(path))


def path_sources(path: str | Sequence[str], other: str = "") -> list[RdfSource]:
    """Describe a file, or every RDF file of a folder or an archive, in order.

    :param path: that of one, or those of several, which are read together
    :param other: what else a folder could have been, for the message
    :raises InputError: when there is no RDF file
    """
    if not isinstance(path, str):
        return [source for each in path for source in path_sources(each, other)]
    if os.path.isdir(path):
        return folder_sources(path, other)
    return zip_sources(path) if is_zip(path) else [file_source(path)]


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


def is_zip(path: str) -> bool:
    """Return whether a path is that of an archive."""
    return path.lower().endswith(ZIP)


def zip_sources(path: str) -> list[RdfSource]:
    """Describe every RDF file of an archive, in order, as those of a folder.

    :raises InputError: when there is none, or the archive cannot be read
    """
    import zipfile  # costs a query 18 ms

    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if _is_rdf(name))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: not a zip archive, or damaged") from error
    if not names:
        expected = ", ".join(FOLDER_EXTENSIONS)
        raise InputError(f"{path}: an archive without RDF files; expected some of {expected}")
    return [RdfSource(path, name, _format_of(name), name) for name in names]


def reject_base(base: str) -> None:
    """Check an IRI against which others are to be resolved.

    :raises InputError: when it is not an absolute IRI
    """
    try:
        NamedNode(base)
    except ValueError as error:
        raise InputError(
            f"{base}: not an absolute IRI; expected a base such as http://example.org/"
        ) from error


def in_iri(name: str) -> str:
    """Return a path as it occurs in an IRI.

    >>> in_iri("重 a.ttl")
    '%E9%87%8D%20a.ttl'
    """
    plain = b"-._~/"
    return "".join(
        chr(byte) if byte in plain or (byte < 128 and chr(byte).isalnum()) else f"%{byte:02X}"
        for byte in os.fsencode(name.replace(os.sep, "/"))
    )


def _rdf_files(folder: str) -> Iterator[str]:
    try:
        for path, entry in entries_within(folder, hidden=False):
            if _is_rdf(entry.name) and not entry.is_dir():
                yield path
    except OSError as error:
        _reject_folder(error)


def _is_rdf(name: str) -> bool:
    hidden = name.startswith((".", "__MACOSX/")) or "/." in name
    return not hidden and without_compression(name.lower()).endswith(FOLDER_EXTENSIONS)


def _reject_folder(error: OSError) -> NoReturn:
    """Stop where a folder cannot be listed; to pass over it would silently lose facts."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, PermissionError):
        reason = "permission to read it was denied"
    place = str(error.filename)
    shown = place if len(place) <= _LONGEST_SHOWN else f"{place[:_LONGEST_SHOWN]}…"
    raise InputError(f"{shown}: {reason}") from error


def _format_of(path: str) -> RdfFormat:
    if os.path.isdir(path):
        raise InputError(f"{path}: a folder, not a file; name a file in it")
    extension = os.path.splitext(without_compression(path.lower()))[1]
    if extension in RDF_EXTENSIONS:
        return RDF_EXTENSIONS[extension].engine
    known = ", ".join(RDF_EXTENSIONS)
    error = InputError(
        f"{path}: not known as an RDF file by its extension; expected one of {known}"
    )
    raise with_likely_format(error, path)


def with_likely_format(
    error: InputError, path: str, data_format: RdfFormat | None = None
) -> InputError:
    """Add to an error the format that a file seems to have, if it is not the one it was read in."""
    if path != "-" and os.path.isfile(path):
        try:
            with open(path, "rb") as raw:
                found = likely_format(decompressed(path, raw).read(_HEAD))
        except Exception:  # noqa: BLE001 - it is only a hint
            return error
        if found is not None and found.engine != data_format:
            error.likely_format = found.name
            error.args = (f"{error}; its content looks like {found.title}",)
    return error


def likely_format(head: bytes) -> RdfSyntax | None:
    """Return the format that the beginning of a file seems to be in.

    >>> found = likely_format(b"@prefix ex: <http://example.org/> . ex:a ex:b ex:c .")
    >>> found and found.name
    'turtle'
    """
    text = head.removeprefix(BOM_UTF8).lstrip()
    if re.match(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b", text, _HTML_FLAGS
    ):
        return HTML
    if re.match(rb"<\?xml|<!DOCTYPE\s+rdf|<rdf:RDF|<!--", text):
        is_rdf = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#" in text
        return RDF_FORMATS["rdfxml"] if is_rdf else None
    if re.match(rb"\{\s*[\"}]|\[\s*[{\]]", text):
        return RDF_FORMATS["jsonld"] if b'"@' in text else None
    for name in ("ntriples", "nquads", "turtle", "trig"):
        with suppress(SyntaxError, StopIteration, MemoryError):
            next(parse(head, RDF_FORMATS[name].engine, base_iri="http://example.org/"))
            return RDF_FORMATS[name]
    return None
