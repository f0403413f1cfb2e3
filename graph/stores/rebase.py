"""Rebase a graph: move every IRI on its base to another base, and change nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

NOWHERE = "http://localhost/"
"""The base of a graph without an http(s) IRI: where its site can be looked at."""

_VOCABULARY = "def#"  # the path of the vocabulary on the base


def base_of(store: Store) -> str:
    """Return the base of a graph's own IRIs, from its prefix for the vocabulary.

    >>> import yuqiao
    >>> base_of(yuqiao.open())
    'https://w3id.org/yuqiao/'
    """
    return store.prefixes["yq"].removesuffix(_VOCABULARY)


def namespace_of(store: Store) -> str:
    """Return the IRI that the IRIs of a graph begin with, whatever its vocabulary is.

    That is the base of the vocabulary where anything stands on it. Of other graphs it is the
    longest folder that all subjects on the most frequent host share.

    >>> import pyoxigraph
    >>> store = pyoxigraph.Store()
    >>> text = b"<http://a.test/v#b> <http://p.test/> <http://a.test/w> ."
    >>> store.load(text, pyoxigraph.RdfFormat.TURTLE)
    >>> namespace_of(MemoryStore(store, {"yq": "https://w3id.org/yuqiao/def#"}))
    'http://a.test/'
    """
    own = base_of(store)
    if _has_any(store, own):
        return own
    rows = cast("Solutions", store.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }"))
    folders: dict[str, list[str]] = {}
    for (subject,) in rows:
        parts = urlsplit(subject.value) if isinstance(subject, NamedNode) else None
        if parts and parts.scheme in {"http", "https"} and parts.netloc:
            host = f"{parts.scheme}://{parts.netloc}"
            folders.setdefault(host, []).append(parts.path.rpartition("/")[0])
    if not folders:
        return NOWHERE
    host = min(folders, key=lambda each: (-len(folders[each]), each))
    return f"{host}{shared_folder(folders[host] or ['/'])}/"


def shared_folder(paths: Iterable[str]) -> str:
    """Return the folders that all paths begin with, without a slash at the end.

    >>> shared_folder(["/a/b/c", "/a/bc"]), shared_folder(["/a", "/"])
    ('/a', '')
    """
    first, *others = (path.split("/") for path in paths)
    shared = first
    for other in others:
        pairs = zip(shared, other, strict=False)
        shared = shared[: next((n for n, (a, b) in enumerate(pairs) if a != b), len(other))]
    return "/".join(shared).rstrip("/")


def held_on_base(store: Store, base: str, own: str | None = None) -> MemoryStore:
    """Return a graph in memory, moved to another base.

    A graph that already has IRIs on that base is unchanged; otherwise the IRIs on its own base are
    moved, as ``yuqiao build --base`` would have written it.

    :param base: an IRI that ends in ``/``
    :param own: the base that it is on; that of its vocabulary by default

    >>> import yuqiao
    >>> moved = held_on_base(yuqiao.open(), "https://example.org/kg/")
    >>> moved.prefixes["p"]
    'https://example.org/kg/id/partnership/'
    """
    own = base_of(store) if own is None else own
    if not _is_moved(store, own, base):
        if isinstance(store, MemoryStore):
            return store
        return _held(store.quads(), dict(store.prefixes))
    moved = (_moved_quad(quad, own, base) for quad in store.quads())
    prefixes = {
        prefix: base + namespace.removeprefix(own) if namespace.startswith(own) else namespace
        for prefix, namespace in store.prefixes.items()
    }
    return _held(moved, prefixes)


def files_on_base(files: FileGraph, store: Store, held: Store, own: str, base: str) -> FileGraph:
    """Return the graph in files, moved to a base as a store of it was.

    :param store: the graph as it was opened
    :param held: what :func:`held_on_base` made of it
    :param own: the base that it was on
    :param base: the base that it is on now
    """
    moved = _is_moved(store, own, base)
    return files.moved(
        (lambda quad: _moved_quad(quad, own, base)) if moved else lambda quad: quad, held.prefixes
    )


def _is_moved(store: Store, own: str, base: str) -> bool:
    return base != own and not _has_any(store, base)


def _moved_quad(quad: Quad, own: str, base: str) -> Quad:
    return Quad(
        _moved(quad.subject, own, base),  # type: ignore[arg-type]
        _moved(quad.predicate, own, base),  # type: ignore[arg-type]
        _moved(quad.object, own, base),  # type: ignore[arg-type]
        _moved(quad.graph_name, own, base),  # type: ignore[arg-type]
    )


def _has_any(store: Store, base: str) -> bool:
    found = store.query(
        "ASK { ?thing ?property ?value FILTER(STRSTARTS(STR(?thing), ?base)) }",
        {"base": Literal(base)},
    )
    return bool(found)


def _held(quads: Iterable[Quad], prefixes: dict[str, str]) -> MemoryStore:
    oxigraph = pyoxigraph.Store()
    oxigraph.extend(quads)
    return MemoryStore(oxigraph, prefixes)


def _moved(term: object, own: str, base: str) -> Term | object:
    """Move an IRI, the address that a literal is, or the terms of a triple term."""
    if isinstance(term, NamedNode) and term.value.startswith(own):
        return NamedNode(base + term.value.removeprefix(own))
    if isinstance(term, Literal) and term.value.startswith(own):
        address = base + term.value.removeprefix(own)
        return (
            Literal(address, language=term.language, direction=term.direction)
            if term.language
            else Literal(address, datatype=term.datatype)
        )
    if isinstance(term, Triple):
        return Triple(*(_moved(part, own, base) for part in term))  # type: ignore[arg-type]
    assert isinstance(term, (NamedNode, Literal, BlankNode, DefaultGraph))
    return term
