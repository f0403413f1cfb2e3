"""The data of one entity: its statements, and the claims about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Triple

from yuqiao.exports.rdf.subjects import by_subject
from yuqiao.exports.rdf.write import serialise, serialise_by_subject
from yuqiao.graph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from pyoxigraph import NamedNode

    from yuqiao.graph.entities.index import EntityIndex


DATA_FORMATS = ("turtle", "jsonld", "ntriples", "rdfxml")
"""The formats in which an entity can be had."""


def statements_about(known: EntityIndex, thing: NamedNode) -> set[Triple]:
    """Return the statements of an entity, and those of the claims about it."""
    triples = set(known.triples(thing))
    for claim in known.pointing(thing, "schema:about"):
        triples.update(known.triples(claim))
    return triples


def count_omitted(triples: AbstractSet[Triple]) -> int:
    """Count the statements that JSON-LD does not hold: those with triple terms."""
    return sum(isinstance(each.object, Triple) for each in triples)


def entity_document(triples: AbstractSet[Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Write statements in a format of RDF; JSON-LD says how many of them it does not hold."""
    omitted = count_omitted(triples) if form == "jsonld" else 0
    if not omitted:
        return serialise(triples, form, prefixes)
    plain = {each for each in triples if not isinstance(each.object, Triple)}
    return _with_remark(serialise(plain, form, prefixes), omitted)


def entity_documents(
    triples: AbstractSet[Triple], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, bytes | None]]:
    """Write statements in each format as :func:`entity_document`; None if RDF/XML cannot hold them.

    They are grouped by subject once for all formats.
    """
    graph, omitted = by_subject(triples), count_omitted(triples)
    for form in DATA_FORMATS:
        try:
            if form == "jsonld" and omitted:
                yield form, entity_document(triples, form, prefixes)
            else:
                yield form, serialise_by_subject(graph, form, prefixes)
        except OutputError:  # XML has no name or character for something
            if form != "rdfxml":
                raise
            yield form, None


def _with_remark(jsonld: bytes, omitted: int) -> bytes:
    """Return JSON-LD that says how many statements it does not hold.

    The remark is a term of its context without a meaning, which every reader ignores: JSON has no
    comments.
    """
    remark = f"{omitted} with triple terms left out, which JSON-LD cannot hold; see the Turtle file"
    return jsonld.replace(
        b'"@version": 1.1,', f'"@version": 1.1,\n    "{remark}": null,'.encode(), 1
    )
