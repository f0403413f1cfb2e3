"""A triple pattern as the members of a graph are asked for it.

What is asked may be wider than what a query says, never narrower: the query itself is answered
where all that was fetched is held.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY = "?p"
"""The predicate of a pattern that takes all of them, and is nothing that a query asks for."""


@dataclass(frozen=True)
class Pattern:
    """A triple pattern, of IRIs in angle brackets and variables with ``?``.

    :param subject: an IRI or a variable
    :param predicates: the IRIs it may have; none for any
    :param thing: the object: an IRI or a variable
    :param lexical: the text that its object must have, as a literal of SPARQL; None for any
    :param variable: that of the predicate; empty when a query has none there
    :param start: where it begins in the text of the query
    """

    subject: str
    predicates: tuple[str, ...]
    thing: str
    lexical: str | None = None
    variable: str = ""
    start: int = field(default=0, compare=False)

    @property
    def variables(self) -> frozenset[str]:
        """Its variables, with ``?``."""
        found = (self.subject, self.variable, self.thing)
        return frozenset(each for each in found if each.startswith("?"))

    @property
    def is_everything(self) -> bool:
        """Whether every triple matches it."""
        return self.widened == EVERYTHING

    @property
    def widened(self) -> Pattern:
        """The pattern with the names of its variables evened out: what is asked is the same."""
        subject, thing = self.widened_name(self.subject), self.widened_name(self.thing)
        variable = "" if self.predicates else ANY
        if self.variable:
            variable = self.widened_name(self.variable)
        return Pattern(subject, self.predicates, thing, self.lexical, variable)

    def widened_name(self, term: str) -> str:
        """Return what a variable is called in :attr:`widened`; of an IRI, the IRI itself.

        >>> Pattern("?x", (), "?x", variable="?y").widened_name("?x")
        '?s'
        """
        if not term.startswith("?"):
            return term
        names = {self.thing: "?o", self.variable: ANY, self.subject: "?s"}
        return names[term]

    @property
    def each(self) -> tuple[Pattern, ...]:
        """The patterns, of one predicate each, that it is made of.

        They are asked for one by one: Fuseki takes minutes for several in VALUES.
        """
        if len(self.predicates) < 2:
            return (self,)
        return tuple(replace(self, predicates=(one,)) for one in self.predicates)

    def body(self, number: int = 0) -> str:
        """Return it as the part of a group.

        :param number: tells apart the predicates of patterns in one group

        >>> Pattern("?x", ("<t:p>", "<t:q>"), "?y").body()
        'VALUES ?p0 { <t:p> <t:q> } ?x ?p0 ?y .'
        """
        predicate, before = self._predicate(f"?p{number}"), ""
        if len(self.predicates) > 1:
            before = f"VALUES {predicate} {{ {' '.join(self.predicates)} }} "
        after = "" if self.lexical is None else f" FILTER(STR({self.thing}) = {self.lexical})"
        return f"{before}{self.subject} {predicate} {self.thing} .{after}"

    def _predicate(self, name: str) -> str:
        return self.predicates[0] if len(self.predicates) == 1 else self.variable or name

    def construct(self, restriction: str = "", most: int | None = None) -> str:
        """Return the query for its triples.

        :param restriction: what else is required, as the beginning of a group
        :param most: the number of triples that are enough; all of them by default
        """
        template = f"{self.subject} {self._predicate('?p0')} {self.thing}"
        limit = "" if most is None else f" LIMIT {most}"
        return f"CONSTRUCT {{ {template} }} WHERE {{ {restriction}{self.body()} }}{limit}"

    def count(self, restriction: str = "", *, distinct: bool = False) -> str:
        """Return the query for the number of its triples.

        :param distinct: whether one that a server has in several graphs is counted once
        """
        if not distinct:
            return f"SELECT (COUNT(*) AS ?n) WHERE {{ {restriction}{self.body()} }}"
        inner = f"SELECT DISTINCT * WHERE {{ {restriction}{self.body()} }}"
        return f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {inner} }} }}"


EVERYTHING = Pattern("?s", (), "?o", variable=ANY)
"""Every triple."""


def restriction(variable: str, values: Iterable[str]) -> str:
    """Return the beginning of a group that gives a variable its values.

    >>> restriction("?x", ["<t:a>", "<t:b>"])
    'VALUES ?x { <t:a> <t:b> } '
    """
    return f"VALUES {variable} {{ {' '.join(values)} }} "
