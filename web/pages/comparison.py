"""Two entities side by side, written in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.pages.entity import EntityPages
from yuqiao.exports.site.pages.html import Markup, element
from yuqiao.graph.entities.names import best_names
from yuqiao.graph.entities.search import as_iri, find
from yuqiao.graph.labels import LANGUAGES
from yuqiao.web.pages.known_entities import LiveContext, surroundings_of
from yuqiao.web.pages.search import found_entities
from yuqiao.web.rendering import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.web.pages.search_index import Match
    from yuqiao.web.served_graph import ServedGraph

_MOST_MEANT = 8


@dataclass(frozen=True)
class ComparedEntity:
    """An entity as the form names it.

    :param typed: what the reader wrote, or the name of what an address named
    :param iri: of the entity; empty when it is not decided
    :param meant: the entities that it may be
    """

    typed: str
    iri: str = ""
    meant: tuple[Match, ...] = ()


@dataclass(frozen=True)
class ComparedEntities:
    """The form of two entities, and the table of both.

    :param table: empty unless both are known
    """

    one: ComparedEntity
    two: ComparedEntity
    table: str = ""


def compared_entities(
    graph: ServedGraph, one: str, two: str, lang: str, top: str
) -> ComparedEntities:
    """Compare two entities, each named by an IRI or by a name that only one entity has."""
    found = [_named(graph, text, lang) for text in (one, two)]
    table = ""
    if all(each.iri for each in found):
        table = _table(graph, [NamedNode(each.iri) for each in found], lang, top)
    return ComparedEntities(found[0], found[1], table)


def _named(graph: ServedGraph, text: str, lang: str) -> ComparedEntity:
    wanted = text.strip()
    if not wanted:
        return ComparedEntity("")
    iri = as_iri(graph.store, wanted)
    things = [iri] if iri is not None else find(graph.store, wanted)
    if len(things) != 1:
        meant = tuple(found_entities(graph, wanted, lang)[:_MOST_MEANT])
        if len(meant) != 1:
            return ComparedEntity(wanted, meant=meant)
        things = [NamedNode(meant[0].iri)]
    (thing,) = things
    name = best_names(graph.store, [thing], LANGUAGES[lang]).get(thing, "")
    is_clear = bool(name) and find(graph.store, name) == [thing]
    return ComparedEntity(name if is_clear else wanted, thing.value)


class _Side:
    """One of the two: what its page would show.

    :param facts: the values of each property, and the entities that link to it by each
    """

    def __init__(self, graph: ServedGraph, thing: NamedNode, lang: str, top: str) -> None:
        inside = graph.known is not None and thing in graph.known.index
        if inside and graph.known is not None:
            locale = graph.known.locales[lang]
        else:
            locale = surroundings_of(graph.store, thing, lang, graph.is_register)
        self.thing = thing
        self.locale = locale
        self.context = LiveContext(locale, "compare", top)
        description = locale.known.of(thing)
        shown = EntityPages(locale, {}, {}).facts_by_property(description)
        self.facts: dict[tuple[NamedNode, bool], list[Term]] = {
            (property_, False): [fact.value for fact in facts] for property_, facts in shown.items()
        }
        for property_, others in description.incoming.items():
            self.facts[property_, True] = [*sorted(others, key=locale.name)]

    def label(self, property_: NamedNode, incoming: bool) -> Markup:
        """Write the name of a property, linked to its page."""
        name = self.locale.incoming_label(property_) if incoming else None
        return self.context.link(property_, name)


def _table(graph: ServedGraph, things: Sequence[NamedNode], lang: str, top: str) -> str:
    one, two = (_Side(graph, thing, lang, top) for thing in things)
    names = [element("th", side.context.link(side.thing), scope="col") for side in (one, two)]
    kinds = [element("td", side.locale.kinds(side.thing)) for side in (one, two)]
    is_a = element("th", messages()["kind"][lang], scope="row")
    rows = [element("tr", is_a, kinds)]
    for key in dict.fromkeys([*one.facts, *two.facts]):
        rows.append(_row(key, one, two, lang))
    head = element("tr", element("td"), names)
    table = element("table", element("thead", head), element("tbody", rows), class_="compared")
    return element(
        "div",
        table,
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=messages()["compare"][lang],
    )


def _row(key: tuple[NamedNode, bool], one: _Side, two: _Side, lang: str) -> Markup:
    sides = (one, two)
    both = set(one.facts.get(key, ())) & set(two.facts.get(key, ()))
    label = next(side.label(*key) for side in sides if key in side.facts)
    cells = [_values(side.context, side.facts.get(key, ()), both, lang) for side in sides]
    return element("tr", element("th", label, scope="row"), cells)


def _values(context: PageContext, values: Sequence[Term], both: set[Term], lang: str) -> Markup:
    if not values:
        return element("td", element("span", "–", class_="quiet"))
    mark = element("small", messages()["in-both"][lang], class_="both")
    items = [
        element("li", context.value(value), [" ", mark] if value in both else None)
        for value in [*(v for v in values if v in both), *(v for v in values if v not in both)]
    ]
    return element("td", element("ul", items, class_="names"))
