"""Write the whole site: a page and the data of every entity, in a folder for any web server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from yuqiao.exports.network.page.document import render_page
from yuqiao.exports.site.atomic_folder import earlier_site, replace_folder
from yuqiao.exports.site.data import dumps as dumps_of
from yuqiao.exports.site.data.changelog import write_change_log
from yuqiao.exports.site.data.entity_data import (
    count_omitted,
    entity_document,
    statements_about,
)
from yuqiao.exports.site.data.void_dcat import find_dataset, write_description
from yuqiao.exports.site.hosting.rules import write_serving
from yuqiao.exports.site.pages.browse import PartnershipIndex, browse_page, home_page
from yuqiao.exports.site.pages.check import check_page
from yuqiao.exports.site.pages.downloads import (
    changes_page,
    downloads_page,
    dump_table,
    not_found_page,
)
from yuqiao.exports.site.pages.entity import EntityPages, network_fragments, page_links
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.layout import SECTIONS
from yuqiao.exports.site.pages.localization import ENDS, Locale, PageContext
from yuqiao.exports.site.pages.questions import question_page, questions_page
from yuqiao.exports.site.pages.search import search_page
from yuqiao.exports.site.pages.vocabulary import Shapes, term_lists
from yuqiao.exports.site.pylode import document_vocabulary, is_installed
from yuqiao.exports.site.urls import SitePaths, check_base
from yuqiao.graph.entities.description import Description
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.evidence.programme_search import ProgrammeIndex
from yuqiao.graph.evidence.register_check import checks_of_index, register_lists
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.evidence import with_evidence
from yuqiao.graph.network.partnerships import statuses
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.stores.rebase import base_of, files_on_base, held_on_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yuqiao.exports.site.data.changelog import SiteVersion
    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.data.void_dcat import Dataset
    from yuqiao.graph.evidence.programme_check import ProgrammeCheck
    from yuqiao.graph.network.model import CitedSource, Network
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.memory import MemoryStore
    from yuqiao.graph.stores.store import Store

_DATA = ("turtle", "jsonld", "ntriples")


@dataclass(frozen=True)
class SiteSummary:
    """The numbers of what was written.

    :param pages: the number of pages in each language
    :param things: how many of them are about an entity
    :param documented: whether pyLODE's documentation is included
    """

    pages: int
    things: int
    documented: bool


def write_site(
    store: Store,
    target: str | os.PathLike[str],
    base: str | None = None,
    site: str | None = None,
    documented: bool = True,
    files: FileGraph | None = None,
) -> SiteSummary:
    """Write a graph as a static site, completely or not at all.

    :param target: the folder; it must be empty, not exist, or be a site written earlier
    :param base: the IRI that the folder corresponds to; the graph's own base if None
    :param site: the URL at which the site will be served, if it is not the base
    :param documented: whether pyLODE documents the vocabulary, if it is installed
    :param files: those that the graph is in; data then has the characters of their literals, which
        the engine may keep by value
    :raises yuqiao.graph.errors.InputError: if the base is not an IRI that a site can have
    :raises yuqiao.graph.errors.OutputError: if the folder contains other files, or cannot be
        written
    """
    base = check_base(base_of(store) if base is None else base, "base")
    if site is not None:
        check_base(site, "site")
    documented = documented and is_installed()
    with replace_folder(target) as folder, document_vocabulary(base, documented) as documents:
        held = held_on_base(store, base)
        stated = files_on_base(files, store, held) if files else None
        writer = _Writer(held, base, folder, documented, stated)
        writer.write(urlsplit(site or base).path)
        for name, page in documents:
            writer.put(name, page)
        writer.write_changes_page(
            write_change_log(held, writer.dataset, folder, earlier_site(target))
        )
        pages = writer.pages()
        write_serving(folder, writer.dataset, pages, site, writer.elsewhere)
        dumps_of.write_manifest(folder)
    return SiteSummary(len(pages), len(writer.things), documented)


class _Writer:
    """Writes the files of a site to an empty folder."""

    def __init__(
        self,
        store: MemoryStore,
        base: str,
        folder: Path,
        documented: bool,
        stated: FileGraph | None = None,
    ) -> None:
        self._documented = documented
        self._store = store
        self._base = base
        self._folder = folder
        self._known = EntityIndex(store)
        self._stated = stated
        self._vocabulary = NamedNode(base + "def")
        self.dataset: Dataset = find_dataset(store, base)
        self.things = sorted(
            {*self._known.things, self._vocabulary, self.dataset.iri},
            key=lambda thing: thing.value,
        )
        self._places = SitePaths(self.things, base)
        self._locales = [Locale(self._known, self._places, lang) for lang in ENDS]
        self._folders: set[Path] = set()
        self._paths: list[str] = []
        self._omitted: dict[NamedNode, int] = {}  # statements that are not in the JSON-LD

    def write(self, top: str) -> None:
        """Write everything but the change log, the server rules and the manifest.

        :param top: the path of the site on its server
        """
        dumps = dumps_of.write_dumps(self._stated or self._store, self._folder, self.dataset.name)
        place = self._path(self.dataset.iri)
        write_description(self._store, dumps, self._folder, self._base, place, self._stated)
        dumps_of.write_vocabulary(self._folder, self._base)
        self.put("style.css", _own_file("style.css"))
        self._write_data()
        self._write_entities(self._locales, dumps)
        for locale in self._locales:
            for path, page in self._own_pages(locale, dumps):
                self._put_page(PageContext(locale, path), page)
            missing = not_found_page(PageContext(locale, "404", top))
            self.put(f"404{locale.end}", missing.encode())
            self.put(f"network{locale.end}", render_page(self._network, lang=locale.lang).encode())
        for question in questions():
            self.put(f"questions/{question.name}.rq", question.query.encode())

    def write_changes_page(self, log: Sequence[SiteVersion]) -> None:
        """Write the page of the change log."""
        for locale in self._locales:
            self._put_page(
                PageContext(locale, "changes"), changes_page(PageContext(locale, "changes"), log)
            )

    def pages(self) -> list[str]:
        """Return the paths of all pages, without their extensions."""
        return [*dict.fromkeys(self._paths), "network"]

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """The paths of the documents that are not at the path of their IRI, by IRI."""
        return self._places.exceptions

    def put(self, name: str, content: bytes) -> None:
        """Write one file."""
        path = self._folder / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        path.write_bytes(content)

    def _put_page(self, context: PageContext, page: str) -> None:
        self.put(context.path + context.locale.end, page.encode())
        self._paths.append(context.path)

    def _path(self, thing: NamedNode) -> str:
        path = self._places.path(thing)
        assert path is not None  # every entity has a path
        return path

    def _write_data(self) -> None:
        """Write the data of each entity: its statements, and the claims about it."""
        known = EntityIndex(self._stated) if self._stated else self._known
        for thing in self.things:
            if thing in {self._vocabulary, self.dataset.iri}:
                continue  # already written, with more statements
            triples = statements_about(known, thing)
            self._omitted[thing] = count_omitted(triples)
            for form in _DATA:
                data = entity_document(triples, form, known.prefixes)
                self.put(self._path(thing) + RDF_FORMATS[form].extension, data)

    def _write_entities(self, locales: Sequence[Locale], dumps: Sequence[Dump]) -> None:
        """Write the pages of all entities, each in every language at once."""
        licence = self._known.text(self.dataset.iri, "dcterms:license")
        drawn = network_fragments(self._network)
        written = [(locale, EntityPages(locale, drawn, self._omitted)) for locale in locales]
        for thing in self.things:
            told, path = self._known.of(thing), self._path(thing)
            links = page_links(PageContext(locales[0], path), told, licence)
            for locale, pages in written:
                context = PageContext(locale, path)
                more = self._more(context, told, dumps)
                self._put_page(context, pages.page(context, told, links, *more))

    def _more(
        self, context: PageContext, told: Description, dumps: Sequence[Dump]
    ) -> Iterator[Markup | None]:
        """Return the extra sections of the pages of the vocabulary and of the dataset."""
        if told.iri == self._vocabulary:
            yield term_lists(context, self._vocabulary, self._documented)
        if told.iri == self.dataset.iri:
            title = context.locale.word("nav-downloads")
            yield element("section", element("h2", title), dump_table(context, dumps))

    def _own_pages(self, locale: Locale, dumps: Sequence[Dump]) -> Iterator[tuple[str, str]]:
        """Return the pages that are not about an entity, with their paths."""

        def context(path: str) -> PageContext:
            return PageContext(locale, path)

        yield "index", home_page(context("index"), self._register, self.dataset.iri)
        for section in SECTIONS:
            path = f"browse/{section}"
            yield path, browse_page(context(path), section, self._register)
        catalogue = questions()
        yield "questions/index", questions_page(context("questions/index"), catalogue)
        for question in catalogue:
            path = f"questions/{question.name}"
            yield path, question_page(context(path), question, self._store)
        yield "search", search_page(context("search"))
        yield "check", check_page(context("check"), *self._checked)
        yield "shapes", self._shapes.page(context("shapes"))
        yield "downloads", downloads_page(context("downloads"), dumps, self._path(self.dataset.iri))

    @cached_property
    def _register(self) -> PartnershipIndex:
        ended = {thing for thing, (_, over) in statuses(self._store).items() if over}
        return PartnershipIndex(self._known, ended)

    @cached_property
    def _checked(
        self,
    ) -> tuple[list[ProgrammeCheck], ProgrammeIndex, Sequence[CitedSource]]:
        """Return the check of every partnership, the names to find it by, and the lists."""
        partnerships = self._known.of_class("yq:Partnership")
        checks = checks_of_index(self._known, partnerships)
        return checks, ProgrammeIndex.of_store(self._store), register_lists(self._store)

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(self._base)

    @cached_property
    def _network(self) -> Network:
        return with_evidence(build_network(self._store), self._store)


def _own_file(name: str) -> bytes:
    from importlib.resources import files

    from yuqiao.exports.site import pages

    return files(pages).joinpath(name).read_bytes()
