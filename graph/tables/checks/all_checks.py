"""All checks of the facts, in the order in which one fault makes others meaningless."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yuqiao.graph.tables.checks import (
    certificates,
    chronology,
    claims,
    geography,
    identifiers,
    partnerships,
    plausibility,
)
from yuqiao.graph.tables.checks.exceptions import Exceptions
from yuqiao.graph.tables.checks.faults import FactIndex, Fault

Check = Callable[[FactIndex], Iterator[Fault]]

_CHECKS: tuple[Check, ...] = (
    identifiers.repeated_values,
    plausibility.values_out_of_bounds,
    plausibility.texts_in_another_language,
    plausibility.traditional_characters,
    plausibility.chinese_punctuation,
    geography.circular_containment,
    geography.misplaced_places,
    geography.incomplete_coordinates,
    geography.coordinates_elsewhere,
    geography.misplaced_organisations,
    partnerships.catalogue_codes_that_disagree,
    partnerships.partners_on_the_wrong_side,
    partnerships.forms_that_disagree,
    partnerships.levels_that_disagree,
    partnerships.names_without_their_partners,
    partnerships.disciplines_at_another_level,
    partnerships.offerings_without_their_discipline,
    certificates.contradicted_certificates,
    chronology.dates_out_of_order,
    chronology.intakes_before_approval,
    chronology.claims_after_their_sources,
    claims.claims_without_value,
    claims.statuses_at_once,
    claims.figures_at_once,
    claims.findings_without_reviewer,
    claims.names_said_twice,
    claims.units_of_another_kind,
    claims.shares_over_a_hundred,
)


def unlikely_facts(facts: FactIndex, exceptions: Exceptions) -> Iterator[str]:
    """Yield an error for each fact that no check lets pass and that is no exception.

    :param facts: the statements of the tables; what is found wrong is left out of later checks
    :param exceptions: the unlikely facts that are true
    """
    for check in _CHECKS:
        for fault in check(facts):  # each is flagged before the next is looked for
            facts.flag(fault)
            if not exceptions.excuse(fault):
                yield str(fault)
    yield from exceptions.unused()
