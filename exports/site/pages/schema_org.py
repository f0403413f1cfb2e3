"""The schema.org description of an entity for search engines, embedded in its page as JSON-LD.

The class is the nearest schema.org superclass of the entity's own class.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.pages.html import Markup, element, replace_invisible, safe_link
from yuqiao.graph.entities.fees import without_currencies
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from yuqiao.graph.entities.description import Description
    from yuqiao.graph.entities.index import EntityIndex

_CLASSES = {
    "skos:Concept": "DefinedTerm",
    "skos:ConceptScheme": "DefinedTermSet",
    "owl:Class": "DefinedTerm",
    "owl:ObjectProperty": "DefinedTerm",
    "owl:DatatypeProperty": "DefinedTerm",
    "owl:AnnotationProperty": "DefinedTerm",
    "owl:Ontology": "DefinedTermSet",
    "dcat:Dataset": "Dataset",
}
_PROPERTIES = {
    "skos:prefLabel": "name",
    "rdfs:label": "name",
    "dcterms:title": "name",
    "skos:altLabel": "alternateName",
    "rdfs:comment": "description",
    "skos:definition": "description",
    "dcterms:description": "description",
    "dcterms:license": "license",
    "dcterms:modified": "dateModified",
    "dcterms:identifier": "identifier",
    "skos:notation": "termCode",
    "skos:inScheme": "inDefinedTermSet",
    "rdfs:isDefinedBy": "inDefinedTermSet",
    "yq:chinesePartner": "provider",
    "yq:foreignPartner": "provider",
}
_MOST_KEPT = 10_000  # links that are likely to come again
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TERM = re.compile("[A-Za-z][A-Za-z0-9]*")  # never a keyword of JSON-LD, such as @context
_SCRIPT = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


class StructuredData:
    """Writes the statements that schema.org has terms for.

    :param known: the graph
    """

    def __init__(self, known: EntityIndex) -> None:
        self._known = known
        self._schema = known.prefixes["schema"]
        self._words = {known.iri(name).value: word for name, word in _PROPERTIES.items()}
        self._classes = {known.iri(name): word for name, word in _CLASSES.items()}
        self._class_of: dict[tuple[NamedNode, ...], str] = {}
        self._linked: dict[NamedNode, dict[str, Any] | None] = {}

    def of(self, description: Description) -> Markup:
        """Write a data block about an entity, which no browser runs."""
        thing = description.iri
        told: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": self._class(thing),
            "@id": thing.value,
        }
        values: dict[str, list[Any]] = {}
        for fact in without_currencies(description.facts, self._known.prefixes):
            word = self._words.get(fact.property.value)
            if word is None:
                word = _term(fact.property.value, self._schema)
            value = self._value(fact.value) if word else None
            if word and value is not None and value not in values.setdefault(word, []):
                values[word].append(value)
        for word, found in values.items():
            if found:
                told[word] = found[0] if len(found) == 1 else found
        text = replace_invisible(_written(told)).translate(_SCRIPT)
        return element("script", Markup(text), type="application/ld+json")

    def _class(self, thing: NamedNode) -> str:
        own = tuple(self._known.linked(thing, "rdf:type"))
        if own not in self._class_of:
            terms = (_term(each.value, self._schema) for each in self._known.wider_classes(thing))
            known = (word for class_, word in self._classes.items() if class_ in own)
            self._class_of[own] = next(filter(None, terms), None) or next(known, "Thing")
        return self._class_of[own]

    def _value(self, term: object) -> Any:
        if isinstance(term, NamedNode):
            if term not in self._linked:
                if len(self._linked) >= _MOST_KEPT:
                    self._linked.clear()
                self._linked[term] = self._link(term)
            return self._linked[term]
        if not isinstance(term, Literal):
            return None
        if term.language:
            return {"@value": term.value, "@language": cased_language_tag(term.language)}
        return literal_text(term)

    def _link(self, thing: NamedNode) -> dict[str, Any] | None:
        names = self._known.names(thing)
        named = {"@type": self._class(thing), "name": names["en"]} if names else {}
        return {**named, "@id": thing.value} if names or safe_link(thing.value) else None


def _term(iri: str, schema: str) -> str | None:
    """Return the local name of a term of schema.org, or None for anything else."""
    local = iri.removeprefix(schema)
    return local if local != iri and _TERM.fullmatch(local) else None
