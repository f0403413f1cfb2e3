"""What each tool answers: a text of bounded size, which says what was left out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.messages import caret_line, line_and_column
from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

MOST_CHARACTERS = 24_000
"""Characters of an answer."""

MOST_ROWS = 500
"""Rows, triples or entities of an answer."""

_MOST_REMARKS = 10


def bounded(text: str, advice: str) -> str:
    r"""Cut a text that is too long at the end of a line, and say so.

    :param advice: what to do about it

    >>> bounded("a\nb\n", "ask for less")
    'a\nb\n'
    """
    if len(text) <= MOST_CHARACTERS:
        return text
    kept = text.rfind("\n", 0, MOST_CHARACTERS) + 1 or MOST_CHARACTERS
    return f"{text[:kept]}[cut: {kept:,} of {len(text):,} characters are shown; {advice}]\n"


def search_answer(store: Store, text: str, lang: str, most: int) -> str:
    """List the entities that a text may refer to: short name, names and kind of each.

    >>> from yuqiao.graph.stores.open_store import open_store
    >>> search_answer(open_store(), "Southwest University", "en", 1).splitlines()[0]
    'o:swu  Southwest University · 西南大学 (college or university)'
    """
    from yuqiao.graph.entities.search import find, search

    found = list(dict.fromkeys([*find(store, text), *search(store, text)]))
    if not found:
        return f"No entity has a name that contains {text!r}; try a part of it.\n"
    lines = list(_entity_lines(store, found[:most], lang))
    if len(found) > most:
        advice = "raise the limit, or give a longer part of the name"
        lines.append(f"[cut: {most:,} of {len(found):,} entities are shown; {advice}]")
    return bounded("\n".join(lines) + "\n", "lower the limit")


def _entity_lines(store: Store, things: list[NamedNode], lang: str) -> Iterator[str]:
    from yuqiao.graph.diagnostics.term_suggestions import short_name
    from yuqiao.graph.entities.names import labels_of
    from yuqiao.graph.entities.summaries import main_classes, summaries_of

    kinds = main_classes(store, summaries_of(store, things))
    labels = labels_of(store, [*(thing.value for thing in things), *kinds.values()])
    for thing in things:
        label, kind = labels.get(thing.value), kinds.get(thing)
        names = " · ".join(dict.fromkeys([label.en, label.zh])) if label else ""
        is_a = labels[kind].text(lang) if kind in labels else ""
        line = f"{short_name(thing.value, store.prefixes)}  {names}"
        yield f"{line} ({is_a})" if is_a else line.rstrip()


def entity_answer(store: Store, entity: str, lang: str) -> str:
    """Describe an entity with the sources of each fact, or list those of the name."""
    from yuqiao.exports.reports.entity import about_text

    return bounded(about_text(store, entity, lang), "query its properties one by one")


def questions_answer(name: str | None, lang: str) -> str:
    """List the questions of the catalogue, or show one with its parameters and its SPARQL."""
    from yuqiao.exports.reports.questions import card, listing
    from yuqiao.graph.questions.catalogue import find_question, questions

    if name is None:
        return bounded(listing(questions(), lang), "name one question")
    return bounded(card(find_question(name), lang), "answer it instead")


def question_answer(
    store: Store, name: str, parameters: Mapping[str, object], lang: str, rows: int
) -> str:
    """Answer a question of the catalogue."""
    from yuqiao.graph.questions.catalogue import find_question

    sparql, bindings = find_question(name).bind(lang=lang, store=store, values=parameters)
    return _answer(store, sparql, bindings, lang, rows)


def query_answer(store: Store, sparql: str, lang: str, rows: int) -> str:
    """Answer a query, with remarks on what in it is probably not meant."""
    answered = _answer(store, sparql, {}, lang, rows)
    remarks = "".join(_remarks(store, sparql))
    return answered + (f"\nRemarks on the query\n{remarks}" if remarks else "")


def _answer(store: Store, sparql: str, bindings: Mapping[str, Term], lang: str, rows: int) -> str:
    answer = store.query(sparql, bindings)
    if isinstance(answer, bool):
        return f"{str(answer).lower()}\n"
    text, count, truncated = _written(store, answer.limit(rows), lang)
    if count == 0:
        return bounded(_why_empty(store, sparql, bindings, lang), "simplify the query")
    if truncated:
        what = "triples" if isinstance(answer, Triples) else "rows"
        advice = "there are more; count them in the query, narrow it, or raise the limit"
        text += f"[cut: the first {rows:,} {what} are shown; {advice}]\n"
    return bounded(text, "select fewer columns or rows")


def _written(store: Store, answer: Solutions | Triples, lang: str) -> tuple[str, int | None, bool]:
    """Write rows as Markdown with labels, triples as Turtle; count them."""
    from yuqiao.exports.results.write import write_answer
    from yuqiao.shell.labels import with_labels

    out, shown = BytesIO(), answer
    if isinstance(answer, Solutions):
        shown = with_labels(answer, store, lang, store.prefixes)
    form = "turtle" if isinstance(answer, Triples) else "markdown"
    write_answer(shown, out, form, store.prefixes)
    return out.getvalue().decode(), answer.count, answer.truncated


def _why_empty(store: Store, sparql: str, bindings: Mapping[str, Term], lang: str) -> str:
    from yuqiao.exports.reports.diagnostics import empty_result_text
    from yuqiao.graph.diagnostics.empty_results.explain import why_empty

    try:
        return empty_result_text(why_empty(store, sparql, bindings), lang)
    except YuqiaoError as error:  # a form of query it cannot take apart
        return f"The query returns nothing. Why cannot be told: {error}\n"


def _remarks(store: Store, sparql: str) -> Iterator[str]:
    """Yield the warnings of lint, each with its place and a caret."""
    from yuqiao.graph.diagnostics.lint.linter import lint

    try:
        found = lint(store, sparql)
    except YuqiaoError:  # it has been answered, and goes beyond SPARQL 1.1
        return
    for one in found[:_MOST_REMARKS]:
        line, column = line_and_column(sparql, one.start)
        yield f"line {line}, column {column}: {one.text}\n{caret_line(sparql, one.start)}\n"
    if len(found) > _MOST_REMARKS:
        yield f"[cut: {_MOST_REMARKS} of {len(found)} remarks are shown]\n"


def network_answer(
    store: Store, options: Mapping[str, Any], measure: str | None, lang: str, rows: int
) -> str:
    """Summarize a network, or return a measure of its nodes."""
    from yuqiao.exports.reports.network_summary import summary_lines
    from yuqiao.exports.results.measures import measured
    from yuqiao.graph.network.spec import NetworkSpec

    spec = NetworkSpec.from_options(options)
    network = spec.network(store)
    notes = [network.notice.text(lang)] if network.notice else []
    if measure is None:
        lines = [*notes, *summary_lines(network, lang)]
        return bounded("\n".join(lines) + "\n", "narrow the network")
    method, found = measured(network, measure, lang, store.prefixes)
    text, _, truncated = _written(store, found.limit(rows), lang)
    if truncated:
        text += f"[cut: the first {rows:,} rows are shown; raise the limit for more]\n"
    return bounded("\n".join([*notes, method.text(lang), "", text]), "lower the limit")


def graph_answer(store: Store, lang: str) -> str:
    """Describe the whole graph in numbers, and list its prefixes."""
    from yuqiao.exports.reports.statistics import overview_text

    prefixes = "".join(
        f"PREFIX {name}: <{namespace}>\n" for name, namespace in sorted(store.prefixes.items())
    )
    return bounded(f"{overview_text(store, lang)}\n{prefixes}", "query the graph itself")
