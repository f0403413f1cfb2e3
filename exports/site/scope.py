"""What a site has: its languages, title, licence and edition, and its main pages.

A register in the vocabulary has lists of partnerships, the check for families, the questions, the
vocabulary and its shapes. Any other graph has none of these, but lists by class, all names from A
to Z, and the hierarchy of its concepts; nothing is said of it that it does not say itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from yuqiao.graph.entities.self_description import languages_of_names, self_description
from yuqiao.graph.errors import InputError
from yuqiao.graph.labels import LANGUAGES, best_tag
from yuqiao.graph.language_tags import cased_language_tag, is_translation
from yuqiao.graph.stores.open_store import BUNDLED_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.questions.catalogue import Question

BOTH = ("en", "zh")
"""The languages of a register."""

SECTIONS = ("school", "country", "discipline", "level", "year")
"""The lists of partnerships, by one property each."""

_REGISTER = (
    *((f"browse/{section}", section) for section in SECTIONS),
    ("check", "check"),
    ("questions/index", "questions"),
    ("def", "vocabulary"),
    ("network", "network"),
    ("downloads", "downloads"),
    ("search", "search"),
)
_LICENCES = {
    "creativecommons.org/publicdomain/zero/1.0": "CC0 1.0",
    "creativecommons.org/licenses/by/4.0": "CC BY 4.0",
    "creativecommons.org/licenses/by-sa/4.0": "CC BY-SA 4.0",
    "creativecommons.org/licenses/by-nc/4.0": "CC BY-NC 4.0",
    "creativecommons.org/licenses/by-nc-sa/4.0": "CC BY-NC-SA 4.0",
    "creativecommons.org/licenses/by-nd/4.0": "CC BY-ND 4.0",
    "creativecommons.org/licenses/by/3.0": "CC BY 3.0",
    "creativecommons.org/licenses/by-sa/3.0": "CC BY-SA 3.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By 1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL 1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL 1.0",
    "www.govdata.de/dl-de/by-2-0": "dl-de/by-2-0",
    "www.govdata.de/dl-de/zero-2-0": "dl-de/zero-2-0",
}
"""Names of licences, by their address without the scheme."""

_MOST_LANGUAGES = 4  # that a site has unless more are asked for
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_IRI_FIELD = "{iri}"


@dataclass(frozen=True)
class SiteSettings:
    """What the publisher of a site decides.

    :param title: the title; that of the graph if empty
    :param languages: the language tags of the pages, the first that of ``index.html``; the
        graph's own if empty
    :param mistakes: where mistakes are reported: an http(s) or mailto address, in which ``{iri}``
        stands for the IRI of the page's entity, or for the address of a page that is about none;
        pages have no such link if it is empty
    :param questions: a catalogue of questions in place of the graph's own, if not None
    """

    title: str = ""
    languages: tuple[str, ...] = ()
    mistakes: str = ""
    questions: tuple[Question, ...] | None = None


@dataclass(frozen=True)
class SiteScope:
    """What one site has.

    :param base: the IRI that those of its pages begin with
    :param languages: the tags of its languages; pages in the first have no tag in their name
    :param is_register: whether it is a register in the vocabulary
    :param titles: its title by language tag in lower case; that of the project if there is none
    :param descriptions: what the graph says that it is, by language tag in lower case
    :param licence: the IRI or the text of its licence, or nothing
    :param edition: its version or date, or nothing
    :param mistakes: as for :class:`SiteSettings`
    :param places: the main pages, each with the key of its name
    """

    base: str = ""
    languages: tuple[str, ...] = BOTH
    is_register: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    edition: str = ""
    mistakes: str = ""
    places: tuple[tuple[str, str], ...] = _REGISTER

    def end(self, lang: str) -> str:
        """Return the extension of a page in a language.

        >>> SiteScope().end("en"), SiteScope().end("zh")
        ('.html', '.zh.html')
        """
        return ".html" if lang == self.languages[0] else f".{lang}.html"

    @property
    def ends(self) -> Mapping[str, str]:
        """The extension of a page in each language."""
        return {lang: self.end(lang) for lang in self.languages}

    def title(self, lang: str) -> tuple[str, str]:
        """Return the title for a language, and its language tag; both empty if there is none."""
        return _best(self.titles, lang)

    def description(self, lang: str) -> tuple[str, str]:
        """Return the description for a language, and its language tag, likewise."""
        return _best(self.descriptions, lang)

    def mistakes_address(self, iri: str) -> str:
        """Return where a mistake on the page of an entity is reported.

        >>> SiteScope(mistakes="mailto:a@b.test?subject={iri}").mistakes_address("http://c.test/#d")
        'mailto:a@b.test?subject=http%3A%2F%2Fc.test%2F%23d'
        """
        return self.mistakes.replace(_IRI_FIELD, quote(iri, safe=""))


def register_scope(
    known: EntityIndex, base: str, dataset: NamedNode, settings: SiteSettings
) -> SiteScope:
    """Return what the site of a register has; the site of the bundled one is called the project.

    :param base: the IRI of the site
    """
    said = self_description(known, dataset)
    is_own = dataset.value.endswith(f"/dataset/{BUNDLED_NAME}")
    titles = {} if is_own else said.titles or {"": _shown_address(base)}
    return SiteScope(
        base=base,
        languages=settings.languages or BOTH,
        titles={"": settings.title} if settings.title else titles,
        descriptions=said.descriptions,
        licence=said.licence,
        edition=said.edition,
        mistakes=settings.mistakes,
    )


def graph_scope(
    known: EntityIndex, base: str, settings: SiteSettings, pages: Sequence[tuple[str, str]]
) -> SiteScope:
    """Return what the site of a graph in any vocabulary has.

    :param base: the IRI of the site, by which a graph without a title is called
    :param pages: its main pages, each with the key of its name
    """
    whole = (NamedNode(address) for address in (base, base.rstrip("/")))
    said = self_description(known)
    if said.subject is None:
        said = self_description(known, next((each for each in whole if each in known), None))
    titles = {"": settings.title} if settings.title else said.titles
    return SiteScope(
        base=base,
        languages=settings.languages or graph_languages(known),
        is_register=False,
        titles=titles or {"": _shown_address(base)},
        descriptions=said.descriptions,
        licence=said.licence,
        edition=said.edition,
        mistakes=settings.mistakes,
        places=tuple(pages),
    )


def _shown_address(base: str) -> str:
    address = urlsplit(base)
    return f"{address.netloc}{address.path}".rstrip("/")


def graph_languages(known: EntityIndex) -> tuple[str, ...]:
    """Return the languages of a graph's names; where they have none, those of our own words."""
    found = (_short(tag) for tag in languages_of_names(known) if not is_translation(tag))
    return tuple(dict.fromkeys(found))[:_MOST_LANGUAGES] or BOTH


def licence_name(address: str) -> str:
    """Return the name of a licence that is well known, or nothing.

    >>> licence_name("http://creativecommons.org/licenses/by/4.0/deed.de")
    'CC BY 4.0'
    """
    place = address.partition("://")[2].split("/deed")[0].split("/legalcode")[0]
    return _LICENCES.get(place.strip("/"), "")


def language_tags(text: str) -> tuple[str, ...]:
    """Read a list of language tags, separated by commas.

    :raises InputError: if one is none, or comes twice

    >>> language_tags("de,fr-ch, zh-Hans")
    ('de', 'fr-CH', 'zh')
    """
    found: list[str] = []
    for part in text.split(","):
        tag = part.strip()
        if not _TAG.fullmatch(tag):
            raise InputError(f'"{tag}" is not a language tag; expected such as de or de,fr')
        if _short(tag) in found:
            raise InputError(f'the language "{tag}" is given twice')
        found.append(_short(tag))
    return tuple(found)


def check_mistakes_address(address: str) -> str:
    """Check that an address can be linked to, and return it.

    :raises InputError: if it is no http(s) or mailto address
    """
    try:
        parts = urlsplit(address.replace(_IRI_FIELD, "iri"))
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        whole = False
    if not whole and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", address):
        raise InputError(
            f'"{address}" is not an address for reports of mistakes; expected one that begins with '
            "https:// or mailto:"
        )
    return address


def _short(tag: str) -> str:
    cased = cased_language_tag(tag)
    return next((lang for lang, own in LANGUAGES.items() if own == cased), cased)


def _best(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    if not texts:
        return "", ""
    tag = best_tag(texts, lang)
    return texts[tag], cased_language_tag(tag) if tag else ""
