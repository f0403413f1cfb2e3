"""The build: curated tables become statements and claims, rules derive the rest.

One straight line: read the metadata, read the tables, make statements, compare them with what their
sources gave, join them with their evidence, check that every id is known, add the vocabulary, apply
the rules. Mistakes are gathered
on the way and reported together; a graph comes out only when there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, RdfFormat, Store, Triple, parse

from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.tables.backed_values import BackedValues
from yuqiao.graph.tables.checks.faults import FactIndex
from yuqiao.graph.tables.csvw import METADATA, TableGroup
from yuqiao.graph.tables.fact_check import TableRows, checked_facts
from yuqiao.graph.tables.mapping import date_literal
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
        return self.group.name

    def graph(self) -> BuiltGraph:
        """Return the graph: the facts, what the rules derive, and the translations."""
        apply_rules(self.store, self.base)
        rows = TableRows(self.group, self.rows).with_role("translations")
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
    vocabulary = vocabulary_quads(base)
    whole = TableRows(group, rows)
    found = checked_facts(whole, described_iris(vocabulary), base, confirmed, problems)
    problems += wrong_translations(whole.with_role("translations"))
    if problems:
        raise TableErrors(problems)
    store = Store()
    store.extend([*vocabulary, *found.quads()])
    store.extend(_description(group, base, _last_reading(store, base)))
    return CheckedTables(group, rows, store, found.backed, found.facts, base)


def apply_rules(store: Store, base: str) -> None:
    """Add the statements that the rules derive to a store; each rule sees those of the ones before.

    The rules are the CONSTRUCT queries of ontology/rules, in the order of their names.

    :param store: the facts; it is changed
    :param base: the base IRI of the facts
    """
    prefixes = vocabulary_prefixes(base)
    for name in terms.names("rules"):
        derived = store.query(terms.read(name, base), prefixes=prefixes)
        assert isinstance(derived, QueryTriples), f"{name} is no CONSTRUCT query"
        store.extend([Quad(t.subject, t.predicate, t.object) for t in derived])


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


def vocabulary_quads(base: str) -> list[Quad]:
    """Return what the vocabulary says, which goes into every graph."""
    return [
        Quad(quad.subject, quad.predicate, quad.object)
        for name in VOCABULARY
        for quad in parse(terms.read(name, base), format=RdfFormat.TURTLE)
    ]


def described_iris(quads: Iterable[Quad]) -> set[str]:
    """Return the IRIs of the subjects of quads."""
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


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
