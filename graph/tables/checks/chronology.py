"""Chronology: nothing ends before it begins, and no source tells of a day after it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yuqiao.graph.tables.checks.faults import FactIndex, Fault
from yuqiao.graph.tables.mapping import Statement

_NOT_BEFORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("schema:validThrough", ("schema:validFrom",)),
    ("schema:validThrough", ("dcterms:date",)),
    ("pav:retrievedOn", ("schema:datePublished",)),
    ("yq:asOf", ("schema:validFrom",)),
    ("yq:firstIntake", ("yq:chinesePartner", "schema:foundingDate")),
    ("yq:firstIntake", ("yq:foreignPartner", "schema:foundingDate")),
    ("dcterms:date", ("yq:approvalOf", "yq:chinesePartner", "schema:foundingDate")),
    ("dcterms:date", ("yq:approvalOf", "yq:foreignPartner", "schema:foundingDate")),
)
"""A property whose date is never before those at the end of a path from the same subject."""


def dates_out_of_order(facts: FactIndex) -> Iterator[Fault]:
    """Find dates before what comes first, such as an end before the beginning."""
    for name, path in _NOT_BEFORE:
        for statement in facts.of(name):
            for earlier in facts.values(statement.subject, *path):
                if is_before(statement.written, earlier.written):
                    yield Fault(
                        (statement,),
                        f"{statement.written!r} is before {earlier.written!r} in {earlier.cell}",
                        (earlier,),
                    )
                    break


def intakes_before_approval(facts: FactIndex) -> Iterator[Fault]:
    """Find approvals later than the first intake they allow."""
    for statement in facts.of("dcterms:date"):
        for intake in facts.values(statement.subject, "yq:approvalOf", "yq:firstIntake"):
            if is_before(intake.written, statement.written):
                yield Fault(
                    (statement,),
                    f"{statement.written!r} is after the first intake in {intake.cell}",
                )


def claims_after_their_sources(facts: FactIndex) -> Iterator[Fault]:
    """Find claims as of a day when none of their sources had been read for the last time."""
    for statement in facts.of("yq:asOf"):
        cited = [
            source
            for source in facts.values(statement.subject, "dcterms:source")
            if source.cell.row == statement.cell.row and source.cell.file == statement.cell.file
        ]
        read = [day for source in cited for day in facts.values(source.object, "pav:retrievedOn")]
        if read and all(is_before(day.written, statement.written) for day in read):
            yield Fault(
                (statement,),
                f"{statement.written!r} is after the reading of the source in {read[-1].cell}",
            )


def days_to_come(readings: Sequence[Statement], today: str) -> list[str]:
    """Return a warning for each source that was read after today.

    There is none when most were: then the clock is wrong.

    :param readings: the days on which sources were read
    :param today: such as ``2026-11-30``
    """
    later = [reading for reading in readings if is_before(today, reading.written)]
    if 2 * len(later) > max(len(readings), 2):
        return []
    return [
        f"{reading.cell}: {reading.written!r} is a day to come; expected the day of the reading"
        for reading in later
    ]


def is_before(one: str, other: str) -> bool:
    """Return whether a date is before another: where one is less exact, they may be the same.

    >>> is_before("2024-12", "2025"), is_before("2025", "2025-03-01")
    (True, False)
    """
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]
