"""Which blank nodes Turtle nests where they occur, instead of giving them a label.

Those that occur as an object once and in no triple term, on no cycle, and not deep inside one
another: every so many levels one keeps a label and a block of its own, so that no chain of blank
nodes, however long, is nested all the way. The cells of a list are one level together.
"""

from __future__ import annotations

from collections.abc import Mapping

from yuqiao.graph.rdf.canonicalization import blank_nodes
from yuqiao.ontology.namespaces import RDF

Term = bytes
Facts = dict[bytes, list[Term]]
"""Objects by predicate; all terms as N-Triples writes them."""

TYPE, FIRST, REST, NIL = (f"<{RDF}{name}>".encode() for name in ("type", "first", "rest", "nil"))
_DEEPEST = 8


def nested_blank_nodes(subjects: Mapping[Term, Facts]) -> set[Term]:
    """Choose the blank nodes to be nested where they occur.

    :param subjects: the facts of each subject

    >>> a, b = b"<urn:a>", b"_:b"
    >>> nested_blank_nodes({a: {a: [b]}, b: {a: [a]}})
    {b'_:b'}
    >>> nested_blank_nodes({a: {a: [b]}, b: {a: [b]}})
    set()
    >>> nested_blank_nodes({a: {a: [b, b"<<( _:b <urn:p> <urn:o> )>>"]}, b: {a: [a]}})
    set()
    """
    above = _only_mentions(subjects)
    cells = _list_cells(subjects, above)
    depths: dict[Term, int] = {}
    nested: set[Term] = set()
    for start in above:
        way: dict[Term, None] = {}
        node: Term = start
        while node in above and node not in depths and node not in way:
            way[node] = None
            node = above[node][0]
        chain = list(way)
        if node in way:  # the way up came round: what is on the cycle keeps its names
            cut = chain.index(node)
            depths.update(dict.fromkeys(chain[cut:], 0))
            chain = chain[:cut]
        depth = depths.get(node, 0)
        for member in reversed(chain):
            holder, predicate = above[member]
            depth += not (predicate == REST and holder in cells)
            depths[member] = depth
            if depth % _DEEPEST:
                nested.add(member)
    return nested


def _only_mentions(subjects: Mapping[Term, Facts]) -> dict[Term, tuple[Term, bytes]]:
    """Return subject and predicate of the one triple that mentions a blank node in its object."""
    places: dict[Term, list[tuple[Term, bytes]]] = {}
    in_triple_terms: set[Term] = set()
    for subject, facts in subjects.items():
        for predicate, terms in facts.items():
            for term in terms:
                if is_blank(term):
                    places.setdefault(term, []).append((subject, predicate))
                elif is_triple_term(term):
                    in_triple_terms.update(blank_nodes(term))
    return {
        node: found[0]
        for node, found in places.items()
        if len(found) == 1 and node not in in_triple_terms
    }


def _list_cells(
    subjects: Mapping[Term, Facts], above: Mapping[Term, tuple[Term, bytes]]
) -> set[Term]:
    """Find the cells of well-formed lists, from their ends backwards."""
    cells: set[Term] = set()
    for end, facts in subjects.items():
        ends = is_blank(end) and facts.get(REST) == [NIL]
        cell: Term | None = end if ends else None
        while cell is not None and cell not in cells and is_list_cell(subjects.get(cell, {})):
            cells.add(cell)
            holder, predicate = above.get(cell, (None, REST))
            cell = holder if predicate == REST and holder is not None and is_blank(holder) else None
    return cells


def is_list_cell(facts: Facts) -> bool:
    """Return whether facts are those of a cell of a list: one item, one rest, and nothing else."""
    return set(facts) == {FIRST, REST} and len(facts[FIRST]) == len(facts[REST]) == 1


def is_blank(term: Term) -> bool:
    """Return whether a term is a blank node."""
    return term.startswith(b"_:")


def is_triple_term(term: Term) -> bool:
    """Return whether a term is a triple, as RDF 1.2 allows."""
    return term.startswith(b"<<(")


def list_items(start: Term, subjects: Mapping[Term, Facts], nested: set[Term]) -> list[Term] | None:
    """Return the items of a well-formed list whose cells occur nowhere else; else None."""
    items: list[Term] = []
    cell = start
    while cell != NIL:
        facts = subjects.get(cell, {})
        if cell not in nested or not is_list_cell(facts):
            return None
        items.append(facts[FIRST][0])
        cell = facts[REST][0]
    return items
