"""Answers as the page shows them: bounded rows, with the labels of their IRIs."""

from __future__ import annotations

import time
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.exports.formats import ROWS, TRIPLES
from yuqiao.exports.results.write import write_answer
from yuqiao.graph.entities.names import names_of
from yuqiao.graph.labels import best_name
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.stores.results import Triples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.stores.store import Store
    from yuqiao.web.served_graph import ServedGraph
    from yuqiao.web.workers.job_output import Out

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def page_answer(graph: ServedGraph, sparql: str, most: int, lang: str) -> dict[str, Any]:
    """Return the answer to a query for a page.

    :param most: the rows or triples that are shown
    """
    store, began = graph.store, time.monotonic()
    answer = store.query(sparql)
    if isinstance(answer, bool):
        return {"kind": "boolean", "value": answer, "seconds": time.monotonic() - began}
    limited = answer.limit(most)
    columns = (
        ("subject", "predicate", "object") if isinstance(answer, Triples) else answer.variables
    )
    terms = [list(row) for row in cast("Iterable[Iterable[object]]", limited)]
    seconds = time.monotonic() - began
    iris = [term.value for row in terms for term in row if isinstance(term, NamedNode)]
    return {
        "kind": "triples" if isinstance(answer, Triples) else "rows",
        "columns": list(columns),
        "rows": [[_cell(term) for term in row] for row in terms],
        "truncated": limited.truncated,
        "seconds": seconds,
        **names_for(store, iris, lang),
    }


def names_for(store: Store, iris: Iterable[str], lang: str) -> dict[str, dict[str, str]]:
    """Return the labels of IRIs that have one, and their prefixed names."""
    wanted = list(dict.fromkeys(iris))
    short = PrefixMap(store.prefixes)
    labels = {iri: best_name(by_tag, lang) for iri, by_tag in names_of(store, wanted).items()}
    compressed = {iri: name for iri in wanted if (name := short.compress(iri))}
    return {"labels": labels, "short": compressed}


def _cell(term: object) -> list[str] | None:
    """Return a term as a list: its kind, its text and, of a literal, its language or datatype."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return ["iri", term.value]
    if isinstance(term, BlankNode):
        return ["blank", f"_:{term.value}"]
    if isinstance(term, Literal):
        if term.language:
            return ["literal", term.value, f"@{term.language}"]
        datatype = term.datatype.value
        return ["literal", term.value, "" if datatype == _XSD_STRING else datatype]
    return ["literal", str(term), ""]  # a triple term


def write_download(graph: ServedGraph, out: Out, sparql: str, form: str) -> None:
    """Write the whole answer to a query in any format."""
    answer = graph.store.query(sparql)
    family = TRIPLES if isinstance(answer, Triples) else ROWS
    chosen = form if form in family else family.usual
    out.begin(f"answer{family.extensions[chosen][0]}")
    write_answer(answer, cast("IO[bytes]", out), chosen, graph.store.prefixes)


def raw_text(graph: ServedGraph, sparql: str, most: int) -> dict[str, Any]:
    """Return the first rows of an answer as JSON of the W3C, or its triples as Turtle."""
    answer = graph.store.query(sparql)
    form = "turtle" if isinstance(answer, Triples) else "json"
    out = BytesIO()
    limited = answer if isinstance(answer, bool) else answer.limit(most)
    write_answer(limited, out, form, graph.store.prefixes)
    cut = not isinstance(limited, bool) and limited.truncated
    return {"text": out.getvalue().decode(), "truncated": cut}
