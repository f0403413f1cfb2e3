"""The pages of the predefined questions: title, SPARQL query and results."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.rdf.turtle import turtle
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.errors import QueryError
from yuqiao.graph.questions.catalogue import by_number
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Answer
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class AskedGraph:
    """What the questions of a site are asked of.

    :param store: the graph
    :param file: where it can be downloaded: the path of its Turtle file in the site
    :param has_own_questions: whether they are others than those that the program brings
    """

    store: Store
    file: str
    has_own_questions: bool

    def command(self, question: Question, lang: str) -> str:
        """Return the command that asks a question of the file, once both are downloaded."""
        catalogue = ["--questions", "."] if self.has_own_questions else []
        graph = ["--graph", self.file.rpartition("/")[2]]
        return shlex.join(["yuqiao", "ask", question.name, *catalogue, *graph, "--lang", lang])


def question_page(context: PageContext, question: Question, asked: AskedGraph) -> str:
    """Write a question with its results from a graph, in the language of the page.

    Parameters have their defaults. If the graph lacks the entity of a default, the page says so.
    """
    locale = context.locale
    title, description = question.titled(locale.tag), question.described(locale.tag)
    lang = locale.network_language
    try:
        sparql, bindings = question.bind(lang=lang, store=asked.store, values={})
        answer = answer_of_any_kind(context, asked.store.query(sparql, bindings))
    except QueryError as error:
        answer = element("p", f"{locale.word('no-answer')} {error}", class_="quiet")
    return page(
        context,
        Head(title, description),
        element(
            "header",
            element("p", locale.word("question"), " ", question.id, class_="kind"),
            element("h1", title),
            element("p", description, class_="lead") if description else None,
            class_="thing",
        ),
        element("section", element("h2", locale.word("answer")), answer),
        _parameters(context, question),
        element(
            "section",
            element("h2", "SPARQL"),
            element("pre", element("code", question.query)),
            element("p", locale.word("ask-yourself")),
            element("pre", element("code", asked.command(question, lang))),
            element(
                "p",
                element("a", f"{question.name}.rq", href=context.beside(".rq")),
                " · ",
                element("a", asked.file.rpartition("/")[2], href=context.file(asked.file)),
            ),
        ),
    )


def _parameters(context: PageContext, question: Question) -> Markup | None:
    rows = [
        element(
            "div",
            element("dt", element("code", parameter.name)),
            element("dd", parameter.described(context.locale.tag)),
        )
        for parameter in question.parameters
    ]
    if not rows:
        return None
    title = element("h2", context.locale.word("parameters"))
    return element("section", title, element("dl", rows, class_="facts"))


def answer_of_any_kind(context: PageContext, answer: Answer) -> Markup:
    """Write rows as a table, triples as Turtle, and true or false in words."""
    if isinstance(answer, Solutions):
        return answer_table(context, answer)
    if isinstance(answer, bool):
        return element("p", context.locale.word("yes" if answer else "no"))
    written = turtle(answer, context.locale.known.prefixes)
    return element("pre", element("code", written))


def answer_table(context: PageContext, answer: Solutions) -> Markup:
    """Write the rows of an answer as a table, with links to the pages of entities."""
    locale = context.locale
    names = answer.variables
    rows = list(answer)
    head = element("tr", [element("th", name, scope="col") for name in names])
    body = [element("tr", [_cell(context, term) for term in row]) for row in rows]
    table = element("table", element("thead", head), element("tbody", body))
    counted = element("p", locale.counted("rows", len(rows)), class_="quiet")
    return joined([counted, element("div", table, class_="wide")]) if rows else counted


def _cell(context: PageContext, term: Term | None) -> Markup:
    if term is None:
        return element("td")
    if isinstance(term, NamedNode) and context.locale.places.path(term) is None:
        return element("td", context.outward(term.value))
    return element("td", context.value(term))


def questions_page(context: PageContext, catalogue: Sequence[Question]) -> str:
    """Write the list of questions."""
    locale = context.locale
    title = locale.word("nav-questions")
    lead = locale.word("way-questions" if locale.scope.is_register else "go-questions")
    listed = [
        element(
            "li",
            element("a", each.titled(locale.tag), href=context.to(f"questions/{each.name}")),
            element("p", each.described(locale.tag)) if each.described(locale.tag) else None,
        )
        for each in by_number(catalogue)
    ]
    return page(
        context,
        Head(title, lead),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        element("ul", listed, class_="entries"),
    )
