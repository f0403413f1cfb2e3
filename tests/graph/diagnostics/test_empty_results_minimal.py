"""The search for the smallest part that fails, on any pieces and any reason to fail."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuqiao.graph.diagnostics.empty_results.minimal import (
    Piece,
    components,
    first_failing,
    piece,
    smallest,
)
from yuqiao.graph.sparql.ast import Triple
from yuqiao.graph.sparql.parser import parse_query


def pieces(count: int) -> list[Piece]:
    query = parse_query(f"ASK {{ {' '.join(f'?s <t:p> {n} .' for n in range(count))} }}")
    assert query.where is not None
    elements = [element for element in query.where.elements if isinstance(element, Triple)]
    return [piece(element, str(number), ()) for number, element in enumerate(elements)]


def numbers(chosen: Sequence[Piece]) -> list[int]:
    return [int(one.text) for one in chosen]


@st.composite
def reasons(draw: st.DrawFn) -> tuple[int, list[set[int]]]:
    """Draw how many pieces there are, and which of them fail together."""
    count = draw(st.integers(1, 12))
    some = st.sets(st.integers(0, count - 1), min_size=1, max_size=4)
    return count, draw(st.lists(some, min_size=1, max_size=4))


@pytest.mark.slow
@given(drawn=reasons())
def test_what_is_chosen_fails_and_nothing_of_it_can_be_left_out(
    drawn: tuple[int, list[set[int]]],
) -> None:
    count, together = drawn

    def fails(chosen: Sequence[Piece]) -> bool:
        return any(reason <= set(numbers(chosen)) for reason in together)

    chosen = numbers(smallest(pieces(count), fails))

    assert chosen == sorted(chosen)
    assert set(chosen) in together
    assert not any(reason < set(chosen) for reason in together)


@pytest.mark.slow
@given(drawn=reasons())
def test_few_questions_are_needed_when_the_part_is_small(
    drawn: tuple[int, list[set[int]]],
) -> None:
    count, (reason, *_) = drawn
    asked = []

    def fails(chosen: Sequence[Piece]) -> bool:
        asked.append(chosen)
        return reason <= set(numbers(chosen))

    smallest(pieces(count), fails)

    halvings = count.bit_length()
    assert len(asked) <= halvings + 2 * len(reason) * (halvings + 1)


@given(count=st.integers(1, 40), last=st.integers(0, 39))
def test_the_first_pieces_that_fail_are_found_by_halving(count: int, last: int) -> None:
    last = last % count
    asked = []

    def fails(chosen: Sequence[Piece]) -> bool:
        asked.append(chosen)
        return last in numbers(chosen)

    assert first_failing(pieces(count), fails) == last + 1
    assert len(asked) <= count.bit_length()


def test_pieces_that_no_variable_joins_are_apart() -> None:
    text = (
        "ASK { ?a <t:p> ?b . ?c <t:p> ?k . ?b <t:p> [ <t:q> ?k ] . <t:s> <t:p> ?d . ?c <t:p> ?e }"
    )
    where = parse_query(text).where
    assert where is not None
    elements = [element for element in where.elements if isinstance(element, Triple)]
    found = components([piece(element, element.text, {"k"}) for element in elements])

    assert [[one.text for one in part] for part in found] == [
        ["?a <t:p> ?b", "?b <t:p> ?_1", "?_1 <t:q> ?k"],
        ["?c <t:p> ?k", "?c <t:p> ?e"],
        ["<t:s> <t:p> ?d"],
    ]
    for first, second in combinations(found, 2):
        assert not {name for one in first for name in one.variables} & {
            name for one in second for name in one.variables
        }
