"""Open claims: what waits for an editor's decision, where it stands, and the decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.evidence import claim_address

DECISIONS = ("accepted", "rejected")
"""What can be decided of a claim."""

_EVIDENCE = "evidence.csv"
_REVIEWS = "reviews.csv"


@dataclass(frozen=True)
class OpenClaim:
    """A claim that no editor has accepted or rejected.

    :param name: how it is named: its id, or the row, column and source of a cell
    :param place: the file and row where it stands
    :param about: the address of what it is about
    :param says: the column or property, and its value
    :param sources: the ids of its sources
    :param text: what the source says, or the editors' note
    """

    name: str
    place: str
    about: str
    says: str
    sources: str
    text: str


def open_claims(register: Register) -> Iterator[OpenClaim]:
    """Yield the open claims of a register, table by table: those of rows, then those of cells."""
    for table in register.group.tables:
        if table.role is not None or table.column("review") is None:
            continue
        for number, row in enumerate(register.rows(table.file), 2):
            if row.get("review") == "open":
                yield _claim_of_row(register, table.file, number, row)
    if register.has(_EVIDENCE):
        yield from _claims_of_cells(register)


def _claim_of_row(register: Register, file: str, number: int, row: dict[str, str]) -> OpenClaim:
    value = row.get("value") or row.get("resource") or row.get("status") or ""
    said = " ".join(part for part in (row.get("property", ""), value) if part)
    return OpenClaim(
        row.get("id") or register.address(file, row),
        f"{file}:{number}",
        row.get("about") or row.get("partnership", ""),
        said,
        row.get("sources", ""),
        row.get("text") or row.get("note", ""),
    )


def _claims_of_cells(register: Register) -> Iterator[OpenClaim]:
    rows = {
        register.address(table.file, row): row
        for table in register.group.tables
        if table.role is None
        for row in register.rows(table.file)
    }
    for number, row in enumerate(register.rows(_EVIDENCE), 2):
        if row.get("review") != "open":
            continue
        thing, source = row["thing"], row["source"]
        for column in row["columns"].split(";"):
            value = rows.get(thing, {}).get(column, "")
            yield OpenClaim(
                f"{thing}:{column}:{source}",
                f"{_EVIDENCE}:{number}",
                thing,
                f"{column} {value}",
                source,
                row.get("note", ""),
            )


@dataclass(frozen=True)
class Decision:
    """What an editor decides of a claim.

    :param review: one of :data:`DECISIONS`
    :param reviewer: who
    :param date: on which day
    :param reason: why
    """

    review: str
    reviewer: str
    date: str
    reason: str


def decide(revision: Revision, name: str, decision: Decision) -> None:
    """Accept or reject an open claim.

    :param name: its id, or the row, column and source of a cell: ``THING:COLUMN:SOURCE``
    :raises InputError: when no open claim has that name
    """
    register = revision.register
    for table in register.group.tables:
        if table.role is not None or table.column("review") is None:
            continue
        for number, row in revision.rows(table.file):
            known = {row.get("id"), register.address(table.file, row)}
            if name in known and row.get("review") == "open":
                revision.replace(table.file, number, {**row, "review": decision.review})
                _record(revision, register.address(table.file, row), decision)
                return
    if name.count(":") != 2 or not _decide_cell(revision, *name.split(":"), decision=decision):
        advice = _advice(register, name)
        raise InputError(f"{name}: no open claim has this name; {advice}")


def _decide_cell(
    revision: Revision, thing: str, column: str, source: str, *, decision: Decision
) -> bool:
    for number, row in revision.rows(_EVIDENCE):
        columns = row["columns"].split(";")
        is_it = (row["thing"], row["source"], row["review"]) == (thing, source, "open")
        if not is_it or column not in columns:
            continue
        decided = {**row, "columns": column, "review": decision.review}
        others = ";".join(name for name in columns if name != column)
        if others:
            revision.replace(_EVIDENCE, number, {**row, "columns": others})
            revision.add(_EVIDENCE, decided)
        else:
            revision.replace(_EVIDENCE, number, decided)
        for value in _values(revision.register, thing, column):
            _record(revision, claim_address(thing, column, source, value), decision)
        return True
    return False


def _values(register: Register, thing: str, column: str) -> list[str]:
    """Return the values of a cell that is a list; an empty one otherwise, as the cell is one."""
    for table in register.group.tables:
        found = table.column(column)
        for row in register.rows(table.file) if table.role is None and found else ():
            if register.address(table.file, row) == thing:
                separator = found.separator if found else None
                return row.get(column, "").split(separator) if separator else [""]
    return []


def _record(revision: Revision, claim: str, decision: Decision) -> None:
    row = {
        "claim": claim,
        "reviewer": decision.reviewer,
        "date": decision.date,
        "reason": decision.reason,
    }
    for number, known in revision.rows(_REVIEWS):
        if known.get("claim") == claim:
            revision.replace(_REVIEWS, number, row)
            return
    revision.add(_REVIEWS, row)


def _advice(register: Register, name: str) -> str:
    from yuqiao.graph.spelling import nearest

    near = nearest(name, [claim.name for claim in open_claims(register)])
    return f"did you mean {near[0]}?" if near else "expected the name of one that is listed"
