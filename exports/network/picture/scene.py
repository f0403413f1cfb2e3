"""How a picture shows a network: where nodes are, what is highlighted, which part is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.exports.network.layout.layered import NodePosition


class Window(NamedTuple):
    """The part of a picture that is seen, in the units of the layout."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Scene:
    """How a network is shown.

    :param places: the positions of the nodes; None lays them out
    :param lit: the nodes that are highlighted, others being dimmed; None for all alike
    :param window: the part that is seen; None for the whole
    """

    places: Mapping[str, NodePosition] | None = None
    lit: frozenset[str] | None = None
    window: Window | None = None
