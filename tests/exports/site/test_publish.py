"""The static site, on the bundled graph: every thing is there, with its sources, and all links lead."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from selectolax.lexbor import LexborHTMLParser

import yuqiao
from hostile_strings import cases, quoted
from site_pages import broken_links, complaints, own_pages, page_links, text_of
from yuqiao.cli import main
from yuqiao.exports.site.entity_paths import FILE_ENDINGS, SitePaths
from yuqiao.exports.site.publish import write_site
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.results import Solutions
from yuqiao.ontology.namespaces import prefixes

pytestmark = pytest.mark.slow


SMALL = Path(__file__).parents[2] / "support" / "two-partnerships.ttl"
BASE = "https://w3id.org/yuqiao/"
PARTNERSHIP = "id/partnership/cqu-novosibirsk-physics"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the bundled graph."""
    folder = tmp_path_factory.mktemp("bundled") / "site"
    assert write_site(yuqiao.open(), folder).documented
    return folder


def hostile_partnerships() -> str:
    """Write a register in which every hostile name, address and literal stands once or more."""
    labels, addresses, literals = cases("label"), cases("iri"), cases("literal")
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes().items()]
    for number, label in enumerate(labels):
        address = addresses[number % len(addresses)].text
        literal = literals[number % len(literals)]
        lines.append(
            f"p:p{number} a yq:Partnership ; yq:chinesePartner o:school, <{address}> ; "
            f"skos:prefLabel {quoted(label.text)}@en ; skos:altLabel {quoted(label.text)}@zh-Hans ;"
            f" schema:url <{address}> ; yq:annualIntake {quoted(literal.text)}^^<{literal.datatype}> ;"
            f" yq:level <{address}> ."
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of a register whose every name, address and literal is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "register.ttl").write_text(hostile_partnerships(), "utf-8")
    write_site(yuqiao.open(folder / "register.ttl"), folder / "site", documented=False)
    return folder / "site"


def test_every_entity_and_every_term_has_pages_and_data(site: Path) -> None:
    known = EntityIndex(yuqiao.open())
    places = SitePaths(known.things, BASE)
    missing = [
        f"{places.path(thing)}{end}"
        for thing in known.things
        for end in FILE_ENDINGS
        if not (site / f"{places.path(thing)}{end}").is_file()
    ]

    assert missing == []
    assert len(known.things) > 4000
    assert places.exceptions == {}, "so no server needs to be told of one"


def test_no_link_is_broken(site: Path) -> None:
    pages = own_pages(site)

    assert len(pages) > 8000
    assert broken_links(site, pages) == []
    first, _ = next(page_links((site / "404.html").read_text("utf-8")))
    assert first == "/yuqiao/style.css"


def test_the_pages_are_valid_html(site: Path) -> None:
    chosen = [
        f"{name}{end}"
        for name in ("index", "search", "def", "shapes", "404", "downloads", "browse/level",
          "documentation/vocabulary", "questions/index", "questions/form-and-sources",
          "id/organisation/swu", PARTNERSHIP, "id/claim/swu-2023-students", "id/place/chongqing",
          "id/approval/cqu-novosibirsk-physics", "id/source/s-ror", "def/JointProgramme",
          "def/level", "scheme/level", "scheme/level/bachelor", "dataset/chongqing",
          "elsewhere/publications.europa.eu/resource/authority/country/RUS")
        for end in (".html", ".zh.html")
    ]  # fmt: skip

    assert complaints(site, chosen) == ""


def test_the_data_beside_the_pages_is_the_graph(site: Path) -> None:
    store = pyoxigraph.Store()
    for path in site.rglob("*.nt"):
        if path.parent.name not in {"dumps", "dataset"} and path.parent != site:
            store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    unnamed = {str(t) for t in yuqiao.open().triples() if isinstance(t.subject, BlankNode)}
    ours = {str(t) for t in yuqiao.open().triples()} - unnamed
    beside = {str(quad.triple) for quad in store}
    of_blank = {triple for triple in ours | beside if "_:" in triple}
    kept_elsewhere = {t for t in ours if t.startswith((f"<{BASE}def> ", f"<{BASE}dataset/"))}

    assert ours - of_blank - kept_elsewhere - beside == set()


@pytest.mark.parametrize("path", [PARTNERSHIP, "id/organisation/swu", "def/JointInstitution"])
def test_the_data_of_an_entity_is_the_same_in_every_format(site: Path, path: str) -> None:
    formats = (RdfFormat.TURTLE, RdfFormat.JSON_LD, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML)
    graphs = []
    for form in formats:
        read = pyoxigraph.parse(path=str(site / f"{path}.{form.file_extension}"), format=form)
        graph = pyoxigraph.Dataset(read)
        graph.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append({str(quad) for quad in graph})

    assert graphs[0] == graphs[1] == graphs[2] == graphs[3]
    assert len(graphs[0]) > 5


def test_a_fact_is_shown_with_its_sources_their_date_basis_and_review(site: Path) -> None:
    english = text_of(site / f"{PARTNERSHIP}.html")
    chinese = text_of(site / f"{PARTNERSHIP}.zh.html")

    assert (
        "annual tuition 53,000 yuan a year 1 source [4] 2025-08-27 · Reported by a source · Accepted"
        in english
    )
    assert "年学费 53,000 元/学年 1个来源 [5] 2025-08-27 · 来源报道 · 采纳" in chinese
    assert "Searched for and not found annual intake" in english
    assert "First enrolment year is as planned." in english


def test_incoming_links_of_an_entity_are_shown(site: Path) -> None:
    shown = text_of(site / "id/organisation/swu.html")
    level = text_of(site / "scheme/level/bachelor.html")

    assert "is Chinese partner in 9 Animal science bachelor programme, Southwest" in shown
    assert (
        "Entities with this as “level” 90 Animal science Animal science bachelor programme" in level
    )


def test_the_head_links_the_data_and_identifies_the_entity(site: Path) -> None:
    page = (site / "id/organisation/swu.html").read_text("utf-8")
    links = re.findall(r"<link ([^>]*)>", page)

    assert links[2:] == [
        'rel="alternate" hreflang="en" href="swu.html"',
        'rel="alternate" hreflang="zh-Hans" href="swu.zh.html"',
        f'rel="cite-as" href="{BASE}id/organisation/swu"',
        'rel="alternate" type="text/turtle" href="swu.ttl"',
        'rel="describedby" type="text/turtle" href="swu.ttl"',
        'rel="alternate" type="application/ld+json" href="swu.jsonld"',
        'rel="describedby" type="application/ld+json" href="swu.jsonld"',
        'rel="alternate" type="application/n-triples" href="swu.nt"',
        'rel="describedby" type="application/n-triples" href="swu.nt"',
        'rel="alternate" type="application/rdf+xml" href="swu.rdf"',
        'rel="describedby" type="application/rdf+xml" href="swu.rdf"',
        'rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/"',
        'rel="type" href="https://schema.org/CollegeOrUniversity"',
    ]


def test_search_engines_get_schema_org_markup(site: Path) -> None:
    page = (site / f"{PARTNERSHIP}.html").read_text("utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert json.loads(block) == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": BASE + PARTNERSHIP,
        "name": [
            {
                "@value": "Physics bachelor programme, Chongqing University and Novosibirsk State "
                "University",
                "@language": "en",
            },
            {
                "@value": "重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目",
                "@language": "zh-Hans",
            },
        ],
        "provider": [
            {
                "@type": "CollegeOrUniversity",
                "name": "Chongqing University",
                "@id": BASE + "id/organisation/cqu",
            },
            {
                "@type": "CollegeOrUniversity",
                "name": "Novosibirsk State University",
                "@id": BASE + "id/organisation/novosibirsk",
            },
        ],
    }


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("school", "Southwest University 9 partnerships"),
        ("country", "Australia 15 partnerships"),
        ("discipline", "Physics 1 partnership Physics bachelor programme"),
        ("level", "Master 11 partnerships"),
        ("year", "2025 6 partnerships"),
    ],
)
def test_the_lists_contain_every_partnership(site: Path, section: str, says: str) -> None:
    shown = text_of(site / f"browse/{section}.html")
    page = (site / f"browse/{section}.html").read_text("utf-8")

    assert says in shown
    assert len(set(re.findall(r'href="\.\./id/partnership/([^"]+)\.html"', page))) == 85


@pytest.mark.parametrize(("lang", "end"), [("en", ".html"), ("zh", ".zh.html")])
def test_the_questions_are_shown_with_their_answers(site: Path, lang: str, end: str) -> None:
    answer = yuqiao.open().ask("partnerships-by-country", lang=lang)
    assert isinstance(answer, Solutions)
    rows = list(answer)
    page = LexborHTMLParser((site / f"questions/partnerships-by-country{end}").read_text("utf-8"))
    cells = [tuple(cell.text() for cell in row.css("td")) for row in page.css("tr")]

    assert cells[1:] == [tuple(getattr(term, "value", "") for term in row) for row in rows]


def test_pylode_documents_the_vocabulary_in_both_languages(site: Path) -> None:
    english = (site / "documentation/vocabulary.html").read_text("utf-8")
    chinese = (site / "documentation/vocabulary.zh.html").read_text("utf-8")
    known = EntityIndex(yuqiao.open())
    classes = [
        known.name(term, "en")
        for term in known.of_class("owl:Class")
        if term.value.startswith(BASE + "def#")
    ]

    assert len(classes) == 15
    assert [name for name in classes if name not in english] == []
    assert "中外合作办学" in chinese
    assert "education partnership" not in chinese
    assert "Content-Security-Policy" in english


def test_the_shapes_are_described_in_words(site: Path) -> None:
    assert "ApprovalDateKnown Warning" in text_of(site / "shapes.html")
    assert "An approval belongs to exactly one partnership." in text_of(site / "shapes.html")
    assert "一条审批须且只须对应一个合作办学机构或项目。" in text_of(site / "shapes.zh.html")


def test_the_same_graph_gives_the_same_bytes_and_valid_checksums(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "yuqiao", "publish", seed, "--graph", str(SMALL)]
        subprocess.run(
            [*command, "--quiet", "--no-pylode"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    checked = subprocess.run(check, cwd=tmp_path / "1", capture_output=True, check=False)

    assert (tmp_path / "1/SHA256SUMS").read_text() == (tmp_path / "2/SHA256SUMS").read_text()
    assert (checked.returncode, checked.stdout) == (0, b"")


def test_under_another_base_every_iri_of_ours_moves(tmp_path: Path) -> None:
    write_site(yuqiao.open(SMALL), tmp_path / "site", "https://kg.test/a/", documented=False)
    page = (tmp_path / "site/id/old-music.html").read_text("utf-8")

    assert "Version 1 First version: " in text_of(tmp_path / "site/changes.html")
    assert "https://kg.test/a/id/old-music" in page
    assert "https://example.org/id" not in page
    assert broken_links(tmp_path / "site", own_pages(tmp_path / "site")) == []


def test_hostile_names_are_only_ever_text(hostile_site: Path) -> None:
    pages = own_pages(hostile_site)
    shown = {}
    for number, case in enumerate(cases("label")):
        page = (hostile_site / f"id/partnership/p{number}.html").read_text("utf-8")
        heading = LexborHTMLParser(page).css_first("h1")
        assert heading is not None
        shown[case.shown] = heading.text()

    assert [wanted for wanted, found in shown.items() if plain(wanted) != plain(found)] == []
    assert broken_links(hostile_site, pages) == []
    assert complaints(hostile_site, [*pages[:24], "index.html", "search.html"]) == ""


def plain(text: str) -> str:
    """Make line ends and what HTML has no characters for alike."""
    return re.sub("[\ufdd0-\ufdef]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


TAG = re.compile(r"<!?(/?\w+)((?: [\w-]+(?:=\"[^\"<>]*\")?)*)>")
ELEMENTS = (
    " doctype html head meta title link script body a div header footer nav ul ol li main p h1 h2 "
    "h3 span section article aside dl dt dd details summary figure figcaption svg path circle text "
    "code pre small strong table thead tbody tr th td noscript search label input b "
)


def test_nothing_hostile_becomes_an_element_an_attribute_or_an_address(hostile_site: Path) -> None:
    names, attributes, schemes = set(), set(), set()
    for page in own_pages(hostile_site):
        if page.startswith("search"):
            continue  # its own script holds a <
        text = (hostile_site / page).read_text("utf-8")
        if page.startswith("check"):
            assert text.count("<script>") == 1
            text = re.sub("<script>.*?</script>", "", text, flags=re.DOTALL)
        tags = TAG.findall(text)
        assert len(tags) == text.count("<"), f"{page}: all that opens is an element of ours"
        for name, given in tags:
            names.add(name)
            for attribute, value in re.findall(r' ([\w-]+)(?:="([^"]*)")?', given):
                attributes.add(attribute)
                scheme = re.match(r"([a-zA-Z]+):", value)
                if scheme and attribute in {"href", "src"}:
                    schemes.add(scheme[1])

    assert [name for name in names if f" {name.lstrip('/')} " not in ELEMENTS] == []
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert {scheme.lower() for scheme in schemes} <= {"http", "https", "mailto", "data"}


def test_an_entity_is_selected_in_the_network_by_its_own_iri(site: Path) -> None:
    network = NetworkSpec().network(open_store())
    drawn = {*map(str, network.graph), *network.partnerships}
    chosen = set()
    for name in own_pages(site):
        page = (site / name).read_text("utf-8")
        own = re.search(r'<p class="iri"><code>([^<]*)<', page)
        link = re.search(r'network(?:\.zh)?\.html#(?:partnership=)?([^"]+)"', page)
        if own and html.unescape(own[1]) in drawn:
            assert link is not None, name
            assert unquote(link[1]) == html.unescape(own[1])
            chosen.add(unquote(link[1]))

    assert chosen == drawn


def test_a_graph_in_another_vocabulary_has_a_site_too(tmp_path: Path) -> None:
    (tmp_path / "people.ttl").write_text(
        "@prefix f: <http://xmlns.com/foaf/0.1/> . @prefix p: <https://people.test/> .\n"
        'p:ann a f:Person ; f:name "Ann" ; f:knows p:bob . p:bob f:name "Bob" .\n'
        "p:ring <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a . "
        "_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a .",
        "utf-8",
    )
    site = tmp_path / "site"
    write_site(yuqiao.open(tmp_path / "people.ttl"), site, "https://people.test/", documented=False)

    assert (site / "ann.ttl").is_file()
    assert "knows Bob" in text_of(site / "ann.html")
    assert broken_links(site, own_pages(site)) == []


def test_text_in_a_literal_is_marked_with_its_language(site: Path) -> None:
    page = (site / "scheme/discipline/physics-b.html").read_text("utf-8")

    assert str(Literal("理学学士")) not in page
    assert '<span lang="zh-Hans">理学学士</span>' in page


def test_data_cannot_replace_a_json_ld_keyword(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(
        "<https://w3id.org/yuqiao/id/a> a <https://schema.org/@type> ; "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "a"@en ; '
        '<https://schema.org/@context> "https://evil.example/" ; '
        '<https://schema.org/@id> "javascript:alert(1)" ; <https://schema.org/telephone> "1" .',
        encoding="utf-8",
    )
    write_site(yuqiao.open(tmp_path / "g.ttl"), tmp_path / "site", documented=False)

    page = (tmp_path / "site/id/a.html").read_text("utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block) == {
        "@context": "https://schema.org",
        "@type": "Thing",
        "@id": "https://w3id.org/yuqiao/id/a",
        "name": {"@value": "a", "@language": "en"},
        "telephone": "1",
    }


@pytest.mark.parametrize("base", [None, "https://moved.test/"])
def test_the_data_of_a_file_has_its_characters(base: str | None, tmp_path: Path) -> None:
    file, site = tmp_path / "lexical.ttl", tmp_path / "site"
    file.write_text(
        "@prefix yq: <https://kg.test/def#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        '<https://kg.test/id/a> yq:version 1.10 ; yq:isbn "0123"^^xsd:integer ;\n'
        '    yq:n "7"^^xsd:unsignedByte, [ yq:ok "1"^^xsd:boolean ] .\n',
        "utf-8",
    )
    arguments = ["publish", str(site), "--graph", str(file), "--no-pylode"]
    done = CliRunner().invoke(main, arguments + (["--base", base] if base else []))

    assert (done.exit_code, "stored by value" in done.stderr) == (0, False)
    expected = [
        '"0123"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"1.10"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"7"^^<http://www.w3.org/2001/XMLSchema#unsignedByte>',
    ]
    (dump,) = (site / "dumps").glob("*.nt")
    for written in (dump, site / "id" / "a.nt"):
        triples = list(parse(written.read_bytes(), RdfFormat.N_TRIPLES))
        assert sorted(str(t.object) for t in triples if isinstance(t.object, Literal)) == expected
        subjects = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}
        assert subjects == {f"{base or 'https://kg.test/'}id/a"}


def test_what_json_ld_cannot_hold_is_said_on_the_page_and_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(
        "@prefix ex: <http://e/> . ex:a ex:knows ex:b ; ex:says <<( ex:a ex:knows ex:c )>>,"
        " <<( ex:a ex:knows ex:d )>> . ex:b ex:says 'nothing' ."
    )
    write_site(open_store(str(file)), tmp_path / "site", base="http://e/", documented=False)

    def read(name: str) -> str:
        return (tmp_path / "site" / name).read_text("utf-8")

    remark = "2 with triple terms left out, which JSON-LD cannot hold; see the Turtle file"
    assert list(json.loads(read("a.jsonld"))["@context"].items())[1] == (remark, None)
    quads = [*parse(read("a.jsonld"), RdfFormat.JSON_LD)]
    assert [str(quad.object) for quad in quads] == ["<http://e/b>"]
    assert len(list(parse(read("a.ttl"), RdfFormat.TURTLE))) == 3
    assert (
        '"a.jsonld" type="application/ld+json">JSON-LD</a><small> without 2 statements that have'
        " triple terms, which JSON-LD cannot hold</small>"
    ) in read("a.html")
    assert "JSON-LD</a><small> 不含2条带有三元组项的陈述（JSON-LD 无法表示）</small>" in read(
        "a.zh.html"
    )
    assert "left out" not in read("b.jsonld")
    assert "<small> without" not in read("b.html")
    assert "<p>Not in JSON-LD: the format cannot hold every statement of this graph.</p>" in read(
        "downloads.html"
    )
