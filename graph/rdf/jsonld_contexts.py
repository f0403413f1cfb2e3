"""JSON-LD contexts that a document names by their address: known ones are used, none is fetched.

Known are ours, schema.org's (as published in 2019, CC BY-SA 3.0; without the terms that it only
puts into its vocabulary, which ``@vocab`` does as well), and those that a person supplies. A newer
term of schema.org is read too, but the type of its values is not known from the copy. A context is
put in the place of its address in the text itself, so that everything else stays as it was written.

The engine (oxjsonld 0.2) lacks some of https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms:
``@import``, a set of values by type, that a term whose definition is an object is a prefix only
where it says so, and that null removes no protected terms. Contexts are rewritten for the first
three, and rejected for the last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urljoin

from yuqiao.graph.errors import InputError
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE

LONGEST_CHAIN = 500
"""Terms of a context that may each be defined by the next; the engine's stack holds some 5,000."""

MOST_ADDED = 64_000_000
"""Characters that contexts in the place of their addresses may add to a document."""

_OURS = BASE + "context.jsonld"
_SCHEMA_ORG = re.compile(r"https?://(www\.)?schema\.org/?(docs/jsonldcontext\.json(ld)?)?")
_KEY = re.compile(r'(?<!\\)"@context"\s*:\s*')
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u00([2-7][0-9A-Fa-f])")
_SURROGATE = re.compile(
    r"(?<!\\)(?:\\\\)*(\\u(?:[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[dD][c-fC-F][0-9a-fA-F]{2}))"
)
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_STRING = re.compile(r'"([^"\\]*)"')
_DECODER = json.JSONDecoder()
_DELIMITERS = tuple(":/?#[]@")  # that a prefix ends with


def with_known_contexts(
    document: bytes, supplied: Mapping[str, str] | None = None, base: str = ""
) -> bytes:
    """Replace the addresses of known contexts by the contexts themselves.

    :param supplied: the text of further contexts, by address
    :param base: the IRI against which relative addresses are resolved
    :raises InputError: when it names another, or a context would harm the engine; the message does
        not name the file

    >>> with_known_contexts(b'{"@context": "http://example.org/context"}')
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: 1:14: it names the JSON-LD context http://example.org/context, \
which is not fetched; put the context itself into the file (known are https://schema.org/ and \
https://w3id.org/yuqiao/context.jsonld)
    """
    if b"@context" not in document and b"\\u00" not in document:
        return document
    try:
        text = _ESCAPED.sub(_plain, document.decode())
    except UnicodeDecodeError:
        return document  # the engine says where it is wrong
    try:
        return _Document(text, supplied or {}, base).rewritten().encode()
    except RecursionError:
        raise InputError(
            "it nests contexts too deep within definitions; no JSON-LD needs that"
        ) from None


def read_context(path: str) -> str:
    """Return the text of a file that holds a JSON-LD context.

    :raises InputError: when it cannot be read, or holds none
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
        document = json.loads(text)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    if not isinstance(document, dict) or "@context" not in document:
        raise InputError(f'{path}: expected a JSON object with "@context"')
    return text


def locate_mistake(document: bytes) -> str:
    """Return position and cause of an error that the engine misreports; else an empty string.

    >>> locate_mistake(b'{"@id": "urn:a"} b')
    '1:18: text after the end of the document'
    """
    text = document.decode("utf-8", "replace")
    paired = _PAIR.sub(lambda found: "x" * len(found[0]), text)
    if alone := _SURROGATE.search(paired):
        return f"{_place(text, alone.start(1))}half of a character, {alone[1]}, without the other"
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return f"{error.lineno}:{error.colno}: text after the end of the document"
    except RecursionError:
        return ""  # nested too deeply for Python's parser, which then knows no position either
    return ""


def _plain(found: re.Match[str]) -> str:
    """Write a letter that is escaped without need, so that "@context" has one spelling."""
    letter = chr(int(found[2], 16))
    return found[0] if letter in '"\\\x7f' else found[1] + letter


class _Document:
    """A document whose contexts are examined one by one, in the order of the text."""

    def __init__(self, text: str, supplied: Mapping[str, str], base: str) -> None:
        self._text = text
        self._supplied = supplied
        self._base = base
        self._places = [found.end() for found in _KEY.finditer(text)]
        self._used: frozenset[str] | None = None
        self._known: dict[str, str] = {}
        self._checked: set[str] = set()
        self._place = 0  # of the context at hand

    def rewritten(self) -> str:
        """Return the text with contexts in the place of their addresses."""
        found = list(self._contexts())
        literals = iter(self._literals([value for _, _, value in found]))
        begin, end = next(literals, (len(self._text), len(self._text)))
        pieces, done, added = [], 0, 0
        for start, stop, value in found:
            while start >= end:
                begin, end = next(literals, (len(self._text), len(self._text) + 1))
            if begin <= start:  # within a JSON literal
                continue
            self._place = start
            source = self._text[start:stop]
            if _has_address(value) or _is_beyond_engine(value):
                replaced = self._replaced(value)
                if _removes_protected(replaced):
                    raise InputError(
                        f"{_place(self._text, start)}null cannot remove the protected terms of the "
                        "context before it"
                    )
                new = json.dumps(replaced, ensure_ascii=False)
                added += len(new)
                if added > MOST_ADDED:
                    raise InputError(
                        f"{_place(self._text, start)}it names contexts so often that they would "
                        f"add more than {MOST_ADDED:,} characters; name them once, at its head"
                    )
                pieces += [self._text[done:start], new]
                done = stop
            elif source not in self._checked:
                self._checked.add(source)
                self._reject_chains(value)
        return "".join([*pieces, self._text[done:]])

    def _contexts(self) -> Iterator[tuple[int, int, Any]]:
        """Yield each context that is not within another, where it begins and where it ends."""
        end = 0
        for start in self._places:
            if start < end:
                continue
            try:
                value, end = _DECODER.raw_decode(self._text, start)
            except (ValueError, RecursionError):
                return  # the engine says where it is wrong
            yield start, end, value

    def _literals(self, contexts: list[Any]) -> Iterator[tuple[int, int]]:
        """Yield where the JSON literals begin and end that may hold what looks like a context."""
        names = {"@value"}
        if "@json" in self._text:
            known = [json.loads(text) for text in self._supplied.values()]
            names.update(*map(_json_terms, [*contexts, *known]))
        pattern = re.compile(
            rf'(?<!\\)"(?:{"|".join(map(re.escape, sorted(names)))})"\s*:\s*(?=[\[{{])'
        )
        end = 0
        for found in pattern.finditer(self._text) if len(self._places) > 1 else ():
            if found.end() < end:
                continue
            try:
                value, end_of = _DECODER.raw_decode(self._text, found.end())
            except (ValueError, RecursionError):
                return
            if isinstance(value, dict) and value.get("@type") == "@json" and "@id" in value:
                continue  # the definition of the term itself
            end = end_of
            yield found.end(), end

    def _replaced(self, value: Any) -> Any:
        """Return a context with others in the place of their addresses."""
        if isinstance(value, str):
            return json.loads(self._context(value))
        if isinstance(value, list):
            return [self._replaced(item) for item in value]
        if not isinstance(value, dict):
            return value
        self._reject_chains(value)
        if isinstance(value.get("@import"), str):
            value = self._with_imported(value)
        return {term: self._definition(term, one) for term, one in value.items()}

    def _definition(self, term: str, definition: Any) -> Any:
        """Return the definition of a term as the engine takes it."""
        if not isinstance(definition, dict):
            return definition
        new = dict(definition)
        if "@context" in new:
            new["@context"] = self._replaced(new["@context"])
        if _is_set_by_type(new):
            new["@container"] = "@type"
        if _is_no_prefix(term, new):
            new["@prefix"] = False
        return new

    def _with_imported(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return a context over the one that it imports.

        :raises InputError: when that is not known, or is no single context
        """
        imported = self._find(context["@import"])
        if not isinstance(imported, dict) or "@import" in imported:
            raise InputError(
                f"the context supplied for {context['@import']} cannot be imported: expected one "
                "object that imports nothing"
            )
        return {**imported, **{term: one for term, one in context.items() if term != "@import"}}

    def _context(self, address: str) -> str:
        """Return a known context; of one that is named often, the terms that are used."""
        if address not in self._known:
            context = self._find(address)
            if len(self._places) > 1 and isinstance(context, dict):
                context = _part_of(context, self._strings())
            self._known[address] = json.dumps(context, ensure_ascii=False)
        return self._known[address]

    def _find(self, address: str) -> Any:
        supplied = self._supplied.get(address) or self._supplied.get(urljoin(self._base, address))
        if supplied is not None:
            context = json.loads(supplied)["@context"]
            if _has_address(context):
                raise InputError(f"the context supplied for {address} names another by its address")
            return self._replaced(context)
        if address == _OURS:
            return _bundled("context.jsonld")
        if _SCHEMA_ORG.fullmatch(address):
            return _bundled("schemaorg.jsonld")
        place = self._text.find(json.dumps(address, ensure_ascii=False), self._place)
        error = InputError(
            f"{_place(self._text, place) if place >= 0 else ''}it names the JSON-LD context "
            f"{address}, which is not fetched; put the context itself into the file (known are "
            f"https://schema.org/ and {_OURS})"
        )
        error.unknown_context = address
        raise error

    def _strings(self) -> frozenset[str]:
        if self._used is None:
            found = {found[1] for found in _STRING.finditer(self._text)}
            self._used = frozenset(found | {text.partition(":")[0] for text in found})
        return self._used

    def _reject_chains(self, context: Any) -> None:
        if isinstance(context, list):
            for item in context:
                self._reject_chains(item)
        elif isinstance(context, dict) and _longest_chain(context) > LONGEST_CHAIN:
            raise InputError(
                f"{_place(self._text, self._place)}a context has more than {LONGEST_CHAIN} terms "
                "that are each defined by the next; no JSON-LD needs that"
            )


def _has_address(context: Any) -> bool:
    """Return whether a context names another by its address."""
    if isinstance(context, list):
        return any(map(_has_address, context))
    if isinstance(context, dict):
        return isinstance(context.get("@import"), str) or any(map(_has_address, _scoped(context)))
    return isinstance(context, str)


def _scoped(context: Mapping[str, Any]) -> list[Any]:
    """Return the contexts within the definitions of a context's terms."""
    return [one["@context"] for one in _objects(context).values() if "@context" in one]


def _objects(context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the definitions of a context's terms that are objects."""
    return {term: one for term, one in context.items() if isinstance(one, dict)}


def _is_beyond_engine(context: Any) -> bool:
    """Return whether the engine would read a context otherwise than it is meant."""
    if isinstance(context, list):
        return _removes_protected(context) or any(map(_is_beyond_engine, context))
    if not isinstance(context, dict):
        return False
    return any(_is_set_by_type(d) or _is_no_prefix(t, d) for t, d in _objects(context).items()) or (
        any(map(_is_beyond_engine, _scoped(context)))
    )


def _is_set_by_type(definition: Mapping[str, Any]) -> bool:
    container = definition.get("@container")
    return isinstance(container, list) and sorted(map(str, container)) == ["@set", "@type"]


def _is_no_prefix(term: str, definition: Mapping[str, Any]) -> bool:
    """Return whether a definition makes no prefix of a term though its IRI could be one."""
    iri = definition.get("@id")
    is_named = not (term[:1] == "@" or ":" in term or "/" in term)
    return (
        is_named
        and isinstance(iri, str)
        and iri.endswith(_DELIMITERS)
        and not {"@prefix", "@reverse"} & definition.keys()
    )


def _removes_protected(context: Any) -> bool:
    """Return whether null follows a context that has protected terms."""
    if not isinstance(context, list) or None not in context:
        return False
    before = context[: len(context) - 1 - context[::-1].index(None)]
    return any(_has_protected(one) for one in before if isinstance(one, dict))


def _has_protected(context: Mapping[str, Any]) -> bool:
    terms = [one for term, one in context.items() if term[:1] != "@"]
    own = [one.get("@protected") if isinstance(one, dict) else None for one in terms]
    return True in own or (context.get("@protected") is True and None in own)


def _json_terms(context: Any) -> set[str]:
    """Return the terms of a context whose values are JSON literals."""
    if isinstance(context, list):
        return set().union(*map(_json_terms, context))
    if not isinstance(context, dict):
        return set()
    return {
        term for term, d in context.items() if isinstance(d, dict) and d.get("@type") == "@json"
    } | _json_terms(context.get("@context"))


def _needed(term: str, definition: Any) -> Iterator[str]:
    """Yield the terms that the definition of a term may need."""
    parts = [definition] if isinstance(definition, str) else []
    if isinstance(definition, dict):
        parts = [v for k, v in definition.items() if k[:1] == "@" and isinstance(v, str)]
    for part in (term, *parts):
        yield part
        if ":" in part:
            yield part.partition(":")[0]


def _longest_chain(context: Mapping[str, Any]) -> int:
    """Return how many terms are at most defined each by the next."""
    length: dict[str, int] = {}
    longest = 0
    for first in context:
        path, term = [], first
        while term not in length and term in context:
            length[term] = 0  # a circle ends here; the engine rejects it
            path.append(term)
            others = [n for n in _needed(term, context[term]) if n != term and n in context]
            nearer = [n for n in others if n not in length]
            if not nearer:
                length[term] = 1 + max((length[n] for n in others), default=0)
                path.pop()
                break
            term = nearer[0]
        for term in reversed(path):
            others = [n for n in _needed(term, context[term]) if n != term]
            length[term] = 1 + max((length.get(n, 0) for n in others), default=0)
        longest = max(longest, length.get(first, 0))
    for definition in context.values():
        inner = definition.get("@context") if isinstance(definition, dict) else None
        for one in inner if isinstance(inner, list) else [inner]:
            longest = max(longest, _longest_chain(one) if isinstance(one, dict) else 0)
    return longest


def _part_of(context: Mapping[str, Any], used: frozenset[str]) -> dict[str, Any]:
    """Return the part of a context that defines some terms, and what their definitions need."""
    kept: set[str] = set()
    waiting = [term for term in context if term[:1] == "@" or term in used]
    while waiting:
        term = waiting.pop()
        if term not in kept:
            kept.add(term)
            waiting += [name for name in _needed(term, context[term]) if name in context]
    return {term: definition for term, definition in context.items() if term in kept}


def _place(text: str, offset: int) -> str:
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}: "


@cache
def _bundled(name: str) -> Any:
    return json.loads(terms.read(name))["@context"]
