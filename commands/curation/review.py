"""The command that lists open claims, and accepts or rejects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import (
    RegisterPlace,
    build_option,
    dry_run_option,
    register_place,
    revise,
    tables_options,
)
from yuqiao.commands.help import print_line, report
from yuqiao.commands.options import command, option
from yuqiao.graph.language_tags import TRANSLATION_MARK
from yuqiao.graph.translation import current_language

if TYPE_CHECKING:
    from yuqiao.graph.curation.open_claims import Decision
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.revision import Revision


@command("review")
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@option("--accept", is_flag=True, help="Accept the claims, so that they become facts.")
@option("--reject", is_flag=True, help="Reject the claims.")
@option("--reason", metavar="TEXT", help="Why.")
@option("--by", "reviewer", metavar="NAME", help="Who decides.")
@option("--on", "date", metavar="DATE", help="The day of the decision, such as 2026-12-01.")
@option("--json", "as_json", is_flag=True, help="List the claims as JSON.")
@dry_run_option
@build_option
@tables_options
def review_command(
    claims: tuple[str, ...],
    accept: bool,
    reject: bool,
    reason: str | None,
    reviewer: str | None,
    date: str | None,
    as_json: bool,
    dry_run: bool,
    build: bool,
    tables: str | None,
    base: str | None,
) -> None:
    """List the open claims, or decide on some of them.

    Without --accept or --reject, each open claim is listed with its file and row, what it is about,
    what it says, and its sources; with CLAIMs, only those whose name or subject contains one of
    them. To decide, name each CLAIM as listed, and give --reason, --by and --on, which are recorded
    in reviews.csv.

    \b
    Examples:
      yuqiao review
      yuqiao review ucol-candidate --reject --reason 'No source says so.' \\
          --by 'Li Hua' --on 2026-12-01
    """
    from yuqiao.graph.curation.open_claims import Decision
    from yuqiao.graph.errors import InputError
    from yuqiao.graph.tables.reader import is_date

    place = register_place(tables, base, dry_run, build)
    if not (accept or reject):
        if reason or reviewer or date:
            raise InputError("no decision is given; expected --accept or --reject")
        _list(place, claims, as_json=as_json)
        return
    if accept and reject:
        raise InputError("both --accept and --reject are given; expected one of the two")
    if not claims:
        raise InputError("no claim is named; expected one or more as 'yuqiao review' lists them")
    if not (reason and reviewer and date):
        raise InputError("a decision needs --reason, --by and --on")
    if not is_date(date):
        raise InputError(f"--on: {date!r}: expected a date: YYYY, YYYY-MM or YYYY-MM-DD")
    review = "accepted" if accept else "rejected"
    decision = Decision(review, reviewer, date, reason)
    revise(place, f"review: {review}", lambda register: _decided(register, claims, decision))


def _decided(register: Register, claims: tuple[str, ...], decision: Decision) -> Revision:
    from yuqiao.graph.curation.open_claims import decide
    from yuqiao.graph.curation.revision import Revision

    revision = Revision(register)
    for claim in claims:
        decide(revision, claim, decision)
    return revision


def _list(place: RegisterPlace, wanted: tuple[str, ...], *, as_json: bool) -> None:
    from yuqiao.graph.curation.open_claims import open_claims
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.messages import counted

    register = Register.open(place.folder)
    found = [
        claim
        for claim in open_claims(register)
        if not wanted or any(part in claim.name or part in claim.about for part in wanted)
    ]
    if as_json:
        import json
        from dataclasses import asdict

        said = [asdict(claim) for claim in found]
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    translations = _translations(register)
    for claim in found:
        print_line(f"{claim.name}  ({claim.place})")
        print_line(f"  {claim.about}: {claim.says}" if claim.says else f"  {claim.about}")
        if claim.text:
            print_line(f"  {translations.get(claim.text, claim.text)}")
        print_line(f"  {claim.sources}")
    report(counted(len(found), "open claim"))


def _translations(register: Register) -> dict[str, str]:
    """Return the Chinese of the texts of claims, where messages are Chinese, marked as such."""
    table = register.group.with_role("translations")
    if current_language() != "zh" or table is None:
        return {}
    return {row["text"]: row["translation"] + TRANSLATION_MARK for row in register.rows(table.file)}
