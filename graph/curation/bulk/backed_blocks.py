"""Backed values of many new things: sorted piece by piece on disk, and merged into the table."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import IO

from yuqiao.graph.curation.bulk.temporary_file import temporary_file
from yuqiao.graph.tables.backed_values import HEAD, BackedValue, backed_lines, csv_rows

_SIZES = struct.Struct("<II")  # of the address of a thing, and of its rows
_AT_ONCE = 2**14  # bytes that are read together of each run
_IN_MEMORY = 2_000  # things

Block = tuple[str, int, str]
"""The address of a thing, the number of its rows, and the rows as they are written."""


def block_of(thing: str, given: Iterable[tuple[str, str, str]]) -> Block:
    """Return the block of a thing.

    :param thing: its address after the base
    :param given: the column, source and value of each cell, of which none comes twice
    """
    rows = [(thing, *cell, "", "") for cell in sorted(given)]
    return thing, len(rows), csv_rows(rows)


class BackedBlocks:
    """What sources give for the cells of new things, of which nothing was recorded before."""

    recorded: int
    """How many values there are."""

    def __init__(self) -> None:
        self.recorded = 0
        self._last: list[tuple[str, str]] = []
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, block: Block) -> None:
        """Add a thing, which comes only once."""
        thing, count, rows = block
        self.recorded += count
        self._last.append((thing, rows))
        if len(self._last) >= _IN_MEMORY:
            self._put_away()

    def _put_away(self) -> None:
        """Keep the things of memory sorted on disk."""
        with temporary_file(self._file) as self._file:
            start = self._file.tell()
            for thing, rows in sorted(self._last):
                name, text = thing.encode(), rows.encode()
                self._file.write(_SIZES.pack(len(name), len(text)) + name + text)
            self._runs.append((start, self._file.tell()))
        self._last = []

    def merged(self, values: Iterable[BackedValue]) -> Iterator[bytes]:
        """Yield the table, piece by piece, with other values among those that are here.

        :param values: what is recorded of other things, sorted
        """
        known = ((thing, backed_lines(own)) for thing, own in groupby(values, attrgetter("thing")))
        runs = [self._run(start, end) for start, end in self._runs]
        yield HEAD.encode()
        for _, rows in merge(known, sorted(self._last), *runs, key=itemgetter(0)):
            yield rows.encode()

    def _run(self, start: int, end: int) -> Iterator[tuple[str, str]]:
        assert self._file is not None
        while start < end:
            self._file.seek(start)
            piece = self._file.read(_AT_ONCE)
            sizes = sum(_SIZES.unpack_from(piece)) + _SIZES.size
            if sizes > len(piece):
                self._file.seek(start)
                piece = self._file.read(sizes)
            place = 0
            while start < end and (block := _block(piece, place)):
                name, rows, place_after = block
                start += place_after - place
                place = place_after
                yield name, rows


def _block(piece: bytes, place: int) -> tuple[str, str, int] | None:
    """Return the block at a place, and where it ends; none when it is not whole."""
    if place + _SIZES.size > len(piece):
        return None
    name, rows = _SIZES.unpack_from(piece, place)
    begin = place + _SIZES.size
    end = begin + name + rows
    if end > len(piece):
        return None
    return piece[begin : begin + name].decode(), piece[begin + name : end].decode(), end
