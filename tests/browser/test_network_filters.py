"""Filters of the network page: what remains is said before and after each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from .conftest import Opener

ALL = "134 nodes, 193 edges, 85 partnerships"


def test_each_choice_says_how_many_remain_and_keeps_its_word(network: Opener) -> None:
    page = network("tool=filters").page
    country = page.get_by_role("group", name="Country")
    russia = country.get_by_role("checkbox", name="Russia 8")
    russia.focus()
    page.keyboard.press("Space")
    expect(page.locator("#remains")).to_contain_text("8 of 85 partnerships")
    expect(russia).to_be_focused()
    expect(russia).to_be_checked()
    expect(page.locator("#open-filters")).to_have_text("Filters1")

    bachelor = page.get_by_role("group", name="Level").get_by_role("checkbox", name="Bachelor 5")
    bachelor.click()
    expect(page.locator("#remains")).to_contain_text("5 of 85 partnerships")
    expect(country.get_by_role("checkbox", name="United States 9")).to_be_visible()
    country.get_by_role("checkbox", name="United States 9").click()
    expect(page.locator("#remains")).to_contain_text("14 of 85 partnerships")
    page.get_by_role("button", name="Reset filters").click()
    expect(page.locator("#remains")).to_have_text(ALL)


@pytest.mark.parametrize(
    ("group", "choice", "remaining"),
    [
        ("Country", "Australia", 15),
        ("Level", "Vocational diploma", 34),
        ("Form", "Joint institution", 13),
        ("Field of study", "Health", 7),
        ("STEM", "Not STEM", 30),
        ("Status", "Ended", 4),
    ],
)
def test_every_facet_filters(network: Opener, group: str, choice: str, remaining: int) -> None:
    page = network("tool=filters").page
    facet = page.get_by_role("group", name=group, exact=True)
    facet.get_by_role("checkbox", name=f"{choice} {remaining}", exact=True).click()
    expect(page.locator("#remains")).to_contain_text(f" {remaining} of 85 partnerships")


def test_a_long_facet_unfolds(network: Opener) -> None:
    page = network("tool=filters").page
    country = page.get_by_role("group", name="Country")
    expect(country.get_by_role("checkbox")).to_have_count(7)
    country.get_by_role("button", name="Show all 16").click()
    expect(country.get_by_role("checkbox")).to_have_count(16)
    expect(country.get_by_role("button", name="Show fewer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(country.get_by_role("checkbox")).to_have_count(7)


def test_years_of_approval_are_chosen_by_key_and_the_undated_are_counted(network: Opener) -> None:
    page = network("tool=filters").page
    years = page.get_by_role("group", name="Year of approval")
    first = years.get_by_role("slider", name="From year")
    last = years.get_by_role("slider", name="To year")
    expect(years).to_contain_text("2000–2025: 14 partnerships")
    first.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_value("2015")
    expect(first).to_have_attribute("aria-valuetext", "2015: 11 partnerships")
    expect(page.locator("#remains")).to_contain_text("82 of 85 partnerships")
    years.get_by_role("checkbox", name="Keep the 71 whose year is unknown").click()
    expect(page.locator("#remains")).to_contain_text("11 of 85 partnerships")
    last.focus()
    page.keyboard.press("Home")
    expect(last).to_have_value("2015")  # a handle does not pass the other
    expect(years).to_contain_text("2015–2015: 1 partnership")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.locator("#remains")).to_have_text(ALL)
    expect(last).to_have_value("2025")


def test_a_filter_that_leaves_nothing_says_so(network: Opener) -> None:
    page = network("country=HUN&status=ended&show=both&table=nodes").page
    expect(page.locator("#notice")).to_have_text("Nothing matches these filters.")
    expect(page.locator("#rows")).to_have_text("Nothing matches these filters.")
    expect(page.locator("#remains")).to_have_text(
        "0 of 134 nodes, 0 of 193 edges, 0 of 85 partnerships"
    )
