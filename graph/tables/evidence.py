"""Evidence: each cell that a source backs becomes a claim; a cell without a source is an error.

A claim says that one source gives one value of one property of one entity. It asserts nothing by
itself: the rule ``assert-accepted`` repeats the accepted ones as direct statements. So a value
whose evidence is all open or rejected stays a claim, and a fact without a source is not in the
graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.tables.mapping import Statement
from yuqiao.graph.tables.reader import TableRow
from yuqiao.ontology.namespaces import prefixes

_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the evidence table, and the statements it makes about the entity it backs."""

    row: TableRow
    statements: tuple[Statement, ...]

    @property
    def thing(self) -> NamedNode:
        """The entity of which the row backs some columns."""
        return self.statements[0].subject

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of these columns."""
        named = self.row.table.with_role("columns")
        return self.row.values[named.name] if named else ()


class EvidenceJoin:
    """Joins the statements of the tables with the rows of the evidence table.

    :param statements: all statements of the other tables
    :param flawed: cells already reported as wrong, by the IRI of their entity and their column
    :param base: the base IRI of the claims that are made
    :param problems: the list to which messages are added
    """

    def __init__(
        self,
        statements: list[Statement],
        flawed: set[tuple[str, str]],
        base: str,
        problems: list[str],
    ) -> None:
        self._flawed = flawed
        self._problems = problems
        self._base = base
        self._yq = prefixes(base)["yq"]
        self._cells: dict[tuple[str, str], list[Statement]] = {}
        self._things = {statement.subject for statement in statements}
        for statement in statements:
            if statement.column.evidence:
                key = (statement.subject.value, statement.column.name)
                self._cells.setdefault(key, []).append(statement)
        self._backed: set[tuple[str, str]] = set()

    def claims(self, rows: list[EvidenceRow]) -> Iterator[Triple]:
        """Build the claims: one for each value of each column that a row of evidence names."""
        made: dict[str, TableRow] = {}
        for evidence in rows:
            for column in evidence.columns:
                for statement in self._named(evidence, column):
                    source = evidence.row.first("source")
                    claim = self._claim_iri(statement, source)
                    if claim in made:
                        self._problems.append(
                            f"{evidence.row.cell('columns')}: {column!r} of this entity is already"
                            f" backed by {source} in row {made[claim].number}"
                        )
                        continue
                    made[claim] = evidence.row
                    yield from self._triples(NamedNode(claim), statement, evidence)

    def is_claimed(self, statement: Statement) -> bool:
        """Return whether a statement occurs in claims, so that it is not asserted by itself."""
        return (statement.subject.value, statement.column.name) in self._backed

    def unbacked(self, statements: list[Statement]) -> Iterator[str]:
        """Yield an error for each row with values that must have evidence and have none."""
        rows: dict[tuple[str, int], list[Statement]] = {}
        settled = self._backed | self._flawed
        for statement in statements:
            key = (statement.subject.value, statement.cell.column)
            if statement.column.evidence == "required" and key not in settled:
                rows.setdefault((statement.cell.file, statement.cell.row), []).append(statement)
        for (file, row), found in rows.items():
            thing = found[0].subject.value.removeprefix(self._base)
            columns = list(dict.fromkeys(statement.cell.column for statement in found))
            if len(columns) == 1:
                yield (
                    f"{found[0].cell}: {found[0].written!r} has no evidence; add a row to the"
                    f" evidence table that names {thing} and the column {columns[0]}"
                )
                continue
            yield (
                f"{file}:{row}:{'+'.join(columns)}: these cells have no evidence; add a row to the"
                f" evidence table that names {thing} and these columns"
            )

    def _named(self, evidence: EvidenceRow, column: str) -> list[Statement]:
        key = (evidence.thing.value, column)
        found = self._cells.get(key, [])
        if found:
            self._backed.add(key)
            return found
        cell = evidence.row.cell("columns")
        if evidence.thing in self._things and key not in self._flawed:
            self._problems.append(
                f"{cell}: {column!r} is empty there or takes no evidence; expected a filled column"
                f" of {evidence.thing.value.removeprefix(self._base)}"
            )
        return []

    def _claim_iri(self, statement: Statement, source: str) -> str:
        """Build a claim's IRI from what it is about, so that rows may move without renaming it."""
        thing = statement.subject.value.rpartition("/")[2]
        parts = [thing, statement.column.name, source.removeprefix("s-")]
        if statement.column.separator:
            parts.append(statement.written)
        return self._base + "id/claim/" + "--".join(_slug(part) for part in parts)

    def _triples(
        self, claim: NamedNode, statement: Statement, evidence: EvidenceRow
    ) -> Iterator[Triple]:
        stated = "statedValue" if isinstance(statement.object, Literal) else "statedResource"
        yield Triple(claim, _RDF_TYPE, NamedNode(self._yq + "Claim"))
        yield Triple(claim, NamedNode(self._yq + "aboutProperty"), statement.predicate)
        yield Triple(claim, NamedNode(self._yq + stated), statement.object)
        for said in evidence.statements:
            yield Triple(claim, said.predicate, said.object)


def _slug(text: str) -> str:
    """Return a text reduced to small letters, digits and the double hyphen that joins two slugs.

    >>> _slug("first_intake")
    'first-intake'
    """
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")
