"""Evidence: each cell that a source backs becomes a claim; a cell without a source is an error.

A claim says that one source gives one value of one property of one entity. It asserts nothing by
itself: the rule ``assert-accepted`` repeats the accepted ones as direct statements. So a value
whose evidence is all open or rejected stays a claim, and a fact without a source is not in the
graph. What a source gave and no longer stands is a claim too, superseded on a day and for a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from yuqiao.graph.tables.facts import EvidenceRow, Facts, SupersededValue
from yuqiao.graph.tables.mapping import Statement, date_literal
from yuqiao.graph.tables.reader import TableRow
from yuqiao.ontology.namespaces import prefixes

_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class EvidenceJoin:
    """Joins the statements of the tables with the rows of the evidence table.

    :param facts: what the other tables state
    :param superseded: what sources gave before, by the address of the thing, column and source
    :param base: the base IRI of the claims that are made
    :param problems: the list to which messages are added
    """

    def __init__(
        self,
        facts: Facts,
        superseded: dict[tuple[str, str, str], SupersededValue],
        base: str,
        problems: list[str],
    ) -> None:
        self._facts = facts
        self._problems = problems
        self._base = base
        self._superseded = superseded
        self._prefixes = prefixes(base)
        self._yq = self._prefixes["yq"]
        self._backed: set[tuple[str, str]] = set()

    def claims(self, rows: list[EvidenceRow]) -> Iterator[Triple]:
        """Build the claims: one for each value of each column that a row of evidence names."""
        made: dict[str, TableRow] = {}
        for evidence in rows:
            source = evidence.row.first("source")
            for column in evidence.columns:
                before = self._superseded.get((evidence.row.first("thing"), column, source))
                for statement in before.statements if before else self._named(evidence, column):
                    claim = self._claim_iri(statement, source)
                    if claim in made:
                        self._problems.append(
                            f"{evidence.row.cell('columns')}: {column!r} of this entity is already"
                            f" backed by {source} in row {made[claim].number}"
                        )
                        continue
                    made[claim] = evidence.row
                    yield from self._triples(NamedNode(claim), statement, evidence, before)

    def is_claimed(self, statement: Statement) -> bool:
        """Return whether a statement occurs in claims, so that it is not asserted by itself."""
        return (statement.subject.value, statement.column.name) in self._backed

    def unbacked(self, statements: list[Statement]) -> Iterator[str]:
        """Yield an error for each row with values that must have evidence and have none."""
        rows: dict[tuple[str, int], list[Statement]] = {}
        settled = self._backed | self._facts.flawed
        misnamed = set(self._facts.misnamed)
        for statement in statements:
            key = (statement.subject.value, statement.cell.column)
            if statement.subject in misnamed:
                continue
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
        found = self._facts.cells.get(key, [])
        if found:
            self._backed.add(key)
            return found
        cell = evidence.row.cell("columns")
        is_known = evidence.thing in self._facts.things and key not in self._facts.flawed
        if is_known and column not in self._facts.misnamed_columns:
            self._problems.append(
                f"{cell}: {column!r} is empty there or takes no evidence; expected a filled column"
                f" of {evidence.thing.value.removeprefix(self._base)}"
            )
        return []

    def _claim_iri(self, statement: Statement, source: str) -> str:
        """Build a claim's IRI from what it is about, so that rows may move without renaming it."""
        value = statement.written if statement.column.separator else ""
        thing = statement.subject.value.removeprefix(self._base)
        return self._base + claim_address(thing, statement.column.name, source, value)

    def _triples(
        self,
        claim: NamedNode,
        statement: Statement,
        evidence: EvidenceRow,
        before: SupersededValue | None,
    ) -> Iterator[Triple]:
        stated = "statedValue" if isinstance(statement.object, Literal) else "statedResource"
        yield Triple(claim, _RDF_TYPE, NamedNode(self._yq + "Claim"))
        yield Triple(claim, NamedNode(self._yq + "aboutProperty"), statement.predicate)
        yield Triple(claim, NamedNode(self._yq + stated), statement.object)
        review = NamedNode(self._yq + "review")
        for said in evidence.statements:
            if before is None or said.predicate != review:
                yield Triple(claim, said.predicate, said.object)
        if before is not None:
            on, because = before.value.superseded, Literal(before.value.reason, language="en")
            yield Triple(claim, review, NamedNode(self._prefixes["rev"] + "superseded"))
            yield Triple(claim, NamedNode(self._yq + "supersededOn"), date_literal(on))
            yield Triple(claim, NamedNode(self._prefixes["skos"] + "changeNote"), because)


def claim_address(thing: str, column: str, source: str, value: str = "") -> str:
    """Return the address after the base of the claim that a source makes of a cell.

    :param thing: the address of the row
    :param value: the value, where the cell is a list

    >>> claim_address("id/organisation/cqu", "founded", "s-ror")
    'id/claim/cqu--founded--ror'
    """
    parts = [thing.rpartition("/")[2], column, source.removeprefix("s-"), *filter(None, [value])]
    return "id/claim/" + "--".join(_slug(part) for part in parts)


@lru_cache(maxsize=4_096)
def _slug(text: str) -> str:
    """Return a text reduced to small letters, digits and the double hyphen that joins two slugs.

    >>> _slug("first_intake")
    'first-intake'
    """
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")
