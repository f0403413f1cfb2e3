"""What a partnership ties together: its partners, their countries, its fields and industries.

Disciplines are gathered into their narrow field of ISCED-F 2013 (UNESCO's three-digit fields of
education: 18 of them hold the disciplines of the bundled graph); a discipline without a field
stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yuqiao.graph.network import partnerships as register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.network.partnerships import Label, Partnership
    from yuqiao.graph.stores.store import Store

_FIELDS = """
SELECT DISTINCT ?discipline ?field WHERE {
  ?any yq:chinesePartner|yq:foreignPartner ?partner ; yq:discipline ?discipline .
  ?discipline skos:broadMatch/skos:broader* ?field .
  ?field skos:notation ?code .
  FILTER(STRSTARTS(STR(?field), STR(isced:)) && STRLEN(STR(?code)) = 3)
}"""


@dataclass(frozen=True)
class Links:
    """Where partners and disciplines lead: to countries and to fields; and to industries or not."""

    countries: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    industries: bool

    def nodes_of(self, partnership: Partnership) -> Iterator[tuple[str, str]]:
        """Give the kind and IRI of every node a partnership takes part in."""
        for school in partnership.schools:
            yield "school", school
        for university in partnership.universities:
            yield "university", university
            for country in self.countries.get(university, ()):
                yield "country", country
        for field in self.fields_of(partnership):
            yield "discipline", field
        for industry in self.industries_of(partnership):
            yield "industry", industry

    def edges_of(self, partnership: Partnership) -> Iterator[tuple[str, str, str]]:
        """Give the relation and the two ends of every edge a partnership stands behind."""
        for university in partnership.universities:
            for country in self.countries.get(university, ()):
                yield "place", university, country
        for school in partnership.schools:
            for university in partnership.universities:
                yield "partner", school, university
            for field in self.fields_of(partnership):
                yield "subject", school, field
            for industry in self.industries_of(partnership):
                yield "serves", school, industry

    def fields_of(self, partnership: Partnership) -> Iterator[str]:
        """Give the fields a partnership teaches, or the disciplines that have none."""
        for discipline in partnership.disciplines:
            yield from self.fields.get(discipline, (discipline,))

    def industries_of(self, partnership: Partnership) -> tuple[str, ...]:
        """Give the industries a partnership serves, if they count."""
        return partnership.industries if self.industries else ()

    def members(self, names: Mapping[str, Label]) -> dict[str, tuple[Label, ...]]:
        """Give the names of the disciplines in each field."""
        found = defaultdict(set)
        for discipline, fields in self.fields.items():
            for field in fields:
                found[field].add(names[discipline])
        return {field: tuple(sorted(labels)) for field, labels in found.items()}

    def tied(self, partnership: Partnership) -> Partnership:
        """Give a partnership with its countries and fields among the terms it is chosen by."""
        countries = {
            country
            for university in partnership.universities
            for country in self.countries.get(university, ())
        }
        found = {"country": sorted(countries), "field": sorted({*self.fields_of(partnership)})}
        more = {name: tuple(iris) for name, iris in found.items() if iris}
        return replace(partnership, terms={**partnership.terms, **more})


def ties_of(store: Store, described: register.Descriptions, *, industries: bool = False) -> Links:
    """Ask a graph for its ties.

    :param described: its partners, from :func:`yuqiao.graph.network.partnerships.partners`
    :param industries: whether industries count
    """
    fields = defaultdict(set)
    for discipline, field in register.rows(store, _FIELDS):
        fields[discipline.value].add(field.value)
    return Links(
        countries={iri: register.values(own, "country") for iri, own in described.items()},
        fields={discipline: tuple(sorted(found)) for discipline, found in fields.items()},
        industries=industries,
    )
