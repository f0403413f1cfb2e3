"""Where no SPARQL is involved, literals have the characters of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from yuqiao.cli import main
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.rdf.literals import rewritten_literals
from yuqiao.graph.stores.file_graph import FileGraph

LEXICAL = """@prefix ex: <http://ex/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:version 1.10 ; ex:isbn "0123456789"^^xsd:integer ; ex:lat "13.40"^^xsd:double ;
    ex:ok "1"^^xsd:boolean ; ex:n "7"^^xsd:unsignedByte, "01"^^xsd:nonNegativeInteger ;
    ex:modified "2024-05-01T00:00:00.000+00:00"^^xsd:dateTime, "2024-05-01Z"^^xsd:date ;
    ex:plain 7, "1.10", "x"@zh-Hans, "no number"^^xsd:integer .
"""
REWRITTEN = 7  # all but the integer 7, the date, the texts and what is no number


def command(*arguments: str) -> bytes:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout_bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "lexical.ttl"
    file.write_text(LEXICAL, "utf-8")
    return file


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_an_export_of_a_file_has_its_characters(form: str, file: Path) -> None:
    written = command("export", "--graph", str(file), "--as", form)

    assert canonical_lines(parse(written, RDF_FORMATS[form].engine)) == canonical_lines(
        parse(LEXICAL, RdfFormat.TURTLE)
    )


def test_so_has_a_folder_whose_files_share_no_blank_nodes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text(f'_:x <urn:{name}> "1.10"^^<urn:t> .\n', "utf-8")
        (tmp_path / f"{name}.nq").write_text(
            f"_:x <urn:q> <<( <urn:s> <urn:p> <<( _:x <urn:p> _:x )>> )>> _:{name} .\n", "utf-8"
        )
    lines = canonical_lines(FileGraph(str(tmp_path)).quads())

    assert sum(line.count(b"1.10") for line in lines) == 2
    assert len({word for line in lines for word in line.split() if word[:2] == b"_:"}) == 6
    exported = command("export", "--graph", str(tmp_path), "--as", "nquads")
    converted = command("convert", str(tmp_path), "-", "--as", "nquads")
    assert exported == converted == b"".join(lines)


def test_the_canonical_hash_tells_characters_apart(tmp_path: Path) -> None:
    hashes = set()
    for number in ("1.10", "1.1"):
        file = tmp_path / f"{number}.ttl"
        file.write_text(f"<urn:a> <urn:p> {number} .", "utf-8")
        hashes.add(command("export", "--canonical-hash", "--graph", str(file)))

    assert len(hashes) == 2


def test_the_prefixes_are_those_of_the_files(file: Path) -> None:
    graph = FileGraph(str(file))
    assert len(list(graph.triples())) == 12

    assert graph.prefixes["ex"] == "http://ex/"


def test_what_a_store_rewrites_is_counted(file: Path) -> None:
    assert sum(rewritten_literals(FileGraph(str(file)).quads()).values()) == REWRITTEN
