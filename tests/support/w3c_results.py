"""When two answers are the same: up to the names of blank nodes, and rows in any order.

Rows become statements, so that answers of both kinds are compared by RDFC-1.0
(https://www.w3.org/TR/rdf-canon/), which names blank nodes by where they stand.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import cast

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse,
    parse_query_results,
)

from yuqiao.graph.rdf.formats import RDF_EXTENSIONS
from yuqiao.graph.rdf.terms import Term

Row = frozenset[tuple[str, Term]]
"""A solution: the variables that are bound, each with its term."""

_TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
_BASE = "file:///"  # by which yuqiao.open resolves what is relative
_HEAD = NamedNode("urn:answer")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ROWS_AS_RDF = """
PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
SELECT ?row ?name ?value { ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }
"""


def same_form(quads: Iterable[Quad]) -> list[str]:
    """Return sorted lines, which are equal when the statements are, up to their blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def same_value(quads: Iterable[Quad]) -> list[str]:
    """Return lines as same_form does, with each number and truth value in one form."""
    return same_form(
        Quad(quad.subject, quad.predicate, _one_form(cast("Term", quad.object)), quad.graph_name)
        for quad in quads
    )


def _one_form(term: Term) -> Term:
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _one_form(cast("Term", term.object)))
    if not isinstance(term, Literal):
        return term
    form = term.value
    match term.datatype.value.removeprefix(_XSD):
        case "integer":
            form = str(int(form))
        case "decimal":
            form = str(Decimal(form).normalize())
        case "double" | "float":
            form = str(float(form))
        case "boolean":
            form = {"0": "false", "1": "true"}.get(form, form)
        case _:
            return term
    return Literal(form, datatype=term.datatype)


def read_expected(path: Path) -> list[Quad]:
    """Read the answer a case expects; a result set may be written as RDF."""
    if written_as(path) == path.suffix:
        return read_answer(path.read_bytes(), path.suffix)
    store = pyoxigraph.Store()
    store.load(
        path=str(path), format=RDF_EXTENSIONS[path.suffix].engine, base_iri=_BASE + path.name
    )
    rows: dict[Term, dict[str, Term]] = {}
    for row, name, value in cast("QuerySolutions", store.query(_ROWS_AS_RDF)):
        rows.setdefault(row, {})[name.value] = value
    names = {name for row in rows.values() for name in row}
    return list(_statements(names, [frozenset(row.items()) for row in rows.values()]))


def written_as(result: Path) -> str:
    """Return the extension of the format to answer in: as expected, or JSON for rows as RDF."""
    return ".srj" if b"rs:ResultSet" in result.read_bytes() else result.suffix


def read_answer(data: bytes, extension: str) -> list[Quad]:
    """Read an answer in the format of an extension, as statements."""
    if extension == ".csv":
        return list(_of_csv(data.decode()))
    if extension not in _TABLES:
        return list(parse(data, RDF_EXTENSIONS[extension].engine, base_iri=_BASE))
    answer = parse_query_results(data, _TABLES[extension])
    if isinstance(answer, QueryBoolean):
        return [Quad(_HEAD, NamedNode("urn:is"), Literal(bool(answer)))]
    return list(_of_solutions(answer))


def _of_solutions(solutions: QuerySolutions) -> Iterator[Quad]:
    names = [variable.value for variable in solutions.variables]
    rows = (zip(names, row, strict=True) for row in solutions)
    bound = [frozenset((name, term) for name, term in row if term is not None) for row in rows]
    return _statements(names, bound)


def _of_csv(text: str) -> Iterator[Quad]:
    names, *lines = csv.reader(io.StringIO(text, newline=""))
    rows = (zip(names, line, strict=True) for line in lines)
    return _statements(
        names, [frozenset((name, _cell(cell)) for name, cell in row if cell) for row in rows]
    )


def _cell(cell: str) -> Term:
    return BlankNode(cell[2:]) if cell.startswith("_:") else Literal(cell)


def _statements(names: Iterable[str], rows: Iterable[Row]) -> Iterator[Quad]:
    for name in names:
        yield Quad(_HEAD, NamedNode("urn:has"), Literal(name))
    for row, times in Counter(rows).items():
        node = BlankNode()
        yield Quad(node, NamedNode("urn:times"), Literal(times))
        for name, term in row:
            yield Quad(node, NamedNode(f"urn:variable:{name}"), term)
