"""A made-up network of any size: universities of some countries, linked most often within one.

It has what a view needs, and no more: names in two languages, countries, and partners.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from support.synthetic.names import COUNTRIES
from support.synthetic.sampling import Zipf
from support.synthetic.terms import TERMS, iri, text

QUERY = """CONSTRUCT { ?one ?by ?other }
WHERE { VALUES ?by { yq:partnersWith yq:country } ?one ?by ?other }"""
"""What makes the network of it."""

_WITHIN = 0.85  # of the links between universities: those within a country


def linked(nodes: int, edges: int, seed: int = 1) -> Iterator[str]:
    """Yield a network as N-Triples: as many nodes as asked for, and as many edges.

    :raises ValueError: when there are too few edges to link each university to its country

    >>> len(set(linked(100, 300))) - 100 - len(COUNTRIES)
    300
    """
    draw = Random(seed)
    universities = range(nodes - len(COUNTRIES))
    if edges < len(universities):
        raise ValueError(f"{nodes} nodes need at least {len(universities)} edges")
    zipf = Zipf(len(COUNTRIES), 0.6)
    more = len(universities) - len(COUNTRIES)
    home = [*range(len(COUNTRIES)), *draw.choices(range(len(COUNTRIES)), zipf.weights, k=more)]
    for number, (_, _, english, chinese) in enumerate(COUNTRIES):
        yield f"{_country(number)} {TERMS['rdf:type']} {TERMS['schema:Country']} .\n"
        yield _named(_country(number), english, chinese)
    for number in universities:
        english = f"University {number} of {COUNTRIES[home[number]][2]}"
        yield _named(_university(number), english, f"第{number}大学")
        yield _link(_university(number), "yq:country", _country(home[number]))
    for one, other in _pairs(draw, home, edges - len(universities)):
        yield _link(_university(one), "yq:partnersWith", _university(other))


def _pairs(draw: Random, home: list[int], wanted: int) -> list[tuple[int, int]]:
    """Draw pairs of universities; early ones are drawn more often, as hubs are."""
    members: dict[int, list[int]] = {}
    for number, country in enumerate(home):
        members.setdefault(country, []).append(number)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < wanted:
        one = draw.randrange(len(home))
        near = members[home[one]] if draw.random() < _WITHIN else range(len(home))
        other = near[int(len(near) * draw.random() ** 2)]
        if one != other:
            pairs[min(one, other), max(one, other)] = None
    return list(pairs)


def _university(number: int) -> str:
    return iri("o", f"u{number}")


def _country(number: int) -> str:
    return iri("country", COUNTRIES[number][0])


def _named(thing: str, english: str, chinese: str) -> str:
    return "".join(
        f"{thing} {TERMS['rdfs:label']} {text(name, language)} .\n"
        for name, language in ((english, "en"), (chinese, "zh-Hans"))
    )


def _link(one: str, by: str, other: str) -> str:
    return f"{one} {TERMS[by]} {other} .\n"
