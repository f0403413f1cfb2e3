"""Show a network's page as a widget, whose selection comes back to Python.

The page is in a frame of its own, as an inline page is, and cannot reach the notebook: the widget
hands it one port, over which IRIs go both ways (``widget.js`` and ``ui/embedding.js``). It needs
anywidget (https://anywidget.dev), which Jupyter, VS Code and marimo show.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from yuqiao.exports.network.page.document import render_page
from yuqiao.exports.network.page.inline_page import SANDBOX, InlinePage

if TYPE_CHECKING:
    from yuqiao.graph.network.model import Network


class NetworkWidget(anywidget.AnyWidget):
    """A network's page in a notebook.

    :param lang: the language the page opens in
    :param height: of the frame, in pixels; it is as wide as the notebook
    :raises QueryError: if it is another language
    :raises OutputError: if the height is not a positive whole number

    ``selected`` has the IRIs of the nodes selected on the page, the two ends of an edge, or the IRI
    of a partnership; setting it selects nodes there. ``view`` is the part of an address that opens
    the page as it is seen.

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> widget = NetworkWidget(Network(networkx.Graph([("urn:a", "urn:b")])))
    >>> widget, widget.selected
    (<widget of 2 nodes and 1 edge>, [])
    """

    _esm = files(__package__).joinpath("widget.js").read_text("utf-8")
    _page = traitlets.Unicode().tag(sync=True)
    _sandbox = traitlets.Unicode(SANDBOX).tag(sync=True)
    _title = traitlets.Unicode().tag(sync=True)
    _height = traitlets.Int().tag(sync=True)
    selected: Any = traitlets.List(traitlets.Unicode()).tag(sync=True)
    view: Any = traitlets.Unicode().tag(sync=True)

    def __init__(self, network: Network, lang: str = "en", height: int = 640) -> None:
        inline = InlinePage(network, lang, height)
        super().__init__(
            _page=render_page(network, lang=lang, chance=True),
            _title=network.title.text(lang) or network.about.text(lang) or repr(inline)[1:-1],
            _height=height,
        )
        self._name = repr(inline).replace("<page", "<widget")

    def __repr__(self) -> str:
        return self._name
