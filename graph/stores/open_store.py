"""Open a graph by its name, which is the same on the command line and in Python."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from yuqiao import data
from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.sources import ReadOptions, current_read_options, read_options
from yuqiao.graph.stores.union.graph_names import is_address, single_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Quad

    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.graph_names import GraphName

LARGE = 16 * 1024 * 1024
"""Bytes from which a file is kept in the cache; what is smaller is read in a second or two."""

# The package's own folder, without importlib.resources, whose import costs a query 10 ms: a wheel
# with compiled dependencies is always unpacked.
_BUNDLED = os.path.join(next(iter(data.__path__)), "chongqing.ttl")


BUNDLED_NAME = os.path.basename(_BUNDLED).removesuffix(".ttl")
"""The last part of the IRI of the bundled graph's dataset."""


def open_store(graph: GraphName = None, allow_hosts: Iterable[str] = ()) -> Store:
    """Open a graph for querying.

    :param graph: None for the bundled graph; an http or https address for a SPARQL 1.1
        endpoint; else a directory that ``yuqiao load`` made, or the path of an RDF file or of a
        folder of them; or several of these, which are then one graph
    :param allow_hosts: hosts that a query of a local graph may call with SERVICE, each as
        ``host`` or ``host:port``; what a server's queries may call is up to the server
    :raises yuqiao.graph.errors.InputError: when it cannot be read; the message says how its name
        was understood
    :raises yuqiao.graph.errors.QueryError: when one of the hosts is not a host

    >>> open_store("none.ttl")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: none.ttl: taken for a file or a folder, but there is none
    """
    name = single_name(graph)
    hosts = _hosts(allow_hosts)
    if isinstance(name, tuple):
        return _opened_together(name, hosts)
    return _opened(name, hosts)


def _opened(graph: str | None, hosts: Collection[str]) -> Store:
    if graph is not None and is_address(graph):
        from yuqiao.graph.stores.endpoint.store import EndpointStore

        return EndpointStore(graph)
    if graph is None:
        from yuqiao.graph.stores.memory import BundledStore

        with read_options(ReadOptions()):
            return BundledStore.read(_BUNDLED, hosts)
    if os.path.isdir(graph):
        from yuqiao.graph.stores.disk.directory import is_directory_store, open_directory

        if is_directory_store(graph):
            return open_directory(graph, hosts)
    return _read(_existing(graph), hosts)


def _read(path: str, hosts: Collection[str]) -> Store:
    """Read files: a large one from the cache, everything else into memory."""
    from yuqiao.graph.stores.memory import MemoryStore

    if os.path.isfile(path) and os.path.getsize(path) >= LARGE:
        from yuqiao.graph.stores.disk.file_cache import open_cached

        cached = open_cached(path, hosts)
        if cached is not None:
            return cached
    return MemoryStore.read(path, hosts)


def _opened_together(names: tuple[str, ...], hosts: Collection[str]) -> Store:
    """Open several graphs as one: files are read together, the others are asked."""
    from yuqiao.graph.stores.memory import MemoryStore

    files = [_existing(name) for name in names if is_of_files(name)]
    if len(files) == len(names):
        return MemoryStore.read(files, hosts)
    from yuqiao.graph.stores.union.member import Member
    from yuqiao.graph.stores.union.store import UnionStore

    others = [(title_of(name), _opened(name, ())) for name in names if not is_of_files(name)]
    parts = [(", ".join(files), MemoryStore.read(files)), *others] if files else others
    members = [
        Member(number, title, store, is_remote=not isinstance(store, MemoryStore))
        for number, (title, store) in enumerate(parts, 1)
    ]
    return UnionStore(members, hosts, current_read_options().most_fetched)


def is_of_files(name: str) -> bool:
    """Return whether a graph is a file, a folder of them, or nothing that there is.

    >>> is_of_files("a.ttl"), is_of_files("http://example.org/sparql")
    (True, False)
    """
    if is_address(name):
        return False
    if not os.path.isdir(name):
        return True
    from yuqiao.graph.stores.disk.directory import is_directory_store

    return not is_directory_store(name)


def open_files(graph: GraphName = None) -> FileGraph | None:
    """Open a graph's files, to read them as they are; None when it has no files.

    :param graph: as for :func:`open_store`
    :raises yuqiao.graph.errors.InputError: when there is no such file, or no RDF in it

    >>> open_files("http://127.0.0.1/sparql") is None
    True
    """
    name = single_name(graph)
    names = (name,) if isinstance(name, str) else name or (_BUNDLED,)
    if not all(map(is_of_files, names)):
        return None
    from yuqiao.graph.stores.file_graph import FileGraph

    with read_options(ReadOptions() if name is None else current_read_options()):
        return FileGraph([_existing(each) for each in names])


def title_of(graph: GraphName) -> str:
    """Return a description of a graph for the user, from the name it is opened by.

    >>> title_of("https://user@example.org/sparql?key=1"), title_of("a.ttl")
    ('the endpoint https://example.org/sparql?…', 'a.ttl in memory')
    >>> title_of(["a.ttl", "https://example.org/sparql"])
    'a.ttl in memory and the endpoint https://example.org/sparql'
    """
    graph = single_name(graph)
    if graph is None:
        return "the bundled graph"
    if isinstance(graph, tuple):
        *others, last = map(title_of, graph)
        return f"{', '.join(others)} and {last}"
    if is_address(graph):
        from yuqiao.graph.stores.endpoint.urls import shown

        return f"the endpoint {shown(graph)}"
    from yuqiao.graph.stores.disk.directory import is_directory_store

    return f"{graph} on disk" if is_directory_store(graph) else f"{graph} in memory"


def stated_quads(graph: GraphName, store: Store) -> Iterator[Quad]:
    """Yield the statements of a graph with the characters of its files, where it has files.

    The engine stores literals by value (1.10 is 1.1), and the default graph also contains the
    triples of named graphs: from a database, those are left out again.

    :param graph: its name, as for :func:`open_store`
    :param store: the opened graph
    """
    files = open_files(graph)
    if files is not None:
        yield from files.again().quads()
        return
    from pyoxigraph import DefaultGraph, Quad

    oxigraph = store.engine
    if oxigraph is None or not any(True for _ in oxigraph.named_graphs()):
        yield from (Quad(t.subject, t.predicate, t.object) for t in store.triples())
        return
    for quad in oxigraph:
        triple = (quad.subject, quad.predicate, quad.object)
        named = oxigraph.quads_for_pattern(*triple, None)
        if quad.graph_name != DefaultGraph() or all(q.graph_name == DefaultGraph() for q in named):
            yield quad


def _hosts(texts: Iterable[str]) -> frozenset[str]:
    texts = list(texts)
    if not texts:
        return frozenset()
    from yuqiao.graph.sparql.federation import hosts_of

    return hosts_of(texts)


def _existing(graph: str) -> str:
    if not graph:
        raise InputError("the graph has an empty name; leave it out for the bundled graph")
    if "://" in graph:
        from yuqiao.graph.stores.endpoint.urls import shown

        raise InputError(
            f"{shown(graph)}: not an address of a SPARQL endpoint; expected http or https"
        )
    if not os.path.exists(graph):
        raise InputError(f"{graph}: taken for a file or a folder, but there is none")
    return graph
