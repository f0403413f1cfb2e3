"""`yuqiao view` as a picture, as typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import run_command


@dataclass(frozen=True)
class Ended:
    """How a command ended: a file is written by a process of its own."""

    code: int
    out: bytes
    said: str


def run(*arguments: str) -> Ended:
    done = run_command(*arguments)
    return Ended(done.returncode, done.stdout, done.stderr.decode())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "drawn"),
    [
        (("--projection", "school-country", "--status", "active"), 48),
        (("--projection", "school-country", "--onto", "school"), 33),
        (("--focus", "Russia", "--hops", "1"), 9),
        (("--country", "Russia", "--level", "bachelor", "--since", "2015"), 11),
        (("--question", "school-university-network"), 98),
        (("--query", "SELECT ?source ?target { ?source yq:partnersWith ?target }"), 98),
    ],
    ids=str,
)
def test_a_picture_is_of_any_network(options: tuple[str, ...], drawn: int, tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"

    result = run("view", *options, "-o", str(file))

    assert (result.code, result.out) == (0, b"")
    assert result.said.startswith(f"{file}: {drawn} nodes, ")
    groups = ElementTree.parse(file).getroot().findall("{*}g[{*}title]")
    assert len(groups) == drawn


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "size"), [("html", "134 nodes, 193 edges"), ("svg", "21 nodes, 25 edges")]
)
def test_a_saved_view_is_drawn_in_every_form(tmp_path: Path, form: str, size: str) -> None:
    state, file = tmp_path / "view.json", tmp_path / f"figure.{form}"
    positions = {"layout": "wide", "nodes": {}}
    view = {"name": "", "state": {"country": "RUS", "lang": "zh"}, "positions": positions}
    state.write_text(json.dumps({"yuqiao-view": 1, **view, "camera": None}), "utf-8")

    result = run("view", "--state", str(state), "-o", str(file))

    assert result == Ended(0, b"", f"{file}: {size}\n")
    shown = '"open":true' if form == "html" else "俄罗斯</text>"
    assert shown in file.read_text("utf-8")


@pytest.mark.slow
def test_the_form_gives_the_file_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    run("view", "--focus", "Russia", "--as", "SVG")
    run("view", "--focus", "Russia")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "yuqiao-network.html",
        "yuqiao-network.svg",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF-1.7")])
def test_a_picture_goes_to_standard_output(form: str, begins: bytes) -> None:
    result = run("view", "--focus", "Russia", "--as", form, "-o", "-", "--lang", "zh")

    assert result.out.startswith(begins)
    assert result.said == "标准输出：17个节点，16条边\n"


@pytest.mark.slow
def test_the_form_counts_more_than_the_extension(tmp_path: Path) -> None:
    file = tmp_path / "figure.txt"

    run("view", "--focus", "Russia", "--as", "svg", "-o", str(file))

    assert file.read_bytes().startswith(b"<?xml")


def test_another_form_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = run("view", "--as", "dot", "--graph", str(tmp_path / "missing.ttl"))

    assert result.code == 2
    assert (
        result.said
        == "yuqiao: dot is not a format for views; expected one of html, svg, png, pdf, pptx\n"
    )


def test_an_empty_network_is_a_picture_too(tmp_path: Path) -> None:
    graph, file = tmp_path / "graph.ttl", tmp_path / "figure.svg"
    graph.write_text("<https://example.org/a> a <https://example.org/B> .")

    result = run("view", "--graph", str(graph), "-o", str(file))

    assert result.code == 0
    assert result.said.endswith(f"{file}: 0 nodes, 0 edges\n")
    said = " ".join(ElementTree.parse(file).getroot().itertext())
    assert "there is no network to draw" in said
    assert "0 nodes, 0 edges." in said
