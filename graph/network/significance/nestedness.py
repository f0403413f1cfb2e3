"""Nestedness of a two-mode network.

NODF: M. Almeida-Neto, P. Guimarães, P. R. Guimarães, R. D. Loyola and W. Ulrich, A consistent
metric for nestedness analysis in ecological systems, Oikos 117 (2008), 1227.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def nestedness(rows: Sequence[Iterable[int]]) -> float:
    """Return NODF: 100 if the neighbours of a node are always among those of a node with more.

    For each pair of nodes of one kind with different degrees, how many of the neighbours of the one
    with fewer are neighbours of the other; 0 for a pair of equal degrees; the mean over all pairs
    of both kinds, in percent.

    :param rows: the neighbours of each node of one kind

    >>> nestedness([{0, 1, 2}, {0, 1}, {0}]), nestedness([{0}, {1}])
    (100.0, 0.0)
    """
    masks = [sum(1 << number for number in row) for row in rows]
    width = max((mask.bit_length() for mask in masks), default=0)
    columns = [
        sum(1 << at for at, mask in enumerate(masks) if mask >> number & 1)
        for number in range(width)
    ]
    pairs = [*combinations(masks, 2), *combinations([mask for mask in columns if mask], 2)]
    return 100 * sum(map(_overlap, pairs)) / len(pairs) if pairs else 0.0


def _overlap(pair: tuple[int, int]) -> float:
    one, other = pair
    more, fewer = one.bit_count(), other.bit_count()
    if more == fewer or not more or not fewer:
        return 0.0
    return (one & other).bit_count() / min(more, fewer)
