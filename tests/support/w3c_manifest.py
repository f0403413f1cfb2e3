"""The test cases of the W3C: what their manifests list, and which of them cannot pass."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph
import pytest
from pyoxigraph import QuerySolutions, RdfFormat

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

W3C = Path(__file__).parents[3] / "shared" / "w3c"
"""The cases, beside the checkout: it does not hold a copy of them."""

CANNOT_PASS = Path(__file__).parents[1] / "conformance" / "cannot-pass.csv"

FAULTS = CANNOT_PASS.with_name("upstream.csv")

COMMIT = "ad541a5f0479f0798608c4801369d97b8e08b36f"
"""What the folder holds of github.com/w3c/rdf-tests."""

CANON_COMMIT = "15619df2fda7a4ca88308733789b6774517f9638"
"""What its folder rdf-canon holds of github.com/w3c/rdf-canon."""

ADDRESS = "https://w3c.github.io/rdf-tests/"
"""Where the W3C shows the folder; the cases of RDF are named by it."""

_SITE = "https://w3c.github.io/"
_CANON = "rdf-canon/tests"

_SPARQL = """aggregates bind bindings cast construct exists functions grouping negation
    project-expression property-path subquery syntax-query csv-tsv-res json-res"""
_UPDATE = """add basic-update clear copy delete delete-data delete-insert delete-where drop move
    syntax-update-1 syntax-update-2 update-silent"""
_RDF = "rdf-turtle rdf-trig rdf-n-triples rdf-n-quads rdf-xml"
_SPARQL12 = """codepoint-escapes eval-triple-terms expression grouping lang-basedir rdf11 syntax
    syntax-triple-terms-negative syntax-triple-terms-positive version"""
_RDF12 = """rdf-turtle/eval rdf-turtle/syntax rdf-trig/eval rdf-trig/syntax rdf-n-triples/c14n
    rdf-n-triples/syntax rdf-n-quads/c14n rdf-n-quads/syntax rdf-xml/eval"""
GROUPS = (
    *(f"sparql/sparql11/{name}" for name in _SPARQL.split()),
    *(f"sparql/sparql11/{name}" for name in _UPDATE.split()),
    *(f"sparql/sparql12/{name}" for name in _SPARQL12.split()),
    *(f"rdf/rdf11/{name}" for name in _RDF.split()),
    *(f"rdf/rdf12/{name}" for name in _RDF12.split()),
    _CANON,
)
"""The folders whose cases are run: all there are."""

SAME_VALUE = "same value"
ENGINE = "Oxigraph"
REFUSED = "Yuqiao"
GAPS = (SAME_VALUE, ENGINE, REFUSED)
"""How a case that cannot pass falls short: a number or truth value comes in another form, and that is
all, which is tested; or the engine gives another answer; or what it asks for is refused on purpose."""

_CASES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
PREFIX rdfc: <https://w3c.github.io/rdf-canon/tests/vocab#>
SELECT ?case ?kind (COALESCE(?query, ?action) AS ?input) ?result ?data
    (GROUP_CONCAT(COALESCE(STR(?graph), "")) AS ?graphs) ?algorithm
{
    ?manifest mf:entries/rdf:rest*/rdf:first ?case .
    ?case a ?kind ; mf:action ?action .
    OPTIONAL { ?case mf:result ?result FILTER(isIRI(?result)) }
    OPTIONAL { ?action qt:query|ut:request ?query }
    OPTIONAL { ?action qt:data ?data }
    OPTIONAL { ?action qt:graphData ?graph }
    OPTIONAL { ?case rdfc:hashAlgorithm ?algorithm }
}
GROUP BY ?case ?kind ?query ?action ?result ?data ?algorithm
ORDER BY ?case
"""

_CONTENTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
SELECT ?case ?file ?name ?after
{
    ?case a mf:UpdateEvaluationTest ; ?when ?contents .
    BIND(?when = mf:result AS ?after)
    { ?contents ut:data ?file }
    UNION { ?contents ut:graphData [ ut:graph ?file ; rdfs:label ?name ] }
}
ORDER BY ?case ?file ?name
"""


@dataclass(frozen=True)
class Contents:
    """A file that is in a graph before or after an update.

    :param name: of the graph; None for the graph itself
    """

    file: Path
    name: str | None
    after: bool


@dataclass(frozen=True)
class Case:
    """A test case: what is read or asked, over which data, and what is expected.

    :param contents: what is there before an update, and what is expected after it
    :param hash_algorithm: of a case of RDFC-1.0, when it is not the usual one
    """

    iri: str
    kind: str
    input: Path
    result: Path | None
    data: Path | None
    graphs: tuple[Path, ...]
    contents: tuple[Contents, ...]
    hash_algorithm: str | None


@dataclass(frozen=True)
class Listed:
    """Why a case cannot pass: one of GAPS, and the cause in words."""

    gap: str
    cause: str


@dataclass(frozen=True)
class Fault:
    """A fault of a library of others: what is seen, its issues, and what Yuqiao does."""

    symptom: str
    upstream: str
    yuqiao: str


@cache
def cases(group: str) -> list[Case]:
    """Return the cases that the manifest of a folder lists, in order of their IRIs.

    :raises FileNotFoundError: when the folder is not there
    """
    path = W3C / group / "manifest.ttl"
    if not path.exists():
        raise FileNotFoundError(
            f"{path}: the test cases of the W3C are missing; put github.com/w3c/rdf-tests "
            f"at commit {COMMIT} at {W3C}"
        )
    store = pyoxigraph.Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=_manifest(group))
    contents: dict[str, list[Contents]] = {}
    for case, file, name, after in cast("QuerySolutions", store.query(_CONTENTS)):
        known = Contents(_path(file.value), name and name.value, after.value == "true")
        contents.setdefault(case.value, []).append(known)
    return list(_cases(cast("QuerySolutions", store.query(_CASES)), contents))


def _cases(rows: QuerySolutions, contents: dict[str, list[Contents]]) -> Iterator[Case]:
    for row in rows:
        iri, kind, action, result, data, graphs, algorithm = (term and term.value for term in row)
        yield Case(
            iri=iri,
            kind=_kind(kind.partition("#")[2], _path(action)),
            input=_path(action),
            result=result and _path(result),
            data=data and _path(data),
            graphs=tuple(_path(graph) for graph in graphs.split()),
            contents=tuple(contents.get(iri, ())),
            hash_algorithm=algorithm,
        )


def _kind(kind: str, file: Path) -> str:
    """Return the kind of a case, without its version; some wrong updates are listed as queries."""
    kind = kind.removesuffix("11")
    if kind == "NegativeSyntaxTest" and file.suffix == ".ru":
        return "NegativeUpdateSyntaxTest"
    return kind


def _manifest(group: str) -> str:
    """Return the address of a manifest."""
    return f"{_SITE if group == _CANON else ADDRESS}{group}/manifest.ttl"


def _path(iri: str) -> Path:
    return W3C / iri.removeprefix(ADDRESS).removeprefix(_SITE)


def listed() -> dict[str, Listed]:
    """Return the cases that cannot pass, by IRI."""
    with CANNOT_PASS.open(encoding="utf-8", newline="") as table:
        return {row["case"]: Listed(row["gap"], row["cause"]) for row in csv.DictReader(table)}


def faults() -> list[Fault]:
    """Return the faults of the libraries that Yuqiao builds on."""
    with FAULTS.open(encoding="utf-8", newline="") as table:
        return [Fault(**row) for row in csv.DictReader(table)]


def each(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for each case of some kinds; one that cannot pass has to fail.

    :param kinds: the names of the cases' classes, such as ``QueryEvaluationTest``
    """
    known = listed()
    return pytest.mark.parametrize("case", [_parameter(case, known) for case in _of(kinds)])


def every(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for each case of some kinds, those that cannot pass included."""
    return pytest.mark.parametrize("case", [pytest.param(one, id=one.iri) for one in _of(kinds)])


def each_of_same_value(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for each case of some kinds that is listed as the same in value."""
    known = {iri for iri, reason in listed().items() if reason.gap == SAME_VALUE}
    chosen = [pytest.param(case, id=case.iri) for case in _of(kinds) if case.iri in known]
    return pytest.mark.parametrize("case", chosen)


def _of(kinds: tuple[str, ...]) -> list[Case]:
    return [case for group in GROUPS for case in cases(group) if case.kind in kinds]


def _parameter(case: Case, known: dict[str, Listed]) -> ParameterSet:
    if case.iri not in known:
        return pytest.param(case, id=case.iri)
    reason = f"{known[case.iri].gap}: {known[case.iri].cause}"
    return pytest.param(case, id=case.iri, marks=pytest.mark.xfail(strict=True, reason=reason))
