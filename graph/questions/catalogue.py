"""The catalogue of questions: SPARQL with a title, a description and typed parameters.

Each file of ``ontology/questions`` is one question. Its name is the file's; its head is a comment
of ``key: value`` lines, in any order; an indented line continues the one before::

    # id: P1
    # title@en: How many partnerships does each country have?
    # title@zh-Hans: 各国家（地区）各有多少个合作办学机构和项目？
    # description@en: One row per country ...
    # description@zh-Hans: ...
    # param level: yq:EducationLevel lvl:bachelor
    # param level@en: The level of study.
    # param level@zh-Hans: 办学层次。

A folder of such files is a catalogue of one's own. There, a title in one language is enough, and
``id`` and descriptions may be left out::

    # title: Which partnerships teach in Russian?
    # param country: schema:Country
    # param country@de: Das Land.

A parameter has a type (see :mod:`yuqiao.graph.questions.parameters`) and, mostly, a default; its
value replaces the variable of the same name.

They are written so that every server returns the same rows in the same order: names are sorted by
``STR(?name)``, because Virtuoso compares only the first bytes of a literal with a language; and
ORDER BY repeats an expression instead of its alias in SELECT, which Virtuoso rejects.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.labels import LANGUAGES, best_name, label_language
from yuqiao.graph.questions.parameters import EXPECTED, Parameter
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
_LINE = re.compile(rf"#\s?(?P<key>id|(?:title|description|param \w+)(?:@{_TAG})?):\s+(?P<value>.+)")
_PREFIX = re.compile(r"(?<![\w?$@<:/#])([A-Za-z][\w-]*|):(?!//)")
_NUMBER = re.compile(r"([A-Z])([0-9]+)")
_OWN: ContextVar[str | None] = ContextVar("own_catalogue", default=None)
_GOES_ON = re.compile(r"#\s{2,}(?P<value>\S.*)")


@dataclass(frozen=True)
class Question:
    """One question of the catalogue.

    :param name: by which it is found
    :param id: its number in the design of the vocabulary: S for students, P for planners, R for
        researchers
    :param title: by language tag; it has ``en`` and ``zh-Hans``, whatever the file's are
    :param sparql: the query, with the comment at its head
    """

    name: str
    id: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sparql: str

    def titled(self, tag: str) -> str:
        """Return the title in a language, or else in the nearest."""
        return _in(self.title, tag)

    def described(self, tag: str) -> str:
        """Return the description in a language, or else in the nearest."""
        return _in(self.description, tag)

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
        tag = label_language(lang)
        bindings = {}
        for name, parameter in known.items():
            value = values.get(name, lang if parameter.type == "lang" else parameter.default)
            if value is None:
                described = f": {parameter.description[tag]}" if parameter.description[tag] else ""
                raise QueryError(f"the question {self.name} needs a value for {name}{described}")
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
    31
    """
    own = _OWN.get()
    if own is not None:
        return list(read_catalogue(own))
    return [find_question(_name_of(path)) for path in terms.names("questions")]


def by_number(catalogue: Iterable[Question]) -> list[Question]:
    """Return questions in order of number, those without one last, by name."""

    def key(question: Question) -> tuple[str, int, str]:
        found = _NUMBER.fullmatch(question.id)
        return (found[1], int(found[2]), "") if found else ("~", 0, question.name)

    return sorted(catalogue, key=key)


def use_catalogue(folder: str | None) -> None:
    """Take the questions from a folder from now on; None: from the vocabulary's own catalogue."""
    _OWN.set(folder)


def current_catalogue() -> str | None:
    """Return the folder that questions are taken from, or None for the vocabulary's own."""
    return _OWN.get()


@cache
def read_catalogue(folder: str) -> tuple[Question, ...]:
    """Read the questions in a folder of ``.rq`` files, in order of name.

    :raises InputError: when it has none, or one cannot be read: the message names file and line
    """
    from pathlib import Path

    try:
        paths = sorted(path for path in Path(folder).iterdir() if path.suffix == ".rq")
        if not paths:
            raise InputError(f"{folder}: has no question; expected files that end in .rq")
        return tuple(_read_own(path.stem, path.read_text("utf-8"), str(path)) for path in paths)
    except OSError as error:
        raise InputError(f"{error.filename or folder}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{folder}: a question is not UTF-8: {error.reason}") from None


def _read_own(name: str, text: str, path: str) -> Question:
    """Read one of one's own questions, and check its query."""
    entries = _entries(text, path)
    titles = _texts(entries, "title")
    if not titles:
        raise InputError(f'{path}:1: the head of a question needs "title: ..." or "title@en: ..."')
    question = Question(
        name=name,
        id=entries.get("id", (0, ""))[1],
        title=_in_all(titles),
        description=_in_all(_texts(entries, "description")),
        parameters=tuple(
            _parameter(path, line, key.split(" ", 1)[1], value, _in_all(_texts(entries, key)))
            for key, (line, value) in entries.items()
            if key.startswith("param ") and "@" not in key
        ),
        sparql=text,
    )
    lines = {key.split(" ", 1)[-1]: line for key, (line, _) in entries.items()}
    _check(question, path, lines)
    return question


def _check(question: Question, path: str, lines: Mapping[str, int]) -> None:
    """Check the query of a question, and that it uses its parameters.

    :param lines: the line of each entry of the head
    :raises InputError: with file, line and column
    :raises QueryError: when the engine could not bear it
    """
    from yuqiao.graph.messages import line_and_column
    from yuqiao.graph.sparql.guards import decoded
    from yuqiao.graph.sparql.syntax_errors.explain import explanation
    from yuqiao.graph.sparql.validation import parsing_error

    text = decoded(question.sparql.encode(), path, "query")
    # The graph that it will be asked of may declare any prefix.
    known = dict.fromkeys(_PREFIX.findall(text), "urn:x:") | query_prefixes()
    error = parsing_error(text, known)
    if error is not None:
        found = explanation(text, error, known)
        if found is None:
            raise InputError(f"{path}:1: there is no query after the head")
        line, column = line_and_column(text, found.start)
        raise InputError(f"{path}:{line}:{column}: {found.text}")
    for parameter in question.parameters:
        if not re.search(rf"[?$]{parameter.name}\b", question.query):
            line = lines[parameter.name]
            raise InputError(f"{path}:{line}: the query has no variable ?{parameter.name}")


def _texts(entries: Mapping[str, tuple[int, str]], key: str) -> dict[str, str]:
    """Return the texts of an entry by language tag; one without a tag has an empty one."""
    found = {name: text for name, (_, text) in entries.items() if name.partition("@")[0] == key}
    if key.startswith("param "):
        found.pop(key, None)  # its type
    return {name.partition("@")[2]: text for name, text in found.items()}


def _in_all(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts with one for each display language."""
    if "" in texts:  # for readers of English, unless there is a text of their own
        texts = {"en": texts[""], **texts}
    return {**texts, **{tag: _in(texts, tag) for tag in LANGUAGES.values()}}


def _in(texts: Mapping[str, str], tag: str) -> str:
    return best_name({each.lower(): text for each, text in texts.items()}, tag)


def find_question(name: str) -> Question:
    """Return the question of a name.

    :raises QueryError: when there is none; the message names the nearest

    >>> find_question("partnerships-by-country").title["en"]
    'How many partnerships does each country have?'
    """
    own = _OWN.get()
    if own is None:
        return _of_vocabulary(name)
    known = {question.name: question for question in read_catalogue(own)}
    if name not in known:
        raise _unknown(name, list(known))
    return known[name]


def _unknown(name: str, known: list[str]) -> QueryError:
    from yuqiao.graph.spelling import nearest

    near = nearest(name, known)
    hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}"
    return QueryError(f'no question is named "{name}"; {hint}')


@cache
def _of_vocabulary(name: str) -> Question:
    known = [_name_of(path) for path in terms.names("questions")]
    if name not in known:
        raise _unknown(name, known)
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
