"""The catalogue of questions: SPARQL with a title, a description and typed parameters.

Each file of ``ontology/questions`` is one question. Its name is the file's; its head is a comment
of ``key: value`` lines, in any order; an indented line continues the one before::

    # id: P1
    # title@en: With how many partnerships is each country present?
    # title@zh-Hans: 各国参与了多少个合作办学？
    # description@en: One row per country ...
    # description@zh-Hans: ...
    # param level: yq:EducationLevel lvl:bachelor
    # param level@en: The level of study.
    # param level@zh-Hans: 办学层次。

A parameter has a type (see :mod:`yuqiao.graph.questions.parameters`) and, mostly, a default; its
value replaces the variable of the same name.

They are written so that every server returns the same rows in the same order: names are sorted by
``STR(?name)``, because Virtuoso compares only the first bytes of a literal with a language; and
ORDER BY repeats an expression instead of its alias in SELECT, which Virtuoso rejects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.labels import LANGUAGES, language_tag
from yuqiao.graph.questions.parameters import EXPECTED, Parameter
from yuqiao.ontology import files as terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_LINE = re.compile(
    r"#\s?(?P<key>id|(?:title|description|param \w+)@(?:en|zh-Hans)|param \w+):\s+(?P<value>.+)"
)
_GOES_ON = re.compile(r"#\s{2,}(?P<value>\S.*)")


@dataclass(frozen=True)
class Question:
    """One question of the catalogue.

    :param name: by which it is found
    :param id: its number in the design of the vocabulary: S for students, P for planners, R for
        researchers
    :param title: by language tag, ``en`` and ``zh-Hans``
    :param sparql: the query, with the comment at its head
    """

    name: str
    id: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def query(self) -> str:
        """The query without the comment at its head."""
        lines = self.sparql.splitlines(keepends=True)
        while lines and lines[0].startswith("#"):
            lines.pop(0)
        return "".join(lines).lstrip("\n")

    def bind(
        self, *, lang: str, store: Store, values: Mapping[str, object]
    ) -> tuple[str, dict[str, Term]]:
        """Return the query and the term of each parameter.

        :param lang: ``en`` or ``zh``
        :param store: where entities are looked up by name
        :param values: by parameter; the defaults fill the rest
        :raises QueryError: when a value is missing, wrong, or for no parameter
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in [name for name in values if name not in known]:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"the question {self.name} has no parameter {name}; {takes}")
        tag = language_tag(lang)
        bindings = {}
        for name, parameter in known.items():
            value = values.get(name, lang if parameter.type == "lang" else parameter.default)
            if value is None:
                raise QueryError(
                    f"the question {self.name} needs a value for {name}: "
                    f"{parameter.description[tag]}"
                )
            try:
                bindings[name] = parameter.term(value, store)
            except QueryError as error:
                if name in values:
                    raise
                raise QueryError(
                    f"{error}; this is the question's default: give the parameter {name} a value"
                ) from error
        return self.query, bindings


def questions() -> list[Question]:
    """Read the whole catalogue, in order of name.

    >>> len(questions())
    30
    """
    return [find_question(_name_of(path)) for path in terms.names("questions")]


@cache
def find_question(name: str) -> Question:
    """Return the question of a name.

    :raises QueryError: when there is none; the message names the nearest

    >>> find_question("partnerships-by-country").title["en"]
    'With how many partnerships is each country present?'
    """
    known = [_name_of(path) for path in terms.names("questions")]
    if name not in known:
        from yuqiao.graph.spelling import nearest

        near = nearest(name, known)
        hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}"
        raise QueryError(f'no question is named "{name}"; {hint}')
    path = f"questions/{name}.rq"
    return read_question(name, terms.read(path), path)


def _name_of(path: str) -> str:
    return path.removeprefix("questions/").removesuffix(".rq")


def read_question(name: str, text: str, path: str) -> Question:
    """Read the text of a question's file.

    :param path: what to name in an error
    :raises InputError: with file and line, when the head is malformed

    >>> read_question("q", "SELECT * {}", "q.rq")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: q.rq:1: the head of a question needs "id: ..."
    """
    entries = _entries(text, path)

    def required(key: str) -> str:
        if key not in entries:
            raise InputError(f'{path}:1: the head of a question needs "{key}: ..."')
        return entries[key][1]

    def in_both_languages(key: str) -> dict[str, str]:
        return {tag: required(f"{key}@{tag}") for tag in LANGUAGES.values()}

    parameters = [
        _parameter(path, line, key.split(" ", 1)[1], value, in_both_languages(key))
        for key, (line, value) in entries.items()
        if key.startswith("param ") and "@" not in key
    ]
    return Question(
        name=name,
        id=required("id"),
        title=in_both_languages("title"),
        description=in_both_languages("description"),
        parameters=tuple(parameters),
        sparql=text,
    )


def _entries(text: str, path: str) -> dict[str, tuple[int, str]]:
    """Return the head's entries, each with its line."""
    entries: dict[str, tuple[int, str]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        more, entry = _GOES_ON.fullmatch(line), _LINE.fullmatch(line)
        if more and key:
            entries[key] = (entries[key][0], f"{entries[key][1]} {more['value']}")
        elif entry and entry["key"] not in entries:
            key = entry["key"]
            entries[key] = (number, entry["value"].strip())
        else:
            fault = "is given twice" if entry else 'is not "# key: value" of a known key'
            raise InputError(f"{path}:{number}: {line!r} {fault}")
    return entries


def _parameter(
    path: str, line: int, name: str, value: str, description: dict[str, str]
) -> Parameter:
    kind, _, default = value.partition(" ")
    if kind not in EXPECTED and ":" not in kind:
        raise InputError(
            f"{path}:{line}: {kind} is not a type of parameter; expected a class, or one of "
            + ", ".join(EXPECTED)
        )
    return Parameter(name, kind, default.strip() or None, description)
