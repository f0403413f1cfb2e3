"""A map from digests to numbers that takes a few bytes an entry, where a dictionary takes hundreds.

Two keys may have the same digest, if hardly ever: who needs to be sure looks at what the number
leads to.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable

_DIGEST = 2**64 - 1


class DigestMap:
    """Numbers by the digest of what they belong to.

    >>> found = DigestMap()
    >>> found["a"] = 7
    >>> found.get("a"), found.get("b"), "a" in found
    (7, None, True)
    """

    def __init__(self) -> None:
        self._mask = 2**10 - 1
        self._count = 0
        self._digests = array("Q", bytes(8 * (self._mask + 1)))
        self._numbers = array("Q", bytes(8 * (self._mask + 1)))

    def get(self, key: Hashable) -> int | None:
        """Return the number of a key; none when it has none."""
        place = self._place((hash(key) & _DIGEST) or 1)
        return self._numbers[place] if self._digests[place] else None

    def __contains__(self, key: Hashable) -> bool:
        return bool(self._digests[self._place((hash(key) & _DIGEST) or 1)])

    def __setitem__(self, key: Hashable, number: int) -> None:
        self.add(key, number)

    def add(self, key: Hashable, number: int = 0) -> bool:
        """Set the number of a key; return whether it had none."""
        is_new = self._put((hash(key) & _DIGEST) or 1, number)
        if is_new:
            self._count += 1
            if self._count * 3 > self._mask * 2:
                self._grow()
        return is_new

    def _put(self, digest: int, number: int) -> bool:
        place = self._place(digest)
        is_new = not self._digests[place]
        self._digests[place], self._numbers[place] = digest, number
        return is_new

    def _place(self, digest: int) -> int:
        """Return where a digest stands, or where it would."""
        digests, mask = self._digests, self._mask
        place = digest & mask
        while (known := digests[place]) and known != digest:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        before = zip(self._digests, self._numbers, strict=True)
        self._mask = self._mask * 2 + 1
        self._digests = array("Q", bytes(8 * (self._mask + 1)))
        self._numbers = array("Q", bytes(8 * (self._mask + 1)))
        for digest, number in before:
            if digest:
                self._put(digest, number)
