"""The JSON-LD context of the vocabulary, as far as a document uses it.

Terms stand for the properties and classes of the vocabulary, prefixes for namespaces; what a
document does not use is left out of it, so that it needs nothing from anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE

_DELIMITERS = (":", "/", "?", "#", "[", "]", "@")  # a prefix may end with without further ado


@dataclass(frozen=True)
class Property:
    """How a property is written.

    :param name: the term for it
    :param coerced: what its plain values are: ``@id``, ``@vocab`` or the IRI of a datatype; or None
    :param by_language: whether its texts are a map by language
    :param always_list: whether even one value is in a list
    """

    name: str
    coerced: str | None
    by_language: bool
    always_list: bool


@dataclass(frozen=True)
class Vocabulary:
    """What the context says, with whole IRIs.

    :param properties: by IRI
    :param classes: terms by IRI
    :param definitions: of each term, as the context has it, with whole IRIs
    """

    properties: Mapping[str, Property]
    classes: Mapping[str, str]
    definitions: Mapping[str, Any]


@cache
def vocabulary(base: str = BASE) -> Vocabulary:
    """Read the context of the vocabulary on a base IRI.

    >>> vocabulary().properties["https://w3id.org/yuqiao/def#level"]
    Property(name='level', coerced='@id', by_language=False, always_list=True)
    """
    context = json.loads(terms.read("context.jsonld", base))["@context"]

    def whole(name: str) -> str:
        prefix, colon, local = name.partition(":")
        known = context.get(prefix)
        return known + local if colon and isinstance(known, str) and local[:2] != "//" else name

    properties: dict[str, Property] = {}
    classes: dict[str, str] = {}
    definitions: dict[str, Any] = {}
    for term, meaning in context.items():
        if isinstance(meaning, str) and ":" in meaning and not meaning.endswith(_DELIMITERS):
            classes[whole(meaning)] = term
            definitions[term] = whole(meaning)
        elif isinstance(meaning, dict) and "@id" in meaning:
            found = {key: whole(v) if isinstance(v, str) else v for key, v in meaning.items()}
            definitions[term] = found
            properties.setdefault(found["@id"], _property(term, found))
    return Vocabulary(properties, classes, definitions)


def _property(term: str, meaning: Mapping[str, Any]) -> Property:
    container = meaning.get("@container", [])
    kinds = [container] if isinstance(container, str) else container
    return Property(term, meaning.get("@type"), "@language" in kinds, "@set" in kinds)


class Context:
    """Writes IRIs short, and remembers what it used.

    :param prefixes: prefix names and namespaces that may be used
    :param schemes: of IRIs that are written in full; no prefix may be called like one
    """

    def __init__(self, prefixes: Mapping[str, str], schemes: Collection[str] = ()) -> None:
        base = prefixes.get("yq", "").removesuffix("def#")
        self.vocabulary = vocabulary(base if base.endswith("/") else BASE)
        taken = {*self.vocabulary.definitions, *schemes, "id", "type", ""}
        self._prefixes = {name: iri for name, iri in prefixes.items() if name not in taken}
        self._short = PrefixMap(self._prefixes)
        self._used_prefixes: set[str] = set()
        self._used_terms: set[str] = set()
        self._names: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """Write an IRI as a prefixed name, if a prefix fits."""
        if iri not in self._names:
            short = self._short.compress(iri)
            if short is not None:
                self._used_prefixes.add(short.partition(":")[0])
            self._names[iri] = short or iri
        return self._names[iri]

    def class_name(self, iri: str) -> str:
        """Write the IRI of a class or datatype as a term, if there is one."""
        term = self.vocabulary.classes.get(iri)
        return self.iri(iri) if term is None else self._use(term)

    def word(self, iri: str) -> str:
        """Write an IRI that the vocabulary may have any term for."""
        known = self.vocabulary.properties.get(iri)
        return self._use(known.name) if known else self.class_name(iri)

    def property_of(self, iri: str) -> Property:
        """Return how a property is written; one without a term is written by its IRI."""
        known = self.vocabulary.properties.get(iri)
        return known or Property(self.iri(iri), None, False, False)

    def use(self, one: Property) -> str:
        """Return the name of a property that is being written."""
        return self._use(one.name) if one.name in self.vocabulary.definitions else one.name

    def _use(self, term: str) -> str:
        self._used_terms.add(term)
        return term

    def document(self) -> dict[str, Any]:
        """Return the context of what was written."""
        found = {term: self._definition(term) for term in sorted(self._used_terms)}
        prefixes = {name: _prefix(self._prefixes[name]) for name in sorted(self._used_prefixes)}
        return {"@version": 1.1, **prefixes, "id": "@id", "type": "@type", **found}

    def _definition(self, term: str) -> Any:
        meaning = self.vocabulary.definitions[term]
        if isinstance(meaning, str):
            return self.iri(meaning)
        return {
            key: self.iri(value) if isinstance(value, str) and not value.startswith("@") else value
            for key, value in meaning.items()
        }


def _prefix(namespace: str) -> Any:
    if namespace.endswith(_DELIMITERS):
        return namespace
    return {"@id": namespace, "@prefix": True}
