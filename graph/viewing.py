"""Pages of networks are made on the floor above; who makes them is said when Yuqiao is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from typing import Protocol

    from yuqiao.graph.network.model import Network

    class Shown(Protocol):
        """The page of a network: a notebook shows it, and it can be saved as a file."""

        def save(self, path: str | PathLike[str]) -> None:
            """Write the page to a file, whole or not at all."""

        def _repr_html_(self) -> str: ...

    Maker = Callable[[Network, str, int], Shown]

_makers: list[Maker] = []


def pages_are_made_by(maker: Maker) -> None:
    """Say who makes the page of a network, from it, a language and a height in pixels."""
    _makers[:] = [maker]


def page_shown(network: Network, lang: str, height: int) -> Shown:
    """Make the page of a network."""
    return _makers[0](network, lang, height)
