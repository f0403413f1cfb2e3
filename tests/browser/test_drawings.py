"""Both renderers, driven alike: what one shows, hears and saves, the other does too."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import expect

from networks import network_of
from yuqiao.exports.network.page.document import render_page
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, ViewportSize

    from .conftest import Opener, Seen

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert("x")</script>& "\'\u2028'

# What a look shows unless a test says otherwise: everything, in one colour, as large as it is.
LOOK = """asked => {
  const { data } = yuqiao;
  const ids = data.nodes.map((node, id) => id);
  yuqiao.drawing.show({
    shown: new Set(asked.shown ?? ids),
    edges: new Set(asked.edges ?? data.edges.map((edge, index) => index)),
    lit: asked.lit ? new Set(asked.lit) : null,
    litEdges: asked.litEdges ? new Set(asked.litEdges) : null,
    marked: new Set(asked.marked ?? []),
    node: id => data.nodes[id],
    edge: index => data.edges[index],
    degreeOf: id => data.nodes[id].measures.degree,
    colourOf: () => asked.colour ?? '#0072b2',
    sizeOf: () => asked.size ?? null,
    moved: { narrow: false, spots: new Map(asked.moved ?? []) },
  });
}"""
# How many pixels of the saved picture are of a colour, give or take what smoothing does to edges.
COUNT = """async ([red, green, blue]) => {
  const bitmap = await createImageBitmap(await yuqiao.drawing.image());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const ctx = canvas.getContext('2d');
  ctx.drawImage(bitmap, 0, 0);
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    count += Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12;
  }
  return count;
}"""
SCREEN: ViewportSize = {"width": 1000, "height": 700}
BLUE, WHITE = [0, 0x72, 0xB2], [255, 255, 255]
COUNTRY = [0x03, 0x76, 0x5F]  # as page.css has it


@pytest.fixture(scope="module", params=["vis", "sigma"])
def loaded(
    keep_open: Opener, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    """Open schools and countries as one renderer draws them; it must ask for nothing."""
    network = NetworkSpec(projection="school-country").network(open_store())
    network.graph.add_node(
        "https://example.org/", label_en=HOSTILE, label_zh=HOSTILE, kind="school"
    )
    path = tmp_path_factory.mktemp(request.param) / "page.html"
    path.write_text(render_page(network, renderer=request.param), "utf-8")
    seen = keep_open(path, reduced_motion="reduce", viewport=SCREEN)
    seen.page.wait_for_function("() => yuqiao.drawing")
    yield seen
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])


@pytest.fixture
def drawn(loaded: Seen) -> Seen:
    """Return the page as it was opened: the whole picture, nothing chosen."""
    loaded.page.keyboard.press("Escape")
    loaded.page.mouse.move(0, 0)
    loaded.page.evaluate(LOOK, {})
    loaded.page.evaluate("yuqiao.drawing.fit()")
    return loaded


def number_of(seen: Seen, name: str) -> int:
    """Return the number of the node of a name."""
    return [node["en"] for node in seen.data["nodes"]].index(name)


def spot(page: Page, node: int) -> list[float]:
    """Return where on the page a node stands."""
    places = page.evaluate("yuqiao.drawing.spots()")
    return next([x, y] for number, x, y in places if number == node)


def view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate("yuqiao.drawing.view()")
    return found


def texts(page: Page) -> list[str]:
    """Return the lines of text in the saved SVG."""
    return [each.text or "" for each in ET.fromstring(saved(page)).iter(f"{SVG}text")]


def saved(page: Page) -> str:
    return str(page.evaluate("yuqiao.drawing.svg()"))


def test_every_node_stands_in_the_frame(drawn: Seen) -> None:
    frame = drawn.page.locator("#picture").bounding_box()
    assert frame

    places = drawn.page.evaluate("yuqiao.drawing.spots()")
    assert sorted(number for number, _, _ in places) == list(range(len(drawn.data["nodes"])))
    for _, x, y in places:
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < frame["y"] + frame["height"]


def test_what_is_seen_on_the_screen_is_what_is_saved(drawn: Seen) -> None:
    before = drawn.page.locator("#picture").screenshot()
    drawn.page.evaluate(LOOK, {"shown": []})
    empty = drawn.page.locator("#picture").screenshot()

    assert len(before) > 2 * len(empty)
    assert drawn.page.evaluate(COUNT, BLUE) == 0


def test_a_click_on_a_node_chooses_it(drawn: Seen) -> None:
    drawn.page.mouse.click(*spot(drawn.page, number_of(drawn, "Russia")))

    expect(drawn.page.locator("#panel-title")).to_have_text("Russia")


def test_a_click_on_an_edge_chooses_it(drawn: Seen) -> None:
    one, other = number_of(drawn, "Hungary"), number_of(drawn, "Chongqing Aerospace Polytechnic")
    places = [drawn.data["nodes"][each] for each in (one, other)]
    x, y = (sum(place[axis] for place in places) / 2 for axis in "xy")
    drawn.page.evaluate("at => yuqiao.drawing.move(at)", {"x": x, "y": y, "scale": 1.5})
    (x1, y1), (x2, y2) = spot(drawn.page, one), spot(drawn.page, other)
    drawn.page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)

    title = drawn.page.locator("#panel-title")
    expect(title).to_contain_text("Hungary")
    expect(title).to_contain_text("Chongqing Aerospace Polytechnic")


def test_a_drag_moves_the_picture_and_chooses_nothing(drawn: Seen) -> None:
    start = view(drawn.page)
    frame = drawn.page.locator("#picture").bounding_box()
    assert frame
    x, y = frame["x"] + 8, frame["y"] + 8  # no node is there
    drawn.page.mouse.move(x, y)
    drawn.page.mouse.down()
    drawn.page.mouse.move(x + 120, y + 40, steps=4)
    drawn.page.mouse.up()
    drawn.page.wait_for_function("from => yuqiao.drawing.view().x < from - 10", arg=start["x"])

    expect(drawn.page.locator("#panel")).to_be_hidden()


def test_what_the_mouse_is_over_is_pointed_out(drawn: Seen) -> None:
    stage = "yuqiao.drawing.stage.style.cursor"
    drawn.page.mouse.move(*spot(drawn.page, number_of(drawn, "Russia")))
    drawn.page.wait_for_function(f"() => {stage} === 'pointer'")
    pointed_out = drawn.page.evaluate(COUNT, COUNTRY)
    drawn.page.mouse.move(0, 0)
    drawn.page.wait_for_function(f"() => {stage} === ''")

    assert 0 < pointed_out < drawn.page.evaluate(COUNT, COUNTRY) / 3


def test_lines_tell_what_has_ended(drawn: Seen) -> None:
    paths = [path.attrib for path in ET.fromstring(saved(drawn.page)).iter(f"{SVG}path")]
    open_lines = [path for path in paths if set(path["d"]) & set("MLAZ") == {"M", "L"}]
    styles = Counter((line["stroke"], line.get("stroke-dasharray")) for line in open_lines)
    edges = drawn.data["edges"]
    ended = [edge for edge in edges if edge["partnerships"] and not edge["current"]]

    assert sorted(styles.values()) == sorted([len(ended), len(edges) - len(ended)])
    assert 0 < len(ended) < len(edges)


def test_hubs_lie_over_what_stands_around_them(drawn: Seen) -> None:
    if drawn.page.evaluate("yuqiao.drawing.arrange !== null"):
        return  # the signs of vis-network keep off each other
    paths = [path.attrib for path in ET.fromstring(saved(drawn.page)).iter(f"{SVG}path")]
    radii = [float(path["d"].partition("A")[2].split()[0]) for path in paths if "A" in path["d"]]

    assert len(radii) == len(drawn.data["nodes"])
    assert radii == sorted(radii)


def test_a_sign_is_drawn_while_any_of_it_is_in_sight(drawn: Seen) -> None:
    if drawn.page.evaluate("yuqiao.drawing.arrange === null"):
        return  # the marks of sigma.js are no larger than what may be in sight of them
    schools = [node for node in drawn.data["nodes"] if node["kind"] == "school"]
    outermost = max(schools, key=lambda node: float(node["x"]))
    drawn.page.evaluate(LOOK, {"shown": [outermost["id"]], "edges": []})
    scale, beyond = 3, 130  # the middle of the sign is so many pixels out of sight
    x = outermost["x"] + (SCREEN["width"] / 2 + beyond) / scale
    drawn.page.evaluate(
        "at => yuqiao.drawing.move(at)", {"x": x, "y": outermost["y"], "scale": scale}
    )
    for _ in range(3):  # frames; vis-network learns in one what it leaves out in the next
        drawn.page.evaluate("() => new Promise((then) => requestAnimationFrame(then))")

    assert drawn.painted() > 0


def test_the_keys_pan_and_zoom_and_show_the_whole(drawn: Seen) -> None:
    whole = view(drawn.page)
    drawn.page.evaluate("yuqiao.drawing.stage.focus()")
    for key in ("ArrowRight", "ArrowDown"):
        drawn.page.keyboard.press(key)
    panned = view(drawn.page)
    assert panned["x"] == pytest.approx(whole["x"] + 60 / whole["scale"], rel=1e-3)
    assert panned["y"] == pytest.approx(whole["y"] + 60 / whole["scale"], rel=1e-3)
    drawn.page.keyboard.press("+")
    assert view(drawn.page)["scale"] == pytest.approx(1.25 * whole["scale"], rel=1e-3)
    drawn.page.keyboard.press("-")
    assert view(drawn.page)["scale"] == pytest.approx(whole["scale"], rel=1e-3)
    drawn.page.keyboard.press("0")
    assert view(drawn.page) == pytest.approx(whole, rel=1e-3)


def test_what_is_not_shown_is_neither_drawn_nor_found(drawn: Seen) -> None:
    russia = number_of(drawn, "Russia")
    place = spot(drawn.page, russia)
    others = [node["id"] for node in drawn.data["nodes"] if node["id"] != russia]
    drawn.page.evaluate(LOOK, {"shown": others, "edges": []})

    assert "Russia" not in texts(drawn.page)
    assert russia not in [number for number, _, _ in drawn.page.evaluate("yuqiao.drawing.spots()")]
    drawn.page.mouse.click(*place)
    expect(drawn.page.locator("#panel")).to_be_hidden()


def test_others_are_dimmed(drawn: Seen) -> None:
    bright = drawn.page.evaluate(COUNT, BLUE)
    russia = number_of(drawn, "Russia")
    drawn.page.evaluate(LOOK, {"lit": [russia], "litEdges": [], "marked": [russia]})

    assert 0 < drawn.page.evaluate(COUNT, BLUE) < bright / 5
    assert "Russia" in texts(drawn.page)


def test_sizes_and_colours_are_those_asked_for(drawn: Seen) -> None:
    drawn.page.evaluate(LOOK, {"size": 0.05, "colour": "#d55e00", "edges": []})
    small = drawn.page.evaluate(COUNT, [0xD5, 0x5E, 0])
    drawn.page.evaluate(LOOK, {"size": 1, "colour": "rgb(213 94 0)", "edges": []})

    assert drawn.page.evaluate(COUNT, [0xD5, 0x5E, 0]) > 1.5 * small > 0
    assert drawn.page.evaluate(COUNT, BLUE) == 0


def test_a_choice_is_brought_into_the_free_part_and_the_view_comes_back(drawn: Seen) -> None:
    whole = view(drawn.page)
    drawn.page.evaluate("yuqiao.drawing.move({ x: 0, y: 0, scale: 2 })")
    start = view(drawn.page)
    hungary = number_of(drawn, "Hungary")
    drawn.page.evaluate("id => yuqiao.drawing.reveal([id], { right: 500, bottom: 300 })", hungary)
    frame = drawn.page.locator("#picture").bounding_box()
    x, y = spot(drawn.page, hungary)
    assert frame
    assert 0 < x - frame["x"] < 500
    assert 0 < y - frame["y"] < 300

    drawn.page.evaluate("yuqiao.drawing.back()")
    assert view(drawn.page) == pytest.approx(start, rel=1e-3, abs=0.1)
    drawn.page.evaluate("yuqiao.drawing.fit()")
    assert view(drawn.page) == pytest.approx(whole, rel=1e-3, abs=0.1)


def test_light_and_dark_repaint_it(drawn: Seen) -> None:
    papers = {"light": "#ffffff", "dark": "#12161d"}
    white = {}
    schemes: tuple[Literal["dark"], Literal["light"]] = ("dark", "light")
    for scheme in schemes:
        drawn.page.emulate_media(color_scheme=scheme)
        drawn.page.wait_for_function(
            'paper => yuqiao.drawing.svg().includes(`fill="${paper}"`)', arg=papers[scheme]
        )
        white[scheme] = drawn.page.evaluate(COUNT, WHITE)

    assert white["light"] > 10 * white["dark"]


def test_it_takes_the_room_there_is(drawn: Seen) -> None:
    drawn.page.set_viewport_size({"width": 800, "height": 600})
    drawn.page.wait_for_function(
        "() => document.querySelector('#picture canvas').getBoundingClientRect().width"
        " === document.getElementById('picture').clientWidth"
    )
    width = drawn.page.evaluate("document.getElementById('picture').clientWidth")
    assert ET.fromstring(saved(drawn.page)).get("width") == str(width)
    drawn.page.set_viewport_size(SCREEN)


def test_the_png_is_twice_as_sharp_as_the_screen(drawn: Seen) -> None:
    encoded = drawn.page.evaluate(
        """async () => {
          const { size, type } = await yuqiao.drawing.image();
          const bytes = new Uint8Array(await (await yuqiao.drawing.image()).arrayBuffer());
          return [size, type, btoa(String.fromCharCode(...bytes.slice(0, 24)))];
        }"""
    )
    head = base64.b64decode(encoded[2])
    frame = drawn.page.locator("#picture").bounding_box()

    assert frame
    assert (encoded[0] > 10_000, encoded[1], head[:8]) == (True, "image/png", b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(head[16:20]) == 2 * round(frame["width"])


def test_the_svg_is_clean(drawn: Seen) -> None:
    drawn.page.evaluate(LOOK, {"marked": [number_of(drawn, HOSTILE)]})
    tree = ET.fromstring(saved(drawn.page))
    used = {each.tag.removeprefix(SVG) for each in tree.iter()}
    fonts = {each.get("font-family") for each in tree.iter(f"{SVG}text")}
    written = " ".join(texts(drawn.page))

    assert used == {"svg", "rect", "g", "path", "text"}
    assert fonts == {"sans-serif"}
    assert "Russia" in written
    assert "</text><script>alert(" in written
    assert not any(name.startswith("on") for each in tree.iter() for name in each.attrib)


def test_forces_move_the_nodes_only_where_there_are_any(drawn: Seen) -> None:
    page = drawn.page
    before: Any = page.evaluate("yuqiao.drawing.spots()")
    if page.evaluate("yuqiao.drawing.arrange === null"):
        assert page.evaluate("typeof Sigma") == "function"
        return
    held = number_of(drawn, "Russia")
    found: Any = page.evaluate(
        "async held => [...await yuqiao.drawing.arrange(new Set([held]))]", held
    )
    node = drawn.data["nodes"][held]
    assert dict(found)[held] == {"x": node["x"], "y": node["y"]}
    assert page.evaluate("yuqiao.drawing.spots()") == [pytest.approx(spot) for spot in before]
    page.evaluate(LOOK, {"moved": found})
    after: Any = page.evaluate("yuqiao.drawing.spots()")
    assert (
        sum(one[1:] != pytest.approx(other[1:]) for one, other in zip(before, after, strict=True))
        > 10
    )


def test_a_node_is_dragged_by_the_mouse_and_its_picture_is_not(drawn: Seen) -> None:
    page = drawn.page
    [node, other] = [number_of(drawn, name) for name in ("Russia", "Australia")]
    (x, y), rest = spot(page, node), spot(page, other)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 25, steps=4)
    page.mouse.up()

    assert spot(page, node) == pytest.approx([x + 40, y + 25], abs=1)
    assert spot(page, other) == pytest.approx(rest)
    page.locator("#undo").click()
    assert spot(page, node) == pytest.approx([x, y])


# Where the labels of the saved picture stand, as wide as the page writes them.
LABELS = """() => {
  const svg = new DOMParser().parseFromString(yuqiao.drawing.svg(), 'image/svg+xml');
  const ctx = document.createElement('canvas').getContext('2d');
  return [...svg.querySelectorAll('text:not([fill=none])')].map(text => { // without halos
    const of = (name) => text.getAttribute(name);
    ctx.font = `${of('font-weight')} ${of('font-size')}px ${yuqiao.lettering.FONT}`;
    const width = ctx.measureText(text.textContent).width;
    const left = Number(of('x')) - (of('text-anchor') === 'end' ? width : 0);
    const line = Number(of('font-size'));
    return [text.textContent, left, left + width, Number(of('y')) - 0.8 * line, Number(of('y')) + 0.2 * line];
  });
}"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_of_the_bundled_graph_do_not_collide(
    open_page: Opener, tmp_path: Path, language: str
) -> None:
    (tmp_path / "page.html").write_text(render_page(network_of(), lang=language), "utf-8")
    page = open_page(tmp_path / "page.html").page
    page.wait_for_function("() => yuqiao.drawing")
    labels = page.evaluate(LABELS)

    assert len(labels) > 200
    colliding = [
        (one[0], other[0])
        for one, other in combinations(labels, 2)
        if min(one[2], other[2]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[3], other[3]) > 1
    ]
    assert colliding == []


# The texts that the screen shows, each with its size and its bounds in the frame.
LEGIBLE = """async () => {
  const paper = CanvasRenderingContext2D.prototype;
  const { fillText } = paper;
  const found = new Map();
  paper.fillText = function (text, x, y) {
    fillText.call(this, text, x, y);
    if (!this.canvas.isConnected) return;
    const { a: scale, e, f } = this.getTransform();
    const width = this.measureText(text).width * scale;
    const left = x * scale + e - (this.textAlign === 'right' ? width : 0);
    const size = Number(/([\\d.]+)px/.exec(this.font)[1]) * scale;
    found.set([text, x, y].join(), [text, size, left, left + width, y * scale + f]);
  };
  yuqiao.drawing.move(yuqiao.drawing.view());
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  paper.fillText = fillText;
  return [...found.values()];
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (768, 1024), (390, 844), (844, 390)])
@pytest.mark.parametrize("fragment", ["", "country=RUS", "lang=zh&show=both"])
def test_the_whole_is_whole_and_no_label_is_too_small(
    network: Opener, size: tuple[int, int], fragment: str
) -> None:
    page = network(fragment).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    frame = "(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])"
    width, height = page.evaluate(f"{frame}(document.getElementById('picture'))")
    labels = page.evaluate(LEGIBLE)
    page.set_viewport_size({"width": 1440, "height": 900})

    assert len(labels) > 15
    for text, pixels, left, right, middle in labels:
        assert pixels >= 10.99, text
        assert -1 < left < right < width + 1, text
        assert 0 < middle < height, text
