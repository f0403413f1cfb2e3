"""The site of a graph in any vocabulary, which has only what the graph itself says."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.data.void_dcat import find_dataset
from yuqiao.exports.site.network_names import classes_by_kind, display_locales, named_network
from yuqiao.exports.site.pages.html import element
from yuqiao.exports.site.pages.lists.alphabet import FIRST, letters, names_page, names_pages
from yuqiao.exports.site.pages.lists.classes import (
    INDEX,
    ClassIndex,
    class_page,
    classes_page,
    names_list,
)
from yuqiao.exports.site.pages.lists.hierarchy import TREE, Hierarchies, tree_page
from yuqiao.exports.site.pages.lists.home import graph_home
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.exports.site.pages.questions import AskedGraph, question_page, questions_page
from yuqiao.exports.site.pages.search import search_page
from yuqiao.exports.site.scope import graph_scope
from yuqiao.exports.site.writer import SiteWriter
from yuqiao.graph.network.spec import NetworkSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import Triple

    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.pages.html import Markup
    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.exports.site.scope import SiteSettings
    from yuqiao.exports.site.writer import PublishedGraph
    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.network.model import Network


class GraphSite(SiteWriter):
    """Writes the site of a graph.

    :param graph: what is published
    :param folder: the root of the site
    :param settings: what the publisher decides
    """

    def __init__(self, graph: PublishedGraph, folder: Path, settings: SiteSettings) -> None:
        self._questions = settings.questions or ()
        self._hierarchies = Hierarchies(graph.known)
        drawn = NetworkSpec(title=settings.title).drawing(graph.store)
        self._network = drawn if drawn.graph.number_of_edges() else None
        dataset = find_dataset(graph.store, graph.base)
        self._documents = _documents(graph)
        named = {*graph.known.things, dataset.iri, *self._documents}
        things = sorted(named, key=lambda thing: thing.value)
        scope = graph_scope(graph.known, graph.base, settings, tuple(self._places_of(graph)))
        super().__init__(graph, folder, dataset, scope, things)

    def _places_of(self, graph: PublishedGraph) -> Iterator[tuple[str, str]]:
        if graph.known.things:
            yield INDEX, "classes"
            yield FIRST, "names"
        if self._hierarchies:
            yield TREE, "tree"
        if self._questions:
            yield "questions/index", "questions"
        if self._network is not None:
            yield "network", "network"
        yield "downloads", "downloads"
        if graph.known.things:
            yield "search", "search"

    @property
    def network(self) -> Network | None:
        """The network of the links of the graph, or of its classes; None if there are no links."""
        return self._network

    def network_in(self, network: Network, locale: Locale) -> Network:
        """Return the network with the title of the site, and the names of its pages."""
        spoken = display_locales(locale, self._locales)
        return named_network(network, spoken, self._classes_by_kind)

    @cached_property
    def _classes_by_kind(self) -> dict[str, NamedNode]:
        return classes_by_kind(self.graph.store)

    def write(self, top: str) -> None:
        """Write everything but the change log, the server rules and the manifest."""
        super().write(top)
        if self._questions:
            self.write_questions(self._questions)

    @cached_property
    def _classes(self) -> ClassIndex:
        return ClassIndex(self._known, tuple(self.things))

    def statements(self, known: EntityIndex, thing: NamedNode) -> set[Triple]:
        """Return the statements about an entity, or about all entities of a document."""
        found = super().statements(known, thing)
        for part in self._documents.get(thing, ()):
            found |= super().statements(known, part)
        return found

    def more(
        self, context: PageContext, told: Description, dumps: Sequence[Dump]
    ) -> Iterator[Markup | None]:
        """Yield the entities of a document or the document of an entity, and the dumps."""
        parts = self._documents.get(told.iri)
        if parts:
            title = element("h2", context.locale.word("in-document"))
            yield element("section", title, names_list(context, parts))
        document = NamedNode(told.iri.value.partition("#")[0])
        if document in self._documents and document != told.iri:
            yield element("p", context.locale.word("is-in"), " ", context.link(document))
        yield from super().more(context, told, dumps)

    def own_pages(self, locale: Locale, dumps: Sequence[Dump]) -> Iterator[tuple[str, str]]:
        """Yield the pages that are not about an entity, with their paths."""

        def context(path: str) -> PageContext:
            return PageContext(locale, path)

        index = self._classes
        yield "index", graph_home(context("index"), index, self.dataset.iri)
        if self._known.things:
            yield INDEX, classes_page(context(INDEX), index)
            yield "search", search_page(context("search"))
        for class_, path in index.paths.items():
            yield path, class_page(context(path), index, class_)
        pages = names_pages(letters(locale, self._known.things))
        for path, own in pages:
            yield path, names_page(context(path), own, pages)
        if self._hierarchies:
            yield TREE, tree_page(context(TREE), self._hierarchies)
        if self._questions:
            yield "questions/index", questions_page(context("questions/index"), self._questions)
        asked = AskedGraph(self.graph.store, f"dumps/{self.dataset.name}.ttl", True)
        for question in self._questions:
            path = f"questions/{question.name}"
            yield path, question_page(context(path), question, asked)
        yield from super().own_pages(locale, dumps)


def _documents(graph: PublishedGraph) -> dict[NamedNode, list[NamedNode]]:
    """Return the entities that are fragments of a document, by document.

    A server gets no fragment: a request for such an entity is one for its document. One entity
    alone has the document as its own (see :class:`yuqiao.exports.site.entity_paths.SitePaths`),
    unless that is an entity, too.
    """
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for thing in graph.known.things:
        document, mark, _ = thing.value.partition("#")
        if mark and document.startswith(graph.base):
            found[NamedNode(document)].append(thing)
    return {
        document: parts
        for document, parts in found.items()
        if len(parts) > 1 or document in graph.known
    }
