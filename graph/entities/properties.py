"""Find a property of an entity by its name in either language, or by its prefixed name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.entities.name_matching import folded, ranked
from yuqiao.graph.entities.names import names_of
from yuqiao.graph.entities.search import as_iri
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import local_name

if TYPE_CHECKING:
    from yuqiao.graph.stores.store import Store

_USED = """
SELECT DISTINCT ?property WHERE {
  { ?entity ?property ?value }
  UNION { ?claim schema:about ?entity ; yq:aboutProperty ?property }
  UNION { ?entity yq:unknownValueFor ?property }
}"""


def find_property(store: Store, entity: NamedNode, text: str) -> NamedNode:
    """Return the property of an entity with a name: of those it has, the best match.

    The name may be that of a column of the tables, such as ``first_intake``.

    :raises QueryError: if it has none with this name; it lists those it has

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> physics = NamedNode(graph.prefixes["p"] + "cqu-novosibirsk-physics")
    >>> find_property(graph, physics, "学费").value.rpartition("#")[2]
    'annualTuition'
    >>> find_property(graph, physics, "first_intake").value.rpartition("#")[2]
    'firstIntake'
    """
    iri = as_iri(store, text)
    if iri is not None:
        return iri
    rows = store.select(_USED, {"entity": entity})
    used = sorted({row[0].value for row in rows if isinstance(row[0], NamedNode)})
    labels = names_of(store, used)
    names = [[*labels.get(each, {}).values(), _apart(local_name(each))] for each in used]
    found = ranked(names, folded(text.replace("_", " ")))
    if not found:
        known = sorted({own[0] for own in names if own})
        raise QueryError(f"the entity has no property {text!r}; it has {', '.join(known)}")
    best = min(how for how, _ in found)
    matching = [number for how, number in found if how == best]
    return NamedNode(used[min(matching, key=lambda number: len(min(names[number], key=len)))])


def _apart(name: str) -> str:
    """Return the words of a name such as ``annualTuition``."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()
