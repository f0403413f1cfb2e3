"""The site of a register in the vocabulary: partnerships, checks, questions, terms and shapes."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.data import dumps as dumps_of
from yuqiao.exports.site.data.void_dcat import find_dataset
from yuqiao.exports.site.network_names import display_locales, with_terms_of_use
from yuqiao.exports.site.pages.browse import PartnershipIndex, browse_page, home_page
from yuqiao.exports.site.pages.check import check_page
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.exports.site.pages.questions import AskedGraph, question_page, questions_page
from yuqiao.exports.site.pages.search import search_page
from yuqiao.exports.site.pages.vocabulary import Shapes, term_lists
from yuqiao.exports.site.scope import SECTIONS, register_scope
from yuqiao.exports.site.writer import SiteWriter
from yuqiao.graph.evidence.programme_search import ProgrammeIndex
from yuqiao.graph.evidence.register_check import checks_of_index, register_lists
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.network.evidence import with_evidence
from yuqiao.graph.network.partnership_queries import statuses
from yuqiao.graph.questions.catalogue import questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.exports.site.pages.html import Markup
    from yuqiao.exports.site.pages.localization import Locale
    from yuqiao.exports.site.scope import SiteSettings
    from yuqiao.exports.site.writer import PublishedGraph
    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.evidence.programme_check import ProgrammeCheck
    from yuqiao.graph.network.model import CitedSource, Network


class RegisterSite(SiteWriter):
    """Writes the site of a register.

    :param graph: what is published
    :param folder: the root of the site
    :param settings: what the publisher decides
    :param documented: whether pyLODE's documentation is part of the site
    """

    def __init__(
        self, graph: PublishedGraph, folder: Path, settings: SiteSettings, documented: bool
    ) -> None:
        dataset = find_dataset(graph.store, graph.base)
        scope = register_scope(graph.known, graph.base, dataset.iri, settings)
        self._vocabulary = NamedNode(graph.base + "def")
        named = {*graph.known.things, self._vocabulary, dataset.iri}
        things = sorted(named, key=lambda thing: thing.value)
        super().__init__(graph, folder, dataset, scope, things)
        self._documented = documented
        self._has_own_questions = settings.questions is not None
        self._questions = questions() if settings.questions is None else settings.questions

    def write(self, top: str) -> None:
        """Write everything but the change log, the server rules and the manifest."""
        dumps_of.write_vocabulary(self._folder, self.graph.base)
        super().write(top)
        self.write_questions(self._questions)

    @cached_property
    def network(self) -> Network:
        """The network of schools and universities."""
        return with_evidence(build_network(self.graph.store), self.graph.store)

    def network_in(self, network: Network, locale: Locale) -> Network:
        """Return the network with licence and edition of the register."""
        spoken = display_locales(locale, self._locales)
        return replace(network, note=with_terms_of_use(network.note, spoken))

    def described(self) -> set[NamedNode]:
        """Return the dataset and the vocabulary, which are written with more statements."""
        return {self._vocabulary, self.dataset.iri}

    def more(
        self, context: PageContext, told: Description, dumps: Sequence[Dump]
    ) -> Iterator[Markup | None]:
        """Yield the terms of the vocabulary, and the dumps of the dataset."""
        if told.iri == self._vocabulary:
            yield term_lists(context, self._vocabulary, self._documented)
        yield from super().more(context, told, dumps)

    def own_pages(self, locale: Locale, dumps: Sequence[Dump]) -> Iterator[tuple[str, str]]:
        """Yield the pages that are not about an entity, with their paths."""

        def context(path: str) -> PageContext:
            return PageContext(locale, path)

        yield "index", home_page(context("index"), self._register, self.dataset.iri)
        for section in SECTIONS:
            path = f"browse/{section}"
            yield path, browse_page(context(path), section, self._register)
        yield "questions/index", questions_page(context("questions/index"), self._questions)
        asked = AskedGraph(
            self.graph.store, f"dumps/{self.dataset.name}.ttl", self._has_own_questions
        )
        for question in self._questions:
            path = f"questions/{question.name}"
            yield path, question_page(context(path), question, asked)
        yield "search", search_page(context("search"))
        yield "check", check_page(context("check"), *self._checked)
        yield "shapes", self._shapes.page(context("shapes"))
        yield from super().own_pages(locale, dumps)

    @cached_property
    def _register(self) -> PartnershipIndex:
        ended = {thing for thing, (_, over) in statuses(self.graph.store).items() if over}
        return PartnershipIndex(self._known, ended)

    @cached_property
    def _checked(
        self,
    ) -> tuple[list[ProgrammeCheck], ProgrammeIndex, Sequence[CitedSource]]:
        """Return the check of every partnership, the names to find it by, and the lists."""
        store = self.graph.store
        checks = checks_of_index(self._known, self._known.of_class("yq:Partnership"))
        return checks, ProgrammeIndex.of_store(store), register_lists(store)

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(self.graph.base)
