"""Small queries (probes) about the parts of a query, sent to its store.

Each is an ASK or a short list, made from the text of the query, with its prologue, FROM clauses
and bindings. Their number is limited: a graph may be large and remote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.rdf.terms import term_text
from yuqiao.graph.sparql.ast import Node, Query, Span
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MAX_PROBES = 200
"""Most probes for one query."""

MANY = 1000
"""Most terms among which the nearest is searched."""

SOME = 50
"""Most terms of which a few are listed."""

_PLAIN = re.compile(r"[+-]?[0-9]+|true|false")  # literals written without quotes


class ProbeLimitReached(Exception):  # noqa: N818 - a signal between functions, not an error
    """No more probes may be sent."""


class Prober:
    """Sends probes about a query to a store, and counts them.

    :param query: the query; its prologue and FROM clauses are part of each probe
    :param bindings: a term for each variable that is bound from outside

    >>> import yuqiao
    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> store = yuqiao.open()
    >>> prober = Prober(store, parse_query("SELECT * { ?p yq:level ?l }", store.prefixes), {})
    >>> prober.has("?p yq:level lvl:bachelor"), prober.sent
    (True, 1)
    """

    def __init__(self, store: Store, query: Query, bindings: Mapping[str, Term]) -> None:
        self._store = store
        self._bindings = bindings
        self._prologue = query.text[: query.start]
        self._dataset = " ".join(query.cut(source) for source in query.dataset)
        self._prefixes = query.prefixes
        self._answers: dict[str, bool] = {}
        longest = max(map(len, re.findall(r"(?<=[?$])_+", query.text)), default=0)
        self._free = "_" * (longest + 2)
        self.sent = 0
        self.checking: Span | None = None  # what the next probes are about, if it is known

    def fresh(self, name: str) -> str:
        """Return a variable, with its mark, that does not occur in the query."""
        return f"?{self._free}{name}"

    def is_fresh(self, name: str) -> bool:
        """Return whether a variable, without its mark, is not one of the query's own."""
        return name.startswith(self._free[:-1])

    @property
    def bound_names(self) -> frozenset[str]:
        """The variables that are bound from outside."""
        return frozenset(self._bindings)

    def has(self, body: str, *, everywhere: bool = False) -> bool:
        """Return whether a pattern has a match; results are cached.

        :param everywhere: whether to omit the FROM clauses
        """
        text = f"ASK {'' if everywhere else self._dataset} {{ {body} }}"
        if text not in self._answers:
            self._answers[text] = self._send(text) is True
        return self._answers[text]

    def values(
        self, variable: str, body: str, most: int, *, everywhere: bool = False
    ) -> list[Term]:
        """Return some of the values of a variable, in a fixed order."""
        dataset = "" if everywhere else self._dataset
        text = f"SELECT DISTINCT {variable} {dataset} {{ {body} }} LIMIT {most}"
        rows = cast("Solutions", self._send(text))
        return sorted((term for (term,) in rows if term is not None), key=str)

    def _send(self, text: str) -> object:
        if self.sent >= MAX_PROBES:
            raise ProbeLimitReached
        self.sent += 1
        used = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
        bindings = {name: term for name, term in self._bindings.items() if name in used}
        return self._store.query(f"{self._prologue} {text}", bindings)

    # Terms

    def term(self, node: Node) -> NamedNode | Literal | None:
        """Return the term of a constant, or of a variable bound from outside; None for others."""
        if node.variable is not None:
            bound = self._bindings.get(node.variable)
            return None if isinstance(bound, BlankNode) else bound
        if node.kind == "iri":
            return NamedNode(node.iri)
        return literal(node) if node.kind == "literal" else None

    def is_bound(self, node: Node) -> bool:
        """Return whether a variable is bound from outside."""
        return node.variable in self._bindings

    def short(self, iri: str) -> str:
        """Write an IRI as in the query, with its prefix if it has one."""
        return short_name(iri, self._prefixes)

    def text(self, term: Term) -> str:
        """Write a term as in the query, an IRI with its prefix if it has one."""
        if isinstance(term, NamedNode):
            return self.short(term.value)
        if not isinstance(term, Literal):
            return term_text(term)
        if term.datatype.value in (f"{XSD}integer", f"{XSD}boolean") and _PLAIN.fullmatch(
            term.value
        ):
            return term.value
        text, mark, _ = str(term).rpartition("^^<")
        return f"{text}^^{self.short(term.datatype.value)}" if mark else str(term)


def literal(node: Node) -> Literal:
    """Return the literal of a node of a query.

    >>> literal(Node(0, 0, "literal", "'a'@en"))
    <Literal value=a language=en>
    """
    text = node.text.replace(" ", "") if node.text[0] in "+-" else node.text
    if node.iri:
        text = f"{text.rpartition('^^')[0]}^^<{node.iri}>"
    text = {"true": "true", "false": "false"}.get(text.lower(), text)
    (quad,) = parse(f"<a:a> <a:a> {text} .", RdfFormat.TURTLE)
    return cast("Literal", quad.object)
