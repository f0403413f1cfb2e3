"""Metadata and tables from others: each mistake is one line, and nothing outside their folder is read."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from yuqiao.graph.errors import InputError, TableErrors
from yuqiao.graph.tables.build import build_graph
from yuqiao.graph.tables.csvw import METADATA
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.graph.tables.reader import read_table

OWN = "https://w3id.org/yuqiao/csvw#"
COLUMN = {"name": "id", "propertyUrl": "urn:p"}
OTHER = {"name": "other", "propertyUrl": "urn:q"}
ABSENT = "no such key"


def document(table: dict[str, object], **others: object) -> str:
    """Return metadata with one table."""
    return json.dumps({"@id": "urn:x:d", "tables": [table], **others})


def table_of(*columns: object, **schema: object) -> dict[str, object]:
    """Return the description of a table with these columns."""
    given = {"aboutUrl": "urn:a:{id}", "primaryKey": "id", "columns": list(columns), **schema}
    return {"url": "a.csv", "tableSchema": {k: v for k, v in given.items() if v != ABSENT}}


def in_column(**others: object) -> str:
    """Return metadata of a table whose second column has other keys."""
    return document(table_of(COLUMN, {**OTHER, **others}))


def ours(**others: object) -> dict[str, object]:
    """Return annotations of our own."""
    return {OWN + key: value for key, value in others.items()}


SECOND = "tables[0].tableSchema.columns[1]."
SCHEMA = "tables[0].tableSchema."
WRONG = {
    "[]": "the document: expected an object",
    '{"@id": 3, "tables": []}': "@id: expected text",
    '{"@id": "a b", "tables": []}': "@id: 'a b': Invalid IRI code point ' '",
    '{"@id": "urn:x:d", "@id": "urn:x:e", "tables": []}': "@id: the key is given twice",
    '{"@id": "urn:x:d", "tables": NaN}': "NaN is not a number of JSON",
    '{"@id": "urn:x:d", "tables": 1' + 5000 * "0" + "}": "tables: expected a list",
    '{"@id": "urn:x:d"}': "'tables' is missing",
    '{"@id": "urn:x:d", "tables": ["a.csv"]}': "tables[0]: expected an object",
    '{"@id": "urn:x:d", "tables": []}': "tables: empty; expected a table",
    document(table_of(COLUMN), **{"dc:title": [3]}): "dc:title[0]: expected text",
    document(table_of(COLUMN), **{"dc:title": ["a", "b"]}): "two texts have the language 'en'",
    document(table_of(COLUMN), **{"dc:title": {"@language": "zh"}}): "dc:title.'@value' is missing",
    document(table_of(COLUMN), **{"dc:title": {"@value": "a", "@language": "!"}}): "dc:title: '!'",
    document(table_of(COLUMN), **{"dc:description": ["a", {"@value": 1}]}): "n[1].@value: expected",
    document(table_of(COLUMN)).replace("urn:x:d", "\\ud800"): "@id: holds half of a character",
    document(table_of(COLUMN), **{"@context": ["a"]}): "@context: expected 'http://www.w3.org/ns",
    document(table_of(COLUMN), **{"@context": ["http://www.w3.org/ns/csvw", "b"]}): (
        "@context[1]: expected an object"
    ),
    document(table_of(COLUMN), **{"@type": "Table"}): "@type: 'Table': expected 'TableGroup'",
    document(table_of(COLUMN), **{"dc:license": "no IRI"}): "dc:license: 'no IRI': ",
    document(table_of(COLUMN), **{"dc:modified": "May"}): "dc:modified: 'May': expected a year, a",
    document(table_of(COLUMN), dialect={"delimiter": ";"}): 'dialect.delimiter: expected ","',
    document(
        table_of(COLUMN), dialect={"skipRows": 2}
    ): "dialect.skipRows: unknown; expected one of",
    document(table_of(COLUMN), tabels=[]): "tabels: unknown; did you mean 'tables'?",
    document({**table_of(COLUMN), "tabelSchema": {}}): "tables[0].tabelSchema: unknown; did you",
    document({**table_of(COLUMN), **ours(role="evidnce")}): "tables[0].role: 'evidnce' is unknown",
    document({**table_of(COLUMN), **ours(role="evidence")}): (
        f"{SCHEMA}columns: 'thing' is missing; a table of the role 'evidence' needs it"
    ),
    document({**table_of(COLUMN), **ours(continues="b.csv")}): (
        "tables[0].continues: 'b.csv' is the file of no table here"
    ),
    document({"url": "a.csv"}): "tables[0].'tableSchema' is missing",
    document({"tableSchema": {}}): "tables[0].tableSchema.'columns' is missing",
    document(
        {**table_of(COLUMN), "url": None}
    ): "tables[0].url: null; expected a value, or nothing",
    document({**table_of(COLUMN), "tableSchema": []}): "tables[0].tableSchema: expected an object",
    document(table_of(COLUMN, aboutUrl=ABSENT)): "tables[0].tableSchema.'aboutUrl' is missing",
    document(table_of(COLUMN, aboutUrl="urn:a")): f"{SCHEMA}aboutUrl: 'urn:a' names no column",
    document(table_of(COLUMN, aboutUrl="a/{id}")): f"{SCHEMA}aboutUrl: 'a/{{id}}': ",
    document(table_of(COLUMN, aboutUrl="urn:a:{id}{")): f"{SCHEMA}aboutUrl: 'urn:a:{{id}}{{': ",
    document(table_of(COLUMN, primaryKey=ABSENT)): f"{SCHEMA}primaryKey: missing; expected",
    document(table_of(COLUMN, primaryKey=[])): f"{SCHEMA}primaryKey: missing; expected",
    document(table_of(COLUMN, foreignKeys=[])): f"{SCHEMA}foreignKeys: unknown; expected one of",
    document(table_of(COLUMN, columns={})): "tables[0].tableSchema.columns: expected a list",
    document(
        table_of(COLUMN, primaryKey=[1])
    ): "tables[0].tableSchema.primaryKey[0]: expected text",
    document(table_of(COLUMN, primaryKey="key")): f"{SCHEMA}primaryKey: 'key' is named, but no",
    document(table_of(OTHER)): f"{SCHEMA}primaryKey: 'id' is named, but no column has this name",
    document(
        table_of(COLUMN, COLUMN)
    ): f"{SECOND}name: 'id' is also in {SCHEMA}columns[0]; expected",
    document(table_of({"propertyUrl": "urn:p"})): f"{SCHEMA}columns[0].'name' is missing",
    in_column(name=""): f"{SECOND}name: empty; expected a name",
    document(table_of(COLUMN, {"name": "other"})): f"{SECOND}'propertyUrl' is missing",
    document(table_of({**COLUMN, "titles": "a"}, {**OTHER, "titles": {"en": ["a"]}})): (
        f"{SECOND}titles: 'a' is also in {SCHEMA}columns[0]; expected one for each column"
    ),
    in_column(titles=["a", 1]): f"{SECOND}titles[1]: expected text",
    in_column(requird=True): f"{SECOND}requird: unknown; did you mean 'required'?",
    in_column(separator=""): f"{SECOND}separator: empty; expected a sign such as ';'",
    in_column(valueUrl="urn:b:{othr}"): f"{SECOND}valueUrl: 'othr' is named, but no column has",
    in_column(valueUrl="b/{other}"): f"{SECOND}valueUrl: 'b/{{other}}': ",
    in_column(datatype={"base": "integer", "minimum": 9, "maximum": 3}): (
        f"{SECOND}datatype.minimum: 9 is more than maximum, 3"
    ),
    in_column(datatype={"base": "integer", "minInclusive": 9}): (
        f"{SECOND}datatype.minInclusive: unknown; expected one of"
    ),
    in_column(**ours(anyDate=True, plausibleMinimum="2030", plausibleMaximum="1990")): (
        f"{SECOND}plausibleMinimum: 2030 is more than plausibleMaximum, 1990"
    ),
    in_column(**ours(evidence="requird")): (
        f"{SECOND}evidence: 'requird' is unknown; expected 'optional' or 'required'"
    ),
    in_column(**ours(evidnce="required")): f"{SECOND}evidnce: unknown; did you mean 'evidence'?",
    in_column(**ours(role="unknwon")): f"{SECOND}role: 'unknwon' is unknown; expected 'box'",
    in_column(**ours(orUnknown=True)): f"{SECOND}orUnknown: no column has the role 'unknown'",
    document(table_of(COLUMN, {"virtual": True, "propertyUrl": "urn:p"})): (
        f"{SECOND}'valueUrl' is missing"
    ),
    document(
        table_of({**COLUMN, "required": "yes"})
    ): "columns[0].required: expected true or false",
    document(table_of({**COLUMN, "lang": "not a tag"})): "columns[0].lang: 'not a tag': A",
    document(table_of({**COLUMN, OWN + "languageColumn": "l"})): "'l' is named, but no column has",
    document(table_of({**COLUMN, "datatype": ["string"]})): "columns[0].datatype: expected text",
    document(table_of({**COLUMN, "datatype": {"minimum": "0"}})): "minimum: expected a number",
    document(table_of({**COLUMN, "datatype": {"base": "integer", "minimum": "NaN"}})): (
        "datatype.minimum: expected a number"
    ),
    document(table_of({**COLUMN, "datatype": {"base": "integer", "minimum": "few"}})): (
        "datatype.minimum: expected a number"
    ),
    document(table_of({**COLUMN, "datatype": {"format": "a)|(b"}})): "'a)|(b' is not a regular",
    document(table_of({**COLUMN, "datatype": {"format": "((a{1,99}){1,99}){1,99}"}})): "linear",
    document(table_of(COLUMN, {"virtual": True})): "columns[1].'propertyUrl' is missing",
}


@pytest.mark.parametrize("text", WRONG)
def test_each_mistake_in_metadata_is_one_line(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_metadata(text, METADATA)

    message = str(refused.value)
    assert message.startswith(f"{METADATA}: not the CSVW metadata of a group of tables: ")
    assert WRONG[text] in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "url",
    ["/etc/passwd", "../a.csv", "b/../../a.csv", "", "a\\b.csv", "C:a.csv", "file:///a", "a\0"],
)
def test_a_table_is_in_the_folder_of_its_metadata(url: str) -> None:
    with pytest.raises(
        InputError, match=r"is outside the folder of the metadata; expected the name"
    ):
        read_metadata(document({**table_of(COLUMN), "url": url}), METADATA)


def test_two_tables_are_not_one_file() -> None:
    text = json.dumps({"@id": "urn:x:d", "tables": [table_of(COLUMN), table_of(COLUMN)]})

    with pytest.raises(
        InputError, match=r"tables\[1\]\.url: 'a\.csv' is the file of tables\[0\] too"
    ):
        read_metadata(text, METADATA)


def problems_of(folder: Path, *columns: object, file: str = "a.csv", cells: str = "") -> list[str]:
    """Return what is wrong with a graph of one table."""
    (folder / METADATA).write_text(document({**table_of(*columns), "url": file}), "utf-8")
    if cells:
        (folder / file).write_text(cells, "utf-8")
    with pytest.raises(TableErrors) as refused:
        build_graph(folder)
    return refused.value.problems


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("id\nsecret\n")
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "a.csv").symlink_to(tmp_path / "mine.csv")

    assert problems_of(tables, COLUMN) == [
        f"a.csv: a link that leads out of {tables}; expected the table itself"
    ]


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()

    assert problems_of(tmp_path, COLUMN) == ["a.csv: not a file; expected a table in CSV"]


def test_a_table_may_be_in_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()

    assert problems_of(tmp_path, COLUMN, file="b/a.csv", cells="id\n\N{SNOWMAN}\x07\n") == [
        "b/a.csv:2:id: '☃\\x07': expected text without control characters"
    ]


def test_a_cell_that_makes_no_language_tag_and_no_name_is_named(tmp_path: Path) -> None:
    columns = (
        COLUMN,
        {"name": "name", "propertyUrl": "urn:n", OWN + "languageColumn": "tag"},
        {"name": "tag", "suppressOutput": True},
        {"name": "about", "propertyUrl": "urn:q", "datatype": "QName"},
    )

    assert problems_of(tmp_path, *columns, cells="id,name,tag,about\n1,a,e n,yq:a b\n") == [
        "a.csv:2:name: 'e n' is not a language tag; expected one such as en or zh-Hans",
        "a.csv:2:about: 'yq:a b' does not make an IRI",
    ]


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*a*a*a*a*b"])
def test_no_expression_takes_long(pattern: str, tmp_path: Path) -> None:
    column = {**COLUMN, "datatype": {"format": pattern}}
    (table,) = read_metadata(document(table_of(column)), METADATA).tables
    (tmp_path / "a.csv").write_text("id\n" + 100_000 * "a" + "\n")
    problems: list[str] = []
    started = time.process_time()

    read_table(tmp_path, table, problems)

    assert time.process_time() - started < 1
    assert [problem.endswith(f"expected the form {pattern}") for problem in problems] == [True]


def test_metadata_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / METADATA).write_bytes(b'{"@id": "\xff"}')

    with pytest.raises(InputError, match=rf"^{METADATA}: cannot be read: not UTF-8$"):
        build_graph(tmp_path)
