"""RDF 1.2: what the W3C's files hold is the same once it is written, or the format is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import Quad, parse

from w3c_manifest import W3C
from yuqiao.exports.rdf.write import write_dataset
from yuqiao.graph.errors import InputError, OutputError
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.rdf.formats import RDF_EXTENSIONS, RDF_FORMATS
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import file_source
from yuqiao.ontology.namespaces import query_prefixes

FILES = sorted(
    path
    for path in (W3C / "rdf" / "rdf12").rglob("*")
    if path.suffix in RDF_EXTENSIONS and path.stem != "manifest"
)
CANNOT = {  # how many of the files, and why
    "rdfxml": (26, "which XML cannot carry; write Turtle instead"),
    "jsonld": (231, "which JSON-LD cannot carry; write another format, such as TriG"),
    "jsonld-expanded": (231, "which JSON-LD cannot carry; write another format, such as TriG"),
}
SHARED = """PREFIX : <http://example/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
:x rdf:reifies <<( _:b :p "桥"@zh-Hans )>> .
_:b :name "B" .
"""


def readable() -> dict[Path, list[Quad]]:
    found = {}
    for path in FILES:
        try:
            found[path] = list(statements(file_source(str(path))))
        except InputError:  # a negative test of the W3C
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", [*RDF_FORMATS, "jsonld-expanded"])
def test_every_file_is_the_same_once_it_is_written(form: str) -> None:
    syntax = RDF_FORMATS[form.removesuffix("-expanded")]
    files = readable()
    refusals = []
    for path, quads in files.items():
        out = io.BytesIO()
        try:
            write_dataset(iter(quads), out, form, query_prefixes())
        except OutputError as error:
            refusals.append(str(error))
            continue
        held = quads if syntax.has_graphs else [Quad(*quad.triple) for quad in quads]
        assert canonical_lines(parse(out.getvalue(), syntax.engine)) == canonical_lines(held), path

    refused, ending = CANNOT.get(form, (0, ""))
    assert (len(files), len(refusals)) == (407, refused)
    assert all(message.endswith(ending) for message in refusals)


@pytest.mark.parametrize("form", ["turtle", "trig"])
def test_a_blank_node_of_a_triple_term_keeps_its_label(form: str, tmp_path: Path) -> None:
    file = tmp_path / "shared.ttl"
    file.write_text(SHARED, "utf-8")
    out = io.BytesIO()

    write_dataset(statements(file_source(str(file))), out, form, {"": "http://example/"})

    assert out.getvalue().decode() == (
        "@prefix : <http://example/> .\n"
        "\n"
        "# http://example/\n"
        "\n"
        ":x <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> "
        '<<( _:c14n0 :p "桥"@zh-Hans )>> .\n'
        "\n"
        "# blank nodes\n"
        "\n"
        '_:c14n0 :name "B" .\n'
    )


def test_lines_have_the_recommended_case_of_tags_in_triple_terms(tmp_path: Path) -> None:
    file = tmp_path / "shared.ttl"
    file.write_text(SHARED, "utf-8")
    out = io.BytesIO()

    write_dataset(statements(file_source(str(file))), out, "nquads", {})

    assert out.getvalue().decode().splitlines()[0].endswith('"桥"@zh-Hans )>> .')
