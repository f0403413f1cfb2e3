"""What a two-mode network would look like by chance, if every node kept its number of neighbours.

A statistic of the network is compared with those of random networks of the same degrees: its
z-score is how many standard deviations it is from their mean, and p the share of them that are as
high or as low, the network itself counted among them (B. Phipson and G. K. Smyth, Permutation
P-values should never be zero, Statistical Applications in Genetics and Molecular Biology 9 (2010)).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.measures import SEED
from yuqiao.graph.network.significance.nestedness import nestedness
from yuqiao.graph.network.significance.rewiring import rewirings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

DRAWS = 1000
"""The usual number of random networks."""

_SAME = 1e-9  # values that differ by less are equal


@dataclass(frozen=True)
class Incidence:
    """A two-mode network without weights: for each node of one kind, its neighbours by number.

    :param names: the nodes of the kind with fewer
    :param columns: the nodes of the other kind, in the order of their numbers
    :param rows: the numbers of the neighbours of each of ``names``
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Comparison:
    """A statistic of a network beside that of random networks of the same degrees.

    :param z: its distance from their mean in standard deviations; not a number if all are equal
    :param as_high: the share of them, with the network itself, that are at least as high
    :param as_low: the share that are at least as low
    """

    name: str
    observed: float
    mean: float
    deviation: float
    z: float
    as_high: float
    as_low: float


@dataclass(frozen=True)
class Cohesion:
    """A community: how many of the links of its members stay inside, and how rare that is.

    :param members: its nodes
    :param share: the links inside, as a share of all links of its members
    :param as_high: the share of random networks, with the network itself, that have a community of
        at least as many nodes with at least that share
    """

    members: tuple[str, ...]
    inside: int
    leaving: int
    share: float
    as_high: float


def incidence_of(network: nx.Graph, modes: tuple[str, str] | None = None) -> Incidence:
    """Return a network as an incidence between two kinds of node.

    :param network: its nodes have a ``kind``, or networkx's ``bipartite``
    :param modes: the two kinds; None if the network has no others
    :raises QueryError: if it has more or fewer kinds, or an edge within a kind

    >>> import networkx
    >>> davis = networkx.davis_southern_women_graph()
    >>> found = incidence_of(davis)
    >>> len(found.names), len(found.columns), sum(map(len, found.rows))
    (14, 18, 89)
    """
    kinds = {
        node: str(own.get("kind", own.get("bipartite", ""))) for node, own in network.nodes.items()
    }
    sides = list(modes) if modes else sorted(set(kinds.values()))
    if len(sides) != 2:
        raise QueryError(
            "a null model requires a two-mode network, whose edges join two kinds of node; this "
            f"one has {len(sides)}: {', '.join(sides) or 'none'}"
        )
    ends = [(one, other) for one, other in network.edges() if kinds[one] == kinds[other]]
    if ends:
        raise QueryError(
            "a null model requires a two-mode network; this one links "
            f"{ends[0][0]} and {ends[0][1]}, which are both of kind {kinds[ends[0][0]]!r}"
        )
    named = [sorted(node for node in network if kinds[node] == side) for side in sides]
    fewer, more = sorted(named, key=len)
    number = {node: index for index, node in enumerate(more)}
    near: dict[str, set[int]] = {node: set() for node in fewer}
    for one, other in network.edges():
        row, column = (one, other) if one in near else (other, one)
        near[row].add(number[column])
    return Incidence(tuple(fewer), tuple(more), tuple(frozenset(near[node]) for node in fewer))


@dataclass(frozen=True)
class Structure:
    """The statistics and the communities of a network, compared with the same random networks."""

    comparisons: tuple[Comparison, ...]
    communities: tuple[Cohesion, ...]


def structure(network: Incidence, *, draws: int = DRAWS, seed: int = SEED) -> Structure:
    """Return what :func:`null_model` and :func:`cohesion` do, in the time of one.

    >>> import networkx
    >>> davis = incidence_of(networkx.davis_southern_women_graph())
    >>> found = structure(davis, draws=10)
    >>> found == Structure(tuple(null_model(davis, draws=10)), tuple(cohesion(davis, draws=10)))
    True
    """
    nested, sharing = nestedness(network.rows), _sharing(network.rows)
    groups, modularity = _communities(network.rows, seed)
    own = _Communities(network, groups)
    values: dict[str, list[float]] = {"nestedness": [], "modularity": [], "concentration": []}
    for rows in rewirings([set(row) for row in network.rows], draws, seed):
        others, of_others = _communities(rows, seed)
        own.compare(others, rows)
        values["nestedness"].append(nestedness(rows))
        values["modularity"].append(of_others)
        values["concentration"].append(_sharing(rows))
    observed = {"nestedness": nested, "modularity": modularity, "concentration": sharing}
    return Structure(
        tuple(_compared(name, observed[name], values[name]) for name in observed),
        tuple(own.found(draws)),
    )


def null_model(network: Incidence, *, draws: int = DRAWS, seed: int = SEED) -> list[Comparison]:
    """Compare nestedness, modularity and concentration with random networks of the same degrees.

    The concentration is the Herfindahl-Hirschman index of shared neighbours over all pairs of nodes
    of the kind with fewer nodes. Their sum is fixed by the degrees, so that its z-score is that of
    A. Roberts and L. Stone, Island-sharing by archipelago species, Oecologia 83 (1990), 560. (The
    concentration of the degrees themselves is the same in every such network.)

    :param draws: how many random networks
    :param seed: of the random numbers; the same seed gives the same result

    >>> import networkx
    >>> davis = incidence_of(networkx.davis_southern_women_graph())
    >>> [(each.name, round(each.observed, 3)) for each in null_model(davis, draws=10)]
    [('nestedness', 48.581), ('modularity', 0.334), ('concentration', 0.02)]
    """
    statistics = {
        "nestedness": nestedness,
        "modularity": lambda rows: _communities(rows, seed)[1],
        "concentration": _sharing,
    }
    observed = {name: of(network.rows) for name, of in statistics.items()}
    random_values: dict[str, list[float]] = {name: [] for name in statistics}
    for rows in rewirings([set(row) for row in network.rows], draws, seed):
        for name, of in statistics.items():
            random_values[name].append(of(rows))
    return [_compared(name, observed[name], random_values[name]) for name in statistics]


def cohesion(network: Incidence, *, draws: int = DRAWS, seed: int = SEED) -> list[Cohesion]:
    """Return the communities of a network, each with how rare one like it is by chance.

    As a search finds communities in random networks too, each is compared with those that the same
    search finds in random networks of the same degrees.

    :param draws: as for :func:`null_model`
    :param seed: likewise
    """
    own = _Communities(network, _communities(network.rows, seed)[0])
    for rows in rewirings([set(row) for row in network.rows], draws, seed):
        own.compare(_communities(rows, seed)[0], rows)
    return own.found(draws)


class _Communities:
    """The communities of a network, and how many random networks have one like each."""

    def __init__(self, network: Incidence, groups: Sequence[Sequence[int]]) -> None:
        self._names = [*network.names, *network.columns]
        self._own = [(group, *_links(group, network.rows)) for group in groups]
        self._alike = [1] * len(self._own)  # the network itself

    def compare(
        self, groups: Sequence[Sequence[int]], rows: Sequence[frozenset[int] | set[int]]
    ) -> None:
        """Count a random network's communities that are as large and as closed."""
        others = [(len(group), _share(*_links(group, rows))) for group in groups]
        for at, (group, inside, leaving) in enumerate(self._own):
            least = _share(inside, leaving) - _SAME
            self._alike[at] += any(size >= len(group) and share >= least for size, share in others)

    def found(self, draws: int) -> list[Cohesion]:
        """Return the communities after so many random networks."""
        return [
            Cohesion(
                tuple(self._names[vertex] for vertex in group),
                inside,
                leaving,
                _share(inside, leaving),
                count / (draws + 1),
            )
            for (group, inside, leaving), count in zip(self._own, self._alike, strict=True)
        ]


def _compared(name: str, observed: float, values: Sequence[float]) -> Comparison:
    mean = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    spread = 0.0 if spread < _SAME else spread
    return Comparison(
        name,
        observed,
        mean,
        spread,
        (observed - mean) / spread if spread else math.nan,
        (1 + sum(value >= observed - _SAME for value in values)) / (len(values) + 1),
        (1 + sum(value <= observed + _SAME for value in values)) / (len(values) + 1),
    )


def _sharing(rows: Sequence[frozenset[int] | set[int]]) -> float:
    """Return how concentrated shared neighbours are on few pairs of nodes."""
    masks = [sum(1 << number for number in row) for row in rows]
    shared = [(one & other).bit_count() for one, other in combinations(masks, 2)]
    total = sum(shared)
    return sum(count * count for count in shared) / total**2 if total else 0.0


def _communities(
    rows: Sequence[frozenset[int] | set[int]], seed: int
) -> tuple[list[list[int]], float]:
    """Return the communities, rows before columns, the largest first; and their modularity."""
    import igraph

    width = 1 + max((number for row in rows for number in row), default=-1)
    edges = [(at, len(rows) + number) for at, row in enumerate(rows) for number in sorted(row)]
    graph = igraph.Graph(n=len(rows) + width, edges=edges)
    igraph.set_random_number_generator(random.Random(seed))
    found = graph.community_leiden(objective_function="modularity", n_iterations=-1)
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    return groups, found.modularity if edges else 0.0


def _links(group: Sequence[int], rows: Sequence[frozenset[int] | set[int]]) -> tuple[int, int]:
    """Return how many links a community has inside, and how many lead out of it."""
    own = set(group)
    ends = inside = 0
    for at, row in enumerate(rows):
        for number in row:
            here = (at in own) + (len(rows) + number in own)
            inside += here == 2
            ends += here == 1
    return inside, ends


def _share(inside: int, leaving: int) -> float:
    return inside / (inside + leaving) if inside + leaving else 0.0
