"""A network of a graph, to measure, show and write."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from yuqiao.exports.results.writable import SelectResult, writable
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from os import PathLike

    import networkx as nx

    from yuqiao.exports.network.page.inline_page import InlinePage
    from yuqiao.exports.network.page.widget import NetworkWidget
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.network.spec import NetworkSpec
    from yuqiao.graph.stores.store import Store


class KnowledgeNetwork:
    """A network of a knowledge graph, to measure, view and write.

    :param graph: the knowledge graph it is from
    :param spec: which network it is
    """

    def __init__(self, graph: Store, spec: NetworkSpec) -> None:
        self._knowledge = graph
        self._spec = spec
        self._network = spec.network(graph)

    def __repr__(self) -> str:
        edges = counted(self._network.graph.number_of_edges(), "edge")
        return f"<network of {counted(len(self._network), 'node')} and {edges}>"

    @property
    def graph(self) -> nx.Graph:
        """The networkx graph, whose attributes refer to partnerships and sources by IRI."""
        return self._network.graph

    @cached_property
    def model(self) -> Network:
        """The graph with its partnerships, sources and evidence as typed fields."""
        from yuqiao.graph.network.evidence import with_evidence

        return with_evidence(self._network, self._knowledge)

    def to_networkx(self) -> nx.Graph:
        """Return the network for networkx, whose attributes are plain numbers and text."""
        from yuqiao.exports.network.network_files import plain

        return plain(self._network)

    def measure(self, name: str, *, lang: str = "en") -> SelectResult:
        """Return a measure of each node, or of the network.

        :param name: such as ``betweenness``, ``degree``, ``community`` or ``bridges``
        :raises yuqiao.QueryError: when there is no such measure; the message lists them

        >>> import yuqiao
        >>> russia = yuqiao.open().network(projection="school-country", country="RU")
        >>> russia.measure("degree").to_dicts()[0]["name"]
        'Russia'
        """
        from yuqiao.exports.results.measures import measured

        _, rows = measured(self._network, name, lang, self._knowledge.prefixes)
        return writable(SelectResult, rows)

    def view(self, *, lang: str = "en", height: int = 640) -> InlinePage:
        """Show the network as a page: inline in a notebook, or saved with ``save(path)``.

        What is too large to be drawn is aggregated.

        :param lang: the language it opens in, ``en`` or ``zh``
        :param height: of its frame in a notebook, in pixels
        """
        from yuqiao.exports.network.page.inline_page import InlinePage

        return InlinePage(self._drawing, lang, height)

    def widget(self, *, lang: str = "en", height: int = 640) -> NetworkWidget:
        """Show the network as a page whose selection comes back, in Jupyter, VS Code or marimo.

        ``widget.selected`` has the IRIs of what is selected on the page; setting it selects nodes.

        :param lang: as for :meth:`view`
        :param height: likewise
        :raises yuqiao.OutputError: when anywidget is not installed

        >>> import yuqiao
        >>> widget = yuqiao.open().network(focus="Russia", hops=1).widget()
        >>> widget, widget.selected
        (<widget of 9 nodes and 8 edges>, [])
        """
        from yuqiao.graph.errors import OutputError

        try:
            from yuqiao.exports.network.page.widget import NetworkWidget
        except ImportError:
            raise OutputError(
                "a widget needs anywidget: pip install 'yuqiao[widget]'; view() needs nothing"
            ) from None
        return NetworkWidget(self._drawing, lang, height)

    @cached_property
    def _drawing(self) -> Network:
        return self._spec.drawing(self._knowledge)

    def write(
        self,
        path: str | PathLike[str],
        format: str | None = None,
        *,
        lang: str = "en",
        spreadsheet: bool = False,
    ) -> None:
        """Write the network to a file, whole or not at all.

        :param format: ``html`` for a page, ``svg``, ``png`` or ``pdf`` for a picture, ``graphml``,
            ``gexf``, ``cytoscape``, ``edges-csv``, ``nodes-csv`` or ``json-graph`` for other
            tools; by default the file's extension decides
        :param lang: the language of a page or a picture
        :param spreadsheet: whether ``edges-csv`` is made safe to open in a spreadsheet
        :raises yuqiao.OutputError: when it cannot be written there, or not in that format
        """
        from yuqiao.exports.formats import NETWORKS, VIEWS, choose_format
        from yuqiao.exports.network.network_files import write_network
        from yuqiao.exports.network.page.document import write_page
        from yuqiao.exports.network.picture.export import write_picture

        wanted = choose_format(format, path, VIEWS, NETWORKS)
        if wanted in NETWORKS:
            write_network(self._network, wanted, path, spreadsheet=spreadsheet)
        elif wanted == "html":
            write_page(self._drawing, path, lang=lang)
        else:
            write_picture(self._drawing, path, wanted, lang=lang)
