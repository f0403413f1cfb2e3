"""A graph on disk, readable by many processes at once: an Oxigraph database that never changes.

An update creates the next generation of it (see :mod:`yuqiao.graph.stores.disk.generations`): a
copy that shares big files with the one before by hard links, so it costs only what it changes.
"""

from __future__ import annotations

import errno
import os
import traceback
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, Triple

from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.federation import Called
from yuqiao.graph.stores.disk.generations import (
    Contents,
    hold_current,
    is_ours,
    reject_without_locks,
    writing,
)
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.update import run_update
from yuqiao.graph.stores.value_kinds import MOST_ON_DISK, ValueKinds, predicate_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    import rdflib
    from pyoxigraph import QuerySolutions, QueryTriples

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_TEXTS = ("No space left on device", "Disk quota exceeded", "File too large")  # RocksDB's
_Statement = TypeVar("_Statement", Triple, Quad)
_DATABASE = "CURRENT"  # a file that every database of RocksDB, under Oxigraph, has


def is_directory_store(folder: str) -> bool:
    """Return whether a folder is a graph on disk: ours, or a database made by Oxigraph itself."""
    return is_ours(folder) or os.path.exists(os.path.join(folder, _DATABASE))


def open_directory(folder: str, allow_hosts: Collection[str] = ()) -> MemoryStore:
    """Open a graph on disk for querying.

    A database made by Oxigraph itself is queried as it is, while no other program writes to it.

    :raises yuqiao.graph.errors.InputError: when it is damaged, from a newer version or not complete
    """
    if is_ours(folder):
        return DirectoryStore(folder, allow_hosts)
    return DatabaseStore(folder, allow_hosts)


class DatabaseStore(MemoryStore):
    """The graph of a database made by Oxigraph itself, which may contain invalid IRIs.

    Oxigraph can be made to load them. Its triples are checked as they are read, because in most
    formats an invalid IRI would become other triples.

    :param folder: the folder of the database
    :param allow_hosts: the hosts that SERVICE may call
    :raises yuqiao.graph.errors.InputError: when it is damaged, or another program writes to it
    """

    def __init__(self, folder: str, allow_hosts: Collection[str] = ()) -> None:
        super().__init__(_unwritten(folder), {}, allow_hosts)
        self.database = folder

    def reopen(self) -> None:
        """Open the database anew, in a process that was forked."""
        if self.database is not None:
            self.oxigraph = _unwritten(self.database)

    def _watched(self, answer: QuerySolutions | QueryTriples) -> object:
        watched = super()._watched(answer)
        if isinstance(answer, pyoxigraph.QueryTriples):
            return _looked_at(cast("Iterable[Triple]", watched))
        return watched

    def triples(self) -> Iterator[Triple]:
        """Return every triple once, in no particular order.

        :raises yuqiao.graph.errors.InputError: at one with an invalid IRI
        """
        return _looked_at(super().triples())

    def quads(self) -> Iterator[Quad]:
        """Return every statement with its graph.

        :raises yuqiao.graph.errors.InputError: at one with an invalid IRI
        """
        return _looked_at(super().quads())


def _looked_at(statements: Iterable[_Statement]) -> Iterator[_Statement]:
    for statement in statements:
        for term in statement:
            if isinstance(term, NamedNode):
                checked_iri(term.value)
            elif isinstance(term, Literal):
                checked_iri(term.datatype.value)
        yield statement


class DirectoryStore(MemoryStore):
    """The graph of a directory that ``yuqiao load`` made, as it was when it was opened.

    A later load into the directory affects only what is opened afterwards.

    :param folder: the directory
    :param allow_hosts: the hosts that SERVICE and LOAD may call
    :raises yuqiao.graph.errors.InputError: when it is damaged, from a newer version or not complete
    """

    def __init__(self, folder: str, allow_hosts: Collection[str] = ()) -> None:
        self.folder = folder
        self._manifest, self._hold = hold_current(folder)
        super().__init__(self._opened(), self._manifest.prefixes, allow_hosts)

    def reopen(self) -> None:
        """Open the database anew, in a process that was forked."""
        self.oxigraph = self._opened()

    def _opened(self) -> pyoxigraph.Store:
        self.database = os.path.join(self.folder, self._manifest.generation)
        return read_only(self.database)

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query; see :meth:`MemoryStore.query`."""
        with self._damage_reported():
            answer = super().query(sparql, bindings)
        if not isinstance(answer, bool):
            self._hold_for(answer)
        return answer

    def _watched(self, answer: QuerySolutions | QueryTriples) -> Called:
        return Called(answer, self._damage_reported)

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            raise InputError(f"{self.folder}: damaged ({error}); load the graph again") from error

    def triples(self) -> Iterator[Triple]:
        """Return every triple once, in no particular order."""
        found = self._with_damage_reported(super().triples())
        self._hold_for(found)
        return found

    def _with_damage_reported(self, found: Iterator[Triple]) -> Iterator[Triple]:
        with self._damage_reported():
            yield from found

    def _value_kinds(self) -> ValueKinds:
        return ValueKinds(self.oxigraph, MOST_ON_DISK, self._manifest.kinds)

    def __len__(self) -> int:
        return self._manifest.triples

    @property
    def statements(self) -> int:
        """The number of triples with those of the named graphs."""
        return self._manifest.statements

    def to_rdflib(self) -> rdflib.Dataset:
        """Return a read-only rdflib Dataset over this graph; nothing is copied."""
        dataset = super().to_rdflib()
        self._hold_for(dataset)
        return dataset

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change the graph of the directory by a SPARQL 1.1 update, wholly or not at all.

        :raises yuqiao.graph.errors.QueryError: when the update is invalid or rejected
        :raises yuqiao.graph.errors.OutputError: when another process writes, or writing fails
        """
        self.change(
            lambda oxigraph: run_update(oxigraph, sparql, bindings, self.prefixes, self.allow_hosts)
        )

    def change(self, work: Callable[[pyoxigraph.Store], object]) -> None:
        """Change the graph of the directory, wholly or not at all.

        :param work: changes a copy, which then takes the place of the graph
        :raises yuqiao.graph.errors.OutputError: when another process writes, or writing fails
        """
        with writing(self.folder) as begun:
            try:
                read_only(begun.current).backup(begun.draft)
                contents = _changed(begun.draft, work)
                begun.commit(contents, begun.earlier.prefixes)
            except (OSError, RuntimeError) as error:
                raise OutputError(cannot_be_written(self.folder, error)) from error
            self._manifest, self._hold = hold_current(self.folder)  # the earlier one may be removed
            self.oxigraph = self._opened()

    def _hold_for(self, reading: object) -> None:
        """Retain the generation as long as something reads it, even when this object is gone."""
        weakref.finalize(reading, id, self._hold).atexit = False


def _changed(draft: str, work: Callable[[pyoxigraph.Store], object]) -> Contents:
    oxigraph = pyoxigraph.Store(draft)
    try:
        work(oxigraph)
        oxigraph.flush()
        return contents_of(oxigraph)
    except Exception as error:
        _forget_frames(error)
        raise
    finally:
        del oxigraph  # so that it is closed before a draft is removed


def _forget_frames(error: BaseException | None) -> None:
    """Forget the variables of the calls that failed: a store among them would keep its lock."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def contents_of(oxigraph: pyoxigraph.Store) -> Contents:
    """Return what a store holds; of a predicate with many objects also their kind."""
    counts = predicate_counts(oxigraph)
    many = [predicate for predicate, count in counts.items() if count > MOST_ON_DISK]
    statements = triples = sum(counts.values())
    if any(True for _ in oxigraph.named_graphs()):
        triples = len(MemoryStore(oxigraph, {}))
    kinds = ValueKinds(oxigraph).of(many)
    return Contents(triples=triples, statements=statements, kinds=kinds)


def cannot_be_written(folder: str, error: Exception) -> str:
    """Explain why a graph on disk cannot be written; its earlier state is unchanged."""
    if getattr(error, "errno", None) in FULL or any(text in str(error) for text in _FULL_TEXTS):
        return f"{folder}: no space is left to write it; what it held is untouched"
    if isinstance(error, PermissionError):
        return f"{folder}: permission to write there was refused"
    return f"{folder}: cannot be written ({error}); what it held is untouched"


def read_only(path: str) -> pyoxigraph.Store:
    """Open a database for reading, by any number of processes.

    :raises yuqiao.graph.errors.InputError: when it is damaged or not a database
    """
    try:
        return pyoxigraph.Store.read_only(path)
    except (OSError, RuntimeError) as error:
        raise InputError(f"{path}: damaged, or no database of Oxigraph ({error})") from error


def _unwritten(folder: str) -> pyoxigraph.Store:
    """Open a database made by another program, unless one is writing to it."""
    reject_without_locks(folder)
    import fcntl

    lock = os.path.join(folder, "LOCK")
    with suppress(FileNotFoundError), open(lock, "rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"{folder}: a database of Oxigraph that another program has open for writing; ask "
                "that program, or wait until it has ended"
            ) from error
    return read_only(folder)
