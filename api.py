"""The Python interface: a knowledge graph to query, explore, draw and write.

>>> import yuqiao
>>> graph = yuqiao.open()
>>> graph
<KnowledgeGraph: the bundled graph, 45,445 triples>
>>> graph.question("partnerships-by-country").limit(1).to_dicts()[0]["current"]
14
>>> graph.network(projection="school-country", country="RU")
<network of 9 nodes and 8 edges>
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Generic, TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.exports.network.knowledge_network import KnowledgeNetwork
from yuqiao.exports.results.writable import ConstructResult, SelectResult, writable
from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.stores.store import Store, of_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike
    from typing import Unpack

    import networkx as nx
    import pyoxigraph
    import rdflib
    from pyoxigraph import Quad

    from yuqiao.exports.network.page.inline_page import InlinePage
    from yuqiao.exports.results.writable import Result
    from yuqiao.exports.web_server import WebServer
    from yuqiao.graph.diagnostics.empty_results.explain import EmptyResult
    from yuqiao.graph.diagnostics.lint.warnings import LintWarning
    from yuqiao.graph.diagnostics.plans.model import Plan
    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.network.spec import NetworkOptions
    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.union.graph_names import GraphName
    from yuqiao.graph.validation.report import ValidationReport

_T = TypeVar("_T")


@dataclass(frozen=True)
class Report(Generic[_T]):
    """A finding about a graph or a query; it prints as the command line shows it.

    :param data: the finding itself, as an object
    :param text: the same for a person
    """

    data: _T
    text: str

    def __repr__(self) -> str:
        return self.text


class KnowledgeGraph(Store):
    """A graph of Chongqing's partnerships, or any other RDF graph: see :func:`yuqiao.open`.

    :param store: what answers its queries
    :param name: what it is, for a person
    :param location: what it was opened by: one name, several, or None for the bundled graph
    """

    def __init__(self, store: Store, name: str, location: GraphName = None) -> None:
        self._store = store
        self._name = name
        self._location = location

    def __repr__(self) -> str:
        engine = self._store.engine
        size = f", {counted(len(self), 'triple')}" if engine is not None else ""
        return f"<KnowledgeGraph: {self._name}{size}>"

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, item: object) -> bool:
        """Return whether the graph holds a triple, an IRI, or an entity of that name.

        >>> import yuqiao
        >>> "o:cqu" in yuqiao.open(), "Chongqing University" in yuqiao.open()
        (True, True)
        """
        from yuqiao.graph.entities.search import as_iri, find

        if isinstance(item, Triple):
            return self.exists("ASK { ?s ?p ?o }", _bound(item))
        if isinstance(item, str):
            iri = as_iri(self, item)
            if iri is None:
                return bool(item.strip()) and bool(find(self, item))
            item = iri
        if not isinstance(item, NamedNode | Literal):
            return False
        places = ["{ ?s ?p ?x }"]
        if isinstance(item, NamedNode):
            places += ["{ ?x ?p ?o }", "{ ?s ?x ?o }"]
        return self.exists(f"ASK {{ {' UNION '.join(places)} }}", {"x": item})

    @property
    def engine(self) -> pyoxigraph.Store | None:
        """The engine that holds the graph in this process; None for a graph on a server."""
        return self._store._lend_engine()

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes a query may use undeclared: the graph's own over the vocabulary's."""
        return self._store.prefixes

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        timeout: float | None = None,
        memory: int | str | None = None,
    ) -> Result:
        """Answer a SPARQL 1.1 query.

        A query with a limit is answered in a child process, and its whole result is held on disk.

        :param sparql: the query; it may use :attr:`prefixes` without declaring them
        :param bindings: a term for each variable, by name, used in its place
        :param timeout: the most seconds it may take
        :param memory: the most memory it may use, in bytes or as a text such as ``"2G"``
        :raises yuqiao.QueryError: when the query is wrong; the message shows where
        :raises yuqiao.EndpointError: when a server fails to answer
        :raises yuqiao.LimitReached: when a limit stopped it
        :raises yuqiao.YuqiaoError: when this system cannot keep a limit: time limits need a system
            that forks processes (Linux, macOS), memory limits need Linux
        """
        if timeout is None and memory is None:
            answer = self._store.query(sparql, bindings)
        else:
            from yuqiao.graph.stores.limited_query import answer_within

            answer = answer_within(self._store, sparql, bindings, timeout, memory)
        if isinstance(answer, Solutions):
            return writable(SelectResult, answer)
        return writable(ConstructResult, answer) if isinstance(answer, Triples) else answer

    def select(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        timeout: float | None = None,
        memory: int | str | None = None,
    ) -> SelectResult:
        """Answer a SELECT query; see :meth:`query`.

        :raises yuqiao.QueryError: as :meth:`query`, or when it is not a SELECT

        >>> import yuqiao
        >>> rows = yuqiao.open().select("SELECT ?n { o:swu yq:currentPartnershipCount ?n }")
        >>> [row["n"].value for row in rows]
        ['9']
        """
        return of_form(
            SelectResult,
            self.query(sparql, bindings, timeout=timeout, memory=memory),
            "SELECT",
            "rows",
        )

    def construct(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        timeout: float | None = None,
        memory: int | str | None = None,
    ) -> ConstructResult:
        """Answer a CONSTRUCT or DESCRIBE query; see :meth:`query`.

        :raises yuqiao.QueryError: as :meth:`query`, or when it is neither
        """
        return of_form(
            ConstructResult,
            self.query(sparql, bindings, timeout=timeout, memory=memory),
            "CONSTRUCT or DESCRIBE",
            "triples",
        )

    def exists(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        timeout: float | None = None,
        memory: int | str | None = None,
    ) -> bool:
        """Answer an ASK query; see :meth:`query`.

        :raises yuqiao.QueryError: as :meth:`query`, or when it is not an ASK
        """
        return of_form(
            bool,
            self.query(sparql, bindings, timeout=timeout, memory=memory),
            "ASK",
            "true or false",
        )

    def update(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> None:
        """Change the graph by a SPARQL 1.1 update, wholly or not at all.

        A graph read from a file is changed in memory, and the file stays; a directory made by
        ``yuqiao load`` is changed on disk. There are no limits on an update: what a child process
        changes in memory would be lost.

        :param bindings: a term for each variable, by name, used in its place
        :raises yuqiao.QueryError: when the update is wrong, or this graph cannot be changed
        """
        self._store.update(sparql, bindings)

    def questions(self) -> list[Question]:
        """Return the questions of the catalogue, in order of name."""
        from yuqiao.graph.questions.catalogue import questions

        return questions()

    def question(
        self,
        name: str,
        *,
        lang: str = "en",
        timeout: float | None = None,
        memory: int | str | None = None,
        **parameters: object,
    ) -> Result:
        """Answer a question of the catalogue.

        :param name: its name, as :meth:`questions` lists it
        :param lang: ``en`` or ``zh``: the language of the labels in the result
        :param timeout: as for :meth:`query`, like ``memory``
        :param parameters: values by name: a term, or its text on the command line, such as
            ``"New Zealand"``
        :raises yuqiao.QueryError: when there is no such question or parameter, or a value is not
            of the parameter's type
        """
        from yuqiao.graph.questions.catalogue import find_question

        sparql, bindings = find_question(name).bind(lang=lang, store=self, values=parameters)
        return self.query(sparql, bindings, timeout=timeout, memory=memory)

    ask = question

    def find(self, text: str) -> list[NamedNode]:
        """Return the entities of a name, or else those whose name contains the text.

        :param text: an IRI, prefixed name, name in any language, abbreviation, identifier or slug

        >>> import yuqiao
        >>> yuqiao.open().find("重庆大学")
        [<NamedNode value=https://w3id.org/yuqiao/id/organisation/cqu>]
        """
        from yuqiao.graph.entities.search import find, search

        return find(self, text) or search(self, text)

    def describe(self, entity: str | NamedNode, *, lang: str = "en") -> Report[Description]:
        """Return everything the graph states about an entity, with its sources.

        :param entity: its IRI, or a name as for :meth:`find`
        :raises yuqiao.QueryError: when no entity has that name, or several have
        """
        from yuqiao.exports.reports.entity import DescriptionWriter
        from yuqiao.graph.entities.description import describe
        from yuqiao.graph.labels import label_language

        found = [entity] if isinstance(entity, NamedNode) else self.find(entity)
        if len(found) != 1:
            names = ", ".join(f"<{iri.value}>" for iri in found[:5])
            raise QueryError(
                f"several entities match {entity!r}: {names}; name one by its IRI"
                if found
                else f"no entity is called {entity!r}; try a part of its name"
            )
        description = describe(self, found[0])
        text = DescriptionWriter(self, label_language(lang)).text(description)
        return Report(description, text.rstrip("\n"))

    def network(self, **spec: Unpack[NetworkOptions]) -> KnowledgeNetwork:
        """Return the network of schools, universities, countries and disciplines, or another.

        :param spec: which network, as for ``yuqiao view``: a projection, a selection, the
            surroundings of one entity, or the result of a query; see
            :class:`yuqiao.graph.network.spec.NetworkOptions`
        :raises yuqiao.QueryError: when they exclude each other, or name what is not there
        """
        from yuqiao.graph.network.spec import NetworkSpec

        return KnowledgeNetwork(self, NetworkSpec.from_options(spec))

    def to_networkx(self, **spec: Unpack[NetworkOptions]) -> nx.Graph:
        """Return a network for networkx, whose attributes are plain numbers and text.

        It can be written by networkx itself, as GraphML, GEXF, GML or node-link JSON.
        :meth:`network` returns it with the partnerships, sources and claims as objects.

        :param spec: as for :meth:`network`
        :raises yuqiao.QueryError: as :meth:`network`

        >>> import yuqiao
        >>> print(yuqiao.open().to_networkx(projection="school-country", country="RU"))
        Graph with 9 nodes and 8 edges
        """
        return self.network(**spec).to_networkx()

    def view(
        self, *, lang: str = "en", height: int = 640, **spec: Unpack[NetworkOptions]
    ) -> InlinePage:
        """Show a network as a page, as :meth:`KnowledgeNetwork.view` does.

        >>> import yuqiao
        >>> yuqiao.open().view(focus="Russia", hops=1)
        <page of 9 nodes and 8 edges>
        """
        return self.network(**spec).view(lang=lang, height=height)

    def serve(self, *, port: int = 0) -> WebServer:
        """Serve the graph as ``yuqiao serve`` does, from a process of its own.

        The server reads the graph from where it was opened: a change in memory is not seen.

        :param port: the port; 0 for any that is free
        :raises yuqiao.YuqiaoError: when the server cannot start

        >>> import yuqiao
        >>> with yuqiao.open().serve() as server:
        ...     yuqiao.open(f"{server.address}sparql").exists("ASK { o:swu ?p ?o }")
        True
        """
        from yuqiao.exports.web_server import WebServer

        return WebServer(self._location, port)

    def triples(self) -> Iterator[Triple]:
        """Return every triple of the graph once, in no particular order."""
        return self._store.triples()

    def quads(self) -> Iterator[Quad]:
        """Return every statement with its graph, those of named graphs twice."""
        return self._store.quads()

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset over this graph, without copying it."""
        return self._store.to_rdflib()

    def write(self, path: str | PathLike[str], format: str | None = None) -> None:
        """Write the graph to a file as RDF, whole or not at all; the same graph, the same bytes.

        :param path: may end in .gz, .bz2, .xz or .zst
        :param format: ``turtle``, ``ntriples``, ``rdfxml``, ``jsonld``, ``trig`` or ``nquads``; by
            default the file's extension decides
        :raises yuqiao.OutputError: when it cannot be written there, or not in that format
        """
        from yuqiao.exports.rdf.conversion import conversion

        conversion(path, format, expanded=False).write(self)

    def serialize(self, format: str = "turtle") -> str:
        """Return the graph as text in an RDF format: in UTF-8, what :meth:`write` writes.

        :param format: as for :meth:`write`
        :raises yuqiao.OutputError: when there is no such format, or it cannot hold a literal
        """
        from yuqiao.exports.formats import RDF, known_format
        from yuqiao.exports.rdf.conversion import write_graph

        out = BytesIO()
        write_graph(self, out, known_format(format, RDF))
        return out.getvalue().decode()

    def validate(
        self, *, shapes: str | Iterable[str] | None = None, lang: str = "en"
    ) -> ValidationReport:
        """Check the graph against SHACL shapes; a report without results means it conforms.

        :param shapes: a file of shapes, or what else can name a graph, or several of them; None
            for the shapes of the vocabulary
        :param lang: ``en`` or ``zh``
        :raises yuqiao.InputError: when a shape is malformed
        """
        from yuqiao.graph.labels import label_language
        from yuqiao.graph.validation.validator import (
            joined_data,
            named_data,
            store_data,
            validate,
        )

        names = [shapes] if isinstance(shapes, str) else shapes
        return validate(
            store_data(self._store, self._store._source),
            None if names is None else joined_data(map(named_data, names)),
            label_language(lang),
        )

    def lint(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> list[LintWarning]:
        """Check a query for likely mistakes, without running it; an empty list means none."""
        from yuqiao.graph.diagnostics.lint.linter import lint

        return lint(self._store, sparql, bindings)

    def explain(
        self, sparql: str, bindings: Mapping[str, Term] | None = None, *, analyze: bool = False
    ) -> Report[Plan]:
        """Return the plan of a query.

        :param analyze: whether to run the query, and measure rows and time of each step
        :raises yuqiao.QueryError: when the query is wrong, or the engine's program is missing
        """
        from yuqiao.exports.reports.plans import plan_text
        from yuqiao.graph.diagnostics.plans.explain import explain

        plan = explain(self._store, sparql, bindings, analyze=analyze)
        return Report(plan, plan_text(plan).rstrip("\n"))

    def why_empty(
        self, sparql: str, bindings: Mapping[str, Term] | None = None
    ) -> Report[EmptyResult]:
        """Explain why a query returns nothing: the smallest part of it that has no match."""
        from yuqiao.exports.reports.diagnostics import empty_result_text
        from yuqiao.graph.diagnostics.empty_results.explain import why_empty

        found = why_empty(self._store, sparql, bindings)
        return Report(found, empty_result_text(found).rstrip("\n"))


def _bound(triple: Triple) -> dict[str, Term]:
    found = {"s": triple.subject, "p": triple.predicate, "o": triple.object}
    return {name: term for name, term in found.items() if isinstance(term, NamedNode | Literal)}
