"""CSVW metadata of the curated tables: the meaning of each column, as data classes.

The file ``csv-metadata.json`` follows the W3C recommendation "Metadata Vocabulary for Tabular Data"
(https://www.w3.org/TR/tabular-metadata/), with two readings of our own. In a column with a
separator, ``valueUrl`` is expanded once for each value of the cell (the recommendation makes one
IRI of the whole list, which no table of links wants). And these annotations, under
``https://w3id.org/yuqiao/csvw#``:

- ``anyDate``: the cell is a year, a month or a day; its length picks the datatype;
- ``evidence``: ``required`` when each value must be backed by a row of the evidence table,
  ``optional`` when it may be; backed values become claims, and facts only if a claim is accepted;
- ``languageColumn``: the column of the same row that holds the language tag of this one;
- ``role``: a column that is ``unknown`` lists columns looked for and not found; a table that is
  ``evidence`` says which source backs which cells, and its column ``columns`` names these; a table
  that is ``backed-values`` is kept by the build, and says what each source gave for a cell; one
  of ``translations`` gives the editors' Chinese for their English texts; one of ``exceptions``
  gives the reason for each unlikely value that is true; one of ``reviews`` says who decided on a
  claim, when and why; a column that is a
  ``box`` holds the south, west, north and east of a country.
- ``unique``: no two things of a kind have the same value, whatever table they are in;
- ``checkDigits``: the identifiers whose check digits a value has: ``ror``;
- ``plausibleMinimum``, ``plausibleMaximum``: the bounds of a number, or of the year of a date,
  outside of which a value needs an exception;
- ``orUnknown``: an empty cell must be named in the column of the role ``unknown``;
- ``continues``: the table whose rows this table says more of, one row for one;
- ``optional``: a folder may lack the table, which then has no rows.

:mod:`yuqiao.graph.tables.metadata` reads the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pyoxigraph import Literal

METADATA = "csv-metadata.json"
"""The name CSVW gives to the metadata file of a folder of tables."""


@dataclass(frozen=True)
class TableColumn:
    """One column: the property it represents, and the form its cells must have."""

    name: str
    titles: tuple[str, ...] = ()
    description: str = ""
    predicate: str | None = None
    about_url: str | None = None
    value_url: str | None = None
    datatype: str = "string"
    format: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    plausible_minimum: Decimal | None = None
    plausible_maximum: Decimal | None = None
    language: str | None = None
    language_column: str | None = None
    separator: str | None = None
    required: bool = False
    any_date: bool = False
    unique: bool = False
    or_unknown: bool = False
    check_digits: str | None = None
    evidence: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its file, the address of what a row is about, its key and columns."""

    file: str
    title: str
    description: str
    about_url: str
    key: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    virtual: tuple[TableColumn, ...]
    role: str | None = None
    continues: str | None = None
    optional: bool = False

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each column, by its name."""
        return {column.name: place for place, column in enumerate(self.columns)}

    @cached_property
    def demanded(self) -> tuple[TableColumn, ...]:
        """The columns in which a row must have a value, or say that it is unknown."""
        return tuple(column for column in self.columns if column.required or column.or_unknown)

    @cached_property
    def backed(self) -> tuple[str, ...]:
        """The names of the columns whose values take evidence."""
        return tuple(column.name for column in self.columns if column.evidence)

    def column(self, name: str) -> TableColumn | None:
        """Return the column of that name, if there is one."""
        return self.columns[self.order[name]] if name in self.order else None

    def with_role(self, role: str) -> TableColumn | None:
        """Return the column that plays a role, if one does."""
        return next((column for column in self.columns if column.role == role), None)


@dataclass(frozen=True)
class TableGroup:
    """The tables of one graph, and the description of the dataset as a whole."""

    iri: str
    titles: tuple[Literal, ...]
    descriptions: tuple[Literal, ...]
    publisher: str
    modified: str
    licence: str
    tables: tuple[Table, ...]

    @property
    def name(self) -> str:
        """The last part of the dataset's IRI."""
        return self.iri.rstrip("/#").rpartition("/")[2]

    def with_role(self, role: str) -> Table | None:
        """Return the table that plays a role, if one does."""
        return next((table for table in self.tables if table.role == role), None)
