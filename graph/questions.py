"""The catalogue of questions: SPARQL with a title, a description and typed parameters.

Each file of ``ontology/questions`` is one question. Its name is the file's; its head is a comment
of ``key: value`` lines, in any order, where a line that is indented goes on with the one before::

    # id: P1
    # title@en: With how many partnerships is each country present?
    # title@zh-Hans: 各国参与了多少个合作办学？
    # description@en: One row per country ...
    # description@zh-Hans: ...
    # param level: yq:EducationLevel lvl:bachelor
    # param level@en: The level of study.
    # param level@zh-Hans: 办学层次。

A parameter has a type and, mostly, a default; its value takes the place of the variable of its
name. The types:

========== ======================================================================================
thing      something of the graph: its name in either language, identifier, slug, prefixed name
           or IRI; with the prefixed name of a class for a type, something of that class
iri        any IRI, in full or with a prefix
string     text
integer    a whole number
date       a day, as 2025-06-01
lang       the language of labels, en or zh; the language that was asked for is its default
========== ======================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from yuqiao.graph.store import Store, Term

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""The languages an answer may be asked in, and the tags of their texts."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LINE = re.compile(
    r"#\s?(?P<key>id|(?:title|description|param \w+)@(?:en|zh-Hans)|param \w+):\s+(?P<value>.+)"
)
_GOES_ON = re.compile(r"#\s{2,}(?P<value>\S.*)")


@dataclass(frozen=True)
class Parameter:
    """What a question lets its reader choose.

    :param type: one of the types in the head of this module
    :param default: as it would stand on the command line; None if a value must be given
    :param description: by language tag, ``en`` and ``zh-Hans``
    """

    name: str
    type: str
    default: str | None
    description: Mapping[str, str]

    def term(self, value: object, store: Store) -> Term:
        """Give the term that a value stands for.

        :raises QueryError: when the value is not of the parameter's type
        """
        if isinstance(value, (NamedNode, Literal, BlankNode)):
            found = value if isinstance(value, NamedNode) == self._takes_iri else None
        elif self.type in _READ:
            found = _READ[self.type](str(value).strip(), store)
        else:
            found = self._thing(str(value).strip(), store)
        if found is None:
            what = _EXPECTED.get(self.type, f"the name, slug or IRI of a {self.type} in the graph")
            shown = value if isinstance(value, (NamedNode, Literal, BlankNode)) else f'"{value}"'
            raise QueryError(f"{self.name}: {shown} is not {what}")
        return found

    @property
    def _takes_iri(self) -> bool:
        return self.type == "iri" or self.type not in _READ

    def _thing(self, text: str, store: Store) -> NamedNode | None:
        from yuqiao.graph.things import as_iri, find_things

        found = find_things(store, text, None if self.type == "thing" else as_iri(store, self.type))
        if len(found) > 1:
            names = ", ".join(f"<{thing.value}>" for thing in found)
            raise QueryError(f'{self.name}: "{text}" may be any of {names}; name one by its IRI')
        return found[0] if found else None


@dataclass(frozen=True)
class Question:
    """One question of the catalogue.

    :param name: how it is asked for
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

    def bind(
        self, *, lang: str, store: Store, values: Mapping[str, object]
    ) -> tuple[str, dict[str, Term]]:
        """Give the query and the term of each parameter.

        :param lang: ``en`` or ``zh``
        :param store: where things are looked up by name
        :param values: by parameter; the defaults stand for what is left out
        :raises QueryError: when a value is missing, wrong, or for no parameter
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values.keys() - known.keys():
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
            bindings[name] = parameter.term(value, store)
        return self.sparql, bindings


def named_values(pairs: Iterable[str]) -> dict[str, object]:
    """Read ``name=value`` pairs.

    :raises QueryError: when one has no ``=``, or a name comes twice

    >>> named_values(["level=bachelor", "country=New Zealand"])
    {'level': 'bachelor', 'country': 'New Zealand'}
    """
    values: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f'"{pair}" is not a parameter; expected name=value')
        if name in values:
            raise QueryError(f"the parameter {name} is given twice")
        values[name] = value
    return values


def language_tag(lang: str) -> str:
    """Give the tag of the texts in a language, ``en`` or ``zh``.

    :raises QueryError: when it is neither

    >>> language_tag("zh")
    'zh-Hans'
    """
    if lang not in LANGUAGES:
        raise QueryError(f'"{lang}" is not a language of the answers; expected en or zh')
    return LANGUAGES[lang]


def questions() -> list[Question]:
    """Read the whole catalogue, in order of name.

    >>> len(questions())
    30
    """
    return [find_question(_name_of(path)) for path in terms.names("questions")]


def find_question(name: str) -> Question:
    """Give the question of a name.

    :raises QueryError: when there is none; the message names the nearest

    >>> find_question("partnerships-by-country").title["en"]
    'With how many partnerships is each country present?'
    """
    known = [_name_of(path) for path in terms.names("questions")]
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise QueryError(f'no question is named "{name}"{hint} `yuqiao questions` lists them all')
    path = f"questions/{name}.rq"
    return read_question(name, terms.read(path), path)


def _name_of(path: str) -> str:
    return path.removeprefix("questions/").removesuffix(".rq")


def read_question(name: str, text: str, path: str) -> Question:
    """Read the text of a question's file.

    :param path: what to name in an error
    :raises InputError: with file and line, when the head is not as described above

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
    """Give the head's entries, each with its line."""
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
    if kind not in _EXPECTED and ":" not in kind:
        raise InputError(
            f"{path}:{line}: {kind} is not a type of parameter; expected a class, or one of "
            + ", ".join(_EXPECTED)
        )
    return Parameter(name, kind, default.strip() or None, description)


def _iri(text: str, store: Store) -> NamedNode | None:
    from yuqiao.graph.things import as_iri

    return as_iri(store, text)


def _integer(text: str, _: Store) -> Literal | None:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        return None
    return Literal(text, datatype=NamedNode(f"{_XSD}integer"))


def _date(text: str, _: Store) -> Literal | None:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return None
    return Literal(day, datatype=NamedNode(f"{_XSD}date")) if day == text else None


def _lang(text: str, _: Store) -> Literal | None:
    return Literal(text) if text in LANGUAGES else None


_READ: dict[str, Callable[[str, Any], Term | None]] = {
    "iri": _iri,
    "string": lambda text, _: Literal(text),
    "integer": _integer,
    "date": _date,
    "lang": _lang,
}
_EXPECTED = {
    "thing": "the name, slug or IRI of anything in the graph",
    "iri": "an IRI",
    "string": "text",
    "integer": "a whole number",
    "date": "a day such as 2025-06-01",
    "lang": "a language of the answers; expected en or zh",
}
