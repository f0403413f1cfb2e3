"""How each fact is known: the claims behind it, with source, date, basis and review."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from yuqiao.graph.network import partnerships as register
from yuqiao.graph.network.partnerships import APPROVAL_FACTS, PARTNER_FACTS, PARTNERSHIP_FACTS, rows
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.stores.store import Store

_NAMED = f"""
SELECT ?property ?name WHERE {{
  VALUES (?property ?name) {{ {PARTNERSHIP_FACTS} {APPROVAL_FACTS} {PARTNER_FACTS} }}
}}"""
_APPROVALS = "SELECT ?about ?partnership WHERE { ?about yq:approvalOf ?partnership }"

# What joins more than this takes engines several times as long; the rest is joined here.
_CLAIMS = """
SELECT DISTINCT ?about ?source ?date ?basis ?review {property} WHERE {{
  {kind}
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis ; yq:review ?review .
  OPTIONAL {{ ?claim yq:asOf ?day }}
  BIND(COALESCE(STR(?day), "") AS ?date)
  FILTER(isIRI(?about) && isIRI(?source) && ?review = rev:accepted)
}}"""
_ABOUT_FACTS = _CLAIMS.format(kind="?claim yq:aboutProperty ?property .", property="?property")
_ABOUT_STATUS = _CLAIMS.format(kind="?claim yq:status ?any .", property='("status" AS ?property)')

# What was not accepted is not the fact that is shown, so what it says is asked too.
_NOT_ACCEPTED = """
SELECT DISTINCT ?about ?source ?date ?basis ?review ?property ?says ?note WHERE {
  ?claim yq:review ?review . FILTER(?review != rev:accepted)
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis .
  { ?claim yq:aboutProperty ?property }
  UNION { ?claim yq:status ?status BIND("status" AS ?property) }
  OPTIONAL { ?claim yq:asOf ?day }
  OPTIONAL { ?claim yq:statedValue|yq:statedResource|yq:status ?value }
  OPTIONAL { ?claim skos:scopeNote ?remark FILTER(LANG(?remark) IN ("", "en")) }
  BIND(COALESCE(STR(?day), "") AS ?date)
  BIND(COALESCE(?value, "") AS ?says)
  BIND(COALESCE(STR(?remark), "") AS ?note)
  FILTER(isIRI(?about) && isIRI(?source) && !isBlank(?says))
}"""

_FEW = 200  # things whose claims are asked for by their names


class Claim(NamedTuple):
    """What one source says of a fact: since when, on what basis, and what the editors made of it.

    :param source: the IRI of the source
    :param date: as of when, as the data writes it, or nothing
    :param basis: the IRI of the basis: read in a register, reported, computed or inferred
    :param review: the IRI of the review: accepted, open or rejected
    :param says: what it says, where that was not accepted and so is not the fact itself
    :param note: what the editors remark on that
    """

    source: str
    date: str
    basis: str
    review: str
    says: register.Label = register.Label("", "")
    note: str = ""


def claims(
    store: Store, things: Collection[str] | None = None
) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
    """Give the claims about partnerships and partners, by thing and short name of the fact.

    Claims about an approval count as its partnership's. The newest come first.

    :param things: those that are asked about; None for all

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> (claim,) = claims(graph)[graph.prefixes["p"] + "cqu-novosibirsk-physics", "tuition"]
    >>> claim.date, claim.basis.rpartition("/")[2], claim.review.rpartition("/")[2]
    ('2025-08-27', 'reported', 'accepted')
    """
    names = {property_.value: name.value for property_, name in rows(store, _NAMED)}
    names["status"] = "status"
    approved: dict[str, list[str]] = {}
    for approval, partnership in rows(store, _APPROVALS):
        approved.setdefault(approval.value, []).append(partnership.value)
    found: dict[tuple[str, str], set[Claim]] = {}
    about = _about(things, approved)
    for item, fact, claim in chain(_accepted(store, about), _not_accepted(store)):
        if fact in names:
            for thing in approved.get(item, [item]):
                if things is None or thing in things:
                    found.setdefault((thing, names[fact]), set()).add(claim)
    return {key: tuple(_newest_first(found[key])) for key in sorted(found)}


def _about(things: Collection[str] | None, approved: Mapping[str, list[str]]) -> str:
    """Say in SPARQL what claims are asked about: few things by name, and else everything."""
    if things is None or len(things) > _FEW:
        return ""
    approvals = {
        item for item, theirs in approved.items() if any(each in things for each in theirs)
    }
    return f"VALUES ?about {{ {' '.join(map(checked_iri, sorted({*things, *approvals})))} }}"


def _accepted(store: Store, about: str) -> Iterator[tuple[str, str, Claim]]:
    """Give the claims that were accepted: about what, of which property."""
    queries = [_ABOUT_FACTS, _ABOUT_STATUS]
    asked = [query.replace("WHERE {", f"WHERE {{ {about}", 1) for query in queries]
    for row in chain.from_iterable(rows(store, query) for query in asked):
        item, source, date, basis, review, property_ = (term.value for term in row)
        yield item, property_, Claim(source, date, basis, review)


def _not_accepted(store: Store) -> Iterator[tuple[str, str, Claim]]:
    """Give the claims that were rejected or are open: about what, of which property.

    All of them, for they are few, and Jena takes long to pick some.
    """
    found = list(rows(store, _NOT_ACCEPTED))
    things = sorted({row[6].value for row in found if isinstance(row[6], NamedNode)})
    known = register.names_of(store, things) if things else {}
    for item, source, date, basis, review, property_, says, note in found:
        text = literal_text(says) or says.value
        said = known.get(text) or register.Label(text, text)
        claim = Claim(source.value, date.value, basis.value, review.value, said, note.value)
        yield item.value, property_.value, claim


def add_claims(network: nx.Graph, store: Store) -> nx.Graph:
    """Add to a network how each fact in it is known; give the network.

    It then holds ``claims``, by thing and short name of the fact, as :func:`claims` gives them; its
    ``sources`` and ``names`` know those of the claims too.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> network = add_claims(graph.network().graph, graph)
    >>> (claim, *_) = network.graph["claims"][graph.prefixes["o"] + "swu", "country"]
    >>> network.graph["names"][claim.review].en
    'Accepted'
    """
    things = {*network, *network.graph["partnerships"]}
    found = claims(store, things)
    known: dict[str, register.Source] = network.graph["sources"]
    said = [claim for behind in found.values() for claim in behind]
    missing = {claim.source for claim in said} - set(known)
    more = register.sources_named(store, missing) if missing else {}
    network.graph["claims"] = found
    network.graph["sources"] = dict(sorted((known | more).items()))
    network.graph["names"] = {**network.graph.get("names", {}), **_words(store, said)}
    return network


def _words(store: Store, said: Iterable[Claim]) -> Mapping[str, register.Label]:
    terms = sorted({term for claim in said for term in (claim.basis, claim.review)})
    return register.names_of(store, terms)


def _newest_first(known: set[Claim]) -> list[Claim]:
    ordered = sorted(known)
    return sorted(ordered, key=lambda claim: claim.date, reverse=True)
