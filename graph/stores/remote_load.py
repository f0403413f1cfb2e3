"""LOAD of an update: a document of an allowed host, examined before the engine gets what it says.

The engine would read it by itself: without a bound of its size, its nesting or its DOCTYPE. So it
is fetched and read here, as a file is, and becomes data that the update inserts.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urldefrag, urlsplit

from pyoxigraph import DefaultGraph, RdfFormat, serialize

from yuqiao.graph.errors import InputError, InputWarning, QueryError
from yuqiao.graph.rdf.compression import without_compression
from yuqiao.graph.rdf.formats import RDF_EXTENSIONS, RDF_FORMATS
from yuqiao.graph.rdf.guarded_file import PIECE
from yuqiao.graph.rdf.parsing import statements, with_label_start
from yuqiao.graph.rdf.sources import RdfSource, current_read_options
from yuqiao.graph.sparql.federation import calls_load, reject_outside_calls
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.graph.stores.endpoint.response import Body, BrokenOffError, media_type
from yuqiao.graph.stores.endpoint.urls import is_loopback, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import httpx

    from yuqiao.graph.sparql.lexer import Token

_MOST = 2**26  # bytes of a document
_CONNECT_SECONDS, _SILENT_SECONDS = 10, 60
_MEDIA_TYPES = {syntax.media_type: syntax.engine for syntax in RDF_FORMATS.values()} | {
    "application/x-turtle": RdfFormat.TURTLE,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
_ACCEPT = ", ".join(syntax.media_type for syntax in RDF_FORMATS.values() if not syntax.has_graphs)


@dataclass(frozen=True)
class _Load:
    """An operation that loads a document.

    :param start: the offset of its first character
    :param graph: the named graph that it loads into, as it is written; nothing for the graph itself
    """

    start: int
    end: int
    address: str
    graph: str
    is_silent: bool


class LoadedDocuments:
    """The documents that an update loads.

    :param sparql: the update
    :param prefixes: those that need no declaration
    :param allow_hosts: the hosts that documents may come from
    :raises QueryError: when a LOAD is not plainly written
    :raises InputError: when a document cannot be fetched, is malformed or could harm the engine,
        unless it is loaded silently

    >>> LoadedDocuments("CLEAR DEFAULT", {}, ()).text
    'CLEAR DEFAULT'
    """

    def __init__(
        self, sparql: str, prefixes: Mapping[str, str], allow_hosts: Collection[str]
    ) -> None:
        self._data: dict[str, str] = {}
        loads = list(_loads(tokens(sparql), dict(prefixes)))
        mark = "urn:x-loaded:"
        while mark in sparql:
            mark += "x"
        pieces, copied = [], 0
        for number, load in enumerate(loads):
            instead = f"INSERT DATA {{ <{mark}{number}> <{mark}> 0 }}"
            pieces += [sparql[copied : load.start], instead]
            copied = load.end
        self.text = "".join([*pieces, sparql[copied:]])
        if calls_load(self.text, prefixes):
            raise QueryError("a LOAD is not plainly written; expected LOAD <http...>")
        for number, load in enumerate(loads):
            reject_outside_calls(f"LOAD <{load.address}>", {}, allow_hosts, updates=True)
            self._data[f"<{mark}{number}> <{mark}> 0"] = _data(load, f"l{number}x")

    def inserted(self, engine_text: str) -> str:
        """Return the update, prepared for the engine, with what the documents say."""
        for mark, data in self._data.items():
            assert engine_text.count(mark) == 1, "the preparation leaves data as they are"
            engine_text = engine_text.replace(mark, data)
        return engine_text


def _loads(found: Sequence[Token], prefixes: dict[str, str]) -> Iterator[_Load]:
    depth = 0
    for index, token in enumerate(found):
        before = found[index - 1] if index else None
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.kind == "iri" and before is not None and before.text.endswith(":"):
            prefixes[before.text[:-1]] = token.text[1:-1]
        if depth == 0 and token.is_word("LOAD") and index + 1 < len(found):
            yield _load(found, index, prefixes)


def _load(found: Sequence[Token], index: int, prefixes: Mapping[str, str]) -> _Load:
    silent = found[index + 1].is_word("SILENT")
    place = index + 1 + silent
    target = found[place] if place < len(found) else found[-1]
    graph, last = "", target
    if [token.text.upper() for token in found[place + 1 : place + 3]] == ["INTO", "GRAPH"]:
        last = found[min(place + 3, len(found) - 1)]
        graph = last.text
    address = target.text[1:-1]
    if target.kind == "name":
        prefix, _, local = target.text.partition(":")
        address = prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
    return _Load(found[index].start, last.end, address, graph, is_silent=silent)


def _data(load: _Load, labels: str) -> str:
    """Return what a document says, as INSERT DATA has it.

    :param labels: the begin of its blank nodes' labels, as no two operations may share one
    """
    try:
        data = _fetched(load.address, labels)
    except InputError as error:
        if not load.is_silent:
            raise
        warnings.warn(f"{error}; the update went on without it", InputWarning, stacklevel=2)
        return ""
    return f"GRAPH {load.graph} {{ {data} }}" if load.graph else data


def _fetched(address: str, labels: str) -> str:
    import httpx

    url = urldefrag(address).url
    host = urlsplit(url).hostname or ""
    with tempfile.NamedTemporaryFile() as file:
        try:
            timeout = httpx.Timeout(_SILENT_SECONDS, connect=_CONNECT_SECONDS)
            transport = (
                httpx.HTTPTransport(verify=url[:5] == "https") if is_loopback(host) else None
            )
            headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip"}
            with (
                httpx.Client(timeout=timeout, transport=transport, headers=headers) as client,
                client.stream("GET", url) as answer,
            ):
                data_format = _format(url, answer)
                _keep(url, answer, file)
                unpacked = "content-encoding" in answer.headers
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise InputError(f"{shown(url)}: cannot be fetched: {error}") from error
        file.flush()
        options = replace(current_read_options(), base=url)
        label = without_compression(shown(url)) if unpacked else shown(url)
        source = RdfSource(file.name, "", data_format, options=options, label=label)
        return _ntriples(source, labels)


def _format(url: str, answer: httpx.Response) -> RdfFormat:
    """Return the format of a document, by its media type or else by the end of its address."""
    if answer.status_code != 200:
        status = f"{answer.status_code} {answer.reason_phrase}".strip()
        moved = (
            "; it points elsewhere, which is not followed" if answer.has_redirect_location else ""
        )
        raise InputError(f"{shown(url)}: the server answered {status}{moved}")
    kind = media_type(answer)
    path = without_compression(urlsplit(url).path.lower())
    by_name = next((s.engine for end, s in RDF_EXTENSIONS.items() if path.endswith(end)), None)
    found = _MEDIA_TYPES.get(kind, by_name)
    if found is None:
        raise InputError(
            f"{shown(url)}: comes as {kind or 'something without a type'}, which is not RDF; "
            f"expected one of {', '.join(s.media_type for s in RDF_FORMATS.values())}"
        )
    return found


def _keep(url: str, answer: httpx.Response, file: tempfile._TemporaryFileWrapper[bytes]) -> None:
    body = Body(answer)
    if not body.ends_visibly:
        raise InputError(
            f"{shown(url)}: comes without a length and not in chunks, so that a cut could not be "
            "told from the end"
        )
    try:
        while piece := body.read(PIECE):
            body.gained()
            file.write(piece)
            if file.tell() > _MOST:
                raise InputError(
                    f"{shown(url)}: has more than {_MOST >> 20} MiB; download it and load the file"
                )
    except BrokenOffError as error:
        raise InputError(f"{shown(url)}: {error}") from error


def _ntriples(source: RdfSource, labels: str) -> str:
    triples = []
    for quad in statements(source):
        if not isinstance(quad.graph_name, DefaultGraph):
            raise InputError(f"{source.shown}: has named graphs, and LOAD reads a single one")
        triples.append(with_label_start(quad, labels).triple)
    return cast("bytes", serialize(triples, format=RdfFormat.N_TRIPLES)).decode()
