"""How each fact is known: the claims behind it, with source, date, basis and review."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.graph import partnerships as register
from yuqiao.graph.partnerships import APPROVAL_FACTS, PARTNER_FACTS, PARTNERSHIP_FACTS, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from yuqiao.graph.store import Store

_NAMED = f"""
SELECT ?property ?name WHERE {{
  VALUES (?property ?name) {{ {PARTNERSHIP_FACTS} {APPROVAL_FACTS} {PARTNER_FACTS} }}
}}"""
_APPROVALS = "SELECT ?about ?partnership WHERE { ?about yq:approvalOf ?partnership }"

# What joins more than this takes engines several times as long; the rest is joined here.
_CLAIMS = """
SELECT DISTINCT ?about ?source ?date ?basis ?review ?property WHERE {{
  {kind}
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis ; yq:review ?review .
  OPTIONAL {{ ?claim yq:asOf ?day }}
  BIND(COALESCE(STR(?day), "") AS ?date)
  FILTER(isIRI(?about) && isIRI(?source))
}}"""
_ABOUT_FACTS = _CLAIMS.format(kind="?claim yq:aboutProperty ?property .")
_ABOUT_STATUS = _CLAIMS.format(kind='?claim yq:status ?any . BIND("status" AS ?property)')


class Claim(NamedTuple):
    """What one source says of a fact: since when, on what basis, and what the editors made of it.

    :param source: the IRI of the source
    :param date: as of when, as the data writes it, or nothing
    :param basis: the IRI of the basis: read in a register, reported, computed or inferred
    :param review: the IRI of the review: accepted, open or rejected
    """

    source: str
    date: str
    basis: str
    review: str


def claims(store: Store) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
    """Give the claims about partnerships and partners, by thing and short name of the fact.

    Claims about an approval count as its partnership's. The newest come first.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> (claim,) = claims(graph)[graph.prefixes["p"] + "cqu-novosibirsk-physics", "tuition"]
    >>> claim.date, claim.basis.rpartition("/")[2], claim.review.rpartition("/")[2]
    ('2025-08-27', 'reported', 'accepted')
    """
    names = {property_.value: name.value for property_, name in rows(store, _NAMED)}
    names["status"] = "status"
    approved: dict[str, list[str]] = {}
    for about, partnership in rows(store, _APPROVALS):
        approved.setdefault(about.value, []).append(partnership.value)
    found: dict[tuple[str, str], set[Claim]] = {}
    for about, *said, property_ in chain(rows(store, _ABOUT_FACTS), rows(store, _ABOUT_STATUS)):
        if property_.value in names:
            claim = Claim(*(term.value for term in said))
            for thing in approved.get(about.value, [about.value]):
                found.setdefault((thing, names[property_.value]), set()).add(claim)
    return {key: tuple(_newest_first(found[key])) for key in sorted(found)}


def add_claims(network: nx.Graph, store: Store) -> nx.Graph:
    """Add to a network how each fact in it is known; give the network.

    It then holds ``claims``, by thing and short name of the fact, as :func:`claims` gives them; its
    ``sources`` and ``names`` know those of the claims too.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> network = add_claims(graph.to_networkx(), graph)
    >>> (claim, *_) = network.graph["claims"][graph.prefixes["o"] + "swu", "country"]
    >>> network.graph["names"][claim.review].en
    'Accepted'
    """
    things = {*network, *network.graph["partnerships"]}
    found = {key: behind for key, behind in claims(store).items() if key[0] in things}
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
