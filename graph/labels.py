"""Labels: the display languages, and the one rule for choosing a name in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yuqiao.graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""The display languages, each with the language tag of its labels."""

NAMING_PROPERTIES = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://schema.org/name",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
    "http://www.w3.org/2006/vcard/ns#fn",
)
"""The properties whose values name an entity, in any graph, the preferred first."""

NAMING_PATH = "|".join(f"<{iri}>" for iri in NAMING_PROPERTIES)
"""The same as a property path of SPARQL."""


class Label(NamedTuple):
    """A name in both display languages; each falls back to the other, then to the IRI."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return the name in a display language or for a language tag: ``en``, ``zh-Hans``."""
        return self.zh if lang.startswith("zh") else self.en


NO_TEXT = Label("", "")
"""Nothing, in both display languages."""


def label_language(lang: str) -> str:
    """Return the language tag of the labels in a display language.

    :raises QueryError: if it is neither ``en`` nor ``zh``

    >>> label_language("zh")
    'zh-Hans'
    """
    if lang not in LANGUAGES:
        raise QueryError(f'"{lang}" is not a display language; expected en or zh')
    return LANGUAGES[lang]


def names_by_tag(names: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Index names by language tag in lower case; of several with one tag, keep the first.

    An empty name is none.

    :param names: pairs of a name and its language tag or None, in order of preference

    >>> names_by_tag([("bridge", "en"), ("arch", "en"), ("桥", "zh-Hans")])
    {'en': 'bridge', 'zh-hans': '桥'}
    """
    found: dict[str, str] = {}
    for name, tag in names:
        if name:
            found.setdefault((tag or "").lower(), name)
    return found


def best_name(by_tag: Mapping[str, str], lang: str) -> str:
    """Choose the best of an entity's names for a language.

    That is one with this tag or a subtag of it, one in the same language, one in English, one in
    Chinese, or the first by tag, where a name without a tag comes first; nothing if there is none.

    :param by_tag: the names by language tag in lower case
    :param lang: a display language or a language tag

    >>> best_name({"en": "bridge", "zh-hans": "桥"}, "zh"), best_name({"fr": "pont"}, "zh-Hans")
    ('桥', 'pont')
    """
    return by_tag[best_tag(by_tag, lang)] if by_tag else ""


def best_tag(by_tag: Iterable[str], lang: str) -> str:
    """Choose the language tag of the name that :func:`best_name` chooses.

    :param by_tag: the tags of the names, in lower case; at least one

    >>> best_tag(["de", "fr-ch"], "fr")
    'fr-ch'
    """
    known = sorted(by_tag)
    tag = LANGUAGES.get(lang, lang).lower()
    for wanted in (tag, tag.partition("-")[0], "en", "zh"):
        for each in known:
            if each == wanted or each.startswith(wanted + "-"):
                return each
    return known[0]


def label_of(iri: str, by_tag: Mapping[str, str]) -> Label:
    """Choose an entity's English and Chinese name; without any, the last part of its IRI.

    >>> label_of("https://example.org/id/place/chongqing", {"en": "Chongqing", "zh-hans": "重庆"})
    Label(en='Chongqing', zh='重庆')
    >>> label_of("https://example.org/id/place/chongqing", {})
    Label(en='chongqing', zh='chongqing')
    """
    if not by_tag:
        return Label(local_name(iri), local_name(iri))
    return Label(best_name(by_tag, "en"), best_name(by_tag, "zh"))


def text_label(texts: Iterable[tuple[str, str | None]]) -> Label:
    """Return a text that is told in several languages; nothing if there is none.

    :param texts: pairs of a text and its language tag or None

    >>> text_label([("five years", "en"), ("五年", "zh-Hans")])
    Label(en='five years', zh='五年')
    >>> text_label([])
    Label(en='', zh='')
    """
    by_tag = names_by_tag(texts)
    return Label(best_name(by_tag, "en"), best_name(by_tag, "zh"))


def local_name(iri: str) -> str:
    """Return the last part of an IRI, after a slash or a hash.

    >>> local_name("https://example.org/id/place/chongqing")
    'chongqing'
    """
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
