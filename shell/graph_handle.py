"""The graph a shell queries, opened so that its queries can run in child processes.

A graph in memory is read once and shared with each child, which costs nothing until one of them
writes. A store on disk or at an endpoint holds files, locks and connections that must not be
shared: each child opens its own.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from yuqiao.graph.errors import LimitReached
from yuqiao.graph.limits import Limits, run_limited
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.open_store import open_store, title_of
from yuqiao.graph.stores.union.graph_names import is_address, single_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.graph_names import GraphName, PlainName

_T = TypeVar("_T")
_COUNTING_SECONDS = 5.0  # for the size of a graph that is not in memory


@dataclass(frozen=True)
class OpenedGraph:
    """A graph opened for querying.

    :param name: the name it was opened by, or those of several; None for the bundled graph
    :param kind: a description of it for the user
    :param triples: None when counting them takes too long
    :param kept: the store, if it is in memory
    :param hosts: the hosts that SERVICE may call
    """

    name: PlainName
    kind: str
    prefixes: Mapping[str, str]
    triples: int | None
    kept: Store | None
    hosts: tuple[str, ...] = ()

    def store(self) -> Store:
        """Return the store; call it only in a child process when it is not :attr:`kept`."""
        return open_store(self.name, self.hosts) if self.kept is None else self.kept

    def __str__(self) -> str:
        if self.triples is None:
            return f"{self.kind}, whose size takes too long to count"
        return f"{self.kind}, {counted(self.triples, 'triple')}"


def open_graph(name: GraphName, hosts: tuple[str, ...] = ()) -> OpenedGraph:
    """Open a graph, named as everywhere: see :func:`yuqiao.graph.stores.open_store.open_store`.

    :param hosts: the hosts that SERVICE may call
    :raises yuqiao.graph.errors.YuqiaoError: when it cannot be opened, or an endpoint not queried

    >>> print(open_graph(None))
    the bundled graph, 45,445 triples
    """
    name = single_name(name)
    names = (name,) if isinstance(name, str) else name or ()
    if any(is_address(each) or _is_on_disk(each) for each in names):
        return _open_apart(name, any(map(is_address, names)), hosts)
    store = open_store(name, hosts)
    return OpenedGraph(name, title_of(name), store.prefixes, len(store), store, hosts)


def _is_on_disk(name: str) -> bool:
    """Return whether a path is a store on disk, such as ``yuqiao load`` makes."""
    from yuqiao.graph.stores.disk.directory import is_directory_store

    return is_directory_store(name)


def _open_apart(name: GraphName, is_remote: bool, hosts: tuple[str, ...]) -> OpenedGraph:
    if is_remote:
        import httpx  # noqa: F401 - once here, so that no child needs to

    name = single_name(name)
    prefixes = computed(lambda: _prefixes_of_answering(open_store(name, hosts)))
    triples = None
    if not isinstance(name, tuple):  # to count several together is to fetch them all
        with suppress(LimitReached):
            triples = computed(lambda: len(open_store(name)), Limits(_COUNTING_SECONDS))
    return OpenedGraph(name, title_of(name), prefixes, triples, None, hosts)


def _prefixes_of_answering(store: Store) -> dict[str, str]:
    """Return the prefixes of a store once it has answered: errors are reported at once."""
    store.query("ASK {}")
    return dict(store.prefixes)


def computed(work: Callable[[], _T], limits: Limits | None = None) -> _T:
    """Compute something that can be pickled in a child process, and return it.

    Where processes do not fork it is computed here, without limits.

    :raises yuqiao.graph.errors.LimitReached: when it was stopped
    :raises BaseException: what the work raised

    >>> computed(lambda: 6 * 7)
    42
    """
    if not hasattr(os, "fork"):
        return work()
    import pickle

    with tempfile.TemporaryFile() as channel:

        def send() -> None:
            pickle.dump(work(), channel)
            channel.flush()

        run_limited(send, limits)
        channel.seek(0)
        return cast("_T", pickle.load(channel))
