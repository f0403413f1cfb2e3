"""What is in a folder and the folders within it, however deep these are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def entries_within(folder: str, *, hidden: bool = True) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every entry with its path within a folder: in order, files before what is deeper.

    Links are not followed. ``os.walk`` and ``Path.rglob`` recurse, and would end where a thousand
    folders are nested.

    :param hidden: whether folders are entered whose name begins with a dot
    :raises OSError: when a folder cannot be listed

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     os.makedirs(os.path.join(folder, "a", "b"))
    ...     [path for path, _ in entries_within(folder)]
    ['a', 'a/b']
    """
    waiting = [""]
    while waiting:
        place = waiting.pop()
        with os.scandir(os.path.join(folder, place)) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
        within = [(os.path.join(place, entry.name), entry) for entry in entries]
        yield from within
        waiting += [
            path
            for path, entry in reversed(within)
            if entry.is_dir(follow_symlinks=False) and (hidden or not entry.name.startswith("."))
        ]
