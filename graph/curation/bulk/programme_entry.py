"""Entries of programmes: the rows that come with one partnership, taken apart for comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yuqiao.graph.curation.table_text import TableRecord

PARTNERSHIPS, APPROVALS, STATUSES = "partnerships.csv", "approvals.csv", "statuses.csv"
EVIDENCE = "evidence.csv"


@dataclass(frozen=True)
class EntryLayout:
    """Where the tables of an entry have the cells that name it.

    :param partnership: the columns of the table of partnerships, in its order
    :param approval: the place of the partnership in the table of approvals
    :param status: the places of the id and the partnership in the table of statuses
    :param evidence: the places of the thing, columns and source in the table of evidence
    """

    partnership: tuple[str, ...]
    approval: int
    status: tuple[int, int]
    evidence: tuple[int, int, int]


class ProgrammeEntry(NamedTuple):
    """The rows that come with one partnership: its approval, its status and their evidence.

    :param id: the id of the partnership
    :param status: the id of the status
    :param cells: the filled cells of the partnership, by their column
    :param others: all other cells of the rows, without what names the entry
    :param evidence: the thing, columns and source of each row of evidence
    """

    id: str
    status: str
    cells: dict[str, str]
    approval: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    evidence: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(
        cls, rows: Sequence[tuple[str, TableRecord]], layout: EntryLayout
    ) -> ProgrammeEntry | None:
        """Return the entry of the rows that come together; none when they are of another kind."""
        by_file: dict[str, list[tuple[str, ...]]] = {}
        for file, record in rows:
            by_file.setdefault(file, []).append(record.cells)
        if by_file.keys() != {PARTNERSHIPS, APPROVALS, STATUSES, EVIDENCE}:
            return None
        if not len(by_file[PARTNERSHIPS]) == len(by_file[APPROVALS]) == len(by_file[STATUSES]) == 1:
            return None
        (partnership,), (approval,) = by_file[PARTNERSHIPS], by_file[APPROVALS]
        cells = {
            name: text for name, text in zip(layout.partnership, partnership, strict=True) if text
        }
        name = cells.pop("id", "")
        status = _generalised(by_file[STATUSES][0], name, layout)
        things = {f"id/partnership/{name}": "partnership", f"id/approval/{name}": "approval"}
        thing, columns, source = layout.evidence
        backing = by_file[EVIDENCE]
        if not name or "--" in name or approval[layout.approval] != name or status is None:
            return None
        if any(row[thing] not in things for row in backing):
            return None
        return cls(
            name,
            by_file[STATUSES][0][layout.status[0]],
            cells,
            approval,
            (
                (*approval[: layout.approval], *approval[layout.approval + 1 :]),
                status,
                *((*row[:thing], things[row[thing]], *row[thing + 1 :]) for row in backing),
            ),
            tuple((row[thing], row[columns], row[source]) for row in backing),
        )


def _generalised(status: tuple[str, ...], name: str, layout: EntryLayout) -> tuple[str, ...] | None:
    """Return the cells of a status without the name of its partnership; none if it has another."""
    own, about = layout.status
    if status[about] != name or not status[own].startswith(f"{name}-"):
        return None
    said = list(status)
    said[about], said[own] = "", status[own].removeprefix(name)
    return tuple(said)
