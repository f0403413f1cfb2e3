"""Small questions about a query's own parts, put to the store it was meant for.

Each is an ASK or a short list, made of the texts of the query itself, with its prologue, its FROM
clauses and its bindings. How many may be put is limited: a graph may be large, and far away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.sparql.ast import Node, Query
from yuqiao.graph.sparql.lexer import tokens
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

MOST = 200
"""Questions put to the store about one query."""

MANY = 1000
"""Terms among which the nearest is looked for."""

SOME = 50
"""Terms of which a few are named."""

_PLAIN = re.compile(r"[+-]?[0-9]+|true|false")  # what needs no quotes


class ProbeLimitReached(Exception):  # noqa: N818 - a signal between functions, not an error
    """As many questions were put as may be."""


class Prober:
    """Puts questions about a query to a store, and counts them.

    :param query: the query they are about; its prologue and FROM clauses go with each
    :param bindings: a term for each variable that is bound from outside

    >>> import yuqiao
    >>> from yuqiao.graph.sparql.parser import parse_query
    >>> store = yuqiao.open()
    >>> prober = Prober(store, parse_query("SELECT * { ?p yq:level ?l }", store.prefixes), {})
    >>> prober.has("?p yq:level lvl:bachelor"), prober.asked
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
        self.asked = 0

    def fresh(self, name: str) -> str:
        """Give a variable, with its mark, that stands nowhere in the query."""
        return f"?{self._free}{name}"

    def is_fresh(self, name: str) -> bool:
        """Tell whether a variable of this name, without its mark, is none of the query's own."""
        return name.startswith(self._free[:-1])

    @property
    def bound_names(self) -> frozenset[str]:
        """The variables that stand for a term that was given from outside."""
        return frozenset(self._bindings)

    def has(self, body: str, *, everywhere: bool = False) -> bool:
        """Tell whether a pattern has a match; asked twice, the store is asked once.

        :param everywhere: whether the FROM clauses are left out
        """
        text = f"ASK {'' if everywhere else self._dataset} {{ {body} }}"
        if text not in self._answers:
            self._answers[text] = self._ask(text) is True
        return self._answers[text]

    def values(
        self, variable: str, body: str, most: int, *, everywhere: bool = False
    ) -> list[Term]:
        """Give some of the terms that a variable has, in an order that is always the same."""
        dataset = "" if everywhere else self._dataset
        text = f"SELECT DISTINCT {variable} {dataset} {{ {body} }} LIMIT {most}"
        rows = cast("Solutions", self._ask(text))
        return sorted((term for (term,) in rows if term is not None), key=str)

    def _ask(self, text: str) -> object:
        if self.asked >= MOST:
            raise ProbeLimitReached
        self.asked += 1
        used = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
        bindings = {name: term for name, term in self._bindings.items() if name in used}
        return self._store.query(f"{self._prologue} {text}", bindings)

    # Terms

    def term(self, node: Node) -> NamedNode | Literal | None:
        """Give the constant a node is, or is bound to from outside; None for anything else."""
        if node.variable is not None:
            bound = self._bindings.get(node.variable)
            return None if isinstance(bound, BlankNode) else bound
        if node.kind == "iri":
            return NamedNode(node.iri)
        return literal(node) if node.kind == "literal" else None

    def is_bound(self, node: Node) -> bool:
        """Tell whether a variable stands for a term that was given from outside."""
        return node.variable in self._bindings

    def text(self, term: Term) -> str:
        """Write a term as it could stand in the query, an IRI with its prefix if it has one."""
        if isinstance(term, NamedNode):
            return short_name(term.value, self._prefixes)
        if not isinstance(term, Literal):
            return str(term)
        if term.datatype.value in (f"{XSD}integer", f"{XSD}boolean") and _PLAIN.fullmatch(
            term.value
        ):
            return term.value
        text, mark, _ = str(term).rpartition("^^<")
        return f"{text}^^{short_name(term.datatype.value, self._prefixes)}" if mark else str(term)


def literal(node: Node) -> Literal:
    """Give the literal that a node of a query writes.

    >>> literal(Node(0, 0, "literal", "'a'@en"))
    <Literal value=a language=en>
    """
    text = node.text.replace(" ", "") if node.text[0] in "+-" else node.text
    if node.iri:
        text = f"{text.rpartition('^^')[0]}^^<{node.iri}>"
    text = {"true": "true", "false": "false"}.get(text.lower(), text)
    (quad,) = parse(f"<a:a> <a:a> {text} .", RdfFormat.TURTLE)
    return cast("Literal", quad.object)
