"""The questions of the catalogue as pages: what is asked, in words and SPARQL, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.layout import Head, page
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yuqiao.exports.site.pages.language_edition import Sheet
    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


def question_page(sheet: Sheet, question: Question, store: Store) -> str:
    """Write a question with its answer from a graph, in the page's language.

    Its parameters have their defaults. Where the graph lacks what a default names, that is said.
    """
    edition = sheet.edition
    title, description = question.title[edition.tag], question.description[edition.tag]
    try:
        sparql, bindings = question.bind(lang=edition.lang, store=store, values={})
        answer = _answer(sheet, store.query(sparql, bindings))
    except QueryError as error:
        answer = element("p", f"{edition.word('no-answer')} {error}", class_="quiet")
    return page(
        sheet,
        Head(title, description),
        element(
            "header",
            element("p", edition.word("question"), " ", question.id, class_="kind"),
            element("h1", title),
            element("p", description, class_="lead"),
            class_="thing",
        ),
        element("section", element("h2", edition.word("answer")), answer),
        _parameters(sheet, question),
        element(
            "section",
            element("h2", "SPARQL"),
            element("pre", element("code", question.query)),
            element("p", edition.word("ask-yourself")),
            element("pre", element("code", f"yuqiao ask {question.name} --lang {edition.lang}")),
            element("p", element("a", f"{question.name}.rq", href=sheet.beside(".rq"))),
        ),
    )


def _parameters(sheet: Sheet, question: Question) -> Markup | None:
    rows = [
        element(
            "div",
            element("dt", element("code", parameter.name)),
            element("dd", parameter.description[sheet.edition.tag]),
        )
        for parameter in question.parameters
    ]
    if not rows:
        return None
    title = element("h2", sheet.edition.word("parameters"))
    return element("section", title, element("dl", rows, class_="facts"))


def _answer(sheet: Sheet, answer: object) -> Markup:
    edition = sheet.edition
    if not isinstance(answer, Solutions):
        return element("p", str(answer))
    names = answer.variables
    rows = list(answer)
    head = element("tr", [element("th", name, scope="col") for name in names])
    body = [element("tr", [_cell(sheet, term) for term in row]) for row in rows]
    table = element("table", element("thead", head), element("tbody", body))
    counted = element("p", edition.counted("rows", len(rows)), class_="quiet")
    return joined([counted, element("div", table, class_="wide")]) if rows else counted


def _cell(sheet: Sheet, term: Term | None) -> Markup:
    if term is None:
        return element("td")
    if isinstance(term, NamedNode) and sheet.edition.places.path(term) is None:
        return element("td", sheet.outward(term.value))
    return element("td", sheet.value(term))


def questions_page(sheet: Sheet, catalogue: Sequence[Question]) -> str:
    """List the questions."""
    edition = sheet.edition
    title = edition.word("nav-questions")
    listed = [
        element(
            "li",
            element("a", each.title[edition.tag], href=sheet.to(f"questions/{each.name}")),
            element("p", each.description[edition.tag]),
        )
        for each in sorted(catalogue, key=lambda each: (each.id[:1], int(each.id[1:] or 0)))
    ]
    return page(
        sheet,
        Head(title, edition.word("way-questions")),
        element(
            "header",
            element("h1", title),
            element("p", edition.word("way-questions"), class_="lead"),
            class_="thing",
        ),
        element("ul", listed, class_="entries"),
    )
