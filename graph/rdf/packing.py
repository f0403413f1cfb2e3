"""Files are compressed as they are written; the end of the name says how.

The same content gives the same bytes: gzip is told no time and no name.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.compression import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def packed(path: str, out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give what compresses into an open file, if the end of the name asks for it.

    :raises OutputError: when that needs a package that is not installed

    >>> import io
    >>> into = io.BytesIO()
    >>> with packed("a.nt.bz2", into) as out:
    ...     _ = out.write(b"text")
    >>> into.getvalue()[:3]
    b'BZh'
    """
    kind = next((end for end in KINDS if path.lower().endswith(end)), "")
    if not kind:
        yield out
        return
    with _packing(kind, out) as content:
        yield content


def _packing(kind: str, out: IO[bytes]) -> IO[bytes]:
    if kind == ".gz":
        import gzip

        return cast(
            "IO[bytes]",
            gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6),
        )
    if kind == ".bz2":
        import bz2

        return bz2.BZ2File(out, "wb")
    if kind == ".xz":
        import lzma

        return lzma.LZMAFile(out, "wb")
    try:
        import zstandard
    except ImportError as error:
        raise OutputError(
            "writing Zstandard needs the package zstandard: pip install 'yuqiao[zst]'"
        ) from error
    return cast("IO[bytes]", zstandard.ZstdCompressor().stream_writer(out, closefd=False))
