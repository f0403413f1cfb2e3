"""The claims behind each fact of partnerships and partners."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from networks import network_of
from yuqiao.graph.labels import Label
from yuqiao.graph.network.evidence import evidence_of
from yuqiao.graph.network.model import Evidence
from yuqiao.graph.stores.open_store import open_store

P = "https://w3id.org/yuqiao/id/partnership/"


@pytest.fixture(scope="module")
def known() -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    return evidence_of(open_store())


def said(known: tuple[Evidence, ...]) -> list[tuple[str, ...]]:
    """Return claims with slugs for IRIs."""
    values = [(*claim.sources, claim.date, claim.basis, claim.review) for claim in known]
    return [tuple(value.rpartition("/")[2] for value in claim) for claim in values]


@pytest.mark.parametrize(
    ("thing", "fact", "expected"),
    [
        (
            "cqu-novosibirsk-physics",
            "tuition",
            [("s-cqdrc-20250827", "2025-08-27", "reported", "accepted")],
        ),
        (
            "cqu-novosibirsk-physics",
            "status",
            [("s-crs-moe-list", "s-ichongqing-20250601", "2026-05-25", "register", "accepted")],
        ),
    ],
)
def test_a_fact_has_claims_with_all_their_sources_date_basis_and_review(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
    thing: str,
    fact: str,
    expected: list[tuple[str, ...]],
) -> None:
    assert said(known[P + thing, fact]) == expected


def test_claims_about_an_approval_count_as_those_of_its_partnership(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
) -> None:
    assert said(known[f"{P}cqu-novosibirsk-physics", "route"])[0][-1] == "accepted"


def test_what_was_rejected_says_what_it_said_and_why(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
) -> None:
    *_, rejected = known[f"{P}cqu-novosibirsk-physics", "form"]
    assert (rejected.says, rejected.note) == (
        Label("Joint institution", "合作办学机构"),
        Label("The register lists it as a bachelor programme.", "名单列为本科项目。"),
    )
    assert rejected.review.endswith("/rejected")
    (accepted,) = known[f"{P}cqu-novosibirsk-physics", "tuition"]
    assert (accepted.says, accepted.note) == (Label("", ""), Label("", ""))  # the fact itself


def test_the_newest_claim_comes_first(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
) -> None:
    for behind in known.values():
        dates = [claim.date for claim in behind]
        assert dates == sorted(dates, reverse=True)


def test_every_fact_of_every_bundled_partnership_has_a_claim_or_follows_from_others(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
) -> None:
    network = network_of()
    without = {
        fact
        for iri, each in network.partnerships.items()
        for fact in each.facts
        if (iri, fact) not in known
    }

    assert without == {"stem"}  # a rule derives it from the disciplines


def test_a_graph_without_claims_has_none() -> None:
    example = Path(__file__).parents[2] / "support" / "two-partnerships.ttl"

    assert evidence_of(open_store(example)) == {}


def test_the_claims_of_a_part_are_those_of_the_whole(
    known: Mapping[tuple[str, str], tuple[Evidence, ...]],
) -> None:
    part = {f"{P}cqu-novosibirsk-physics", f"{P}cuas-uncw-mathematics", "https://example.org/none"}
    expected = {key: behind for key, behind in known.items() if key[0] in part}

    assert evidence_of(open_store(), part) == expected
    assert (f"{P}cuas-uncw-mathematics", "approved") in expected  # which is of its approval
