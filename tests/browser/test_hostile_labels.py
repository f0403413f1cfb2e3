"""Hostile names, links and literals reach the page as text: nothing runs, nothing is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import yuqiao
from yuqiao.exports.page.page import write_page
from yuqiao.ontology import terms

if TYPE_CHECKING:
    from .conftest import Opener, Seen

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<img src=https://example.org/x.png onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<!--<script>",
    "--><b>bold</b>",
    "]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><a href="javascript:alert(1)" onmouseover=\'alert(1)\'>x</a>',
    "javascript:alert(1)",
    "`${alert(1)}`",
    "{title} {region} $title ${data} $$",
    "';alert(1);//",
    "\\u003cscript\\u003e \\",
    "line\u2028and\u2029paragraph",
    "<b>*bold*</b> _md_ [x](javascript:alert(1))",
    "__proto__",
    "constructor",
    '=HYPERLINK("https://example.org")',
    "مرحبا بالعالم",
    "x" * 10_000,
    "字" * 10_000,
    " ",
]
REWRITTEN = {
    "admin\u202egnp.exe\u202c": "admin\ufffdgnp.exe\ufffd",
    "a\u0000b\u0007c": "a\ufffdb\ufffdc",
    "\u2066hidden\u2069": "\ufffdhidden\ufffd",
}


def quoted(text: str) -> str:
    """Write a text as a Turtle string, every character of it escaped."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def turtle(labels: list[str]) -> str:
    """Write a graph in which every name, alias, title and literal is hostile."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in terms.prefixes().items()]
    for number, label in enumerate(labels):
        text = quoted(label)
        lines.append(
            f"""
p:p{number} a yq:Partnership ; skos:prefLabel {text}@en, {text}@zh-Hans ;
    yq:chinesePartner o:school{number} ; yq:foreignPartner o:university{number} ;
    yq:discipline dis:d{number} ; yq:level {text} ; yq:annualTuition {text} ;
    yq:registerPage <javascript:alert({number})> ; dcterms:source s:s{number} .
o:school{number} skos:prefLabel {text}@en ; skos:altLabel {text}, "alias {number}" ;
    schema:url <javascript:alert(1)>, <data:text/html,x>, <file:///etc/passwd>, "{number}" .
o:university{number} skos:prefLabel {text}@zh-Hans ; yq:country country:C{number} .
country:C{number} skos:prefLabel {text}@en .
dis:d{number} skos:prefLabel {text}@en .
s:s{number} dcterms:title {text}@en ; schema:url <vbscript:x> ; dcterms:publisher {text} ."""
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    folder.joinpath("graph.ttl").write_text(turtle([*PAYLOADS, *REWRITTEN]), "utf-8")
    path = folder / "network.html"
    write_page(yuqiao.open(str(folder / "graph.ttl")).to_networkx(), path)
    return path


def assert_harmless(seen: Seen) -> None:
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])
    tags = seen.page.evaluate(
        "[...new Set([...document.body.querySelectorAll('*')].map(e => e.localName))].sort()"
    )
    assert set(tags).isdisjoint({"img", "svg", "iframe", "object", "b", "base", "form", "link"})
    assert seen.page.locator("script").count() == 4
    links = seen.page.evaluate("[...document.links].map(a => a.protocol)")
    assert set(links) <= {"http:", "https:", "file:"}  # file: is the page's own #list


def test_every_label_is_shown_as_it_is(open_page: Opener, hostile_page: Path) -> None:
    seen = open_page(hostile_page)
    names = seen.page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map(r => r.querySelector('bdi').textContent)"
    )
    assert sorted(names) == sorted([*PAYLOADS, *REWRITTEN.values()])
    assert seen.painted() > 10_000
    assert_harmless(seen)


def test_every_panel_is_harmless(open_page: Opener, hostile_page: Path) -> None:
    seen = open_page(hostile_page)
    seen.page.evaluate(
        "() => { for (const button of document.querySelectorAll('tbody button')) button.click(); }"
    )
    seen.page.get_by_role("combobox").fill("alias 1")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#panel")).to_contain_text("javascript:alert(1)")
    expect(seen.page.locator("#panel a")).to_have_count(0)
    seen.page.get_by_role("button", name="中文").click()
    assert_harmless(seen)


def test_hovering_over_the_drawing_is_harmless(open_page: Opener, hostile_page: Path) -> None:
    seen = open_page(hostile_page)
    for x, y in list(seen.spots("school").values())[:5]:
        seen.page.mouse.move(x, y)
    assert_harmless(seen)


def test_the_policy_lets_nothing_else_run(open_page: Opener, hostile_page: Path) -> None:
    seen = open_page(hostile_page)
    ran = seen.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          const image = new Image();
          image.src = 'https://example.org/x.png';
          return window.ran === true;
        }"""
    )
    assert not ran
    assert seen.requests == []


def test_an_empty_graph_gives_a_page_that_says_so(open_page: Opener, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<https://example.org/a> a <https://example.org/B> .")
    path = tmp_path / "network.html"
    write_page(yuqiao.open(str(tmp_path / "graph.ttl")).to_networkx(), path)
    seen = open_page(path)
    expect(seen.page.locator("#empty")).to_be_visible()
    expect(seen.page.locator("#empty")).to_contain_text("holds no partnership")
    seen.page.get_by_role("button", name="中文").click()
    expect(seen.page.locator("#empty")).to_contain_text("没有可绘制的合作办学")
    assert_harmless(seen)


def test_the_file_holds_no_raw_end_of_script(hostile_page: Path) -> None:
    text = hostile_page.read_text("utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert not re.search("[<>&\u2028\u2029\u202e\u0000]", data[1])
