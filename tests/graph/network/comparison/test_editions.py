"""Two editions of a graph: what is new, gone and changed, and `yuqiao view --compare`, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main
from yuqiao.graph.labels import Label
from yuqiao.graph.network.comparison.editions import both_editions
from yuqiao.graph.network.model import FactChange
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

REGISTER = Path(__file__).parents[3] / "support" / "two-partnerships.ttl"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Write a small register and a newer edition, in which a level has changed."""
    text = REGISTER.read_text("utf-8")
    old, new = tmp_path / "may.ttl", tmp_path / "june.ttl"
    old.write_text(text, "utf-8")
    new.write_text(text.replace("yq:level e:bachelor", "yq:level e:far"), "utf-8")
    return old, new


def test_a_changed_level_is_a_change(editions: tuple[Path, Path]) -> None:
    old, new = (NetworkSpec().drawing(open_store(path)) for path in editions)
    both = both_editions(old, new, (Label("May", "五月"), Label("June", "六月"))).editions

    assert both is not None
    assert both.old == both.new
    changes = {change for changes in both.changes.values() for change in changes}
    assert changes == {
        FactChange("level", (Label("Bachelor", "本科"),), (Label("Farland", "远国"),))
    }


def test_what_only_the_older_edition_has_is_kept() -> None:
    bundled = open_store(None)
    everything = NetworkSpec().drawing(bundled)
    spec = NetworkSpec.from_options({"country": "RU"})
    names = (Label("old", "旧"), Label("new", "新"))
    both = both_editions(everything, spec.drawing(bundled), names)

    assert (len(both), both.graph.number_of_edges()) == (134, 193)
    assert both.editions is not None
    assert (len(both.editions.old), len(both.editions.new)) == (85, 8)
    assert both.editions.changes == {}
    assert nx_attributes(both.graph) == nx_attributes(everything.graph)


def nx_attributes(graph: object) -> dict[str, int]:
    return {node: len(own["partnerships"]) for node, own in graph.nodes(data=True)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sides", "compare"),
    [
        (("Russia", "德国"), "countries:RUS,countries:DEU"),
        (("RU", "DE"), "countries:RUS,countries:DEU"),
        (("2015", "2025"), "until:2015,until:2025"),
        (("1990", "2030"), "until:1990,until:2026"),
        (("Southwest University", "Chongqing University"), "schools:swu,schools:cqu"),
    ],
)
def test_a_page_opens_with_two_sides(sides: tuple[str, str], compare: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("view", "--compare", *sides, "-o", str(page))

    assert result.exit_code == 0
    assert f'"state":{{"show":"compare","compare":"{compare}"}}' in page.read_text("utf-8")


def test_a_page_opens_with_two_graphs(editions: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("view", "--compare", *map(str, editions), "-o", str(page))

    assert result.exit_code == 0
    assert '"compare":"editions:old,editions:new"' in page.read_text("utf-8")
    assert '"editions":{"old":{"en":"may.ttl"' in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Atlantis", "DE"), '"Atlantis" is not a year, nor the name of anything that the partn'),
        (("2015", "DE"), '"2015" and "DE" are not of one kind: a year and a country'),
        (("Russia", "DE", "--as", "svg"), "--compare makes a page: it goes with neither --state n"),
        ((str(REGISTER), str(REGISTER), "--graph", "x"), "--compare with two graphs goes without "),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    result = run("view", "--compare", *arguments, "-o", str(tmp_path / "page.html"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"yuqiao: {message}")
    assert result.stderr.count("\n") == 1


def test_two_names_of_a_graph_without_partnerships_are_no_sides(tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text("<urn:a> <urn:knows> <urn:b> .", "utf-8")
    page = str(tmp_path / "page.html")
    result = run("view", "--graph", str(other), "--compare", "2000", "2005", "-o", page)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "yuqiao: the graph has no partnerships, of which the sides of a comparison are\n"
    )
