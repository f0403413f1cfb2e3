"""Answers that were given before, while the graph has not changed; bounded in size.

Most queries never come again, and must not displace those that do: an answer is held in a small
part of the memory until it is asked for again (a segmented LRU cache: Karedla, Love and Wherry,
"Caching strategies to improve disk system performance", Computer 27(3), 1994).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

_ONCE = 4  # the share of the whole, as a divisor, for answers that were asked for once
_LARGEST_PART = 8  # the same for one answer
_BESIDE = 2500  # bytes that an answer takes beside its content: key, operation, table


class _Segment:
    """Values in the order in which they were asked for, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> tuple[Any, int] | None:
        """Return a value and its size."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def pop(self, key: Hashable) -> tuple[Any, int] | None:
        """Take a value out, and return it with its size."""
        found = self._held.pop(key, None)
        if found is not None:
            self._size -= found[1]
        return found

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Add a value; what was not asked for the longest time makes room for it."""
        self.pop(key)
        self._held[key] = (value, size)
        self._size += size
        while self._size > self._most:
            _, (_, freed) = self._held.popitem(last=False)
            self._size -= freed


class AnswerCache:
    """The answers that were asked for last, up to a number of bytes.

    ``largest`` is the size of the largest answer that is remembered.

    >>> cache = AnswerCache(40_000)
    >>> cache.put("a", "A", 2000), cache.put("b", "B", 2501)
    (None, None)
    >>> cache.get("a"), cache.get("b")
    ('A', None)
    >>> for number in range(100):
    ...     cache.put(number, "asked once", 2000)
    >>> cache.get("a"), cache.get(97), cache.get(99)
    ('A', None, 'asked once')
    """

    def __init__(self, most: int = 1 << 25) -> None:
        self.largest = most // _LARGEST_PART
        self._once = _Segment(most // _ONCE)
        self._again = _Segment(most - most // _ONCE)
        self.hits = 0

    def get(self, key: Hashable) -> Any:
        """Return what was put under a key, or None."""
        found = self._again.get(key)
        if found is None:
            found = self._once.pop(key)
            if found is None:
                return None
            self._again.put(key, *found)
        self.hits += 1
        return found[0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Remember a value, unless it is too large."""
        size += _BESIDE
        if size > self.largest:
            return
        segment = self._once if self._again.pop(key) is None else self._again
        segment.put(key, value, size)
