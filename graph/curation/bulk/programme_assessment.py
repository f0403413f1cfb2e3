"""Assessments of programmes that come: in what they are like others, and whether they are sound.

A check of :mod:`yuqiao.graph.tables.checks` looks at single cells of a programme, at the pairs of
cells in :data:`_TOGETHER`, and at its approval, status and evidence, which are much the same for
all. So a programme needs no check of its own when each of its cells, and each of these pairs,
occurs in one that is checked beside the same approval, status and evidence. Texts and numbers are
checked one by one, as the whole check does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from pyoxigraph import NamedNode

from yuqiao.graph.curation.bulk.backed_blocks import Block, block_of
from yuqiao.graph.curation.bulk.programme_entry import (
    APPROVALS,
    EVIDENCE,
    PARTNERSHIPS,
    STATUSES,
    EntryLayout,
    ProgrammeEntry,
)
from yuqiao.graph.curation.register import Register
from yuqiao.graph.curation.table_text import TableRecord
from yuqiao.graph.tables.checks.addresses import unreachable_address
from yuqiao.graph.tables.checks.partnerships import levels_named, said_form
from yuqiao.graph.tables.checks.plausibility import implausible_value
from yuqiao.graph.tables.csvw import TableColumn
from yuqiao.graph.tables.patterns import matching
from yuqiao.graph.tables.reader import cell_faults
from yuqiao.ontology.namespaces import prefixes

_REMEMBERED = 10_000  # texts and numbers
_ID = "[a-z0-9]+(-{1,2}[a-z0-9]+)*"
"""The form of ids, of which those are taken that have no two hyphens together."""

PLAIN_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
"""The form of ids without two hyphens together."""

_NAMES = ("name_zh", "name_en")
_TITLE = "name_zh"
_SIDES = ("chinese_partner", "foreign_partner")
_TOGETHER = (
    ("region", "chinese_partner"),
    ("region", "foreign_partner"),
    ("levels", "disciplines"),
    ("first_intake", "chinese_partner"),
    ("first_intake", "foreign_partner"),
    ("form", ""),
    ("levels", ""),
)
"""The pairs of columns that a check looks at together; an empty one is what the title says."""


Likeness = tuple[object, ...]
"""Something in which programmes are alike."""


class Assessment(NamedTuple):
    """What is to be known of a programme that comes, to tell whether it needs a check.

    :param id: the id of the partnership
    :param status: the id of its status
    :param names: the names of the partnership
    :param unique: the column and value of what no other partnership may have
    :param likeness: in what it is like others
    :param is_sound: whether nothing is wrong with its texts and numbers, nor with its ids
    :param backed: what its sources give for its cells, as it is written
    """

    id: str
    status: str
    names: tuple[str, ...]
    unique: tuple[tuple[str, str], ...]
    likeness: frozenset[Likeness]
    is_sound: bool
    backed: tuple[Block, ...]


class ProgrammeAssessor:
    """Assesses programmes that come into a register.

    :param register: the register as it is
    :param base: the base IRI of the register
    """

    def __init__(self, register: Register, base: str) -> None:
        self._register = register
        self._described = tuple(prefixes(base).values())
        self._frames: dict[object, bytes] = {}
        self._sound: dict[tuple[str, str], bool] = {}

    @property
    def is_useful(self) -> bool:
        """Whether the register has the tables of which something is known here."""
        return self._layout is not None

    @property
    def begins_with_ids(self) -> bool:
        """Whether what names an entry stands first in each of its rows."""
        layout = self._layout
        return layout is not None and (
            (layout.partnership[0], layout.approval, layout.status, layout.evidence[0])
            == ("id", 0, (0, 1), 0)
        )

    def assessed(self, rows: Sequence[tuple[str, TableRecord]]) -> Assessment | None:
        """Return the assessment of rows that come together; none when they are of another kind."""
        entry = ProgrammeEntry.of(rows, self._layout) if self._layout else None
        if entry is None:
            return None
        has_plain_ids = PLAIN_ID.fullmatch(entry.id) and PLAIN_ID.fullmatch(entry.status)
        return Assessment(
            entry.id,
            entry.status,
            tuple(entry.cells[name] for name in _NAMES if name in entry.cells),
            tuple(unique_values({**entry.cells, "id": entry.id}, self.unique_columns)),
            frozenset(self._likeness(entry)),
            bool(has_plain_ids) and self._names_its_partners(entry) and self._is_sound(entry),
            tuple(self._backed(entry)),
        )

    @cached_property
    def unique_columns(self) -> tuple[str, ...]:
        """The columns in which no two partnerships have the same value."""
        columns = self._register.table(PARTNERSHIPS).columns
        return ("id", *(column.name for column in columns if column.unique))

    def _likeness(self, entry: ProgrammeEntry) -> Iterator[Likeness]:
        """Yield what a check may look at, in which the entry is to be like one that is checked."""
        cells = entry.cells
        others = entry.others, tuple(cells), cells.get("unknown")
        frame = self._frames.get(others)
        if frame is None:
            frame = self._frames[others] = blake2b(repr(others).encode()).digest()
        title = cells.get(_TITLE, "")
        said = (said_form(title), *levels_named(title))
        for name in self._alike:
            yield frame, name, cells.get(name)
        for one, other in _TOGETHER:
            yield frame, one, cells.get(one), other, cells.get(other) if other else said

    def _is_sound(self, entry: ProgrammeEntry) -> bool:
        """Return whether the texts and numbers of an entry are what each of them must be."""
        for name, column in self._single.items():
            text = entry.cells.get(name, "")
            if not text:
                continue
            key = name, text
            sound = self._sound.get(key)
            if sound is None:
                sound = self._is_valid(column, text)
                if not column.unique and len(self._sound) < _REMEMBERED:
                    self._sound[key] = sound
            if not sound:
                return False
        return True

    def _is_valid(self, column: TableColumn, text: str) -> bool:
        """Return whether a text is a valid and plausible value of a column."""
        fitting = matching(column.format, [text]) if column.format else None
        good, faults = cell_faults(column, text, fitting)
        if faults or good != (text,) or implausible_value(column, text):
            return False
        if column.datatype != "anyURI":
            return True
        is_described = text.startswith(self._described)
        return not is_described and not unreachable_address(text) and _is_iri(text)

    def _names_its_partners(self, entry: ProgrammeEntry) -> bool:
        """Return whether the title names a partner of each side, by the name that its row has."""
        title = entry.cells.get(_TITLE, "")
        for side in _SIDES:
            partners = entry.cells.get(side, "")
            names = [self._organisations.get(name, "") for name in partners.split(";")]
            if partners and not any(name and name in title for name in names):
                return False
        return True

    def _backed(self, entry: ProgrammeEntry) -> Iterator[Block]:
        by_thing: dict[str, list[tuple[str, str, str]]] = {}
        approval = dict(zip(self._approval, entry.approval, strict=True))
        for thing, columns, source in entry.evidence:
            cells = entry.cells if thing.startswith("id/partnership/") else approval
            given = by_thing.setdefault(thing, [])
            given += [(column, source, cells.get(column, "")) for column in columns.split(";")]
        for thing, cells_given in by_thing.items():
            yield block_of(thing, cells_given)

    @cached_property
    def _layout(self) -> EntryLayout | None:
        """Where the rows of an entry name it; none when the tables are not the usual ones."""
        register = self._register
        files = (PARTNERSHIPS, APPROVALS, STATUSES, EVIDENCE)
        roles = ("evidence", "backed-values")
        if not all(map(register.has, files)) or not all(map(register.group.with_role, roles)):
            return None
        known = {kind: register.kinds.get(kind) for kind in ("id/partnership", "id/status")}
        if known != {"id/partnership": [PARTNERSHIPS], "id/status": [STATUSES]}:
            return None
        said = {"id": "x", "partnership": "x"}
        addresses = [register.address(file, said) for file in (PARTNERSHIPS, APPROVALS)]
        columns = [c for file in files[:3] for c in register.table(file).columns]
        are_usual = all(c.about_url is None and c.language_column is None for c in columns)
        forms = {c.format for c in columns if c.name == "id"}
        if addresses != ["id/partnership/x", "id/approval/x"] or forms != {_ID} or not are_usual:
            return None
        headers = {file: register.text(file).header for file in files}
        status, evidence = headers[STATUSES], headers[EVIDENCE]
        return EntryLayout(
            headers[PARTNERSHIPS],
            self._approval.index("partnership"),
            (status.index("id"), status.index("partnership")),
            (evidence.index("thing"), evidence.index("columns"), evidence.index("source")),
        )

    @cached_property
    def _approval(self) -> tuple[str, ...]:
        return self._register.text(APPROVALS).header

    @cached_property
    def _single(self) -> dict[str, TableColumn]:
        """The columns whose values no check compares with anything but their own column."""
        columns = self._register.table(PARTNERSHIPS).columns
        return {
            column.name: column
            for column in columns
            if column.name != "id"
            and not (column.any_date or column.role or column.separator)
            and column.datatype != "QName"
            and (column.value_url is None or column.datatype == "anyURI")
        }

    @cached_property
    def _alike(self) -> list[str]:
        columns = self._register.table(PARTNERSHIPS).columns
        return [c.name for c in columns if c.name != "id" and c.name not in self._single]

    @cached_property
    def _organisations(self) -> dict[str, str]:
        """The Chinese name of each organisation that was there before, by its id."""
        return {
            row.get("id", ""): row.get(_TITLE, "")
            for _, row in self._register.entities("id/organisation")
        }


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def unique_values(row: dict[str, str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the column and value of what a row has that no other may have."""
    for name in columns:
        if row.get(name):
            yield name, row[name].casefold()
