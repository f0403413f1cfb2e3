"""Expanded JSON-LD is what the algorithm fromRdf of the JSON-LD API makes of a dataset."""

from __future__ import annotations

import io
import json

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.compare import to_isomorphic

from yuqiao.exports.formats import EXPANDED
from yuqiao.exports.rdf.write import write_dataset
from yuqiao.graph.rdf.canonicalization import canonical_lines

DATASET = """
@prefix ex: <http://ex/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:list ( 1 "two"@zh-Hans ( ) ( ex:x [ ex:p 2 ] ) ) ; ex:nil () ; a ex:C, _:k, "lit" ;
    ex:json "{ \\"b\\":1.0,  \\"a\\": [] }"^^rdf:JSON .
_:k ex:p "x"^^ex:dt ; ex:loop _:k .
_:open rdf:first 1 ; rdf:rest _:k .
ex:g ex:about true .
ex:g { ex:a ex:p ex:b . }
_:h { ex:a ex:p _:k }
"""
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def expanded(text: str) -> bytes:
    out = io.BytesIO()
    write_dataset(parse(text, RdfFormat.TRIG), out, EXPANDED, {"ex": "http://ex/"})
    return out.getvalue()


def test_there_is_one_object_for_each_subject_of_each_graph_and_lists_are_lists() -> None:
    objects = json.loads(expanded(DATASET))
    by_id = {each["@id"]: each for each in objects}
    (node,) = (each["@id"] for each in objects if each.get("http://ex/loop"))
    two = [{"@value": "2", "@type": f"{XSD}integer"}]
    (last,) = (each["@id"] for each in objects if each.get("http://ex/p") == two)

    assert len(by_id) == len(objects)
    assert by_id["http://ex/a"] == {
        "@id": "http://ex/a",
        "@type": ["http://ex/C", node],
        f"{RDF}type": [{"@value": "lit"}],
        "http://ex/json": [{"@value": '{ "b":1.0,  "a": [] }', "@type": f"{RDF}JSON"}],
        "http://ex/list": [
            {
                "@list": [
                    {"@value": "1", "@type": f"{XSD}integer"},
                    {"@value": "two", "@language": "zh-Hans"},
                    {"@list": []},
                    {"@list": [{"@id": "http://ex/x"}, {"@id": last}]},
                ]
            }
        ],
        "http://ex/nil": [{"@list": []}],
    }
    assert by_id["http://ex/g"] == {
        "@id": "http://ex/g",
        "http://ex/about": [{"@value": "true", "@type": f"{XSD}boolean"}],
        "@graph": [{"@id": "http://ex/a", "http://ex/p": [{"@id": "http://ex/b"}]}],
    }
    (other,) = (each["@graph"] for each in objects if "@graph" in each and each["@id"][:1] == "_")
    assert other == [{"@id": "http://ex/a", "http://ex/p": [{"@id": node}]}]


def test_the_statements_are_the_same_once_read() -> None:
    document = expanded(DATASET)

    assert canonical_lines(parse(document, RdfFormat.JSON_LD)) == canonical_lines(
        parse(DATASET, RdfFormat.TRIG)
    )


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_rdflib_reads_the_same_statements() -> None:
    one_graph = DATASET.partition("ex:g {")[0]
    read = rdflib.Graph().parse(data=expanded(one_graph), format="json-ld")

    assert to_isomorphic(read) == to_isomorphic(rdflib.Graph().parse(data=one_graph))


def test_nothing_is_an_empty_array() -> None:
    assert expanded("") == b"[]\n"
