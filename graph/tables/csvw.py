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
  ``evidence`` says which source backs which cells, and its column ``columns`` names these.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.ontology.namespaces import BASE

METADATA = "csv-metadata.json"
"""The name CSVW gives to the metadata file of a folder of tables."""

_OWN = BASE + "csvw#"
_DATATYPES = {"string", "anyURI", "integer", "decimal", "number", "boolean", "QName"}


@dataclass(frozen=True)
class TableColumn:
    """One column: the property it represents, and the form its cells must have."""

    name: str
    description: str = ""
    predicate: str | None = None
    about_url: str | None = None
    value_url: str | None = None
    datatype: str = "string"
    format: str | None = None
    minimum: Decimal | None = None
    language: str | None = None
    language_column: str | None = None
    separator: str | None = None
    required: bool = False
    any_date: bool = False
    evidence: str | None = None
    role: str | None = None

    def accepts(self, value: str) -> bool:
        """Return whether a value has the column's lexical form (its ``format``).

        >>> TableColumn("code", format="[A-Z]{2}").accepts("RU")
        True
        """
        return self.format is None or re.fullmatch(self.format, value) is not None


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

    def column(self, name: str) -> TableColumn | None:
        """Return the column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def with_role(self, role: str) -> TableColumn | None:
        """Return the column that plays a role, if one does."""
        return next((column for column in self.columns if column.role == role), None)


@dataclass(frozen=True)
class TableGroup:
    """The tables of one graph, and the description of the dataset as a whole."""

    iri: str
    title: str
    description: str
    publisher: str
    modified: str
    licence: str
    language: str
    tables: tuple[Table, ...]

    def evidence(self) -> Table | None:
        """Return the table that says which source backs which cells, if there is one."""
        return next((table for table in self.tables if table.role == "evidence"), None)


def read_metadata(text: str, file: str) -> TableGroup:
    """Read CSVW metadata.

    :param text: the JSON document
    :param file: its name, for messages
    :raises InputError: when it is not JSON, or lacks what a table needs

    >>> group = read_metadata('{"@id": "urn:x", "tables": []}', "csv-metadata.json")
    >>> group.tables
    ()
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{file}: brackets nested too deep for JSON metadata") from None
    try:
        return _group(document)
    except KeyError as error:
        reason = f"{error} is missing"
    except (ArithmeticError, AttributeError, TypeError, ValueError, re.error) as error:
        reason = str(error)
    raise InputError(f"{file}: not the CSVW metadata of a group of tables: {reason}")


def _group(document: dict[str, Any]) -> TableGroup:
    context = document.get("@context")
    language = context[1].get("@language", "en") if isinstance(context, list) else "en"
    return TableGroup(
        iri=document["@id"],
        title=document.get("dc:title", ""),
        description=document.get("dc:description", ""),
        publisher=document.get("dc:publisher", ""),
        modified=document.get("dc:modified", ""),
        licence=document.get("dc:license", ""),
        language=language,
        tables=tuple(_table(table) for table in document["tables"]),
    )


def _table(table: dict[str, Any]) -> Table:
    schema = table["tableSchema"]
    key = schema.get("primaryKey", [])
    columns = schema["columns"]
    return Table(
        file=table["url"],
        title=table.get("dc:title", ""),
        description=table.get("dc:description", ""),
        about_url=schema["aboutUrl"],
        key=(key,) if isinstance(key, str) else tuple(key),
        columns=tuple(_column(c) for c in columns if not c.get("virtual")),
        virtual=tuple(_column(c) for c in columns if c.get("virtual")),
        role=table.get(_OWN + "role"),
    )


def _column(column: dict[str, Any]) -> TableColumn:
    datatype = column.get("datatype", "string")
    base = datatype.get("base", "string") if isinstance(datatype, dict) else datatype
    if base not in _DATATYPES:
        raise ValueError(f"unknown datatype {base!r}; expected one of {sorted(_DATATYPES)}")
    form = datatype.get("format") if isinstance(datatype, dict) else None
    predicate = None if column.get("suppressOutput") else column.get("propertyUrl")
    least = datatype.get("minimum") if isinstance(datatype, dict) else None
    re.compile(form or "")
    NamedNode(predicate or "urn:none")  # an invalid property is reported here, not row by row
    return TableColumn(
        name=column.get("name", ""),
        description=column.get("dc:description", ""),
        predicate=predicate,
        about_url=column.get("aboutUrl"),
        value_url=column.get("valueUrl"),
        datatype=base,
        format=form,
        minimum=Decimal(least) if least is not None else None,
        language=column.get("lang"),
        language_column=column.get(_OWN + "languageColumn"),
        separator=column.get("separator"),
        required=bool(column.get("required")),
        any_date=bool(column.get(_OWN + "anyDate")),
        evidence=column.get(_OWN + "evidence"),
        role=column.get(_OWN + "role"),
    )
