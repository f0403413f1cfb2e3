"""The whole site: a page and the data of every thing, in a folder that any server can serve."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from yuqiao.exports.network.page.document import page_of
from yuqiao.exports.rdf.write import serialise
from yuqiao.exports.site.atomic_folder import earlier_site, replaced_as_a_whole
from yuqiao.exports.site.data import dumps as dumps_of
from yuqiao.exports.site.data.changelog import write_change_log
from yuqiao.exports.site.data.void_dcat import described, write_description
from yuqiao.exports.site.hosting.rules import write_serving
from yuqiao.exports.site.pages.browse import Register, browse_page, home_page
from yuqiao.exports.site.pages.downloads import (
    changes_page,
    downloads_page,
    dump_table,
    missing_page,
)
from yuqiao.exports.site.pages.entity import ThingPages, links_of
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.exports.site.pages.language_edition import ENDS, Edition, Sheet
from yuqiao.exports.site.pages.layout import SECTIONS
from yuqiao.exports.site.pages.questions import question_page, questions_page
from yuqiao.exports.site.pages.search import search_page
from yuqiao.exports.site.pages.vocabulary import Shapes, term_lists
from yuqiao.exports.site.pylode import being_made, is_there
from yuqiao.exports.site.urls import Addresses, checked_address
from yuqiao.graph.entities.description import Description
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.network.partnerships import statuses
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.stores.rebase import base_of, held_on_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import networkx as nx

    from yuqiao.exports.site.data.changelog import Edition as ChangeLogEntry
    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.data.void_dcat import Described
    from yuqiao.graph.stores.memory import MemoryStore
    from yuqiao.graph.stores.store import Store

_DATA = ("turtle", "jsonld", "ntriples")


@dataclass(frozen=True)
class Published:
    """What was written.

    :param pages: how many pages, in each language
    :param things: how many of them are of a thing
    :param documented: whether pyLODE's documentation is among them
    """

    pages: int
    things: int
    documented: bool


def publish(
    store: Store,
    target: str | os.PathLike[str],
    base: str | None = None,
    site: str | None = None,
    documented: bool = True,
) -> Published:
    """Write a graph as a static site, wholly or not at all.

    :param target: the folder; it must be empty, not exist, or be a site that this wrote
    :param base: the IRI that the folder stands for; the graph's own base if None
    :param site: the address at which it will be served, where that is not the base
    :param documented: whether pyLODE is to document the vocabulary, where it is installed
    :raises yuqiao.graph.errors.InputError: when the base is no IRI that a site can stand on
    :raises yuqiao.graph.errors.OutputError: when the folder holds something else, or cannot be
        written
    """
    base = checked_address(base_of(store) if base is None else base, "base")
    if site is not None:
        checked_address(site, "site")
    documented = documented and is_there()
    with replaced_as_a_whole(target) as folder, being_made(base, documented) as documents:
        held = held_on_base(store, base)
        writer = _Writer(held, base, folder, documented)
        writer.write(urlsplit(site or base).path)
        for name, page in documents:
            writer.put(name, page)
        writer.tell_changes(write_change_log(held, writer.dataset, folder, earlier_site(target)))
        pages = writer.pages()
        write_serving(folder, writer.dataset, pages, site, writer.elsewhere)
        dumps_of.write_manifest(folder)
    return Published(len(pages), len(writer.things), documented)


class _Writer:
    """Writes the files of a site into an empty folder."""

    def __init__(self, store: MemoryStore, base: str, folder: Path, documented: bool) -> None:
        self._documented = documented
        self._store = store
        self._base = base
        self._folder = folder
        self._known = EntityIndex(store)
        self._vocabulary = NamedNode(base + "def")
        self.dataset: Described = described(store, base)
        self.things = sorted(
            {*self._known.things, self._vocabulary, self.dataset.iri},
            key=lambda thing: thing.value,
        )
        self._places = Addresses(self.things, base)
        self._editions = [Edition(self._known, self._places, lang) for lang in ENDS]
        self._folders: set[Path] = set()
        self._paths: list[str] = []

    def write(self, top: str) -> None:
        """Write everything but what tells of the files themselves.

        :param top: the path of the site on its server
        """
        dumps = dumps_of.write_dumps(self._store, self._folder, self.dataset.name)
        write_description(self._store, dumps, self._folder, self._base)
        dumps_of.write_vocabulary(self._folder, self._base)
        self.put("style.css", _own_file("style.css"))
        self._write_data()
        self._write_things(self._editions, dumps)
        for edition in self._editions:
            for path, page in self._own_pages(edition, dumps):
                self._put_page(Sheet(edition, path), page)
            missing = missing_page(Sheet(edition, "404", top))
            self.put(f"404{edition.end}", missing.encode())
            self.put(f"network{edition.end}", page_of(self._network, lang=edition.lang).encode())
        for question in questions():
            self.put(f"questions/{question.name}.rq", question.query.encode())

    def tell_changes(self, log: Sequence[ChangeLogEntry]) -> None:
        """Write the page of what changed from edition to edition of the site."""
        for edition in self._editions:
            self._put_page(Sheet(edition, "changes"), changes_page(Sheet(edition, "changes"), log))

    def pages(self) -> list[str]:
        """Give the paths of all pages, without their ends."""
        return [*dict.fromkeys(self._paths), "network"]

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """The paths of the documents that do not stand beside their IRIs, by IRI."""
        return self._places.exceptions

    def put(self, name: str, content: bytes) -> None:
        """Write one file."""
        path = self._folder / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        path.write_bytes(content)

    def _put_page(self, sheet: Sheet, page: str) -> None:
        self.put(sheet.path + sheet.edition.end, page.encode())
        self._paths.append(sheet.path)

    def _path(self, thing: NamedNode) -> str:
        path = self._places.path(thing)
        assert path is not None  # every thing has its place
        return path

    def _write_data(self) -> None:
        """Write the data of each thing: what is said of it, and the claims about it."""
        prefixes = self._known.prefixes
        for thing in self.things:
            if thing in {self._vocabulary, self.dataset.iri}:
                continue  # their files tell more, and are there already
            triples = set(self._known.triples(thing))
            for claim in self._known.pointing(thing, "schema:about"):
                triples.update(self._known.triples(claim))
            for form in _DATA:
                self.put(
                    self._path(thing) + RDF_FORMATS[form].extension,
                    serialise(triples, form, prefixes),
                )

    def _write_things(self, editions: Sequence[Edition], dumps: Sequence[Dump]) -> None:
        """Write the pages of all things, those of a thing in every language together."""
        licence = self._known.text(self.dataset.iri, "dcterms:license")
        drawn = _choices(self._network)
        written = [(edition, ThingPages(edition, drawn)) for edition in editions]
        for thing in self.things:
            told, path = self._known.of(thing), self._path(thing)
            links = links_of(Sheet(editions[0], path), told, licence)
            for edition, pages in written:
                sheet = Sheet(edition, path)
                more = self._more(sheet, told, dumps)
                self._put_page(sheet, pages.page(sheet, told, links, *more))

    def _more(
        self, sheet: Sheet, told: Description, dumps: Sequence[Dump]
    ) -> Iterator[Markup | None]:
        """Give what the page of the vocabulary, and that of the dataset, have besides."""
        if told.iri == self._vocabulary:
            yield term_lists(sheet, self._vocabulary, self._documented)
        if told.iri == self.dataset.iri:
            title = sheet.edition.word("nav-downloads")
            yield element("section", element("h2", title), dump_table(sheet, dumps))

    def _own_pages(self, edition: Edition, dumps: Sequence[Dump]) -> Iterator[tuple[str, str]]:
        """Give the pages that are of no thing, each with its path."""

        def sheet(path: str) -> Sheet:
            return Sheet(edition, path)

        yield "index", home_page(sheet("index"), self._register, self.dataset.iri)
        for section in SECTIONS:
            path = f"browse/{section}"
            yield path, browse_page(sheet(path), section, self._register)
        catalogue = questions()
        yield "questions/index", questions_page(sheet("questions/index"), catalogue)
        for question in catalogue:
            path = f"questions/{question.name}"
            yield path, question_page(sheet(path), question, self._store)
        yield "search", search_page(sheet("search"))
        yield "shapes", self._shapes.page(sheet("shapes"))
        yield "downloads", downloads_page(sheet("downloads"), dumps, self.dataset)

    @cached_property
    def _register(self) -> Register:
        ended = {thing for thing, (_, over) in statuses(self._store).items() if over}
        return Register(self._known, ended)

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(self._base)

    @cached_property
    def _network(self) -> nx.Graph:
        from yuqiao.graph.network.evidence import add_claims
        from yuqiao.graph.network.spec import NetworkSpec

        return add_claims(NetworkSpec().network(self._store), self._store)


def _choices(network: nx.Graph) -> dict[str, str]:
    """Give what an address of the network's page ends in when a node or partnership is chosen."""
    partnerships = network.graph.get("partnerships", ())
    found = {str(each): f"partnership={quote(str(each), safe='')}" for each in partnerships}
    return found | {str(node): quote(str(node), safe="") for node in network}


def _own_file(name: str) -> bytes:
    from importlib.resources import files

    from yuqiao.exports.site import pages

    return files(pages).joinpath(name).read_bytes()
