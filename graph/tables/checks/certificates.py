"""Certificate numbers of the Ministry of Education: what their letters say, and whether it agrees.

A number such as MOE50US2A20181935N tells who approved (MOE: the ministry; PDE: a province), the
region (50: Chongqing, as in GB/T 2260), the country of the partner (ISO 3166), the level, a letter
for the kind, the year, a number of four digits, and N for a new one or O for one from before 2003.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yuqiao.graph.tables.checks.faults import FactIndex, Fault, name_of

_FORM = re.compile(r"(MOE|PDE)(\d\d)([A-Z]{2})([123])([A-Z]{1,4})(\d{4})(\d{4})([NO])", re.ASCII)
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
        approval = statement.subject
        partner = ("yq:approvalOf", "yq:foreignPartner", "yq:country", "dcterms:identifier")
        for path, said in (
            (("yq:approvalRoute",), {number.route}),
            (partner, {number.country}),
            (("yq:approvalOf", "yq:level"), number.levels),
            (("dcterms:date",), {number.year}),
        ):
            stated = facts.values(approval, *path)
            if stated and not said & {name_of(s.object)[:4] if s.column.any_date else name_of(s.object) for s in stated}:
                shown = ", ".join(sorted(said))
                yield Fault(
                    (statement,),
                    f"{statement.written!r}: the number stands for {shown}, but"
                    f" {stated[0].written!r} is in {stated[0].cell}",
                )
                break
