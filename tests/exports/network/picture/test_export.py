"""Pictures of networks for papers: SVG of our own, PNG and PDF from it, all without a browser."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

import hostile_strings
from networks import network_of
from yuqiao.exports.network.picture.export import draw_picture, write_picture
from yuqiao.exports.network.picture.text_metrics import width_of
from yuqiao.graph.errors import OutputError, QueryError
from yuqiao.graph.labels import Label
from yuqiao.graph.network.filters import PartnershipFilter
from yuqiao.graph.network.model import Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.store import Store

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[4]


@cache
def bundled() -> Store:
    return open_store()


def network(**wanted: Any) -> Network:
    return NetworkSpec(**wanted).network(bundled())


def drawn(some: Network, lang: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(draw_picture(some, "svg", lang=lang).data)


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def boxes(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Return left, right, top and bottom of each text within the drawing, as it is reckoned."""
    found = []
    for group in root.findall(f"{SVG}g"):
        if group.find(f"{SVG}title") is None:
            continue
        for text in group.iter(f"{SVG}text"):
            size = float(text.attrib["font-size"])
            width = width_of(text.text or "", size, bold="font-weight" in text.attrib)
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]]
            found.append((text.text or "", left, left + width, y - size * 0.8, y + size * 0.1))
    return found


def overlapping(root: ElementTree.Element) -> list[tuple[str, str]]:
    found = sorted(boxes(root), key=lambda box: box[1])
    return [
        (one[0], other[0])
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if other[1] < one[2] and one[3] < other[4] and other[3] < one[4]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"projection": "school-discipline"},
        {"projection": "school-country", "onto": "school"},
        {"question": "school-university-network"},
    ],
    ids=str,
)
def test_every_node_is_named_and_no_name_lies_on_another(wanted: dict[str, Any], lang: str) -> None:
    some = network(**wanted)
    root = drawn(some, lang)

    names = {own[f"label_{lang}"] for _, own in some.graph.nodes(data=True)}
    assert {title.text for title in root.iterfind(f"{SVG}g/{SVG}title")} == names
    assert overlapping(root) == []
    unnamed = [
        group.findtext(f"{SVG}title")
        for group in root.iterfind(f"{SVG}g[{SVG}title]")
        if group.find(f"{SVG}text") is None
    ]
    assert unnamed == []


def test_everything_lies_within_the_picture() -> None:
    root = drawn(network())
    left, top, width, height = map(float, root.attrib["viewBox"].split())

    for name, *edges in boxes(root):
        assert left < edges[0] < edges[1] < left + width, name
        assert top < edges[2] < edges[3] < top + height, name


def test_it_says_what_it_shows_of_when_and_from_which_sources() -> None:
    english, chinese = (
        texts(drawn(network(focus="Russia", hops=1), lang)) for lang in ("en", "zh")
    )

    assert english[0] == "China-foreign education partnerships of Chongqing"
    assert english[1:5] == [
        "Up to 1 hop around Russia.",
        "9 nodes, 8 edges. Data as of 2026-12-01.",
        "Foreign universities (8)",
        "Countries (1)",
    ]
    assert (
        "Numbers count partnerships. Sources: 18; statements by publisher: Ministry of Education of "
        "China, CRS supervision platform (19), iChongqing (12), Hipo (5) and 11 others."
        in (" ".join(english))
    )
    assert chinese[0] == "重庆中外合作办学网络"
    assert "9个节点，8条连线。数据截至2026-12-01。" in chinese
    assert any(
        line.startswith(
            "数字为合作办学机构和项目的数量。来源：18个；各发布者所载陈述数：中华人民共和国教育部"
        )
        for line in chinese
    )


def test_the_publisher_of_most_statements_comes_first() -> None:
    words = " ".join(texts(drawn(network_of())))

    assert (
        "Sources: 88; statements by publisher: Ministry of Education of China, CRS supervision "
        "platform (1054), ROR (CC0) (189), Ministry of Education of China (list); copy by "
        "Base-Technology/base-interface (155) and 65 others." in words
    )


def test_those_who_do_not_see_it_are_told_too() -> None:
    root = drawn(network(projection="school-country"))

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "title description"
    assert root.findtext(f"{SVG}title") == "China-foreign education partnerships of Chongqing"
    assert root.findtext(f"{SVG}desc") == (
        "A network of 33 Schools, 16 Countries. Schools and countries that share partnerships. "
        "49 nodes, 55 edges. Data as of 2026-12-01. "
        "The most links: United Kingdom (9), Russia (8), United States (8)."
    )


def test_the_colours_are_those_of_the_page() -> None:
    style = (ROOT / "exports/network/page/page.css").read_text("utf-8")
    root = drawn(network(projection="school-country"))

    filled = {element.get("fill") for element in root.iter(f"{SVG}polygon")}
    stroked = {element.get("stroke") for element in root.iter(f"{SVG}rect")} - {None}
    light = style.partition("@media")[0]
    assert [f"--country: {colour};" in light for colour in filled] == [True]
    assert [f"--school: {colour};" in light for colour in stroked] == [True]


def test_ended_partnerships_are_dashed_lines() -> None:
    some = network(projection="school-country", selection=PartnershipFilter(country="HKG"))

    assert [path.get("stroke-dasharray") for path in drawn(some).iter(f"{SVG}path")] == ["5 4"]
    assert any("dashed" in text for text in texts(drawn(some)))


def test_an_empty_network_is_a_picture_that_says_so() -> None:
    said = texts(drawn(Network(nx.Graph())))

    assert said == [
        "China-foreign education partnerships",
        "There is nothing to draw: the network has no nodes.",
        "0 nodes, 0 edges.",
    ]


@pytest.mark.slow
def test_hostile_names_stay_text_and_nothing_can_run(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(hostile_strings.hostile_register(), "utf-8")
    some = network_of(tmp_path / "graph.ttl")
    data = draw_picture(some, "svg").data
    root = ElementTree.fromstring(data)

    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "rect", "g", "path", "text", "circle", "polygon")
    }
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    shown = {title.text for title in root.iter(f"{SVG}title")}
    as_xml_reads = {
        case.shown.replace("\r\n", "\n").replace("\r", "\n")
        for case in hostile_strings.cases("label")
    }
    assert as_xml_reads <= shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", data.decode())


def test_a_lone_surrogate_is_replaced() -> None:
    some = Network(nx.Graph())
    some.graph.add_node("urn:a", kind="other", label_en="a\ud800b")

    assert "a\N{REPLACEMENT CHARACTER}b" in texts(drawn(some))


def pixels(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG file, and see that it is whole."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert data[-12:] == b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return width, height


@pytest.mark.slow
def test_a_png_file_has_two_pixels_for_each_unit() -> None:
    some = network(focus="Russia", hops=1)
    root = drawn(some)
    width, height = pixels(draw_picture(some, "png").data)

    assert abs(width - 2 * float(root.attrib["width"])) <= 1
    assert abs(height - 2 * float(root.attrib["height"])) <= 1


def test_a_pdf_file_is_accessible_and_carries_its_title_and_fonts() -> None:
    data = draw_picture(network(focus="Russia", hops=1), "pdf", lang="zh").data

    assert data.startswith(b"%PDF-1.7")
    assert b"/FontFile" in data
    assert b"pdfuaid:part" in data
    assert (
        "重庆中外合作办学网络".encode("utf-16-be") in data
        or "重庆中外合作办学网络".encode() in data
    )
    assert b"CreationDate" not in data


def test_characters_without_a_font_are_told_of() -> None:
    some = Network(nx.Graph())
    some.graph.add_node("urn:a", kind="other", label_en="\U000e0fff\U0001f9ff\u0f00 x \ua8e0")

    warning = draw_picture(some, "png").warning

    assert warning is not None
    assert warning.startswith("characters that no installed font has are drawn as boxes")


@pytest.mark.slow
def test_without_typst_one_line_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['typst'] = None\n"
        "from yuqiao.cli import main\n"
        "main(['view', '--focus', 'Russia', '-o', 'x.pdf'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == (
        "yuqiao: a PDF file needs Typst: pip install 'yuqiao[picture]'; SVG needs nothing\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_same_network_gives_the_same_bytes_whatever_the_hash_seed(
    said_under_seeds: Callable[[str, str], set[str]],
) -> None:
    script = """import hashlib
from yuqiao.exports.network.picture.export import draw_picture
from yuqiao.graph.network.builder import build_network
from yuqiao.graph.stores.open_store import open_store
network = build_network(open_store())
for form in ("svg", "pdf"):
    print(form, hashlib.sha256(draw_picture(network, form).data).hexdigest())"""

    assert len(said_under_seeds(script, "01")) == 1


def test_a_large_network_names_as_many_as_there_is_room_for() -> None:
    some = nx.connected_watts_strogatz_graph(1200, 4, 0.05, seed=1)
    nx.relabel_nodes(some, str, copy=False)
    for node, own in some.nodes(data=True):
        own.update(kind="other", label_en=f"University number {node}")
    root = drawn(Network(some))

    assert overlapping(root) == []
    told = next(text for text in texts(root) if text.endswith("are shown with their name."))
    assert told == f"{len(boxes(root))} of the 1200 nodes are shown with their name."
    assert 100 < len(boxes(root)) < 1200


def test_another_form_or_language_or_place_is_refused(tmp_path: Path) -> None:
    some = Network(nx.Graph())
    with pytest.raises(QueryError, match='"fr" is not a display language'):
        draw_picture(some, "svg", lang="fr")
    with pytest.raises(OutputError, match="is a folder; name a file to write"):
        write_picture(some, tmp_path, "svg")


def test_a_network_of_another_vocabulary_has_its_own_title_arrows_and_legend(
    tmp_path: Path,
) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:it a <http://www.w3.org/2002/07/owl#Ontology> ; rdfs:label "Zoo" .
        ex:zebra a ex:title ; ex:eats ex:apple ; ex:likes ex:apple, ex:zebra .""",
        "utf-8",
    )
    some = network_of(graph)
    root = ElementTree.fromstring(draw_picture(some, "svg").data)
    paths = [path.attrib for path in root.iter(f"{SVG}path")]

    assert root.findtext(f"{SVG}title") == "Zoo"
    assert {"title (1)", "likes (2)", "eats (1)", "Others (1)"} <= set(texts(drawn(some)))
    assert [path["d"][-1] for path in paths].count("Z") == 3  # heads of arrows
    assert len({path["d"] for path in paths}) == 6
    assert "China" not in draw_picture(Network(some.graph, is_foreign=True), "svg").data.decode()


def test_names_and_titles_of_any_length_are_whole() -> None:
    """What has no room beside its mark is broken into lines, or cut and whole below the picture."""
    long = " ".join(f"word{at}" for at in range(400))
    graph = nx.MultiDiGraph([("urn:a", "urn:b")])
    nx.set_node_attributes(graph, {"urn:a": long, "urn:b": "x" * 900}, "label_en")
    root = drawn(Network(graph, title=Label(long, long)))
    said = texts(root)

    assert "".join(said).replace(" ", "").count(long.replace(" ", "")) == 2
    assert "x" * 900 in "".join(said)
    assert max(width_of(each, 13) for each in said) < 1700
    assert any("Names cut for lack of room: 2." in each for each in said)


def test_names_that_are_cut_are_counted() -> None:
    graph = nx.MultiGraph([("urn:hub", f"urn:{at}") for at in range(60)])
    nx.set_node_attributes(graph, dict.fromkeys(graph, "a long name " * 40), "label_en")

    assert re.search(r"Names cut for lack of room: \d+\.", " ".join(texts(drawn(Network(graph)))))
