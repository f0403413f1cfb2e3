"""A graph as a folder of Parquet tables, for engines that read them in parts and on many machines.

The statements are held on disk by their subject and read again part by part, so that no more than a
part is in memory. The order within a part does not depend on the order of the statements in the
graph: the same graph gives the same bytes, whatever holds it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from yuqiao.exports.rdf.named_graphs import dataset_of
from yuqiao.exports.rdf.write import write_lines
from yuqiao.exports.site.atomic_folder import FolderKind, replace_folder
from yuqiao.exports.site.data.manifest import write_manifest
from yuqiao.exports.tables import network
from yuqiao.exports.tables.entity_table import ENTITIES, Subject, entity, subjects_of
from yuqiao.exports.tables.register_tables import CLAIMS, PARTNERSHIPS, RegisterRows
from yuqiao.exports.tables.spool import SubjectSpool
from yuqiao.exports.tables.statements import STATEMENTS, predicate_first, statement
from yuqiao.exports.tables.typed_columns import Row, TableFolder, TableLayout
from yuqiao.graph.network.from_query import HAS_PARTNERSHIPS
from yuqiao.graph.stores.dataframes import arrow_library

if TYPE_CHECKING:
    import os

    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store

TABLES = (STATEMENTS, ENTITIES, PARTNERSHIPS, CLAIMS, network.NODES, network.EDGES)
"""The layouts of all tables."""

_FOLDER = FolderKind(
    "_yuqiao-tables.txt",
    "This folder is written by `yuqiao export`, which replaces it as a whole.\n",
)
_NETWORK_PART = 1_000_000  # rows of a register's network in one file


@dataclass(frozen=True)
class TablesWritten:
    """How many rows each table has, by its name; one without rows is not written."""

    rows: dict[str, int]


def write_tables(
    store: Store, target: str | os.PathLike[str], files: FileGraph | None = None
) -> TablesWritten:
    """Write a graph as a folder of tables, completely or not at all.

    :param files: the files that the store was read from, whose literals keep their characters
    :raises yuqiao.graph.errors.InputError: when pyarrow is not installed
    :raises yuqiao.graph.errors.OutputError: when the folder cannot be written, or holds files that
        were not written here

    >>> import tempfile, yuqiao
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(yuqiao.open(), folder).rows["partnerships"]
    85
    """
    pyarrow = arrow_library()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # others reserve a gigabyte at once
    with replace_folder(target, _FOLDER) as folder, tempfile.TemporaryDirectory() as scratch:
        writer = _Tables(folder, Path(scratch))
        quads = files.quads() if files else dataset_of(store, parts=False)
        write_lines(quads, cast("IO[bytes]", writer.spool), "nquads", numbered=files is not None)
        if store.exists(HAS_PARTNERSHIPS):
            writer.write_register(store)
        else:
            writer.write_foreign()
        write_manifest(folder)
    return TablesWritten({name: count for name, count in writer.rows.items() if count})


class _Tables:
    """Writes the tables from statements held by subject."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self._tables = {layout.name: TableFolder(folder, layout) for layout in TABLES}
        self._scratch = scratch
        self.spool = SubjectSpool(self._place("statements"))
        self.rows = dict.fromkeys(self._tables, 0)

    def _place(self, name: str) -> Path:
        place = self._scratch / name
        place.mkdir()
        return place

    def _put(self, layout: TableLayout, part: int, rows: Iterator[Row]) -> None:
        self.rows[layout.name] += self._tables[layout.name].put(part, rows)

    def _parts(self) -> Iterator[tuple[int, list[Subject]]]:
        """Write statements and entities part by part, and return the subjects of each part."""
        for part, lines in enumerate(self.spool.parts(self.spool.fitting)):
            rows = sorted(map(statement, lines), key=predicate_first)
            self._put(STATEMENTS, part, iter(rows))
            del rows
            found = list(subjects_of(lines))
            self._put(ENTITIES, part, map(entity, found))
            yield part, found

    def write_register(self, store: Store) -> None:
        """Write the tables of a register in the vocabulary."""
        register = RegisterRows.of(store)
        for part, found in self._parts():
            self._put(PARTNERSHIPS, part, filter(None, map(register.partnership, found)))
            self._put(CLAIMS, part, filter(None, map(register.claim, found)))
        whole = network.register_network(store)
        for layout, rows in (
            (network.NODES, network.nodes(whole)),
            (network.EDGES, network.edges(whole)),
        ):
            part = 0
            while batch := list(islice(rows, _NETWORK_PART)):
                self._put(layout, part, iter(batch))
                part += 1

    def write_foreign(self) -> None:
        """Write the tables of a graph in any vocabulary."""
        targets = SubjectSpool(self._place("targets"), end=b"\n")
        for part, found in self._parts():
            self._put(network.EDGES, part, (row for one in found for row in network.link_rows(one)))
            for one in found:
                network.hold_targets(one, targets)
        number = self.spool.fitting
        again = zip(targets.parts(number), self.spool.parts(number), strict=True)
        for part, (ends, lines) in enumerate(again):
            self._put(network.NODES, part, network.linked_nodes(ends, subjects_of(lines)))
