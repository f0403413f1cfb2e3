"""Names, classes and literal values of many entities of any graph at once, blank nodes included."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.entities.names import ENTITIES_A_QUERY
from yuqiao.graph.labels import NAMING_PROPERTIES, Label, label_of, names_by_tag
from yuqiao.graph.rdf.canonicalization import names_for_writing, split_by_blank
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.ontology.namespaces import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions, Triples
    from yuqiao.graph.stores.store import Store

    Entity = NamedNode | BlankNode
    Statement = tuple[Entity, NamedNode, Term | Triple]

_TYPE = f"{RDF}type"
_SAYING_NOTHING = {f"{OWL}NamedIndividual", f"{OWL}Thing", f"{RDFS}Resource"}  # as classes
_SAID = """
SELECT ?entity ?property ?value WHERE {{
  VALUES ?entity {{ {entities} }}
  ?entity ?property ?value . FILTER(isLiteral(?value) || ?property = <{type}>)
}}"""
_ALL_SAID = f"""
SELECT ?entity ?property ?value WHERE {{
  ?entity ?property ?value FILTER(isLiteral(?value) || ?property = <{_TYPE}>)
}}"""
_FEW, _TIMES = 5_000, 20  # entities that are looked up one by one; statements for each of more
_WIDER = """
SELECT DISTINCT ?class ?wider WHERE {{
  VALUES ?class {{ {classes} }}
  ?class <{above}>+ ?wider
}}"""
_UNNAMED = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }"


@dataclass
class EntitySummary:
    """What a graph says of an entity in literals: its names, its classes and its values.

    :param names: by language tag in lower case
    :param classes: the IRIs of its classes, in order
    :param values: the literals of each other property, by IRI, in order
    """

    names: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    values: Mapping[str, tuple[Literal, ...]] = field(default_factory=dict)

    @property
    def label(self) -> Label | None:
        """Its name in both display languages; None if it has none."""
        return label_of("", self.names) if self.names else None

    @property
    def nearest_literal(self) -> str:
        """The shortest of its literals, to tell apart what has no name; nothing if none."""
        found = [literal.value for values in self.values.values() for literal in values]
        return min(found, key=lambda text: (len(text), text), default="")


def summaries_of(store: Store, entities: Iterable[Entity]) -> dict[Entity, EntitySummary]:
    """Summarize entities; those of which a graph says nothing are left out.

    The blank nodes of a graph on a server are, too, as a query cannot name them.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> swu = NamedNode(graph.prefixes["o"] + "swu")
    >>> summaries_of(graph, [swu])[swu].label
    Label(en='Southwest University', zh='西南大学')
    """
    said: dict[Entity, dict[str, list[Term | Triple]]] = defaultdict(lambda: defaultdict(list))
    for entity, property_, value in _statements(store, list(dict.fromkeys(entities))):
        said[entity][property_.value].append(value)
    return {entity: _summary(own) for entity, own in said.items()}


def _statements(store: Store, entities: list[Entity]) -> Iterator[Statement]:
    engine = store.engine
    if engine is not None:
        if len(entities) > _FEW and len(store) < _TIMES * len(entities):
            wanted = set(entities)
            found = cast("Iterator[Statement]", engine.query(_ALL_SAID))
            yield from (row for row in found if row[0] in wanted)
            return
        for entity in entities:
            for quad in engine.quads_for_pattern(entity, None, None, None):
                if isinstance(quad.object, Literal) or quad.predicate.value == _TYPE:
                    yield entity, quad.predicate, quad.object
        return
    named = [entity.value for entity in entities if isinstance(entity, NamedNode)]
    for start in range(0, len(named), ENTITIES_A_QUERY):
        listed = " ".join(map(checked_iri, named[start : start + ENTITIES_A_QUERY]))
        yield from cast(
            "Iterator[Statement]", store.query(_SAID.format(entities=listed, type=_TYPE))
        )


def _summary(own: Mapping[str, list[Term | Triple]]) -> EntitySummary:
    named = (
        (value.value, value.language)
        for property_ in NAMING_PROPERTIES
        if property_ in own
        for value in sorted(own[property_], key=str)
        if isinstance(value, Literal)
    )
    classes = {each.value for each in own.get(_TYPE, ()) if isinstance(each, NamedNode)}
    values = {
        property_: tuple(literal for literal in held if isinstance(literal, Literal))
        for property_, held in ((name, sorted(set(own[name]), key=str)) for name in sorted(own))
        if property_ not in NAMING_PROPERTIES and property_ != _TYPE
    }
    return EntitySummary(names_by_tag(named), tuple(sorted(classes - _SAYING_NOTHING)), values)


def main_classes(store: Store, summaries: Mapping[Entity, EntitySummary]) -> dict[Entity, str]:
    """Choose one class of each entity: the most specific or, of several, the most frequent.

    Entities without a class are left out.
    """
    counts = Counter(each for own in summaries.values() for each in own.classes)
    wider = _wider(store, [name for name in counts if counts[name]])
    found = {}
    for entity, own in summaries.items():
        above = {general for each in own.classes for general in wider.get(each, ())}
        narrow = [each for each in own.classes if each not in above] or list(own.classes)
        if narrow:
            found[entity] = min(narrow, key=lambda each: (-counts[each], each))
    return found


def _wider(store: Store, classes: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    above = f"{RDFS}subClassOf"
    for start in range(0, len(classes), ENTITIES_A_QUERY):
        listed = " ".join(map(checked_iri, sorted(classes)[start : start + ENTITIES_A_QUERY]))
        rows = cast("Solutions", store.query(_WIDER.format(classes=listed, above=above)))
        for narrow, general in rows:
            if narrow != general and isinstance(general, NamedNode):
                found.setdefault(cast("NamedNode", narrow).value, set()).add(general.value)
    return found


def blank_names(store: Store, blank: Iterable[BlankNode]) -> dict[BlankNode, str]:
    """Name blank nodes by what the graph says of them, so that the names are always the same.

    Those of a graph on a server are numbered as they come.
    """
    wanted = list(dict.fromkeys(blank))
    if not wanted:
        return {}
    if store.engine is None:
        return {node: f"_:b{number}" for number, node in enumerate(wanted)}
    triples = cast("Triples", store.query(_UNNAMED))
    names = names_for_writing(split_by_blank(list(triples))[1])
    found = {}
    for number, node in enumerate(wanted):
        name = names.get(str(node).encode())
        found[node] = name.decode() if name else f"_:b{number}"  # one that the query made
    return found
