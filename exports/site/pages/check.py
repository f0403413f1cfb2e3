"""The page on which a family checks a programme: every entry checked, searched in the browser.

All checks are in the page, so that it works from disk; without scripts they are a list to unfold.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from yuqiao.exports.network import page as network_page
from yuqiao.exports.reports.evidence.programme_check import WORDS, cited_order, value_text
from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.exports.site.pages.search import inert_data, search_box
from yuqiao.graph.entities.name_matching import traditional_letters
from yuqiao.graph.evidence.programme_check import Knowledge
from yuqiao.graph.evidence.programme_search import NO_NAMES, PARTICLES
from yuqiao.graph.evidence.register_check import (
    FOUND_MEANS,
    NOT_FOUND_MEANS,
    NOT_OFFICIAL,
    TRANSLATED,
)
from yuqiao.graph.labels import local_name
from yuqiao.graph.pinyin import syllables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.evidence.programme_check import CheckedPoint, ProgrammeCheck
    from yuqiao.graph.evidence.programme_search import ProgrammeIndex
    from yuqiao.graph.network.model import CitedSource


def check_page(
    context: PageContext,
    checks: Sequence[ProgrammeCheck],
    index: ProgrammeIndex,
    lists: Sequence[CitedSource],
) -> str:
    """Write the page.

    :param checks: of all partnerships
    :param index: the names by which they are found
    :param lists: the copies of the official lists
    """
    word, lang = context.locale.word, context.locale.lang
    script = files(network_page).joinpath("model", "search.js").read_text("utf-8")
    script += files(__package__).joinpath("scripts", "check.js").read_text("utf-8")
    ordered = sorted(checks, key=lambda check: (check.label.text(lang), check.iri))
    return page(
        context,
        Head(word("nav-check"), word("way-check"), script=script),
        element(
            "header",
            element("h1", word("check-title")),
            element("p", NOT_OFFICIAL.text(lang), class_="lead"),
            class_="thing",
        ),
        element("noscript", element("p", word("check-needs-script"))),
        search_box(word("check-label"), word("check-hint")),
        element("p", TRANSLATED.text(lang), class_="quiet"),
        element("p", id="told", role="status"),
        element("p", FOUND_MEANS.text(lang), class_="quiet", id="found-means"),
        element("p", NOT_FOUND_MEANS.text(lang), class_="quiet", id="not-found-means"),
        element("div", element("h2", word("check-near")), element("ul"), id="near", hidden=True),
        element("h2", word("check-all"), id="all"),
        element("div", [programme_entry(context, check) for check in ordered], class_="checks"),
        *_lists(context, lists),
        element(
            "script", inert_data(_index_data(context, index)), type="application/json", id="data"
        ),
    )


def _lists(context: PageContext, lists: Sequence[CitedSource]) -> list[Markup]:
    """Write the copies of the official lists, if the graph has any."""
    entries = [element("li", _source(context, each)) for each in lists]
    heading = element("h2", context.locale.word("check-lists"))
    return [heading, element("ul", entries, class_="names")] if entries else []


def _index_data(context: PageContext, index: ProgrammeIndex) -> Markup:
    """Return the names of all entities, and which of them each partnership has, as JSON."""
    word = context.locale.word
    numbers = {iri: number for number, iri in enumerate(index.names)}
    entities = [
        [list(names), [" ".join(read) for name in names if (read := syllables(name))]]
        for names in index.names.values()
    ]
    data = {
        "found": word("check-found"),
        "none": word("check-none"),
        "unmatched": word("check-unmatched"),
        "between": "、" if context.locale.lang == "zh" else ", ",
        "left": NO_NAMES,
        "particles": PARTICLES,
        "simplified": traditional_letters(
            [*NO_NAMES, *(str(names) for names in index.names.values())]
        ),
        "entities": entities,
        "programmes": {
            entry_id(iri): [numbers[each] for each in related if each in numbers]
            for iri, related in index.related.items()
        },
    }
    return inert_data(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def entry_id(iri: str) -> str:
    """Return the id of an entry on the page."""
    return f"check-{local_name(iri)}"


def programme_entry(context: PageContext, check: ProgrammeCheck, *, opened: bool = False) -> Markup:
    """Write the check of one partnership, to unfold.

    :param opened: whether it is unfolded
    """
    word, lang = context.locale.word, context.locale.lang
    status = check.point("status").values or check.point("listed").values
    told = element("small", status[0].text.text(lang)) if status else None
    numbers = {iri: number for number, iri in enumerate(cited_order(check), 1)}
    name = entry_id(check.iri)
    pages = [element("li", context.outward(each)) for each in check.pages]
    rows = [_row(point, numbers, name, lang) for point in check.points]
    cited = [
        element("li", _source(context, check.sources[iri]), id=f"{name}-{number}")
        for iri, number in numbers.items()
    ]
    return element(
        "details",
        element("summary", element("b", check.label.text(lang)), " ", told),
        element("dl", rows, class_="facts"),
        element("h3", WORDS["verify"].text(lang)),
        element("ul", pages or element("li", WORDS["unlisted"].text(lang)), class_="names"),
        element("h3", WORDS["sources"].text(lang)),
        element("ol", cited, class_="sources"),
        element("p", _to_entity(context, check.iri, word("check-more"))),
        id=name,
        open=opened,
    )


def _to_entity(context: PageContext, iri: str, name: str) -> Markup:
    return context.link(_node(iri), name)


def _node(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def _row(point: CheckedPoint, numbers: dict[str, int], name: str, lang: str) -> Markup:
    return element(
        "div",
        element("dt", point.label.text(lang)),
        [element("dd", each) for each in _values(point, numbers, name, lang)],
    )


def _values(point: CheckedPoint, numbers: dict[str, int], name: str, lang: str) -> Iterator[Markup]:
    if point.knowledge is not Knowledge.KNOWN:
        yield element("span", point.knowledge.value.text(lang), class_="quiet")
    for value in point.values:
        known = sorted(numbers[iri] for iri in value.sources if iri in numbers)
        cites = [element("a", f"[{n}]", href=f"#{name}-{n}", class_="cite") for n in known]
        yield element("div", value_text(value, lang), " ", cites)


def _source(context: PageContext, source: CitedSource) -> Markup:
    told = (source.publisher.text(context.locale.lang), source.date)
    return joined(
        [
            context.link(_node(source.iri)),
            *(f". {each}" for each in told if each),
            joined([". ", context.outward(source.url)]) if source.url else None,
        ]
    )
