"""The answers to the queries of a report, with what a reader needs to check them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.errors import InputError, QueryError, YuqiaoError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.messages import line_and_column
from yuqiao.graph.network.default_query import graph_title
from yuqiao.graph.network.from_query import network_from_answer
from yuqiao.graph.network.partnership_queries import newest_date, sources_named
from yuqiao.graph.questions.catalogue import find_question
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.rdf.terms import term_text
from yuqiao.graph.sparql.syntax_errors.explain import explanation
from yuqiao.graph.sparql.validation import parsing_error
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.reports.executable.report_source import Block, InlineValue, ReportSource
    from yuqiao.graph.network.model import CitedSource, Network
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store

_MOST_ROWS = 100_000
_AT_ONCE = 500  # entities whose sources one query asks for
_SOURCES = """SELECT DISTINCT ?source {{ VALUES ?thing {{ {things} }}
  {{ ?thing dcterms:source ?source }} UNION
  {{ ?claim schema:about ?thing ; dcterms:source ?source ; yq:review rev:accepted }}
  FILTER(isIRI(?source)) }}"""


@dataclass(frozen=True)
class ReportTable:
    """The rows of an answer.

    :param heads: the names of the columns
    :param rows: the terms of each row
    :param query: the query that was run
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    query: str


@dataclass(frozen=True)
class GraphIdentity:
    """Which graph the answers are of.

    :param title: what it calls itself, or the name that it was opened by
    :param triples: how many it has
    :param date: the newest day that it gives for itself, or nothing
    :param hash: that of its canonical form, as ``yuqiao export --canonical-hash`` prints it; empty
        where the whole graph cannot be read
    """

    title: str
    triples: int
    date: str
    hash: str


@dataclass
class ReportAnswers:
    """Answers the queries of a report, each once.

    :param source: the report
    :param store: the graph
    :param lang: the language of names, ``en`` or ``zh``
    """

    source: ReportSource
    store: Store
    lang: str
    _tables: dict[int, ReportTable] = field(default_factory=dict)

    def table(self, block: Block) -> ReportTable:
        """Return the rows of a block.

        :raises InputError: with file and line, when it cannot be answered
        """
        if block.line not in self._tables:
            self._tables[block.line] = self._answered(block)
        return self._tables[block.line]

    def network(self, block: Block) -> Network:
        """Return the network of a block.

        :raises InputError: with file and line, when its answer is none
        """
        _, answer = self._asked(block)
        try:
            network = network_from_answer(self.store, answer)
        except YuqiaoError as error:
            raise InputError(f"{self.source.path}:{block.line}: {error}") from None
        if not network:
            raise InputError(f"{self.source.path}:{block.line}: the network has no link")
        return network

    def value(self, wanted: InlineValue) -> str:
        """Return the text of a value in a sentence.

        :raises InputError: with file, line and column, when there is none
        """
        place = f"{self.source.path}:{wanted.line}:{wanted.start + 1}"
        if wanted.block:
            block = next(b for b in self.source.blocks if b.name == wanted.block)
            table = self.table(block)
        else:
            table = self._one(wanted, place)
            if len(table.rows) > 1:
                raise InputError(
                    f"{place}: the query has {len(table.rows):,} rows; expected one value, such as "
                    "a COUNT"
                )
        column = wanted.column or table.heads[0]
        if column not in table.heads:
            heads = ", ".join(table.heads)
            raise InputError(f"{place}: there is no column {column}; expected one of {heads}")
        if not table.rows or table.rows[0][table.heads.index(column)] is None:
            raise InputError(f"{place}: the query has no value for {column}")
        return self.name(table.rows[0][table.heads.index(column)])

    def name(self, term: Term | None) -> str:
        """Return what a reader sees of a term: the name of an entity, the text of a literal."""
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            return self._names.get(term) or term.value
        return literal_text(term) if isinstance(term, Literal) else term_text(term)

    @cached_property
    def _names(self) -> dict[NamedNode, str]:
        self._answer_all()
        return best_names(self.store, sorted(self._entities, key=str), LANGUAGES[self.lang])

    @cached_property
    def sources(self) -> Sequence[CitedSource]:
        """The sources of all entities in the answers, by title."""
        self._answer_all()
        found: set[str] = set()
        things = sorted(each.value for each in self._entities)
        for start in range(0, len(things), _AT_ONCE):
            named = " ".join(f"<{iri}>" for iri in things[start : start + _AT_ONCE])
            rows = self.store.select(_SOURCES.format(things=named))
            found.update(row[0].value for row in rows if isinstance(row[0], NamedNode))
        cited = sources_named(self.store, found).values()
        return sorted(cited, key=lambda each: (each.title.text(self.lang), each.iri))

    @property
    def _entities(self) -> set[NamedNode]:
        terms = (term for table in self._tables.values() for row in table.rows for term in row)
        return {term for term in terms if isinstance(term, NamedNode)}

    def _answer_all(self) -> None:
        for block in self.source.blocks:
            self.table(block)
        for value in self.source.values:
            if value.query:
                self._one(value, f"{self.source.path}:{value.line}:{value.start + 1}")

    def _one(self, wanted: InlineValue, place: str) -> ReportTable:
        key = -(wanted.line * 100_000 + wanted.start)
        if key not in self._tables:
            try:
                answer = self.store.query(wanted.query)
            except QueryError as error:
                raise InputError(f"{place}: {_first_line(error)}") from None
            self._tables[key] = _table_of(answer, wanted.query)
        return self._tables[key]

    def _answered(self, block: Block) -> ReportTable:
        text, answer = self._asked(block)
        try:
            return _table_of(answer, text)
        except YuqiaoError as error:
            raise InputError(f"{self.source.path}:{block.line}: {_first_line(error)}") from None

    def _asked(self, block: Block) -> tuple[str, Answer]:
        try:
            if block.question:
                question = find_question(block.question)
                text, bindings = question.bind(
                    lang=self.lang, store=self.store, values=block.values or {}
                )
                return text, self.store.query(text, bindings)
            return block.query, self.store.query(block.query)
        except QueryError as error:
            raise InputError(self._place_of(block, error)) from None

    def _place_of(self, block: Block, error: QueryError) -> str:
        """Say where in the report the mistake of a query is, and what it is."""
        path, prefixes = self.source.path, dict(self.store.prefixes)
        wrong = None if block.question else parsing_error(block.query, prefixes)
        found = explanation(block.query, wrong, prefixes) if wrong is not None else None
        if found is None:
            return f"{path}:{block.line}: {_first_line(error)}"
        line, column = line_and_column(block.query, found.start)
        return f"{path}:{block.line + line}:{column}: {found.text}"


def identity_of(store: Store, name: str, digest: str) -> GraphIdentity:
    """Return which graph a store is.

    :param name: what it was opened by
    :param digest: the hash of its canonical form, or nothing
    """
    title = graph_title(store)
    return GraphIdentity(title.en if title else name, len(store), newest_date(store), digest)


def _table_of(answer: Answer, query: str) -> ReportTable:
    if isinstance(answer, bool):
        return ReportTable(("answer",), ((Literal("yes" if answer else "no"),),), query)
    if isinstance(answer, Triples):
        triples = list(answer.limit(_MOST_ROWS))
        rows = [cast("tuple[Term, ...]", (t.subject, t.predicate, t.object)) for t in triples]
        return ReportTable(("subject", "predicate", "object"), tuple(rows), query)
    assert isinstance(answer, Solutions)
    found = answer.limit(_MOST_ROWS)
    return ReportTable(tuple(found.variables), tuple(tuple(row) for row in found), query)


def _first_line(error: YuqiaoError) -> str:
    return str(error).partition("\n")[0]
