"""Identifiers: no value twice where each thing has its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from yuqiao.graph.tables.checks.faults import FactIndex, Fault
from yuqiao.graph.tables.mapping import Statement


def repeated_values(facts: FactIndex) -> Iterator[Fault]:
    """Find rows that repeat what only one row of its kind may have, such as a register page."""
    first: dict[tuple[str, str, str], Statement] = {}
    repeated: dict[tuple[str, int, str, int], list[Statement]] = defaultdict(list)
    for statement in facts.sound():
        column = statement.column
        if not column.unique:
            continue
        kind = statement.subject.value.rpartition("/")[0]
        known = first.setdefault((kind, column.name, statement.written.casefold()), statement)
        if known.cell != statement.cell:
            place = statement.cell, known.cell
            key = (place[0].file, place[0].row, place[1].file, place[1].row)
            repeated[key].append(statement)
    for (file, row, other_file, other_row), statements in repeated.items():
        shown = ", ".join(repr(statement.written) for statement in statements)
        is_copy = len(statements) > 1  # of the whole row, where nothing else is of interest
        yield Fault(
            tuple(statements),
            f"{shown}: already in {other_file}:{other_row}; expected each only once",
            tuple(s for s in facts.sound() if is_copy and (s.cell.file, s.cell.row) == (file, row)),
        )
