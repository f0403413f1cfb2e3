"""A synthetic graph of partnerships, of any size: nothing in it is true.

It is made like the bundled graph and nearly in its proportions (some 320 triples for each
partnership, most of them the claims behind each statement): the vocabulary itself, schools and
universities, disciplines, offerings, approvals in batches, status records, assessments, sources,
reported and computed figures, contradictions, gaps, names in two languages, and all that the rules
of the vocabulary derive. How often a school, a university, a country or a discipline occurs
follows Zipf's law. Schools, universities and disciplines grow more slowly than partnerships, up to
about as many as there are; so the memory needed does not grow with the graph. The same number and
seed always give the same bytes.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from support.synthetic import register as world
from support.synthetic.names import COUNTRIES, REGIONS
from support.synthetic.partnerships import (
    add_assessments,
    add_statuses,
    approval,
    offerings,
    partnership,
    partnership_source,
)
from support.synthetic.sampling import Draws, Partnership
from support.synthetic.tallies import Tally
from support.synthetic.terms import TERMS, Thing, iri


def lines(partnerships: int, seed: int = 1) -> Iterator[str]:
    """Yield the graph as N-Triples, a few dozen lines at a time; no triple comes twice.

    :param partnerships: how many; 75 at least, for fewer hold no example of everything
    :param seed: another number, another graph
    """
    return (chunk for _, chunk in lines_by_region(partnerships, seed))


def lines_by_region(
    partnerships: int, seed: int = 1, regions: int | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the same with the slug of the region it is of; nothing for what all have in common.

    Of a region are its schools and their partnerships with their parts, claims and pages.

    :param regions: how many, 31 at most; as many as there are partnerships for, by default
    """
    if partnerships < 75:
        raise ValueError("a synthetic graph has at least 75 partnerships")
    draws = Draws(partnerships, seed, regions)
    tally = Tally(draws.countries)
    yield "", world.vocabulary()
    yield "", world.dataset().written()
    for shared in world.sources(draws.sizes.regions, draws.sizes.batches):
        yield "", shared.written()
    number = 0
    for school, count in draws.schools():
        partners: dict[str, None] = {}
        place = REGIONS[draws.regions[school]][0]
        for of_school in range(count):
            drawn = draws.partnership(number, school, of_school)
            tally.count(drawn)
            partners.update((iri("o", f"u{which}"), None) for which in drawn.universities)
            for part in _with_parts(drawn, draws.countries):
                yield place, part
            number += 1
        own = _counted(world.school(school, draws.regions[school]), tally)
        yield place, _linked(own, partners)
    for chunk in _rest(draws, tally):
        yield "", chunk


def _with_parts(drawn: Partnership, countries: list[int]) -> Iterator[str]:
    """Write a partnership with its approval, offerings, source and what is said of it."""
    thing = partnership(drawn, countries)
    add_statuses(thing, drawn)
    add_assessments(thing, drawn)
    for part in (thing, approval(drawn), *offerings(drawn), partnership_source(drawn)):
        yield part.written()


def _linked(school: Thing, partners: dict[str, None]) -> str:
    """Write a school with the shortcuts to its partners and back."""
    back = "".join(f"{partner} {TERMS['yq:partnersWith']} {school.iri} .\n" for partner in partners)
    for partner in partners:
        school.say("yq:partnersWith", partner)
    return school.written() + back


def _counted(thing: Thing, tally: Tally) -> Thing:
    tally.add_counts(thing)
    return thing


def _rest(draws: Draws, tally: Tally) -> Iterator[str]:
    """Write what partnerships refer to, now that it is known how often."""
    cities: dict[str, None] = {}
    for number, country in enumerate(draws.countries):
        if iri("o", f"u{number}") in tally.all:
            cities[world.city_slug(number, country)] = None
            yield _counted(world.university(number, country), tally).written()
    for slug in cities:
        yield world.city(slug).written()
    for country_names in (*COUNTRIES, ("CHN", "CN", "China", "中国")):
        yield _counted(world.country(*country_names), tally).written()
    for number in range(draws.sizes.disciplines):
        if iri("dis", world.discipline_slug(number)) in tally.all:
            discipline = _counted(world.discipline(number), tally)
            yield discipline.written()
            yield f"{TERMS['sch:discipline']} {TERMS['skos:hasTopConcept']} {discipline.iri} .\n"
    yield world.ministry().written()
    for number in range(draws.sizes.batches):
        yield world.batch(number).written()
    for region in range(draws.sizes.regions):
        for firm in world.firms(region):
            yield firm.written()
        place = world.region_place(region)
        tally.add_figures(place, region)
        yield place.written()


def triples_of(partnerships: int, seed: int = 1) -> int:
    """Count the triples of a graph, by making it."""
    return sum(chunk.count("\n") for chunk in lines(partnerships, seed))


def partnerships_for(triples: int, seed: int = 1) -> int:
    """Find how many partnerships give about so many triples, within a two-hundredth if any do."""
    tried = {75: triples_of(75, seed)}
    partnerships = 75
    while abs(tried[partnerships] - triples) > triples / 200:
        partnerships = max(75, round(partnerships * triples / tried[partnerships]))
        if partnerships in tried:  # else two numbers may lead to each other forever
            break
        tried[partnerships] = triples_of(partnerships, seed)
    return min(tried, key=lambda number: abs(tried[number] - triples))


def write(partnerships: int, seed: int, path: Path | None) -> None:
    """Write the graph to a file, compressed if its name ends in .gz, or to standard output."""
    put(lines(partnerships, seed), path)


def write_by_region(partnerships: int, seed: int, folder: Path, regions: int) -> list[Path]:
    """Write a graph as a file for each region and one, shared.nt, for what they have in common."""
    with ExitStack() as opened:
        files: dict[str, TextIO] = {}
        for slug, chunk in lines_by_region(partnerships, seed, regions):
            if slug not in files:
                path = folder / f"{slug or 'shared'}.nt"
                files[slug] = opened.enter_context(open(path, "w", encoding="utf-8"))
            files[slug].write(chunk)
    return sorted(folder / f"{slug or 'shared'}.nt" for slug in files)


def put(chunks: Iterator[str], path: Path | None) -> None:
    """Write lines to a file, compressed if its name ends in .gz, or to standard output."""
    if path is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode())
    elif path.suffix == ".gz":
        with open(path, "wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            for chunk in chunks:
                packed.write(chunk.encode())
    else:
        with open(path, "wb") as plain:
            for chunk in chunks:
                plain.write(chunk.encode())
