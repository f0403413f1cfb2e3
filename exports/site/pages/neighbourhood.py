"""A small diagram of the neighbours of an entity: an SVG without a script, with linked names.

The entity is on the left, its neighbours are listed on the right under the property that links
them. So no names overlap, and the diagram fits the width of a phone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.kinds import OTHER
from yuqiao.exports.text_layout import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.kinds import Kinds
    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.entities.description import Description

_MOST = 16  # neighbours that are drawn; the others are counted
_MOST_KEPT = 1_000  # diagrams
_WIDTH = 340
_ROW = 25
_HEADING = 24
_MARK = 92  # horizontal position of the neighbours
_COLUMNS = 35  # of a name; Chinese characters take two
_LEFT_OUT = (
    "rdf:type",
    "rdfs:isDefinedBy",
    "skos:inScheme",
    "skos:topConceptOf",
    "dcterms:source",
    "dcterms:license",
    "owl:versionIRI",
    "yq:unknownValueFor",
    "yq:supervisedBy",
    "schema:provider",
)


class _Group(NamedTuple):
    title: str
    others: tuple[NamedNode, ...]


class Diagrams:
    """Draws neighbours; the claims about one entity, and their diagram, are many and alike.

    :param kinds: the kinds of entities
    """

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._drawn: dict[tuple[str, str, tuple[_Group, ...]], Markup] = {}

    def of(self, context: PageContext, description: Description) -> Markup | None:
        """Draw the neighbours of an entity, or return None if it has none.

        If any neighbours have a kind of their own (school, country ...), only those are drawn.

        :param context: the page
        """
        groups = _groups(context, self._kinds, description)
        if not groups:
            return None
        kind = self._kinds.of(description.iri)
        key = context.up, kind, tuple(groups)
        if key not in self._drawn:
            if len(self._drawn) >= _MOST_KEPT:
                self._drawn.clear()
            self._drawn[key] = _diagram(context, self._kinds, kind, groups)
        return self._drawn[key]


def _diagram(context: PageContext, kinds: Kinds, own_kind: str, groups: list[_Group]) -> Markup:
    number = sum(len(group.others) for group in groups)
    shown = list(_first(groups, _MOST))
    rows = sum(len(group.others) for group in shown)
    height = _HEADING * len(shown) + _ROW * rows + 12
    middle = height / 2
    lines: list[Markup] = []
    names: list[Markup] = []
    y = 0.0
    for group in shown:
        y += _HEADING
        names.append(_text(_MARK + 14, y - 6, _fitting(group.title), "heading"))
        for other in group.others:
            lines.append(_line(middle, y + _ROW / 2))
            names.append(_neighbour(context, kinds.of(other), other, y + _ROW / 2))
            y += _ROW
    own = element("circle", cx="14", cy=f"{middle:g}", r="9", class_=f"mark {own_kind}")
    drawn = element(
        "svg",
        *lines,
        own,
        *names,
        viewBox=f"0 0 {_WIDTH} {height}",
        width=str(_WIDTH),
        height=str(height),
        aria_label=context.locale.word("neighbourhood"),
        class_="near",
    )
    more = context.locale.counted("more", number - rows) if number > rows else None
    return element("figure", drawn, element("figcaption", more) if more else None)


def _groups(context: PageContext, kinds: Kinds, description: Description) -> list[_Group]:
    """Group the neighbours by the first property that links each."""
    found = list(_all_groups(context, description))
    of_kinds = [
        _Group(title, tuple(other for other in others if kinds.of(other) != OTHER))
        for title, others in found
    ]
    kept = [group for group in of_kinds if group.others]
    return kept or [group for group in found if group.others]


def _all_groups(context: PageContext, description: Description) -> Iterator[_Group]:
    known = context.locale.known
    left_out = set(known.iris(_LEFT_OUT))
    seen = {description.iri}
    linked: dict[NamedNode, list[NamedNode]] = {}
    for fact in description.facts:
        if fact.property not in left_out and fact.value in known:
            linked.setdefault(fact.property, []).append(fact.value)  # type: ignore[arg-type]
    named = [(context.locale.name(each), others) for each, others in linked.items()]
    for property_, pointing in description.incoming.items():
        if property_ not in left_out:
            named.append((context.locale.incoming_label(property_), list(pointing)))
    for title, others in named:
        new = tuple(other for other in others if other not in seen)
        new = tuple(other for other in new if context.locale.places.path(other) is not None)
        seen.update(new)
        yield _Group(title, new)


def _first(groups: list[_Group], most: int) -> Iterator[_Group]:
    """Select some neighbours of every group, so that each is represented."""
    share = max(most // len(groups), 1)
    spare = most - sum(min(len(group.others), share) for group in groups)
    for group in groups[:most]:
        taken = min(len(group.others), share + max(spare, 0))
        spare -= max(taken - share, 0)
        yield _Group(group.title, group.others[:taken])


def _neighbour(context: PageContext, kind: str, other: NamedNode, y: float) -> Markup:
    path = context.locale.places.path(other)
    assert path is not None  # only neighbours with a page are grouped
    name = context.locale.name(other)
    return element("a", element("title", name), _mark(kind, y, name), href=context.to(path))


@lru_cache(maxsize=1 << 12)
def _mark(kind: str, y: float, name: str) -> Markup:
    circle = element("circle", cx=str(_MARK), cy=f"{y:g}", r="5.5", class_=f"mark {kind}")
    return joined([circle, _text(_MARK + 14, y + 4.5, _fitting(name), None)])


@lru_cache(maxsize=1 << 12)
def _text(x: float, y: float, shown: str, class_: str | None) -> Markup:
    return element("text", shown, x=f"{x:g}", y=f"{y:g}", class_=class_)


@lru_cache(maxsize=1 << 12)
def _line(middle: float, y: float) -> Markup:
    half = (_MARK + 14) / 2
    return element("path", d=f"M23 {middle:g}C{half:g} {middle:g} {half:g} {y:g} {_MARK - 6} {y:g}")


def _fitting(name: str) -> str:
    """Truncate a name that is too wide."""
    if display_width(name) <= _COLUMNS:
        return name
    kept = name
    while display_width(kept) > _COLUMNS - 1:
        kept = kept[: -max((display_width(kept) - _COLUMNS) // 2, 1)]
    return kept.rstrip() + "…"
