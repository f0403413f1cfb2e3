"""Any graph in, any format out: the same statements, the same bytes, whatever the size."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from yuqiao.exports.rdf.conversion import conversion
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.canonicalization import canonical_hash
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import file_source

pytestmark = pytest.mark.slow


DATASET = """
@prefix ex: <http://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:a skos:prefLabel "桥"@zh-hans, "bridge"@en ; ex:list ( 1 "two" [ ex:p ex:b ] ) .
ex:g {
    ex:a ex:shared _:one ; ex:day "2025-06-01"^^<http://www.w3.org/2001/XMLSchema#date> .
    _:one ex:p [ ex:q true ], 1.50, <urn:isbn:1> .
}
_:h { ex:b ex:shared _:one . }
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    file = tmp_path / "in.trig"
    file.write_text(DATASET, "utf-8")
    return file


def convert(source: Path, target: Path, *, expanded: bool = False) -> Path:
    conversion(target, None, expanded=expanded).run(str(source), None)
    return target


def hash_of(file: Path, *, one_graph: bool = False) -> str:
    quads = statements(file_source(str(file)))
    return canonical_hash(quad.triple for quad in quads) if one_graph else canonical_hash(quads)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_each_format_gives_the_same_statements(form: str, dataset: Path, tmp_path: Path) -> None:
    converted = convert(dataset, tmp_path / f"out{RDF_FORMATS[form].extension}")
    again = convert(converted, tmp_path / f"again{RDF_FORMATS[form].extension}")

    one_graph = form in {"turtle", "ntriples", "rdfxml"}
    assert hash_of(converted, one_graph=one_graph) == hash_of(dataset, one_graph=one_graph)
    assert again.read_bytes() == converted.read_bytes()


def test_json_ld_may_be_written_without_a_context(dataset: Path, tmp_path: Path) -> None:
    converted = convert(dataset, tmp_path / "out.jsonld", expanded=True)

    assert hash_of(converted) == hash_of(dataset)
    assert b"@context" not in converted.read_bytes()
    assert b'"@language":"zh-Hans"' in converted.read_bytes()


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_language_tags_are_written_as_people_look_for_them(
    form: str, dataset: Path, tmp_path: Path
) -> None:
    converted = convert(dataset, tmp_path / f"out{RDF_FORMATS[form].extension}").read_text("utf-8")

    assert "zh-Hans" in converted
    assert "zh-hans" not in converted


def test_trig_is_made_to_be_read(dataset: Path, tmp_path: Path) -> None:
    assert convert(dataset, tmp_path / "out.trig").read_text("utf-8") == (
        "@prefix ex: <http://example.org/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "# ex: http://example.org/\n"
        "\n"
        'ex:a skos:prefLabel "bridge"@en, "桥"@zh-Hans ;\n'
        '    ex:list ( 1 "two" [\n'
        "            ex:p ex:b\n"
        "        ] ) .\n"
        "\n"
        "ex:g {\n"
        "\n"
        "    # ex: http://example.org/\n"
        "\n"
        '    ex:a ex:day "2025-06-01"^^xsd:date ;\n'
        "        ex:shared _:c14n0 .\n"
        "\n"
        "    # blank nodes\n"
        "\n"
        "    _:c14n0 ex:p\n"
        "            <urn:isbn:1>,\n"
        "            1.50,\n"
        "            [\n"
        "                ex:q true\n"
        "            ] .\n"
        "}\n"
        "\n"
        "_:c14n1 {\n"
        "\n"
        "    # ex: http://example.org/\n"
        "\n"
        "    ex:b ex:shared _:c14n0 .\n"
        "}\n"
    )


@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
@pytest.mark.parametrize(
    "trig",
    [
        '<urn:a> <https://w3id.org/yuqiao/def#country> ( "" "a b" <urn:b> [ <urn:p> 1 ] true ) .',
        '<urn:a> <https://w3id.org/yuqiao/def#annualIntake> ( 2 "2" "2"^^<urn:many> <urn:b> ) .',
        "_:g { <urn:a> <urn:p> _:g . _:g <urn:q> 1 . }",
        '<urn:a> <https://w3id.org/yuqiao/def#intakeNote> "a"@zh-hans--rtl, "b"@en .',
    ],
    ids=[
        "list of a property of IRIs",
        "list of a property of numbers",
        "graph that speaks of itself",
        "direction of a text",
    ],
)
def test_nothing_is_taken_for_something_else(form: str, trig: str, tmp_path: Path) -> None:
    source = tmp_path / "in.trig"
    source.write_text(trig, "utf-8")

    assert hash_of(convert(source, tmp_path / f"out{RDF_FORMATS[form].extension}")) == hash_of(
        source
    )


@pytest.mark.parametrize("expanded", [False, True])
def test_json_ld_has_no_form_for_a_triple_term(expanded: bool, tmp_path: Path) -> None:
    source = tmp_path / "in.nt"
    source.write_text('<urn:a> <urn:b> <<( <urn:c> <urn:d> "e" )>> .\n', "utf-8")

    with pytest.raises(OutputError, match="which JSON-LD cannot carry; write another format"):
        convert(source, tmp_path / "out.jsonld", expanded=expanded)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_a_byte_order_mark_is_passed_over(form: str, dataset: Path, tmp_path: Path) -> None:
    plain = convert(dataset, tmp_path / f"plain{RDF_FORMATS[form].extension}")
    marked = tmp_path / f"marked{RDF_FORMATS[form].extension}"
    marked.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n"))

    assert hash_of(marked) == hash_of(plain)


@pytest.mark.parametrize("kind", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_both_ends_may_be_compressed(kind: str, dataset: Path, tmp_path: Path) -> None:
    once = convert(dataset, tmp_path / f"once.nq{kind}")
    twice = convert(once, tmp_path / f"twice.nq{kind}")

    assert hash_of(twice) == hash_of(dataset)
    assert once.read_bytes() == twice.read_bytes()


def large(folder: Path, extension: str) -> Path:
    """Write more statements than are put in order, with blank nodes and named graphs."""
    file = folder / f"large{extension}"
    lines = "".join(
        f'<urn:s{n}> <urn:p> "{n}"@zh-hans .\n<urn:s{n}> <urn:q> [ <urn:p> <urn:s{n}> ] .\n'
        for n in range(70_000)
    )
    file.write_text(lines if extension == ".ttl" else f"<urn:g> {{ {lines} }}", "utf-8")
    return file


@pytest.mark.parametrize(("extension", "form"), [(".ttl", ".nt"), (".trig", ".nq")])
def test_a_large_file_is_written_as_it_is_read_and_always_the_same(
    extension: str, form: str, tmp_path: Path
) -> None:
    file = large(tmp_path, extension)

    for name, seed in (("one", "1"), ("two", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "yuqiao", "convert", str(file)]
        subprocess.run([*command, str(tmp_path / (name + form))], check=True, env=environment)

    written = (tmp_path / f"one{form}").read_bytes()
    graph = "" if form == ".nt" else " <urn:g>"
    assert written == (tmp_path / f"two{form}").read_bytes()
    assert written.decode().splitlines()[:3] == [
        f'<urn:s0> <urn:p> "0"@zh-Hans{graph} .',
        f"_:b0 <urn:p> <urn:s0>{graph} .",
        f"<urn:s0> <urn:q> _:b0{graph} .",
    ]
    assert sum(1 for _ in parse(written, RdfFormat.N_QUADS)) == 210_000


def test_a_large_file_with_named_graphs_becomes_one_graph(tmp_path: Path) -> None:
    converted = convert(large(tmp_path, ".trig"), tmp_path / "large.nt")

    assert converted.read_text("utf-8").splitlines()[:1] == ['<urn:s0> <urn:p> "0"@zh-Hans .']


def test_standard_input_and_output_are_files_too(dataset: Path) -> None:
    command = [sys.executable, "-m", "yuqiao", "convert", "-", "-", "--from", "trig"]

    with dataset.open("rb") as source:
        done = subprocess.run(
            [*command, "--as", "nquads"], stdin=source, capture_output=True, check=True
        )

    assert (
        '<http://example.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "桥"@zh-Hans .\n'
        in (done.stdout.decode())
    )


@pytest.mark.parametrize(
    ("graph", "data_format", "message"),
    [
        ("-", None, "standard input needs its format, such as turtle"),
        (".", "turtle", ".: an input format is for a file or standard input; leave it out"),
        ("none.ttl", None, "none.ttl: taken for a file or a folder, but there is none"),
    ],
)
def test_what_cannot_be_converted_is_said(
    graph: str, data_format: str | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        conversion(tmp_path / "out.nt", None, expanded=False).run(graph, data_format)

    assert str(refused.value) == message
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_middle_leaves_the_old_file(dataset: Path, tmp_path: Path) -> None:
    old = convert(dataset, tmp_path / "out.nt.gz").read_bytes()
    dataset.write_text(DATASET + "\nex:a ex:b .", "utf-8")

    with pytest.raises(InputError, match=r"in\.trig:11:11: "):
        convert(dataset, tmp_path / "out.nt.gz")

    assert (tmp_path / "out.nt.gz").read_bytes() == old
    assert gzip.decompress(old).count(b"\n") == 17
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.trig", "out.nt.gz"]


def test_expanded_is_for_json_ld_alone() -> None:
    with pytest.raises(OutputError) as refused:
        conversion("a.ttl", None, expanded=True)

    assert str(refused.value) == (
        "expanded output is for jsonld, not for turtle; choose the format jsonld"
    )
