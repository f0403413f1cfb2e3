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
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.json_object import JsonObject
from yuqiao.graph.tables.patterns import reject_bad_pattern
from yuqiao.ontology.namespaces import BASE

METADATA = "csv-metadata.json"
"""The name CSVW gives to the metadata file of a folder of tables."""

_OWN = BASE + "csvw#"
_NUMBERS = {"integer", "decimal", "number"}
_DATATYPES = {"string", "anyURI", "boolean", "QName", *_NUMBERS}


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
        return _group(JsonObject.parse(text))
    except json.JSONDecodeError as error:
        raise InputError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{file}: brackets nested too deep for JSON metadata") from None
    except (TypeError, ValueError) as error:
        reason = "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(error))
        raise InputError(f"{file}: not the CSVW metadata of a group of tables: {reason}") from None


def _group(document: JsonObject) -> TableGroup:
    iri = document.required_text("@id")
    _reject_bad_iri(document, "@id")
    tables = tuple(_table(table) for table in document.objects("tables"))
    twice = next((f for f, n in Counter(table.file for table in tables).items() if n > 1), None)
    if twice is not None:
        raise ValueError(f"two tables have the file {twice!r}")
    return TableGroup(
        iri=iri,
        titles=_by_language(document, "dc:title"),
        descriptions=_by_language(document, "dc:description"),
        publisher=document.text("dc:publisher") or "",
        modified=document.text("dc:modified") or "",
        licence=document.text("dc:license") or "",
        tables=tables,
    )


def _reject_bad_iri(part: JsonObject, key: str) -> None:
    iri = part.text(key)
    if iri is None:
        return
    try:
        NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{part.place}{key}: {iri!r}: {error}") from None


def _by_language(document: JsonObject, key: str) -> tuple[Literal, ...]:
    """Return a text in the language of the document, or one in each of several languages."""
    default = _language(document)
    found = []
    for part, name in document.each(key):
        if not isinstance(part.value(name), dict):
            found.append(_literal(part.required_text(name), default, part.place + name))
            continue
        text = part.object(name)
        language = text.text("@language") or default
        found.append(_literal(text.required_text("@value"), language, part.place + name))
    twice = next(
        (tag for tag, n in Counter(text.language for text in found).items() if n > 1), None
    )
    if twice is not None:
        raise ValueError(f"{key}: two texts have the language {twice!r}")
    return tuple(found)


def _literal(text: str, language: str, place: str) -> Literal:
    try:
        return Literal(text, language=language)
    except ValueError as error:
        raise ValueError(f"{place}: {language!r}: {error}") from None


def _language(document: JsonObject) -> str:
    context = document.value("@context")
    if not isinstance(context, list) or len(context) < 2:
        return "en"
    said = JsonObject(context[1], "@context[1]")
    language = said.text("@language") or "en"
    return _literal("", language, said.place + "@language").language or language


def _table(table: JsonObject) -> Table:
    schema = table.object("tableSchema")
    columns = list(schema.objects("columns"))
    found = Table(
        file=_file(table),
        title=table.text("dc:title") or "",
        description=table.text("dc:description") or "",
        about_url=schema.required_text("aboutUrl"),
        key=schema.texts("primaryKey"),
        columns=tuple(_column(c) for c in columns if not c.flag("virtual")),
        virtual=tuple(_column(c) for c in columns if c.flag("virtual")),
        role=table.text(_OWN + "role"),
        continues=table.text(_OWN + "continues"),
        optional=table.flag(_OWN + "optional"),
    )
    _reject_unknown_names(found, table.place)
    return found


def _file(table: JsonObject) -> str:
    """Return the file of a table, which is in the folder of the metadata or below it."""
    name = table.required_text("url")
    if any(part in {"", ".", ".."} for part in name.split("/")) or re.search(r"[\\:\0]", name):
        raise ValueError(
            f"{table.place}url: {name!r} is outside the folder of the metadata; expected the name "
            "of a file in it"
        )
    return name


def _reject_unknown_names(table: Table, place: str) -> None:
    """Check that each column has a name of its own, and that each name is that of a column."""
    counts = Counter(column.name for column in table.columns)
    for name, count in counts.items():
        if count > 1 or not name:
            raise ValueError(
                f"{place}columns: {count} have the name {name!r}; expected one for each"
            )
        if not name.isprintable():
            raise ValueError(f"{place}columns: the name {name!r} has control characters")
    everywhere = [table.about_url]
    for column in (*table.columns, *table.virtual):
        everywhere += [column.about_url or "", column.value_url or ""]
    used = [name for template in everywhere for name in re.findall(r"\{\+?(\w+)\}", template)]
    used += [c.language_column for c in table.columns if c.language_column]
    for name in (*table.key, *used):
        if name not in counts:
            raise ValueError(f"{place}{name!r} is named, but no column has this name")


def _column(column: JsonObject) -> TableColumn:
    predicate = None if column.flag("suppressOutput") else column.text("propertyUrl")
    language = column.text("lang")
    _reject_bad_iri(column, "propertyUrl")  # here, and not row by row
    if language is not None:
        try:
            Literal("", language=language)
        except ValueError as error:
            raise ValueError(f"{column.place}lang: {language!r}: {error}") from None
    if column.flag("virtual") and predicate is None:
        column.required_text("propertyUrl")
    datatype, form, minimum, maximum = _datatype(column)
    any_date = column.flag(_OWN + "anyDate")
    plausible = [
        _bound(column, _OWN + name, any_date or datatype in _NUMBERS)
        for name in ("plausibleMinimum", "plausibleMaximum")
    ]
    return TableColumn(
        name=column.text("name") or "",
        titles=_titles(column),
        description=column.text("dc:description") or "",
        predicate=predicate,
        about_url=column.text("aboutUrl"),
        value_url=column.text("valueUrl"),
        datatype=datatype,
        format=form,
        minimum=minimum,
        maximum=maximum,
        plausible_minimum=plausible[0],
        plausible_maximum=plausible[1],
        language=language,
        language_column=column.text(_OWN + "languageColumn"),
        separator=column.text("separator"),
        required=column.flag("required"),
        any_date=any_date,
        unique=column.flag(_OWN + "unique"),
        or_unknown=column.flag(_OWN + "orUnknown"),
        check_digits=_check_digits(column),
        evidence=column.text(_OWN + "evidence"),
        role=column.text(_OWN + "role"),
    )


def _titles(column: JsonObject) -> tuple[str, ...]:
    """Return the titles of a column in every language, as heads of a sheet may have them."""
    if not isinstance(column.value("titles"), dict):
        return column.texts("titles")
    by_language = column.object("titles")
    return tuple(title for tag in ("en", "zh") for title in by_language.texts(tag))


def _check_digits(column: JsonObject) -> str | None:
    name = column.text(_OWN + "checkDigits")
    if name not in {None, "ror"}:
        raise ValueError(f"{column.place}checkDigits: {name!r} is unknown; expected 'ror'")
    return name


def _datatype(column: JsonObject) -> tuple[str, str | None, Decimal | None, Decimal | None]:
    """Return the datatype of a column, the form of its values, the least and the greatest."""
    if not isinstance(column.value("datatype"), dict):
        described = JsonObject({"base": column.text("datatype")}, column.place.rstrip("."))
    else:
        described = column.object("datatype")
    base = described.text("base") or "string"
    if base not in _DATATYPES:
        raise ValueError(
            f"{column.place}datatype: unknown datatype {base!r}; expected one of"
            f" {sorted(_DATATYPES)}"
        )
    form = described.text("format")
    if form is not None:
        try:
            reject_bad_pattern(form)
        except ValueError as error:
            raise ValueError(f"{described.place}format: {error}") from None
    is_number = base in _NUMBERS
    least, most = (_bound(described, name, is_number) for name in ("minimum", "maximum"))
    return base, form, least, most


def _bound(described: JsonObject, name: str, is_number: bool) -> Decimal | None:
    bound = described.value(name)
    if bound is None:
        return None
    try:
        number = Decimal(str(bound))
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or not is_number:
        shown = name.removeprefix(_OWN)
        raise ValueError(f"{described.place}{shown}: expected a number, for a datatype of numbers")
    return number
