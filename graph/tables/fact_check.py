"""The check of facts: rows become statements and claims, and what is wrong with them is said.

A part of the tables can be checked alone, such as rows that come: with what they refer to and what
is said of the same, the mistakes that they bring are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from yuqiao.graph.tables.backed_values import BackedValues, Reconciliation
from yuqiao.graph.tables.checks.all_checks import unlikely_facts
from yuqiao.graph.tables.checks.claims import contradictions
from yuqiao.graph.tables.checks.exceptions import Exceptions
from yuqiao.graph.tables.checks.faults import FactIndex
from yuqiao.graph.tables.checks.partnerships import partnerships_without_records
from yuqiao.graph.tables.csvw import TableGroup
from yuqiao.graph.tables.evidence import EvidenceJoin
from yuqiao.graph.tables.facts import EvidenceRow, Facts
from yuqiao.graph.tables.foreign_keys import (
    is_of_its_row,
    unknown_claims,
    unknown_ids,
    unknown_links,
)
from yuqiao.graph.tables.mapping import Reader, Statement
from yuqiao.graph.tables.reader import TableRow
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes


@dataclass(frozen=True)
class TableRows:
    """The rows of tables.

    :param group: what the columns mean
    :param rows: the rows of each table, by its file
    :param own: the file and number of each row that is checked, where the others only belong to it;
        none when all are checked
    """

    group: TableGroup
    rows: dict[str, list[TableRow]]
    own: AbstractSet[tuple[str, int]] | None = None

    def with_role(self, role: str) -> list[TableRow]:
        """Return the rows of the table with a role; none when there is no such table."""
        table = self.group.with_role(role)
        return self.rows[table.file] if table else []

    def stating(self) -> list[TableRow]:
        """Return the rows that state facts of their own: those of tables without a role."""
        tables = [table for table in self.group.tables if table.role is None]
        return [row for table in tables for row in self.rows[table.file]]

    def is_own(self, statement: Statement) -> bool:
        """Return whether a statement is of a row that is checked."""
        return self.own is None or (statement.cell.file, statement.cell.row) in self.own


@dataclass(frozen=True)
class CheckedFacts:
    """What rows say.

    :param said: the statements and claims
    :param backed: the backed values as they should be now; none when the tables have none
    :param facts: what the rows state, in which notes are looked for
    """

    said: list[Statement | Triple]
    backed: BackedValues | None
    facts: FactIndex

    def quads(self) -> list[Quad]:
        """Return the facts for the default graph."""
        return [Quad(each.subject, each.predicate, each.object) for each in self.said]


def checked_facts(
    tables: TableRows,
    vocabulary: set[str],
    base: str,
    confirmed: AbstractSet[str],
    problems: list[str],
) -> CheckedFacts:
    """Return the facts of rows, which are of use only if no mistake was found.

    :param vocabulary: the IRIs that the vocabulary describes
    :param base: the base IRI of everything that is ours
    :param confirmed: changed values that their source does give: ``THING:COLUMN:SOURCE``
    :param problems: the list to which the mistakes are added, one line each
    """
    reader = Reader(tables.group, base, problems)
    problems += _shared_addresses(tables, reader)
    facts = Facts.of(tables.stating(), reader)
    backing = [
        EvidenceRow(row, said)
        for row in tables.with_role("evidence")
        if (said := tuple(reader.statements(row)))
    ]
    prefixes = vocabulary_prefixes(base)
    ours = (base + "id/", base + "scheme/", prefixes["yq"])
    checked = (*ours, prefixes["country"], prefixes["isced"])
    stating = vocabulary | _subjects(s for s in facts.statements if is_of_its_row(s))
    for link, iri in unknown_links(facts.statements, stating, checked):
        if not iri.startswith(prefixes["cl"]):  # which evidence is yet to make
            thing = link.subject if is_of_its_row(link) else link.object
            facts.flawed.add((thing.value, link.cell.column))
    stated = facts.statements + [statement for row in backing for statement in row.statements]
    index = FactIndex(stated, base, facts.flawed, _boxes(tables, reader))
    problems += unlikely_facts(index, Exceptions(tables.with_role("exceptions"), reader))
    known = _reconciliation(tables, facts, backing, base)
    backed = known.reconciled(confirmed) if known else None
    superseded = facts.superseded(backed.values if backed else (), reader, base)
    evidence = EvidenceJoin(facts, superseded, base, problems)
    claims = list(evidence.claims(backing))
    reviews = [s for row in tables.with_role("reviews") for s in reader.statements(row)]
    own = [s for s in facts.statements if tables.is_own(s)]
    direct = [s for s in facts.statements if not evidence.is_claimed(s)]
    problems += evidence.unbacked(own)
    described = vocabulary | _subjects(s for s in direct if is_of_its_row(s)) | _subjects(claims)
    problems += unknown_claims(reviews, described)
    links = [*own, *_links_of_evidence(backing, facts.misnamed)]
    dangling = list(unknown_ids(links, described | _subjects(reviews), checked))
    problems += dangling or _without_records(tables, index)
    accepted = _accepted_claims([*direct, *claims, *reviews], base)
    problems += map(str, contradictions(index, accepted))
    if known and tables.own is None and not problems:  # a row that cannot be read is not lost
        known.check_for_losses(facts.addresses(base), facts.replaced(base))
    problems += known.problems_beside(problems, index.suspect) if known else []
    return CheckedFacts([*direct, *claims, *reviews], backed, index)


def _subjects(said: Iterable[Statement | Triple]) -> set[str]:
    return {each.subject.value for each in said if isinstance(each.subject, NamedNode)}


def _accepted_claims(said: Iterable[Statement | Triple], base: str) -> set[str]:
    prefixes = vocabulary_prefixes(base)
    review, accepted = prefixes["yq"] + "review", prefixes["rev"] + "accepted"
    return _subjects(
        each
        for each in said
        if each.predicate.value == review and getattr(each.object, "value", "") == accepted
    )


def _links_of_evidence(
    backing: list[EvidenceRow], misnamed: Iterable[NamedNode]
) -> Iterator[Statement]:
    """Yield what rows of evidence refer to; the thing that several are about only once.

    :param misnamed: things whose key is wrong, so that evidence may name the right one in vain
    """
    kinds = {thing.value.rpartition("/")[0] for thing in misnamed}
    seen = {each.thing for each in backing if each.thing.value.rpartition("/")[0] in kinds}
    for evidence in backing:
        for statement in evidence.statements:
            if statement.object != evidence.thing or evidence.thing not in seen:
                yield statement
        seen.add(evidence.thing)


def _without_records(tables: TableRows, index: FactIndex) -> list[str]:
    faults = partnerships_without_records(index)
    return [str(fault) for fault in faults if tables.is_own(fault.statements[0])]


def _boxes(tables: TableRows, reader: Reader) -> dict[str, str]:
    """Return the south, west, north and east of each thing that has them, by its IRI."""
    return {
        subject.value: row.first(column.name)
        for table in tables.group.tables
        if (column := table.with_role("box")) is not None
        for row in tables.rows[table.file]
        if row.first(column.name) and (subject := reader.subject(row)) is not None
    }


def _reconciliation(
    tables: TableRows, facts: Facts, backing: list[EvidenceRow], base: str
) -> Reconciliation | None:
    """Compare the cells that have evidence with what their sources were recorded to give."""
    table = tables.group.with_role("backed-values")
    if table is None:
        return None
    named = [cell for row in backing for cell in facts.backings(row, base)]
    return Reconciliation(table, tables.rows[table.file], named)


def _shared_addresses(tables: TableRows, reader: Reader) -> Iterator[str]:
    """Yield an error for each row whose address is already that of a row in another table.

    A table that continues another has the addresses of that one, and no other.
    """
    seen: dict[str, TableRow] = {}
    for table in sorted(tables.group.tables, key=lambda table: table.continues is not None):
        for row in tables.rows[table.file] if table.role is None else []:
            subject = reader.subject(row)
            if subject is None:
                continue
            key = "+".join(table.key)
            if table.continues:
                if subject.value not in seen or seen[subject.value].table.file != table.continues:
                    named = "+".join(row.first(name) for name in table.key)
                    row.flawed.update(table.key)
                    yield f"{row.cell(key)}: {named!r} is in no row of {table.continues}"
                continue
            first = seen.setdefault(subject.value, row)
            if first.table != table:
                yield (
                    f"{row.cell(key)}: {'+'.join(row.first(name) for name in table.key)!r} is"
                    f" already in {first.table.file}:{first.number}; the two would be one entity"
                )
