"""A term as a person writes it on the command line, to be bound to a variable.

============================== ===================================================================
what is written                what it is
============================== ===================================================================
2016, 3.5, 1e3                 an xsd:integer, xsd:decimal, xsd:double
true, false                    an xsd:boolean
2025-06-01^^xsd:date           a literal of a datatype, with or without quotes around the value
"西南大学"@zh                  text in a language: here the quotes are needed
"2016", 'o:swu'                text, whatever it looks like
<https://example.org/a>        an IRI; an http(s) address is one without the brackets too
o:swu                          an IRI, written with a prefix that the graph knows
anything else                  text
============================== ===================================================================

A value with a colon is an IRI when its prefix is known, and rejected when it looks like one whose
prefix is not: as text it would silently match nothing. In quotes it is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import QuerySolutions

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.sparql.lexer import Token

# https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes
_XSD_TYPES = re.compile(
    "anyURI|base64Binary|boolean|byte|date|dateTime|dateTimeStamp|dayTimeDuration|decimal|double|"
    "duration|float|gDay|gMonth|gMonthDay|gYear|gYearMonth|hexBinary|int|integer|language|long|"
    "Name|NCName|negativeInteger|NMTOKEN|nonNegativeInteger|nonPositiveInteger|normalizedString|"
    "positiveInteger|short|string|time|token|unsignedByte|unsignedInt|unsignedLong|unsignedShort|"
    "yearMonthDuration"
)
_PLAIN = {
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_VARIABLE = re.compile(r"\w+")


def bound_terms(pairs: Iterable[str], prefixes: Mapping[str, str]) -> dict[str, Term]:
    """Parse ``name=value`` pairs as terms for variables.

    :raises QueryError: when a pair or a value is invalid

    >>> bound_terms(["n=2016"], {})["n"].datatype
    <NamedNode value=http://www.w3.org/2001/XMLSchema#integer>
    """
    from yuqiao.graph.questions.parameters import named_values

    found = {}
    for name, value in named_values(pairs).items():
        if not _VARIABLE.fullmatch(name):
            raise QueryError(f'"{name}" is not the name of a variable; write -p name=value')
        try:
            found[name] = term_of(cast("str", value), prefixes)
        except QueryError as error:
            raise QueryError(f"-p {name}: {error}") from error
    return found


def term_of(text: str, prefixes: Mapping[str, str]) -> Term:
    """Return the term for a text, by the table at the head of this module.

    :raises QueryError: when it begins like a term but is not one

    >>> term_of('"西南大学"@zh', {}), term_of("Southwest University", {})
    (<Literal value=西南大学 language=zh>, <Literal value=Southwest University datatype=<NamedNode \
value=http://www.w3.org/2001/XMLSchema#string>>)
    """
    for name, pattern in _PLAIN.items():
        if pattern.fullmatch(text):
            return Literal(text, datatype=NamedNode(f"{XSD}{name}"))
    if text.startswith("<"):
        return _iri(text[1:-1] if text.endswith(">") else text)
    if re.match(r"https?://\S+$", text, re.IGNORECASE):
        return _iri(text)
    if text.startswith(('"', "'")):
        return _quoted(text, prefixes)
    value, typed, datatype = text.rpartition("^^")
    if typed:
        return _typed(value, datatype, prefixes)
    if text.startswith("_:"):
        raise QueryError(f'the blank node {text} has no name outside its graph; for text, "{text}"')
    found = tokens(text)
    if len(found) == 1 and found[0].kind == "name" and found[0].text == text:
        return _prefixed(found[0], prefixes)
    return Literal(text)


def _iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError as error:
        raise QueryError(f"<{text.strip('<>')}> is not an IRI: {error}") from error


def _prefixed(token: Token, prefixes: Mapping[str, str]) -> NamedNode:
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes:
        from yuqiao.graph.spelling import nearest

        near = nearest(prefix, prefixes)
        hint = f"; did you mean {near[0]}:{local}?" if near else ""
        raise QueryError(
            f"the prefix {prefix}: of {token.text} is not known{hint}; an IRI is written "
            f"'<{token.text}>', text '\"{token.text}\"'"
        )
    return _iri(prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))


def _quoted(text: str, prefixes: Mapping[str, str]) -> Literal:
    """Parse a literal in SPARQL syntax."""
    found = tokens(text)
    kinds = "".join(f"{token.kind} " if token.text != "^^" else "^^ " for token in found).strip()
    written = "".join(token.text for token in found) == text
    if not written or kinds not in {"string", "string tag", "string ^^ iri", "string ^^ name"}:
        raise QueryError(
            f'{text} is not text in quotes; expected "...", "..."@zh or "..."^^xsd:date'
        )
    value = _unescaped(found[0].text)
    if len(found) == 1:
        return Literal(value)
    if found[1].kind == "tag":
        return _in_language(value, found[1].text[1:])
    return _typed(value, found[2].text, prefixes)


def _unescaped(string: str) -> str:
    """Return the value of a string token; nothing can be injected by it."""
    rows = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {string} }} }}")
    return cast("Literal", next(cast("QuerySolutions", rows))[0]).value


def _in_language(value: str, tag: str) -> Literal:
    try:
        return Literal(value, language=tag)
    except ValueError as error:
        raise QueryError(f"{tag} is not a language tag: {error}") from error


def _typed(value: str, datatype: str, prefixes: Mapping[str, str]) -> Literal:
    iri = term_of(datatype, prefixes)
    if not isinstance(iri, NamedNode):
        raise QueryError(f"{datatype} is not a datatype; expected one such as xsd:date")
    if iri.value.startswith(XSD) and not _XSD_TYPES.fullmatch(iri.value.removeprefix(XSD)):
        raise QueryError(f"XML Schema has no datatype {datatype}; expected one such as xsd:date")
    literal = Literal(value, datatype=iri)
    if not _is_well_formed(value, iri):
        raise QueryError(f'"{value}" is not a value of {datatype}')
    return literal


def _is_well_formed(value: str, datatype: NamedNode) -> bool:
    """Return whether the engine can cast the text to a datatype; True for one it lacks."""
    if not datatype.value.startswith(XSD):
        return True
    try:
        rows = cast(
            "QuerySolutions",
            pyoxigraph.Store().query(f"SELECT ({datatype}({Literal(value)}) AS ?x) {{}}"),
        )
    except RuntimeError:
        return True
    return next(rows)[0] is not None
