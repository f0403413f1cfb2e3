"""The command that proposes identifiers for names, from an extract of ROR or Wikidata."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import register_place, tables_options
from yuqiao.commands.help import report
from yuqiao.commands.options import command, complete_files, option, output_option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from yuqiao.graph.curation.matching.name_index import NameIndex


@command("match")
@click.argument("file", shell_complete=complete_files)
@option(
    "--against",
    metavar="EXTRACT",
    required=True,
    shell_complete=complete_files,
    help="Dump of ROR (JSON or ZIP), entities of Wikidata in JSON, or a table with id and name.",
)
@option("--column", metavar="TITLE", help="Column with the names. Default: the first.")
@option("--country-column", metavar="TITLE", help="Column with the two letters of the country.")
@option("--most", metavar="N", type=click.IntRange(1, 50), help="Most matches a name. Default: 3.")
@output_option
@tables_options
def match_command(
    file: str,
    against: str,
    column: str | None,
    country_column: str | None,
    most: int | None,
    output: PathLike[str] | None,
    tables: str | None,
    base: str | None,
) -> None:
    """Propose identifiers for names.

    FILE is a spreadsheet with a column of names, in any script: names are compared without case and
    accents, Traditional characters as Simplified ones, and Chinese also by pinyin. A Chinese name
    may begin with its country. The result is CSV with the name, the id, the name and the score of
    each match, and why. Nothing is changed, and nothing goes out: EXTRACT is a file.

    \b
    Example:
      yuqiao match universities.csv --column name_en --against ror-data.zip -o matches.csv
    """
    from yuqiao.exports.output import open_output
    from yuqiao.graph.curation.matching.extracts import read_extract
    from yuqiao.graph.curation.matching.name_index import NameIndex
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.table_text import csv_line

    register = Register.open(register_place(tables, base).folder)
    countries = {
        row["name_zh"]: row["code"]
        for row in (register.rows("countries.csv") if register.has("countries.csv") else ())
        if row.get("name_zh")
    }
    wanted = list(_names(Path(file), column, country_column))
    index = NameIndex(read_extract(Path(against)))
    sure = 0
    with open_output(output) as out:
        out.write(csv_line(["name", "id", "match", "score", "reason"]).encode())
        for name, country in wanted:
            lines = list(_lines(index, name, country, countries, most or 3))
            sure += bool(lines and lines[0][3].isdigit() and int(lines[0][3]) >= 90)
            for line in lines or [[name, "", "", "", "nothing is near"]]:
                out.write(csv_line(line).encode())
    report(f"{len(wanted):,} names: {sure:,} with a score of 90 or more")


def _lines(
    index: NameIndex, name: str, country: str, countries: dict[str, str], most: int
) -> Iterator[list[str]]:
    from yuqiao.graph.curation.matching.name_index import without_country

    bare, said = without_country(name, countries)
    found = index.matches(name, country or said, most)
    if bare != name:
        known = {match.record.id: match for match in found}
        for match in index.matches(bare, country or said, most):
            if match.record.id not in known or known[match.record.id].score < match.score:
                known[match.record.id] = match
        found = sorted(known.values(), key=lambda match: (-match.score, match.record.id))[:most]
    for match in found:
        yield [name, match.record.id, match.name, str(match.score), match.reason]


def _names(path: Path, column: str | None, country_column: str | None) -> Iterator[tuple[str, str]]:
    from yuqiao.graph.curation.sheets.sheet import headed
    from yuqiao.graph.curation.sheets.sheet_files import open_sheet
    from yuqiao.graph.errors import InputError

    sheet = headed(open_sheet(path), frozenset())
    places = []
    for title in (column, country_column):
        if title is not None and title not in sheet.titles:
            names = ", ".join(sheet.titles)
            raise InputError(f"{path.name}: has no title {title!r}; expected one of {names}")
        places.append(sheet.titles.index(title) if title is not None else None)
    at, country_at = places[0] or 0, places[1]
    for row in sheet.rows:
        if at < len(row.cells) and row.cells[at]:
            has_country = country_at is not None and country_at < len(row.cells)
            yield row.cells[at], row.cells[country_at or 0] if has_country else ""
