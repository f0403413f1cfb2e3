"""What of the engine only the garbage collector frees, in whichever thread it then runs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[Callable[[], list[object]]]:
    """Yield what returns the objects of the engine that reference cycles have held since."""
    gc.collect()
    gc.freeze()
    gc.set_debug(gc.DEBUG_SAVEALL)

    def found() -> list[object]:
        gc.collect()
        held = [held for each in gc.garbage for held in gc.get_referents(each)]
        return [each for each in held if type(each).__module__ == "pyoxigraph"]

    try:
        yield found
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.unfreeze()
