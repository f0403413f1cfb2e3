"""Pages and data of entities, written in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.data.entity_data import (
    DATA_FORMATS,
    count_omitted,
    entity_document,
    statements_about,
)
from yuqiao.exports.site.pages.entity import EntityPages, page_links
from yuqiao.exports.site.pages.html import joined
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.web.pages.known_entities import LiveContext, surroundings_of

if TYPE_CHECKING:
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.web.pages.known_entities import LiveLocale
    from yuqiao.web.served_graph import ServedGraph

EXTENSIONS = {RDF_FORMATS[name].extension: name for name in DATA_FORMATS}
"""The format of each extension of the address of an entity."""


@dataclass(frozen=True)
class PageContent:
    """What a page shows within the frame of the application; all markup is made by us.

    :param links: further elements of the head
    :param iri: of the entity that it is about, from which the network can be explored
    """

    title: str
    summary: str
    main: str
    links: str = ""
    iri: str = ""


@dataclass(frozen=True)
class EntityAddress:
    """How a request names an entity: by the path of its page, or by its IRI.

    :param top: the URL of the root of the application
    """

    top: str
    path: str = ""
    iri: str = ""


def entity_page(graph: ServedGraph, address: EntityAddress, lang: str) -> PageContent | None:
    """Return the page of an entity, or None if the graph says nothing of it."""
    found = _found(graph, address, lang)
    if found is None:
        return None
    locale, thing = found
    context = _context(locale, thing, address.top)
    told = locale.known.of(thing)
    links = page_links(context, told, licence="")
    drawn = {} if graph.known is None else graph.known.drawn(graph.store)
    omitted = {thing: count_omitted(statements_about(locale.known, thing))}
    head, *content = EntityPages(locale, drawn, omitted).content(context, told, links)
    return PageContent(head.title, head.summary, joined(content), links, thing.value)


def entity_data(graph: ServedGraph, address: EntityAddress, form: str) -> bytes | None:
    """Return the statements about an entity and the claims about it, in one of the formats."""
    found = _found(graph, address, "en")
    if found is None:
        return None
    locale, thing = found
    known = graph.stated_index if graph.known is not None else locale.known
    return entity_document(statements_about(known, thing), form, known.prefixes)


def path_of(graph: ServedGraph, iri: str) -> str | None:
    """Return the path of the page of an entity; None if it has none of its own."""
    thing = _node(iri)
    return None if graph.known is None else graph.known.places.path(thing)


def _found(
    graph: ServedGraph, address: EntityAddress, lang: str
) -> tuple[LiveLocale, NamedNode] | None:
    if address.iri:
        thing = _node(address.iri)
    elif graph.known is not None:
        known_thing = graph.known.at.get(address.path)
        if known_thing is None:
            return None
        return graph.known.locales[lang], known_thing
    else:
        thing = NamedNode(graph.base + address.path)
    if graph.known is not None and thing in graph.known.index:
        return graph.known.locales[lang], thing
    locale = surroundings_of(graph.store, thing, lang, graph.is_register)
    return (locale, thing) if _is_known(locale.known, thing) else None


def _is_known(known: EntityIndex, thing: NamedNode) -> bool:
    return thing in known or any(known.of(thing).incoming)


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(
            "the address has no valid IRI; expected one such as http://a.b/c"
        ) from None


def _context(locale: LiveLocale, thing: NamedNode, top: str) -> LiveContext:
    path = locale.places.path(thing)
    return LiveContext(locale, path or "", top, "" if path else thing.value)
