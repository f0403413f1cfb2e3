"""A lock on a folder, held by one process at a time."""

from __future__ import annotations

import os


class FileLock:
    """A lock on a folder, held as long as this object lives.

    The system lets go of it when the process ends, however it ends.

    :raises BlockingIOError: when it is held by another
    """

    def __init__(self, folder: str, *, alone: bool) -> None:
        import fcntl

        self._descriptor = -1
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        how = fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH
        try:
            fcntl.flock(self._descriptor, how)
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Release the lock now."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        self.release()
