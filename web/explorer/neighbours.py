"""Nodes and links of a network that grows around an entity, by small queries to any store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.pages.localization import standard_name
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.entities.search import find, search
from yuqiao.graph.entities.summaries import main_classes, summaries_of
from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.stores.results import Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.served_graph import ServedGraph

MOST_NODES = 600
"""Nodes of one picture."""

MOST_AT_ONCE = 50
"""Neighbours that are loaded at once."""

_MOST_MATCHES = 20
_MOST_ROWS = 1000  # of a query to start from
_MOST_GROUPS = 200
_COUNTS = """
SELECT ?property (COUNT(*) AS ?count) WHERE {{ {pattern} FILTER(ISIRI(?other)) }}
GROUP BY ?property ORDER BY DESC(?count) ?property LIMIT {most}"""
_OTHERS = """
SELECT ?other WHERE {{ {pattern} FILTER(ISIRI(?other){not_linked}) }} LIMIT {most}"""
"""In the order of the store, for nobody waits until the neighbours of a hub are sorted; those in
the picture are left out, and so are never offered twice."""

_AMONG = """
SELECT DISTINCT ?s ?p ?o WHERE {{
  VALUES ?s {{ {one} }} VALUES ?o {{ {all} }} ?s ?p ?o
  FILTER NOT EXISTS {{
    ?narrower <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> ?p . ?s ?narrower ?o
    FILTER(?narrower != ?p)
  }}
}}"""
"""Each link by its most specific property, where the graph says which that is."""


class Subnetwork(TypedDict):
    """Nodes and links to add to a picture."""

    nodes: list[dict[str, str]]
    links: list[dict[str, str]]


def entities_named(graph: ServedGraph, text: str, shown: list[str], lang: str) -> Subnetwork:
    """Return the entities that a text may refer to, with their links to those shown.

    :param shown: the nodes of the picture
    :raises QueryError: when there is none
    """
    found = find(graph.store, text) or search(graph.store, text)
    if not found:
        raise QueryError(f"no entity is named {text!r}; try a part of its name")
    return _joined_to(graph, [entity.value for entity in found[:_MOST_MATCHES]], shown, lang)


def answered(graph: ServedGraph, sparql: str, lang: str) -> Subnetwork:
    """Return the entities in the answer to a query, and the links among them.

    :raises QueryError: when the query is wrong, or gives no entities
    """
    answer = graph.store.query(sparql)
    if isinstance(answer, bool):
        raise QueryError("an ASK query gives no entities; expected SELECT, CONSTRUCT or DESCRIBE")
    iris: dict[str, None] = {}
    stated: list[tuple[str, str, str]] = []
    for row in cast("Iterable[Iterable[object]]", answer.limit(_MOST_ROWS)):
        terms = list(row)
        ends = terms[::2] if isinstance(answer, Triples) else terms
        named = [term.value for term in ends if isinstance(term, NamedNode)]
        if len(iris.keys() | set(named)) > MOST_NODES:
            break
        iris.update(dict.fromkeys(named))
        if isinstance(answer, Triples) and len(named) == len(ends):
            stated.append((named[0], cast("NamedNode", terms[1]).value, named[1]))
    if not iris:
        raise QueryError("the answer to this query has no entities to start from")
    links = stated or among(graph.store, iris, iris)
    return {
        "nodes": nodes_of(graph.store, list(iris), lang),
        "links": links_with_names(graph.store, links, lang),
    }


def question_query(graph: ServedGraph, name: str, values: Mapping[str, str], lang: str) -> str:
    """Return the query of a question with the values of its parameters.

    :raises QueryError: when there is no such question, or a value is wrong
    """
    from yuqiao.graph.questions.catalogue import find_question
    from yuqiao.graph.sparql.bindings import bind

    question = find_question(name)
    known = {parameter.name for parameter in question.parameters}
    given = {key: value for key, value in values.items() if key in known and value}
    sparql, bindings = question.bind(lang=lang, store=graph.store, values=given)
    return bind(sparql, bindings)


def counted_links(graph: ServedGraph, iri: str, lang: str) -> list[dict[str, Any]]:
    """Return how many entities are linked to one, by property and direction."""
    entity = checked_text(iri)
    found: list[dict[str, Any]] = []
    for incoming, pattern in (
        (False, f"{entity} ?property ?other"),
        (True, f"?other ?property {entity}"),
    ):
        query = _COUNTS.format(pattern=pattern, most=_MOST_GROUPS)
        for property_, count in cast("Solutions", graph.store.query(query)):
            if isinstance(property_, NamedNode) and isinstance(count, Literal):
                group = {"property": property_.value, "incoming": incoming}
                found.append({**group, "count": int(count.value)})
    names = shown_names(graph.store, [group["property"] for group in found], lang)
    return [{**group, "name": names[group["property"]]} for group in found]


def neighbours(
    graph: ServedGraph,
    iri: str,
    property_: str,
    incoming: bool,
    linked: list[str],
    shown: list[str],
    lang: str,
) -> Subnetwork:
    """Return some entities linked to one by a property, and their links to those shown.

    :param linked: those whose link is in the picture
    :param shown: the nodes of the picture
    """
    entity, by = checked_text(iri), checked_text(property_)
    pattern = f"?other {by} {entity}" if incoming else f"{entity} {by} ?other"
    known = ", ".join(map(checked_text, linked[:MOST_NODES]))
    not_linked = f" && ?other NOT IN ({known})" if known else ""
    query = _OTHERS.format(pattern=pattern, not_linked=not_linked, most=MOST_AT_ONCE)
    rows = cast("Solutions", graph.store.query(query))
    new = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
    return _joined_to(graph, new, [*shown, iri], lang)


def _joined_to(graph: ServedGraph, new: list[str], shown: list[str], lang: str) -> Subnetwork:
    """Return entities with their links to each other and to those shown."""
    everything = dict.fromkeys([*shown[-MOST_NODES:], *new])
    links = [*among(graph.store, new, everything), *among(graph.store, everything, new)]
    return {
        "nodes": nodes_of(graph.store, new, lang),
        "links": links_with_names(graph.store, list(dict.fromkeys(links)), lang),
    }


def among(
    store: Store, subjects: Iterable[str], objects: Iterable[str]
) -> list[tuple[str, str, str]]:
    """Return the links from some entities to others."""
    one, other = (" ".join(map(checked_text, iris)) for iris in (subjects, objects))
    rows = cast("Solutions", store.query(_AMONG.format(one=one, all=other)))
    return [
        (s.value, p.value, o.value)
        for s, p, o in rows
        if isinstance(s, NamedNode) and isinstance(p, NamedNode) and isinstance(o, NamedNode)
    ]


def nodes_of(store: Store, iris: list[str], lang: str) -> list[dict[str, str]]:
    """Return entities as nodes: IRI, name, short name and kind."""
    things = [NamedNode(iri) for iri in iris]
    kinds = main_classes(store, summaries_of(store, things))
    names = shown_names(store, [*iris, *kinds.values()], lang)
    short = PrefixMap(store.prefixes)
    return [
        {
            "iri": thing.value,
            "name": names[thing.value],
            "short": short.compress(thing.value) or f"<{thing.value}>",
            "kind": names[kinds[thing]] if thing in kinds else "",
        }
        for thing in things
    ]


def links_with_names(
    store: Store, links: list[tuple[str, str, str]], lang: str
) -> list[dict[str, str]]:
    """Return links as objects, with the names of their properties."""
    names = shown_names(store, [link[1] for link in links], lang)
    return [{"from": s, "property": p, "to": o, "name": names[p]} for s, p, o in links]


def shown_names(store: Store, iris: Iterable[str], lang: str) -> dict[str, str]:
    """Return what entities are called: by the graph, by a well-known vocabulary, or by their IRI.

    >>> import yuqiao
    >>> shown_names(yuqiao.open(), ["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"], "en")
    {'http://www.w3.org/1999/02/22-rdf-syntax-ns#type': 'class'}
    """
    wanted = list(dict.fromkeys(iris))
    labels = labels_of(store, wanted)
    short = PrefixMap(store.prefixes)
    return {
        iri: labels[iri].text(lang)
        if iri in labels
        else standard_name(iri, lang) or short.compress(iri) or iri
        for iri in wanted
    }


def saved(graph: ServedGraph, links: list[list[str]], alone: int, lang: str) -> str:
    """Return the links of a picture as the page that works offline.

    :param links: subject, property and object of each
    :param alone: the nodes without a link, which the page does not show and says so
    """
    from yuqiao.exports.network.page.document import render_page

    return render_page(network_of_links(graph, links, alone, lang), lang=lang)


def network_of_links(graph: ServedGraph, links: list[list[str]], alone: int, lang: str) -> Network:
    """Return some links as a network.

    :param alone: the nodes without a link, which the network says it leaves out
    """
    from yuqiao.graph.network.spec import NetworkSpec

    if not links:
        raise QueryError("the picture has no links to save; load some first")
    rows = "\n".join(f"    ({' '.join(map(checked_text, link))})" for link in links)
    sparql = (
        "CONSTRUCT { ?s ?p ?o } WHERE {\n  VALUES (?s ?p ?o) {\n" + rows + "\n  }\n  ?s ?p ?o\n}"
    )
    return NetworkSpec(sparql=sparql, note=_note(alone, lang)).drawing(graph.store)


def _note(alone: int, lang: str) -> str | None:
    if not alone:
        return None
    said = "没有链接的节点未显示：{}。" if lang == "zh" else "Nodes without a link: {}, left out."
    return said.format(alone)


def checked_text(iri: str) -> str:
    """Return an IRI as a query has it.

    :raises QueryError: when it is none
    """
    try:
        return checked_iri(iri)
    except InputError as error:
        raise QueryError(f"<{iri}> is not an IRI") from error
