"""Two sides that cannot be compared are told apart by one line."""

from __future__ import annotations

import re

import pytest

from networks import network_of
from yuqiao.exports.network.page.comparison import comparison_view
from yuqiao.graph.errors import QueryError


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Russia", "俄罗斯", '"Russia" and "俄罗斯" are the same side of a comparison'),
        ("Russia", "Atlantis", '"Atlantis" is not a year, nor the name of anything'),
        (
            "Russia",
            "2015",
            '"Russia" and "2015" are not of one kind: a country or region and a year',
        ),
    ],
)
def test_sides_that_cannot_be_compared_are_named(first: str, second: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        comparison_view(network_of(), first, second)
