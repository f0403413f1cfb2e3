"""The build: curated tables become statements and claims, rules derive the rest.

One straight line: read the metadata, read the tables, make statements, compare them with what their
sources gave, join them with their evidence, check that every id is known, add the vocabulary, apply
the rules. Mistakes are gathered
on the way and reported together; a graph comes out only when there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.tables.backed_values import BackedValues, Reconciliation
from yuqiao.graph.tables.checks.all_checks import unlikely_facts
from yuqiao.graph.tables.checks.claims import contradictions
from yuqiao.graph.tables.checks.exceptions import Exceptions
from yuqiao.graph.tables.checks.faults import FactIndex
from yuqiao.graph.tables.checks.partnerships import partnerships_without_records
from yuqiao.graph.tables.csvw import METADATA, TableGroup
from yuqiao.graph.tables.evidence import EvidenceJoin
from yuqiao.graph.tables.facts import EvidenceRow, Facts
from yuqiao.graph.tables.foreign_keys import unknown_claims, unknown_ids, unknown_links
from yuqiao.graph.tables.inference import apply_rules
from yuqiao.graph.tables.mapping import Reader, Statement, date_literal
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import TableRow, read_table
from yuqiao.graph.tables.translations import translated, wrong_translations
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

VOCABULARY = ("def.ttl", "schemes.ttl")
"""The files of the ontology folder that go into every graph, so that it explains itself."""


@dataclass(frozen=True)
class BuiltGraph:
    """A graph fresh from the tables.

    :param name: the last part of the dataset's IRI, such as ``chongqing``
    :param store: its triples, in the default graph
    :param prefixes: the prefixes of its vocabulary
    :param backed: the table of backed values as it should be now; none when the tables have none
    :param facts: what the tables state, in which notes are looked for
    """

    name: str
    store: Store
    prefixes: dict[str, str]
    backed: BackedValues | None = None
    facts: FactIndex | None = None

    def triples(self) -> list[Triple]:
        """Return its triples, in no particular order."""
        return [quad.triple for quad in self.store]


@dataclass(frozen=True)
class CheckedTables:
    """The facts of tables without a mistake, from which the rules have yet to derive the rest.

    :param group: what the columns mean
    :param rows: the rows of each table
    :param store: the facts, with the vocabulary and the description of the dataset
    :param backed: the table of backed values as it should be now; none when the tables have none
    :param facts: what the tables state
    :param base: the base IRI of everything that is ours
    """

    group: TableGroup
    rows: dict[str, list[TableRow]]
    store: Store
    backed: BackedValues | None
    facts: FactIndex
    base: str

    @property
    def name(self) -> str:
        """The last part of the dataset's IRI."""
        return self.group.iri.rstrip("/#").rpartition("/")[2]

    def graph(self) -> BuiltGraph:
        """Return the graph: the facts, what the rules derive, and the translations."""
        apply_rules(self.store, self.base)
        rows = _rows_of("translations", self.group, self.rows)
        self.store.extend(list(translated(self.store, rows, self.base)))
        prefixes = vocabulary_prefixes(self.base)
        return BuiltGraph(self.name, self.store, prefixes, self.backed, self.facts)


def build_graph(
    tables: Path, base: str = BASE, confirmed: AbstractSet[str] = frozenset()
) -> BuiltGraph:
    """Build the graph of a folder of curated tables.

    :param tables: as of :func:`checked_tables`
    :param base: as there
    :param confirmed: as there
    :raises InputError: when the folder or the metadata cannot be read
    :raises TableErrors: when the tables hold mistakes; it lists all of them

    >>> from importlib.resources import files
    >>> graph = build_graph(Path(str(files("yuqiao.data"))) / "tables")
    >>> len(graph.store) > 10_000
    True
    """
    return checked_tables(tables, base, confirmed).graph()


def checked_tables(
    tables: Path, base: str = BASE, confirmed: AbstractSet[str] = frozenset()
) -> CheckedTables:
    """Return the facts of a folder of curated tables, when they pass every check.

    :param tables: the folder; its ``csv-metadata.json`` says what each column means (that of the
        bundled tables is used when the folder has none)
    :param base: the base IRI of everything that is ours
    :param confirmed: changed values that their source does give: ``THING:COLUMN:SOURCE``
    :raises InputError: when the folder or the metadata cannot be read
    :raises TableErrors: when the tables hold mistakes; it lists all of them
    """
    _check_base(base)
    if not tables.is_dir():
        raise InputError(f"{tables}: no such folder; expected a folder of CSV tables")
    group = read_metadata(metadata_text(tables, base), METADATA)
    problems: list[str] = []
    read = {table.file: read_table(tables, table, problems) for table in group.tables}
    rows = {file: found for file, found in read.items() if found is not None}
    if len(rows) < len(read):  # without a whole table, every id of it would be reported as unknown
        raise TableErrors(problems)
    store = Store()
    for name in VOCABULARY:
        store.extend(_quads(terms.read(name, base)))
    backed, index = _add_facts(store, group, rows, base, confirmed, problems)
    problems += wrong_translations(_rows_of("translations", group, rows))
    if problems:
        raise TableErrors(problems)
    store.extend(_description(group, base, _last_reading(store, base)))
    return CheckedTables(group, rows, store, backed, index, base)


def _check_base(base: str) -> None:
    try:
        NamedNode(base)
    except ValueError as error:
        raise InputError(f"the base {base!r} is not an IRI: {error}") from None
    if not base.startswith(("http://", "https://")) or not base.endswith("/"):
        raise InputError(f"the base {base!r} must begin with http(s):// and end with /")


def metadata_text(tables: Path, base: str) -> str:
    """Return the metadata of a folder of tables, on a base IRI.

    :raises InputError: when it cannot be read
    """
    from importlib.resources import files

    path = tables / METADATA
    source = path if path.is_file() else files("yuqiao.data").joinpath("tables", METADATA)
    try:
        text = source.read_text("utf-8-sig").replace(BASE, base)
    except (OSError, UnicodeDecodeError) as error:
        reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise InputError(f"{METADATA}: cannot be read: {reason}") from None
    return text.replace(base + "csvw#", BASE + "csvw#")  # our annotations are not data


def _quads(turtle: str) -> list[Quad]:
    return [Quad(q.subject, q.predicate, q.object) for q in parse(turtle, format=RdfFormat.TURTLE)]


def _add_facts(
    store: Store,
    group: TableGroup,
    rows: dict[str, list[TableRow]],
    base: str,
    confirmed: AbstractSet[str],
    problems: list[str],
) -> tuple[BackedValues | None, FactIndex]:
    """Add statements and claims to the store, which is used only if no problem was found.

    :return: the backed values, and what the tables state
    """
    reader = Reader(group, base, problems)
    problems += _shared_addresses(group, rows, reader)
    facts = Facts.of([r for t in group.tables if t.role is None for r in rows[t.file]], reader)
    backing = [
        EvidenceRow(row, said)
        for row in _rows_of("evidence", group, rows)
        if (said := tuple(reader.statements(row)))
    ]
    prefixes = vocabulary_prefixes(base)
    ours = (base + "id/", base + "scheme/", prefixes["yq"])
    checked = (*ours, prefixes["country"], prefixes["isced"])
    described = _subjects(store) | {thing.value for thing in facts.things}
    facts.flawed.update(
        (link.subject.value, link.cell.column)
        for link in unknown_links(facts.statements, described, checked)
        if not link.object.value.startswith(prefixes["cl"])  # which evidence is yet to make
    )
    stated = facts.statements + [statement for row in backing for statement in row.statements]
    index = FactIndex(stated, base, facts.flawed, _boxes(group, rows, reader))
    problems += unlikely_facts(index, _exceptions(group, rows, reader))
    known = _reconciliation(group, rows, facts, backing, base)
    backed = known.reconciled(confirmed) if known else None
    superseded = facts.superseded(backed.values if backed else (), reader, base)
    evidence = EvidenceJoin(facts, superseded, base, problems)
    claims = list(evidence.claims(backing))
    reviews = _reviews(group, rows, reader)
    direct = [s for s in facts.statements if not evidence.is_claimed(s)]
    problems += evidence.unbacked(facts.statements)
    store.extend([Quad(s.subject, s.predicate, s.object) for s in direct])
    store.extend([Quad(t.subject, t.predicate, t.object) for t in claims])
    described = _subjects(store)
    problems += unknown_claims(reviews, described)
    store.extend([Quad(s.subject, s.predicate, s.object) for s in reviews])
    links = facts.statements + list(_links_of_evidence(backing))
    described |= {statement.subject.value for statement in reviews}
    dangling = list(unknown_ids(links, described, checked))
    problems += dangling or map(str, partnerships_without_records(index))
    problems += map(str, contradictions(index, _accepted_claims(store, prefixes)))
    if known and not problems:  # a row that could not be read is not lost
        known.check_for_losses(facts.addresses(base), facts.replaced(base))
    problems += known.problems_beside(problems, index.suspect) if known else []
    return backed, index


def _subjects(store: Store) -> set[str]:
    return {quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}


def _accepted_claims(store: Store, prefixes: dict[str, str]) -> set[str]:
    review = NamedNode(prefixes["yq"] + "review"), NamedNode(prefixes["rev"] + "accepted")
    found = (quad.subject for quad in store.quads_for_pattern(None, *review))
    return {claim.value for claim in found if isinstance(claim, NamedNode)}


def _links_of_evidence(backing: list[EvidenceRow]) -> Iterator[Statement]:
    """Yield what rows of evidence refer to; the thing that several are about only once."""
    seen: set[NamedNode] = set()
    for evidence in backing:
        for statement in evidence.statements:
            if statement.object != evidence.thing or evidence.thing not in seen:
                yield statement
        seen.add(evidence.thing)


def _rows_of(role: str, group: TableGroup, rows: dict[str, list[TableRow]]) -> list[TableRow]:
    """Return the rows of the table with a role; none when the tables have no such one."""
    table = group.with_role(role)
    return rows[table.file] if table else []


def _exceptions(group: TableGroup, rows: dict[str, list[TableRow]], reader: Reader) -> Exceptions:
    return Exceptions(_rows_of("exceptions", group, rows), reader)


def _reviews(group: TableGroup, rows: dict[str, list[TableRow]], reader: Reader) -> list[Statement]:
    """Return who decided on which claims, when and why."""
    found = _rows_of("reviews", group, rows)
    return [statement for row in found for statement in reader.statements(row)]


def _boxes(group: TableGroup, rows: dict[str, list[TableRow]], reader: Reader) -> dict[str, str]:
    """Return the south, west, north and east of each thing that has them, by its IRI."""
    return {
        subject.value: row.first(column.name)
        for table in group.tables
        if (column := table.with_role("box")) is not None
        for row in rows[table.file]
        if row.first(column.name) and (subject := reader.subject(row)) is not None
    }


def _reconciliation(
    group: TableGroup,
    rows: dict[str, list[TableRow]],
    facts: Facts,
    backing: list[EvidenceRow],
    base: str,
) -> Reconciliation | None:
    """Compare the cells that have evidence with what their sources were recorded to give."""
    table = group.with_role("backed-values")
    if table is None:
        return None
    named = [cell for row in backing for cell in facts.backings(row, base)]
    return Reconciliation(table, rows[table.file], named)


def _shared_addresses(
    group: TableGroup, rows: dict[str, list[TableRow]], reader: Reader
) -> Iterator[str]:
    """Yield an error for each row whose address is already that of a row in another table.

    A table that continues another has the addresses of that one, and no other.
    """
    seen: dict[str, TableRow] = {}
    for table in sorted(group.tables, key=lambda table: table.continues is not None):
        for row in rows[table.file] if table.role is None else []:
            subject = reader.subject(row)
            if subject is None:
                continue
            key = "+".join(table.key)
            if table.continues:
                if subject.value not in seen or seen[subject.value].table.file != table.continues:
                    named = "+".join(row.first(name) for name in table.key)
                    yield f"{row.cell(key)}: {named!r} is in no row of {table.continues}"
                continue
            first = seen.setdefault(subject.value, row)
            if first.table != table:
                yield (
                    f"{row.cell(key)}: {'+'.join(row.first(name) for name in table.key)!r} is"
                    f" already in {first.table.file}:{first.number}; the two would be one entity"
                )


def _last_reading(store: Store, base: str) -> str:
    """Return the last day on which a source was read; empty when no day is known."""
    read_on = NamedNode(vocabulary_prefixes(base)["pav"] + "retrievedOn")
    said = [quad.object for quad in store.quads_for_pattern(None, read_on, None)]
    days = [day.value for day in said if isinstance(day, Literal)]
    return max((day for day in days if len(day) == len("2026-11-30")), default="")


def _description(group: TableGroup, base: str, modified: str) -> list[Quad]:
    """Describe the dataset: its title, description, publisher, licence and date.

    :param modified: the last day on which a source was read; that of the metadata when it is empty
    """
    prefixes = vocabulary_prefixes(base)
    dcterms, dataset = prefixes["dcterms"], NamedNode(group.iri)
    facts: list[tuple[str, NamedNode | Literal]] = [
        (prefixes["rdf"] + "type", NamedNode(prefixes["dcat"] + "Dataset")),
        *((dcterms + "title", title) for title in group.titles),
        *((dcterms + "description", description) for description in group.descriptions),
        (dcterms + "publisher", Literal(group.publisher)),
    ]
    if group.licence:
        facts.append((dcterms + "license", NamedNode(group.licence)))
    if modified or group.modified:
        facts.append((dcterms + "modified", date_literal(modified or group.modified)))
    return [Quad(dataset, NamedNode(predicate), term) for predicate, term in facts]
