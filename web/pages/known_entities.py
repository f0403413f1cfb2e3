"""What a worker knows for pages: the whole graph by entity, or what is around one entity."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.pages.browse import PartnershipIndex
from yuqiao.exports.site.pages.entity import network_fragments
from yuqiao.exports.site.pages.html import text
from yuqiao.exports.site.pages.localization import Locale, PageContext
from yuqiao.exports.site.scope import SiteScope
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.entities.names import names_of
from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.network.partnership_queries import statuses
from yuqiao.graph.stores.rebase import base_of
from yuqiao.web.pages.search_index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.curation.matching.reconciliation import Reconciler
    from yuqiao.graph.stores.store import Store

MOST_INDEXED = 300_000
"""Triples up to which a graph is indexed as a whole."""

_MOST_FACTS, _MOST_LINKS = 2_000, 500
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_OWN = f"""
CONSTRUCT {{ ?entity ?p ?o . ?o ?q ?v }} WHERE {{
  {{ SELECT ?p ?o {{ ?entity ?p ?o }} LIMIT {_MOST_FACTS} }}
  OPTIONAL {{ ?o ?q ?v FILTER(isBlank(?o)) }}
}}"""
_LINKS = f"SELECT ?s ?p {{ ?s ?p ?entity FILTER(isIRI(?s)) }} LIMIT {_MOST_LINKS}"
_CLAIMS = """
CONSTRUCT { ?claim ?p ?o } WHERE {
  { SELECT ?claim { ?claim schema:about ?entity ; a yq:Claim } LIMIT 500 } ?claim ?p ?o
}"""
_PARTS = """
CONSTRUCT { ?part ?p ?o } WHERE { ?entity yq:hasApproval|yq:hasOffering ?part . ?part ?p ?o }"""
_INVERSES = "CONSTRUCT { ?p owl:inverseOf ?q } WHERE { ?p owl:inverseOf ?q } LIMIT 1000"
_CLASSES = "SELECT ?entity ?class {{ VALUES ?entity {{ {entities} }} ?entity a ?class }}"


class _Statements:
    """Some statements of a graph, as an index reads them."""

    def __init__(self, store: Store, found: list[Triple]) -> None:
        self.prefixes = dict(store.prefixes)
        self._found = found

    def triples(self) -> Iterator[Triple]:
        """Return the statements."""
        return iter(self._found)


def _around(store: Store, thing: NamedNode) -> list[Triple]:
    """Return the statements about an entity, those that link to it, and its claims and parts."""
    bindings = {"entity": thing}
    queries = (_OWN, _CLAIMS, _PARTS)
    found = [triple for query in queries for triple in store.construct(query, bindings)]
    found += store.construct(_INVERSES)
    for subject, predicate in store.select(_LINKS, bindings):
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            found.append(Triple(subject, predicate, thing))
    return found


def _names(store: Store, iris: Iterable[str]) -> Iterator[Triple]:
    label = NamedNode(NAMING_PROPERTIES[0])
    for iri, by_tag in names_of(store, iris).items():
        for tag, name in by_tag.items():
            yield Triple(NamedNode(iri), label, Literal(name, language=tag or None))


def _classes(store: Store, iris: Iterable[str]) -> Iterator[Triple]:
    entities = " ".join(f"<{iri}>" for iri in sorted(iris))
    for entity, class_ in store.select(_CLASSES.format(entities=entities)):
        if isinstance(entity, NamedNode) and isinstance(class_, NamedNode):
            yield Triple(entity, _RDF_TYPE, class_)


class LiveLocale(Locale):
    """Names, messages and links in one language; addresses have no extension.

    :param known: the entities
    :param places: the path of each entity
    :param lang: ``en`` or ``zh``
    :param is_register: whether the graph describes partnerships
    :param everywhere: whether every IRI has a page, at ``resource?iri=``
    """

    def __init__(
        self,
        known: EntityIndex,
        places: SitePaths,
        lang: str,
        is_register: bool,
        *,
        everywhere: bool = False,
    ) -> None:
        super().__init__(known, places, lang, SiteScope(is_register=is_register))
        self.end = ""
        self._everywhere = everywhere

    def end_of_link(self, thing: NamedNode) -> str | None:
        """Return a link to an entity without its relative start."""
        if not self._everywhere:
            return super().end_of_link(thing)
        return self._end_of(text(resource_address(thing.value)), thing)


class LiveContext(PageContext):
    """The page being written: its data is beside it, under the extension of a format.

    :param locale: the language
    :param thing: the entity it is about, if its address names the IRI
    :param path: its path, else
    :param top: the URL of the root of the application
    """

    def __init__(self, locale: LiveLocale, path: str, top: str, iri: str = "") -> None:
        super().__init__(locale, path, top)
        self._iri = iri

    def beside(self, end: str) -> str:
        """Return the URL of a file with the name of this page, such as its data."""
        return self.up + resource_address(self._iri, end) if self._iri else super().beside(end)


def resource_address(iri: str, end: str = "") -> str:
    """Return the relative URL of the page of any IRI, or of its data.

    >>> resource_address("http://a/b", ".ttl")
    'resource.ttl?iri=http%3A%2F%2Fa%2Fb'
    """
    return f"resource{end}?iri={quote(iri, safe='')}"


class KnownEntities:
    """Every entity of a graph that fits into memory, with the path of its page."""

    def __init__(self, store: Store, is_register: bool) -> None:
        self.index = EntityIndex(store)
        self.places = SitePaths(self.index.things, base_of(store))
        self.at = {self.places.path(thing): thing for thing in self.index.things}
        self.locales = {
            lang: LiveLocale(self.index, self.places, lang, is_register) for lang in ("en", "zh")
        }
        self._register: PartnershipIndex | None = None
        self._search: dict[str, SearchIndex] = {}
        self._drawn: dict[str, str] | None = None
        self._reconciler: Reconciler | None = None

    @cached_property
    def by_name(self) -> dict[str, NamedNode]:
        """The entities that have a name which no other has, by that name."""
        found: dict[str, set[NamedNode]] = defaultdict(set)
        for thing in self.index.things:
            for name in self.index.names(thing).values():
                found[name].add(thing)
        return {name: next(iter(things)) for name, things in found.items() if len(things) == 1}

    def warm(self, store: Store) -> Iterator[None]:
        """Prepare what takes time, a part at a time."""
        self.register(store)
        yield
        self.drawn(store)
        for lang in self.locales:
            yield
            self.search_index(lang)

    def drawn(self, store: Store) -> dict[str, str]:
        """Return the URL fragments of the network's page that select an entity, by IRI."""
        if self._drawn is None:
            from yuqiao.graph.network.builder import build_network

            self._drawn = network_fragments(build_network(store))
        return self._drawn

    def search_index(self, lang: str) -> SearchIndex:
        """Return the index of all names in a language."""
        if lang not in self._search:
            self._search[lang] = SearchIndex(self.locales[lang])
        return self._search[lang]

    def reconciler(self) -> Reconciler:
        """Return what reconciles names with the entities."""
        if self._reconciler is None:
            from yuqiao.graph.curation.matching.reconciliation import Reconciler

            self._reconciler = Reconciler(self.index)
        return self._reconciler

    def register(self, store: Store) -> PartnershipIndex:
        """Return the partnerships of the graph by their properties; there may be none."""
        if self._register is None:
            ended = {thing for thing, (_, over) in statuses(store).items() if over}
            self._register = PartnershipIndex(self.index, ended)
        return self._register


def surroundings_of(store: Store, thing: NamedNode, lang: str, is_register: bool) -> LiveLocale:
    """Return what is around one entity, in a language."""
    found = _around(store, thing)
    iris = {term.value for each in found for term in each if isinstance(term, NamedNode)}
    found += [*_names(store, iris - {thing.value}), *_classes(store, iris)]
    return _locale(store, found, lang, is_register)


def names_around(store: Store, iris: Iterable[str], lang: str, is_register: bool) -> LiveLocale:
    """Return the names of some entities, in a language."""
    return _locale(store, list(_names(store, iris)), lang, is_register)


def _locale(store: Store, found: list[Triple], lang: str, is_register: bool) -> LiveLocale:
    index = EntityIndex(_Statements(store, found))
    places = SitePaths([], base_of(store))
    return LiveLocale(index, places, lang, is_register, everywhere=True)
