"""What a graph says of itself: its title, description, licence, edition and languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.entities.index import EntityIndex

_SUBJECTS = (
    ("dcat:Catalog",),
    ("void:Dataset", "dcat:Dataset", "schema:Dataset", "http://schema.org/Dataset"),
    ("owl:Ontology",),
    ("skos:ConceptScheme",),
)
_TITLES = ("dcterms:title", "http://purl.org/dc/elements/1.1/title", *NAMING_PROPERTIES)
_DESCRIPTIONS = (
    "dcterms:description",
    "dcterms:abstract",
    "http://purl.org/dc/elements/1.1/description",
    "rdfs:comment",
    "skos:definition",
    "schema:description",
    "http://schema.org/description",
)
_LICENCES = (
    "dcterms:license",
    "http://creativecommons.org/ns#license",
    "schema:license",
    "http://schema.org/license",
    "dcterms:rights",
    "http://purl.org/dc/elements/1.1/rights",
)
_EDITIONS = (
    "owl:versionInfo",
    "dcat:version",
    "http://purl.org/pav/version",
    "schema:version",
    "dcterms:modified",
    "dcterms:issued",
)
_FEW = 0.1  # of all names: a language with less is not one that the graph is in


@dataclass(frozen=True)
class SelfDescription:
    """What a graph says of itself.

    :param subject: the catalogue, dataset, ontology or concept scheme that it is
    :param titles: by language tag in lower case, as are the descriptions
    :param licence: an IRI or a text, or nothing
    :param edition: its version, or else the day of its last change or of its issue, or nothing
    """

    subject: NamedNode | None
    titles: dict[str, str]
    descriptions: dict[str, str]
    licence: str
    edition: str


def self_description(known: EntityIndex, subject: NamedNode | None = None) -> SelfDescription:
    """Return what a graph says of itself; a graph that is none of these says nothing.

    Of several, it is the one in whose namespace most entities are, such as the ontology that a
    file defines among those that it names.

    :param subject: the one that it is, if that is known
    """
    subject = subject or _subject(known)
    if subject is None:
        return SelfDescription(None, {}, {}, "", "")
    return SelfDescription(
        subject,
        _by_tag(known, subject, _TITLES),
        _by_tag(known, subject, _DESCRIPTIONS),
        known.text(subject, *_LICENCES),
        known.text(subject, *_EDITIONS),
    )


def languages_of_names(known: EntityIndex) -> list[str]:
    """Return the languages that entities are named in, the most frequent first.

    Languages of few names are left out.

    >>> import yuqiao
    >>> from yuqiao.graph.entities.index import EntityIndex
    >>> languages_of_names(EntityIndex(yuqiao.open()))[:2]
    ['en', 'zh-Hans']
    """
    counts: Counter[str] = Counter()
    properties = [*NAMING_PROPERTIES, "skos:altLabel"]
    for thing in known.things:
        tags = {v.language for v in known.values(thing, *properties) if isinstance(v, Literal)}
        counts.update(cased_language_tag(tag) for tag in tags if tag)
    least = _FEW * max(counts.values(), default=0)
    ordered = sorted(counts, key=lambda tag: (-counts[tag], tag))
    return [tag for tag in ordered if counts[tag] >= least]


def _subject(known: EntityIndex) -> NamedNode | None:
    for classes in _SUBJECTS:
        found = known.of_class(*classes)
        if found:
            return found[0] if len(found) == 1 else _namespace_of_most(known, found)
    return None


def _namespace_of_most(known: EntityIndex, found: Iterable[NamedNode]) -> NamedNode | None:
    """Return the one in whose namespace most entities are, or None."""
    for each in found:
        root = each.value.rstrip("#/")
        inside = sum(thing.value.startswith((f"{root}#", f"{root}/")) for thing in known.things)
        if 2 * inside > len(known.things):
            return each
    return None


def _by_tag(known: EntityIndex, thing: NamedNode, names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in known.values(thing, *names):
        if isinstance(value, Literal) and literal_text(value):
            found.setdefault((value.language or "").lower(), literal_text(value))
    return found
