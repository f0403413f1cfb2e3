"""Sites of graphs in any vocabulary: all that the graph says, in its languages, and nothing else."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, parse

import yuqiao
from site_pages import broken_links, complaints, own_pages, page_links, text_of
from yuqiao.cli import main
from yuqiao.exports.site.publish import write_site
from yuqiao.exports.site.scope import SiteSettings
from yuqiao.graph.entities.index import EntityIndex

GRAPHS = Path(__file__).parent / "graphs"
NAMES = ("thesaurus", "ontology", "catalog", "people")
OURS = (
    "artnership", "uqiao", "渝桥", "合作办学", "yq:", "w3id.org/yuqiao", "hinese partner", "SHACL",
    "Check a programme", "searched for", "permanent", "ISCED",
)  # fmt: skip
"""What is only true of a register in the vocabulary."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a thesaurus, an ontology, a catalogue and a directory of people."""
    folder = tmp_path_factory.mktemp("sites")
    settings = SiteSettings(mistakes="https://issues.example.org/new?about={iri}")
    for name in NAMES:
        write_site(yuqiao.open(GRAPHS / f"{name}.ttl"), folder / name, settings=settings)
    return folder


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(arguments))


def read(page: Path) -> str:
    return page.read_text("utf-8")


def reached(site: Path) -> set[str]:
    """Return the pages that links lead to from the first page, in its language or another."""
    found, waiting = {"index.html"}, ["index.html"]
    while waiting:
        name = waiting.pop()
        for path, _ in page_links(read(site / name)):
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else ""
            )
            if target.endswith(".html") and target not in found:
                found.add(target)
                waiting.append(target)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_reached_from_the_first_and_no_link_is_broken(sites: Path, name: str) -> None:
    pages = own_pages(sites / name)

    assert set(pages) - reached(sites / name) == set()
    assert broken_links(sites / name, pages) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_ours_is_said_of_it(sites: Path, name: str) -> None:
    site = sites / name
    said = {
        (page, word)
        for page in own_pages(site)
        for word in OURS
        if word in re.sub("<script.*?</script>", "", read(site / page), flags=re.DOTALL)
    }

    assert said == set()
    ours = (
        "def",
        "shapes",
        "schemes",
        "check",
        "questions",
        "context.jsonld",
        "browse/school.html",
    )
    assert [each for each in ours if list(site.glob(f"{each}*"))] == []


@pytest.mark.slow
def test_the_pages_are_valid_html(sites: Path) -> None:
    pages = [f"{name}/{page}" for name in NAMES for page in own_pages(sites / name)]

    assert len(pages) > 150
    assert complaints(sites, pages) == ""


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            "thesaurus/index.html",
            (
                "Thesaurus des Handwerks Begriffe des Handwerks, seiner Werkzeuge und Stoffe. "
                "Lizenz: CC BY-SA 4.0 · Ausgabe: 2.3 · Über diesen Datensatz"
            ),
        ),
        ("thesaurus/index.fr.html", "Thésaurus de l’artisanat Termes de l’artisanat. Licence :"),
        ("thesaurus/index.ja.html", "工芸シソーラス Begriffe des Handwerks"),
        ("ontology/index.html", "Laboratory ontology Instruments and their measurements."),
        ("catalog/index.ja.html", "市のオープンデータカタログ 市が公開するデータセット。"),
        ("people/index.html", "Annuaire Licence : Licence ouverte 2.0"),
    ],
)
def test_title_description_licence_and_edition_are_those_of_the_graph(
    sites: Path, page: str, says: str
) -> None:
    assert text_of(sites / page).startswith(says)


def test_licence_edition_and_where_to_report_a_mistake_are_on_every_page(sites: Path) -> None:
    site = sites / "thesaurus"
    for page in own_pages(site):
        footer = text_of(site / page, "footer")
        assert "CC BY-SA 4.0" in footer, page
        assert "2.3" in footer, page
        assert 'href="https://issues.example.org/new?about=' in read(site / page)
    base = "new?about=https%3A%2F%2Fvokabular.example.de%2Fhandwerk%2F"
    for page, end in {
        "c2.html": "c2",
        "index.html": "",
        "browse/tree.fr.html": "browse%2Ftree",
    }.items():
        assert f'{base}{end}"' in read(site / page)


def test_the_network_has_the_title_and_the_names_of_the_site(sites: Path) -> None:
    pages = {lang: read(sites / f"thesaurus/network{lang}.html") for lang in ("", ".fr", ".ja")}
    titles = {lang: re.findall("<title>(.*?)</title>", page) for lang, page in pages.items()}

    assert titles == {
        "": ["Thesaurus des Handwerks"],
        ".fr": ["Thésaurus de l’artisanat"],
        ".ja": ["工芸シソーラス"],
    }
    for name in ("Chêne", "concept plus large", "CC BY-SA 4.0"):
        assert f'"{name}"' in pages[".fr"]
    terms = "the entities without links. Licence : CC BY-SA 4.0 · Édition : 2.3"
    assert terms in pages[".fr"]
    assert '"Oberbegriff"' in pages[""]
    assert '"Chêne"' not in pages[""]


KINDS = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix e: <https://a.example/> .
e:Ship a owl:Class ; rdfs:label "ship"@en, "Schiff"@de .
e:t a e:Ship ; rdfs:label "Titanic"@de ; e:line e:w .
e:w a foaf:Organization ; foaf:name "White Star"@de ; e:contact [ a vcard:Organization ; vcard:fn "Büro" ;
  e:member [ a org:Membership ] ] .
"""


def test_the_kinds_of_the_network_have_the_names_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(KINDS)
    settings = SiteSettings(languages=("de", "zh"))
    write_site(yuqiao.open(tmp_path / "graph.ttl"), tmp_path / "site", settings=settings)

    pages = [read(tmp_path / f"site/network{lang}.html") for lang in ("", ".zh")]
    for page, names in zip(
        pages,
        (["Schiff", "Mitgliedschaft", "Organisation"], ["Schiff", "成员身份", "组织"]),
        strict=True,
    ):
        *alone, shared = names
        for name in (*alone, f"{shared} (foaf:Organization)", f"{shared} (vcard:Organization)"):
            assert f'"{name}"' in page


def test_the_first_version_is_told_in_the_language_of_the_page(sites: Path) -> None:
    said = [text_of(sites / f"thesaurus/changes{lang}.html", "section") for lang in ("", ".fr")]

    assert said == [
        "Version 1 Erste Version: 71 Tripel.",
        "Version 1 Première version : 71 triplets.",
    ]


def test_a_class_list_is_in_the_order_of_the_alphabet(sites: Path) -> None:
    page = text_of(sites / "thesaurus/browse/class-1.html")

    assert page == (
        "Begriff 9 Einträge · skos:Concept Ägyptischer Ahorn Ahorn Eiche Hobel Holz Kreis eins "
        "Kreis zwei Öse Werkzeug Klassen"
    )


PARTS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
<https://a.example/lab> a owl:Ontology ; rdfs:label "Laboratory" .
<https://a.example/units> a owl:Ontology ; rdfs:label "Units" .
<https://a.example/lab#scale> a owl:Class ; rdfs:label "scale" .
<https://a.example/lab#lens> a owl:Class ; rdfs:label "lens" .
<https://a.example/lab#lamp> a owl:Class ; rdfs:label "lamp" .
<https://a.example/lab#tube> a owl:Class ; rdfs:label "tube" .
<https://a.example/lab#a> a org:Organization, foaf:Organization ; rdfs:label "A" .
<https://a.example/other#x> rdfs:label "x" .
<https://a.example/other#y> rdfs:label "y" .
"""


def test_of_several_ontologies_the_site_is_that_of_the_one_with_most_entities(
    tmp_path: Path,
) -> None:
    (tmp_path / "parts.ttl").write_text(PARTS)
    site = tmp_path / "site"
    write_site(yuqiao.open(tmp_path / "parts.ttl"), site, settings=SiteSettings())

    assert text_of(site / "index.html", "h1") == "Laboratory"
    assert "organization (foaf:Organization) 1" in text_of(site / "index.html")
    assert "organization (org:Organization) 1" in text_of(site / "index.html")
    assert set(own_pages(site)) - reached(site) == set()
    assert "Described in https://a.example/other" in text_of(site / "other/x.html")
    assert "Described in" not in text_of(site / "other.html")


def test_the_tree_has_every_concept_also_those_in_a_cycle(sites: Path) -> None:
    assert text_of(sites / "thesaurus/browse/tree.html") == (
        "Hierarchie Thesaurus des Handwerks 1 Holz 1.1 Eiche 1.2 Ahorn Ägyptischer Ahorn "
        "Ägyptischer Ahorn 2 Werkzeug 2.1 Hobel Kreis eins Kreis zwei Kreis eins (Unterbegriffe an "
        "anderer Stelle dieser Liste) Ohne Ober- und Unterbegriff Öse"
    )
    assert text_of(sites / "ontology/browse/tree.html") == (
        "Hierarchy Classes instrument balance microscope electron microscope"
    )


SCHEMELESS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <https://voc.example/> .
e:s a skos:ConceptScheme ; skos:prefLabel "Scheme" .
e:top a skos:Concept ; skos:prefLabel "top" ; skos:narrower e:a .
e:a a skos:Concept ; skos:prefLabel "a" ; skos:inScheme e:s .
e:b a skos:Concept ; skos:prefLabel "b" ; skos:broader e:a .
e:c a skos:Concept ; skos:prefLabel "c" ; skos:broader e:b .
e:x a skos:Concept ; skos:prefLabel "x" .
e:y a skos:Concept ; skos:prefLabel "y" ; skos:broader e:x .
"""


def test_concepts_that_name_no_scheme_are_in_the_tree_of_those_above_and_below_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "graph.ttl").write_text(SCHEMELESS)
    write_site(yuqiao.open(tmp_path / "graph.ttl"), tmp_path / "site", settings=SiteSettings())

    tree = text_of(tmp_path / "site/browse/tree.html")
    assert tree == "Hierarchy Scheme top a b c Concepts x y"


CLASSES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://voc.example/> .
e:vessel a owl:Class ; rdfs:label "vessel" .
e:ship a owl:Class ; rdfs:label "ship" ; rdfs:subClassOf e:vessel .
e:tug a owl:Class ; rdfs:label "tug" ; owl:equivalentClass [ owl:unionOf ( e:ship ) ] .
"""


def test_a_class_without_others_above_or_below_is_on_the_page_of_the_tree(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(CLASSES)
    write_site(yuqiao.open(tmp_path / "graph.ttl"), tmp_path / "site", settings=SiteSettings())

    tree = text_of(tmp_path / "site/browse/tree.html")
    assert tree == "Hierarchy Classes vessel ship Without a superclass or subclass tug"


def test_a_concept_has_all_labels_with_their_languages(sites: Path) -> None:
    page = read(sites / "thesaurus/c2.ja.html")

    assert re.findall(r'<dd><div><span lang="(\w+)">([^<]+) <small', page) == [
        ("ja", "オーク"),
        ("fr", "Chêne"),
        ("de", "Eiche"),
        ("de", "Eichenholz"),
        ("de", "Aiche"),
        ("fr", "Bois de chêne."),
        ("de", "Holz der Eiche."),
    ]
    assert '<html lang="ja">' in page
    assert '<a href="samml.ja.html" lang="de">Sammlung der Hölzer</a>' in page
    assert '<a href="http://www.wikidata.org/entity/Q33036" rel="external">wd:Q33036</a>' in page


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("thesaurus", {"Aiche", "Chêne", "オーク", "1.1", "Öse", "Ägyptischer Ahorn", "Thesaurus des Handwerks"}),
        ("people", {"Marie Étienne", "mé", "Dupont", "Jean Dupont", "Équipe Sédiments", "Annuaire"}),
        ("catalog", {"バス停", "Bus stops", "GTFS", "例市"}),
    ],
)  # fmt: skip
def test_search_knows_every_name_in_every_language(
    sites: Path, name: str, wanted: set[str]
) -> None:
    page = read(sites / name / "search.html")
    (data,) = re.findall(r'<script type="application/json" id="entries">(.*?)</script>', page)
    known = {
        name
        for _, own, other, also, *_ in json.loads(data)["entries"]
        for name in (own, other, *also)
    }

    assert wanted - known == set()


def test_the_description_of_a_catalogue_states_what_was_counted_and_nothing_else(
    sites: Path,
) -> None:
    described = parse((sites / "catalog/dataset/graph.ttl").read_bytes(), RdfFormat.TURTLE)
    own = NamedNode("https://opendata.example.jp/catalog/dataset/graph")
    used = {q.predicate.value for q in described if q.subject == own}

    assert {re.split("[#/]", each)[-1] for each in used} == {
        "type", "landingPage", "uriSpace", "vocabulary", "triples", "distinctSubjects",
        "distinctObjects", "properties", "entities", "classes", "classPartition",
        "propertyPartition", "distribution", "dataDump",
    }  # fmt: skip


def test_a_document_has_the_data_of_all_that_is_in_it(sites: Path) -> None:
    known = EntityIndex(yuqiao.open(GRAPHS / "ontology.ttl"))
    data = list(parse((sites / "ontology/lab.ttl").read_bytes(), RdfFormat.TURTLE))

    assert {q.subject for q in data if isinstance(q.subject, NamedNode)} == set(known.things)
    assert "Described here balance electron microscope" in text_of(sites / "ontology/lab.html")


def test_languages_and_title_are_chosen(tmp_path: Path) -> None:
    arguments = ("--graph", str(GRAPHS / "thesaurus.ttl"), "--lang", "fr,de", "--title", "Métiers")
    done = run("publish", str(tmp_path / "site"), *arguments)

    assert (done.exit_code, done.stderr) == (
        0,
        f"{tmp_path}/site: 23 pages in fr, de, 12 of them about entities\n",
    )
    assert text_of(tmp_path / "site/index.html", "header").startswith("Métiers Deutsch Classes")
    assert text_of(tmp_path / "site/c2.html", "h1") == "Chêne"
    assert text_of(tmp_path / "site/c2.de.html", "h1") == "Eiche"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--lang", "german"], '"german" is not a language tag; expected such as de or de,fr'),
        (["--lang", "de,DE"], 'the language "DE" is given twice'),
        (
            ["--mistakes", "javascript:alert(1)"],
            (
                '"javascript:alert(1)" is not an address for reports of mistakes; expected one that '
                "begins with https:// or mailto:"
            ),
        ),
    ],
)
def test_what_a_site_cannot_have_is_refused(
    arguments: list[str], says: str, tmp_path: Path
) -> None:
    graph = str(GRAPHS / "thesaurus.ttl")
    done = run("publish", str(tmp_path / "site"), "--graph", graph, *arguments)

    assert (done.exit_code, done.stderr) == (2, f"yuqiao: {says}\n")


def test_a_register_has_its_own_two_languages(tmp_path: Path) -> None:
    done = run("publish", str(tmp_path / "site"), "--lang", "de")

    assert (done.exit_code, done.stderr) == (
        2,
        'yuqiao: the pages of a register are in en or zh; there are none in "de"\n',
    )


OWN_QUESTIONS = {
    "datasets": """# title@en: Which datasets are there?
# param lang: lang
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?title { ?dataset a dcat:Dataset ; dct:title ?title FILTER(LANG(?title) = ?lang) } ORDER BY ?title
""",
    "any": """# title@en: Is there a dataset?
PREFIX dcat: <http://www.w3.org/ns/dcat#>
ASK { ?dataset a dcat:Dataset }
""",
    "publishers": """# title@en: Who publishes what?
PREFIX dct: <http://purl.org/dc/terms/>
CONSTRUCT { ?one dct:isReferencedBy ?thing } { ?thing dct:publisher ?one }
""",
}


def test_answers_of_any_kind_can_be_had_again_from_the_downloads(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for name, text in OWN_QUESTIONS.items():
        (tmp_path / f"own/{name}.rq").write_text(text)
    site = tmp_path / "site"
    options = ["--questions", str(tmp_path / "own"), "--lang", "en,ja", "--quiet"]
    run("publish", str(site), "--graph", str(GRAPHS / "catalog.ttl"), *options)

    says = {name: text_of(site / f"questions/{name}.ja.html") for name in OWN_QUESTIONS}
    assert "結果 はい" in says["any"]
    assert "c:city dct:isReferencedBy c:catalog, c:ds1 ." in says["publishers"]
    assert "yuqiao ask datasets --questions . --graph graph.ttl --lang en" in says["datasets"]
    downloads = ["--questions", str(site / "questions"), "--graph", str(site / "dumps/graph.ttl")]
    asked = run("ask", "datasets", *downloads, "--lang", "en", "--as", "csv")
    assert asked.stdout.split("\n") == ["title", "Bus stops", "Parks", ""]


def test_an_unchanged_graph_is_published_again_and_again(tmp_path: Path) -> None:
    graph = ["--graph", str(GRAPHS / "people.ttl"), "--quiet"]

    done = [run("publish", str(tmp_path / "site"), *graph) for _ in range(3)]

    assert [(each.exit_code, each.stderr) for each in done] == [(0, "")] * 3
    assert not (tmp_path / "site/changes").exists()


SMALL_REGISTER = """
@prefix yq: <https://kg.example/def#> . @prefix id: <https://kg.example/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:lzu skos:prefLabel "Lanzhou University"@en, "兰州大学"@zh-Hans .
id:otago skos:prefLabel "University of Otago"@en, "奥塔哥大学"@zh-Hans .
id:lzu-otago a yq:Partnership ; skos:prefLabel "Pharmacy"@en, "药学"@zh-Hans ;
  yq:chinesePartner id:lzu ; yq:foreignPartner id:otago .
"""


@pytest.mark.parametrize(
    ("described", "settings", "titles"),
    [
        (SMALL_REGISTER, SiteSettings(), ["kg.example", "kg.example"]),
        (SMALL_REGISTER, SiteSettings(title="Gansu"), ["Gansu", "Gansu"]),
        (
            SMALL_REGISTER
            + """<https://kg.example/dataset/gansu> a <http://www.w3.org/ns/dcat#Dataset> ;
            <http://purl.org/dc/terms/title> "Partnerships of Gansu"@en, "甘肃中外合作办学"@zh-Hans .""",
            SiteSettings(),
            ["Partnerships of Gansu", "甘肃中外合作办学"],
        ),
    ],
)
def test_a_register_of_another_place_is_called_what_it_calls_itself(
    tmp_path: Path, described: str, settings: SiteSettings, titles: list[str]
) -> None:
    (tmp_path / "graph.ttl").write_text(described, "utf-8")
    graph = yuqiao.open(tmp_path / "graph.ttl")
    write_site(graph, tmp_path / "site", documented=False, settings=settings)

    first = [f"index{lang}.html" for lang in ("", ".zh")]
    assert [text_of(tmp_path / "site" / page, "h1") for page in first] == titles
    assert [
        re.findall("<title>(.*?)</title>", read(tmp_path / "site" / page)) for page in first
    ] == [[title] for title in titles]
    assert "copies of the official lists" not in text_of(tmp_path / "site/check.html")


@pytest.mark.parametrize("turtle", ["", "[] <https://a.example/p> [ <https://a.example/q> 1 ] ."])
def test_a_graph_that_names_nothing_has_no_empty_lists(tmp_path: Path, turtle: str) -> None:
    (tmp_path / "graph.ttl").write_text(turtle)
    site = tmp_path / "site"
    write_site(yuqiao.open(tmp_path / "graph.ttl"), site, settings=SiteSettings())

    assert set(own_pages(site)) - reached(site) == set()
    assert broken_links(site, own_pages(site)) == []
    assert "Contents of the graph" not in text_of(site / "index.html")
