"""Claims: what is claimed is said once, and of two that contradict each other one is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yuqiao.graph.tables.checks.chronology import is_before
from yuqiao.graph.tables.checks.faults import FactIndex, Fault, name_of
from yuqiao.graph.tables.mapping import Statement


def claims_without_value(facts: FactIndex) -> Iterator[Fault]:
    """Find claims that state no value, or a value and a resource at once."""
    for claim in facts.of("yq:aboutProperty"):
        if claim.column.name == "":
            continue
        stated = facts.values(claim.subject, "yq:statedValue")
        stated += facts.values(claim.subject, "yq:statedResource")
        if len(stated) != 1:
            columns = [s.cell.column for s in stated]
            found = " and ".join(columns) if columns else "none"
            message = f"{claim.written!r}: expected one value or resource; found {found}"
            yield Fault((claim,), message)


def contradictions(facts: FactIndex, accepted: set[str]) -> Iterator[Fault]:
    """Find claims that contradict themselves, and two accepted ones that contradict each other.

    :param accepted: the IRIs of the accepted claims
    """
    for link in facts.of("yq:contradicts"):
        if link.subject == link.object:
            yield Fault((link,), f"{link.written!r}: the claim would contradict itself")
        elif {link.subject.value, link.object.value} <= accepted:
            yield Fault(
                (link,), f"{link.written!r}: that claim is accepted too; expected one of the two"
            )


def statuses_at_once(facts: FactIndex) -> Iterator[Fault]:
    """Find two accepted statuses of a partnership that have no end."""
    first: dict[str, Statement] = {}
    for status in facts.of("yq:status"):
        has_end = facts.values(status.subject, "schema:validThrough")
        if has_end or not _is_accepted(facts, status.subject):
            continue
        for partnership in facts.values(status.subject, "schema:about"):
            known = first.setdefault(partnership.object.value, status)
            if known is not status:
                yield Fault(
                    (status,),
                    f"{status.written!r}: the status in {known.cell} has no end either; expected"
                    " one at a time",
                )


def approvals_seen_after_their_end(facts: FactIndex) -> Iterator[Fault]:
    """Find partnerships seen as approved when that had ended, of which no later status is known."""
    for status, end in _last_approvals(facts):
        for seen in facts.values(status.subject, "yq:asOf"):
            if is_before(end.written, seen.written):
                yield Fault(
                    (end,),
                    f"{end.written!r} is before {seen.written!r}, when it was still"
                    f" {status.written!r} in {status.cell}; expected the status since then",
                )


def ended_approvals(facts: FactIndex, today: str) -> Iterator[str]:
    """Yield a note for each approval that has ended, when no later status is known.

    :param today: such as ``2026-11-30``
    """
    for _, end in _last_approvals(facts):
        if is_before(end.written, today):
            yield f"{end.cell}: {end.written!r} is over; expected the status since then"


def _last_approvals(facts: FactIndex) -> Iterator[tuple[Statement, Statement]]:
    """Yield each accepted status of being approved that has an end, and none after it; the end.

    One without an end of its own ends when the approval does.
    """
    for status in facts.of("yq:status"):
        if name_of(status.object) != "approved" or not _is_accepted(facts, status.subject):
            continue
        own = facts.values(status.subject, "schema:validThrough")
        of_approval = ("schema:about", "^yq:approvalOf", "schema:validThrough")
        ends = own or facts.values(status.subject, *of_approval)
        if ends and not (own and _has_later_status(facts, status, own[0])):
            yield status, ends[0]


def _has_later_status(facts: FactIndex, status: Statement, end: Statement) -> bool:
    others = facts.values(status.subject, "schema:about", "^schema:about", "yq:status")
    for other in others:
        if other.subject == status.subject or not _is_accepted(facts, other.subject):
            continue
        ends = facts.values(other.subject, "schema:validThrough")
        if not ends or is_before(end.written, ends[0].written):
            return True
    return False


def figures_at_once(facts: FactIndex) -> Iterator[Fault]:
    """Find two accepted figures for the same on the same day that differ."""
    first: dict[tuple[str, ...], Statement] = {}
    for value in facts.of("schema:value"):
        claim = value.subject
        of = [
            facts.values(claim, property_)
            for property_ in ("schema:about", "schema:variableMeasured", "yq:asOf")
        ]
        if not all(of) or not _is_accepted(facts, claim):
            continue
        known = first.setdefault(tuple(one[0].object.value for one in of), value)
        if known.object != value.object:
            yield Fault(
                (value,),
                f"{value.written!r}: the accepted figure of the same day in {known.cell} is"
                f" {known.written!r}; expected one accepted figure",
            )


def findings_without_reviewer(facts: FactIndex) -> Iterator[Fault]:
    """Find findings that no evidence was found, without the person who looked for it."""
    for finding in facts.of("yq:finding"):
        if name_of(finding.object) == "unknown" and not facts.values(
            finding.subject, "dcterms:creator"
        ):
            yield Fault(
                (finding,), f"{finding.written!r}: expected the reviewer who read the sources"
            )


def names_said_twice(facts: FactIndex) -> Iterator[Fault]:
    """Find other names that are the name already, or that the same source gave in another row."""
    names = {(name.subject.value, str(name.object)): name for name in facts.of("skos:prefLabel")}
    others: dict[tuple[str, ...], Statement] = {}
    for name in facts.of("yq:statedValue"):
        if name.cell.column != "name":
            continue
        sources = [source.object.value for source in facts.values(name.subject, "dcterms:source")]
        for thing in facts.values(name.subject, "schema:about"):
            said = thing.object.value, str(name.object)
            known = names.get(said) or others.setdefault((*said, *sources), name)
            if known is not name:
                message = f"{name.written!r}: already in {known.cell}; expected another name"
                yield Fault((name,), message)


def values_unlike_their_unit(facts: FactIndex) -> Iterator[Fault]:
    """Find shares of more than 100 %, and counts that are no whole numbers."""
    for unit in facts.of("schema:unitText"):
        for value in facts.values(unit.subject, "schema:value"):
            number = Decimal(value.written)
            if unit.written == "%" and number > 100:
                yield Fault((value,), f"{value.written!r}: expected 100 % or less")
            elif unit.written == "1" and number != number.to_integral_value():
                yield Fault((value,), f"{value.written!r}: expected a whole number for a count")


def units_of_another_kind(facts: FactIndex) -> Iterator[Fault]:
    """Find counts in per cent, and shares in anything else."""
    for unit in facts.of("schema:unitText"):
        for indicator in facts.values(unit.subject, "schema:variableMeasured"):
            is_share = name_of(indicator.object).startswith("share-")
            if is_share != (unit.written == "%"):
                expected = "% for a share" if is_share else "1 for a count"
                yield Fault((unit,), f"{unit.written!r}: expected {expected}")


def _is_accepted(facts: FactIndex, claim: object) -> bool:
    return any(name_of(review.object) == "accepted" for review in facts.values(claim, "yq:review"))
