"""Tables of typed columns, and Parquet files of their rows.

Parquet: https://parquet.apache.org/docs/file-format/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yuqiao.graph.stores.dataframes import arrow_library

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 20_000  # rows made into columns
_GROUP = 100_000  # rows in a row group, which a reader may skip by its least and greatest values

Row = Mapping[str, object]


@dataclass(frozen=True)
class TableLayout:
    """The columns of a table.

    :param name: the folder of its files
    :param columns: the type of each column: ``text``, ``texts``, ``integer``, ``number``,
        ``boolean``, ``date``, ``instant`` or ``datetime``
    """

    name: str
    columns: Mapping[str, str]

    def schema(self) -> pyarrow.Schema:
        """Return the layout as Arrow has it."""
        types = _types()
        return arrow_library().schema([(name, types[kind]) for name, kind in self.columns.items()])


def _types() -> dict[str, pyarrow.DataType]:
    pyarrow = arrow_library()
    return {
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "instant": pyarrow.timestamp("us", tz="UTC"),
        "datetime": pyarrow.timestamp("us"),
    }


class TableFolder:
    """The files of one table, one for each part that has rows.

    :param folder: of all tables

    >>> import tempfile
    >>> import pyarrow.parquet
    >>> layout = TableLayout("schools", {"id": "text", "founded": "integer"})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     TableFolder(Path(folder), layout).put(0, [{"id": "urn:a", "founded": 1906}])
    ...     pyarrow.parquet.read_table(Path(folder, "schools")).to_pylist()
    1
    [{'id': 'urn:a', 'founded': 1906}]
    """

    def __init__(self, folder: Path, layout: TableLayout) -> None:
        self._folder = folder / layout.name
        self._schema = layout.schema()
        self._names = list(layout.columns)

    def put(self, part: int, rows: Iterable[Row]) -> int:
        """Write the rows of a part, and return how many they are."""
        from itertools import islice

        from pyarrow.parquet import ParquetWriter

        rows = iter(rows)
        batch = list(islice(rows, _AT_ONCE))
        if not batch:
            return 0
        self._folder.mkdir(exist_ok=True)
        count = 0
        path = self._folder / f"part-{part:05}.parquet"
        with ParquetWriter(path, self._schema) as writer:
            held: list[pyarrow.RecordBatch] = []
            while batch:
                count += len(batch)
                held.append(self._batch(batch))
                if sum(len(one) for one in held) >= _GROUP:
                    self._write(writer, held)
                    held = []
                batch = list(islice(rows, _AT_ONCE))
            if held:
                self._write(writer, held)
        return count

    def _batch(self, rows: list[Row]) -> pyarrow.RecordBatch:
        pyarrow = arrow_library()
        arrays = [
            pyarrow.array([row.get(name) for row in rows], self._schema.field(name).type)
            for name in self._names
        ]
        return pyarrow.record_batch(arrays, schema=self._schema)

    def _write(self, writer: object, held: list[pyarrow.RecordBatch]) -> None:
        table = arrow_library().Table.from_batches(held)
        writer.write_table(table, row_group_size=_GROUP)  # type: ignore[attr-defined]
