"""Lint warnings on values: absent languages, entities used as strings, other datatypes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.diagnostics.findings import listed
from yuqiao.graph.diagnostics.lint.absent_terms import is_list_link
from yuqiao.graph.diagnostics.lint.warnings import LintWarning, warn
from yuqiao.graph.diagnostics.probes import literal
from yuqiao.graph.diagnostics.similarity import how_it_differs, most_similar
from yuqiao.graph.messages import brief
from yuqiao.graph.sparql.ast import Node, Triple
from yuqiao.graph.sparql.scopes import expressions, scopes
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.sparql.ast import Expression, Query
    from yuqiao.graph.sparql.lexer import Token

_STRING_FUNCTIONS = (
    *("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LCASE", "UCASE", "STRLEN", "SUBSTR"),
    *("REPLACE", "STRBEFORE", "STRAFTER", "LANG", "LANGMATCHES"),
)
_STRINGS = (f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_FORMS = {"date": r"\d{4}-\d\d-\d\d", "gYearMonth": r"\d{4}-\d\d", "gYear": r"\d{4}"}
_COMPARISONS = frozenset("=<>") | {"!=", "<=", ">="}
_MOST_TAGS = 50
_MOST_VALUES = 10_000


@dataclass(frozen=True)
class _Compared:
    """A variable compared with a literal: ``?x = "a"``, or the other way round."""

    variable: Token
    operator: str
    literal: Node


class VariableValues:
    """The possible values of the variables of a query, according to its triples.

    :param prober: sends probes about the query
    """

    def __init__(self, query: Query, prober: Prober) -> None:
        self.query = query
        self.prober = prober
        here = [scope for scope in scopes(query) if not scope.remote and not scope.negated]
        self.triples = [
            one for scope in here for one in scope.group.elements if isinstance(one, Triple)
        ]

    def paths(self, name: str) -> list[str]:
        """Return the properties and paths of which a variable is the value."""
        found = (one for one in self.triples if one.object.variable == name)
        return list(dict.fromkeys(one.path.text for one in found if one.path.variable is None))

    def pattern(self, name: str) -> str:
        """Return a pattern in which ``?v`` has the values of a variable, by each of its paths."""
        subject, value = self.prober.fresh("s"), self.prober.fresh("v")
        return " UNION ".join(f"{{ {subject} {path} {value} }}" for path in self.paths(name))

    def is_entity(self, name: str) -> bool:
        """Return whether a variable can have no literal."""
        if any(one.subject.variable == name for one in self.triples):
            return True
        pattern, value = self.pattern(name), self.prober.fresh("v")
        return (
            bool(pattern)
            and self.prober.has(pattern)
            and not self.prober.has(f"{pattern} FILTER(ISLITERAL({value}))")
        )

    def datatypes(self, name: str) -> list[str]:
        """Return the datatypes of the literals that a variable can have."""
        pattern, value = self.pattern(name), self.prober.fresh("v")
        if not pattern:
            return []
        kind = self.prober.fresh("k")
        found = self.prober.values(
            kind, f"{pattern} BIND(DATATYPE({value}) AS {kind}) FILTER(BOUND({kind}))", _MOST_TAGS
        )
        return [term.value for term in found]

    def datatypes_of_no_string(self, name: str) -> str:
        """List the datatypes of a variable if it can have no string; else return nothing."""
        found = self.datatypes(name)
        if not found or any(one in _STRINGS for one in found):
            return ""
        return listed([self.prober.text(NamedNode(one)) for one in found], "or")


def value_warnings(query: Query, prober: Prober) -> Iterator[LintWarning]:
    """Check the literals of a query, and the comparisons in its filters."""
    values = VariableValues(query, prober)
    for triple in values.triples:
        if is_list_link(triple):
            continue
        prober.checking = triple
        if triple.object.kind == "literal" and triple.path.kind == "iri":
            yield from _literal_of_triple(values, triple)
        if triple.subject.kind == "literal":
            message = f"{brief(query.cut(triple.subject))} is a literal, which is never a subject"
            yield warn(triple.subject, message, "begin the triple with an entity")
    for expression, scope in expressions(query):
        if scope is None or scope.remote or scope.negated:
            continue
        prober.checking = expression
        yield from _languages(values, expression)
        yield from _strings(values, expression)
        yield from _dates_without_quotes(expression)
        for one in _comparisons(query, expression):
            yield from _compared(values, one)


# Literals


def _literal_of_triple(values: VariableValues, triple: Triple) -> Iterator[LintWarning]:
    prober, written = values.prober, brief(values.query.cut(triple.object))
    subject, value = prober.fresh("s"), prober.fresh("v")
    pattern = f"{subject} {triple.path.text} {value}"
    if prober.has(f"{subject} {triple.path.text} {triple.object.text}") or not prober.has(pattern):
        return
    message = f"no {values.query.cut(triple.path)} in the graph is {written}"
    yield warn(triple.object, message, _better(prober, triple.object, pattern))


def _better(prober: Prober, node: Node, pattern: str) -> str:
    """Suggest a literal of the graph instead of one that it does not have."""
    wanted, value = literal(node), prober.fresh("v")
    plain = f"STR({value}) = {_quoted(wanted.value)}"
    candidates = prober.values(value, f"{pattern} FILTER({plain})", _MOST_TAGS)
    found = most_similar(wanted, candidates or prober.values(value, pattern, _MOST_VALUES))
    if found is None:
        return ""
    if found.value == wanted.value:
        return f"the graph has {prober.text(found)}: {how_it_differs(wanted, found)}"
    return f"did you mean {prober.text(found)}?"


def _quoted(text: str) -> str:
    return str(Literal(text))


# Comparisons


def _comparisons(query: Query, expression: Expression) -> Iterator[_Compared]:
    found = expression.tokens
    for place, token in enumerate(found):
        if token.text not in _COMPARISONS or not 0 < place < len(found) - 1:
            continue
        before, after = found[place - 1], found[place + 1]
        alone = place < 2 or found[place - 2].text in {"(", "&&", "||", "!"}
        right = _literal_at(query, found, place + 1)
        if before.kind == "variable" and alone and right is not None:
            yield _Compared(before, token.text, right)
        left = _literal_at(query, found, place - 1) if before.kind in {"string", "number"} else None
        ends = place + 2 == len(found) or found[place + 2].text in {")", "&&", "||"}
        if after.kind == "variable" and left is not None and alone and ends:
            turned = token.text.translate(str.maketrans("<>", "><"))
            yield _Compared(after, turned, left)


def _literal_at(query: Query, found: Sequence[Token], place: int) -> Node | None:
    """Return the literal that begins at a token, if an operator or bracket follows it."""
    token, end, datatype = found[place], place + 1, ""
    if token.kind == "string" and end < len(found) and found[end].kind == "tag":
        end += 1
    elif token.kind == "string" and end + 1 < len(found) and found[end].text == "^^":
        name = found[end + 1].text
        prefix, _, local = name.partition(":")
        datatype = name[1:-1] if name[0] == "<" else query.prefixes.get(prefix, "") + local
        end += 2
    if token.kind not in {"string", "number"}:
        return None
    if end < len(found) and found[end].text not in {")", "&&", "||", *_COMPARISONS}:
        return None
    last = found[end - 1]
    return Node(token.start, last.end, "literal", query.text[token.start : last.end], datatype)


def _compared(values: VariableValues, one: _Compared) -> Iterator[LintWarning]:
    prober, name = values.prober, one.variable.text[1:]
    if prober.is_bound(Node(0, 0, "variable", f"?{name}")):
        return
    written = brief(one.literal.text)
    if values.is_entity(name):
        can = "is never equal to" if one.operator in {"=", "!="} else "cannot be compared with"
        message = f"?{name} is an entity, not a literal: it {can} {written}"
        yield warn(one.literal, message, _as_entity(one))
        return
    pattern = values.pattern(name)
    if not pattern or not prober.has(pattern):
        return
    value = prober.fresh("v")
    test = f"{value} {one.operator} {one.literal.text}"
    if one.operator == "=":
        if not prober.has(f"{pattern} FILTER({test})"):
            message = f"?{name} is never {written} in the graph"
            yield warn(one.literal, message, _better(prober, one.literal, pattern))
        return
    result = prober.fresh("r")
    if not prober.has(f"{pattern} BIND({test} AS {result}) FILTER(BOUND({result}))"):
        kinds = prober.values(result, f"{pattern} BIND(DATATYPE({value}) AS {result})", _MOST_TAGS)
        there = listed(map(prober.text, kinds), "or")
        message = f"{written} cannot be compared with the values of ?{name}: {there}"
        yield warn(one.literal, message, _same_kind(prober, one, [str(k) for k in kinds]))


def _as_entity(one: _Compared) -> str:
    text = literal(one.literal)
    if text.value.startswith(("http://", "https://")):
        return f"write an IRI between < and >: <{text.value}>"
    if one.operator not in {"=", "!="} or one.literal.iri or one.literal.text[0] not in "'\"":
        return ""
    return f"bind its name with {one.variable.text} skos:prefLabel ?label, and compare STR(?label)"


def _same_kind(prober: Prober, one: _Compared, kinds: Sequence[str]) -> str:
    text = literal(one.literal).value
    for kind in kinds:
        form = _FORMS.get(kind.removeprefix(f"<{XSD}").rstrip(">"))
        if form is not None and re.fullmatch(form, text):
            better = Literal(text, datatype=NamedNode(kind.strip("<>")))
            return f"write {prober.text(better)}"
    return ""


def _dates_without_quotes(expression: Expression) -> Iterator[LintWarning]:
    """Find 2020-01-01, which is a number: 2020 - 1 - 1."""
    for place, first in enumerate(expression.tokens[:-4]):
        part = expression.tokens[place : place + 5]
        text = "".join(token.text for token in part)
        if re.fullmatch(_FORMS["date"], text) and part[-1].end - first.start == len(text):
            hint = f'write "{text}"^^xsd:date'
            yield LintWarning(
                first.start, part[-1].end, f"{text} is a subtraction, not a date", hint
            )


# Languages


def _languages(values: VariableValues, expression: Expression) -> Iterator[LintWarning]:
    """Find tests for a language that no value has."""
    prober = values.prober
    for name, operator, tag in _language_tests(expression.tokens):
        pattern = values.pattern(name)
        if not pattern:
            continue
        language = prober.fresh("l")
        found = prober.values(
            language, f"{pattern} BIND(LANG({prober.fresh('v')}) AS {language})", _MOST_TAGS
        )
        tags = [term.value for term in found]
        wanted = tag.text[1:-1]
        if not tags or _matches(operator, wanted, tags):
            continue
        there = listed([f'"{one}"' if one else '"" (none)' for one in tags], "or")
        never = "always differs from" if operator == "!=" else "is never"
        message = f"the language of ?{name} {never} {tag.text}: in the graph it is {there}"
        yield LintWarning(tag.start, tag.end, message, _better_tag(name, operator, wanted, tags))


def _matches(operator: str, wanted: str, tags: Sequence[str]) -> bool:
    if operator == "LANGMATCHES":
        return wanted == "*" or any(_in_range(tag, wanted) for tag in tags)
    return wanted in tags


def _in_range(tag: str, wanted: str) -> bool:
    """Return whether a tag is of a language range: RFC 4647, section 3.3.1, basic filtering."""
    return f"{tag}-".lower().startswith(f"{wanted}-".lower())


def _better_tag(name: str, operator: str, wanted: str, tags: Sequence[str]) -> str:
    if operator != "LANGMATCHES" and any(_in_range(tag, wanted) for tag in tags):
        test = f'LANGMATCHES(LANG(?{name}), "{wanted}")'
        return f"write {'!' * (operator == '!=')}{test}, because tags are compared exactly"
    general = wanted.partition("-")[0]
    if any(_in_range(tag, general) for tag in tags):
        return f'write LANGMATCHES(LANG(?{name}), "{general}") for every kind of it'
    return ""


def _language_tests(found: Sequence[Token]) -> Iterator[tuple[str, str, Token]]:
    """Yield the variable, operator and tag of each test of a language; IN is like ``=``."""
    for place, token in enumerate(found):
        texts = [one.text for one in found[place + 1 : place + 4]]
        if not token.is_word("LANG") or len(texts) < 3 or (texts[0], texts[2]) != ("(", ")"):
            continue
        name, before, after = texts[1][1:], found[:place], found[place + 4 :]
        if len(after) > 1 and after[0].text in {"=", "!="} and after[1].kind == "string":
            yield name, after[0].text, after[1]
        elif len(after) > 1 and after[0].is_word("IN"):
            listed_tags = takewhile(lambda one: one.text != ")", after[2:])
            yield from ((name, "=", one) for one in listed_tags if one.kind == "string")
        elif len(before) > 1 and before[-1].text in {"=", "!="} and before[-2].kind == "string":
            yield name, before[-1].text, before[-2]
        elif (
            len(before) > 1
            and before[-2].is_word("LANGMATCHES")
            and len(after) > 1
            and after[1].kind == "string"
        ):
            yield name, "LANGMATCHES", after[1]


# Strings


def _strings(values: VariableValues, expression: Expression) -> Iterator[LintWarning]:
    """Find string functions of an entity, and LANGMATCHES of a string instead of a tag."""
    found = expression.tokens
    for place, token in enumerate(found[:-2]):
        variable = found[place + 2]
        if not token.is_word(*_STRING_FUNCTIONS) or variable.kind != "variable":
            continue
        closing = found[place + 3].text if place + 3 < len(found) else ""
        if found[place + 1].text != "(" or closing not in {")", ","}:
            continue
        function, name = token.text.upper(), variable.text
        if token.is_word("LANGMATCHES"):
            message = f"{function} compares language tags, but {name} is not one"
            hint = f"write LANGMATCHES(LANG({name}), ...)"
            if values.paths(name[1:]):
                yield LintWarning(variable.start, variable.end, message, hint)
        elif values.is_entity(name[1:]):
            message = f"{function} needs a string, but {name} is an entity: the result is an error"
            hint = f"write {function}(STR({name}) ... for its IRI, or use its name"
            yield LintWarning(variable.start, variable.end, message, hint)
        elif not token.is_word("LANG") and (kinds := values.datatypes_of_no_string(name[1:])):
            message = f"{function} needs a string, but {name} is {kinds}: the result is an error"
            hint = f"write {function}(STR({name}) ..."
            yield LintWarning(variable.start, variable.end, message, hint)
