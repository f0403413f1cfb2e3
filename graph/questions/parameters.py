"""The parameters of a question: typed, and parsed from text.

The types:

========== ======================================================================================
thing      an entity of the graph: its name in either language, identifier, slug, prefixed name
           or IRI; if the type is the prefixed name of a class, an entity of that class
iri        any IRI, in full or with a prefix
string     text
integer    a whole number
date       a day, as 2025-06-01
lang       the language of labels, en or zh; the requested language is its default
========== ======================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.entities.search import as_iri, find
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import LANGUAGES, best_name
from yuqiao.graph.rdf.literals import is_text
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question.

    :param type: one of the types in the head of this module
    :param default: as written on the command line; None if a value is required
    :param description: by language tag, ``en`` and ``zh-Hans``
    """

    name: str
    type: str
    default: str | None
    description: Mapping[str, str]

    def described(self, tag: str) -> str:
        """Return the description in a language, or else in the nearest."""
        return best_name({each.lower(): text for each, text in self.description.items()}, tag)

    def term(self, value: object, store: Store) -> Term:
        """Return the term for a value.

        :raises QueryError: when the value is not of the parameter's type
        """
        if isinstance(value, str) and not is_text(value):
            raise QueryError(f"{self.name}: the value holds bytes that are not UTF-8")
        if isinstance(value, (NamedNode, Literal, BlankNode)):
            found = value if isinstance(value, NamedNode) == self._takes_iri else None
        elif self.type in _READ:
            found = _READ[self.type](str(value).strip(), store)
        else:
            found = self._thing(str(value).strip(), store)
        if found is None:
            what = EXPECTED.get(self.type, f"the name, slug or IRI of a {self.type} in the graph")
            shown = value if isinstance(value, (NamedNode, Literal, BlankNode)) else f'"{value}"'
            raise QueryError(f"{self.name}: {shown} is not {what}")
        return found

    @property
    def _takes_iri(self) -> bool:
        return self.type == "iri" or self.type not in _READ

    def _thing(self, text: str, store: Store) -> NamedNode | None:
        found = find(store, text, None if self.type == "thing" else as_iri(store, self.type))
        if len(found) > 1:
            names = ", ".join(f"<{thing.value}>" for thing in found)
            raise QueryError(f'{self.name}: "{text}" may be any of {names}; name one by its IRI')
        return found[0] if found else None


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


def _integer(text: str, _: Store) -> Literal | None:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        return None
    return Literal(text, datatype=NamedNode(f"{XSD}integer"))


def _date(text: str, _: Store) -> Literal | None:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return None
    return Literal(day, datatype=NamedNode(f"{XSD}date")) if day == text else None


def _lang(text: str, _: Store) -> Literal | None:
    return Literal(text) if text in LANGUAGES else None


_READ: dict[str, Callable[[str, Any], Term | None]] = {
    "iri": lambda text, store: as_iri(store, text),
    "string": lambda text, _: Literal(text),
    "integer": _integer,
    "date": _date,
    "lang": _lang,
}
EXPECTED = {
    "thing": "the name, slug or IRI of anything in the graph",
    "iri": "an IRI",
    "string": "text",
    "integer": "a whole number",
    "date": "a day such as 2025-06-01",
    "lang": "a display language; expected en or zh",
}
"""What a value of each type is; a type beyond these is the prefixed name of a class."""
