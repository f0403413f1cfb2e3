"""Measures of two-mode networks, whose edges join two kinds of node (Borgatti and Everett 1997).

S. P. Borgatti and M. G. Everett, Network analysis of 2-mode data, Social Networks 19 (1997), 243.
A school can be linked to countries only: it is compared with what is possible for a school.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Sides:
    """The two sides of a two-mode network, as the side of each of its nodes: true or false.

    >>> Sides([True, True, False]).density(1)
    0.5
    """

    of: Sequence[bool]

    def sizes(self, side: bool) -> tuple[int, int]:
        """Return how many nodes are on a side, and on the other."""
        own = sum(each == side for each in self.of)
        return own, len(self.of) - own

    def density(self, edges: int) -> float:
        """Return the share of the possible edges between the two sides."""
        one, other = self.sizes(True)
        return edges / (one * other) if one and other else 0.0

    def greatest_degrees(self) -> list[int]:
        """Return the greatest possible degree of each node: the size of the other side."""
        return [self.sizes(side)[1] for side in self.of]

    def least_distances(self) -> list[int]:
        """Return the least possible sum of the distances of each node to all others."""
        return [other + 2 * (own - 1) for own, other in map(self.sizes, self.of)]

    def greatest_betweenness(self) -> list[float]:
        """Return the greatest possible number of pairs that each node can lie between."""
        greatest = {side: _most_between(*self.sizes(side)) for side in set(self.of)}
        return [greatest[side] for side in self.of]


def _most_between(own: int, other: int) -> float:
    if not other:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2
