"""What would be fetched for a query, from what the members count; nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.stores.union.holdings import Fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.stores.union.holdings import Holdings
    from yuqiao.graph.stores.union.needs import GroupNeeds

_NONE: frozenset[str] = frozenset()


def forecast(
    holdings: Holdings, needs: GroupNeeds, around: frozenset[str] = _NONE
) -> Iterator[Fetch]:
    """Yield what would be fetched for a group, in order, each with the most that it can be.

    Values are known only once something is fetched: where there turn out to be none, the rest is
    not fetched, and where there are too many, all triples of a pattern are.

    :param holdings: whose members count
    :param around: variables whose values restrict the group
    """
    pending = list(needs.joined)
    known = around | {name for name, _ in needs.values}
    while pending:
        pattern = min(
            pending,
            key=lambda each: (not each.variables & known, sum(holdings.counts(each))),
        )
        pending.remove(pattern)
        restricting = min(pattern.variables & known, default=None)
        yield Fetch(pattern, restricting, 0, holdings.counts(pattern))
        known |= pattern.variables
    for pattern in needs.whole:
        yield Fetch(pattern, None, 0, holdings.counts(pattern))
    for part in needs.parts:
        yield from forecast(holdings, part.group, part.certain & known)
