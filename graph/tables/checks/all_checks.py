"""All checks of the facts, in the order in which one fault makes others meaningless."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yuqiao.graph.tables.checks import (
    addresses,
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
    addresses.addresses_of_one_network,
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
    claims.approvals_seen_after_their_end,
    claims.figures_at_once,
    claims.findings_without_reviewer,
    claims.names_said_twice,
    claims.units_of_another_kind,
    claims.values_unlike_their_unit,
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
                facts.suspect.update(str(s.cell) for s in (*fault.statements, *fault.doubtful))
                yield str(fault)
    yield from exceptions.unused()


def noteworthy(facts: FactIndex, today: str) -> Iterator[str]:
    """Yield a note for each fact that no check refuses and that a curator should look at.

    No other check knows what day it is, so that a build gives the same on every day.

    :param facts: those of a graph that was built
    :param today: such as ``2026-11-30``
    """
    yield from chronology.days_to_come(list(facts.of("pav:retrievedOn")), today)
    yield from claims.ended_approvals(facts, today)
    yield from addresses.doubtful_addresses(facts)
