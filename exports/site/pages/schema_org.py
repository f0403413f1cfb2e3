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
_TERM = re.compile("[A-Za-z][A-Za-z0-9]*")  # never a keyword of JSON-LD, such as @context
_SCRIPT = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def structured_data(known: EntityIndex, description: Description) -> Markup:
    """Write the statements that schema.org has terms for, as a data block that no browser runs."""
    thing = description.iri
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _class(known, thing),
        "@id": thing.value,
    }
    schema = known.prefixes["schema"]
    words = {known.iri(name).value: word for name, word in _PROPERTIES.items()}
    values: dict[str, list[Any]] = {}
    for fact in without_currencies(description.facts, known.prefixes):
        word = words.get(fact.property.value)
        if word is None:
            word = _term(fact.property.value, schema)
        value = _value(known, fact.value)
        if word and value is not None and value not in values.setdefault(word, []):
            values[word].append(value)
    for word, found in values.items():
        if found:
            told[word] = found[0] if len(found) == 1 else found
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return element(
        "script", Markup(replace_invisible(text).translate(_SCRIPT)), type="application/ld+json"
    )


def _class(known: EntityIndex, thing: NamedNode) -> str:
    schema = known.prefixes["schema"]
    for each in known.wider_classes(thing):
        word = _term(each.value, schema)
        if word:
            return word
    own = set(known.linked(thing, "rdf:type"))
    return next((word for name, word in _CLASSES.items() if known.iri(name) in own), "Thing")


def _term(iri: str, schema: str) -> str | None:
    """Return the local name of a term of schema.org, or None for anything else."""
    local = iri.removeprefix(schema)
    return local if local != iri and _TERM.fullmatch(local) else None


def _value(known: EntityIndex, term: object) -> Any:
    if isinstance(term, NamedNode):
        names = known.names(term)
        named = {"@type": _class(known, term), "name": names["en"]} if names else {}
        return {**named, "@id": term.value} if names or safe_link(term.value) else None
    if not isinstance(term, Literal):
        return None
    if term.language:
        return {"@value": term.value, "@language": cased_language_tag(term.language)}
    return literal_text(term)
