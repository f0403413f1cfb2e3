"""The progress of a load: one line on a terminal, which is rewritten."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.stores.disk.bulk_load import Loaded, Progress

_CELLS = 24
_PAUSE = 0.1  # seconds between two updates
_SETTLED = 1.0  # seconds after which the pace is shown
_ERASE = "\r\x1b[K"


class ProgressLine:
    """The line on a terminal; nothing anywhere else.

    :param stream: standard error
    :param wanted: whether to write at all
    """

    def __init__(self, stream: TextIO, *, wanted: bool) -> None:
        self.wanted = wanted
        self._stream = stream
        self._begun = time.monotonic()
        self._written = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._begun

    def show(self, progress: Progress) -> None:
        """Write the line, unless it was updated just now."""
        if self.seconds - self._written < _PAUSE:
            return
        self._written = self.seconds
        self._stream.write(_ERASE + progress_text(progress, self.seconds))
        self._stream.flush()

    def erase(self) -> None:
        """Erase the line."""
        if self._written:
            self._stream.write(_ERASE)
            self._stream.flush()


@contextmanager
def shown_on(stream: TextIO, *, quiet: bool) -> Iterator[ProgressLine]:
    """Show progress during the block, if the terminal can show it."""
    able = stream.isatty() and os.environ.get("TERM") != "dumb"
    line = ProgressLine(stream, wanted=able and not quiet)
    try:
        yield line
    finally:
        line.erase()


def progress_text(progress: Progress, seconds: float) -> str:
    """Return the line: the part that is done, triples, their pace and the time left.

    >>> from yuqiao.graph.stores.disk.bulk_load import Progress
    >>> progress_text(Progress(size=1000, read=250, triples=9000), 10)
    '[######..................]  25%  9,000 triples  900/s  0:30 left'
    >>> progress_text(Progress(size=None, triples=9000, exact=False), 10)
    '~9,000 triples  ~900/s'
    """
    about = "" if progress.exact else "~"
    parts = [f"{about}{progress.triples:,} triples"]
    if seconds >= _SETTLED:
        parts.append(f"{about}{progress.triples / seconds:,.0f}/s")
    if progress.size:
        done = min(progress.read / progress.size, 1)
        full = round(done * _CELLS)
        parts.insert(0, f"[{'#' * full}{'.' * (_CELLS - full)}] {done:>4.0%}")
        if done == 1:
            parts.append("finishing")
        elif done and seconds >= _SETTLED:
            parts.append(f"{_duration(seconds / done - seconds)} left")
    return "  ".join(parts)


def loaded_line(into: str, done: Loaded, seconds: float, *, add: bool) -> str:
    """Return the last line of a load.

    >>> from yuqiao.graph.stores.disk.bulk_load import Loaded
    >>> loaded_line("db", Loaded(files=2, triples=1200, earlier=None), 3.14, add=False)
    'db: 1,200 triples, from 2 files in 3.1 s'
    >>> loaded_line("db", Loaded(files=1, triples=1200, earlier=1000), 3.14, add=True)
    'db: 1,200 triples, 200 of them new, from 1 file in 3.1 s'
    """
    files = f"from {counted(done.files, 'file')} in {seconds:.1f} s"
    triples = counted(done.triples, "triple")
    if done.earlier is None:
        return f"{into}: {triples}, {files}"
    if add:
        new = done.triples - done.earlier
        return f"{into}: {triples}, {new:,} of them new, {files}"
    return f"{into}: {triples}, {files}; they replace {done.earlier:,}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
