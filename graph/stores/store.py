"""The one small protocol everything else talks to: a graph that answers SPARQL.

A store may live in memory, on disk, or behind an address; a caller never asks which.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Unpack

    import networkx
    import rdflib
    from pyoxigraph import Triple

    from yuqiao.graph.network.spec import NetworkOptions
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.viewing import Shown


class Store(ABC):
    """A graph that can be asked."""

    @property
    @abstractmethod
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes a query may use undeclared: the graph's own over the vocabulary's."""

    @abstractmethod
    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query.

        :param sparql: the query; it may use :attr:`prefixes` without declaring them
        :param bindings: a term for each variable, by name, to be used in its place
        :raises yuqiao.graph.errors.QueryError: when the query is wrong or would reach outside
        :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer
        """

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change the graph by a SPARQL 1.1 update, wholly or not at all.

        Only a graph in memory, and one in a directory that ``yuqiao load`` made, can be changed.

        :param bindings: a term for each variable, by name, to be used in its place
        :raises yuqiao.graph.errors.QueryError: when the update is wrong, or this graph cannot be
            changed
        """
        raise QueryError(
            "a graph behind an endpoint is not changed from here; send the update to the server's "
            "own address for updates"
        )

    @abstractmethod
    def triples(self) -> Iterator[Triple]:
        """Give every triple of the graph once, in no order to rely on."""

    @abstractmethod
    def __len__(self) -> int:
        """Give the number of triples."""

    @abstractmethod
    def to_rdflib(self) -> rdflib.Dataset:
        """Give an rdflib Dataset over this very store: nothing is copied.

        Its default graph holds the triples; rdflib's own SPARQL engine is not used.
        """

    def ask(self, question: str, *, lang: str = "en", **parameters: object) -> Answer:
        """Answer a question of the catalogue.

        :param question: its name, as ``yuqiao questions`` lists it
        :param lang: ``en`` or ``zh``: the language of the labels in the answer
        :param parameters: values by name: a term, or what would stand on the command line, such
            as ``"New Zealand"``
        :raises yuqiao.graph.errors.QueryError: when there is no such question or parameter, or a
            value is not of the parameter's type

        >>> import yuqiao
        >>> rows = yuqiao.open().ask("partnerships-by-country")
        >>> rows.variables
        ('country', 'current', 'all')
        """
        from yuqiao.graph.questions.catalogue import find_question

        sparql, bindings = find_question(question).bind(lang=lang, store=self, values=parameters)
        return self.query(sparql, bindings)

    def to_networkx(self, **options: Unpack[NetworkOptions]) -> networkx.Graph:
        """Give the network of schools, universities, countries and disciplines, or another.

        The attributes of nodes and edges are listed at
        :func:`yuqiao.graph.network.builder.build_network`.

        :param options: which network, as for ``yuqiao view``: a projection, a selection, one
            thing's surroundings, or what a query describes; see
            :class:`yuqiao.graph.network.spec.NetworkOptions`
        :raises yuqiao.graph.errors.QueryError: when they exclude each other, or name what is not
            there

        >>> import yuqiao
        >>> print(yuqiao.open().to_networkx(projection="school-country", country="RU"))
        Graph with 9 nodes and 8 edges
        """
        from yuqiao.graph.network.spec import NetworkSpec

        return NetworkSpec.from_options(options).network(self).graph

    def view(
        self, *, lang: str = "en", height: int = 640, **options: Unpack[NetworkOptions]
    ) -> Shown:
        """Show a network as a page: inline in a notebook, or saved as a file.

        The value is the page; its ``save(path)`` writes it as ``yuqiao view`` would.

        :param lang: the language it opens in, ``en`` or ``zh``
        :param height: of its frame in a notebook, in pixels
        :param options: as for :meth:`to_networkx`; what is too large to be drawn is gathered
        :raises yuqiao.graph.errors.QueryError: as :meth:`to_networkx`

        >>> import yuqiao
        >>> yuqiao.open().view(focus="Russia", hops=1)
        <page of 9 nodes and 8 edges>
        """
        from yuqiao.graph.network.spec import NetworkSpec
        from yuqiao.graph.viewing import page_shown

        return page_shown(NetworkSpec.from_options(options).drawing(self), lang, height)
