"""A register of 31 provinces: a graph for each, which are one, and are compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import yuqiao
from command_line import run_command
from server_comparison import given
from sparql_servers import oxigraph
from support.synthetic import graph as synthetic
from support.synthetic.names import REGIONS
from yuqiao import KnowledgeGraph
from yuqiao.graph.stores.results import Solutions

pytestmark = [pytest.mark.servers, pytest.mark.scale, pytest.mark.slow]

PARTNERSHIPS = 93  # three for each province


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write a file for each province, and one for what they have in common."""
    folder = tmp_path_factory.mktemp("provinces")
    return synthetic.write_by_region(PARTNERSHIPS, 1, folder, len(REGIONS))


@pytest.fixture(scope="module")
def whole(provinces: list[Path]) -> KnowledgeGraph:
    """Read the folder."""
    return yuqiao.open(str(provinces[0].parent))


@pytest.fixture(scope="module")
def members(
    provinces: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """Open one province on a server, one in a directory, and the others as files."""
    directory = tmp_path_factory.mktemp("loaded") / "graph"
    run_command("load", str(provinces[1]), "--into", str(directory), "--quiet")
    with oxigraph(provinces[0], tmp_path_factory.mktemp("served")) as served:
        yield yuqiao.open([served.url, str(directory), *map(str, provinces[2:])])


def test_each_province_has_a_graph_of_its_own(provinces: list[Path]) -> None:
    assert [path.stem for path in provinces] == sorted(
        [*(slug for slug, _, _ in REGIONS), "shared"]
    )
    one = yuqiao.open(str(next(path for path in provinces if path.stem == "gansu")))
    places = one.select("SELECT DISTINCT ?place { ?p yq:hostRegion ?place }")
    assert [place.value for (place,) in places] == [one.prefixes["pl"] + "gansu"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "question", ["partnerships-by-region", "partnerships-by-country", "partnerships-by-school"]
)
def test_questions_are_answered_over_all_provinces(
    members: KnowledgeGraph, whole: KnowledgeGraph, question: str
) -> None:
    found = members.question(question)

    assert given(found) == given(whole.question(question))


def test_provinces_are_compared_in_a_question(whole: KnowledgeGraph) -> None:
    compared = whole.question("partnerships-by-region")

    assert isinstance(compared, Solutions)
    rows = list(compared.values())
    assert {row[0] for row in rows} == {name for _, name, _ in REGIONS}
    assert sum(int(str(row[2])) for row in rows) == PARTNERSHIPS


def test_provinces_are_compared_on_a_page_and_in_the_site(
    provinces: list[Path], tmp_path: Path
) -> None:
    links = """SELECT ?source ?target (COUNT(DISTINCT ?p) AS ?weight) {
      ?p yq:hostRegion ?source ; yq:foreignPartner/yq:country ?target } GROUP BY ?source ?target"""
    folder = str(provinces[0].parent)
    page = run_command("view", "--graph", folder, "--query", links, "-o", "page.html", cwd=tmp_path)
    slug, place, _ = REGIONS[1]
    few = [path for path in provinces if path.stem in {slug, REGIONS[2][0], "shared"}]
    graphs = [word for path in few for word in ("--graph", str(path))]
    site = run_command("publish", "site", *graphs, "--lang", "en", "--no-pylode", cwd=tmp_path)

    assert (page.returncode, site.returncode) == (0, 0), page.stderr + site.stderr
    drawn = (tmp_path / "page.html").read_text("utf-8")
    answer = (tmp_path / "site" / "questions" / "partnerships-by-region.html").read_text("utf-8")
    assert [name for _, name, _ in REGIONS if name not in drawn] == []
    assert [name for _, name, _ in REGIONS[1:3] if name not in answer] == []
    about = (tmp_path / "site" / "id" / "place" / f"{slug}.html").read_text("utf-8")
    assert place in about
    title = (tmp_path / "site" / "index.html").read_text("utf-8").partition("</title>")[0]
    assert "Chongqing" not in title
    assert "渝" not in title
