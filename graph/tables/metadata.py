"""Metadata of tables read from JSON; each mistake is refused with its place.

What :mod:`yuqiao.graph.tables.csvw` does not describe is not passed over: a key that nobody reads
would be a rule that nobody keeps.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.csvw import Table, TableColumn, TableGroup
from yuqiao.graph.tables.json_object import JsonObject
from yuqiao.graph.tables.patterns import reject_bad_pattern
from yuqiao.graph.tables.reader import is_date
from yuqiao.ontology.namespaces import BASE

_OWN = BASE + "csvw#"
_CSVW = "http://www.w3.org/ns/csvw"
_NUMBERS = {"integer", "decimal", "number"}
_DATATYPES = {"string", "anyURI", "boolean", "QName", *_NUMBERS}
_DIALECT = {
    "encoding": "utf-8",
    "header": True,
    "headerRowCount": 1,
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipBlankRows": True,
    "trim": True,
}
"""How tables are read, whatever their metadata say."""

_ROLES_OF_TABLES = {
    "evidence": ("thing", "source", "review"),
    "backed-values": ("thing", "column", "source", "value", "superseded", "reason"),
    "translations": ("text", "translation"),
    "exceptions": ("thing", "column", "value"),
    "reviews": ("claim",),
}
"""The columns that a table of each role must have."""

_ROLES_OF_COLUMNS = ("box", "columns", "unknown")
_NOTES = {"@id", "@type", "notes", "rowTitles", "tableDirection", "textDirection"}  # change nothing
_GROUP_KEYS = {"@context", "dialect", "tables"}
_TABLE_KEYS = {"url", "tableSchema", *(_OWN + name for name in ("role", "continues", "optional"))}
_SCHEMA_KEYS = {"aboutUrl", "columns", "primaryKey"}
_COLUMN_KEYS = {
    *("name", "titles", "virtual", "suppressOutput", "aboutUrl", "datatype", "lang"),
    *("propertyUrl", "required", "separator", "valueUrl"),
    *(_OWN + name for name in ("anyDate", "checkDigits", "evidence", "languageColumn")),
    *(_OWN + name for name in ("orUnknown", "plausibleMaximum", "plausibleMinimum")),
    *(_OWN + name for name in ("role", "unique")),
}
_DATATYPE_KEYS = {"base", "format", "minimum", "maximum"}
_NAME_IN_TEMPLATE = re.compile(r"\{\+?(\w+)\}")


def read_metadata(text: str, file: str) -> TableGroup:
    """Read CSVW metadata.

    :param text: the JSON document
    :param file: its name, for messages
    :raises InputError: when it is not JSON, lacks what a table needs, or has what nothing reads

    >>> read_metadata('{"@id": "urn:x", "tables": []}', "csv-metadata.json")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: csv-metadata.json: not the CSVW metadata of a group of tables: \
tables: empty; expected a table
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
    document.reject_stray(_GROUP_KEYS | _NOTES, _OWN)
    _reject_bad_iri(document, "@id")
    _reject_bad_iri(document, "dc:license")
    modified = document.text("dc:modified") or ""
    if modified and not is_date(modified):
        raise ValueError(f"dc:modified: {modified!r}: expected a year, a month or a day")
    _reject_other_context(document)
    _reject_other_dialect(document)
    described = list(document.objects("tables"))
    tables = tuple(map(_table, described))
    if not tables:
        raise ValueError("tables: empty; expected a table")
    _reject_confusion(list(zip(described, tables, strict=True)))
    return TableGroup(
        iri=iri,
        titles=_by_language(document, "dc:title"),
        descriptions=_by_language(document, "dc:description"),
        publisher=document.text("dc:publisher") or "",
        modified=modified,
        licence=document.text("dc:license") or "",
        tables=tables,
    )


def _reject_bad_iri(part: JsonObject, key: str) -> None:
    iri = part.text(key)
    if not iri and key == "dc:license":
        return
    if iri is not None:
        _reject_no_iri(iri, f"{part.place}{key}: {iri!r}")


def _reject_no_iri(iri: str, shown: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{shown}: {error}") from None


def _reject_other_context(document: JsonObject) -> None:
    kind = document.text("@type")
    if kind not in {None, "TableGroup"}:
        raise ValueError(f"@type: {kind!r}: expected 'TableGroup'")
    context = document.value("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first not in (None, _CSVW, []):
        raise ValueError(f"@context: expected {_CSVW!r}")


def _reject_other_dialect(document: JsonObject) -> None:
    """Check that the tables are said to be written as they are read."""
    if document.value("dialect") is None:
        return
    dialect = document.object("dialect")
    dialect.reject_stray({*_DIALECT, "@type"}, _OWN)
    for key, expected in _DIALECT.items():
        said = dialect.value(key)
        same = said.lower() == expected if isinstance(said, str) else said == expected
        if said is not None and not same:
            raise ValueError(f"{dialect.place}{key}: expected {json.dumps(expected)}")


def _reject_confusion(tables: list[tuple[JsonObject, Table]]) -> None:
    """Check that no two tables have one file or one role, and that each continues one there is."""
    files: dict[str, str] = {}
    roles: dict[str, str] = {}
    for described, table in tables:
        place = described.place.rstrip(".")
        if table.file in files:
            raise ValueError(f"{place}.url: {table.file!r} is the file of {files[table.file]} too")
        files[table.file] = place
        if table.role in roles:
            raise ValueError(f"{place}.role: {table.role!r} is the role of {roles[table.role]} too")
        if table.role is not None:
            roles[table.role] = place
    for described, table in tables:
        if table.continues is not None and table.continues not in files:
            raise ValueError(
                f"{described.place}continues: {table.continues!r} is the file of no table here"
            )


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
    table.reject_stray(_TABLE_KEYS | _NOTES, _OWN)
    schema = table.object("tableSchema")
    schema.reject_stray(_SCHEMA_KEYS | _NOTES, _OWN)
    described = list(schema.objects("columns"))
    columns = list(map(_column, described))
    pairs = list(zip(described, columns, strict=True))
    found = Table(
        file=_file(table),
        title=table.text("dc:title") or "",
        description=table.text("dc:description") or "",
        about_url=schema.required_text("aboutUrl"),
        key=schema.texts("primaryKey"),
        columns=tuple(column for part, column in pairs if not part.flag("virtual")),
        virtual=tuple(column for part, column in pairs if part.flag("virtual")),
        role=_choice(table, "role", _ROLES_OF_TABLES),
        continues=table.text(_OWN + "continues"),
        optional=table.flag(_OWN + "optional"),
    )
    own = [(part, column) for part, column in pairs if not part.flag("virtual")]
    _reject_repeated_names(own)
    _reject_unknown_names(found, schema, pairs)
    _reject_missing_columns(found, schema, own)
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


def _reject_repeated_names(columns: list[tuple[JsonObject, TableColumn]]) -> None:
    """Check that each column has a name, titles and a role of its own."""
    seen: dict[tuple[str, str], str] = {}
    for described, column in columns:
        own = [("name", column.name), *(("titles", title) for title in column.titles)]
        own += [("role", column.role)] if column.role else []
        for key, value in dict.fromkeys(own):
            other = seen.setdefault((key, value), described.place)
            if other != described.place:
                raise ValueError(
                    f"{described.place}{key}: {value!r} is also in {other.rstrip('.')}; expected"
                    " one for each column"
                )


def _reject_unknown_names(
    table: Table, schema: JsonObject, columns: list[tuple[JsonObject, TableColumn]]
) -> None:
    """Check that each name is that of a column, and that each template makes an IRI."""
    names = [column.name for column in table.columns]
    if not table.key:
        raise ValueError(
            f"{schema.place}primaryKey: missing; expected the columns that tell a row from others"
        )
    used = [(f"{schema.place}primaryKey", name) for name in table.key]
    if not _NAME_IN_TEMPLATE.search(table.about_url):
        raise ValueError(
            f"{schema.place}aboutUrl: {table.about_url!r} names no column, so that all rows would"
            " be about one thing; expected one such as {id} in it"
        )
    templates = [(schema, "aboutUrl")]
    templates += [(part, key) for part, _ in columns for key in ("aboutUrl", "valueUrl")]
    for part, key in templates:
        used += [(part.place + key, name) for name in _names_in_template(part, key)]
    for part, column in columns:
        if column.language_column:
            used.append((f"{part.place}languageColumn", column.language_column))
    for place, name in used:
        if name not in names:
            raise ValueError(f"{place}: {name!r} is named, but no column has this name")


def _names_in_template(part: JsonObject, key: str) -> Iterator[str]:
    """Yield the names in a URI template, of which every other part must be that of an IRI."""
    template = part.text(key)
    if template is None:
        return
    if not template.startswith("{+"):
        _reject_no_iri(_NAME_IN_TEMPLATE.sub("x", template), f"{part.place}{key}: {template!r}")
    yield from _NAME_IN_TEMPLATE.findall(template)


def _reject_missing_columns(
    table: Table, schema: JsonObject, columns: list[tuple[JsonObject, TableColumn]]
) -> None:
    """Check that a table has the columns that its role, or another column, asks for."""
    for name in _ROLES_OF_TABLES.get(table.role or "", ()):
        if table.column(name) is None:
            raise ValueError(
                f"{schema.place}columns: {name!r} is missing; a table of the role {table.role!r}"
                " needs it"
            )
    if table.role == "evidence" and table.with_role("columns") is None:
        raise ValueError(f"{schema.place}columns: none has the role 'columns'")
    for described, column in columns:
        if column.or_unknown and table.with_role("unknown") is None:
            raise ValueError(f"{described.place}orUnknown: no column has the role 'unknown'")


def _column(column: JsonObject) -> TableColumn:
    column.reject_stray(_COLUMN_KEYS | _NOTES, _OWN)
    is_virtual = column.flag("virtual")
    is_kept = not is_virtual and (column.flag("suppressOutput") or column.text(_OWN + "role"))
    if not is_kept:
        column.required_text("propertyUrl")
    predicate = None if column.flag("suppressOutput") else column.text("propertyUrl")
    _reject_bad_iri(column, "propertyUrl")  # here, and not row by row
    if is_virtual:
        column.required_text("valueUrl")
    datatype, form, minimum, maximum = _datatype(column)
    any_date = column.flag(_OWN + "anyDate")
    least, most = _bounds(
        column,
        (_OWN + "plausibleMinimum", _OWN + "plausibleMaximum"),
        any_date or datatype in _NUMBERS,
    )
    return TableColumn(
        name="" if is_virtual else _name(column),
        titles=_titles(column),
        description=column.text("dc:description") or "",
        predicate=predicate,
        about_url=column.text("aboutUrl"),
        value_url=column.text("valueUrl"),
        datatype=datatype,
        format=form,
        minimum=minimum,
        maximum=maximum,
        plausible_minimum=least,
        plausible_maximum=most,
        language=_tag(column),
        language_column=column.text(_OWN + "languageColumn"),
        separator=_separator(column),
        required=column.flag("required"),
        any_date=any_date,
        unique=column.flag(_OWN + "unique"),
        or_unknown=column.flag(_OWN + "orUnknown"),
        check_digits=_choice(column, "checkDigits", ("ror",)),
        evidence=_choice(column, "evidence", ("optional", "required")),
        role=_choice(column, "role", _ROLES_OF_COLUMNS),
    )


def _name(column: JsonObject) -> str:
    name = column.required_text("name")
    if not name:
        raise ValueError(f"{column.place}name: empty; expected a name")
    if not name.isprintable():
        raise ValueError(f"{column.place}name: {name!r} has control characters")
    return name


def _tag(column: JsonObject) -> str | None:
    language = column.text("lang")
    if language is not None:
        _literal("", language, f"{column.place}lang")
    return language


def _separator(column: JsonObject) -> str | None:
    separator = column.text("separator")
    if separator == "":
        raise ValueError(f"{column.place}separator: empty; expected a sign such as ';'")
    return separator


def _titles(column: JsonObject) -> tuple[str, ...]:
    """Return the titles of a column in every language, as heads of a sheet may have them."""
    if not isinstance(column.value("titles"), dict):
        return column.texts("titles")
    by_language = column.object("titles")
    return tuple(title for tag in ("en", "zh") for title in by_language.texts(tag))


def _choice(part: JsonObject, name: str, choices: Collection[str]) -> str | None:
    """Return the value of one of our annotations, which has one of a few."""
    value = part.text(_OWN + name)
    if value is None or value in choices:
        return value
    *others, last = map(repr, sorted(choices))
    expected = f"{', '.join(others)} or {last}" if others else last
    raise ValueError(f"{part.place}{name}: {value!r} is unknown; expected {expected}")


def _datatype(column: JsonObject) -> tuple[str, str | None, Decimal | None, Decimal | None]:
    """Return the datatype of a column, the form of its values, the least and the greatest."""
    if not isinstance(column.value("datatype"), dict):
        described = JsonObject({"base": column.text("datatype")}, column.place.rstrip("."))
    else:
        described = column.object("datatype")
        described.reject_stray(_DATATYPE_KEYS | _NOTES, _OWN)
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
    return base, form, *_bounds(described, ("minimum", "maximum"), base in _NUMBERS)


def _bounds(
    described: JsonObject, names: tuple[str, str], is_number: bool
) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest of some numbers."""
    least, most = (_bound(described, name, is_number) for name in names)
    if least is not None and most is not None and least > most:
        low, high = (name.removeprefix(_OWN) for name in names)
        raise ValueError(f"{described.place}{low}: {least} is more than {high}, {most}")
    return least, most


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
