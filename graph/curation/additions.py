"""Additions: one new entry becomes all the rows it needs, with their ids and their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yuqiao.graph.curation.derivations import derived_cells
from yuqiao.graph.curation.fields import Fields
from yuqiao.graph.curation.id_proposals import brief_slug, free_id, slug
from yuqiao.graph.curation.references import References, UnknownNameError
from yuqiao.graph.curation.register_titles import RegisterTitle
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.csvw import Table, TableColumn

KINDS = {
    "partnership": "partnerships.csv",
    "school": "schools.csv",
    "university": "universities.csv",
    "source": "sources.csv",
}
"""What can be added, and its table."""

_REGISTERS = {
    "official-register",
    "official-catalogue",
    "official-list",
    "official-notice",
    "registry",
}
_TABLE_OF_FIELD = {
    "chinese_partner": "schools.csv",
    "foreign_partner": "universities.csv",
}
_APPROVAL = {
    "route": "route",
    "authority": "authority",
    "approved": "date",
    "batch": "batch",
    "certificate": "certificate",
    "expires": "expires",
    "approval_note": "note",
}
_STATUS = {
    "status": "status",
    "as_of": "as_of",
    "valid_from": "valid_from",
    "valid_through": "valid_through",
    "status_text": "text",
}
_DERIVED = "Proposed from the other cells; the source does not give it."
_ENGLISH = "A descriptive English name; the source gives the Chinese title only."
_NOTES = {
    _DERIVED: "由其他单元格推出；来源未给出。",
    _ENGLISH: "英文名称系描述性名称；来源只有中文名称。",
}
"""The notes of evidence that are added here, with the editors' Chinese for them."""

_TRANSLATIONS = "translations.csv"
_EVIDENCE_KEY = ("basis", "review", "as_of", "note")
"""What two rows of evidence of the same thing and source have different."""


@dataclass(frozen=True)
class FieldQuestion:
    """A field that must be given, or said to be unknown.

    :param field: its name, with what leads to it
    :param description: what it means
    :param kind: the kind of entity it refers to; none when it is a text
    :param may_be_unknown: whether the entry may say that it was looked for and not found
    """

    field: str
    description: str
    kind: str | None
    may_be_unknown: bool = False


class MissingFieldsError(InputError):
    """Fields of an entry are missing; each with its meaning."""

    def __init__(self, questions: list[FieldQuestion]) -> None:
        self.questions = questions
        super().__init__("\n".join(_missing(question) for question in questions))


class Additions:
    """Adds the rows of new entries to a revision.

    :param revision: where the rows come in
    """

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self.references = References(revision)
        self._missing: list[FieldQuestion] = []
        self._evidence: set[tuple[str, str, str]] | None = None
        self._translated: set[str] = set()
        self._source = self._basis = ""

    def add(self, kind: str, fields: Fields) -> str:
        """Add an entry, and return the address after the base of what it is.

        :param kind: one of :data:`KINDS`
        :raises MissingFieldsError: when some must be given; it lists all of them
        :raises InputError: when a field is unknown, or refers to nothing
        """
        file = KINDS[kind]
        if kind == "source":
            address = f"id/source/{self._entity(file, fields)}"
        else:
            self._choose_source(fields)
            address = self._thing(kind, file, fields)
        self._raise_missing()
        return address

    def add_row(self, file: str, fields: Fields) -> str:
        """Add a row to any table whose rows have ids, with its evidence; return its id.

        :param fields: its cells, and the source that gives them where they take evidence
        :raises MissingFieldsError: as :meth:`add`
        :raises InputError: as :meth:`add`
        """
        columns = self.revision.register.table(file).columns
        if any(c.evidence == "required" or (c.evidence and fields.text(c.name)) for c in columns):
            self._choose_source(fields)
        fields.texts.pop("source", None)
        name = self._entity(file, fields)
        self._raise_missing()
        return name

    def resolved_cells(self, table: Table, cells: dict[str, str]) -> dict[str, str]:
        """Return cells in which names of other rows, and labels of concepts, are ids.

        :raises InputError: when one is unknown
        """
        return self._given_cells(table, Fields("", dict(cells))) if cells else {}

    def add_evidence(self, thing: str, columns: list[str], source: str) -> None:
        """Add the evidence that a source gives some cells; where it gave others, confirm it."""
        fresh = [name for name in columns if not self._is_backed(thing, name, source)]
        self.revision.confirmed |= {
            f"{thing}:{name}:{source}" for name in columns if name not in fresh
        }
        kind = self.references.row("id/source", source).get("kind", "")
        row = {
            "thing": thing,
            "columns": ";".join(fresh),
            "source": source,
            "basis": "register" if kind in _REGISTERS else "reported",
            "review": "accepted",
        }
        if not fresh:
            return
        for number, known in self._evidence_rows.get((thing, source), ()):
            if all(known.get(name, "") == row.get(name, "") for name in _EVIDENCE_KEY):
                row["columns"] = ";".join([known["columns"], *fresh])
                self.revision.replace("evidence.csv", number, {**known, **row})
                return
        self.revision.add("evidence.csv", row)

    @cached_property
    def _evidence_rows(self) -> dict[tuple[str, str], list[tuple[int, dict[str, str]]]]:
        """The rows of evidence that are there, by thing and source."""
        found: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
        for number, row in self.revision.rows("evidence.csv"):
            found.setdefault((row["thing"], row["source"]), []).append((number, row))
        return found

    def _is_backed(self, thing: str, column: str, source: str) -> bool:
        """Return whether the evidence names a cell and a source already."""
        if self._evidence is None:
            self._evidence = {
                (row.get("thing", ""), name, row.get("source", ""))
                for row in self.revision.all_rows("evidence.csv")
                for name in row.get("columns", "").split(";")
            }
        return (thing, column, source) in self._evidence

    def _raise_missing(self) -> None:
        missing, self._missing = list(dict.fromkeys(self._missing)), []
        if missing:
            raise MissingFieldsError(missing)

    def _thing(self, kind: str, file: str, fields: Fields) -> str:
        if kind != "partnership":
            return f"id/organisation/{self._entity(file, fields)}"
        approval = _taken(fields, _APPROVAL)
        status = _taken(fields, _STATUS)
        self._take_title(fields)
        name = self._entity(file, fields)
        approval.set_text("partnership", name)
        self._entity("approvals.csv", approval, self._address("approvals.csv", name))
        is_said = bool(
            status.text("status") or approval.text("date") or approval.text("certificate")
        )
        self._add_status(name, status, is_said=is_said)
        return f"id/partnership/{name}"

    def _address(self, file: str, name: str) -> str:
        return self.revision.register.address(file, {"partnership": name})

    def _choose_source(self, fields: Fields) -> None:
        """Take the source of an entry out of its fields; it is added when it is new."""
        given = fields.entries.pop("source", None)
        said = fields.texts.pop("source", "")
        if given:
            self._source = self._entity("sources.csv", given[0])
        elif said:
            self._source = self.references.resolved("id/source", said, "source")
        else:
            self._missing.append(
                FieldQuestion("source", "Id or address of the source that says so.", "id/source")
            )
        kind = self.references.row("id/source", self._source).get("kind", "")
        self._basis = "register" if kind in _REGISTERS else "reported"

    def _take_title(self, fields: Fields) -> None:
        """Give an entry the fields that its title in the register says."""
        title = RegisterTitle.parse(fields.text("name_zh"))
        for name, said in (("chinese_partner", title.school), ("foreign_partner", title.partner)):
            self._said_by_title(fields, name, said)
        if title.form == "programme" and title.school:
            fields.texts.setdefault("form", title.form)
        if title.level:
            fields.texts.setdefault("levels", title.level)
        level = fields.text("levels")
        self._said_by_title(fields, "disciplines", title.subject, level)
        for subject in fields.entries.get("disciplines", []):
            if level and ";" not in level:
                subject.texts.setdefault("level", level)

    def _said_by_title(self, fields: Fields, name: str, said: str, level: str = "") -> None:
        if not said or name in fields.texts:
            return
        if name in fields.entries:
            if len(fields.entries[name]) == 1:
                fields.entries[name][0].texts.setdefault("name_zh", said)
            return
        kind = "scheme/discipline" if name == "disciplines" else "id/organisation"
        if self.references.named(kind, said, level=level) or self.references.near(kind, said):
            fields.set_text(name, said)
        else:
            fields.entry(name).set_text("name_zh", said)

    def _add_status(self, name: str, given: Fields, *, is_said: bool) -> None:
        """Add the status of a partnership: reported if the source says so, or is a register."""
        source = self.references.row("id/source", self._source)
        as_of = given.text("as_of") or source.get("date") or source.get("retrieved", "")
        given.texts.setdefault("status", "approved")
        given.texts["as_of"] = as_of
        basis = self._basis
        if basis == "reported" and not is_said:
            basis = "inferred"
            given.texts.setdefault("text", _DERIVED)
            self._translate(_DERIVED)
        row = {
            **given.texts,
            "id": free_id([f"{name}-{as_of[:4]}"], self.references.ids("id/status")),
            "partnership": name,
            "basis": basis,
            "review": "accepted",
            "sources": self._source,
        }
        self.references.add("statuses.csv", row)

    def _entity(self, file: str, fields: Fields, address: str = "") -> str:
        """Add a row to a table, and what it refers to before it; return its id."""
        table = self.revision.register.table(file)
        row = self._given_cells(table, fields)
        given = set(row)
        row.update(derived_cells(file, row, self.references))
        key = table.key[0]
        kind = next(iter(self.references.kinds_of(file)), "")
        if kind:
            self._reject_known(file, kind, fields, row)
            row[key] = row.get(key) or self._proposed_id(file, kind, row)
        self._note_missing(table, fields, row)
        self.references.add(file, row)
        self._add_evidence(table, address or f"{kind}/{row[key]}", row, given)
        return row[key]

    def _given_cells(self, table: Table, fields: Fields) -> dict[str, str]:
        row: dict[str, str] = {}
        order = table.order
        for name in [*fields.texts, *fields.entries]:
            if name not in order:
                raise InputError(_stray(fields.place + name, name, order))
        given = sorted({**fields.texts, **fields.entries}, key=order.__getitem__)
        for name in sorted(given, key=lambda name: name == "city"):
            column = table.columns[order[name]]
            values = self._values(column, fields, row)
            if values:
                row[column.name] = (column.separator or ";").join(values)
        return {name: row[name] for name in sorted(row, key=order.__getitem__)}

    def _values(self, column: TableColumn, fields: Fields, row: dict[str, str]) -> list[str]:
        said = fields.text(column.name)
        parts = said.split(column.separator) if column.separator else [said]
        texts = [text for part in parts if (text := part.strip())]
        register = self.revision.register
        kind = register.kind_of_link(column)
        if kind is None:
            return texts
        name = fields.place + column.name
        if kind not in register.kinds:
            return [self._concept(kind, text, name) for text in texts]
        level = row.get("levels", "") or fields.text("levels")
        also = {"level": level} if kind == "scheme/discipline" and ";" not in level else {}
        found = [self._known(kind, text, name, row, also) for text in texts]
        file = _TABLE_OF_FIELD.get(column.name, register.kinds[kind][-1])
        for entry in fields.entries.get(column.name, []):
            if kind == "id/place" and row.get("country"):
                entry.texts.setdefault("country", row["country"])
            found.append(self._entity(file, entry))
        return found

    def _known(
        self, kind: str, text: str, field: str, row: dict[str, str], also: dict[str, str]
    ) -> str:
        """Return the id that a text stands for; a city that is like no other place is added."""
        try:
            return self.references.resolved(kind, text, field, **also)
        except UnknownNameError as unknown:
            if not field.endswith("city") or unknown.near:
                raise
        country = row.get("country") or derived_cells("universities.csv", row, self.references).get(
            "country", ""
        )
        place = Fields(f"{field}.", {"name_en": text, "country": country})
        return self._entity("places.csv", place)

    def _concept(self, kind: str, text: str, field: str) -> str:
        known = self.references.concepts(kind)
        if not known or text in known:
            return text
        wanted = text.casefold()
        found = [name for name, labels in known.items() if wanted in map(str.casefold, labels)]
        if len(found) != 1:
            raise InputError(f"{field}: {text!r} is unknown; expected one of {', '.join(known)}")
        return found[0]

    def _reject_known(self, file: str, kind: str, fields: Fields, row: dict[str, str]) -> None:
        if row.get("id") and row["id"] in self.references.ids(kind):
            raise InputError(f"id: {row['id']!r} is taken; expected a new id")
        also = {"level": row.get("level", "")} if file == "disciplines.csv" else {}
        for column in ("name_zh", "name_en", "title", "url"):
            said = row.get(column, "")
            found = self.references.named(kind, said, **also) if said else []
            if found:
                raise InputError(
                    f"{fields.place}{column}: {row[column]!r} is there already, as {found[0]}; name"
                    " that id instead"
                )

    def _proposed_id(self, file: str, kind: str, row: dict[str, str]) -> str:
        return free_id(proposals(file, row), self.references.ids(kind))

    def _note_missing(self, table: Table, fields: Fields, row: dict[str, str]) -> None:
        said = set(row.get("unknown", "").split(";"))
        for column in table.demanded:
            may_be_unknown = column.or_unknown and column.name not in said
            if not row.get(column.name) and (column.required or may_be_unknown):
                hint = row.get("name_zh") or row.get("name_en") or row.get("title") or ""
                self._missing.append(
                    FieldQuestion(
                        fields.place + column.name,
                        column.description + (f" ({hint})" if hint and fields.place else ""),
                        self.revision.register.kind_of_link(column),
                        may_be_unknown,
                    )
                )

    def _add_evidence(self, table: Table, thing: str, row: dict[str, str], given: set[str]) -> None:
        backed = [name for name in table.backed if row.get(name)]
        english = ["name_en"] if table.file == "partnerships.csv" and "name_en" in backed else []
        inferred = [name for name in backed if name not in given and name not in english]
        reported = [name for name in backed if name in given and name not in english]
        for columns, basis, note in (
            (reported, self._basis, ""),
            (english, "inferred", _ENGLISH),
            (inferred, "inferred", _DERIVED),
        ):
            if columns:
                self._translate(note)
                self.revision.add(
                    "evidence.csv",
                    {
                        "thing": thing,
                        "columns": ";".join(columns),
                        "source": self._source,
                        "basis": basis,
                        "review": "accepted",
                        "note": note,
                    },
                )

    def _translate(self, note: str) -> None:
        """Add the Chinese of a note, unless the table of translations has it already."""
        if note not in _NOTES or note in self._translated:
            return
        self._translated.add(note)
        if not self.revision.register.has(_TRANSLATIONS):
            return
        if all(row.get("text") != note for row in self.revision.all_rows(_TRANSLATIONS)):
            row = {"text": note, "translation": _NOTES[note]}
            self.revision.add(_TRANSLATIONS, row)


def _taken(fields: Fields, names: dict[str, str]) -> Fields:
    """Take some fields out of an entry, for another row of it, whose columns have other names."""
    taken = Fields()
    for name, column in names.items():
        if name in fields.texts:
            taken.set_text(column, fields.texts.pop(name))
        if name in fields.entries:
            taken.entries[column] = fields.entries.pop(name)
    return taken


def proposals(file: str, row: dict[str, str]) -> list[str]:
    """Return ids for a new row, the best first."""
    name = row.get("name_en") or row.get("name_zh") or row.get("title", "")
    if file == "partnerships.csv":
        partners = [row.get(side, "").partition(";")[0] for side in _TABLE_OF_FIELD]
        subject = row.get("disciplines", "").partition(";")[0]
        start = "-".join(partner for partner in partners if partner)
        word = subject.partition("-")[0] or brief_slug(name)
        return [f"{start}-{word}", f"{start}-{subject or slug(name)}"]
    if file == "disciplines.csv":
        return [f"{slug(name)}-{row.get('level', '')[:1]}".rstrip("-")]
    if file == "sources.csv":
        day = (row.get("date") or row.get("retrieved", "")).replace("-", "")
        who = brief_slug(row.get("publisher") or name)
        return [f"s-{who}-{day}".rstrip("-")]
    if file == "schools.csv":
        initials = "".join(word[0] for word in slug(name).split("-") if word not in {"of", "and"})
        return [initials if len(initials) > 2 else "", brief_slug(name), slug(name)]
    return [brief_slug(name), slug(name)]


def _stray(place: str, name: str, names: Iterable[str]) -> str:
    from yuqiao.graph.spelling import nearest

    known = [*names, "source"]
    near = nearest(name, known)
    advice = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}"
    return f"{place}: there is no such field; {advice}"


def _missing(question: FieldQuestion) -> str:
    *path, last = question.field.split(".")
    unknown = ".".join([*path, f"unknown={last}"])
    otherwise = (
        f", or {unknown} if it was looked for and not found" if question.may_be_unknown else ""
    )
    return f"{question.field}: missing; give it{otherwise}: {question.description}"
