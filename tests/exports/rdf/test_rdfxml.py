"""RDF/XML as other parsers read it: ElementTree, rdflib and Raptor."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.compare import to_isomorphic

from yuqiao.exports.rdf.write import serialise
from yuqiao.graph.errors import OutputError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.ontology.namespaces import RDF, query_prefixes

CARRIED = [
    '<urn:a> <http://ex/123abc> "1"',
    '<urn:a> <http://ex/a%20b> "1"',
    '<urn:a> <http://ex/a.1> "1"',
    '<urn:a> <http://ex/a:b> "1"',
    '<urn:a> <http://ex/a\'&b> "1"',
    '<urn:a> <http://ex/重庆> "桥"@zh',
    '<urn:a> <http://ex/\U00020000b> "1"',
    '<urn:a> <http://ex/x·y> "1"',
    '<urn:a> <foo:_1> "1"',
    '<urn:a> <http://www.w3.org/2000/xmlns/foo> "1"',
    '<urn:a> <http://www.w3.org/XML/1998/namespacefoo> "1"',
    f'<urn:a> <{RDF}_1> "1"',
    f"<urn:a> <{RDF}type> <http://ex/1>",
    f"<urn:a> <{RDF}type> <{RDF}li>",
    f"<urn:a> <{RDF}type> <{RDF}ID>",
    f"<urn:a> <{RDF}type> <http://ex/Bridge>",
    '<urn:a> <urn:p> "a\\rb\\r\\nc\\td "',
    '<urn:a> <urn:p> "\\r"@en',
    '<urn:a> <urn:p> " <&>]]>\'\\" "^^<urn:a&b>',
    '<urn:a> <urn:p> "\\u0085\\u2028\\u00A0"',
    "_:x <urn:p> _:x",
]
"""Statements whose terms are hard to write as XML."""


def quads_of(text: str) -> list[Quad]:
    return list(parse(text.encode(), RdfFormat.N_TRIPLES))


def written(statement: str, prefixes: dict[str, str] | None = None) -> bytes:
    triples = [quad.triple for quad in quads_of(f"{statement} .")]
    return serialise(triples, "rdfxml", prefixes if prefixes is not None else query_prefixes())


@pytest.mark.parametrize("statement", CARRIED)
def test_other_parsers_read_the_statement_that_was_written(statement: str) -> None:
    document = written(statement)
    expected = to_isomorphic(rdflib.Graph().parse(data=f"{statement} .", format="nt"))

    ET.fromstring(document)
    assert to_isomorphic(rdflib.Graph().parse(data=document, format="xml")) == expected
    raptor = subprocess.run(
        ["rapper", "-q", "-i", "rdfxml", "-o", "ntriples", "-", "http://base/"],
        input=document,
        capture_output=True,
        check=True,
    )
    assert to_isomorphic(rdflib.Graph().parse(data=raptor.stdout, format="nt")) == expected


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        ("http://example.com/123", "ends in no name of XML"),
        ("http://ex/a/", "ends in no name of XML"),
        ("urn:isbn:1", "ends in no name of XML"),
        ("http://ex/%E6%89", "ends in no name of XML"),
        ("http://ex/a(b)", "ends in no name of XML"),
        ("http://ex/\N{CHRISTMAS TREE}", "ends in no name of XML"),
        ("http://www.w3.org/2000/xmlns/f", "ends in no name of XML"),
        (f"{RDF}li", "is a part of its own syntax"),
        (f"{RDF}Description", "is a part of its own syntax"),
        (f"{RDF}aboutEach", "is a part of its own syntax"),
    ],
)
def test_a_predicate_that_cannot_be_an_element_is_refused_by_name(
    predicate: str, reason: str
) -> None:
    with pytest.raises(OutputError) as refused:
        written(f'<urn:a> <{predicate}> "1"')

    assert str(refused.value) == (
        f"the predicate <{predicate}> cannot be written as RDF/XML: it {reason}; write another "
        "format, such as Turtle"
    )


def test_prefixes_that_xml_has_a_meaning_for_are_not_declared() -> None:
    prefixes = {"xml": "http://a/", "its": "http://b/", "rdf": "http://c/", "1a": "http://d/"}

    for namespace in prefixes.values():
        document = written(f'<urn:a> <{namespace}p> "1"', prefixes)

        assert f'<p xmlns="{namespace}">1</p>'.encode() in document
        ET.fromstring(document)


def test_a_direction_and_a_triple_term_are_written_as_rdf_12_has_them() -> None:
    statements = (
        '<urn:a> <urn:p> "\u05d0"@he-il--rtl .\n'
        f'<urn:r> <{RDF}reifies> <<( <urn:a> <urn:p> "桥"@zh-hans )>> .\n'
    )
    triples = [quad.triple for quad in quads_of(statements)]

    document = serialise(triples, "rdfxml", {"ex": "urn:"})

    assert document.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rdf:RDF xmlns:ex="urn:" xmlns:its="http://www.w3.org/2005/11/its" '
        f'xmlns:rdf="{RDF}">\n'
        '\t<rdf:Description rdf:about="urn:a">\n'
        '\t\t<ex:p xml:lang="he-IL" rdf:version="1.2-basic" its:version="2.0" '
        'its:dir="rtl">\u05d0</ex:p>\n'
        "\t</rdf:Description>\n"
        '\t<rdf:Description rdf:about="urn:r">\n'
        '\t\t<rdf:reifies rdf:version="1.2" rdf:parseType="Triple">\n'
        '\t\t\t<rdf:Description rdf:about="urn:a">\n'
        '\t\t\t\t<ex:p xml:lang="zh-Hans">桥</ex:p>\n'
        "\t\t\t</rdf:Description>\n"
        "\t\t</rdf:reifies>\n"
        "\t</rdf:Description>\n"
        "</rdf:RDF>\n"
    )
    assert set(parse(document, RDF_FORMATS["rdfxml"].engine)) == set(quads_of(statements))
