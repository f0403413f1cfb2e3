"""The page of a network within another: what a notebook shows.

The page stands in a frame of its own (``srcdoc``), which may run its scripts, save files and open
links, but sees nothing of the notebook: neither its content nor its cookies.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.network.page.document import page_of, write_page
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import language_tag
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from os import PathLike

    import networkx as nx

_SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True)
class InlinePage:
    """A network's page, shown by Jupyter where it is the value of a cell.

    :param network: as for :func:`yuqiao.exports.network.page.document.page_of`
    :param lang: the language the page opens in
    :param height: of the frame, in pixels; it is as wide as the notebook
    :raises QueryError: when it is another language
    :raises OutputError: when the height is none

    >>> import networkx
    >>> InlinePage(networkx.Graph([("a", "b")]))
    <page of 2 nodes and 1 edge>
    """

    network: nx.Graph
    lang: str = "en"
    height: int = 640

    def __post_init__(self) -> None:
        language_tag(self.lang)
        if not isinstance(self.height, int) or self.height < 1:
            raise OutputError(f"height is {self.height!r}; expected a number of pixels, from 1")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file that opens by itself, whole or not at all.

        :raises OutputError: when it cannot be written there
        """
        write_page(self.network, path, lang=self.lang)

    def _repr_html_(self) -> str:
        page = html.escape(page_of(self.network, lang=self.lang))
        return (
            f'<iframe srcdoc="{page}" sandbox="{_SANDBOX}" width="100%" height="{self.height}" '
            'style="border: 0" referrerpolicy="no-referrer"></iframe>'
        )

    def __repr__(self) -> str:
        nodes = counted(self.network.number_of_nodes(), "node")
        return f"<page of {nodes} and {counted(self.network.number_of_edges(), 'edge')}>"
