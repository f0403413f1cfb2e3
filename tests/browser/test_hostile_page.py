"""Hostile names, links and literals reach the page as text: nothing runs, nothing is asked for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

import hostile_strings
from networks import network_of
from yuqiao.exports.network.page.document import write_page
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

from .conftest import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import Opener, Seen

CASES = hostile_strings.cases("label")
LABELS = [case.shown for case in CASES]
TAGS_OF_NO_PAGE = {
    *("img", "iframe", "object", "embed", "form", "base", "link", "meta", "b", "script"),
    *("video", "audio", "math", "marquee", "dialog", "template", "foreignobject"),
}
TO_VIEW = """async views => {
  const told = [];
  for (const [view, read] of views) {
    const wanted = new URL(location);
    wanted.hash = view;
    if (wanted.hash !== location.hash) {
      const seen = new Promise(done => addEventListener('hashchange', done, { once: true }));
      location.hash = view;
      await seen;
    }
    told.push([...document.querySelectorAll(read)].map(each => each.textContent));
  }
  return told;
}"""
"""Goes to views of the page by the fragment of its address, and reads some elements in each."""


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    folder.joinpath("graph.ttl").write_text(hostile_strings.hostile_register(), "utf-8")
    path = folder / "network.html"
    write_page(network_of(folder / "graph.ttl"), path)
    return path


@pytest.fixture(scope="module")
def loaded_hostile_page(browser: Browser, hostile_page: Path) -> Iterator[Seen]:
    seen = opened(browser, hostile_page)
    seen.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    yield seen
    seen.page.context.close()


@pytest.fixture
def seen(loaded_hostile_page: Seen) -> Iterator[Seen]:
    """Yield the hostile page, and see afterwards that it did no harm."""
    yield loaded_hostile_page
    assert_harmless(loaded_hostile_page)


def assert_harmless(seen: Seen) -> None:
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])
    tags, handlers, addresses = seen.page.evaluate(
        """() => {
          const all = [...document.body.querySelectorAll('*')];
          const own = document.querySelectorAll('body > script');
          return [
            all.filter(each => ![...own].includes(each)).map(each => each.localName),
            all.flatMap(each => each.getAttributeNames()).filter(name => name.startsWith('on')),
            [...document.links].map(link => link.protocol),
          ];
        }"""
    )
    assert set(tags).isdisjoint(TAGS_OF_NO_PAGE)
    assert handlers == []
    assert set(addresses) <= {"http:", "https:", "mailto:", "blob:"}


def views(seen: Seen, *asked: tuple[str, str]) -> list[list[str]]:
    found: list[list[str]] = seen.page.evaluate(TO_VIEW, [list(each) for each in asked])
    return found


def numbers(seen: Seen, kind: str) -> list[dict[str, Any]]:
    return [node for node in seen.data["nodes"] if node["kind"] == kind]


def test_headings_are_text(seen: Seen) -> None:
    heading = seen.page.locator("h1").text_content()

    assert heading == f"China-foreign education partnerships of {hostile_strings.heading()}"


@pytest.mark.parametrize(("table", "times"), [("nodes", 5), ("partnerships", 1)])
def test_every_name_stands_in_the_table(seen: Seen, table: str, times: int) -> None:
    rows = times * len(LABELS)
    asked = [f"show=table&table={table}&page={page}" for page in range(1, rows // 100 + 3)]

    told = views(seen, *((view, "tbody th") for view in asked))

    names = {name for page in told for name in page}
    assert set(LABELS) <= names


def test_panels_show_their_name_as_text(seen: Seen) -> None:
    some = [index for index, case in enumerate(CASES) if case.family != CASES[index - 1].family]
    prefixes = vocabulary_prefixes()
    things = [f"node={prefixes['o']}school{index}" for index in some[::2]]
    things += [f"partnership={prefixes['p']}p{index}" for index in some[1::2]]

    told = views(seen, *((f"show=table&{thing}", "#panel-title") for thing in things))

    titles = {title for panel in told for title in panel}
    assert titles >= {CASES[index].shown for index in some}
    assert all(len(panel) == 1 for panel in told)


def test_a_thing_with_a_hostile_address_is_a_node_like_any_other(seen: Seen) -> None:
    addresses = [case.text for case in hostile_strings.cases("iri")]
    known = {node["iri"]: node["id"] for node in seen.data["nodes"]}
    assert set(addresses) <= set(known)

    told = views(
        seen,
        *((f"show=table&node={known_as(address)}", "#panel-title") for address in addresses),
    )

    assert all(panel for panel in told)


def known_as(address: str) -> str:
    """Write an address as the fragment of the page has it."""
    return re.sub(
        r"[^\w:/.-]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address
    )


def test_search_shows_what_it_found_as_text(seen: Seen) -> None:
    wanted = [label for label in LABELS if fits_a_field(label)]
    found = seen.page.evaluate(
        """wanted => {
          const field = document.querySelector('[role=combobox]');
          return wanted.map(text => {
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            return [...document.querySelectorAll('[role=option]')].map(each => each.textContent);
          });
        }""",
        wanted,
    )
    missed = [
        label
        for label, options in zip(wanted, found, strict=True)
        if not any(label in option for option in options)
    ]
    assert missed == []
    seen.page.get_by_role("combobox").fill("")


def fits_a_field(text: str) -> bool:
    """Return whether a text can be typed into a one-line field, which trims what has no width."""
    trimmed = text.strip().strip("\ufeff")
    return trimmed != "" and text == trimmed and not re.search(r"[\r\n]", text) and len(text) < 60


def test_hovering_is_harmless(seen: Seen) -> None:
    views(seen, ("show=picture", "h1"))
    for x, y in list(seen.spots("school").values())[:3]:
        seen.page.mouse.move(x, y)
    assert seen.painted() > 10_000


def test_every_tool_and_both_languages_are_harmless(seen: Seen) -> None:
    tools = ["filters", "look", "paths", "save"]
    asked = [
        (f"show=table&tool={tool}&lang={lang}", "#drawer")
        for lang in ("zh", "en")
        for tool in tools
    ]

    told = views(seen, *asked, ("colour=country&size=degree", "#encodings"), ("show=table", "h1"))

    assert all(text for view in told for text in view)


def saved(seen: Seen, button: str) -> bytes:
    """Save from the page by a button of its drawer."""
    views(seen, ("tool=save", f"#{button}"))
    with seen.page.expect_download() as download:
        seen.page.locator(f"#{button}").click()
    return Path(download.value.path()).read_bytes()


def test_a_saved_svg_file_holds_names_as_text(seen: Seen) -> None:
    data = saved(seen, "save-svg")
    root = ElementTree.fromstring(data)

    tags = {element.tag.rpartition("}")[2].lower() for element in root.iter()}
    assert tags.isdisjoint(TAGS_OF_NO_PAGE | {"a", "use", "image", "set", "animate"})
    attributes = {name.lower() for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    shown = " ".join(root.itertext())
    assert "<script>alert(1)</script>" in shown
    assert "javascript:alert(1)" in shown


@pytest.mark.parametrize("table", ["nodes", "edges", "partnerships"])
def test_a_saved_csv_file_runs_nothing_in_a_spreadsheet(seen: Seen, table: str) -> None:
    text = saved(seen, f"save-{table}").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert set(LABELS) - {label for label in LABELS if f"'{label}" in cells} <= {
        *cells,
        *halves(cells),
    }
    running = [cell for cell in cells if re.match(r"[=+\-@\t\r＝＋－＠]", cell)]
    assert [cell for cell in running if not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []


def halves(cells: list[str]) -> set[str]:
    """Return the values of cells that hold several, and of those that a formula was kept from."""
    parts = {part for cell in cells for part in re.split(r"; ", cell)}
    return parts | {re.sub(r"(^|[;\t\r\n])'", r"\1", cell) for cell in cells}


def test_the_policy_lets_nothing_else_run(seen: Seen) -> None:
    ran = seen.page.evaluate(
        """() => {
          const blocked = [];
          document.addEventListener('securitypolicyviolation', event => blocked.push(event.violatedDirective));
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          script.remove();
          return window.ran === true;
        }"""
    )
    assert not ran
    assert len(seen.complaints) == 1
    assert "Content Security Policy" in seen.complaints.pop()


def test_an_empty_graph_gives_a_page_that_says_so(open_page: Opener, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<https://example.org/a> a <https://example.org/B> .")
    path = tmp_path / "network.html"
    write_page(network_of(tmp_path / "graph.ttl"), path)
    seen = open_page(path)
    expect(seen.page.locator("#notice")).to_contain_text("there is no network to draw")
    seen.page.get_by_role("button", name="中文").click()
    expect(seen.page.locator("#notice")).to_contain_text("没有可绘制的网络")
    assert_harmless(seen)


def test_the_file_holds_no_raw_end_of_script(hostile_page: Path) -> None:
    text = hostile_page.read_text("utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert not re.search("[<>&\u2028\u2029\u202e\u0000]", data[1])
