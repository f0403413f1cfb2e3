"""The links of a partnership: its partners, their countries, its fields and industries.

Disciplines are aggregated into their narrow field of ISCED-F 2013 (UNESCO's three-digit fields of
education: 18 of them hold the disciplines of the bundled graph); a discipline without a field
is a node of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yuqiao.graph.labels import Label, label_of
from yuqiao.graph.network.partnership_queries import rows, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yuqiao.graph.network.model import Partnership
    from yuqiao.graph.network.partnership_queries import Descriptions
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
    """The countries of partners, the fields of disciplines, and whether industries count."""

    countries: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    industries: bool

    def nodes_of(self, partnership: Partnership) -> Iterator[tuple[str, str]]:
        """Return the kind and IRI of every node that a partnership involves."""
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
        """Return the relation and the two ends of every edge that a partnership supports."""
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
        """Return the fields a partnership teaches, and its disciplines without a field."""
        for discipline in partnership.disciplines:
            yield from self.fields.get(discipline, (discipline,))

    def industries_of(self, partnership: Partnership) -> tuple[str, ...]:
        """Return the industries a partnership serves, if industries count."""
        return partnership.industries if self.industries else ()

    def members(self, labels: Mapping[str, Label]) -> dict[str, tuple[Label, ...]]:
        """Return the labels of the disciplines in each field."""
        found = defaultdict(set)
        for discipline, fields in self.fields.items():
            for field in fields:
                found[field].add(labels.get(discipline) or label_of(discipline, {}))
        return {field: tuple(sorted(members)) for field, members in found.items()}

    def linked(self, partnership: Partnership) -> Partnership:
        """Return a partnership with its countries and fields among the terms to filter by."""
        countries = {
            country
            for university in partnership.universities
            for country in self.countries.get(university, ())
        }
        found = {"country": sorted(countries), "field": sorted({*self.fields_of(partnership)})}
        more = {name: tuple(iris) for name, iris in found.items() if iris}
        return replace(partnership, terms={**partnership.terms, **more})


def query_links(store: Store, described: Descriptions, *, industries: bool = False) -> Links:
    """Query the links of a graph.

    :param described: its partners, from :func:`yuqiao.graph.network.partnership_queries.partners`
    :param industries: whether industries count
    """
    fields = defaultdict(set)
    for discipline, field in rows(store, _FIELDS):
        fields[discipline.value].add(field.value)
    return Links(
        countries={iri: texts_of(own, "country") for iri, own in described.items()},
        fields={discipline: tuple(sorted(found)) for discipline, found in fields.items()},
        industries=industries,
    )
