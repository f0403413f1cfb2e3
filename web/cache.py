"""Answers that were given before, while the graph has not changed; bounded in size."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

_LARGEST_PART = 8  # of the whole, which one answer may take
_BESIDE = 1000  # bytes that an answer takes beside its content


class AnswerCache:
    """The answers that were asked for last, up to a number of bytes.

    >>> cache = AnswerCache(16_000)
    >>> cache.put("a", "A", 900), cache.put("b", "B", 1001)
    (None, None)
    >>> cache.get("a"), cache.get("b")
    ('A', None)
    """

    def __init__(self, most: int = 1 << 25) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self.hits = 0

    def get(self, key: Hashable) -> Any:
        """Return what was put under a key, or None."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        self.hits += 1
        return found[0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Remember a value; what was not asked for the longest time makes room for it."""
        size += _BESIDE
        if size * _LARGEST_PART > self._most:
            return
        self._size -= self._held.pop(key, (None, 0))[1]
        self._held[key] = (value, size)
        self._size += size
        while self._size > self._most:
            _, (_, freed) = self._held.popitem(last=False)
            self._size -= freed
