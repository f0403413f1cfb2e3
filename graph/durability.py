"""Writes that a loss of power does not undo."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def flush_to_disk(path: str | Path) -> None:
    """Write what the system still holds of a file to the disk; of a folder, its entries.

    :raises OSError: when it cannot be written
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
