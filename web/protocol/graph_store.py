"""The SPARQL 1.1 Graph Store HTTP Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad
from starlette.exceptions import HTTPException
from starlette.responses import Response

from yuqiao.exports.rdf.write import serialise
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.stores.disk.directory import DirectoryStore
from yuqiao.web.negotiation import NotAcceptableError, preferred
from yuqiao.web.protocol.answers import TRIPLE_FORMATS
from yuqiao.web.protocol.conditional import (
    check_preconditions,
    entity_tag,
    is_current,
    not_modified,
)
from yuqiao.web.protocol.operations import body_of
from yuqiao.web.protocol.updates import change_graph, require_writer
from yuqiao.web.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from yuqiao.web.served_graph import ServedGraph

PATH = "/store"
"""Where the graphs are."""

_MOST_BYTES = 1 << 28
_FORMATS = {
    syntax.media_type: name for name, syntax in RDF_FORMATS.items() if not syntax.has_graphs
} | {"application/ld+json": "jsonld", "application/xml": "rdfxml", "text/plain": "ntriples"}


@dataclass(frozen=True)
class GraphChange:
    """A change of one graph.

    :param name: the IRI of the graph; empty for the default graph
    :param method: ``PUT``, ``POST`` or ``DELETE``
    :param documents: the media type and content of each document with its statements
    """

    name: str
    method: str
    base: str
    documents: tuple[tuple[str, bytes], ...] = ()


async def graph_store(request: Request) -> Response:
    """Answer a request about one graph."""
    if request.method in {"GET", "HEAD"}:
        return await _read(request, _named(request))
    require_writer(request)
    name = _named(request, may_be_new=request.method == "POST")
    created_at = None
    if name is None:
        made = f"{request.url.path.rstrip('/')}/{secrets.token_hex(8)}"
        name = str(request.url.replace(path=made, query=""))
        created_at = f"{request.url.path}?graph={quote(name, safe='')}"
    documents = () if request.method == "DELETE" else await _documents(request)
    change = GraphChange(name, request.method, name or str(request.url), documents)

    async def check() -> None:
        await _check(request, name)

    existed = await change_graph(request, change_one_graph, change, check=check)
    if created_at:
        return Response(status_code=201, headers={"Location": created_at})
    if request.method == "DELETE" and not existed:
        raise HTTPException(404, "there is no such graph")
    return Response(status_code=204 if existed else 201)


async def _check(request: Request, name: str) -> None:
    """Reject a change of a graph that is not as the client has seen it.

    :raises HTTPException: 412
    """
    if not {"if-match", "if-none-match"} & set(request.headers):
        return
    workers = request.app.state.workers
    is_there = await workers.run(has_graph, name)
    formats = TRIPLE_FORMATS if is_there else ()
    check_preconditions(request, [entity_tag(workers.version, name, form) for form in formats])


async def _read(request: Request, name: str | None) -> Response:
    assert name is not None
    accept = request.headers.get("accept")
    media_type = preferred(accept, list(TRIPLE_FORMATS))
    if media_type is None:
        raise NotAcceptableError(list(TRIPLE_FORMATS))
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    tag = entity_tag(request.app.state.workers.version, name, media_type)
    if is_current(request, tag):
        return not_modified(tag, headers)
    content = await remembered(request, graph_content, name, TRIPLE_FORMATS[media_type])
    if content is None:
        raise HTTPException(404, "there is no such graph")
    if tag is not None:
        headers["ETag"] = tag
    return Response(content, media_type=media_type, headers=headers)


def _named(request: Request, *, may_be_new: bool = False) -> str | None:
    """Return the IRI of the graph that a request names, empty for the default graph.

    :raises HTTPException: 400, when it names none or several
    """
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    path = request.path_params.get("path", "")
    if len(names) + default + bool(path) > 1:
        raise HTTPException(400, "the address names several graphs; expected one")
    if default:
        return ""
    if path:
        return str(request.url)
    if not names:
        if may_be_new:
            return None
        raise HTTPException(400, "the address names no graph; expected ?default or ?graph=IRI")
    try:
        return NamedNode(names[0]).value
    except ValueError:
        raise HTTPException(400, "the name of the graph is not an IRI") from None


async def _documents(request: Request) -> tuple[tuple[str, bytes], ...]:
    """Return the documents of a request: its body, or the files of a form.

    :raises HTTPException: 413 or 415, when they cannot be taken
    """
    media_type = _media_type(request.headers.get("content-type", ""))
    if media_type == "multipart/form-data":
        return await _files(request)
    if media_type not in _FORMATS:
        raise HTTPException(415, f"expected one of {', '.join(_FORMATS)}")
    return ((media_type, await body_of(request, _MOST_BYTES)),)


async def _files(request: Request) -> tuple[tuple[str, bytes], ...]:
    body = await body_of(request, _MOST_BYTES)
    import email.policy
    from email.parser import BytesParser

    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    found = []
    for part in form.iter_parts():
        media_type = _media_type(part.get("content-type", ""))
        if media_type not in _FORMATS:
            raise HTTPException(415, f"a part of the form is no RDF; {', '.join(_FORMATS)}")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((media_type, content))
    return tuple(found)


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def has_graph(graph: ServedGraph, name: str) -> bool:
    """Return whether there is a graph of a name; the default graph always is."""
    engine = graph.store.engine
    return not name or (engine is not None and engine.contains_named_graph(NamedNode(name)))


def graph_content(graph: ServedGraph, name: str, form: str) -> bytes | None:
    """Return the statements of a graph; None when there is no such graph."""
    engine = graph.store.engine
    if engine is None:
        raise QueryError("the graphs of an endpoint are read from the endpoint itself")
    if not has_graph(graph, name):
        return None
    where = NamedNode(name) if name else DefaultGraph()
    triples = (quad.triple for quad in engine.quads_for_pattern(None, None, None, where))
    return serialise(triples, form, graph.store.prefixes)


def change_one_graph(graph: ServedGraph, change: GraphChange) -> bool:
    """Change a graph, wholly or not at all; return whether it was there before.

    :raises yuqiao.graph.errors.YuqiaoError: when a document is wrong, or it cannot be written
    """
    store = graph.store
    assert isinstance(store, DirectoryStore), "only a directory is writable"
    where = NamedNode(change.name) if change.name else DefaultGraph()
    existed = not change.name or store.oxigraph.contains_named_graph(where)
    if change.method == "DELETE" and not existed:
        return False
    quads = list(_quads(change, where))

    def work(oxigraph: pyoxigraph.Store) -> None:
        if change.method != "POST":
            oxigraph.clear_graph(where)
        if isinstance(where, NamedNode):
            if change.method == "DELETE":
                oxigraph.remove_graph(where)
                return
            oxigraph.add_graph(where)
        oxigraph.extend(quads)

    store.change(work)
    return existed


def _quads(change: GraphChange, where: NamedNode | DefaultGraph) -> Iterable[Quad]:
    for media_type, content in change.documents:
        form = RDF_FORMATS[_FORMATS[media_type]].engine
        try:
            for quad in pyoxigraph.parse(
                content, form, base_iri=change.base, rename_blank_nodes=True
            ):
                yield Quad(quad.subject, quad.predicate, quad.object, where)
        except SyntaxError as error:
            raise QueryError(_mistake(media_type, error)) from None


def _mistake(media_type: str, error: SyntaxError) -> str:
    from yuqiao.graph.rdf.parsing import ENGINE_PLACE

    place = f" at line {error.lineno}, column {error.offset}" if error.lineno else ""
    return f"the {media_type} is wrong{place}: {ENGINE_PLACE.sub('', error.msg)}"
