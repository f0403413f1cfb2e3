"""The questions of the catalogue as forms, and their answers, written in a worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yuqiao.graph.entities.names import best_names
from yuqiao.graph.entities.search import as_iri, find
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.questions.catalogue import by_number, find_question, questions
from yuqiao.graph.sparql.bindings import bind
from yuqiao.graph.translation import translate
from yuqiao.web.pages.answers.views import AnswerPage, seen_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.questions.parameters import Parameter
    from yuqiao.web.pages.answers.views import SeenAnswer
    from yuqiao.web.served_graph import ServedGraph

_MOST_CHOICES = 1000
_INPUTS = {"integer": "number", "date": "date"}
_CHOICES = "SELECT DISTINCT ?s {{ ?s a {kind} FILTER(isIRI(?s)) }} ORDER BY ?s LIMIT {most}"


@dataclass(frozen=True)
class FormField:
    """A field of a form, for a parameter.

    :param kind: the type of the HTML input
    :param choices: values that can be chosen; others may still be typed
    """

    name: str
    kind: str
    label: str
    value: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionForm:
    """A question with its form and, unless something is wrong, its answer.

    :param sparql: the query that was answered
    :param error: why there is no answer
    """

    id: str
    title: str
    description: str
    fields: tuple[FormField, ...]
    sparql: str
    answer: SeenAnswer | None = None
    error: str = ""


def question_list(lang: str) -> list[tuple[str, str, str]]:
    """Return the name, title and description of every question, in order of number."""
    tag = LANGUAGES[lang]
    return [(each.name, each.title[tag], each.description[tag]) for each in by_number(questions())]


def answered_question(
    graph: ServedGraph,
    name: str,
    values: Mapping[str, str],
    most: int,
    view: str,
    lang: str,
    top: str,
) -> QuestionForm:
    """Answer a question with the values of its form.

    :param most: the rows that are shown
    :param view: how the answer is seen
    """
    question = find_question(name)
    tag = LANGUAGES[lang]
    given = {key: value for key, value in values.items() if value.strip()}
    form = QuestionForm(
        question.id,
        question.title[tag],
        question.description[tag],
        tuple(_field(graph, each, values, lang) for each in question.parameters),
        question.query,
    )
    try:
        sparql, bindings = question.bind(lang=lang, store=graph.store, values=given)
        bound = bind(sparql, bindings)
        found = graph.store.query(sparql, bindings)
        answer = seen_answer(graph, found, bound, most, view, AnswerPage(lang, name, top))
    except QueryError as error:
        return replace(form, error=translate(str(error), lang))
    return replace(form, sparql=bound, answer=answer)


def _field(
    graph: ServedGraph, parameter: Parameter, values: Mapping[str, str], lang: str
) -> FormField:
    default = lang if parameter.type == "lang" else (parameter.default or "")
    choices = _choices(graph, parameter.type, lang)
    return FormField(
        parameter.name,
        _INPUTS.get(parameter.type, "text"),
        parameter.description[LANGUAGES[lang]],
        values.get(parameter.name) or _named(graph, default, lang),
        parameter.default is None and parameter.type != "lang",
        choices,
    )


def _named(graph: ServedGraph, default: str, lang: str) -> str:
    """Return a default as a person writes it: by its name, where only one thing has it."""
    thing = as_iri(graph.store, default) if ":" in default else None
    if thing is None:
        return default
    name = best_names(graph.store, [thing], LANGUAGES[lang]).get(thing, "")
    return name if name and find(graph.store, name) == [thing] else default


def _choices(graph: ServedGraph, kind: str, lang: str) -> tuple[str, ...]:
    if kind == "lang":
        return tuple(LANGUAGES)
    if ":" not in kind:
        return ()
    rows = graph.store.select(_CHOICES.format(kind=kind, most=_MOST_CHOICES))
    things = [thing for (thing,) in rows if thing is not None]
    return tuple(sorted(set(best_names(graph.store, things, LANGUAGES[lang]).values())))
