"""Answers to queries, written in a worker in the format that the client prefers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from yuqiao.exports.results.write import write_answer
from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.formats import RDF_FORMATS
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.results import Triples
from yuqiao.web.negotiation import NotAcceptableError, preferred
from yuqiao.web.protocol.base_iri import run_with_base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.stores.results import Answer
    from yuqiao.web.protocol.operations import Operation
    from yuqiao.web.served_graph import ServedGraph
    from yuqiao.web.workers.job_output import Out

ROW_FORMATS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""The formats of rows, by media type; the first is the usual one."""

BOOLEAN_FORMATS = {media: form for media, form in ROW_FORMATS.items() if media[:5] != "text/"}
"""The formats of true and false, which the W3C has none of for CSV and TSV."""

TRIPLE_FORMATS = {
    RDF_FORMATS[name].media_type: name for name in ("turtle", "ntriples", "rdfxml", "jsonld")
} | {"application/xml": "rdfxml", "application/json": "jsonld", "text/plain": "ntriples"}
"""The formats of triples, by media type; the first is the usual one."""


@dataclass(frozen=True)
class AnswerHead:
    """What is known of an answer before its first byte.

    :param form: the name of its format
    """

    media_type: str
    form: str


def write_query(graph: ServedGraph, out: Out, operation: Operation, accept: str | None) -> None:
    """Write the answer to a query.

    :raises NotAcceptableError: when the client takes no format of such an answer
    :raises yuqiao.graph.errors.YuqiaoError: when there is no answer
    """
    store = graph.store
    if operation.default or operation.named:
        if not isinstance(store, MemoryStore):
            raise QueryError("graphs of an endpoint are named in the query: FROM, FROM NAMED")
        store = store.with_dataset(operation.default, operation.named)
    answer = cast("Answer", run_with_base(store.query, operation.text, operation.address))
    if isinstance(answer, Triples):
        formats = TRIPLE_FORMATS
    else:
        formats = BOOLEAN_FORMATS if isinstance(answer, bool) else ROW_FORMATS
    media_type = _chosen(operation.form, accept, formats)
    out.begin(AnswerHead(media_type, formats[media_type]))
    write_answer(answer, cast("IO[bytes]", out), formats[media_type], store.prefixes)


def _chosen(form: str | None, accept: str | None, formats: Mapping[str, str]) -> str:
    if form is None:
        found = preferred(accept, list(formats))
        if found is None:
            raise NotAcceptableError(list(formats))
        return found
    named = next((media for media, name in formats.items() if form in {name, media}), None)
    if named is None:
        names = ", ".join(dict.fromkeys(formats.values()))
        raise QueryError(f'the answer has no format "{form}"; expected one of {names}')
    return named
