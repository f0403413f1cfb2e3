"""Where the nodes and partners of a network are, from the coordinates in their graph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.graph.entities.names import ENTITIES_A_QUERY, labels_of
from yuqiao.graph.labels import label_of
from yuqiao.graph.network.model import Place
from yuqiao.graph.network.partnership_queries import rows
from yuqiao.graph.rdf.iris import checked_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.labels import Label
    from yuqiao.graph.network.model import Network
    from yuqiao.graph.stores.store import Store

_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_POINT = f"schema:latitude|<{_WGS84}lat> ?lat ; schema:longitude|<{_WGS84}long> ?long"
_WAYS = (
    f"?entity {_POINT} . BIND(?entity AS ?place) BIND(?entity AS ?at)",
    f"?entity schema:geo ?point . ?point {_POINT} . BIND(?entity AS ?place) BIND(?entity AS ?at)",
    f"?entity schema:location ?place . ?place {_POINT} . BIND(?place AS ?at)",
    f"?entity schema:location ?place . ?place schema:containedInPlace ?at . ?at {_POINT} .",
)
"""From an entity to coordinates, the nearest first: its own, its place's, the wider place's."""

_PLACED = (
    _WAYS[2],
    f"?entity schema:location ?place . ?place schema:geo ?p . ?p {_POINT} BIND(?place AS ?at)",
    _WAYS[3],
)
"""Those over a place, for which the property can be another."""

_HAS_POINTS = f"ASK {{ ?point schema:latitude|<{_WGS84}lat> ?lat }}"

_QUERY = """
SELECT DISTINCT ?entity ?place ?at ?lat ?long WHERE {{
  VALUES ?entity {{ {entities} }} {way} FILTER(isIRI(?place) && isIRI(?at))
}}"""


def with_places(network: Network, store: Store, by: str | None = None) -> Network:
    """Return a network with the places of its nodes and of the partners of its partnerships.

    A place without coordinates has those of the place it lies in, and says so. Coordinates that
    are no numbers or not on the globe are left out, as if there were none.

    :param by: the IRI of the property that leads to a place; None for the usual ways

    >>> import yuqiao
    >>> from yuqiao.graph.network.builder import build_network
    >>> graph = yuqiao.open()
    >>> place = with_places(build_network(graph), graph).places[graph.prefixes["o"] + "swu"]
    >>> place.label.en, place.within, place.latitude
    ('Beibei District', None, 29.805107)
    """
    partners = {
        iri for each in network.partnerships.values() for iri in (*each.schools, *each.universities)
    }
    named = {str(node) for node in network.graph if not str(node).startswith("_:")}
    ways: dict[str, list[_Found]] = {}
    for entity, where in _located(store, sorted(partners | named), _ways(by)):
        ways.setdefault(entity, []).append(where)
    found = {entity: _narrowest(each) for entity, each in ways.items()}
    labels = labels_of(store, {iri for each in found.values() for iri in (each.place, each.at)})

    def label(iri: str) -> Label:
        return labels.get(iri) or label_of(iri, {})

    places = {
        entity: Place(
            each.place,
            label(each.place),
            each.latitude,
            each.longitude,
            None if each.at == each.place else label(each.at),
        )
        for entity, each in sorted(found.items())
    }
    return replace(network, places=places)


class _Found(NamedTuple):
    rank: int
    place: str
    at: str
    latitude: float
    longitude: float


def _narrowest(ways: list[_Found]) -> _Found:
    """Return the nearest way, but no place that another one of them lies in."""
    wider = {each.at for each in ways if each.at != each.place}
    return min([each for each in ways if each.place not in wider] or ways)


def _ways(by: str | None) -> Sequence[str]:
    if by is None:
        return _WAYS
    return [way.replace("schema:location", checked_iri(by)) for way in _PLACED]


def _located(
    store: Store, entities: Sequence[str], ways: Sequence[str]
) -> Iterator[tuple[str, _Found]]:
    """Return each way from an entity to coordinates that are on the globe."""
    if not store.exists(_HAS_POINTS):
        return
    for start in range(0, len(entities), ENTITIES_A_QUERY):
        some = " ".join(map(checked_iri, entities[start : start + ENTITIES_A_QUERY]))
        for rank, way in enumerate(ways):
            for entity, place, at, *point in rows(store, _QUERY.format(entities=some, way=way)):
                latitude, longitude = (term.value for term in point)
                if _is_within(latitude, 90) and _is_within(longitude, 180):
                    found = _Found(rank, place.value, at.value, float(latitude), float(longitude))
                    yield entity.value, found


def _is_within(text: str, most: int) -> bool:
    try:
        return abs(float(text)) <= most  # not so of NaN
    except ValueError:
        return False
