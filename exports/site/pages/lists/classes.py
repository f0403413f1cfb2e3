"""The lists of entities by class: one page of all classes, and one for each class."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.lists.alphabet import sort_text
from yuqiao.exports.site.pages.page_layout import Head, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.exports.site.pages.localization import Locale, PageContext
    from yuqiao.graph.entities.index import EntityIndex

INDEX = "browse/classes"
"""The path of the page of all classes."""

_MOST = 5  # entities that a class is illustrated by


@dataclass(frozen=True)
class ClassIndex:
    """The entities of a graph by class.

    :param known: the graph
    :param things: the entities that have a page
    """

    known: EntityIndex
    things: tuple[NamedNode, ...]

    @cached_property
    def members(self) -> dict[NamedNode | None, list[NamedNode]]:
        """The entities of each class, the largest first; those without one are under None."""
        found: dict[NamedNode | None, list[NamedNode]] = defaultdict(list)
        for thing in self.things:
            if thing in self.known:
                own: list[NamedNode | None] = [*self.known.linked(thing, "rdf:type")]
                for class_ in own or [None]:
                    found[class_].append(thing)
        return {
            class_: found[class_]
            for class_ in sorted(found, key=lambda c: (c is None, -len(found[c]), str(c)))
        }

    @cached_property
    def paths(self) -> dict[NamedNode | None, str]:
        """The path of the list of each class."""
        return {class_: f"browse/class-{n}" for n, class_ in enumerate(self.members, 1)}

    def named(self, name: str, locale: Locale) -> int:
        """Return how many classes have a name in a language."""
        if locale.lang not in self._counts:
            named = (locale.name(class_) for class_ in self.members if class_ is not None)
            self._counts[locale.lang] = Counter(named)
        return self._counts[locale.lang][name]

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        return {}


def class_name(locale: Locale, index: ClassIndex, class_: NamedNode | None) -> str:
    """Return the name of a class, or of what has none; of two alike, which one it is."""
    if class_ is None:
        return locale.word("no-class")
    name = locale.name(class_)
    return name if index.named(name, locale) == 1 else f"{name} ({locale.short(class_)})"


def classes_page(context: PageContext, index: ClassIndex) -> str:
    """Write the page of all classes, with their sizes and some of their entities."""
    locale = context.locale
    title = locale.word("nav-classes")
    items = []
    for class_, members in index.members.items():
        first = named_first(locale, members)[:_MOST]
        shown = [part for each in first for part in (" · ", context.link(each))][1:]
        more = locale.counted("more", len(members) - len(first)) if len(members) > _MOST else None
        link = element("a", class_name(locale, index, class_), href=context.to(index.paths[class_]))
        items.append(
            element(
                "li",
                link,
                " ",
                element("small", f"{len(members):,}"),
                element("p", shown, " " if more else None, more),
            )
        )
    return page(
        context,
        Head(title),
        element("header", element("h1", title), class_="thing"),
        element("ul", items, class_="entries"),
    )


def class_page(context: PageContext, index: ClassIndex, class_: NamedNode | None) -> str:
    """Write the list of all entities of a class."""
    locale = context.locale
    title, members = class_name(locale, index, class_), index.members[class_]
    about = context.link(class_, locale.short(class_)) if class_ is not None else None
    lead = [locale.counted("entities", len(members)), " · " if about else None, about]
    return page(
        context,
        Head(title),
        element("header", element("h1", title), element("p", lead, class_="lead"), class_="thing"),
        names_list(context, members),
        element(
            "p", element("a", locale.word("nav-classes"), href=context.to(INDEX)), class_="back"
        ),
    )


def names_list(context: PageContext, things: Iterable[NamedNode]) -> Markup:
    """Write entities as a list in order of name."""
    items = [element("li", context.link(each)) for each in named_first(context.locale, things)]
    return joined([element("ul", items, class_="names long" if len(items) > 12 else "names")])


def named_first(locale: Locale, things: Iterable[NamedNode]) -> list[NamedNode]:
    """Order entities by name, those with a name of their own before the others."""
    tag = locale.tag

    def key(thing: NamedNode) -> tuple[bool, str, str]:
        return (
            not locale.known.name(thing, tag),
            sort_text(locale.name(thing), locale.lang),
            thing.value,
        )

    return sorted(things, key=key)
