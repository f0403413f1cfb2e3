"""The site in one language: names of entities, messages, and links between pages."""

from __future__ import annotations

import json
from functools import cache, cached_property, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.exports.site.entity_paths import href
from yuqiao.exports.site.pages.html import Markup, element, joined, safe_link, text
from yuqiao.exports.site.pages.schema_org import StructuredData
from yuqiao.exports.site.scope import SiteScope, licence_name
from yuqiao.graph.entities.incoming import incoming_label
from yuqiao.graph.labels import LANGUAGES
from yuqiao.graph.language_tags import TRANSLATION_MARK, cased_language_tag, is_translation
from yuqiao.graph.rdf.canonicalization import without_labels
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.terms import term_text
from yuqiao.ontology.namespaces import query_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.exports.site.entity_paths import SitePaths
    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.rdf.terms import Term

OWN_NAME = "{own}"
"""What stands for the name of a page's own files in markup that pages share, without any data."""

_ABOUT = ("schema:about", "yq:approvalOf")
_CLAIMED = ("yq:aboutProperty", "yq:criterion", "schema:variableMeasured")
_PARTS_OF_NAMES = tuple(f"http://xmlns.com/foaf/0.1/{part}Name" for part in ("given", "family"))
_DEEPEST = 6  # levels of nested blank nodes that are written out
P = ParamSpec("P")
T = TypeVar("T")
_STANDARD = PrefixMap(query_prefixes())


@cache
def _words() -> dict[str, dict[str, str | list[str]]]:
    text = files(__package__).joinpath("messages.json").read_text("utf-8")
    read: dict[str, dict[str, str | list[str]]] = json.loads(text)
    return read


def standard_name(iri: str, lang: str, what: str = "term") -> str:
    """Return what a term of a well-known vocabulary is called; nothing for a term of another.

    :param what: ``to`` for the name of its inverse

    >>> standard_name("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "zh")
    '类'
    """
    forms = _words().get(f"{what} {_STANDARD.compress(iri)}", {})
    word = forms.get(lang) or forms.get("en", "")
    assert isinstance(word, str)
    return word


def once_for_locale(
    write: Callable[Concatenate[Locale, P], T],
) -> Callable[Concatenate[Locale, P], T]:
    """Return a function that is called once for the same arguments, as long as the locale lives."""

    @wraps(write)
    def written(locale: Locale, /, *args: P.args, **options: P.kwargs) -> T:
        key = (write, args, *options.items())
        if key not in locale.written:
            locale.written[key] = write(locale, *args, **options)
        return cast("T", locale.written[key])

    return written


class Locale:
    """Names, messages and links of the site in one language.

    :param known: the graph
    :param places: the path of each entity
    :param lang: ``en``, ``zh`` or another language tag; messages of the site in a language that
        they were not translated into are English
    :param scope: what the site has
    """

    def __init__(
        self, known: EntityIndex, places: SitePaths, lang: str, scope: SiteScope | None = None
    ) -> None:
        self.known = known
        self.places = places
        self.lang = lang
        self.scope = scope or SiteScope()
        self.tag = LANGUAGES.get(lang, lang)
        self.end = self.scope.end(lang)
        self._spoken = _spoken(lang)
        self.page_tag = self.tag if self._spoken == lang.partition("-")[0] else "en"
        self._names: dict[NamedNode, str] = {}
        self._kinds: dict[tuple[NamedNode, ...], str] = {}
        self._ends_of_links: dict[NamedNode, str | None] = {}
        self.written: dict[tuple[object, ...], object] = {}
        """What :func:`once_for_locale` keeps, which is released with the site."""

    @cached_property
    def structured_data(self) -> StructuredData:
        """What writes the descriptions of entities for search engines."""
        return StructuredData(self.known)

    def word(self, key: str) -> str:
        """Return a message of the site."""
        return self._words[key]

    @cached_property
    def _words(self) -> dict[str, str]:
        found = {key: forms.get(self._spoken, forms.get("en")) for key, forms in _words().items()}
        return {key: word for key, word in found.items() if isinstance(word, str)}

    def counted(self, key: str, number: int) -> str:
        """Return a count: ``1 source``, ``2 sources``."""
        words = _words()[key]
        forms = words.get(self._spoken, words["en"])
        form = forms if isinstance(forms, str) else forms[0 if number == 1 else 1]
        return form.format(f"{number:,}")

    def name(self, thing: NamedNode) -> str:
        """Return the name of an entity; one without a label is named after its subject."""
        try:
            return self._names[thing]
        except KeyError:
            own = self.known.name(thing, self.tag) or self._known_as("term", thing)
            name = own or licence_name(thing.value) or self._made_name(thing)
            self._names[thing] = name
            return name

    def call(self, thing: NamedNode, name: str) -> None:
        """Give an entity a name that the graph does not give it."""
        self._names[thing] = name

    @property
    def network_language(self) -> str:
        """The display language of the network's page."""
        return "zh" if self._spoken == "zh" else "en"

    def foreign_tag(self, thing: NamedNode) -> str | None:
        """Return the language tag of an entity's name, if it is not the language of the page."""
        tag = self.known.name_tag(thing, self.tag)
        return self.tag_if_foreign(tag)

    def tag_if_foreign(self, tag: str) -> str | None:
        """Return a language tag that a text of the page needs, None if the page has it."""
        own = self.page_tag.lower().partition("-")[0]
        return cased_language_tag(tag) if tag and tag.lower().partition("-")[0] != own else None

    def incoming_label(self, property_: NamedNode) -> str:
        """Return the heading for the subjects of a property: the name of its inverse, if any."""
        found = self._known_as("to", property_)
        if found or property_ in self.known.inverses.values():
            return found or self.name(property_)
        if self._spoken not in LANGUAGES:
            return self.word("with-this-as").format(self.name(property_))
        return incoming_label(self.short(property_), self.name(property_), self._spoken)

    def _known_as(self, what: str, term: NamedNode) -> str:
        """Return what a term of a well-known vocabulary is called."""
        return standard_name(term.value, self._spoken, what)

    def _made_name(self, thing: NamedNode) -> str:
        person = [self.known.text(thing, name) for name in _PARTS_OF_NAMES]
        if any(person):
            return " ".join(filter(None, person))
        about = next(iter(self.known.linked(thing, *_ABOUT)), None)
        about = about or next(iter(self.known.pointing(thing, "yq:hasOffering")), None)
        if about is None or about == thing or not self.known.name(about, self.tag):
            return self.short(thing)
        what = self.known.linked(thing, *_CLAIMED, "yq:discipline")
        what += self.known.classes(thing)
        named = (self.known.name(each, self.tag) for each in what)
        return f"{next(filter(None, named), '')}: {self.known.name(about, self.tag)}"

    def short(self, thing: NamedNode) -> str:
        """Abbreviate an IRI with a prefix, if one matches."""
        return self._short_names.compress(thing.value) or thing.value

    @cached_property
    def _short_names(self) -> PrefixMap:
        return PrefixMap(self.known.prefixes)

    def end_of_link(self, thing: NamedNode) -> str | None:
        """Return a link to an entity without its relative start, or None if it has no page.

        It is the same on every page, and therefore cached.
        """
        try:
            return self._ends_of_links[thing]
        except KeyError:
            path = self.places.path(thing)
            end = None if path is None else self._end_of(href(path), thing)
            self._ends_of_links[thing] = end
            return end

    def _end_of(self, address: str, thing: NamedNode) -> str:
        tag = self.foreign_tag(thing)
        lang = f' lang="{text(tag)}"' if tag else ""
        return f'{address}{self.end}"{lang}>{text(self.name(thing))}</a>'

    def kinds(self, thing: NamedNode) -> str:
        """Return the names of the most specific classes of an entity."""
        classes = tuple(self.known.classes(thing))
        if classes not in self._kinds:
            names = {self._class_name(each) for each in classes}
            self._kinds[classes] = ", ".join(sorted(names - {""}))
        return self._kinds[classes]

    def _class_name(self, class_: NamedNode) -> str:
        return self.known.name(class_, self.tag) or self._known_as("term", class_)


def _spoken(lang: str) -> str:
    """Return the language of the site's own messages for a language."""
    primary = lang.partition("-")[0].lower()
    return primary if primary in _words()["skip"] else "en"


class PageContext:
    """The page being written: its language and path, from which its links are computed.

    :param locale: the language
    :param path: the path of the page, without its extension
    :param top: the URL of the root of the site, if the depth of the page is unknown
    :param subject: the IRI of the entity that it is about; its own address if it is about none
    """

    def __init__(
        self, locale: Locale, path: str, top: str | None = None, subject: str = ""
    ) -> None:
        self.locale = locale
        self.subject = subject or f"{locale.scope.base}{'' if path == 'index' else path}"
        self.path = path
        self.up = "../" * path.count("/") if top is None else top
        self._fixed = top is not None

    def to(self, path: str) -> str:
        """Return the URL of another page in this language."""
        return self.up + href(path) + self.locale.end

    def file(self, name: str) -> str:
        """Return the URL of a file of the site."""
        return self.up + href(name)

    def beside(self, end: str) -> str:
        """Return the URL of a file with the name of this page, such as its data."""
        return self._beside + end

    @cached_property
    def _beside(self) -> str:
        return self.file(self.path) if self._fixed else href(self.path.rpartition("/")[2])

    def named(self, template: str) -> Markup:
        """Return markup that many pages share, with the name of this page for :data:`OWN_NAME`."""
        return Markup(template.replace(OWN_NAME, self._beside))

    def link(self, thing: NamedNode, name: str | None = None) -> Markup:
        """Write the name of an entity, linked to its page or else to its IRI."""
        end = self.locale.end_of_link(thing)
        if end is None:
            return self.outward(thing.value, name or self.locale.name(thing))
        if name is None:
            return Markup(f'<a href="{self.up}{end}')
        return element("a", name, href=self.to(self.locale.places.path(thing) or ""))

    def outward(self, address: str, name: str | None = None) -> Markup:
        """Write an external link; a URL that could do more than load a page stays text."""
        shown = name or address
        if safe_link(address) is None:
            return joined([shown])
        return element("a", shown, href=address, rel="external")

    def value(self, term: Term, deep: int = 0) -> Markup:
        """Write a value: a link, a text in its language, the contents of a blank node."""
        if isinstance(term, NamedNode):
            return self.link(term)
        if isinstance(term, BlankNode):
            return self._unnamed(term, deep)
        if not isinstance(term, Literal):
            return joined([without_labels(term_text(term))])
        shown = literal_text(term)
        if term.datatype.value.endswith("#anyURI"):
            return self.outward(shown)
        tag = cased_language_tag(term.language) if term.language else None
        mark = element("small", TRANSLATION_MARK) if is_translation(tag) else self._tag_mark(tag)
        return element("span", shown, mark, lang=tag) if tag else joined([shown])

    def _tag_mark(self, tag: str | None) -> Markup | None:
        """Show the language of a text, where all texts are shown beside each other."""
        if tag is None or self.locale.scope.is_register:
            return None
        return joined([" ", element("small", tag, class_="tag", lang="en")])

    def _unnamed(self, node: BlankNode, deep: int) -> Markup:
        """Write the statements about a blank node, or the items of a list."""
        known = self.locale.known
        facts = known.facts(node)
        if deep >= _DEEPEST or not facts:
            return Markup("…")
        items = self.items(node, known)
        if items:
            written = [element("li", self.value(item, deep + 1)) for item in items]
            return element("ol", written, class_="items")
        rows = [
            element("div", element("dt", self.link(p)), element("dd", self.value(o, deep + 1)))
            for p, o in facts
        ]
        return element("dl", rows, class_="within")

    def items(self, node: BlankNode, known: EntityIndex) -> list[Term]:
        """Return the items of an RDF list; none for other nodes and for cyclic lists."""
        found: list[Term] = []
        seen: set[BlankNode] = set()
        while node not in seen:
            seen.add(node)
            found += known.values(node, "rdf:first")[:1]
            rest = next(iter(known.values(node, "rdf:rest")), None)
            if not isinstance(rest, BlankNode):
                return found
            node = rest
        return []
