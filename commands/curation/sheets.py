"""The command that imports a sheet of somebody else's into the tables."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import (
    RegisterPlace,
    build_option,
    register_place,
    report_written,
    tables_options,
)
from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import command, complete_files, option
from yuqiao.graph.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.sheets.column_mapping import ColumnMapping
    from yuqiao.graph.curation.sheets.sheet import HeadedSheet
    from yuqiao.graph.curation.sheets.sheet_import import ImportReport


_COLLECTED = 100_000  # objects: those of an import last, or are gone at once


@command("import")
@click.argument("file", shell_complete=complete_files)
@option("--table", metavar="NAME", help="Table to import into. Default: by the titles.")
@option("--sheet", metavar="NAME", help="Sheet of a workbook. Default: the only one.")
@option(
    "--mapping",
    metavar="JSON",
    shell_complete=complete_files,
    help="File of the mapping of columns: read if it exists, otherwise the suggestion is saved.",
)
@option("--source", metavar="ID", help="Id of the source that gives the values.")
@option("--encoding", metavar="NAME", help="Encoding of a text file. Default: found out.")
@option("--apply", "apply", is_flag=True, help="Write the new and changed rows.")
@build_option
@tables_options
def import_command(
    file: str,
    table: str | None,
    sheet: str | None,
    mapping: str | None,
    source: str | None,
    encoding: str | None,
    apply: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """Import a spreadsheet into the tables.

    FILE is CSV, TSV, XLSX, ODS, JSON or JSON Lines, with a row of titles in English or Chinese. The
    columns are recognized by their titles; --mapping saves the suggestion, to be edited and used
    again. Names of rows and labels of concepts are taken for their ids, and dates and numbers as
    people write them: 2025/5, 二〇二五年五月, 53,000.

    The preview shows which rows are new, which change a row, and which are doubtful, and why.
    With --apply, the new and changed rows are written, checked as by 'yuqiao build'; 'yuqiao undo'
    takes them back. The exit status is 1 if rows are doubtful.

    \b
    Examples:
      yuqiao import approvals.xlsx --mapping approvals.json
      yuqiao import places.csv --table places --apply
    """
    from yuqiao.exports.registers.journal import open_journal
    from yuqiao.graph.curation.register import Register

    place = register_place(tables, base, build=build)
    register = Register.open(place.folder)
    headed = _headed(Path(file), sheet, encoding, register)
    for note in headed.sheet.notes:
        report(note)
    known = _mapping(headed, register, table, mapping, apply=apply)
    if not apply:
        found = _import(register, headed, known, source, None)
    else:
        with open_journal(place.folder) as journal:
            register = Register.open(place.folder)
            again = partial(_headed, Path(file), sheet, encoding, register)
            found = _import(register, headed, known, source, (journal, place), again)
    if found.counts["doubtful"]:
        raise click.exceptions.Exit(1)


def _headed(path: Path, sheet: str | None, encoding: str | None, register: Register) -> HeadedSheet:
    from yuqiao.graph.curation.sheets.column_mapping import titles_of
    from yuqiao.graph.curation.sheets.sheet import folded_title, headed
    from yuqiao.graph.curation.sheets.sheet_files import open_sheet

    known = {
        folded_title(title)
        for table in register.group.tables
        for column in table.columns
        for title in titles_of(column)
    }
    return headed(open_sheet(path, sheet, encoding), frozenset(known))


def _mapping(
    headed: HeadedSheet, register: Register, table: str | None, file: str | None, *, apply: bool
) -> ColumnMapping:
    """Return the mapping to use: that of a file, or else the suggested one."""
    from yuqiao.exports.output import write_atomically
    from yuqiao.graph.curation.sheets.column_mapping import ColumnMapping
    from yuqiao.graph.errors import InputError

    tables = [each for each in register.group.tables if each.role is None]
    if table is not None:
        tables = [register.table(table if table.endswith(".csv") else f"{table}.csv")]
    if file is not None and Path(file).exists():
        mapping = ColumnMapping.parse(_text(file), file)
        mapping = mapping.checked(headed.titles, register.table(mapping.table))
    else:
        mapping = ColumnMapping.suggest(headed.titles, tables)
        if file is not None:
            write_atomically(file, mapping.to_json())
            report(f"{file}: the suggested mapping was saved")
        elif mapping.guessed and apply:
            names = ", ".join(map(repr, mapping.guessed))
            raise InputError(
                f"{names}: the columns are a guess; save the mapping with --mapping FILE, look at"
                " it, and import again"
            )
    _show_mapping(mapping)
    return mapping


def _show_mapping(mapping: ColumnMapping) -> None:
    print_line(f"{mapping.table}:")
    for title, name in mapping.columns.items():
        guess = f" ({translate('a guess')})" if title in mapping.guessed else ""
        print_line(f"  {title} -> {name or translate('left out')}{guess}")


def _text(file: str) -> str:
    from yuqiao.graph.errors import InputError

    try:
        return Path(file).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{file}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from None


def _import(
    register: Register,
    headed: HeadedSheet,
    mapping: ColumnMapping,
    source: str | None,
    written: tuple[object, RegisterPlace] | None,
    again: Callable[[], HeadedSheet] | None = None,
) -> ImportReport:
    from yuqiao.exports.registers.journal import Journal
    from yuqiao.exports.registers.revision_file import checked_revision, write_revision
    from yuqiao.graph.curation.bulk.check_sample import CheckSample
    from yuqiao.graph.curation.references import References
    from yuqiao.graph.curation.revision import Revision
    from yuqiao.graph.curation.sheets.sheet_import import SheetImport

    revision = Revision(register)
    known = References(revision).resolved("id/source", source, "--source") if source else ""
    gc.set_threshold(_COLLECTED)
    sample = CheckSample(revision, written[1].base) if written else None
    found = SheetImport(revision, mapping, known).run(headed, sample=sample, again=again)
    if written is None:
        _show(found)
        report("nothing written; --apply writes the new and changed rows")
        return found
    journal, place = written
    assert isinstance(journal, Journal)
    checked = checked_revision(revision, place.base, renew=place.renew, sample=sample)
    write_revision(journal, checked, f"import {headed.sheet.file}")
    _show(found)
    for note in checked.report.notes:
        report(note)
    report_written(place, checked)
    return found


def _show(found: ImportReport) -> None:
    for change in found.changes:
        for sign, line in (("-", change.before), ("+", change.after)):
            if line is not None:
                print_line(f"{sign} {change.file}: {line}")
    for doubt in found.doubts:
        print_line(f"? {translate(str(doubt))}")
    counts = found.counts
    report(
        f"{counts['new']:,} new, {counts['changed']:,} changed, {counts['same']:,} the same,"
        f" {counts['doubtful']:,} doubtful"
    )
