"""A file from elsewhere: what it is, and each thing in it that is not as it was meant, with its place."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run_text
from yuqiao.exports.rdf.conversion import conversion
from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.rdf.sources import file_source
from yuqiao.graph.validation.file_check import check_file
from yuqiao.graph.validation.lexical_spaces import fits, is_iri, is_language_tag
from yuqiao.ontology.namespaces import XSD

ROOT = Path(__file__).parents[3]

TURTLE = """\
@prefix yq: <https://w3id.org/yuqiao/def#> .
@prefix old: <http://schema.org/> .
@prefix new: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
# ex:nothing "in a"@comment_counts
<urn:a> yq:chinesePartner <urn:b> ; yq:partnerWith <urn:c> ; old:name "bad"@zh_CN ;
    new:name '''"ex:in a text"'''@zh-Hans ; yq:asOf "2025-02-30"^^xsd:date, "12"^^xsd:integer ;
    skos:prefLabel "no" , mine:name .
<urn:d> yq:level <http://example.org/a b> ; yq:level "300"^^<http://www.w3.org/2001/XMLSchema#byte> .
"""
TURTLE_FINDINGS = [
    (
        "3:1 schema.org: schema.org occurs in this file both as http and as https, which are different "
        "terms; our vocabulary has https"
    ),
    "6:37 term: our vocabulary has no term yq:partnerWith; did you mean yq:partnersWith?",
    '6:76 language: "zh_CN" is not a well-formed language tag, such as zh-Hans',
    "6:79 syntax: the reading ends here: Unexpected character 'C'",
    '7:53 literal: "2025-02-30" is not a value of xsd:date',
    (
        "8:5 prefix: the prefix skos: is not declared; it usually stands for "
        "http://www.w3.org/2004/02/skos/core#"
    ),
    "8:27 prefix: the prefix mine: is not declared",
    "9:18 iri: <http://example.org/a b> is not an IRI",
    '9:54 literal: "300" is not a value of xsd:byte',
]
XML = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:schema="http://schema.org/" xmlns:yq="https://w3id.org/yuqiao/def#">
  <rdf:Description rdf:about="http://example.org/a b">
    <yq:asOf rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2025</yq:asOf>
    <schema:name xml:lang="zh_CN">x</schema:name>
    <skos:note>y</skos:note>
    <schema:url rdf:resource="https://schema.org/url"/>
  </rdf:Description>
</rdf:RDF>
"""
XML_FINDINGS = [
    "3:3 iri: <http://example.org/a b> is not an IRI",
    (
        "3:3 syntax: the reading ends here: error while parsing IRI 'http://example.org/a b': Invalid "
        "IRI code point ' '"
    ),
    '4:5 literal: "2025" is not a value of xsd:date',
    '5:5 language: "zh_CN" is not a well-formed language tag, such as zh-Hans',
    (
        "6:5 prefix: the prefix skos: is not declared; it usually stands for "
        "http://www.w3.org/2004/02/skos/core#"
    ),
    (
        "7:5 schema.org: schema.org occurs in this file both as http and as https, which are different "
        "terms; our vocabulary has https"
    ),
]
JSON = """\
{ "@context": { "xsd": "http://www.w3.org/2001/XMLSchema#", "name": "http://schema.org/name" },
  "@id": "skos:a", "https://schema.org/age": { "@value": "old", "@type": "xsd:integer" },
  "name": { "@value": "x", "@language": "zh_CN" },
  "urn:p": { "@id": "http://example.org/a b" } }
"""
JSON_FINDINGS = [
    (
        "2:10 prefix: the prefix skos: is not declared; it usually stands for "
        "http://www.w3.org/2004/02/skos/core#"
    ),
    (
        "2:20 schema.org: schema.org occurs in this file both as http and as https, which are different "
        "terms; our vocabulary has https"
    ),
    '2:58 literal: "old" is not a value of xsd:integer',
    '3:41 language: "zh_CN" is not a well-formed language tag, such as zh-Hans',
    "4:21 iri: <http://example.org/a b> is not an IRI",
]


def findings(path: Path) -> list[str]:
    found = check_file(file_source(str(path))).findings
    return [f"{one.line}:{one.column} {one.kind}: {one.message}" for one in found]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bad.ttl", TURTLE, TURTLE_FINDINGS),
        ("bad.rdf", XML, XML_FINDINGS),
        ("bad.jsonld", JSON, JSON_FINDINGS),
        (
            "bad.nt",
            '<urn:a> <urn:b> "x"^^<http://www.w3.org/2001/XMLSchema#date> .\n<urn:a> <b>',
            [
                '1:17 literal: "x" is not a value of xsd:date',
                "2:9 syntax: the reading ends here: No scheme found in an absolute IRI",
            ],
        ),
        ("directed.ttl", '<urn:a> <urn:b> "x"@ar--rtl, "y"@en-GB--ltr .', []),
    ],
)
def test_each_finding_has_its_place(
    name: str, content: str, expected: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, "utf-8")

    assert findings(tmp_path / name) == expected


@pytest.mark.slow
@pytest.mark.parametrize("form", RDF_FORMATS)
def test_our_own_files_are_as_they_were_meant(form: str, tmp_path: Path) -> None:
    source, file = (
        ROOT / "ontology" / "schemes.ttl",
        tmp_path / f"schemes{RDF_FORMATS[form].extension}",
    )
    conversion(file, None, expanded=False).run(str(source), None)

    checked = check_file(file_source(str(file)))

    assert checked.findings == ()
    assert checked.triples == check_file(file_source(str(source))).triples
    assert checked.ours["yq:EducationLevel"] == 5
    assert checked.others["http://www.w3.org/2004/02/skos/core#"] > 100


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run_text("import-check", *arguments)


def test_the_command_tells_it_as_text_and_as_json(tmp_path: Path) -> None:
    file = tmp_path / "two.trig.gz"
    file.write_bytes(
        gzip.compress(
            b'<urn:g> { <urn:a> a <urn:T>, <urn:U> } <urn:a> <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
        )
    )

    text, told = run(str(file)), run(str(file), "--as", "json")

    assert text.returncode == told.returncode == 1
    assert text.stdout == (
        f"{file}: TriG, 3 triples in 1 named graph\n"
        "terms of other vocabularies: rdf 2, <urn:T> 1, <urn:U> 1, <urn:p> 1\n"
        f'{file}:1:56: literal: "x" is not a value of xsd:gYear\n'
        "1 finding\n"
    )
    assert json.loads(told.stdout) == {
        "file": str(file),
        "format": "TriG",
        "triples": 3,
        "namedGraphs": 1,
        "ours": {},
        "others": {
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#": 2,
            "urn:T": 1,
            "urn:U": 1,
            "urn:p": 1,
        },
        "findings": [
            {
                "line": 1,
                "column": 56,
                "kind": "literal",
                "message": '"x" is not a value of xsd:gYear',
            }
        ],
    }


def test_a_file_without_findings_ends_well_and_a_missing_one_does_not(tmp_path: Path) -> None:
    assert run(str(ROOT / "ontology" / "def.ttl")).returncode == 0
    assert run(str(tmp_path / "none.ttl")).stderr == f"yuqiao: {tmp_path}/none.ttl: no such file\n"


@pytest.mark.slow
def test_import_check_has_limits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ttl")
    command = [sys.executable, "-m", "yuqiao", "import-check", str(tmp_path / "a.ttl")]

    ended = subprocess.run(
        [*command, "--timeout", "0.5"], capture_output=True, check=False, text=True, timeout=60
    )

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == "yuqiao: stopped after 0.5 s (time limit)\n"


def test_what_would_harm_the_engine_is_refused_not_looked_through(tmp_path: Path) -> None:
    file = tmp_path / "entities.rdf"
    file.write_text('<!DOCTYPE r [<!ENTITY % a SYSTEM "a.dtd"> %a;]><rdf:RDF/>')

    with pytest.raises(InputError, match="the DOCTYPE has parameter entities, which are not read"):
        check_file(file_source(str(file)))


RIGHT = {
    "boolean": ["true", "0"],
    "integer": ["-007", " 12 ", "1" * 40],
    "negativeInteger": ["-1", "-" + "9" * 30],
    "byte": ["-128", "127"],
    "unsignedLong": ["18446744073709551615"],
    "decimal": ["1.", ".5", "+2"],
    "double": ["1e5", "-INF", "NaN", "+INF"],
    "date": ["2024-02-29", "-0044-03-15", "2025-06-01+08:00", "12025-01-01Z", "2000-02-29"],
    "dateTime": ["2025-06-01T24:00:00", "2025-06-01T10:00:00.5Z"],
    "dateTimeStamp": ["2025-06-01T10:00:00Z"],
    "gYear": ["2025", "0000"],
    "gMonthDay": ["--02-29"],
    "duration": ["P1Y", "-PT0.5S", "P1DT2H"],
    "dayTimeDuration": ["PT36H"],
    "hexBinary": ["", "0aFF"],
    "base64Binary": ["", "AAAA", "YQ=="],
    "string": ["anything"],
}
WRONG = {
    "boolean": ["True", "yes"],
    "integer": ["1.0", "1e3", ""],
    "negativeInteger": ["0", "9" * 30],
    "byte": ["128", "-129"],
    "unsignedLong": ["-1", "18446744073709551616"],
    "decimal": ["1e3", "."],
    "double": ["inf", "1e"],
    "date": ["2025-02-29", "1900-02-29", "2025-6-1", "2025-06-31", "25-06-01", "2025-13-01"],
    "dateTime": ["2025-06-01", "2025-06-01T25:00:00"],
    "dateTimeStamp": ["2025-06-01T10:00:00"],
    "gYear": ["25", "2025-06"],
    "gMonthDay": ["02-29"],
    "duration": ["P", "PT", "1Y", "P1H"],
    "dayTimeDuration": ["P1Y"],
    "hexBinary": ["abc"],
    "base64Binary": ["YQ=", "A"],
}


@pytest.mark.parametrize(("values", "expected"), [(RIGHT, True), (WRONG, False)])
def test_the_lexical_spaces_are_those_of_xml_schema(
    values: dict[str, list[str]], expected: bool
) -> None:
    found = [(name, text) for name, texts in values.items() for text in texts]

    assert [(n, text) for n, text in found if fits(text, XSD + n) is not expected] == []


def test_language_tags_are_those_of_bcp_47() -> None:
    right = ["en", "zh-Hans", "zh-Latn-pinyin", "de-CH-1996", "x-own", "i-klingon", "en-a-bcd-x-y"]
    wrong = ["", "e", "zh_CN", "zh-", "-en", "en--US", "abcdefghi", "zh-Hans-Hans", "1a"]

    assert [tag for tag in right if not is_language_tag(tag)] == []
    assert [tag for tag in wrong if is_language_tag(tag)] == []


def test_iris_are_those_of_rfc_3987() -> None:
    right = ["http://example.org/重庆", "urn:isbn:1", "a/b#c", "", "/x", "#y", "mailto:a@b"]
    wrong = ["http://example.org/a b", "http://[x", "a<b", "http://a/%zz", 'x"y', "a{b}"]

    assert [iri for iri in right if not is_iri(iri)] == []
    assert [iri for iri in wrong if is_iri(iri)] == []
