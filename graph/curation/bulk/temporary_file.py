"""A file without a name for what is too much for the memory; it is gone when its process is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from yuqiao.graph.errors import OutputError


@contextmanager
def temporary_file(file: IO[bytes] | None) -> Iterator[IO[bytes]]:
    """Open a file to write at its end.

    :param file: the file, when there is one already
    :raises OutputError: when it cannot be written, for a full disk, say
    """
    try:
        if file is None:
            file = tempfile.TemporaryFile(prefix="yuqiao-")  # noqa: SIM115  as long as its owner
        file.seek(0, os.SEEK_END)
        yield file
        file.flush()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{tempfile.gettempdir()}: cannot be written: {reason}") from error
