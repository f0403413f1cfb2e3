"""Filter the partnerships of a network: by country, level, field, status or year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.entities.name_matching import folded
from yuqiao.graph.entities.search import RESERVED_CODES
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label, local_name
from yuqiao.graph.network.partnership_queries import rows, statuses
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.rdf.literals import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from yuqiao.graph.stores.store import Store

# Each matches the partnerships of a term, which is selected by its name, code or identifier.
_PATTERNS = {
    "country": "?partnership yq:foreignPartner/yq:country ?term",
    "level": "?partnership yq:level ?term",
    "form": "?partnership yq:form ?term",
    "discipline": "?partnership yq:discipline/(skos:broadMatch/skos:broader*)? ?term",
    "stem": "?partnership yq:stemFlag ?term",
}
_STATUS, _RECORDED = "?record yq:status ?term", "?record schema:about ?partnership"
_TERMS = """
SELECT DISTINCT ?term ?name WHERE {{
  {{ SELECT DISTINCT ?term WHERE {{ {of_register} . {pattern} }} }}
  ?term skos:prefLabel|skos:altLabel|skos:notation|dcterms:identifier ?name
}}"""
_OF_TERM = """
SELECT DISTINCT ?partnership WHERE {{ VALUES ?term {{ {terms} }} {of_register} . {pattern} }}"""
# A term that no partnership has may still be listed in a scheme of theirs.
_LISTED = """
SELECT DISTINCT ?other ?name WHERE {{
  {{ SELECT DISTINCT ?scheme WHERE {{ {pattern} . ?term skos:inScheme ?scheme }} }}
  ?other skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel|skos:notation ?name
}}"""
_APPROVED = """
SELECT ?partnership ?year WHERE {
  ?approval yq:approvalOf ?partnership ; dcterms:date ?date BIND(SUBSTR(STR(?date), 1, 4) AS ?year)
}"""
_IN_REGISTER = "?partnership yq:chinesePartner|yq:foreignPartner ?any"
_CHINESE = {
    "country": "国家（地区）",
    "level": "层次",
    "form": "办学形式",
    "discipline": "学科领域",
    "stem": "STEM（理工）",
    "status": "状态",
}
_SHOWN = 12  # values that an error lists


@dataclass(frozen=True)
class PartnershipFilter:
    """The conditions that the partnerships of a network meet; None sets no condition.

    A term is a name in either language, a slug, a code or an identifier: ``RU``, ``Russia``,
    ``俄罗斯``; ``bachelor``; ``07``, ISCED-F's engineering, with all the fields in it.

    :param status: a status such as ``ended``, or ``active`` for all that have not ended
    :param since: the first year of approval; partnerships without a date of approval do not match
    :param until: the last year of approval
    :param among: the IRIs of partnerships that are selected otherwise, and how in words
    """

    country: str | None = None
    level: str | None = None
    form: str | None = None
    discipline: str | None = None
    stem: str | None = None
    status: str | None = None
    since: int | None = None
    until: int | None = None
    among: tuple[Label, frozenset[str]] | None = None

    def partnerships(self, store: Store) -> frozenset[str] | None:
        """Return the IRIs of the matching partnerships; None if there is no condition.

        A level or status that the graph lists, but no partnership has, matches none.

        :raises QueryError: if the graph has no such country, level and so on; with those that
            partnerships have

        >>> import yuqiao
        >>> graph = yuqiao.open()
        >>> len(PartnershipFilter(country="RU", level="master").partnerships(graph))
        4
        """
        chosen = [found for _, found in self.each(store)]
        return frozenset.intersection(*chosen) if chosen else None

    def each(self, store: Store) -> list[tuple[Label, frozenset[str]]]:
        """Return each condition in words, with the partnerships that match it.

        :raises QueryError: as :meth:`partnerships`
        """
        chosen = [
            _of_term(store, name, text)
            for name in _PATTERNS
            if (text := getattr(self, name)) is not None
        ]
        if self.status is not None:
            chosen.append(_of_status(store, self.status))
        if self.since is not None or self.until is not None:
            chosen.append(_approved(store, self.since or 0, self.until or 9999))
        if self.among is not None:
            chosen.append(self.among[1])
        return list(zip(self.limits, chosen, strict=True))

    @property
    def limits(self) -> list[Label]:
        """The conditions in words, in both languages.

        >>> PartnershipFilter(country="RU", since=2015).limits[1]
        Label(en='approved from 2015', zh='2015年起批准')
        """
        said = [
            Label(f"{name} {text}", f"{_CHINESE[name]} {text}")
            for name in _CHINESE
            if (text := getattr(self, name)) is not None
        ]
        years = self._years()
        otherwise = [] if self.among is None else [self.among[0]]
        return [*said, *([] if years is None else [years]), *otherwise]

    def _years(self) -> Label | None:
        since, until = self.since, self.until
        if since is not None and until is not None:
            return Label(f"approved from {since} to {until}", f"{since}至{until}年批准")
        if since is not None:
            return Label(f"approved from {since}", f"{since}年起批准")
        if until is not None:
            return Label(f"approved to {until}", f"{until}年及以前批准")
        return None


def _of_term(store: Store, name: str, text: str) -> frozenset[str]:
    pattern = _PATTERNS[name]
    terms = _named(rows(store, _TERMS.format(of_register=_IN_REGISTER, pattern=pattern)))
    meant = RESERVED_CODES.get(text.strip().upper(), text)
    chosen = _matching(terms, text) or _matching(terms, meant)
    if not chosen:
        _require_listed(store, pattern, name, text, terms)
        return frozenset()
    values = " ".join(map(checked_iri, chosen))
    found = rows(store, _OF_TERM.format(terms=values, of_register=_IN_REGISTER, pattern=pattern))
    return frozenset(partnership.value for (partnership,) in found)


def _of_status(store: Store, text: str) -> frozenset[str]:
    newest = statuses(store)
    everything = (
        partnership.value
        for (partnership,) in rows(
            store, f"SELECT DISTINCT ?partnership WHERE {{ {_IN_REGISTER} }}"
        )
    )
    if text.strip().casefold() == "active":
        return frozenset(iri for iri in everything if not newest.get(iri, ("", False))[1])
    named = _named(rows(store, _TERMS.format(of_register=_RECORDED, pattern=_STATUS)))
    terms = {status: named.get(status, {local_name(status)}) for status, _ in newest.values()}
    chosen = _matching(terms, text)
    if not chosen:
        _require_listed(store, _STATUS, "status", text, {**terms, "active": {"active"}})
    return frozenset(iri for iri, (status, _) in newest.items() if status in chosen)


def _approved(store: Store, since: int, until: int) -> frozenset[str]:
    return frozenset(
        partnership.value
        for partnership, year in rows(store, _APPROVED)
        if year.value.isdecimal() and since <= int(year.value) <= until
    )


def _named(found: Iterable[tuple[NamedNode | Literal, ...]]) -> dict[str, set[str]]:
    terms: dict[str, set[str]] = {}
    for term, name in found:
        terms.setdefault(term.value, {local_name(term.value)}).add(literal_text(name))
    return terms


def _matching(terms: Mapping[str, set[str]], text: str) -> list[str]:
    wanted = folded(text)
    return sorted(
        term for term, names in terms.items() if wanted in {folded(each) for each in names}
    )


def _require_listed(
    store: Store, pattern: str, name: str, text: str, terms: Mapping[str, set[str]]
) -> None:
    """Reject a term that is in none of the schemes used by partnerships."""
    if _matching(_named(rows(store, _LISTED.format(pattern=pattern))), text):
        return
    known = sorted(
        min(names, key=lambda each: (not each.isascii(), len(each), each.swapcase()))
        for names in terms.values()
    )
    more = ", ..." if len(known) > _SHOWN else ""
    expected = ", ".join(known[:_SHOWN]) + more if known else "nothing, as the graph has none"
    raise QueryError(f'{name}: no partnership has "{text}"; expected one of {expected}')
