"""Random two-mode networks with the degrees of a given one.

Curveball: G. Strona, D. Nappo, F. Boccacci, S. Fattorini and J. San-Miguel-Ayanz, A fast and
unbiased procedure to randomize ecological binary matrices with fixed row and column totals, Nature
Communications 5 (2014), 4114. That it samples uniformly: C. J. Carstens, Proof of uniform sampling
of binary matrices with fixed row sums and column sums for the fast Curveball algorithm, Physical
Review E 91 (2015), 042812.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRADES = 5
"""Trades for each row between two networks, as many as Strona et al. recommend."""


def rewirings(rows: Sequence[set[int]], draws: int, seed: int) -> Iterator[list[set[int]]]:
    """Return random two-mode networks in which every node has as many neighbours as in the given.

    They are the states of one Markov chain, :data:`TRADES` trades for each row apart. The same seed
    gives the same networks.

    :param rows: the neighbours of each node of one kind; give the kind with fewer nodes
    :param draws: how many networks

    >>> (found,) = rewirings([{0, 1}, {2}, {0, 3}], 1, seed=1)
    >>> [len(row) for row in found], sorted(number for row in found for number in row)
    ([2, 1, 2], [0, 0, 1, 2, 3])
    """
    chance = random.Random(seed)
    current = [set(row) for row in rows]
    for _ in range(draws):
        for _ in range(TRADES * len(current)):
            _trade(current, chance)
        yield [set(row) for row in current]


def _trade(rows: list[set[int]], chance: random.Random) -> None:
    """Let two rows exchange, at random, what only one of them has."""
    if len(rows) < 2:
        return
    first = int(chance.random() * len(rows))
    second = int(chance.random() * (len(rows) - 1))
    second += second >= first
    one, other = rows[first], rows[second]
    own, others = one - other, other - one
    if not own or not others:
        return
    pool = sorted(own) + sorted(others)
    chance.shuffle(pool)
    shared = one & other
    rows[first] = shared.union(pool[: len(own)])
    rows[second] = shared.union(pool[len(own) :])
