"""The one small protocol everything else talks to: a graph that answers SPARQL.

A store may live in memory, on disk, or behind an address; a caller never asks which.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx
    import rdflib
    from pyoxigraph import Triple

    from yuqiao.graph.answers import Answer, Term


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
        from yuqiao.graph.questions import find_question

        sparql, bindings = find_question(question).bind(lang=lang, store=self, values=parameters)
        return self.query(sparql, bindings)

    def to_networkx(self) -> networkx.Graph:
        """Give the network of schools, universities, countries and disciplines.

        Nodes and edges carry labels, kinds and evidence: see
        :func:`yuqiao.graph.network.network_of` and :func:`yuqiao.graph.claims.add_claims`.
        """
        from yuqiao.graph.claims import add_claims
        from yuqiao.graph.network import network_of

        return add_claims(network_of(self), self)
