"""The test cases of the W3C: what their manifests list, and which of them cannot pass."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph
import pytest
from pyoxigraph import QuerySolutions, RdfFormat

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

W3C = Path(__file__).parents[3] / "shared" / "w3c"
"""The cases, beside the checkout: it does not hold a copy of them."""

COMMIT = "ad541a5f0479f0798608c4801369d97b8e08b36f"
"""What the folder holds of github.com/w3c/rdf-tests."""

ADDRESS = "https://w3c.github.io/rdf-tests/"
"""Where the W3C shows the folder; the cases of RDF 1.1 are named by it."""

_SPARQL = """aggregates bind bindings cast construct exists functions grouping negation
    project-expression property-path subquery syntax-query csv-tsv-res json-res"""
_RDF = "rdf-turtle rdf-trig rdf-n-triples rdf-n-quads rdf-xml"
GROUPS = (
    *(f"sparql/sparql11/{name}" for name in _SPARQL.split()),
    *(f"rdf/rdf11/{name}" for name in _RDF.split()),
)
"""The folders whose cases are run; those of SPARQL 1.1 Update are not among them."""

SAME_VALUE = "same value"
ENGINE = "Oxigraph"
GAPS = (SAME_VALUE, ENGINE)
"""How a case that cannot pass falls short: a number or truth value comes in another form, and that is
all, which is tested; or the engine gives another answer."""

_CASES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
SELECT ?case ?kind (COALESCE(?query, ?action) AS ?input) ?result ?data
    (GROUP_CONCAT(COALESCE(STR(?graph), "")) AS ?graphs)
{
    ?manifest mf:entries/rdf:rest*/rdf:first ?case .
    ?case a ?kind ; mf:action ?action .
    OPTIONAL { ?case mf:result ?result }
    OPTIONAL { ?action qt:query ?query }
    OPTIONAL { ?action qt:data ?data }
    OPTIONAL { ?action qt:graphData ?graph }
}
GROUP BY ?case ?kind ?query ?action ?result ?data
ORDER BY ?case
"""


@dataclass(frozen=True)
class Case:
    """A test case: what is read or asked, over which data, and what is expected."""

    iri: str
    kind: str
    input: Path
    result: Path | None
    data: Path | None
    graphs: tuple[Path, ...]


@dataclass(frozen=True)
class Listed:
    """Why a case cannot pass: one of GAPS, and the cause in words."""

    gap: str
    cause: str


def cases(group: str) -> list[Case]:
    """Give the cases that the manifest of a folder lists, in order of their IRIs.

    :raises FileNotFoundError: when the folder is not there
    """
    path = W3C / group / "manifest.ttl"
    if not path.exists():
        raise FileNotFoundError(
            f"{path}: the test cases of the W3C are missing; put github.com/w3c/rdf-tests "
            f"at commit {COMMIT} at {W3C}"
        )
    store = pyoxigraph.Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=f"{ADDRESS}{group}/manifest.ttl")
    return list(_cases(cast("QuerySolutions", store.query(_CASES))))


def _cases(rows: QuerySolutions) -> Iterator[Case]:
    for row in rows:
        iri, kind, action, result, data, graphs = (term and term.value for term in row)
        yield Case(
            iri=iri,
            kind=kind.partition("#")[2],
            input=_path(action),
            result=result and _path(result),
            data=data and _path(data),
            graphs=tuple(_path(graph) for graph in graphs.split()),
        )


def _path(iri: str) -> Path:
    return W3C / iri.removeprefix(ADDRESS)


def listed() -> dict[str, Listed]:
    """Give the cases that cannot pass, by IRI."""
    with Path(__file__).with_name("cannot-pass.csv").open(encoding="utf-8", newline="") as table:
        return {row["case"]: Listed(row["gap"], row["cause"]) for row in csv.DictReader(table)}


def each(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for each case of some kinds; one that cannot pass has to fail.

    :param kinds: the names of the cases' classes, such as ``QueryEvaluationTest``
    """
    known = listed()
    return pytest.mark.parametrize("case", [_parameter(case, known) for case in _of(kinds)])


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
