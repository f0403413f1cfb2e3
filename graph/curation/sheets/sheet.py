"""A sheet: titles and rows, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from yuqiao.graph.errors import InputError

HEAD_ROWS = 20
"""Rows among which the head of a sheet is looked for."""


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet.

    :param number: as a spreadsheet counts, from 1
    :param cells: the text of each cell
    """

    number: int
    cells: tuple[str, ...]


@dataclass
class Sheet:
    """The rows of a file, read once and in order.

    :param file: the name of the file
    :param name: the name of the sheet in it; empty when it has one only
    :param rows: the rows, of which some at the top are the head
    :param notes: what a reader of it should know, one line each
    """

    file: str
    name: str
    rows: Iterable[SheetRow]
    notes: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The file and the sheet, for messages."""
        return f"{self.file}:{self.name}" if self.name else self.file


@dataclass(frozen=True)
class HeadedSheet:
    """A sheet whose head has been found.

    :param sheet: the sheet
    :param titles: the title of each column
    :param rows: the rows below the head, without empty ones
    """

    sheet: Sheet
    titles: tuple[str, ...]
    rows: Iterator[SheetRow]


def headed(sheet: Sheet, known: frozenset[str]) -> HeadedSheet:
    """Find the head of a sheet: the row that has most of the known titles.

    A title that spans two rows, or several columns, may stand in the row above.

    :param known: the titles that columns may have, folded by :func:`folded_title`
    :raises InputError: when the sheet is empty, or a title stands twice

    >>> rows = [SheetRow(1, ("List", "")), SheetRow(2, ("id", "Name")), SheetRow(3, ("a", "A"))]
    >>> found = headed(Sheet("a.csv", "", rows), frozenset({"id", "name"}))
    >>> found.titles, [row.number for row in found.rows]
    (('id', 'Name'), [3])
    """
    rows = iter(sheet.rows)
    first = list(islice(rows, HEAD_ROWS))
    if not any(any(row.cells) for row in first):
        raise InputError(f"{sheet.place}: empty; expected a head of titles and rows below it")
    scores = [sum(folded_title(cell) in known for cell in row.cells) for row in first]
    best = scores.index(max(scores))
    if not scores[best]:  # no title is known: the first row that is not empty is the head
        best = next(number for number, row in enumerate(first) if any(row.cells))
    titles = list(first[best].cells)
    above = first[best - 1].cells if best else ()
    titles = [
        title or (above[number] if number < len(above) else "")
        for number, title in enumerate(titles)
    ]
    while titles and not titles[-1]:
        titles.pop()
    twice = next((title for title in titles if title and titles.count(title) > 1), None)
    if twice is not None:
        raise InputError(
            f"{sheet.place}:{first[best].number}: the title {twice!r} stands"
            f" {titles.count(twice)} times; expected each once"
        )
    return HeadedSheet(sheet, tuple(titles), _below(first[best + 1 :], rows))


def _below(first: list[SheetRow], rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    for row in first:
        if any(row.cells):
            yield row
    for row in rows:
        if any(row.cells):
            yield row


def folded_title(title: str) -> str:
    """Return a title as titles are compared: without case, spaces, brackets and marks.

    >>> folded_title(" Name (EN)* "), folded_title("中文名称：")
    ('nameen', '中文名称')
    """
    from yuqiao.graph.entities.name_matching import folded

    return "".join(character for character in folded(title) if character.isalnum())
