"""A slide has every node and edge as a shape to edit, and says what a picture says."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pptx import Presentation

from networks import network_of
from yuqiao.exports.network.slides.slide import draw_slide, write_slide
from yuqiao.graph.labels import Label
from yuqiao.graph.network.model import Network


def slide_of(data: bytes) -> Any:
    (slide,) = Presentation(io.BytesIO(data)).slides
    return slide


def texts(shapes: Any) -> list[str]:
    found = []
    for shape in shapes:
        found += texts(shape.shapes) if shape.shape_type == 6 else []
        found += [shape.text_frame.text] if shape.has_text_frame else []
    return found


@pytest.fixture(scope="module")
def russia() -> bytes:
    data, warning = draw_slide(network_of(country="RU"))
    assert warning is None
    return data


def test_every_name_is_whole_and_the_captions_are_those_of_a_picture(russia: bytes) -> None:
    said = texts(slide_of(russia).shapes)

    assert said[0] == "China-foreign education partnerships of Chongqing"
    assert "Only partnerships: country RU. 21 nodes, 25 edges. Data as of 2026-12-01." in said
    assert "Chongqing University of Posts and Telecommunications 1" in said
    assert "Schools (8)" in said
    assert any(text.startswith("Numbers count partnerships. Sources: 23;") for text in said)


def test_nodes_are_shapes_and_edges_connectors_tied_to_them(russia: bytes) -> None:
    slide = slide_of(russia)
    (group,) = (shape for shape in slide.shapes if shape.shape_type == 6)
    edges = [shape for shape in group.shapes if shape._element.tag.endswith("}cxnSp")]
    ids = {shape.shape_id for shape in group.shapes}

    assert len(edges) == 25
    for edge in edges:
        tied = edge._element.nvCxnSpPr.cNvCxnSpPr
        assert {tied.stCxn.id, tied.endCxn.id} <= ids
    assert "A network of 4 Fields of study" in group._element.nvGrpSpPr.cNvPr.get("descr")
    assert "A network of 4 Fields of study" in slide.notes_slide.notes_text_frame.text


def test_the_same_network_gives_the_same_bytes(russia: bytes) -> None:
    assert draw_slide(network_of(country="RU"))[0] == russia


def test_what_is_too_small_to_read_is_said() -> None:
    graph = nx.path_graph([f"urn:{number}" for number in range(400)])
    for node in graph:
        graph.nodes[node].update(kind="other", label_en=node, label_zh=node)
    _, warning = draw_slide(Network(graph))

    assert warning is not None
    assert "without a name: the slide is too small to read it; show fewer nodes" in warning


def test_a_title_and_a_legend_that_are_too_wide_have_two_rows() -> None:
    graph = nx.path_graph([f"urn:{number}" for number in range(12)])
    kinds = {f"kind {number} with a long name": Label(*[f"Kind {number} with a long name"] * 2)
             for number in range(12)}  # fmt: skip
    for node, kind in zip(graph, kinds, strict=True):
        graph.nodes[node].update(kind=kind, label_en=node, label_zh=node)
    title = Label(*["A title that is longer than its slide is wide " * 12] * 2)
    slide = slide_of(draw_slide(Network(graph, kinds=kinds, title=title))[0])
    shapes = [shape for shape in slide.shapes if shape.shape_type != 6]

    assert all(shape.left + shape.width <= 960 * 12700 for shape in shapes)
    assert len({shape.top for shape in shapes if shape.text_frame.text.startswith("Kind")}) > 1
    assert title.en.strip() in slide.notes_slide.notes_text_frame.text


def names_of(shapes: Any) -> list[Any]:
    """Return the boxes with names of nodes."""
    (group,) = (shape for shape in shapes if shape.shape_type == 6)
    return [shape for shape in group.shapes if shape.shape_type == 17]


def test_a_note_stands_on_a_line_of_its_own() -> None:
    network = replace(network_of(country="DE"), note=Label("For Berlin", "供柏林之行"))
    said = texts(slide_of(draw_slide(network)[0]).shapes)

    assert (
        "For Berlin\nOnly partnerships: country DE. 10 nodes, 11 edges. Data as of 2026-12-01."
        in said
    )


def test_a_name_wider_than_the_slide_has_several_lines_within_it() -> None:
    slide = slide_of(draw_slide(network_of(country="DE"))[0])
    (longest,) = (
        each for each in names_of(slide.shapes) if each.text_frame.text.startswith("HMKW")
    )

    assert longest.text_frame.text.endswith("for Media, Communication and Economics 1")
    assert longest.text_frame.word_wrap
    assert longest.left >= 0


def test_names_stand_within_the_slide_and_those_without_room_are_counted() -> None:
    graph = nx.star_graph([f"urn:{number}" for number in range(40)])
    for node in graph:
        name = f"A name as long as that of a commission for the study of long names, {node} " * 2
        graph.nodes[node].update(kind="other", label_en=name, label_zh=name)
    data, warning = draw_slide(Network(graph))
    names = names_of(slide_of(data).shapes)

    assert all(each.left >= 0 and each.left + each.width <= 960 * 12700 for each in names)
    assert warning is not None
    assert warning.startswith(f"{40 - len(names)} node")


def test_an_empty_network_is_a_slide_that_says_so() -> None:
    data, warning = draw_slide(Network(nx.Graph()))

    assert warning is None
    assert any(
        "nothing to draw" in text or "has no nodes" in text for text in texts(slide_of(data).shapes)
    )


@pytest.mark.consumers
@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "install libreoffice-impress"
    write_slide(network_of(country="RU"), tmp_path / "russia.pptx")
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "russia.pptx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    assert (tmp_path / "russia.pdf").read_bytes().startswith(b"%PDF")
