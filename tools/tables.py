"""Write docs/tables.md from what the metadata says of the tables and columns.

python tools/tables.py            write it
python tools/tables.py --check    exit 1 when it is not what the metadata says now
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from yuqiao.graph.curation.register import Register
from yuqiao.graph.tables.csvw import Table, TableColumn
from yuqiao.ontology.namespaces import BASE

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tables.md"

HEAD = """# Tables

Each table of `data/tables` with its columns, written by `python tools/tables.py` from
`csv-metadata.json`; do not edit it here. [Maintain the facts](curating.md) shows how they are used.

A column marked **required** is never empty. Where evidence is *required*, `evidence.csv` names a
source for each value; where it is *optional*, it may. Several values in a cell are separated as the
table says. The Chinese titles are those that `yuqiao import` recognizes in a spreadsheet.
"""

_TYPES = {
    "integer": "a whole number",
    "decimal": "a number",
    "number": "a number",
    "boolean": "true or false",
    "anyURI": "an address",
    "QName": "a prefixed name",
}


def page(register: Register) -> str:
    """Return the whole page."""
    return HEAD + "".join(section(register, table) for table in register.group.tables)


def section(register: Register, table: Table) -> str:
    """Describe one table."""
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = "".join(
        f"| `{column.name}` | {'、'.join(chinese(column))} | {meaning(register, column)} |\n"
        for column in table.columns
    )
    return (
        f"\n## {table.file}\n\n{table.title}. {table.description}\n\n"
        f"A row is told from others by {key}; its address is `{table.about_url}`.\n\n"
        f"| column | in Chinese | meaning |\n| --- | --- | --- |\n{rows}"
    )


def chinese(column: TableColumn) -> list[str]:
    """Return the Chinese titles of a column."""
    return [title for title in column.titles if title != column.name]


def meaning(register: Register, column: TableColumn) -> str:
    """Return what a column means, and what its cells may hold."""
    return " ".join(
        [
            column.description,
            *(f"{part[:1].upper()}{part[1:]}." for part in facets(register, column)),
        ]
    ).replace("|", "\\|")


def facets(register: Register, column: TableColumn) -> Iterator[str]:
    """Yield what the cells of a column may hold, a few words each."""
    if column.required:
        yield "**required**"
    if column.or_unknown:
        yield "a value, or named in `unknown`"
    yield from form(register, column)
    if column.minimum is not None or column.plausible_minimum is not None:
        yield bounds(column)
    if column.separator:
        yield f"several values, separated by `{column.separator}`"
    if column.unique:
        yield "no two rows have the same"
    if column.language:
        yield f"text in `{column.language}`"
    if column.evidence:
        yield f"evidence *{column.evidence}*"


def form(register: Register, column: TableColumn) -> Iterator[str]:
    """Yield the form of the cells: an id of which table, a date, a number, a pattern."""
    kind = register.kind_of_link(column)
    if kind in register.kinds:
        yield "an id of " + " or ".join(f"`{file}`" for file in register.kinds[str(kind)])
    elif kind is not None and (column.value_url or "").startswith(f"{BASE}scheme/"):
        yield f"a concept of the scheme `{kind.rpartition('/')[2]}`"
    elif column.any_date:
        yield "a year, month or day: `2025`, `2025-06`, `2025-06-01`"
    elif column.datatype in _TYPES:
        yield _TYPES[column.datatype]
    elif column.format:
        yield f"of the form `{column.format}`"


def bounds(column: TableColumn) -> str:
    """Return the bounds of a column, and those outside of which a value needs an exception."""
    parts = []
    if column.minimum is not None:
        most = f" to {column.maximum}" if column.maximum is not None else " or more"
        parts.append(f"{column.minimum}{most}")
    if column.plausible_minimum is not None:
        parts.append(f"plausible from {column.plausible_minimum} to {column.plausible_maximum}")
    return ", ".join(parts)


if __name__ == "__main__":
    said = page(Register.open(ROOT / "data" / "tables"))
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(said, "utf-8")
    elif PAGE.read_text("utf-8") != said:
        raise SystemExit("docs/tables.md is stale: run python tools/tables.py")
