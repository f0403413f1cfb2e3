"""The folder of a new register, written whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from yuqiao.exports.output import write_atomically
from yuqiao.graph.errors import OutputError


def write_register(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the tables of a new register, and return their folder.

    :param folder: the folder of the register, which is new or empty
    :param files: the bytes of each table and of the metadata, by their names
    :raises OutputError: when something is there already, or it cannot be written
    """
    tables = folder / "tables"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(f"{folder}: is there already; expected a new or empty folder")
        tables.mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from None
    for name, data in files.items():
        write_atomically(tables / name, data)
    return tables
