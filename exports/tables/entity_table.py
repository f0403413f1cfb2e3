"""The table of entities: what has statements of its own, in any graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from yuqiao.exports.tables.statements import token_text
from yuqiao.exports.tables.typed_columns import TableLayout
from yuqiao.graph.labels import NAMING_PROPERTIES, best_name, names_by_tag
from yuqiao.graph.rdf.nquads import literal_of, parts_of
from yuqiao.ontology.namespaces import RDF

ENTITIES = TableLayout(
    "entities",
    {
        "id": "text",
        "classes": "texts",
        "label_en": "text",
        "label_zh": "text",
        "statements": "integer",
    },
)
"""``id`` is the IRI, or the name of a blank node, which begins with ``_:``."""

TYPE = RDF + "type"
_RANK = {name: number for number, name in enumerate(NAMING_PROPERTIES)}


@dataclass(frozen=True)
class Subject:
    """What is said of an entity: the objects of each predicate as N-Triples has them, in order."""

    id: str
    facts: Mapping[str, Sequence[bytes]]

    def texts(self, predicate: str) -> list[str]:
        """Return the text of each object of a predicate, each once."""
        return list(dict.fromkeys(map(token_text, self.facts.get(predicate, ()))))

    def first(self, predicate: str) -> str | None:
        """Return the text of the first object of a predicate; None if there is none."""
        return next(iter(self.texts(predicate)), None)

    def names(self) -> dict[str, str | None]:
        """Return the columns with the entity's English and Chinese name, as far as it has any."""
        found = [
            (rank, text, language)
            for name, rank in _RANK.items()
            for token in self.facts.get(name, ())
            for text, language, _ in (literal_of(token),)
        ]
        named = names_by_tag((text, tag) for _, text, tag in sorted(found, key=lambda one: one[:2]))
        return {f"label_{lang}": best_name(named, lang) or None for lang in ("en", "zh")}


def subjects_of(lines: Sequence[bytes]) -> Iterator[Subject]:
    """Return the subject of each group of lines of N-Quads, which are in order.

    >>> [one] = subjects_of([b"<urn:a> <urn:p> <urn:b>", b"<urn:a> <urn:p> <urn:c> <urn:graph>"])
    >>> one.id, one.texts("urn:p")
    ('urn:a', ['urn:b', 'urn:c'])
    """
    for token, own in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        facts: dict[str, dict[bytes, None]] = {}
        for line in own:
            _, predicate, value, _ = parts_of(line)
            facts.setdefault(token_text(predicate), {})[value] = None
        yield Subject(token_text(token), {name: list(values) for name, values in facts.items()})


def entity(subject: Subject) -> dict[str, object]:
    """Return the row of an entity."""
    return {
        "id": subject.id,
        "classes": subject.texts(TYPE),
        **subject.names(),
        "statements": sum(len(values) for values in subject.facts.values()),
    }
