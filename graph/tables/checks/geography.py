"""Geography: places within each other, on the map where they are, in the country that is said."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from yuqiao.graph.tables.checks.faults import FactIndex, Fault, name_of

_WITHIN = "schema:containedInPlace"
_FAR = 5  # degrees between a place and the place it is within


def circular_containment(facts: FactIndex) -> Iterator[Fault]:
    """Find places that lie within themselves, directly or through others."""
    above = {
        s.subject.value: s
        for s in facts.of(_WITHIN)
        if _is_country(facts, s.object) == _is_country(facts, s.subject)
    }
    done: set[str] = set()
    for start, statement in above.items():
        path = [start]
        while (found := above.get(path[-1])) and found.object.value not in path:
            path.append(found.object.value)
        if found and found.object.value == start and not done.intersection(path):
            done.update(path)
            through = " and ".join(name_of(NamedNode(place)) for place in path[1:])
            yield Fault(
                (statement,),
                f"{statement.written!r}: the place would lie within itself"
                + (f", through {through}" if through else ""),
            )


def misplaced_organisations(facts: FactIndex) -> Iterator[Fault]:
    """Find organisations in a country in which their place is not."""
    for statement in facts.of("yq:country"):
        for place in facts.values(statement.subject, "schema:location"):
            above = facts.values(place.object, _WITHIN)
            stated = [country for country in above if _is_country(facts, country.object)]
            if stated and all(country.object != statement.object for country in stated):
                yield Fault(
                    (statement,),
                    f"{statement.written!r}: {place.written} is in {stated[0].written}, says"
                    f" {stated[0].cell}",
                    (place,),
                )
                break


def misplaced_places(facts: FactIndex) -> Iterator[Fault]:
    """Find places within a place of another country."""
    for statement in facts.of(_WITHIN):
        if not _is_country(facts, statement.object):
            continue
        for country in facts.values(statement.subject, _WITHIN, _WITHIN):
            is_place = not _is_country(facts, country.subject)
            if is_place and country.object != statement.object:
                yield Fault(
                    (statement,),
                    f"{statement.written!r}: {name_of(country.subject)} is in {country.written},"
                    f" says {country.cell}",
                )


def incomplete_coordinates(facts: FactIndex) -> Iterator[Fault]:
    """Find a latitude without a longitude, and the other way round."""
    for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
        for given in facts.of(f"schema:{name}"):
            alone = not facts.values(given.subject, f"schema:{other}")
            if alone and not facts.has_flaws(given.subject):
                yield Fault((given,), f"{given.written!r}: expected a {other} with it")


def coordinates_elsewhere(facts: FactIndex) -> Iterator[Fault]:
    """Find coordinates outside the country of a place, or far from the place it is within."""
    for latitude in facts.of("schema:latitude"):
        for longitude in facts.values(latitude.subject, "schema:longitude"):
            point = _numbers(f"{latitude.written} {longitude.written}", 2)
            if point is None:
                continue
            wrong = _wrong_position(facts, latitude.subject, point)
            if wrong:
                shown = f"{latitude.written!r} and {longitude.written!r}"
                yield Fault(
                    (latitude, longitude),
                    f"{shown}: {wrong}",
                    tuple(facts.values(latitude.subject, _WITHIN)),
                )


def _wrong_position(facts: FactIndex, place: NamedNode, point: tuple[float, ...]) -> str | None:
    for outer in facts.values(place, _WITHIN):
        box = _numbers(facts.boxes.get(outer.object.value, ""), 4)
        if box and not _is_inside(point, box):
            advice = "; exchange the two" if _is_inside(point[::-1], box) else ""
            return f"the point is not in {outer.written}{advice}"
        for latitude in facts.values(outer.object, "schema:latitude"):
            for longitude in facts.values(outer.object, "schema:longitude"):
                centre = _numbers(f"{latitude.written} {longitude.written}", 2)
                if centre and max(abs(a - b) for a, b in zip(point, centre, strict=True)) > _FAR:
                    return f"the point is far from {outer.written}"
    return None


def _numbers(text: str, count: int) -> tuple[float, ...] | None:
    """Return the numbers in a text; None when there are more, fewer, or something else."""
    try:
        numbers = tuple(map(float, text.split()))
    except ValueError:
        return None
    return numbers if len(numbers) == count else None


def _is_inside(point: tuple[float, ...], box: tuple[float, ...]) -> bool:
    latitude, longitude = point
    south, west, north, east = box
    in_width = west <= longitude <= east if west <= east else not east < longitude < west
    return south <= latitude <= north and in_width


def _is_country(facts: FactIndex, term: object) -> bool:
    return bool(facts.values(term, "dcterms:identifier"))
