"""Questions on the terminal for the fields of a new entry, with completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.curation.register_writer import RegisterPlace, show
from yuqiao.commands.help import print_line, report

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer

    from yuqiao.graph.curation.additions import FieldQuestion
    from yuqiao.graph.curation.fields import Fields
    from yuqiao.graph.curation.references import References, UnknownNameError

_FIRST = {
    "partnership": (
        "name_zh", "source", "approved", "certificate", "expires", "register_page", "legal_basis",
        "first_intake", "annual_intake", "duration_years", "annual_tuition",
    ),
    "school": ("name_zh", "name_en", "source", "ministry_code", "website"),
    "university": ("name_zh", "name_en", "source", "country", "city", "website"),
    "source": ("url", "title", "kind", "publisher", "date", "retrieved"),
}  # fmt: skip
"""What is asked for first; what else is missing is asked for afterwards."""

_NEEDED = {"name_zh", "source", "title", "kind", "retrieved"}


def asked_fields(kind: str, place: RegisterPlace) -> Fields:
    """Return the fields of an entry, asked for until the entry is complete and confirmed.

    :param kind: what is added
    :param place: the register
    :raises click.Abort: when the rows are not wanted
    """
    from yuqiao.exports.registers.revision_file import checked_revision
    from yuqiao.graph.curation.additions import Additions, MissingFieldsError
    from yuqiao.graph.curation.fields import Fields
    from yuqiao.graph.curation.references import References, UnknownNameError
    from yuqiao.graph.curation.register import Register
    from yuqiao.graph.curation.revision import Revision
    from yuqiao.graph.errors import InputError

    register = Register.open(place.folder)
    references = References(Revision(register))
    fields = Fields()
    for question in _first_questions(kind, references):
        _ask(fields, question, references)
    while True:
        revision = Revision(register)
        try:
            Additions(revision).add(kind, fields.copy())
            break
        except MissingFieldsError as missing:
            for question in missing.questions:
                _ask(fields, question, references)
        except UnknownNameError as unknown:
            _settle(fields, unknown, references)
        except InputError as error:
            report(str(error))
            wrong = str(error).partition(":")[0]
            _ask(fields, _question(wrong, "Correct it.", None), references)
    show(checked_revision(revision, place.base).report)
    if not place.dry_run and not click.confirm("Write these rows?", default=True):
        raise click.Abort
    return fields


def _first_questions(kind: str, references: References) -> list[FieldQuestion]:
    from yuqiao.graph.curation.additions import KINDS, FieldQuestion

    register = references.revision.register
    table = register.table(KINDS[kind])
    approval = register.table("approvals.csv")
    questions = []
    for name in _FIRST[kind]:
        column = table.column(name) or approval.column("date" if name == "approved" else name)
        if name == "source":
            description = "Id, title or address of the source that says so."
            questions.append(FieldQuestion(name, description, "id/source"))
        elif column is not None:
            link = register.kind_of_link(column)
            questions.append(FieldQuestion(name, column.description, link))
    return questions


def _question(field: str, description: str, kind: str | None) -> FieldQuestion:
    from yuqiao.graph.curation.additions import FieldQuestion

    return FieldQuestion(field, description, kind)


def _ask(fields: Fields, question: FieldQuestion, references: References) -> None:
    """Ask for one field; an empty answer leaves it out, or says that it is unknown."""
    from prompt_toolkit import prompt

    print_line(question.description)
    answer = prompt(
        f"{question.field}: ",
        completer=_completer(question.kind, references),
        complete_while_typing=True,
        default=_proposal(question.field),
    ).strip()
    if answer:
        fields.replace_path(question.field, answer)
    elif question.may_be_unknown:
        path, _, last = question.field.rpartition(".")
        name = f"{path}.unknown" if path else "unknown"
        said = fields.entry(path).text("unknown") if path else fields.text("unknown")
        fields.replace_path(name, f"{said};{last}" if said else last)


def _proposal(field: str) -> str:
    """Return what an answer begins with: today, for the day on which a source was read."""
    from datetime import date

    return date.today().isoformat() if field.rpartition(".")[2] == "retrieved" else ""


def _settle(fields: Fields, unknown: UnknownNameError, references: References) -> None:
    """Ask whether a name that has no row is new, or else for another one."""
    near = f" (near to {unknown.near})" if unknown.near else ""
    if not click.confirm(f"{unknown.field}: {unknown.name!r} is not there{near}. Add it?"):
        _ask(fields, _question(unknown.field, "Its id or name.", unknown.kind), references)
        return
    fields.replace_path(unknown.field, "")
    fields.set_path(f"{unknown.field}.{_name_field(unknown)}", unknown.name)


def _name_field(unknown: UnknownNameError) -> str:
    if unknown.kind == "id/source":
        return "url" if "://" in unknown.name else "title"
    return "name_en" if unknown.name.isascii() else "name_zh"


def _completer(kind: str | None, references: References) -> Completer | None:
    """Complete ids by any of their names; concepts by their labels."""
    from prompt_toolkit.completion import FuzzyWordCompleter

    if kind is None:
        return None
    names = {
        row["id"]: " · ".join(
            row[column] for column in ("name_en", "name_zh", "title") if row.get(column)
        )
        for _, row in references.rows(kind)
    } or {name: " · ".join(labels) for name, labels in references.concepts(kind).items()}
    return FuzzyWordCompleter(list(names), dict(names)) if names else None
