"""Stars joined by several values at once: all triples of a subject that is found by its values.

Two claims about the same place, indicator and day are told from each other by three values. The
engine looks for the second by one of them, and tries all that share it: the square of their number.
Read by itself, the second star is joined by all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import Group, PatternError, Triple
from yuqiao.graph.sparql.parser import parse_query
from yuqiao.graph.validation.shacl.antijoin import plain_groups, variables_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def with_star_joins(query: str) -> str:
    """Return a query whose stars without ``?this`` are read by themselves where it helps.

    >>> with_star_joins("SELECT ?this { ?this <u:p> ?a ; <u:q> ?b . ?x <u:p> ?a ; <u:q> ?b . }")
    'SELECT ?this { ?this <u:p> ?a ; <u:q> ?b . { SELECT ?a ?b ?x { ?x <u:p> ?a ; <u:q> ?b } } . }'
    """
    try:
        tree = parse_query(query)
    except PatternError:
        return query
    stars = [star for group in plain_groups(tree) for star in _found_by_values(group)]
    for star in sorted(stars, key=lambda star: -star[0].start):
        start, end = star[0].start, star[-1].end
        text = query[start:end]
        alone = f"{{ SELECT {' '.join(sorted(variables_in(text)))} {{ {text} }} }}"
        query = query[:start] + alone + query[end:]
    return query


def _found_by_values(group: Group) -> Iterator[list[Triple]]:
    """Yield the triples of each subject that shares two values or more, and no more, with others.

    What ``?this`` is said to be is found from it.
    """
    triples = [each for each in group.elements if isinstance(each, Triple)]
    for subject in dict.fromkeys(each.subject.text for each in triples):
        star = [each for each in triples if each.subject.text == subject]
        rest = [each for each in triples if each.subject.text != subject]
        own = {name for each in star for name in variables_in(each.text)}
        others = {name for each in rest for name in variables_in(each.text)}
        if "?this" in own or not variables_in(subject) or variables_in(subject) & others:
            continue
        if len(own & others) > 1 and _is_whole(star, group):
            yield star


def _is_whole(star: list[Triple], group: Group) -> bool:
    """Return whether triples stand side by side, each with a property that is known."""
    first = group.elements.index(star[0])
    together = list(group.elements[first : first + len(star)]) == star
    nodes = [node for each in star for node in each.nodes]
    return (
        together
        and not any(each.path.variable for each in star)
        and not any(node.text.startswith(("_:", "[", "(")) for node in nodes)
    )
