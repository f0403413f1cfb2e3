"""Search a query for its smallest part that has no match.

A group is empty either without its filters, then some of its elements have no match, alone or
together; or because of its filters. Elements that contain groups (UNION, GRAPH, a nested group or
SELECT) are then searched in the same way. OPTIONAL and BIND cannot fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from yuqiao.graph.diagnostics.empty_results.filter_reasons import hints_on_filter, hints_on_having
from yuqiao.graph.diagnostics.empty_results.joins import hints_on_triples, hints_on_values
from yuqiao.graph.diagnostics.empty_results.minimal import (
    Piece,
    components,
    piece,
    places,
    smallest,
)
from yuqiao.graph.diagnostics.empty_results.relaxation import (
    hints_on_graph,
    hints_on_properties,
    hints_on_triple,
    steps,
)
from yuqiao.graph.diagnostics.findings import FailingSubquery, Hint, listed, near_variable
from yuqiao.graph.errors import EndpointError, QueryError
from yuqiao.graph.sparql.ast import (
    Element,
    Exists,
    Filter,
    Graph,
    Group,
    Minus,
    Node,
    Query,
    Service,
    SubSelect,
    Triple,
    Union,
    Values,
    bound_variables,
    walk,
)
from yuqiao.graph.sparql.lexer import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.graph.diagnostics.probes import Prober

Inside = Callable[[str], str]
"""Wraps a pattern in the GRAPH clauses around it."""

MOST_FINDINGS = 5
"""Most findings of one group; more would only list everything."""


def anywhere(body: str) -> str:
    """Return a pattern outside all GRAPH clauses."""
    return body


def only_counts(query: Query) -> bool:
    """Return whether a query aggregates its pattern into one row, which is always returned."""
    computed = [column.expression for column in query.columns if column.expression]
    return not query.group_by and any(
        token.is_word(*AGGREGATES) for expression in computed for token in expression.tokens
    )


class FailureSearch:
    """Search for the parts without a match in a query that returns nothing.

    :param query: the whole query, for its text
    """

    def __init__(self, prober: Prober, query: Query) -> None:
        self._prober = prober
        self._query = query
        self.found: list[FailingSubquery] = []

    # The query around the pattern

    def of_query(self, query: Query, inside: Inside = anywhere) -> None:
        """Search a query or a subquery."""
        if query.limit is not None and query.limit.value == 0:
            self._add(FailingSubquery((query.limit,), "LIMIT 0 returns no rows"))
            return
        assert query.where is not None, "a query without a pattern has none to take apart"
        pattern = query.cut(query.where)
        if not self._has(pattern, inside):
            self._of_empty_pattern(query, inside)
        elif query.values and not self._has(f"{pattern} {query.cut(query.values)}", inside):
            why = "no row of these VALUES joins with the pattern"
            hints = self._hints(hints_on_values, query.values, inside(pattern))
            self._add(FailingSubquery((query.values,), why, hints))
        elif query.having and self._has(self._selected(query), inside):
            hints = self._hints(hints_on_having, query, inside(pattern))
            self._add(FailingSubquery(query.having, "no group satisfies the HAVING", hints))
        elif query.offset is not None:
            self._of_offset(query, inside)
        else:
            self._of_template(query)

    def _of_empty_pattern(self, query: Query, inside: Inside) -> None:
        assert query.where is not None
        if query.dataset and self._prober.has(inside(query.cut(query.where)), everywhere=True):
            names = listed([f"FROM {query.cut(source.name)}" for source in query.dataset])
            why = f"{names} excludes every match; without it there are matches"
            self._add(
                FailingSubquery(query.dataset, why, self._hints(hints_on_graph, query.dataset[0]))
            )
            return
        self.of_group(query.where, inside)

    def _of_template(self, query: Query) -> None:
        assert query.where is not None
        known = bound_variables(query.where).possible
        for triple in query.template:
            leaves = (leaf for node in triple.nodes for leaf in node.leaves)
            nodes = [node for node in leaves if node.variable]
            unknown = [node for node in nodes if node.text[1:] not in known]
            if unknown:
                names = listed(dict.fromkeys(node.text for node in unknown))
                why = f"{names} is not bound in the pattern, so this triple is never constructed"
                hints = tuple(hint for node in unknown for hint in near_variable(node, known))
                self._add(FailingSubquery((triple,), why, hints))
        if not self.found:
            why = "the pattern has matches, but no triple can be constructed from them"
            self._add(FailingSubquery((query,), why))

    def _of_offset(self, query: Query, inside: Inside) -> None:
        assert query.offset is not None
        variable = self._prober.fresh("n")
        body = inside(f"{{ SELECT (COUNT(*) AS {variable}) {{ {self._selected(query, True)} }} }}")
        (count,) = self._prober.values(variable, body, 1)
        rows = "the only row" if count.value == "1" else f"all {count.value} rows"
        why = f"OFFSET {query.offset.value} skips {rows}"
        self._add(FailingSubquery((query.offset,), why))

    def _selected(self, query: Query, having: bool = False) -> str:
        """Write a SELECT as a group, without ORDER, LIMIT and OFFSET."""
        assert query.where is not None
        columns = "*" if query.star else " ".join(map(query.cut, query.columns))
        keys = f"GROUP BY {' '.join(map(query.cut, query.group_by))}" if query.group_by else ""
        kept = f"HAVING {' '.join(map(query.cut, query.having))}" if having and query.having else ""
        values = query.cut(query.values) if query.values else ""
        form = "SELECT DISTINCT" if query.distinct else "SELECT"
        return f"{{ {form} {columns} {query.cut(query.where)} {keys} {kept} {values} }}"

    # Groups

    def of_group(self, group: Group, inside: Inside) -> None:
        """Search a group without a match."""
        elements = [element for element in group.elements if not isinstance(element, Filter)]
        pieces = [self._piece(element) for element in elements]
        filters = [element for element in group.elements if isinstance(element, Filter)]
        before = len(self.found)
        if pieces and self._fails(pieces, inside):
            self._of_pieces(pieces, inside)
        else:
            self._of_filters(group, pieces, filters, inside)
        if len(self.found) == before:
            self._add(FailingSubquery((group,), "this has no match"))

    def _of_pieces(self, pieces: list[Piece], inside: Inside) -> None:
        alone = [one for one in pieces if _can_fail(one.element) and self._fails([one], inside)]
        for one in alone[:MOST_FINDINGS]:
            self._of_element(one.element, inside)
        if not alone:
            chosen = smallest(pieces, lambda some: self._fails(some, inside))
            self._add(self._together(chosen, inside))

    def _of_element(self, element: Element, inside: Inside) -> None:
        match element:
            case Triple():
                self._of_triple(element, inside)
            case Union():
                for branch in element.branches:
                    self.of_group(branch, inside)
            case Group():
                self.of_group(element, inside)
            case Graph():
                self._of_graph(element, inside)
            case SubSelect():
                self.of_query(element.query, inside)
            case Values():
                self._add(FailingSubquery((element,), "these VALUES have no rows"))
            case _:
                self._add(FailingSubquery((element,), "this part has no match"))

    def _of_graph(self, element: Graph, inside: Inside) -> None:
        name = self._query.cut(element.name)
        subject, path, thing = (self._prober.fresh(letter) for letter in "spo")
        if not self._has(f"GRAPH {name} {{ {subject} {path} {thing} }}", inside):
            known = self._prober.term(element.name) is not None
            why = f"there is no graph {name}" if known else "there are no named graphs"
            hints = self._hints(hints_on_graph, element)
            if inside is anywhere and self._has(self._query.cut(element.group), inside):
                hints = (*hints, Hint("outside GRAPH, the same pattern has matches"))
            self._add(FailingSubquery((element,), why, hints))
            return
        self.of_group(element.group, lambda body: inside(f"GRAPH {name} {{ {body} }}"))

    # Triples

    def _of_triple(self, triple: Triple, inside: Inside) -> None:
        hints = self._hints(hints_on_triple, triple, inside)
        chain = [self._piece(step) for step in steps(self._prober, triple)]
        if len(chain) < 2 or any(self._fails([step], inside) for step in chain):
            self._add(FailingSubquery((triple,), "this has no match", hints))
            return
        chosen = smallest(chain, lambda some: self._fails(some, inside))
        if len(chosen) == len(chain) and hints:
            self._add(FailingSubquery((triple,), "this has no match", hints))
            return
        self._add(self._together(chosen, inside))

    def _together(self, chosen: list[Piece], inside: Inside) -> FailingSubquery:
        """Report pieces that have matches, but none together."""
        where = places(chosen)
        if len(chosen) == 1:
            return FailingSubquery(where, "this has no match")
        removing = [one for one in chosen if isinstance(one.element, Minus)]
        if removing:
            others = tuple(one.element for one in chosen if one not in removing)
            why = "MINUS removes every match of the other part"
            return FailingSubquery((*others, *places(removing)), why)
        hints = self._hints(hints_on_triples, chosen, inside)
        why = f"each of these {len(chosen)} has matches, but together they have none"
        return FailingSubquery(where, why, hints)

    # Filters

    def _of_filters(
        self, group: Group, pieces: list[Piece], filters: list[Filter], inside: Inside
    ) -> None:
        alone = [one for one in filters if self._fails([*pieces, self._piece(one)], inside, True)]
        for one in alone[:MOST_FINDINGS]:
            self._of_filter(group, pieces, one, inside)
        if alone or not filters:
            return
        all_of_them = [self._piece(one) for one in filters]
        chosen = smallest(all_of_them, lambda some: self._fails(some, inside, True), pieces)
        why = f"each of these {len(chosen)} leaves some matches of the rest, but together none"
        self._add(FailingSubquery(places(chosen), why))

    def _of_filter(
        self, group: Group, pieces: list[Piece], condition: Filter, inside: Inside
    ) -> None:
        exists = condition.expression.exists
        if len(exists) == 1 and not condition.expression.tokens:
            self._of_exists(condition, exists[0], pieces, inside)
            return
        known = bound_variables(group).possible
        unknown = [
            node
            for node in condition.expression.variables
            if node.text[1:] not in known and not self._prober.is_bound(node)
        ]
        if unknown:
            names = listed(dict.fromkeys(node.text for node in unknown))
            why = f"{names} is not bound in this group, so the condition cannot hold"
            hints = tuple(hint for node in unknown for hint in near_variable(node, known))
            self._add(FailingSubquery((condition,), why, hints))
            return
        hints = self._unknown_properties(condition, pieces, inside)
        if not hints:
            pattern = inside(self._text(pieces))
            hints = self._hints(hints_on_filter, self._query, condition.expression, pattern)
        self._add(
            FailingSubquery((condition,), "the rest has matches, but none that passes this", hints)
        )

    def _unknown_properties(
        self, condition: Filter, pieces: list[Piece], inside: Inside
    ) -> tuple[Hint, ...]:
        """Return hints on unknown properties in the paths that bind the variables of a filter."""
        names = {node.text[1:] for node in condition.expression.variables}
        paths = [
            one.element
            for one in pieces
            if isinstance(one.element, Triple)
            and one.element.path.kind == "path"
            and one.variables & names
        ]
        return tuple(
            hint for path in paths for hint in self._hints(hints_on_properties, path, inside)
        )

    def _of_exists(
        self, condition: Filter, exists: Exists, pieces: list[Piece], inside: Inside
    ) -> None:
        if exists.negated:
            why = "every match of the rest has what must not exist"
            self._add(FailingSubquery((condition,), why))
            return
        if not self._has(self._query.cut(exists.group), inside):
            self.of_group(exists.group, inside)
            return
        inner = [e for e in exists.group.elements if not isinstance(e, Filter)]
        asked = [self._piece(element) for element in inner]
        if not self._fails([*pieces, *asked], inside):
            self._add(FailingSubquery((condition,), "no match of the rest has what must exist"))
            return
        chosen = smallest(asked, lambda some: self._fails(some, inside), pieces)
        why = "this has matches, but none that joins with the rest"
        self._add(FailingSubquery(places(chosen), why))

    # Probes

    def _hints(self, find: Callable[..., tuple[Hint, ...]], *about: object) -> tuple[Hint, ...]:
        """Return hints, or none when a server cannot evaluate such a probe."""
        try:
            return find(self._prober, *about)
        except (EndpointError, QueryError):
            return ()

    def _piece(self, element: Element) -> Piece:
        return piece(element, self._query.alone(element), self._prober.bound_names)

    def _text(self, pieces: Sequence[Piece]) -> str:
        return " ".join(one.text for one in pieces)

    def _has(self, body: str, inside: Inside) -> bool:
        return self._prober.has(inside(body))

    def _fails(self, pieces: Sequence[Piece], inside: Inside, whole: bool = False) -> bool:
        """Return whether pieces have no match together.

        :param whole: whether they are probed in one query, as filters need
        """
        if whole:
            return not self._has(self._text(pieces), inside)
        return any(
            not self._has(self._text(part), inside)
            for part in components(pieces)
            if any(_can_fail(one.element) for one in part)
        )

    def _add(self, finding: FailingSubquery) -> None:
        """Add a finding, with the parameters that its parts use."""
        nodes = [node for part in finding.parts for node in walk(part) if isinstance(node, Node)]
        given = {
            node.text: self._prober.term(node) for node in nodes if self._prober.is_bound(node)
        }
        said = [f"{name} is {self._prober.text(term)}" for name, term in given.items() if term]
        hints = (Hint(f"as given, {listed(said)}"),) if said else ()
        self.found.append(replace(finding, hints=(*hints, *finding.hints)))


def _can_fail(element: Element) -> bool:
    kinds = (Triple, Group, Union, Graph, Service, SubSelect, Values)
    return isinstance(element, kinds)
