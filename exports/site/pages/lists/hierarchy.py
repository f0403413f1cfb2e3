"""The tree of concepts, scheme by scheme, and that of classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.lists.classes import names_list
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.entities.hierarchy import (
    CLASSES,
    Hierarchy,
    class_hierarchy,
    concept_hierarchy,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import Locale, PageContext
    from yuqiao.graph.entities.hierarchy import Placed
    from yuqiao.graph.entities.index import EntityIndex

TREE = "browse/tree"
"""The path of the page."""

_DEEPEST = 30  # lists within lists; browsers give up at some 500 elements


@dataclass(frozen=True)
class Hierarchies:
    """The hierarchies of a graph.

    :param known: the graph
    """

    known: EntityIndex

    @cached_property
    def concepts(self) -> Hierarchy:
        """That of its concepts."""
        return concept_hierarchy(self.known)

    @cached_property
    def classes(self) -> Hierarchy:
        """That of its classes."""
        return class_hierarchy(self.known)

    def __bool__(self) -> bool:
        return bool(self.concepts) or bool(self.classes)

    @cached_property
    def by_scheme(self) -> dict[NamedNode | None, list[NamedNode]]:
        """The concepts of each scheme that the graph describes; those of none are under None.

        A concept that names no scheme is in those of the concepts above and below it, so that no
        link of the hierarchy is missing in its tree.
        """
        schemes = self.known.of_class("skos:ConceptScheme")
        members = {*self.known.of_class("skos:Concept"), *self.concepts.members}
        found: dict[NamedNode | None, list[NamedNode]] = {scheme: [] for scheme in schemes}
        stated = {concept: self._schemes_of(concept) & found.keys() for concept in members}
        for concept in sorted(members, key=lambda each: each.value):
            schemes_of = stated[concept] or self._schemes_near(concept, stated)
            for scheme in schemes_of or (None,):
                found.setdefault(scheme, []).append(concept)
        return {scheme: concepts for scheme, concepts in found.items() if concepts}

    def _schemes_of(self, concept: NamedNode) -> set[NamedNode]:
        own = self.known.linked(concept, "skos:inScheme", "skos:topConceptOf")
        return {*own, *self.known.pointing(concept, "skos:hasTopConcept")}

    def _schemes_near(
        self, concept: NamedNode, stated: Mapping[NamedNode, AbstractSet[NamedNode]]
    ) -> set[NamedNode]:
        """Return the schemes of the next concepts above and below one that have some."""
        found: set[NamedNode] = set()
        seen, waiting = {concept}, [concept]
        while waiting:
            for each in self.concepts.near(waiting.pop()) - seen:
                seen.add(each)
                found |= stated.get(each, set())
                if not stated.get(each):
                    waiting.append(each)
        return found


def tree_page(context: PageContext, found: Hierarchies) -> str:
    """Write the trees of a graph."""
    locale = context.locale
    title = locale.word("nav-tree")
    return page(
        context,
        Head(title),
        element("header", element("h1", title), class_="thing"),
        list(_sections(context, found)),
    )


def _sections(context: PageContext, found: Hierarchies) -> Iterator[Markup]:
    word = context.locale.word
    if found.concepts:
        several = len(found.by_scheme) > 1
        for scheme, concepts in found.by_scheme.items():
            title = context.link(scheme) if scheme is not None else word("concepts")
            heading = element("h2", title) if several or scheme is not None else None
            linked = [each for each in concepts if each in found.concepts.members]
            alone = [each for each in concepts if each not in found.concepts.members]
            yield joined([heading, _tree(context, found.concepts.places(linked))])
            if alone:
                yield joined([element("h3", word("not-in-tree")), names_list(context, alone)])
    if found.classes:
        yield element("h2", word("classes"))
        yield _tree(context, found.classes.places())
        classes = found.known.of_class(*CLASSES)
        alone = [each for each in classes if each not in found.classes.members]
        if alone:
            title = element("h3", word("no-other-class"))
            yield joined([title, names_list(context, alone)])


def _tree(context: PageContext, places: Iterable[Placed]) -> Markup:
    """Write a tree as lists within lists; what stands elsewhere too is marked here."""
    again = context.locale.word("also-above")
    parts: list[str] = []
    depth = -1
    for placed in _by_name(context.locale, places):
        wanted = min(placed.depth, _DEEPEST)
        if wanted > depth:
            parts.append('<ul class="tree">')  # one level: a place is at most one below the last
        else:
            parts.append("</li>" + "</ul></li>" * (depth - wanted))
        notation = context.locale.known.text(placed.thing, "skos:notation")
        code = element("code", notation) if notation else None
        mark = element("small", again) if placed.again else None
        parts.append("<li>" + joined([code, " " if code else None, context.link(placed.thing),
                                      " " if mark else None, mark]))  # fmt: skip
        depth = wanted
    return Markup("".join(parts) + "</li></ul>" + "</li></ul>" * depth if parts else "")


def _by_name(locale: Locale, places: Iterable[Placed]) -> list[Placed]:
    """Order the siblings of a tree by notation and name."""
    top: list[_Branch] = []
    path: list[_Branch] = []
    for placed in places:
        notation = locale.known.text(placed.thing, "skos:notation")
        name = locale.name(placed.thing).casefold()
        branch = _Branch((not notation, notation, name, placed.thing.value), placed, [])
        del path[placed.depth :]
        (path[-1].below if path else top).append(branch)
        path.append(branch)
    ordered: list[Placed] = []
    waiting = sorted(top, key=lambda branch: branch.key, reverse=True)
    while waiting:
        branch = waiting.pop()
        ordered.append(branch.placed)
        waiting += sorted(branch.below, key=lambda each: each.key, reverse=True)
    return ordered


@dataclass(frozen=True)
class _Branch:
    key: tuple[bool, str, str, str]
    placed: Placed
    below: list[_Branch]
