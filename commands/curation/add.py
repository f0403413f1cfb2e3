"""The command that adds an entry: a partnership, a school, a university or a source."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import (
    RegisterPlace,
    build_option,
    dry_run_option,
    read_json_input,
    register_place,
    revise,
    tables_options,
)
from yuqiao.commands.options import command, complete_files, option

if TYPE_CHECKING:
    from yuqiao.graph.curation.fields import Fields
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.revision import Revision

_KINDS = ("partnership", "school", "university", "source")


@command("add")
@click.argument("kind", metavar="KIND", type=click.Choice(_KINDS))
@click.argument("fields", nargs=-1, metavar="[NAME=VALUE]...")
@option(
    "-f",
    "--file",
    metavar="FILE",
    shell_complete=complete_files,
    help="Read the fields from a JSON object in FILE; - for standard input.",
)
@dry_run_option
@build_option
@tables_options
def add_command(
    kind: str,
    fields: tuple[str, ...],
    file: str | None,
    dry_run: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """Add an entry to the tables, with all the rows it needs.

    KIND is partnership, school, university or source.

    The fields are the columns of the table of the entry, given as NAME=VALUE or in JSON; without
    any, they are asked for. A field that refers to a row takes its id or its name. What is new too
    is given by fields of its own: foreign_partner.name_en, source.title. Ids are proposed, and what
    follows from the others is filled in: the title in the official register says the school, the
    partner, the subject and the level.

    The tables are checked as by 'yuqiao build' before anything is written, and all rows are written
    together: those of the entry, its approval and status, its source and evidence. A partnership
    also takes: source, approved, authority, route, certificate, expires, batch, status, as_of.

    \b
    Examples:
      yuqiao add partnership
      yuqiao add source url=https://example.org title=Notice kind=news
      yuqiao add partnership -f approval.json --dry-run
    """
    from yuqiao.graph.curation.fields import Fields
    from yuqiao.graph.errors import InputError

    place = register_place(tables, base, dry_run, build)
    if file is not None and fields:
        raise InputError("fields are given both on the line and in a file; expected one of the two")
    if file is not None:
        given = Fields.parse_json(*read_json_input(file))
    elif fields:
        given = Fields.parse_arguments(fields)
    else:
        given = _asked(kind, place)
    revise(place, f"add {kind}", lambda register: _added(register, kind, given))


def _added(register: Register, kind: str, given: Fields) -> Revision:
    from yuqiao.graph.curation.additions import Additions
    from yuqiao.graph.curation.revision import Revision

    revision = Revision(register)
    Additions(revision).add(kind, given.copy())
    return revision


def _asked(kind: str, place: RegisterPlace) -> Fields:
    """Ask for the fields on the terminal."""
    from yuqiao.graph.errors import InputError

    if not sys.stdin.isatty():
        raise InputError(
            f"add {kind}: no fields; give NAME=VALUE, or a JSON object with -f FILE, or run it in a"
            " terminal to be asked"
        )
    from yuqiao.commands.curation.prompts import asked_fields

    return asked_fields(kind, place)
