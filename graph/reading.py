"""RDF files are read into an Oxigraph store; what is wrong is said with file, line and column.

The extension decides the format. Nothing outside the named files is read: a remote JSON-LD context
is refused, and so is RDF/XML with a DOCTYPE, whose entities can grow without bound.
"""

from __future__ import annotations

import os
import re
import zlib
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".xml": RdfFormat.RDF_XML,
    ".json": RdfFormat.JSON_LD,
}
"""The formats by extension; each may have ``.gz`` after it."""

_IN_FOLDERS = [extension for extension in FORMATS if extension not in {".xml", ".json"}]
_LONGEST = 300  # characters of a message; the engine's may quote the file
_DOCTYPE = re.compile(rb"<!--.*?-->|(?P<doctype><!DOCTYPE)", re.DOTALL | re.IGNORECASE)


def read_file(store: Store, path: str, name: str | None = None) -> dict[str, str]:
    """Read one RDF file into a store and give the prefixes it declares at its head.

    :param name: the path by which relative IRIs in it are resolved, as ``file:///name``: they
        come out the same on every machine
    :raises InputError: when it is missing, not readable, of an unknown extension, or malformed
    """
    data_format = _format_of(path)
    base = _file_iri(name or os.path.basename(path))
    try:
        data = _bytes_of(path)
        if data_format is RdfFormat.RDF_XML:
            _refuse_doctype(path, data)
        store.load(data, data_format, base_iri=base)
        head = parse(data, data_format, base_iri=base)
        next(head, None)
    except SyntaxError as error:
        raise InputError(_place(path, error)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {_reason(path, error)}") from error
    return {prefix: iri for prefix, iri in head.prefixes.items() if ":" in iri}


def read_folder(store: Store, folder: str) -> dict[str, str]:
    """Read every RDF file of a folder and the folders in it; a prefix of a later file wins.

    Files of an unknown extension are passed over, and so are ``.xml`` and ``.json``, which in a
    folder are mostly something else, and hidden files.

    :raises InputError: when there is no RDF file, or one of them is malformed
    """
    prefixes: dict[str, str] = {}
    found = False
    for name in _rdf_files(folder):
        found = True
        prefixes |= read_file(store, os.path.join(folder, name), name)
    if not found:
        raise InputError(
            f"{folder}: a folder without RDF files; expected some of {', '.join(_IN_FOLDERS)}"
        )
    return prefixes


def _rdf_files(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            plain = file.lower().removesuffix(".gz")
            if not file.startswith(".") and plain.endswith(tuple(_IN_FOLDERS)):
                yield os.path.relpath(os.path.join(place, file), folder)


def _refuse_folder(error: OSError) -> None:
    """Stop where a folder cannot be listed; to pass over it would lose facts without a word."""
    raise InputError(f"{error.filename}: {_reason(str(error.filename), error)}") from error


def _format_of(path: str) -> RdfFormat:
    extension = os.path.splitext(path.lower().removesuffix(".gz"))[1]
    if extension in FORMATS:
        return FORMATS[extension]
    known = ", ".join(FORMATS)
    raise InputError(f"{path}: not known as an RDF file by its extension; expected one of {known}")


def _file_iri(name: str) -> str:
    plain = b"-._~/"
    return "file:///" + "".join(
        chr(byte) if byte in plain or (byte < 128 and chr(byte).isalnum()) else f"%{byte:02X}"
        for byte in os.fsencode(name.replace(os.sep, "/"))
    )


def _bytes_of(path: str) -> bytes:
    if not path.lower().endswith(".gz"):
        with open(path, "rb") as file:
            return file.read()
    import gzip

    with gzip.open(path, "rb") as packed:
        return packed.read()


def _refuse_doctype(path: str, data: bytes) -> None:
    """Look for a DOCTYPE before anything is parsed; the parser takes one even inside the root."""
    if b"\0" in data[:4]:  # UTF-16 or UTF-32, where an ASCII letter stands among zero bytes
        data = data.replace(b"\0", b"")
    if any(found["doctype"] for found in _DOCTYPE.finditer(data)):
        raise InputError(
            f"{path}: RDF/XML with a DOCTYPE is not read, as its entities can grow without bound; "
            "save the file without it, or as Turtle"
        )


def _place(path: str, error: SyntaxError) -> str:
    message = "".join(c if c.isprintable() else " " for c in str(error.args[0]))[:_LONGEST]
    if error.lineno is None:
        if "LoadDocumentCallback" in message:
            message = "it names a JSON-LD context at another address; only a context inside is read"
        return f"{path}: {message}"
    message = re.sub(r"^Parser error at line .*?columns? \d+(?: and \d+)?: ", "", message)
    return f"{path}:{error.lineno}:{error.offset}: {message}"


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "a folder, not a file"
    if isinstance(error, PermissionError):
        return "permission to read it was refused"
    if path.lower().endswith(".gz"):
        return "damaged, or not compressed with gzip"
    return getattr(error, "strerror", None) or str(error)
