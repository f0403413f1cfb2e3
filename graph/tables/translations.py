"""Translations: the editors' Chinese beside their own English texts, marked as translated.

The table of translations gives one Chinese text for each English one, so that a text which occurs
in many rows is translated once. What a source said is never translated: a claim keeps its value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad

from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.language_tags import TRANSLATION
from yuqiao.ontology.namespaces import SKOS, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from yuqiao.graph.tables.reader import TableRow

_TITLE = "http://purl.org/dc/terms/title"


def translated(store: Store, rows: Iterable[TableRow], base: str) -> Iterator[Quad]:
    """Yield the translation of each English text of a store that has one.

    :param rows: those of the table of translations
    :param base: the base IRI of the facts
    """
    known = {row.first("text"): row.first("translation") for row in rows}
    named = set(NAMING_PROPERTIES) - {_TITLE}
    kept = {prefixes(base)["yq"] + "statedValue", SKOS + "altLabel", *named}
    for quad in store:
        text = quad.object
        if not isinstance(text, Literal) or text.language != "en" or text.value not in known:
            continue
        if quad.predicate.value not in kept:
            chinese = Literal(known[text.value], language=TRANSLATION)
            yield Quad(quad.subject, quad.predicate, chinese)
