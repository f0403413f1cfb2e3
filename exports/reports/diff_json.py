"""Differences between two graphs as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.language_tags import cased_language_tag
from yuqiao.graph.rdf.blank_nodes import BlankNodeValue

if TYPE_CHECKING:
    from yuqiao.exports.reports.diff_labels import DiffLabels
    from yuqiao.graph.diff.entity_changes import EntityChange, ValueChange
    from yuqiao.graph.diff.graphs import GraphDiff
    from yuqiao.graph.rdf.blank_nodes import Value


def diff_json(found: GraphDiff, labels: DiffLabels, summary: str) -> str:
    """Write everything that changed as one JSON object; kinds and events are English words."""
    graphs = [
        {"name": name, "removed": gone, "added": come}
        for name, (gone, come) in found.named_graphs().items()
    ]
    record = {
        "same": not found,
        "summary": summary,
        "triples": {
            "old": found.old_triples,
            "new": found.new_triples,
            "removed": len(found.gone),
            "added": len(found.come),
        },
        **({"graphs": graphs} if graphs else {}),
        "things": [_entity(thing, labels) for thing in found.things],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _entity(thing: EntityChange, labels: DiffLabels) -> dict[str, object]:
    return {
        "iri": thing.iri.value,
        "name": labels.name(thing.iri),
        "kind": labels.kind(thing).one,
        **({"of": thing.of.value} if thing.of else {}),
        "events": list(thing.events),
        "changes": [_change(value, labels) for value in thing.values],
    }


def _change(value: ValueChange, labels: DiffLabels) -> dict[str, object]:
    return {
        "property": value.property.value,
        "label": labels.property_name(value.property),
        "old": [_term(term) for term in value.old],
        "new": [_term(term) for term in value.new],
        "sources": [
            {"iri": source.value, "title": labels.name(source)} for source in value.sources
        ],
    }


def _term(term: Value) -> dict[str, object]:
    """Write a term as https://www.w3.org/TR/sparql11-results-json/ does; a blank node in full."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNodeValue):
        if term.members:
            return {"type": "list", "members": [_term(member) for member in term.members]}
        facts = [{"property": way.value, "value": _term(fact)} for way, fact in term.facts]
        return {"type": "bnode", "facts": facts}
    tag = cased_language_tag(term.language) if term.language else None
    more = {"xml:lang": tag} if tag else {"datatype": term.datatype.value}
    if term.direction:
        more["its:dir"] = str(term.direction)
    return {"type": "literal", "value": term.value, **more}
