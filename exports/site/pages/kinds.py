"""The kinds of entity that have their own colour, as on the network page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from yuqiao.graph.entities.index import EntityIndex

OTHER = "other"
"""The kind of all other entities."""

_OF_CLASS = {
    "yq:Partnership": "partnership",
    "yq:Industry": "industry",
    "yq:Discipline": "discipline",
    "schema:Country": "country",
}


class Kinds:
    """Finds the kind of an entity: partnership, school, university, country and so on.

    :param known: the graph

    >>> import yuqiao
    >>> from yuqiao.graph.entities.index import EntityIndex
    >>> known = EntityIndex(yuqiao.open())
    >>> kinds = Kinds(known)
    >>> [kinds.of(known.iri(name)) for name in ("o:swu", "o:anu", "country:AUS", "yq:level")]
    ['school', 'university', 'country', 'other']
    """

    def __init__(self, known: EntityIndex) -> None:
        self._known = known
        self._classes = {known.iri(name): kind for name, kind in _OF_CLASS.items()}
        self._isced = known.prefixes["isced"]
        self._found: dict[NamedNode, str] = {}

    def of(self, thing: NamedNode) -> str:
        """Return the kind of an entity."""
        if thing not in self._found:
            self._found[thing] = self._look(thing)
        return self._found[thing]

    def _look(self, thing: NamedNode) -> str:
        if self._known.pointing(thing, "yq:chinesePartner"):
            return "school"
        if self._known.pointing(thing, "yq:foreignPartner"):
            return "university"
        if thing.value.startswith(self._isced):
            return "discipline"
        found = (self._classes.get(each) for each in self._known.wider_classes(thing))
        return next(filter(None, found), OTHER)
