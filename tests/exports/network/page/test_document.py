"""``yuqiao view``: one file, the same bytes every time, whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from command_line import run_text
from networks import network_of
from page_tables import decode_tables
from site_pages import complaints
from yuqiao.exports.network.page.document import render_page, write_page
from yuqiao.graph.errors import OutputError, QueryError
from yuqiao.graph.network.aggregation import aggregate, exceeds_drawing_limits
from yuqiao.graph.network.model import Network

NO_MATCH = "No partnership matches all of: country RU (8), approved from 2026 (0)."
AGGREGATED = "a node stands for everything in it, a line for all links between two."
NO_COLUMNS = "a network needs the columns ?source and ?target, or triples; the query returns"
PARALLEL = """SELECT ?source ?target { VALUES (?source ?target) {
  (<urn:a:1> <urn:a:2>) (<urn:a:2> <urn:a:1>) (<urn:a:1> <urn:a:2>) } }"""


@pytest.fixture(scope="module")
def bundled() -> Network:
    return network_of()


def view(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own."""
    return run_text("view", *arguments, cwd=folder)


def source_of(text: str) -> str:
    """Return the source expression of a script or style that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def payload(page: str) -> dict[str, Any]:
    """Return the data of a page."""
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return decode_tables(json.loads(found[1]))


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, bundled: Network) -> None:
    pages = []
    for seed in ("0", "1"):
        folder = tmp_path / f"folder-{seed}"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "yuqiao", "view", "-o", "page.html"],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "0", "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, b"")
        assert [path.name for path in folder.iterdir()] == ["page.html"]
        pages.append((folder / "page.html").read_bytes())
    assert set(pages) == {render_page(bundled).encode()}


@pytest.mark.slow
def test_it_is_one_small_file_that_names_what_may_run(bundled: Network) -> None:
    page = render_page(bundled)
    assert len(page.encode()) < 2_200_000
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == page.count("\n<script>")
    assert policy[1] == (
        f"default-src 'none'; script-src {' '.join(map(source_of, scripts))}; "
        f"style-src {source_of(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.slow
def test_pyvis_and_the_layout_are_in_the_page(bundled: Network) -> None:
    data = payload(render_page(bundled, lang="zh"))
    assert (data["lang"], data["layout"]) == ("zh", "lens")
    assert len(data["nodes"]) == bundled.graph.number_of_nodes()
    assert len(data["edges"]) == bundled.graph.number_of_edges()
    assert data["region"] == {"en": "Chongqing", "zh": "重庆"}
    node = next(each for each in data["nodes"] if each["en"] == "Chongqing University")
    assert (node["zh"], node["kind"], node["aliases"]) == ("重庆大学", "school", ["CQU"])
    assert {data["partnerships"][number]["zh"] for number in node["partnerships"]} >= {
        "重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目"
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--country", "RU", "--since", "2026"],
            f"x.html: {NO_MATCH}\nx.html: 0 nodes, 0 edges\n",
        ),
        (
            ["--query", "SELECT (o:swu AS ?source) (o:swu AS ?target) {}"],
            "x.html: 1 node, 1 edge\n",
        ),
        (
            ["--query", "CONSTRUCT WHERE { o:swu skos:prefLabel ?name }"],
            "x.html: The query returns no link between two IRIs.\nx.html: 0 nodes, 0 edges\n",
        ),
        (
            ["--query", PARALLEL],
            "x.html: 2 nodes, 2 edges\n",
        ),
        (
            ["--aggregate", "country", "--projection", "school-country"],
            f"x.html: 49 nodes and 55 edges are aggregated by country: {AGGREGATED}\n"
            + "x.html: 17 nodes, 16 edges\n",
        ),
    ],
)
def test_odd_networks_make_a_page_and_a_remark(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    done = view(tmp_path, "-o", "x.html", *arguments)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)
    assert (tmp_path / "x.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_a_million_edges_are_aggregated_into_a_small_page() -> None:
    graph = nx.circulant_graph(100_000, range(1, 11))
    nx.set_node_attributes(graph, {node: f"urn:c:{node % 50}" for node in graph}, "country")
    network = Network(graph)
    assert (graph.number_of_edges(), exceeds_drawing_limits(network)) == (1_000_000, True)

    data = payload(render_page(aggregate(network)))
    assert len(data["nodes"]) == 50
    assert sum(edge["weight"] for edge in data["edges"]) == 1_000_000
    assert data["cut"]["en"].startswith(
        "100,000 nodes and 1,000,000 edges are aggregated by country"
    )


@pytest.mark.slow
def test_the_name_of_the_file_has_a_default(tmp_path: Path) -> None:
    done = view(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("yuqiao-network.html: 134 nodes, ")
    assert (tmp_path / "yuqiao-network.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "."], "yuqiao: .: is a folder; name a file to write\n"),
        (["-o", "no/x.html"], "yuqiao: no/x.html: the folder no does not exist; make it first\n"),
        (
            ["--query", "SELECT ?a ?b { ?a yq:partnersWith ?b }"],
            f"yuqiao: {NO_COLUMNS} ?a ?b\n",
        ),
        (
            ["--aggregate", "level"],
            "yuqiao: cannot aggregate by level; expected country or community\n",
        ),
        (["--lang", "fr"], 'yuqiao: "fr" is not a display language; expected en or zh\n'),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = view(tmp_path, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_existing_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("the old page")
    with path.open() as opened_before:
        assert view(tmp_path, "-o", "page.html", "--focus", "Russia", "--hops", "0").returncode == 0
        assert opened_before.read() == "the old page"  # a reader keeps the whole old file
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_a_failed_write_leaves_the_old_page_whole(tmp_path: Path, bundled: Network) -> None:
    path = tmp_path / "page.html"
    path.write_text("the old page")
    with pytest.raises(QueryError):
        write_page(bundled, path, lang="fr")
    with pytest.raises(OutputError):
        write_page(bundled, tmp_path / "page.html" / "x")
    assert path.read_text() == "the old page"


@pytest.mark.slow
def test_the_page_is_valid_html(bundled: Network, tmp_path: Path) -> None:
    for renderer in ("vis", "sigma"):
        page = render_page(bundled, renderer=renderer)
        (tmp_path / f"{renderer}.html").write_text(page, "utf-8")
    said = complaints(tmp_path, ["vis.html", "sigma.html"])

    # The checker's properties of CSS are those of 2020.
    assert [line for line in said.splitlines() if "error: CSS" not in line] == []
