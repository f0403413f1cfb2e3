"""Identifiers: no value twice where each thing has its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from yuqiao.graph.tables.checks.faults import FactIndex, Fault
from yuqiao.graph.tables.mapping import Statement
from yuqiao.graph.tables.reader import Cell


def repeated_values(facts: FactIndex) -> Iterator[Fault]:
    """Find rows that repeat what only one row of its kind may have, such as a register page."""
    first: dict[tuple[str, str, str], Statement] = {}
    repeated: dict[tuple[Cell, Cell], list[tuple[Statement, Statement]]] = defaultdict(list)
    for statement in facts.sound():
        if not statement.column.unique:
            continue
        kind = statement.subject.value.rpartition("/")[0]
        key = (kind, statement.column.name, statement.written.casefold())
        known = first.setdefault(key, statement)
        if known.cell != statement.cell:
            rows = replace(statement.cell, column=""), replace(known.cell, column="")
            repeated[rows].append((statement, known))
    for (here, there), pairs in repeated.items():
        statements, others = zip(*pairs, strict=True)
        shown = ", ".join(repr(statement.written) for statement in statements)
        is_copy = len(pairs) > 1  # of the whole row, where nothing else is of interest
        row = [s for s in facts.sound() if is_copy and replace(s.cell, column="") == here]
        yield Fault(
            statements,
            f"{shown}: already in {there.file}:{there.row}; expected each only once",
            (*others, *row),
        )
