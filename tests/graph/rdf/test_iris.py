"""A database that Oxigraph filled without looking at its IRIs: what is no IRI is told in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import yuqiao
from command_line import run_command
from yuqiao.exports.rdf.conversion import conversion
from yuqiao.exports.rdf.turtle import turtle
from yuqiao.graph.errors import InputError
from yuqiao.graph.network.filters import PartnershipFilter

if TYPE_CHECKING:
    from pathlib import Path

FALSE = "https://example.org/> } UNION { ?any ?other ?thing"
DATA = f"""
@prefix yq: <https://w3id.org/yuqiao/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:p> yq:chinesePartner <urn:cn> ; yq:foreignPartner <urn:university> .
<urn:university> yq:country <{FALSE.replace(">", chr(92) + "u003E")}> .
<{FALSE.replace(">", chr(92) + "u003E")}> skos:prefLabel "Nowhere" .
"""
MESSAGE = f"the graph holds <{FALSE}>, which is not an IRI; correct it where the graph was made"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "database"
    store = pyoxigraph.Store(str(folder))
    store.load(DATA, pyoxigraph.RdfFormat.TURTLE, lenient=True)
    store.flush()
    return folder


def test_no_iri_becomes_a_part_of_a_query(database: Path) -> None:
    with pytest.raises(InputError) as told:
        PartnershipFilter(country="Nowhere").partnerships(yuqiao.open(str(database)))

    assert str(told.value) == MESSAGE


@pytest.mark.slow
@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
@pytest.mark.parametrize("verb", [["export"], ["query", "CONSTRUCT WHERE { ?s ?p ?o }"]])
def test_it_is_written_in_no_format(database: Path, verb: list[str], form: str) -> None:
    ended = run_command(*verb, "--as", form, "--graph", str(database))

    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.decode() == f"yuqiao: {MESSAGE}\n"


@pytest.mark.parametrize("form", ["ntriples", "nquads", "rdfxml"])
def test_none_of_a_named_graph_is_written(form: str, tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path / "database"))
    broken = r"<urn:g> { <urn:a> <urn:b> <urn:c\u000A\u003E> }"
    store.load(broken, pyoxigraph.RdfFormat.TRIG, lenient=True)
    store.flush()
    del store

    with pytest.raises(InputError, match="holds <urn:c >>, which is not an IRI"):
        conversion(tmp_path / "out", form, expanded=False).run(str(tmp_path / "database"), None)


def test_turtle_is_written_of_no_other_triples_either(database: Path) -> None:
    found = pyoxigraph.Store.read_only(str(database))

    with pytest.raises(InputError, match="which is not an IRI"):
        turtle((quad.triple for quad in found), {})
