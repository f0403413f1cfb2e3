"""Menu entries for the cursor's position, the likeliest first.

Two steps, so that typing never waits: :func:`wanted` returns the lookups to run on the graph, and
:func:`candidates` builds the menu from the results known so far.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.entities import term_usage as usage
from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.iris import checked_iri
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.shell.completion.cursor_context import Position, position_of, triples_of, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yuqiao.graph.entities.term_usage import Use
    from yuqiao.graph.stores.store import Store

_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "PREFIX", "BASE")
_IN_COLUMNS = ("DISTINCT", "WHERE", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_IN_GROUP = ("OPTIONAL", "FILTER", "FILTER NOT EXISTS", "FILTER EXISTS", "BIND", "VALUES")
_IN_GROUP_TOO = ("UNION", "MINUS", "GRAPH", "SERVICE", "SELECT")
_AT_END = ("ORDER BY", "LIMIT", "GROUP BY", "HAVING", "OFFSET", "VALUES", "WHERE")
_TESTS = ("LANGMATCHES", "LANG", "BOUND", "NOT EXISTS", "EXISTS", "ISIRI", "ISLITERAL", "ISBLANK")
_TEXTS = ("STR", "CONTAINS", "STRSTARTS", "STRENDS", "LCASE", "UCASE", "REGEX", "REPLACE", "CONCAT")
_COUNTS = ("COUNT", "DISTINCT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "SEPARATOR")
_VALUES = ("YEAR", "MONTH", "DAY", "NOW", "IF", "COALESCE", "DATATYPE", "IRI", "ABS", "ROUND")
_FUNCTIONS = (*_TESTS, *_TEXTS, *_COUNTS, *_VALUES, "AS", "IN", "ASC", "DESC", "LIMIT", "OFFSET")
_NAMING = ("skos:prefLabel", "skos:altLabel", "rdfs:label", "dcterms:title", "schema:name")
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NAME = re.compile(r"([^\s:<>]*):([^\s:<>/]*)")

What: TypeAlias = Literal["classes", "properties", "values_of", "named", "within"]


@dataclass(frozen=True)
class Lookup:
    """A lookup in the graph.

    :param what: the function of :mod:`yuqiao.graph.entities.term_usage`
    :param arguments: its arguments after the store
    """

    what: What
    arguments: tuple[str, ...] = ()

    def made(self, store: Store) -> list[Use]:
        """Query the graph."""
        look_up = getattr(usage, self.what)
        found: list[Use] = look_up(store, *self.arguments)
        return found


@dataclass(frozen=True)
class Candidate:
    """An entry of the menu.

    :param text: what replaces the word that is being typed
    :param about: the note shown beside it
    """

    text: str
    about: str = ""


@dataclass(frozen=True)
class Cursor:
    """A query and the cursor's position in it.

    :param before: the text before the cursor
    :param after: the text after it
    :param known: the prefixes of the graph
    """

    before: str
    after: str
    known: Mapping[str, str]

    @property
    def position(self) -> Position:
        """What is being typed."""
        return position_of(self.before)

    @property
    def rest(self) -> str:
        """The query without the word that is being typed."""
        return self.before[: len(self.before) - len(self.position.word)] + " " + self.after

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the graph and of the query."""
        declared = {
            name.text[:-1]: iri.text[1:-1]
            for name, iri in pairwise(tokens(self.before))
            if name.kind == "name" and name.text.endswith(":") and iri.kind == "iri"
        }
        return {**self.known, **declared}

    def iri(self, term: str) -> str | None:
        """Return the IRI of a term as written; None when it is none."""
        prefix, colon, local = term.partition(":")
        if term.startswith("<") and term.endswith(">"):
            iri = term[1:-1]
        elif colon and prefix in self.prefixes:
            iri = self.prefixes[prefix] + local
        else:
            return None
        with suppress(InputError):  # while it is being typed
            checked_iri(iri)
            return iri
        return None


def wanted(cursor: Cursor) -> list[Lookup]:
    """Return the lookups that the menu at a position needs, the likeliest first.

    >>> prefixes = {"yq": "https://w3id.org/yuqiao/def#"}
    >>> wanted(Cursor("SELECT * { ?p a yq:Partnership ; ", "}", prefixes))[0].arguments
    ('?s a <https://w3id.org/yuqiao/def#Partnership>',)
    """
    position = cursor.position
    if position.is_class:
        return [Lookup("classes")]
    if position.kind == "predicate":
        pattern = _subjects_like(cursor, position)
        return [*([Lookup("properties", (pattern,))] if pattern else []), Lookup("properties")]
    if position.kind not in {"subject", "object", "expression", "columns"}:
        return []
    return [*_values_wanted(cursor, position), *_entities_wanted(cursor, position)]


def _values_wanted(cursor: Cursor, position: Position) -> Iterator[Lookup]:
    iri = cursor.iri(position.predicate.rpartition("/")[2]) if position.kind == "object" else None
    if iri:
        yield Lookup("values_of", (iri,))


def _entities_wanted(cursor: Cursor, position: Position) -> Iterator[Lookup]:
    word = position.word.lstrip("\"'")
    name = _NAME.fullmatch(word)
    if name and name[1] in cursor.prefixes:
        yield Lookup("within", (cursor.prefixes[name[1]], name[2]))
    elif _can_be_a_label(word):
        yield Lookup("named", (word,))


def _can_be_a_label(word: str) -> bool:
    return not word.startswith(("?", "$")) and (len(word) > 2 or bool(_CHINESE.search(word)))


def _subjects_like(cursor: Cursor, position: Position) -> str:
    """Return a pattern for entities like the subject, preferably by its class in the query."""
    subject = position.subject
    if position.predicate:  # a path goes on
        step = cursor.iri(position.predicate.rpartition("/")[2])
        return f"?other <{step}> ?s" if step else ""
    iri = cursor.iri(subject)
    if iri:
        return f"VALUES ?s {{ <{iri}> }}"
    triples = triples_of(cursor.rest)
    classes = [cursor.iri(o) for s, p, o in triples if s == subject and p in {"a", "rdf:type"}]
    of_class = [f"?s a <{found}>" for found in dict.fromkeys(classes) if found]
    if of_class:
        return " . ".join(of_class)
    leading = (cursor.iri(p.rpartition("/")[2]) for _, p, o in triples if o == subject)
    return next((f"?other <{found}> ?s" for found in leading if found), "")


def candidates(
    cursor: Cursor, found: Mapping[Lookup, Sequence[Use]], lang: str = "en"
) -> list[Candidate]:
    """Return the menu for a position.

    :param found: the results so far; what is missing there is left out of the menu
    :param lang: of the labels beside the terms, ``en`` or ``zh``
    """
    position = cursor.position
    if position.kind == "text":
        return []
    if position.kind == "prologue":
        return _declarations(cursor)
    looked_up = [(lookup, found.get(lookup, ())) for lookup in wanted(cursor)]
    variables = list(_variables(cursor, position))
    uses = [word for lookup, uses in looked_up for word in _uses(cursor, lookup, uses, lang)]
    if position.kind == "predicate" or position.is_class:  # where a variable is rare
        is_a = "a".startswith(position.word) and not position.is_class
        menu = [*([Candidate("a", "is of the class")] if is_a else []), *uses, *variables]
    else:
        named = _names_in_full(cursor, position, looked_up)
        menu = [*variables, *_keywords(position), *named, *uses]
    first: dict[str, Candidate] = {}
    for candidate in [*menu, *_prefixes(cursor, position)]:
        first.setdefault(candidate.text, candidate)
    return list(first.values())


def _variables(cursor: Cursor, position: Position) -> Iterator[Candidate]:
    word = position.word.replace("$", "?", 1)
    if position.kind in {"start", "end", "next"} or not (word == "" or word.startswith("?")):
        return
    for variable in variables_of(cursor.rest):
        if variable.startswith(word) and variable != word:
            yield Candidate(variable)


def _uses(cursor: Cursor, lookup: Lookup, uses: Iterable[Use], lang: str) -> Iterator[Candidate]:
    """Yield the terms of a lookup that match what is typed: first by name, then by label."""
    word = cursor.position.word.lstrip("\"'")
    if word.startswith(("?", "$")):
        return
    ranked = []
    for use in uses:
        if use.iri == _RDF_TYPE and lookup.what == "properties":
            continue  # written "a"
        text = short_name(use.iri, cursor.prefixes)
        rank = 0 if lookup.what in {"named", "within"} else _fit(word, text, use)
        if rank is not None:
            ranked.append((rank, Candidate(text, _about(use, lang, word))))
    yield from (candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))


def _fit(word: str, text: str, use: Use) -> int | None:
    """Rank how well a term matches what is typed, 0 best; None when it does not."""
    typed = word.casefold()
    if text.casefold().startswith(typed):
        return 0
    if text.rpartition(":")[2].casefold().startswith(typed):
        return 1
    if any(_label_fits(typed, label.casefold()) for label in use.labels.values()):
        return 2
    return None


def _label_fits(typed: str, label: str) -> bool:
    if _CHINESE.search(typed):
        return typed in label
    return any(part.startswith(typed) for part in [label, *label.split()])


def _about(use: Use, lang: str, word: str) -> str:
    """Return the label, after the one that was typed if it is another, and the count."""
    label = use.label(lang)
    typed = word.casefold()
    others = [name for name in use.labels.values() if name != label and typed in name.casefold()]
    if typed and typed not in label.casefold() and others:
        label = f"{min(others)} · {label}"
    return " · ".join(part for part in (label, f"{use.count:,}" if use.count else "") if part)


def _names_in_full(
    cursor: Cursor, position: Position, looked_up: Iterable[tuple[Lookup, Iterable[Use]]]
) -> Iterator[Candidate]:
    """Yield labels as literals, where a quoted text is the value of a naming property."""
    if position.predicate not in _NAMING or not position.word.startswith(('"', "'")):
        return
    from pyoxigraph import Literal as Text

    typed = position.word[1:].casefold()
    for lookup, uses in looked_up:
        for use in uses if lookup.what == "named" else ():
            for tag, name in sorted(use.labels.items()):
                if typed in name.casefold():
                    yield Candidate(str(Text(name, language=tag) if tag else Text(name)))


def _keywords(position: Position) -> Iterator[Candidate]:
    choice = {
        "start": _FORMS,
        "columns": _IN_COLUMNS,
        "subject": _IN_GROUP + _IN_GROUP_TOO,
        "next": _IN_GROUP + _IN_GROUP_TOO,
        "expression": _FUNCTIONS,
        "end": _AT_END,
    }.get(position.kind, ())
    word = position.word.upper()
    return (Candidate(keyword) for keyword in choice if keyword.startswith(word))


def _prefixes(cursor: Cursor, position: Position) -> Iterator[Candidate]:
    word = position.word
    if position.kind in {"start", "end", "next", "columns"} or ":" in word or not word:
        return iter(())
    return (
        Candidate(f"{prefix}:", namespace)
        for prefix, namespace in sorted(cursor.prefixes.items())
        if prefix.startswith(word)
    )


def _declarations(cursor: Cursor) -> list[Candidate]:
    word = cursor.position.word
    return [
        Candidate(f"{prefix}: <{namespace}>")
        for prefix, namespace in sorted(cursor.known.items())
        if f"{prefix}:".startswith(word)
    ]
