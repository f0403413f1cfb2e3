"""Translations: the editors' Chinese beside their own English texts, marked as translated.

The table of translations gives one Chinese text for each English one, so that a text which occurs
in many rows is translated once. What a source said is never translated: a claim keeps its value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad

from yuqiao.graph.chinese_characters import has_traditional
from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.language_tags import TRANSLATION
from yuqiao.graph.tables.checks.plausibility import is_in_language, simplified
from yuqiao.ontology.namespaces import SKOS, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from yuqiao.graph.tables.reader import TableRow

_TITLE = "http://purl.org/dc/terms/title"
_PUBLISHER = "http://purl.org/dc/terms/publisher"
"""Names of publishers stand without a language."""


def wrong_translations(rows: Iterable[TableRow]) -> Iterator[str]:
    """Yield an error for each translation that is not Chinese, or not of an English text.

    :param rows: those of the table of translations
    """
    for row in rows:
        for column, language, expected in (
            ("text", "en", "the English text"),
            ("translation", "zh", "its Chinese translation"),
        ):
            value = row.first(column)
            if not value or column in row.flawed:
                continue
            if not is_in_language(value, language):
                yield f"{row.cell(column)}: {value!r}: expected {expected}"
            elif language == "zh" and has_traditional(value):
                plain = simplified(value)
                yield f"{row.cell(column)}: {value!r}: expected Simplified Chinese: {plain!r}"


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
        if not isinstance(text, Literal) or text.value not in known:
            continue
        if text.language != "en" and (text.language or quad.predicate.value != _PUBLISHER):
            continue
        if quad.predicate.value not in kept:
            chinese = Literal(known[text.value], language=TRANSLATION)
            yield Quad(quad.subject, quad.predicate, chinese)
