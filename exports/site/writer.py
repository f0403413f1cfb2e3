"""What the writers of all sites share: places, data files, pages of entities and of downloads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.network.page.document import render_page
from yuqiao.exports.rdf.write import serialise
from yuqiao.exports.site import pages as page_files
from yuqiao.exports.site.data import dumps as dumps_of
from yuqiao.exports.site.data.entity_data import (
    DATA_FORMATS,
    count_omitted,
    entity_documents,
    statements_about,
)
from yuqiao.exports.site.data.manifest import Checksums
from yuqiao.exports.site.data.question_examples import FOLDER as QUESTIONS
from yuqiao.exports.site.data.question_examples import question_examples
from yuqiao.exports.site.data.void_dcat import write_description
from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.pages.downloads import (
    changes_page,
    downloads_page,
    dump_table,
    not_found_page,
)
from yuqiao.exports.site.pages.entity import EntityPages, network_fragments, page_links
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.localization import Locale, PageContext
from yuqiao.exports.site.processes import MOST_PARTS, shared_work
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from pyoxigraph import Triple

    from yuqiao.exports.site.data.changelog import SiteVersion
    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.data.void_dcat import Dataset
    from yuqiao.exports.site.scope import SiteScope
    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.memory import MemoryStore


_PART = 64  # entities that a process writes at a time, if they are few


@dataclass(frozen=True)
class PublishedGraph:
    """A graph as it is published.

    :param store: the graph, on the base
    :param base: the IRI that the root of the site corresponds to
    :param stated: the graph with the characters of its files, if it is in files
    """

    store: MemoryStore
    base: str
    stated: FileGraph | None = None

    @cached_property
    def known(self) -> EntityIndex:
        """The graph by entity."""
        return EntityIndex(self.store)


class SiteWriter:
    """Writes the files of a site to an empty folder; subclasses add its own pages.

    :param graph: what is published
    :param folder: the root of the site
    :param dataset: what describes the published graph
    :param scope: what the site has
    :param things: the IRIs that have a page
    """

    def __init__(
        self,
        graph: PublishedGraph,
        folder: Path,
        dataset: Dataset,
        scope: SiteScope,
        things: Sequence[NamedNode],
    ) -> None:
        self.graph = graph
        self.dataset = dataset
        self.scope = scope
        self.things = things
        self._known = graph.known
        self._folder = folder
        self._places = SitePaths(things, graph.base, scope.languages)
        self._locales = [Locale(self._known, self._places, lang, scope) for lang in scope.languages]
        for locale in self._locales:
            if not self._known.names(dataset.iri):
                locale.call(dataset.iri, locale.word("about-dataset"))
        self._folders: set[str] = set()
        self._paths: dict[str, None] = {}
        self.sums = Checksums()
        self._omitted: dict[NamedNode, int] = {}  # statements that are not in the JSON-LD
        self._without_xml: set[NamedNode] = set()
        self._part = max(_PART, len(things) // MOST_PARTS + 1)

    def write(self, top: str) -> None:
        """Write everything but the change log, the server rules and the manifest.

        :param top: the path of the site on its server
        """
        self._paths.update((self._path(thing), None) for thing in self.things)
        self._entity_pages, self._stated_index  # read before the work is shared # noqa: B018
        with shared_work(-(-len(self.things) // self._part), self._write_part) as finish:
            stated = self.graph.stated or self.graph.store
            dumps = dumps_of.write_dumps(stated, self._folder, self.dataset.name)
            self._write_description(dumps)
            self._write_entity(self.dataset.iri, dumps)
            self.put("style.css", files(page_files).joinpath("style.css").read_bytes())
            for locale in self._locales:
                for path, page in self.own_pages(locale, dumps):
                    self._put_page(PageContext(locale, path), page)
                missing = not_found_page(PageContext(locale, "404", top))
                self.put(f"404{locale.end}", missing.encode())
                if self.network is not None:
                    drawn = self.network_in(self.network, locale)
                    page = render_page(drawn, lang=locale.network_language)
                    self.put(f"network{locale.end}", page.encode())
            finish()

    @property
    def network(self) -> Network | None:
        """The network of the graph, if its site shows one."""
        raise NotImplementedError

    def network_in(self, network: Network, locale: Locale) -> Network:
        """Return the network with the names that its page in a language has."""
        return network

    def own_pages(self, locale: Locale, dumps: Sequence[Dump]) -> Iterator[tuple[str, str]]:
        """Yield the pages that are not about an entity, with their paths."""
        place = self._path(self.dataset.iri)
        yield "downloads", downloads_page(PageContext(locale, "downloads"), dumps, place)

    def more(
        self, context: PageContext, told: Description, dumps: Sequence[Dump]
    ) -> Iterator[Markup | None]:
        """Yield the extra sections of the page of an entity."""
        if told.iri == self.dataset.iri:
            title = context.locale.word("nav-downloads")
            yield element("section", element("h2", title), dump_table(context, dumps))

    def statements(self, known: EntityIndex, thing: NamedNode) -> set[Triple]:
        """Return the statements in the data files of an entity."""
        return statements_about(known, thing)

    def described(self) -> set[NamedNode]:
        """Return the entities whose data is written with more statements than the graph has."""
        return {self.dataset.iri}

    def write_questions(self, questions: Iterable[Question]) -> None:
        """Write the query of each question, and its description for programs."""
        graph = self.graph
        every: list[Triple] = []
        for question in questions:
            self.put(f"{QUESTIONS}/{question.name}.rq", question.sparql.encode())
        for name, triples in question_examples(questions, graph.store, graph.base).items():
            self._write_question(name, triples)
            every += triples
        self._write_question("index", every)

    def _write_question(self, name: str, triples: Sequence[Triple]) -> None:
        for form in DATA_FORMATS:
            data = serialise(triples, form, self.graph.store.prefixes)
            self.put(f"{QUESTIONS}/{name}{RDF_FORMATS[form].extension}", data)

    def write_changes_page(self, log: Sequence[SiteVersion]) -> None:
        """Write the page of the change log."""
        for locale in self._locales:
            context = PageContext(locale, "changes")
            self._put_page(context, changes_page(context, log))

    def pages(self) -> list[str]:
        """Return the paths of all pages, without their extensions."""
        return [*self._paths, *(["network"] if self.network is not None else [])]

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """The paths of the documents that are not at the path of their IRI, by IRI."""
        return self._places.exceptions

    def put(self, name: str, content: bytes) -> None:
        """Write one file."""
        path = f"{self._folder}/{name}"
        parent = path.rpartition("/")[0]
        if parent not in self._folders:
            os.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        with open(path, "wb", buffering=0) as out:
            rest = content
            while rest:
                rest = rest[out.write(rest) :]
        self.sums.add(name, content)

    def _put_page(self, context: PageContext, page: str) -> None:
        self.put(context.path + context.locale.end, page.encode())
        self._paths[context.path] = None

    def _path(self, thing: NamedNode) -> str:
        path = self._places.path(thing)
        assert path is not None  # every entity has a path
        return path

    def _write_description(self, dumps: Sequence[Dump]) -> None:
        graph, place = self.graph, self._path(self.dataset.iri)
        write_description(
            graph.store, dumps, self._folder, graph.base, place, graph.stated, self.scope.mistakes
        )

    def _write_part(self, number: int) -> None:
        """Write some of the entities: their data, and their page in every language."""
        for thing in self.things[number * self._part : (number + 1) * self._part]:
            if thing != self.dataset.iri:  # whose page lists the dumps
                self._write_entity(thing)
        self.sums.flush()

    def _write_entity(self, thing: NamedNode, dumps: Sequence[Dump] = ()) -> None:
        has_xml = True
        if thing not in self.described():
            triples = self.statements(self._stated_index, thing)
            self._omitted[thing] = count_omitted(triples)
            has_xml = self._write_data(thing, triples)
        told, path = self._known.of(thing), self._path(thing)
        context = PageContext(self._locales[0], path)
        links = page_links(context, told, self.scope.licence, has_xml=has_xml)
        for locale, writer in self._entity_pages:
            context = PageContext(locale, path, subject=thing.value)
            more = self.more(context, told, dumps)
            self._put_page(context, writer.page(context, told, links, *more))

    def _write_data(self, thing: NamedNode, triples: AbstractSet[Triple]) -> bool:
        """Write the data of an entity; return whether RDF/XML can hold it."""
        path = self._path(thing)
        for form, data in entity_documents(triples, self._stated_index.prefixes):
            if data is None:
                self._without_xml.add(thing)
            else:
                self.put(path + RDF_FORMATS[form].extension, data)
        return thing not in self._without_xml

    @cached_property
    def _stated_index(self) -> EntityIndex:
        """The graph by entity, with the characters of its files."""
        return EntityIndex(self.graph.stated, self._known) if self.graph.stated else self._known

    @cached_property
    def _entity_pages(self) -> list[tuple[Locale, EntityPages]]:
        """The writer of pages of entities in each language."""
        drawn = network_fragments(self.network) if self.network is not None else {}
        return [
            (locale, EntityPages(locale, drawn, self._omitted, self._without_xml))
            for locale in self._locales
        ]
