"""Other tools read each dump, and find the graph it was made of: as many triples, isomorphic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

import yuqiao
from java import java
from rdf_readers import ALL, TOOLS, found_in
from yuqiao.exports.rdf.patch import rdf_patch
from yuqiao.exports.rdf.write import serialise
from yuqiao.exports.site.data.dumps import write_dumps, write_vocabulary
from yuqiao.graph.diff.graphs import differences
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.ontology.namespaces import BASE

BUNDLED = Path(__file__).parents[2] / "data" / "chongqing.ttl"
EARLIER = """
DELETE { ?s ?p ?o } INSERT { p:swu-westa skos:prefLabel "西塔"@zh-Hans } WHERE {
  ?s ?p ?o FILTER(?s IN (p:swu-westa, o:swu, pl:chongqing) || ?o = "2026-05-25"^^xsd:date) }
"""
"""How an earlier graph was made: there were fewer facts, and another name."""

CONTRADICTION = """
<https://w3id.org/yuqiao/id/partnership/swu-westa>
    a <https://w3id.org/yuqiao/def#Partnership>, <https://w3id.org/yuqiao/def#Claim> .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the bundled graph in every format, and the vocabulary."""
    folder = tmp_path_factory.mktemp("site")
    write_dumps(yuqiao.open(), folder, "chongqing")
    write_vocabulary(folder, BASE)
    return folder


@pytest.fixture(scope="module")
def dumps(site: Path) -> dict[str, Path]:
    """Return the dump of each extension."""
    return {extension: site / "dumps" / f"chongqing.{extension}" for extension in ALL}


Comparable = tuple[set[Triple], list[bytes]]


def comparable(triples: Iterable[Triple]) -> Comparable:
    """Return the triples without blank nodes, and those with some in canonical form."""
    found = set(triples)
    blank = {each for each in found if BlankNode in {type(each.subject), type(each.object)}}
    return found - blank, canonical_lines(blank)


@pytest.fixture(scope="module")
def source() -> Comparable:
    """Return the graph itself."""
    return comparable(yuqiao.open().triples())


def triples_in(quads: Path) -> Comparable:
    """Return what a tool found, without the graphs it stands in."""
    found = parse(path=str(quads), format=RdfFormat.N_QUADS)
    return comparable(quad.triple for quad in found)


def graphs_in(quads: Path) -> set[str]:
    """Return the names of the graphs that a tool found."""
    found = parse(path=str(quads), format=RdfFormat.N_QUADS)
    return {str(quad.graph_name) for quad in found}


@pytest.fixture(scope="module")
def read_by(
    dumps: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Have a tool read all the dumps it knows the formats of, once; give where it wrote them."""

    @cache
    def read(tool: str) -> Path:
        folder = tmp_path_factory.mktemp(tool)
        known = TOOLS[tool]
        known.read(folder, [dumps[extension] for extension in known.extensions])
        return folder

    return read


@pytest.mark.parametrize(
    ("tool", "extension"),
    [(tool, extension) for tool, known in TOOLS.items() for extension in known.extensions],
)
def test_a_tool_finds_the_same_graph(
    tool: str,
    extension: str,
    dumps: dict[str, Path],
    source: Comparable,
    read_by: Callable[[str], Path],
) -> None:
    assert triples_in(found_in(read_by(tool), dumps[extension])) == source


@pytest.fixture(scope="module")
def jena(
    site: Path, dumps: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int]:
    """Have Jena read all dumps, check one with its SHACL, and apply a patch; give what it found."""
    folder = tmp_path_factory.mktemp("jena")
    earlier = MemoryStore.read(str(dumps["ttl"]))
    earlier.update(EARLIER)
    old, patch = folder / "old.ttl", folder / "patch.rdfp"
    old.write_bytes(serialise(earlier.triples(), "turtle", earlier.prefixes))
    patch.write_bytes(rdf_patch(differences(earlier, yuqiao.open())))
    said = java("ReadWithJena", folder, site / "shapes.ttl", old, patch, *dumps.values())
    return folder, int(said.stdout)


@pytest.mark.parametrize("extension", ALL)
def test_jena_finds_the_same_graph(
    extension: str, dumps: dict[str, Path], source: Comparable, jena: tuple[Path, int]
) -> None:
    assert triples_in(found_in(jena[0], dumps[extension])) == source


def test_the_shacl_of_jena_finds_nothing_wrong(jena: tuple[Path, int]) -> None:
    assert jena[1] == 0


def test_jena_applies_the_patch_of_diff(jena: tuple[Path, int], source: Comparable) -> None:
    assert triples_in(jena[0] / "patched.nq") == source


@pytest.mark.parametrize("extension", ["nq", "trig"])
def test_tools_agree_on_the_graphs_of_the_parts(
    extension: str,
    dumps: dict[str, Path],
    read_by: Callable[[str], Path],
    jena: tuple[Path, int],
) -> None:
    expected = {
        f"<{BASE}graph/{part}>" for part in ("vocabulary", "schemes", "dataset", "facts", "derived")
    }
    folders = [read_by(tool) for tool, known in TOOLS.items() if extension in known.extensions]
    for folder in [*folders, jena[0]]:
        assert graphs_in(found_in(folder, dumps[extension])) == expected


def test_the_turtle_is_the_file_that_the_servers_load(dumps: dict[str, Path]) -> None:
    """Virtuoso, Fuseki and Oxigraph find the same graph in it: see the tests of servers."""
    assert dumps["ttl"].read_bytes() == BUNDLED.read_bytes()


def test_owl_tools_find_an_ontology_in_its_profiles_and_consistent(
    dumps: dict[str, Path], site: Path, tmp_path: Path
) -> None:
    mistaken = tmp_path / "mistaken.ttl"
    mistaken.write_text((site / "def.ttl").read_text("utf-8") + CONTRADICTION, "utf-8")
    files = [dumps["ttl"], dumps["rdf"], dumps["jsonld"], site / "def.ttl", site / "def.rdf"]

    said = java("ReasonWithOwlapi", mistaken, *files)

    axioms = {"chongqing": 45367, "def": 766}
    read = [f"{file.name}\t{axioms[file.stem]}\t0\t0" for file in files]
    assert said.stdout.splitlines() == [
        read[0],
        "consistent\ttrue",
        *read[1:],
        "mistaken\tfalse",
    ]
