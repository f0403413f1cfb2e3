"""The evidence for each fact of a network: claims with source, date, basis and review."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.labels import Label
from yuqiao.graph.network.geography.places import with_places
from yuqiao.graph.network.model import Evidence
from yuqiao.graph.network.partnership_queries import (
    APPROVAL_FACTS,
    PARTNER_FACTS,
    PARTNERSHIP_FACTS,
    rows,
    sources_named,
)
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pyoxigraph import Literal

    from yuqiao.graph.network.model import EvidenceByFact, Network
    from yuqiao.graph.stores.store import Store

_NAMED = f"""
SELECT ?property ?name WHERE {{
  VALUES (?property ?name) {{ {PARTNERSHIP_FACTS} {APPROVAL_FACTS} {PARTNER_FACTS} }}
}}"""
_APPROVALS = "SELECT ?about ?partnership WHERE { ?about yq:approvalOf ?partnership }"

# Joining more in the query takes engines several times as long; the rest is joined here.
_CLAIMS = """
SELECT DISTINCT ?claim ?source ?about ?date ?basis ?review {property} WHERE {{
  {kind}
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis ; yq:review ?review .
  OPTIONAL {{ ?claim yq:asOf ?day }}
  BIND(COALESCE(STR(?day), "") AS ?date)
  FILTER(isIRI(?about) && isIRI(?source) && ?review = rev:accepted)
}}"""
_ABOUT_FACTS = _CLAIMS.format(kind="?claim yq:aboutProperty ?property .", property="?property")
_ABOUT_STATUS = _CLAIMS.format(kind="?claim yq:status ?any .", property='("status" AS ?property)')

# A claim that was not accepted is not the fact that is shown, so its value is queried too.
_NOT_ACCEPTED = """
SELECT DISTINCT ?claim ?source ?about ?date ?basis ?review ?property ?says ?note ?chinese WHERE {
  ?claim yq:review ?review . FILTER(?review != rev:accepted)
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis .
  { ?claim yq:aboutProperty ?property }
  UNION { ?claim yq:status ?status BIND("status" AS ?property) }
  OPTIONAL { ?claim yq:asOf ?day }
  OPTIONAL { ?claim yq:statedValue|yq:statedResource|yq:status ?value }
  OPTIONAL { ?claim skos:scopeNote ?remark FILTER(LANG(?remark) IN ("", "en")) }
  BIND(COALESCE(STR(?day), "") AS ?date)
  BIND(COALESCE(?value, "") AS ?says)
  OPTIONAL { ?claim skos:scopeNote ?other FILTER(STRSTARTS(LANG(?other), "zh")) }
  BIND(COALESCE(STR(?remark), STR(?other), "") AS ?note)
  BIND(COALESCE(STR(?other), STR(?remark), "") AS ?chinese)
  FILTER(isIRI(?about) && isIRI(?source) && !isBlank(?says))
}"""

_FEW = 200  # entities at most whose claims are queried by IRI


def evidence_of(store: Store, entities: Collection[str] | None = None) -> EvidenceByFact:
    """Return the evidence about partnerships and partners, by entity and short name of the fact.

    Claims about an approval count as its partnership's. The newest come first.

    :param entities: the IRIs of those wanted; None for all

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> (claim,) = evidence_of(graph)[graph.prefixes["p"] + "cqu-novosibirsk-physics", "tuition"]
    >>> claim.date, claim.basis.rpartition("/")[2], claim.review.rpartition("/")[2]
    ('2025-08-27', 'reported', 'accepted')
    """
    names = {property_.value: name.value for property_, name in rows(store, _NAMED)}
    names["status"] = "status"
    approved: dict[str, list[str]] = {}
    for approval, partnership in rows(store, _APPROVALS):
        approved.setdefault(approval.value, []).append(partnership.value)
    found: dict[tuple[str, str], set[Evidence]] = {}
    about = _about(entities, approved)
    for item, fact, evidence in chain(_accepted(store, about), _not_accepted(store)):
        if fact in names:
            for entity in approved.get(item, [item]):
                if entities is None or entity in entities:
                    found.setdefault((entity, names[fact]), set()).add(evidence)
    return {key: tuple(_newest_first(found[key])) for key in sorted(found)}


def _about(entities: Collection[str] | None, approved: Mapping[str, list[str]]) -> str:
    """Restrict a query to the claims about some entities, if there are few; else not at all."""
    if entities is None or len(entities) > _FEW:
        return ""
    approvals = {
        item for item, theirs in approved.items() if any(each in entities for each in theirs)
    }
    return f"VALUES ?about {{ {' '.join(map(checked_iri, sorted({*entities, *approvals})))} }}"


def _accepted(store: Store, about: str) -> Iterator[tuple[str, str, Evidence]]:
    """Return the accepted claims, each with the subject and the property it is about."""
    queries = [_ABOUT_FACTS, _ABOUT_STATUS]
    limited = [query.replace("WHERE {", f"WHERE {{ {about}", 1) for query in queries]
    for row, sources in chain.from_iterable(_claims(store, query) for query in limited):
        item, date, basis, review, property_ = (term.value for term in row)
        yield item, property_, Evidence(sources, date, basis, review)


def _claims(
    store: Store, sparql: str
) -> Iterator[tuple[tuple[NamedNode | Literal, ...], tuple[str, ...]]]:
    """Return the rest of each row of a query for claims, once, with all sources of its claim."""
    found: dict[tuple[NamedNode | Literal, ...], set[str]] = {}
    for claim, source, *rest in rows(store, sparql):
        found.setdefault((claim, *rest), set()).add(source.value)
    for (_, *rest), sources in found.items():
        yield tuple(rest), tuple(sorted(sources))


def _not_accepted(store: Store) -> Iterator[tuple[str, str, Evidence]]:
    """Return the rejected and open claims, each with the subject and the property it is about.

    All of them, because they are few, and Jena takes long to select some.
    """
    found = list(_claims(store, _NOT_ACCEPTED))
    entities = sorted({row[5].value for row, _ in found if isinstance(row[5], NamedNode)})
    labels = labels_of(store, entities) if entities else {}
    for (item, date, basis, review, property_, says, *notes), sources in found:
        text = literal_text(says) or says.value
        value = labels.get(text) or Label(text, text)
        note = Label(*(each.value for each in notes))
        evidence = Evidence(sources, date.value, basis.value, review.value, value, note)
        yield item.value, property_.value, evidence


def with_evidence(network: Network, store: Store) -> Network:
    """Return a network with the evidence for each of its facts, from the store it was built of.

    It has the places of its nodes and partners, too. Its ``sources`` and ``labels`` then include
    those of the evidence.

    >>> import yuqiao
    >>> from yuqiao.graph.network.builder import build_network
    >>> graph = yuqiao.open()
    >>> network = with_evidence(build_network(graph), graph)
    >>> (claim, *_) = network.evidence[graph.prefixes["o"] + "swu", "country"]
    >>> network.labels[claim.review].en
    'Accepted'
    """
    named = {node for node in network.graph if not node.startswith("_:")}
    found = evidence_of(store, {*named, *network.partnerships})
    evidence = [each for behind in found.values() for each in behind]
    missing = {iri for each in evidence for iri in each.sources} - set(network.sources)
    more = sources_named(store, missing) if missing else {}
    terms = {term for each in evidence for term in (each.basis, each.review)}
    return replace(
        with_places(network, store),
        evidence=found,
        sources=dict(sorted({**network.sources, **more}.items())),
        labels={**network.labels, **labels_of(store, terms)},
    )


def _newest_first(known: set[Evidence]) -> list[Evidence]:
    return sorted(sorted(known), key=lambda each: each.date, reverse=True)
