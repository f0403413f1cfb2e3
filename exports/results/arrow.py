"""Rows as Parquet and Arrow files: typed columns, whatever the number of rows.

A column's type must be known before its first row is written, and is that of all its terms: see
:mod:`yuqiao.graph.stores.dataframes`. So rows are kept on the disk until all have come, and are
then written a batch at a time. Parquet: https://parquet.apache.org/docs/file-format/. Arrow: the
IPC file format, https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format, also called
Feather 2.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat

from yuqiao.graph.stores.dataframes import arrow_library, arrow_schema, columns_of, record_batch
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow
    from pyoxigraph import QuerySolutions

_BATCH = 50_000  # rows; wider tables take fewer, so that a batch is some megabytes
_CELLS = 200_000


def write_columns(solutions: Solutions, out: IO[bytes], form: str) -> None:
    """Write rows as ``parquet`` or ``arrow``.

    :raises yuqiao.graph.errors.InputError: when pyarrow is not installed

    >>> import io, pyarrow.feather
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT * { VALUES ?n { 1 2 } }"))
    >>> out = io.BytesIO()
    >>> write_columns(rows, out, "arrow")
    >>> pyarrow.feather.read_table(out).to_pydict()
    {'n': [1, 2]}
    """
    pyarrow = arrow_library()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # others reserve a gigabyte at once
    with tempfile.TemporaryFile() as kept:
        solutions.native.serialize(kept, QueryResultsFormat.TSV)
        columns = columns_of(solutions.variables, _again(kept))
        schema = arrow_schema(columns)
        size = max(1, min(_BATCH, _CELLS // max(1, len(columns))))
        with _writer(out, schema, form) as writer:
            rows = iter(_again(kept))
            while batch := list(islice(rows, size)):
                writer.write_batch(record_batch(columns, batch))


def _again(kept: IO[bytes]) -> Solutions:
    """Read the rows that were kept, from the first."""
    kept.seek(0)
    rows = pyoxigraph.parse_query_results(kept, QueryResultsFormat.TSV)
    return Solutions(cast("QuerySolutions", rows))


@contextmanager
def _writer(
    out: IO[bytes], schema: pyarrow.Schema, form: str
) -> Iterator[pyarrow.parquet.ParquetWriter | pyarrow.RecordBatchWriter]:
    if form == "parquet":
        from pyarrow.parquet import ParquetWriter

        with ParquetWriter(out, schema) as writer:
            yield writer
    else:
        from pyarrow import ipc

        with ipc.new_file(out, schema) as writer:
            yield writer
