"""Commands for rows that prove to be another, are called otherwise, or go: their address stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import (
    build_option,
    dry_run_option,
    register_place,
    revise,
    tables_options,
)
from yuqiao.commands.help import report
from yuqiao.commands.options import command, option

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.revision import Revision


def _decision_options(function: Callable[..., None]) -> Callable[..., None]:
    function = option("--reason", metavar="TEXT", required=True, help="Why.")(function)
    return option(
        "--on", "date", metavar="DATE", required=True, help="Since when, such as 2026-12-01."
    )(function)


@command("merge")
@click.argument("thing")
@click.argument("other")
@_decision_options
@dry_run_option
@build_option
@tables_options
def merge_command(
    thing: str,
    other: str,
    date: str,
    reason: str,
    dry_run: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """Merge a row into another that proved to be the same.

    THING and OTHER are ids of two organisations, places, disciplines, sources or batches. All that
    refers to THING refers to OTHER from now on, the names of THING become names of OTHER, and empty
    cells of OTHER are filled. The address of THING stays, and says what replaced it.

    \b
    Example:
      yuqiao merge berlin-ib hmkw --on 2026-12-01 --reason 'The same school.'
    """
    _check_date(date)

    def change(register: Register) -> Revision:
        from yuqiao.graph.curation.retirement import Retirement
        from yuqiao.graph.curation.revision import Revision

        revision = Revision(register)
        retirement = Retirement(revision, thing)
        retirement.merge_into(other, date, reason)
        for note in retirement.notes:
            report(note)
        return revision

    revise(register_place(tables, base, dry_run, build), f"merge {thing} into {other}", change)


@command("retire")
@click.argument("thing")
@option("--by", "other", metavar="OTHER", help="Id of what replaced it, as for merge.")
@_decision_options
@dry_run_option
@build_option
@tables_options
def retire_command(
    thing: str,
    other: str | None,
    date: str,
    reason: str,
    dry_run: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """Retire a row whose address is out of use.

    The row goes with its evidence and, of a partnership, its approval and status; nothing else may
    refer to it, unless --by names what replaced it. The address stays in replacements.csv: the
    graph says that it is deprecated and what replaced it, and a site keeps its page.

    \b
    Example:
      yuqiao retire lesson-x --on 2026-12-01 --reason 'Entered by mistake.'
    """
    _check_date(date)

    def change(register: Register) -> Revision:
        from yuqiao.graph.curation.retirement import Retirement
        from yuqiao.graph.curation.revision import Revision

        revision = Revision(register)
        retirement = Retirement(revision, thing)
        if other is None:
            retirement.retire(date, reason)
        else:
            retirement.merge_into(other, date, reason)
        return revision

    revise(register_place(tables, base, dry_run, build), f"retire {thing}", change)


@command("rename")
@click.argument("thing")
@option("--en", "name_en", metavar="NAME", help="The new English name.")
@option("--zh", "name_zh", metavar="NAME", help="The new Chinese name.")
@option("--source", metavar="ID", required=True, help="Id of the source that gives the new name.")
@option("--note", metavar="TEXT", help="What to say of the former name, such as until when.")
@dry_run_option
@build_option
@tables_options
def rename_command(
    thing: str,
    name_en: str | None,
    name_zh: str | None,
    source: str,
    note: str | None,
    dry_run: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """Give a school, university or other thing another name.

    The former name stays, as a former name with the source that gave it; the claim that it is the
    name is superseded by the new source. The id does not change.

    \b
    Example:
      yuqiao rename cqyti --en 'Chongqing Yitong College' --source s-ror
    """
    from yuqiao.graph.errors import InputError

    names = {
        column: name
        for column, name in (("name_en", name_en), ("name_zh", name_zh))
        if name is not None
    }
    if not names:
        raise InputError("no name is given; expected --en, --zh or both")

    def change(register: Register) -> Revision:
        from yuqiao.graph.curation.references import References
        from yuqiao.graph.curation.retirement import rename
        from yuqiao.graph.curation.revision import Revision

        revision = Revision(register)
        known = References(revision).resolved("id/source", source, "--source")
        rename(revision, thing, names, known, note or "")
        return revision

    revise(register_place(tables, base, dry_run, build), f"rename {thing}", change)


def _check_date(date: str) -> None:
    from yuqiao.graph.errors import InputError
    from yuqiao.graph.tables.reader import is_date

    if not is_date(date):
        raise InputError(f"--on: {date!r}: expected a date: YYYY, YYYY-MM or YYYY-MM-DD")
