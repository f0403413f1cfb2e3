"""Prepared rows: what comes with new programmes of a sheet, found by several processes at once.

A row is prepared as if it came alone into the register. Where it does come to rows that were not
there then, it is seen whether this changes anything: then the row is brought in from the beginning.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol, cast

from yuqiao.graph.curation.bulk.forked_stream import ForkedStream, processors
from yuqiao.graph.curation.bulk.programme_assessment import (
    PLAIN_ID,
    Assessment,
    Likeness,
    ProgrammeAssessor,
)
from yuqiao.graph.curation.bulk.programme_entry import APPROVALS, PARTNERSHIPS, STATUSES
from yuqiao.graph.curation.sheets.sheet import SheetRow
from yuqiao.graph.curation.table_text import TableRecord, table_records

AT_ONCE = 1_000
"""Rows that are read, and prepared, together."""

_AHEAD = 8  # pieces that are read before they are needed
_MOST = 3  # other processes
_BETWEEN = "\x1f"  # cells, when they go from one process to another

_LOOKED_UP = (PARTNERSHIPS, STATUSES)  # tables of which the other process needs cells
Key = tuple[str, str]
Piece = list[SheetRow]


class ComingRows(NamedTuple):
    """The rows that come with one row of a sheet.

    :param keys: what tells the row from others
    :param values: the cells of the row as the table holds them
    :param records: the rows, each with its table
    """

    keys: list[Key]
    values: dict[str, str]
    records: Sequence[tuple[str, TableRecord]]


class PreparedRow(NamedTuple):
    """A row of a sheet that is a new programme, as far as the register was read.

    :param coming: what comes with it
    :param assessment: what is to be known of the programme
    """

    coming: ComingRows
    assessment: Assessment


@dataclass(frozen=True)
class PreparedPiece:
    """Rows of a sheet, of which some are prepared.

    :param rows: each prepared row; none for one that is to be brought in from the beginning
    :param habits: what was found to be common in the register, on which they may rely
    """

    rows: list[PreparedRow | None]
    habits: dict[object, str]


class Preparation(Protocol):
    """What prepares rows: see :meth:`yuqiao.graph.curation.sheets.sheet_import.SheetImport`."""

    def coming(self, piece: Piece) -> Iterator[ComingRows | None]:
        """Yield what comes with each row, and forget it; none when it is not simply new."""

    def habits(self) -> dict[object, str]:
        """Return what was found to be common in the register."""


_SentRow = tuple[list[Key], dict[str, str], list[tuple[str, str, str]], list[int], Assessment]
"""The keys and values of a row; the table, cells and text of each record; numbers of likeness; the
rest."""


class _Sent(NamedTuple):
    """A prepared piece as it goes from one process to another.

    :param digest: that of the rows of the sheet
    :param fresh: in what programmes are alike, as far as that was not sent before
    :param rows: the rows; none for one that is not prepared
    """

    digest: int
    fresh: list[Likeness]
    rows: list[_SentRow | None]
    habits: dict[object, str]


class RowPreparation:
    """Prepares pieces of a sheet, in this process and others.

    :param preparation: prepares rows
    :param assessor: assesses the programmes
    """

    def __init__(self, preparation: Preparation, assessor: ProgrammeAssessor) -> None:
        self._preparation = preparation
        self._assessor = assessor

    @contextmanager
    def pieces(
        self, rows: Iterator[SheetRow], again: Callable[[], Iterator[SheetRow]]
    ) -> Iterator[Iterator[tuple[Piece, PreparedPiece | None]]]:
        """Begin to prepare; yield an iterator of the pieces, in order.

        :param rows: the rows
        :param again: opens the same rows once more
        """
        count = min(processors() - 1, _MOST)
        owners: list[int | None] = [0, 0, 0, None] if count == 1 else list(range(count))
        shares = len(owners)  # of which this process takes the last, when it has one helper
        streams: list[ForkedStream] = []
        try:
            for number in range(count):
                own = [share for share in range(shares) if owners[share] == number]
                streams.append(ForkedStream(lambda own=own: self._sent(again(), own, shares)))  # type: ignore[misc]
            for stream in streams:
                stream.start()
            yield self._merged(rows, owners, streams)
        finally:
            for stream in streams:
                stream.close()

    def _merged(
        self, rows: Iterator[SheetRow], owners: list[int | None], streams: list[ForkedStream]
    ) -> Iterator[tuple[Piece, PreparedPiece | None]]:
        waiting: deque[tuple[Piece, ForkedStream | None]] = deque()
        ready: dict[int, PreparedPiece] = {}
        known: dict[int, list[Likeness]] = {id(stream): [] for stream in streams}
        number = 0
        while True:
            while len(waiting) < _AHEAD and (piece := list(islice(rows, AT_ONCE))):
                owner = owners[number % len(owners)]
                waiting.append((piece, None if owner is None else streams[owner]))
                number += 1
            if not waiting:
                return
            piece, stream = waiting.popleft()
            if stream is None:
                yield piece, ready.pop(id(piece), None) or self._prepared(piece)
                continue
            own = (piece for piece, owner in waiting if owner is None and id(piece) not in ready)
            while not stream.has_next() and (ahead := next(own, None)):
                ready[id(ahead)] = self._prepared(ahead)
            sent = cast("_Sent | None", stream.next())
            is_same = sent is not None and sent.digest == _digest(piece)
            yield piece, _received(sent, known[id(stream)]) if sent and is_same else None

    def _prepared(self, piece: Piece) -> PreparedPiece:
        rows = [
            PreparedRow(coming, assessment)
            if coming and (assessment := self._assessor.assessed(coming.records))
            else None
            for coming in self._preparation.coming(piece)
        ]
        return PreparedPiece(rows, self._preparation.habits())

    def _sent(self, rows: Iterator[SheetRow], own: list[int], shares: int) -> Iterator[_Sent]:
        """Yield the pieces that another process prepares."""
        numbers: dict[Likeness, int] = {}
        number = 0
        while piece := list(islice(rows, AT_ONCE)):
            if number % shares in own:
                prepared = self._prepared(piece)
                known = len(numbers)
                sent = [_to_send(row, numbers) if row else None for row in prepared.rows]
                fresh = list(islice(numbers, known, None))
                yield _Sent(_digest(piece), fresh, sent, prepared.habits)
            number += 1


def _to_send(row: PreparedRow, numbers: dict[Likeness, int]) -> _SentRow | None:
    known = row.assessment
    likeness = [numbers.setdefault(each, len(numbers)) for each in known.likeness]
    records = [
        (file, _BETWEEN.join(record.cells) if file in _LOOKED_UP else "", record.text)
        for file, record in row.coming.records
    ]
    if any(_BETWEEN in text for _, _, text in records):
        return None
    return (
        row.coming.keys,
        row.coming.values,
        records,
        likeness,
        known._replace(likeness=frozenset()),
    )


def _received(sent: _Sent, known: list[Likeness]) -> PreparedPiece:
    known += sent.fresh
    rows: list[PreparedRow | None] = []
    for row in sent.rows:
        if row is None:
            rows.append(None)
            continue
        keys, values, records, likeness, assessment = row
        alike = frozenset([known[number] for number in likeness])
        split = [
            (file, TableRecord(tuple(cells.split(_BETWEEN)) if cells else (), text))
            for file, cells, text in records
        ]
        rows.append(
            PreparedRow(ComingRows(keys, values, split), assessment._replace(likeness=alike))
        )
    return PreparedPiece(rows, sent.habits)


def with_other_id(row: PreparedRow, name: str) -> PreparedRow | None:
    """Return a prepared row with another id of the partnership; none when that is not simple.

    The id begins each of the rows, and stands nowhere else in them.
    """
    if not PLAIN_ID.fullmatch(name):
        return None
    known = row.assessment
    before, status = known.id, known.status
    starts = {
        PARTNERSHIPS: (f"{before},", f"{name},"),
        APPROVALS: (f"{before},", f"{name},"),
        STATUSES: (f"{status},{before},", f"{name}{status.removeprefix(before)},{name},"),
    }
    things = {f"id/{kind}/{before}": f"id/{kind}/{name}" for kind in ("partnership", "approval")}
    starts_of_evidence = [(f"{old},", f"{new},") for old, new in things.items()]
    records = []
    for file, record in row.coming.records:
        found = starts.get(file) or next(
            (pair for pair in starts_of_evidence if record.text.startswith(pair[0])), None
        )
        if found is None or not record.text.startswith(found[0]):
            return None
        text = found[1] + record.text.removeprefix(found[0])
        records.append((file, next(table_records([text]))))
    backed = []
    for thing, count, text in known.backed:
        if text.count("\n") != count:  # a line ends within a cell
            return None
        lines = [
            things[thing] + line.removeprefix(thing) for line in text.splitlines(keepends=True)
        ]
        backed.append((things[thing], count, "".join(lines)))
    unique = tuple((c, name if c == "id" else value) for c, value in known.unique)
    new_status = name + status.removeprefix(before)
    assessment = known._replace(id=name, status=new_status, unique=unique, backed=tuple(backed))
    return PreparedRow(row.coming._replace(records=records), assessment)


def _digest(piece: Piece) -> int:
    """Return a digest of rows, the same in all forks of a process."""
    return hash(tuple([(row.number, row.cells) for row in piece]))
