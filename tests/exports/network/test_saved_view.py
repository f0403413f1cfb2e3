"""A view saved by the page, read and drawn without a browser."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from yuqiao.cli import main
from yuqiao.exports.network.page.payload import page_payload
from yuqiao.exports.network.picture.svg import draw_svg
from yuqiao.exports.network.saved_view import read_view, view_network
from yuqiao.graph.errors import QueryError
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

SVG = "{http://www.w3.org/2000/svg}"
NSU = "https://w3id.org/yuqiao/id/organisation/novosibirsk"
RUSSIA = {"country": "RUS"}


def view_of(**parts: Any) -> dict[str, Any]:
    return {
        "yuqiao-view": 1,
        "name": "Mine",
        "state": {},
        "positions": {"layout": "wide", "nodes": {}},
        "camera": None,
        **parts,
    }


@pytest.fixture
def save(tmp_path: Path) -> Any:
    """Write a view to a file."""

    def saved(**parts: Any) -> Path:
        path = tmp_path / "view.json"
        path.write_text(json.dumps(view_of(**parts)), "utf-8")
        return path

    return saved


def test_a_filter_of_a_view_draws_the_network_of_the_same_filter_of_the_command(save: Any) -> None:
    store = open_store()
    state = {"country": "RUS,KOR", "level": "bachelor"}
    shown = view_network(NetworkSpec(), store, read_view(save(state=state)))
    expected = {
        iri
        for country in ("RU", "KR")
        for iri in PartnershipFilter(country=country, level="bachelor").partnerships(store) or ()
    }
    assert set(shown.network.partnerships) == expected
    assert shown.network.about.en == (
        "Only partnerships: country Russia or South Korea, level Bachelor."
    )
    assert shown.warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "count"),
    [
        ({"years": "2015-2025"}, 82),
        ({"years": "2025-2015", "undated": "no"}, 11),
        ({"years": "-2012", "undated": "no"}, 3),
        ({"undated": "no"}, 85),
    ],
)
def test_years_of_a_view_are_those_of_the_page(save: Any, state: Any, count: int) -> None:
    shown = view_network(NetworkSpec(), open_store(), read_view(save(state=state)))
    assert len(shown.network.partnerships) == count


@pytest.mark.slow
def test_nodes_are_where_the_page_draws_them_or_where_they_were_moved(save: Any) -> None:
    moved = {"layout": "wide", "nodes": {NSU: {"x": 11, "y": 22, "pinned": True}}}
    view = read_view(save(state=RUSSIA, positions=moved))
    shown = view_network(NetworkSpec(), open_store(), view)
    page = page_payload(NetworkSpec().drawing(open_store()))
    drawn = {node["iri"]: (node["x"], node["y"], node["side"]) for node in page["nodes"]}
    assert shown.scene.places is not None
    for node, place in shown.scene.places.items():
        assert place == ((11, 22, drawn[node][2]) if node == NSU else drawn[node])


def test_what_is_hidden_is_left_out_and_what_is_selected_stands_out(save: Any) -> None:
    view = read_view(save(state={"hide": "discipline", "node": NSU}))
    shown = view_network(NetworkSpec(), open_store(), view)
    assert "discipline" not in {kind for _, kind in shown.network.graph.nodes(data="kind")}
    drawing = draw_svg(shown.network, scene=shown.scene)
    lit = ET.fromstring(drawing.svg).findall(f"{SVG}g/{SVG}title")
    assert {each.text for each in lit} == {
        "Novosibirsk State University", "Chongqing University", "Russia"
    }  # fmt: skip


def test_the_part_that_is_seen_is_cut_out(save: Any) -> None:
    camera = {"x": 100, "y": -50, "scale": 2, "width": 1000, "height": 600}
    shown = view_network(NetworkSpec(), open_store(), read_view(save(camera=camera)))
    drawing = draw_svg(shown.network, scene=shown.scene)
    clip = ET.fromstring(drawing.svg).find(f"{SVG}clipPath/{SVG}rect")
    assert clip is not None
    assert clip.attrib == {"x": "-150", "y": "-200", "width": "500", "height": "300"}


def test_what_a_figure_or_network_lacks_is_said(save: Any) -> None:
    state = {"country": "RUS,ATL", "colour": "level", "path": f"{NSU} {NSU}"}
    moved = {"layout": "wide", "nodes": {"urn:gone": {"x": 1, "y": 2, "pinned": False}}}
    view = read_view(save(state=state, positions=moved))
    assert view_network(NetworkSpec(), open_store(), view).warnings == (
        "a figure does not show the colours and path of the view",
        "no partnership of this network has country ATL",
        "1 node moved in the view, but not in this network",
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ":1:2: not JSON, and so not a saved view"),
        ("[]", (': not a saved view: "yuqiao-view" must be 1; save a view in the Save tool of the '
               "network page")),
        (view_of(state={"contry": "RUS"}), (': not a saved view: "state" has no "contry"; expected '
         "one of country, level, form, field, school, stem, status, lang, show, places, compare, side, tool, hide, colour, size, "
         "years, undated, node, partnership, edge, path, step, table, sort, page, nodes, centre, opened, only, without")),
        (view_of(state={"country": ["RUS"]}), (': not a saved view: "state": "country" must be a '
         "text")),
        (view_of(state={"years": "now"}), (': not a saved view: "state": "years" must be such as '
         '"2015-2025"')),
        (view_of(positions={"layout": "wide", "nodes": {NSU: {"x": True, "y": 1}}}),
         f': not a saved view: "positions": <{NSU}> must have "x" and "y"'),
        (view_of(camera={"x": 0, "y": 0, "scale": 0, "width": 1, "height": 1}), (": not a saved "
         'view: "camera" must be null, or have "x", "y", "scale", "width" and "height"')),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_line(tmp_path: Path, text: Any, said: str) -> None:
    path = tmp_path / "view.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
    with pytest.raises(QueryError) as error:
        read_view(path)
    assert str(error.value) == f"{path}{said}"
    done = CliRunner().invoke(main, ["view", "--state", str(path), "-o", str(tmp_path / "n.svg")])
    assert done.exit_code == 2
    assert not (tmp_path / "n.svg").exists()
