"""Write rows as Parquet and Arrow files: typed columns, whatever the number of rows.

A column's type must be known before its first row is written, and is that of all its terms: see
:mod:`yuqiao.graph.stores.dataframes`. So the terms' text is held on disk, as Arrow itself, until
all rows have arrived, and is then converted a batch at a time. Parquet:
https://parquet.apache.org/docs/file-format/. Arrow: the IPC file format,
https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format, also called Feather 2.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING

from yuqiao.graph.stores.dataframes import TypedColumn, add_rows, arrow_library, arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow

    from yuqiao.graph.stores.results import Solutions

_BATCH = 50_000  # rows; wider tables take fewer, so that a batch is some megabytes
_CELLS = 200_000


def write_columns(solutions: Solutions, out: IO[bytes], form: str) -> None:
    """Write rows as ``parquet`` or ``arrow``.

    :raises yuqiao.graph.errors.InputError: when pyarrow is not installed

    >>> import io, pyarrow.feather
    >>> from pyoxigraph import Literal
    >>> from yuqiao.graph.stores.results import Solutions
    >>> out = io.BytesIO()
    >>> write_columns(Solutions.of(["n"], [[Literal(1)], [Literal(2)]]), out, "arrow")
    >>> pyarrow.feather.read_table(out).to_pydict()
    {'n': [1, 2]}
    """
    pyarrow = arrow_library()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # others reserve a gigabyte at once
    columns = [TypedColumn(name) for name in solutions.variables]
    with tempfile.TemporaryFile() as held:
        _hold_texts(solutions, columns, held)
        held.seek(0)
        schema = arrow_schema(columns)
        with pyarrow.ipc.open_stream(held) as batches, _writer(out, schema, form) as writer:
            for batch in batches:
                writer.write_batch(_typed(batch, columns, schema))


def _hold_texts(solutions: Solutions, columns: list[TypedColumn], held: IO[bytes]) -> None:
    """Write the text and the language of all terms to a file, and note their types."""
    import pyarrow

    fields = [(f"{n}.{part}", pyarrow.string()) for n in range(len(columns)) for part in "tl"]
    schema = pyarrow.schema(fields)
    size = max(1, min(_BATCH, _CELLS // max(1, len(columns))))
    rows = iter(solutions)
    with pyarrow.ipc.new_stream(held, schema) as writer:
        while columns and (batch := list(islice(rows, size))):
            add_rows(columns, batch)
            parts = (part for column in columns for part in (column.texts, column.languages))
            arrays = [pyarrow.array(part, pyarrow.string()) for part in parts]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            for column in columns:
                column.texts, column.languages = [], []


def _typed(
    batch: pyarrow.RecordBatch, columns: Sequence[TypedColumn], schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    """Convert a batch of texts and languages to the types of the columns."""
    import pyarrow

    found = []
    for number, column in enumerate(columns):
        texts, languages = batch.column(2 * number), batch.column(2 * number + 1)
        if column.type == "text":
            found.append(texts)
        else:
            kind = schema.field(len(found)).type
            found.append(pyarrow.array(column.values(texts.to_pylist()), kind))
        if column.has_languages:
            found.append(languages)
    return pyarrow.record_batch(found, schema=schema)


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
