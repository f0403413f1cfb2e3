"""The engine's names for the steps of a plan, in the words of SPARQL.

Oxigraph names the variables it makes up at random, and orders what commutes by those names; here
they get what they stand for, so that the same query always has the same text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yuqiao.graph.diagnostics.plans.explain import Step
from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.sparql.lexer import token_at, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MADE_UP = re.compile(r"\?[0-9a-f]{20,32}\b")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ARGUMENTS = re.compile(r"(?P<kind>\w+)(?:\((?P<rest>.*)\))?", re.DOTALL)
_PLAIN = re.compile(
    r'"([^"\\]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:integer|decimal|double|boolean)>'
)
_COMMUTING = re.compile(r"(\?_\d+) (\+|\*|=|&&|\|\|) (\?_\d+)")
_BRACKETED_NAME = re.compile(r"\(([\w-]*:[\w-]+)\)")
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def read_steps(plan: Mapping[str, Any], sparql: str, prefixes: Mapping[str, str]) -> Step:
    """Read the plan that Oxigraph tells.

    :param plan: a step as its program writes it: name, children, perhaps rows and seconds
    :param sparql: the query, whose own variables are kept
    :param prefixes: for IRIs, written short where one fits
    """
    words = _Words(sparql, prefixes)
    for name in _names(plan):
        words.learn(name)
    last = words.step(plan)
    form = next(token.text.upper() for token in tokens(sparql) if token.is_word(*_FORMS))
    if form == "SELECT" or last.kind != "Project":
        return last
    return replace(last, about=form)


def _names(plan: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of all steps, inputs before what takes them."""
    for child in plan["children"]:
        yield from _names(child)
    yield plan["name"]


class _Words:
    """What the variables stand for that the engine made up."""

    def __init__(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        self._own = {token.text for token in tokens(sparql) if token.kind == "variable"}
        self._prefixes = prefixes
        self._numbers: dict[str, str] = {}
        self._meanings: dict[str, str] = {}  # a variable of the query, or an expression
        self._computed: dict[str, str] = {}  # how an aggregate is computed, and as which variable

    def learn(self, name: str) -> None:
        """Give the made-up variables of a step numbers, and keep what they are computed from."""
        kind, text = self._split(name)
        if kind not in {"Extend", "Aggregate"}:
            return
        for part in _arguments(text):
            value, arrow, variable = part.rpartition(" -> ")
            if arrow and variable.startswith("?_"):
                self._meanings[variable] = self._computed[variable] = value
            elif arrow and value.startswith("?_") and " " not in value:
                self._computed[value] = f"{self._computed.get(value, value)} AS {variable}"
                self._meanings[value] = variable

    def _split(self, name: str) -> tuple[str, str]:
        found = _ARGUMENTS.fullmatch(name)
        if found is None:
            return name, ""
        text = _MADE_UP.sub(self._numbered, found["rest"] or "")
        return found["kind"], _COMMUTING.sub(_ordered, text)

    def _numbered(self, found: re.Match[str]) -> str:
        if found[0] in self._own:
            return found[0]
        return self._numbers.setdefault(found[0], f"?_{len(self._numbers) + 1}")

    def step(self, plan: Mapping[str, Any]) -> Step:
        """Give a step in the words of SPARQL, without the steps that only name a value."""
        kind, text = self._split(plan["name"])
        if kind == "Extend" and self._only_names(text):
            return self.step(plan["children"][0])
        inputs = [self.step(child) for child in plan["children"]]
        if kind == "Lateral" and inputs[0].kind == "Lateral":  # a chain of them
            inputs = [*inputs[0].inputs, *inputs[1:]]
        return Step(
            kind,
            self._said(kind, text),
            tuple(inputs),
            plan.get("number of results"),
            plan.get("duration in seconds"),
        )

    def _only_names(self, text: str) -> bool:
        value, _, variable = text.rpartition(" -> ")
        return variable.startswith("?_") or (value.startswith("?_") and " " not in value)

    def _said(self, kind: str, text: str) -> str:
        match kind:
            case "QuadPattern":
                return self._triple(text)
            case "Path":
                return _BRACKETED_NAME.sub(r"\1", self._triple(text))
            case "Lateral":
                return "for each row of one, look up the next"
            case "Join" | "LeftJoin" | "ForLoopLeftJoin" | "AntiJoin":
                return self._join(kind, text)
            case "Extend":
                value, _, variable = text.rpartition(" -> ")
                return f"BIND({self._value(value)} AS {variable})"
            case "Filter":
                return f"FILTER {self._value(text)}"
            case "Aggregate":
                return self._aggregate(text)
            case "Sort":
                return f"ORDER BY {', '.join(map(self._value, _arguments(text)))}"
            case "Project":
                return f"SELECT {' '.join(map(self._value, _arguments(text)))}".rstrip()
            case "Distinct":
                return "DISTINCT"
            case "Union":
                return "UNION"
            case "Slice":
                return _slice(text)
            case "StaticBindings":
                return "one row of nothing" if text == "(), (())" else self._values(text)
            case _:
                return self._short(f"{kind}({text})" if text else kind)

    def _triple(self, text: str) -> str:
        terms = _terms(text)
        if len(terms) > 1 and terms[1] == _TYPE:
            terms[1] = "a"
        said = " ".join(self._short(term) for term in terms[:3])
        return said if len(terms) < 4 else f"GRAPH {self._short(terms[3])} {{ {said} }}"

    def _values(self, text: str) -> str:
        variables, *rows = _arguments(text)
        given = [row for some in rows for row in _arguments(some[1:-1])]
        lists = [" ".join(_arguments(self._short(one)[1:-1])) for one in (variables, *given)]
        return f"VALUES ({lists[0]}) {{ {' '.join(f'({row})' for row in lists[1:])} }}"

    def _join(self, kind: str, text: str) -> str:
        keys = re.search(r"keys = ([^=]*?)(?:, expression|$)", text)
        condition = re.search(r"expression = (.*)$", text, re.DOTALL)
        said = "OPTIONAL" if "Left" in kind else "MINUS" if kind == "AntiJoin" else "join"
        if kind == "ForLoopLeftJoin":
            said += ", for each row"
        elif keys and keys[1]:
            said += f" on {', '.join(sorted(keys[1].split(', ')))}"
        else:
            said += " of all with all, for they share no variable"
        value = self._value(condition[1]) if condition else "true"
        return said if value == "true" else f"{said}, if {value}"

    def _aggregate(self, text: str) -> str:
        parts = _arguments(text)
        keys = [part for part in parts if " -> " not in part]
        made = [part.rpartition(" -> ")[2] for part in parts if " -> " in part]
        values = [self._value(self._computed.get(name, name)) for name in made]
        grouped = f"GROUP BY {' '.join(map(self._value, keys))}" if keys else "one group"
        return f"{grouped}: {', '.join(values)}" if values else grouped

    def _value(self, text: str) -> str:
        """Write an expression short, with what its made-up variables stand for."""
        for _ in range(len(self._meanings)):  # what they stand for may have more of them
            wider = re.sub(r"\?_\d+\b", lambda one: self._meanings.get(one[0], one[0]), text)
            if wider == text:
                break
            text = wider
        said = self._short(text)
        return said[1:-1] if _in_brackets(said) else said

    def _short(self, text: str) -> str:
        text = _PLAIN.sub(r"\1", text)
        pieces, copied = [], 0
        for token in tokens(text):
            pieces.append(text[copied : token.start])
            is_iri = token.kind == "iri"
            pieces.append(short_name(token.text[1:-1], self._prefixes) if is_iri else token.text)
            copied = token.end
        return "".join(pieces)


def _ordered(found: re.Match[str]) -> str:
    first, second = sorted((found[1], found[3]), key=lambda name: int(name[2:]))
    return f"{first} {found[2]} {second}"


def _slice(text: str) -> str:
    start = re.search(r"start = (\d+)", text)
    length = re.search(r"length = (\d+)", text)
    parts = [f"LIMIT {length[1]}"] if length else []
    if start and start[1] != "0":
        parts.append(f"OFFSET {start[1]}")
    return " ".join(parts)


def _arguments(text: str) -> list[str]:
    """Split at the commas that stand in no brackets and no string.

    >>> _arguments('?a, COUNT(?b, "x, y") -> ?c')
    ['?a', 'COUNT(?b, "x, y") -> ?c']
    """
    found, start, depth = [], 0, 0
    for token in tokens(text):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            found.append(text[start : token.start].strip())
            start = token.end
    return [*found, text[start:].strip()] if text.strip() else []


def _terms(text: str) -> list[str]:
    """Split a pattern at the spaces between its terms; those within a path stand in brackets."""
    found, start, place, depth = [], 0, 0, 0
    while place < len(text):
        token = token_at(text, place)
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "space" and depth == 0:
            found.append(text[start:place])
            start = token.end
        place = token.end
    return [*found, text[start:]]


def _in_brackets(text: str) -> bool:
    """Tell whether the first bracket of a text closes at its end."""
    depth = 0
    if not text.startswith("("):
        return False
    for token in tokens(text):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return token.end == len(text)
    return False
