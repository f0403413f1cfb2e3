"""What all commands share that change a register: where it is, what is shown, how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import complete_files, option

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.exports.registers.revision_file import CheckedRevision, RevisionReport
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.revision import Revision


@dataclass(frozen=True)
class RegisterPlace:
    """Where a register is, and whether it is to be changed.

    :param folder: the folder of its tables
    :param base: the base IRI of its graph
    :param dry_run: whether to show the changes only
    :param renew: whether the graph beside the tables is built, too
    """

    folder: Path
    base: str
    dry_run: bool
    renew: bool = False


def tables_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which register a command works on."""
    for add in (
        option(
            "--base",
            metavar="IRI",
            envvar="YUQIAO_BASE",
            help="Base IRI of the graph, as for build. Default: https://w3id.org/yuqiao/.",
        ),
        option(
            "--tables",
            metavar="DIR",
            envvar="YUQIAO_TABLES",
            shell_complete=complete_files,
            help="Folder of the tables. Default: the bundled tables.",
        ),
    ):
        function = add(function)
    return function


dry_run_option = option(
    "--dry-run", is_flag=True, help="Show the rows that would change, and write nothing."
)
"""A preview."""

build_option = option(
    "--build/--no-build",
    "build",
    default=False,
    help="Build the graph beside the tables, too. Default: leave that to 'yuqiao build'.",
)
"""For those who want the graph at once, and not after several changes."""


def register_place(
    tables: str | None, base: str | None, dry_run: bool = False, build: bool = False
) -> RegisterPlace:
    """Return the place of a register: a folder of tables, or one that holds a folder 'tables'."""
    from yuqiao import data
    from yuqiao.graph.tables.csvw import METADATA
    from yuqiao.ontology.namespaces import BASE

    folder = Path(tables) if tables else Path(next(iter(data.__path__))) / "tables"
    if not (folder / METADATA).exists() and (folder / "tables" / METADATA).is_file():
        folder = folder / "tables"
    return RegisterPlace(folder, base or BASE, dry_run, build)


def revise(place: RegisterPlace, what: str, change: Callable[[Register], Revision]) -> None:
    """Make a revision of a register: checked, shown, and written unless it is a preview.

    :param what: what is done, in a few words, such as ``add partnership``
    :param change: what makes the revision, of the register as it is when nobody else writes
    """
    from yuqiao.exports.registers.journal import open_journal
    from yuqiao.exports.registers.revision_file import write_revision

    if place.dry_run:
        checked = _checked(place, change)
        show(checked.report)
        report("nothing written (--dry-run)")
        return
    with open_journal(place.folder) as journal:
        checked = _checked(place, change)
        write_revision(journal, checked, what)
    show(checked.report)
    report_written(place, checked)


def report_written(place: RegisterPlace, checked: CheckedRevision) -> None:
    """Say how many rows were written, and what is to be done next."""
    from yuqiao.graph.messages import counted

    if not checked.files:
        report(f"{place.folder}: nothing to change")
        return
    rows = counted(checked.report.count, "row")
    report(f"{place.folder}: {rows} written; 'yuqiao undo' takes them back")
    if not place.renew:
        report_unbuilt(place)


def report_unbuilt(place: RegisterPlace) -> None:
    """Say that the graph is no longer that of the tables."""
    report(f"the graph is not built yet; next: yuqiao build {place.folder}")


def _checked(place: RegisterPlace, change: Callable[[Register], Revision]) -> CheckedRevision:
    from yuqiao.exports.registers.revision_file import checked_revision
    from yuqiao.graph.curation.register import Register

    revision = change(Register.open(place.folder))
    return checked_revision(revision, place.base, renew=place.renew)


def show(revision: RevisionReport) -> None:
    """Print the rows of a revision table by table, and what else it changes."""
    from yuqiao.graph.messages import counted

    file = ""
    for change in revision.changes:
        if change.file != file:
            file = change.file
            print_line(file)
        for sign, line in (("-", change.before), ("+", change.after)):
            if line is not None:
                print_line(f"{sign} {line}")
    if revision.count > len(revision.changes):
        print_line(f"... and {counted(revision.count - len(revision.changes), 'row')} more")
    for note in revision.notes:
        report(note)


def read_json_input(name: str) -> tuple[str, str]:
    """Return the text of a JSON file, or of standard input for ``-``, and its name for messages.

    :raises InputError: when it cannot be read
    """
    import sys

    from yuqiao.graph.errors import InputError

    shown = "standard input" if name == "-" else name
    try:
        data: Any = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig"), shown
    except UnicodeDecodeError:
        raise InputError(f"{shown}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{shown}: cannot be read: {error.strerror or error}") from None
