"""How each fact is known: the claims behind it, with source, date, basis and review."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yuqiao.graph.partnerships import APPROVAL_FACTS, PARTNER_FACTS, PARTNERSHIP_FACTS, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.store import Store

_CLAIMS = f"""
SELECT DISTINCT ?thing ?name ?source ?date ?basis ?review WHERE {{
  {{ VALUES (?property ?name) {{ {PARTNERSHIP_FACTS} {APPROVAL_FACTS} {PARTNER_FACTS} }}
    ?claim yq:aboutProperty ?property }}
  UNION {{ ?claim yq:status ?any BIND("status" AS ?name) }}
  ?claim schema:about ?about ; dcterms:source ?source ; yq:basis ?basis ; yq:review ?review .
  OPTIONAL {{ ?claim yq:asOf ?day }}
  OPTIONAL {{ ?about yq:approvalOf ?partnership }}
  BIND(COALESCE(?partnership, ?about) AS ?thing)
  BIND(COALESCE(STR(?day), "") AS ?date)
  FILTER(isIRI(?thing) && isIRI(?source))
}}"""


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
    found: dict[tuple[str, str], set[Claim]] = {}
    for thing, name, *said in rows(store, _CLAIMS):
        claim = Claim(*(term.value for term in said))
        found.setdefault((thing.value, name.value), set()).add(claim)
    return {key: tuple(_newest_first(found[key])) for key in sorted(found)}


def _newest_first(known: set[Claim]) -> list[Claim]:
    ordered = sorted(known)
    return sorted(ordered, key=lambda claim: claim.date, reverse=True)
