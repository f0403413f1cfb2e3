"""The command that takes back the last change of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.commands.curation.register_writer import (
    dry_run_option,
    register_place,
    report_unbuilt,
    tables_options,
)
from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import command

if TYPE_CHECKING:
    from yuqiao.exports.registers.journal import JournalEntry


@command("undo")
@dry_run_option
@tables_options
def undo_command(dry_run: bool, tables: str | None, base: str | None) -> None:
    """Take back the last change of the tables.

    Every file that the change wrote becomes what it was before; run again, the command takes back
    the change before that, up to twenty. It refuses when one of the files has changed since.

    \b
    Examples:
      yuqiao undo --dry-run
      yuqiao undo --tables my-register
    """
    from yuqiao.exports.registers.journal import open_journal
    from yuqiao.graph.errors import InputError

    place = register_place(tables, base)
    with open_journal(place.folder) as journal:
        entry = journal.last() if dry_run else journal.undo()
    if entry is None:
        raise InputError(f"{place.folder}: no change is recorded here that could be undone")
    _show(entry)
    done = "would be undone (--dry-run)" if dry_run else "undone"
    report(f"{place.folder}: '{entry.what}' {done}")
    if not dry_run and not any(path.endswith(".ttl") for path in entry.before):
        report_unbuilt(place)


def _show(entry: JournalEntry) -> None:
    for path, before in entry.before.items():
        print_line(path if before else f"{path} (removed)")
