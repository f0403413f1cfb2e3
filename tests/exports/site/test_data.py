"""What a site has for programs: dumps, its description, the change log, rules, sums."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pyoxigraph
import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

import yuqiao
from yuqiao.exports.site.data.changelog import write_change_log
from yuqiao.exports.site.data.dumps import Dump, write_dumps, write_vocabulary
from yuqiao.exports.site.data.entity_data import entity_documents
from yuqiao.exports.site.data.manifest import write_manifest
from yuqiao.exports.site.data.question_examples import question_examples
from yuqiao.exports.site.data.void_dcat import Dataset, find_dataset, write_description
from yuqiao.exports.site.hosting.rules import search_engine_files, write_serving
from yuqiao.graph.questions.catalogue import questions
from yuqiao.graph.rdf.canonicalization import canonical_hash
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Solutions
from yuqiao.ontology.namespaces import BASE

PAGES = ("index", "def", "id/organisation/swu")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write all of it for the bundled graph."""
    folder = tmp_path_factory.mktemp("site")
    graph = yuqiao.open()
    dumps = write_dumps(graph, folder, "chongqing")
    dataset = write_description(graph, dumps, folder, BASE, contact="mailto:editors@example.org")
    write_vocabulary(folder, BASE)
    write_serving(folder, dataset, PAGES)
    write_manifest(folder)
    return folder


@pytest.fixture(scope="module")
def description(site: Path) -> MemoryStore:
    """Read the description of the dataset."""
    return MemoryStore.read(str(site / "dataset" / "chongqing.ttl"))


def rows(store: MemoryStore, sparql: str) -> list[tuple[object, ...]]:
    """Request values."""
    return list(cast("Solutions", store.query(sparql)).values())


@pytest.mark.slow
def test_each_dump_is_described_correctly(site: Path, description: MemoryStore) -> None:
    asked = rows(
        description,
        """SELECT ?file ?type ?pack ?size ?sum WHERE {
        ds:chongqing dcat:distribution ?file . ?file a dcat:Distribution ;
          dcat:downloadURL ?file ; dcat:mediaType ?type ; dcat:byteSize ?size ;
          dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
          <http://spdx.org/rdf/terms#checksum> [
            <http://spdx.org/rdf/terms#algorithm>
              <http://spdx.org/rdf/terms#checksumAlgorithm_sha256> ;
            <http://spdx.org/rdf/terms#checksumValue> ?sum ]
        OPTIONAL { ?file dcat:compressFormat ?pack } } ORDER BY ?file""",
    )
    types = "https://www.iana.org/assignments/media-types/"
    forms = {
        "jsonld": "application/ld+json",
        "nq": "application/n-quads",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
        "trig": "application/trig",
        "ttl": "text/turtle",
    }
    expected = []
    for extension, media_type in forms.items():
        for end, pack in (("", None), (".gz", types + "application/gzip")):
            path = f"dumps/chongqing.{extension}{end}"
            content = (site / path).read_bytes()
            digits = hashlib.sha256(content).hexdigest()
            expected.append((BASE + path, types + media_type, pack, len(content), digits))
    assert asked == expected


@pytest.mark.slow
def test_compressed_dumps_contain_the_plain_ones_and_no_timestamp(site: Path) -> None:
    for packed in (site / "dumps").glob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()
        assert packed.read_bytes()[4:8] == bytes(4)


@pytest.mark.slow
def test_the_counts_are_those_of_the_graph(description: MemoryStore) -> None:
    ((triples, entities, classes, properties),) = rows(
        description,
        """SELECT ?t ?e ?c ?p { ds:chongqing void:triples ?t ; void:entities ?e ;
        void:classes ?c ; void:properties ?p }""",
    )
    parts = rows(
        description,
        """SELECT ?name ?n { ds:chongqing void:classPartition [ void:class ?class ;
        void:entities ?n ] FILTER(?class IN (yq:Partnership, yq:Approval, schema:Country))
        BIND(REPLACE(STR(?class), ".*[/#]", "") AS ?name) } ORDER BY ?name""",
    )
    counted = yuqiao.open().query("SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }")
    assert list(cast("Solutions", counted).values()) == [(triples, properties)]
    assert (entities, classes) == (4017, 42)
    assert parts == [("Approval", 85), ("Country", 17), ("Partnership", 85)]
    partitioned = (
        "SELECT (SUM(?n) AS ?all) { ds:chongqing void:propertyPartition [ void:triples ?n ] }"
    )
    assert rows(description, partitioned) == [(triples,)]


def test_partitions_of_classes_count_their_properties_and_what_these_link_to(
    description: MemoryStore,
) -> None:
    asked = """SELECT ?p ?n ?other ?links { ds:chongqing void:classPartition [
      void:class yq:Approval ; void:propertyPartition ?part ] .
      ?part void:property ?property ; void:triples ?n
      OPTIONAL { ?part void:classPartition [ void:class ?to ; void:triples ?links ]
        BIND(REPLACE(STR(?to), ".*[/#]", "") AS ?other) }
      BIND(REPLACE(STR(?property), ".*[/#]", "") AS ?p) FILTER(?p IN ("type", "approvalOf"))
    } ORDER BY ?p ?other"""

    assert rows(description, asked) == [
        ("approvalOf", 85, "EducationalOccupationalProgram", 72),
        ("approvalOf", 85, "Entity", 85),
        ("approvalOf", 85, "JointInstitution", 13),
        ("approvalOf", 85, "JointProgramme", 72),
        ("approvalOf", 85, "Partnership", 85),
        ("type", 85, "Class", 85),
    ]


def test_each_question_is_an_executable_with_titles_in_two_languages() -> None:
    graph = yuqiao.open()
    described = question_examples(questions(), graph, BASE)
    store = pyoxigraph.Store()
    for triples in described.values():
        store.extend(Quad(*triple) for triple in triples)
    found = rows(
        MemoryStore(store, graph.prefixes),
        """SELECT (SAMPLE(?one) AS ?query) (GROUP_CONCAT(?lang; separator=" ") AS ?langs) {
        ?example a sh:SPARQLExecutable ; rdfs:label ?title ;
          sh:select|sh:construct ?one . BIND(LANG(?title) AS ?lang) } GROUP BY ?example""",
    )
    declared = "SELECT ?p ?n { ?o sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }"
    known = {str(p): str(n) for p, n in rows(MemoryStore(store, graph.prefixes), declared)}

    assert len(found) == len(questions()) == len(described)
    assert {langs for _, langs in found} <= {"en zh-hans", "zh-hans en"}
    for query, _ in found:
        pyoxigraph.Store().query(str(query), prefixes=known)  # it is whole, with its parameters


def test_links_to_each_external_dataset_are_counted(description: MemoryStore) -> None:
    asked = """SELECT ?space ?property ?n { ?set a void:Linkset ; void:subjectsTarget ds:chongqing ;
      void:objectsTarget [ void:uriSpace ?space ] ; void:linkPredicate ?p ; void:triples ?n
      BIND(REPLACE(STR(?p), ".*[/#]", "") AS ?property) } ORDER BY ?space ?property"""
    assert rows(description, asked) == [
        ("http://data.europa.eu/snb/isced-f/", "broadMatch", 71),
        ("http://data.europa.eu/snb/isced-f/", "member", 8),
        ("http://publications.europa.eu/resource/authority/country/", "containedInPlace", 57),
        ("http://publications.europa.eu/resource/authority/country/", "country", 107),
        ("http://publications.europa.eu/resource/authority/country/", "partnerCountry", 80),
        ("http://www.wikidata.org/entity/", "sameAs", 51),
        ("https://ror.org/", "sameAs", 54),
    ]


def test_each_part_has_its_own_dump(site: Path, description: MemoryStore) -> None:
    asked = """SELECT ?file ?n { ds:chongqing void:subset [ void:dataDump ?file ; void:triples ?n ] }
      ORDER BY ?file"""
    parts = {str(file): count for file, count in rows(description, asked)}
    files = {f"{BASE}graph/{path.name}": path for path in (site / "graph").iterdir()}

    held = {name: len(MemoryStore.read(str(path))) for name, path in files.items()}
    assert held == parts
    assert sum(held.values()) == 45445
    assert [name.rpartition("/")[2] for name in parts] == [
        f"{part}.ttl" for part in ("dataset", "derived", "facts", "schemes", "vocabulary")
    ]


def test_place_time_version_and_publisher_are_described(description: MemoryStore) -> None:
    asked = """SELECT ?place (STR(?first) AS ?from) (STR(?last) AS ?to) ?version ?publisher {
      ds:chongqing dcterms:spatial ?place ; dcat:version ?version ;
        dcterms:temporal [ a dcterms:PeriodOfTime ; dcat:startDate ?first ; dcat:endDate ?last ] ;
        dcterms:publisher [ a foaf:Agent ; foaf:name ?publisher ] }"""
    assert rows(description, asked) == [
        (
            BASE + "id/place/chongqing",
            "2002-01-18",
            "2026-11-30",
            "2026.12.01",
            "Yuqiao editors",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        (
            "dcat:Dataset",
            (
                "dcterms:title dcterms:description dcat:contactPoint dcat:distribution dcat:keyword"
                " dcterms:publisher dcterms:spatial dcterms:temporal dcat:theme"
            ),
        ),
        (
            "dcat:Distribution",
            (
                "dcat:accessURL dcterms:description dcterms:format dcterms:license"
                " <http://data.europa.eu/r5r/availability>"
            ),
        ),
        ("foaf:Agent", "foaf:name"),
        (
            "<http://spdx.org/rdf/terms#Checksum>",
            "<http://spdx.org/rdf/terms#algorithm> <http://spdx.org/rdf/terms#checksumValue>",
        ),
    ],
)
def test_all_have_what_dcat_ap_requires_and_recommends(
    description: MemoryStore, kind: str, properties: str
) -> None:
    """DCAT-AP 3.0.1 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/), mandatory and recommended.

    It also recommends the type of a publisher, which the tables do not tell.
    """
    lacking = f"""SELECT ?thing ?property {{ ?thing a {kind} VALUES ?property {{ {properties} }}
      FILTER NOT EXISTS {{ ?thing ?property ?value }} }}"""

    assert rows(description, f"SELECT * {{ ?thing a {kind} }} LIMIT 1")
    assert rows(description, lacking) == []


def test_the_description_is_the_same_in_every_format(site: Path) -> None:
    forms = {
        "ttl": RdfFormat.TURTLE,
        "rdf": RdfFormat.RDF_XML,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
    }
    hashes = set()
    for extension, form in forms.items():
        quads = parse(path=str(site / "dataset" / f"chongqing.{extension}"), format=form)
        hashes.add(canonical_hash([quad.triple for quad in quads]))
    assert len(hashes) == 1


def test_a_graph_without_a_description_is_described_too(tmp_path: Path) -> None:
    graph = MemoryStore(Store(), {})
    graph.update("INSERT DATA { <https://example.org/id/a> a <https://example.org/def#B> }")
    dumps = write_dumps(graph, tmp_path, "graph")
    dataset = write_description(graph, dumps, tmp_path, "https://example.org/")

    told = MemoryStore.read(str(tmp_path / "dataset" / "graph.nt"))
    assert (dataset.iri.value, dataset.modified) == ("https://example.org/dataset/graph", "")
    assert rows(told, "SELECT ?n { ?dataset void:entities ?n ; a dcat:Dataset }") == [(1,)]


def test_the_checksums_match_every_file(site: Path) -> None:
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    files = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}

    assert checked.returncode == 0, checked.stdout
    assert {line.removesuffix(": OK") for line in checked.stdout.splitlines()} == files - {
        "SHA256SUMS"
    }


def test_search_engines_find_every_page(site: Path) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ElementTree.parse(site / "sitemap.xml").getroot()

    assert [page.findtext(f"{name}loc") for page in root] == [
        f"{BASE}{page}.{end}" for page in sorted(PAGES) for end in ("html", "zh.html")
    ]
    assert {page.findtext(f"{name}lastmod") for page in root} == {"2026-12-01"}


def test_a_large_site_has_several_sitemaps() -> None:
    files = search_engine_files("https://example.org/", (f"id/{n:06}" for n in range(60_000)))

    counts = {path: text.count("<loc>") for path, text in files.items()}
    assert counts == {
        "robots.txt": 0,
        "sitemap.xml": 3,
        "sitemap-1.xml": 50_000,
        "sitemap-2.xml": 50_000,
        "sitemap-3.xml": 20_000,
    }


def edition(graph: MemoryStore, folder: Path, earlier: Path | None) -> list[dict[str, object]]:
    """Write the dump and the change log of a site; give what the log tells."""
    folder.mkdir()
    dataset: Dataset = find_dataset(graph, "https://w3id.org/yuqiao/")
    dumps: tuple[Dump, ...] = write_dumps(graph, folder, dataset.name)
    assert dumps
    write_change_log(graph, dataset, folder, earlier)
    return cast(
        "list[dict[str, object]]", json.loads((folder / "changes.json").read_text())["editions"]
    )


def test_the_change_log_lists_every_edition(tmp_path: Path) -> None:
    graph = MemoryStore.read(str(Path(__file__).parents[2] / "support" / "two-partnerships.ttl"))
    triples = len(graph)
    first = edition(graph, tmp_path / "1", None)
    same = edition(graph, tmp_path / "same", tmp_path / "1")
    graph.update("INSERT DATA { <https://example.org/id/new> a yq:Partnership }")
    second = edition(graph, tmp_path / "2", tmp_path / "same")
    graph.update("DELETE DATA { <https://example.org/id/new> a yq:Partnership }")
    third = edition(graph, tmp_path / "3", tmp_path / "2")

    begun = {
        "number": 1,
        "version": "",
        "triples": triples,
        "summary": f"First version: {triples} triples.",
    }
    added = {
        "number": 2,
        "version": "",
        "triples": triples + 1,
        "summary": "1 partnership added",
    }
    removed = {
        "number": 3,
        "version": "",
        "triples": triples,
        "summary": "1 partnership removed",
    }
    assert (first, same, second, third) == (
        [begun],
        [begun],
        [added, begun],
        [removed, added, begun],
    )
    kept = sorted(path.name for path in (tmp_path / "3" / "changes").iterdir())
    assert kept == ["2.json", "2.md", "2.rdfp", "3.json", "3.md", "3.rdfp"]
    assert "\n## Version 2\n\n1 partnership added\n" in (tmp_path / "3" / "changes.md").read_text()


NAMED = """
@prefix e: <https://data.example.org/> .
e:a e:p "in the default graph" .
e:g1 { e:a e:p e:b . }
<http://other.example/g2> { e:a e:p e:b ; e:q "only in g2" . }
"""


def test_named_graphs_survive_in_the_dumps_that_have_them(tmp_path: Path) -> None:
    (tmp_path / "named.trig").write_text(NAMED, "utf-8")
    write_dumps(yuqiao.open(tmp_path / "named.trig"), tmp_path, "named")

    expected = Store()
    expected.load(NAMED.encode(), format=RdfFormat.TRIG)
    for name, form in (("named.trig", RdfFormat.TRIG), ("named.nq", RdfFormat.N_QUADS)):
        found = Store()
        found.load((tmp_path / "dumps" / name).read_bytes(), format=form)
        assert set(found) == set(expected)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("iri", "place", "name"),
    [
        ("https://data.example.org/dataset", "dataset", "dataset"),
        ("https://data.example.org/catalogue#people", "catalogue/people", "people"),
        ("https://data.example.org/data/..", None, "graph"),
        ("https://data.example.org/", None, "graph"),
    ],
)
def test_the_description_is_at_the_iri_of_the_dataset(
    tmp_path: Path, iri: str, place: str | None, name: str
) -> None:
    (tmp_path / "g.ttl").write_text(
        f"<{iri}> a <http://www.w3.org/ns/dcat#Dataset> .", encoding="utf-8"
    )
    site = tmp_path / "site"
    dataset = write_description(
        yuqiao.open(tmp_path / "g.ttl"), [], site, "https://data.example.org/"
    )

    assert (dataset.iri.value, dataset.name) == (iri, name)
    written = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.ttl"))
    if place is not None:
        assert written == [f"{place}.ttl"]
    assert len(written) == 1


@pytest.mark.parametrize("value", ['"a\\u0001b"', '"a\\uFFFEb"'])
def test_rdfxml_is_left_out_where_xml_cannot_hold_a_character(value: str) -> None:
    line = f"<http://example.org/a> <http://example.org/p> {value} ."
    triples = {quad.triple for quad in parse(line, RdfFormat.N_TRIPLES)}

    written = dict(entity_documents(triples, {}))

    assert written.pop("rdfxml") is None
    assert all(written.values())
