"""Foreign keys: every entity that a cell refers to must be described in a table or a scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yuqiao.graph.messages import counted
from yuqiao.graph.tables.mapping import Statement


def unknown_ids(
    statements: list[Statement], described: Iterable[str], namespaces: tuple[str, ...]
) -> Iterator[str]:
    """Yield an error for each undescribed entity that cells refer to, with the nearest known id.

    It stands at the first such cell, and counts the others: one wrong id is one mistake.

    :param statements: the statements of all tables
    :param described: the IRIs that have a description
    :param namespaces: the namespaces in which every IRI must be described: our own base, and those
        of the countries and fields we keep labels for
    """
    known = set(described)
    cells: dict[str, list[Statement]] = {}
    for statement, iri in unknown_links(statements, known, namespaces):
        cells.setdefault(iri, []).append(statement)
    for iri, (first, *others) in cells.items():
        also = f"; the same in {counted(len(others), 'more cell')}" if others else ""
        yield f"{first.cell}: {first.written!r} is unknown; {_advice(iri, known)}{also}"


def unknown_claims(reviews: Iterable[Statement], described: Iterable[str]) -> Iterator[str]:
    """Yield an error for each row that decides on a claim that is not made.

    :param reviews: the statements of the table of reviews
    :param described: the IRIs that have a description
    """
    known = set(described)
    rows: dict[int, Statement] = {}
    for statement in reviews:
        rows.setdefault(statement.cell.row, statement)
    for first in rows.values():
        if first.subject.value not in known:
            file, row = first.cell.file, first.cell.row
            yield (
                f"{file}:{row}:claim: no such claim is made; expected the address of one, such as"
                " id/claim/ucol-candidate"
            )


def unknown_links(
    statements: Iterable[Statement], known: set[str], namespaces: tuple[str, ...]
) -> Iterator[tuple[Statement, str]]:
    """Yield the statements that refer to an undescribed entity, as :func:`unknown_ids` has it.

    A column that is about something else than its row refers to that, too.
    """
    for statement in statements:
        is_link = statement.column.value_url is not None or statement.column.datatype == "QName"
        value, about = statement.object.value, statement.subject.value
        if statement.column.about_url and about.startswith(namespaces) and about not in known:
            yield statement, about
        elif is_link and value.startswith(namespaces) and value not in known:
            yield statement, value


def is_of_its_row(statement: Statement) -> bool:
    """Return whether a statement describes the entity that its row is about."""
    return statement.column.about_url is None


def _advice(iri: str, known: set[str]) -> str:
    from yuqiao.graph.spelling import nearest

    parent, missing = _split(iri)
    siblings = sorted(_split(other)[1] for other in known if _split(other)[0] == parent)
    if not siblings:
        return f"nothing is described under {parent}"
    if len(siblings) <= 12:
        return f"expected one of {', '.join(siblings)}"
    near = nearest(missing, siblings)
    where = f"one of the {len(siblings)} ids of {parent}"
    return f"did you mean {near[0]!r}? Expected {where}" if near else f"expected {where}"


def _split(iri: str) -> tuple[str, str]:
    """Return the namespace of an IRI, and the rest."""
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:end], iri[end:]
