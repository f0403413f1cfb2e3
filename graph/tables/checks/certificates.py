"""Certificate numbers of the Ministry of Education: what their letters say, and whether it agrees.

A number such as MOE50US2A20181935N tells who approved (MOE: the ministry; PDE: a province), the
region (50: Chongqing, as in GB/T 2260), the country of the partner (ISO 3166), the level, a letter
for the kind, the year, a number of four digits, and N for a new one or O for one from before 2003.
The licence of an institution has A0 before the level, as in MOE50HKA02DNR20000002O.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from yuqiao.graph.tables.checks.faults import FactIndex, Fault, name_of
from yuqiao.graph.tables.mapping import Statement

_FORM = re.compile(
    r"(MOE|PDE)(\d\d)([A-Z]{2})(?:A0)?([123])([A-Z]{1,4})(\d{4})(\d{4})([NO])", re.ASCII
)
_COUNTRY = ("yq:approvalOf", "yq:foreignPartner", "yq:country", "dcterms:identifier")
_ROUTES = {"MOE": "ministry", "PDE": "local-filed"}
_LEVELS = {
    "1": {"master", "doctor", "postgraduate"},
    "2": {"bachelor"},
    "3": {"diploma"},
}


@dataclass(frozen=True)
class CertificateNumber:
    """The parts of a certificate number.

    :param route: the approval route: ``ministry`` or ``local-filed``
    :param region: the two digits of the province
    :param country: the two letters of the partner's country
    :param levels: the levels that its digit stands for
    :param year: the year in which it was given
    """

    route: str
    region: str
    country: str
    levels: frozenset[str]
    year: str

    @classmethod
    def parse(cls, text: str) -> CertificateNumber | None:
        """Return the parts of a number; None when it has another form.

        >>> CertificateNumber.parse("MOE50US2A20181935N").year
        '2018'
        """
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        authority, region, country, level, _, year, *_ = found.groups()
        return cls(_ROUTES[authority], region, country, frozenset(_LEVELS[level]), year)


def contradicted_certificates(facts: FactIndex) -> Iterator[Fault]:
    """Find certificate numbers whose letters contradict the approval or the partnership."""
    for statement in facts.of("yq:certificateNumber"):
        number = CertificateNumber.parse(statement.written)
        if number is None:
            yield Fault(
                (statement,),
                f"{statement.written!r}: expected a number such as MOE50US2A20181935N",
            )
            continue
        for said, stated in _compared(facts, statement.subject, number):
            if stated and said.isdisjoint(part for _, part in stated):
                other = stated[0][0]
                yield Fault(
                    (statement,),
                    f"{statement.written!r}: the number stands for {' or '.join(sorted(said))}, but"
                    f" {other.written!r} is in {other.cell}",
                )
                break


def _compared(
    facts: FactIndex, approval: NamedNode, number: CertificateNumber
) -> Iterator[tuple[frozenset[str], list[tuple[Statement, str]]]]:
    """Yield what a number says, and the statements about the same with their like part."""
    for said, path, part in (
        (number.route, ("yq:approvalRoute",), slice(None)),
        (number.region, ("yq:approvalOf", "yq:chinesePartner", "yq:ministryCode"), slice(2, 4)),
        (number.country, _COUNTRY, slice(None)),
        (number.levels, ("yq:approvalOf", "yq:level"), slice(None)),
        (number.year, ("dcterms:date",), slice(4)),
    ):
        stated = facts.values(approval, *path)
        words = said if isinstance(said, frozenset) else frozenset({said})
        yield words, [(statement, name_of(statement.object)[part]) for statement in stated]
