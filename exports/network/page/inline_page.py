"""Show a network's page inline in a notebook.

The page is in a frame of its own (``srcdoc``), which may run its scripts, save files and open
links, but cannot access the notebook: neither its content nor its cookies.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.network.page.document import render_page, write_page
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import label_language
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from os import PathLike

    from yuqiao.graph.network.model import Network

SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""What the frame of a page may do."""


@dataclass(frozen=True)
class InlinePage:
    """A network's page, shown by Jupyter as the value of a cell.

    :param lang: the language the page opens in
    :param height: of the frame, in pixels; it is as wide as the notebook
    :raises QueryError: if it is another language
    :raises OutputError: if the height is not a positive whole number

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> InlinePage(Network(networkx.Graph([("a", "b")])))
    <page of 2 nodes and 1 edge>
    """

    network: Network
    lang: str = "en"
    height: int = 640

    def __post_init__(self) -> None:
        label_language(self.lang)
        if not isinstance(self.height, int) or self.height < 1:
            raise OutputError(f"height is {self.height!r}; expected a number of pixels, from 1")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a stand-alone file, completely or not at all.

        :raises OutputError: if it cannot be written there
        """
        write_page(self.network, path, lang=self.lang)

    def _repr_html_(self) -> str:
        page = html.escape(render_page(self.network, lang=self.lang, chance=True))
        return (
            f'<iframe srcdoc="{page}" sandbox="{SANDBOX}" width="100%" height="{self.height}" '
            'style="border: 0" referrerpolicy="no-referrer"></iframe>'
        )

    def __repr__(self) -> str:
        nodes = counted(len(self.network), "node")
        return f"<page of {nodes} and {counted(self.network.graph.number_of_edges(), 'edge')}>"
