"""The start page, and the partnerships by school, country, discipline, level and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.exports.site.scope import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import Locale, PageContext
    from yuqiao.graph.entities.index import EntityIndex


@dataclass(frozen=True)
class PartnershipIndex:
    """The partnerships of a graph, grouped by their properties.

    :param known: the graph
    :param ended: the IRIs of partnerships that have ended
    """

    known: EntityIndex
    ended: Collection[str]

    @cached_property
    def partnerships(self) -> list[NamedNode]:
        """All entities with a Chinese or foreign partner, ordered by IRI."""
        return [
            thing
            for thing in self.known.things
            if self.known.values(thing, "yq:chinesePartner", "yq:foreignPartner")
        ]

    def countries(self, partnership: NamedNode) -> list[NamedNode]:
        """Return the distinct countries of a partnership's foreign partners."""
        foreign = self.known.linked(partnership, "yq:foreignPartner")
        found = (land for each in foreign for land in self.known.linked(each, "yq:country"))
        return list(dict.fromkeys(found))

    def years(self, partnership: NamedNode) -> list[str]:
        """Return the year of approval, or an empty list."""
        approvals = self.known.pointing(partnership, "yq:approvalOf")
        dates = sorted(filter(None, (self.known.text(each, "dcterms:date") for each in approvals)))
        return [date[:4] for date in dates[:1] if date[:4].isdecimal()]

    def by(self, section: str) -> dict[object, list[NamedNode]]:
        """Group the partnerships by one of :data:`yuqiao.exports.site.scope.SECTIONS`.

        Those without a value are under None.
        """
        found: dict[object, list[NamedNode]] = defaultdict(list)
        look = self._looks[section]
        for partnership in self.partnerships:
            for group in look(partnership) or [None]:
                found[group].append(partnership)
        return found

    @cached_property
    def _looks(self) -> Mapping[str, Callable[[NamedNode], Iterable[object]]]:
        linked = self.known.linked
        return {
            "school": lambda each: linked(each, "yq:chinesePartner"),
            "country": self.countries,
            "discipline": lambda each: linked(each, "yq:discipline"),
            "level": lambda each: linked(each, "yq:level"),
            "year": self.years,
        }


def browse_page(context: PageContext, section: str, register: PartnershipIndex) -> str:
    """Write the list of all partnerships by one property.

    :param section: one of :data:`yuqiao.exports.site.scope.SECTIONS`
    """
    return page(context, *browse_content(context, section, register))


def browse_content(
    context: PageContext, section: str, register: PartnershipIndex
) -> tuple[Head, Markup]:
    """Return the head of a list of all partnerships, and the list; see :func:`browse_page`."""
    locale = context.locale
    groups = register.by(section)
    ordered = sorted(groups, key=lambda group: (group is None, _title(locale, group)))
    if section == "year":
        ordered.sort(key=lambda group: "" if group is None else str(group), reverse=True)
    jump = [
        element(
            "li",
            element("a", _title(locale, group), href=f"#group-{number}"),
            " ",
            element("small", f"{len(groups[group]):,}"),
        )
        for number, group in enumerate(ordered, 1)
    ]
    sections = [
        _group(context, register, group, groups[group], number)
        for number, group in enumerate(ordered, 1)
    ]
    title = locale.word(f"by-{section}")
    counted = locale.counted("partnerships", len(register.partnerships))
    content = [
        element(
            "header", element("h1", title), element("p", counted, class_="lead"), class_="thing"
        ),
        element("ul", jump, class_="jump") if jump else element("p", locale.word("nothing")),
        sections,
    ]
    return Head(title, f"{title}: {counted}"), joined(content)


def _title(locale: Locale, group: object) -> str:
    if group is None:
        return locale.word("not-known")
    return group if isinstance(group, str) else locale.name(group)  # type: ignore[arg-type]


def _group(
    context: PageContext,
    register: PartnershipIndex,
    group: object,
    members: list[NamedNode],
    number: int,
) -> Markup:
    locale = context.locale
    plain = group is None or isinstance(group, str)
    title = _title(locale, group) if plain else context.link(group)  # type: ignore[arg-type]
    named = sorted(members, key=lambda each: (locale.name(each), each.value))
    return element(
        "section",
        element("h2", title, " ", element("small", locale.counted("partnerships", len(members)))),
        element("ul", [_partnership(context, register, each) for each in named], class_="register"),
        id=f"group-{number}",
    )


def _partnership(context: PageContext, register: PartnershipIndex, each: NamedNode) -> Markup:
    locale = context.locale
    told = [locale.name(level) for level in register.known.linked(each, "yq:level")]
    told += register.years(each)
    told += [locale.word("ended")] if each.value in register.ended else []
    ended = "ended" if each.value in register.ended else None
    about = element("small", " · ".join(told)) if told else None
    return element("li", context.link(each), " ", about, class_=ended)


def home_page(context: PageContext, register: PartnershipIndex, dataset: NamedNode) -> str:
    """Write the start page: description, lists, links and contents."""
    locale, known = context.locale, register.known
    stated, _ = locale.scope.title(locale.lang)
    title = stated or known.name(dataset, locale.tag) or locale.word("site")
    summary = dataset_description(locale, dataset)
    cards = [browse_card(context, register, section) for section in SECTIONS]
    modified = known.text(dataset, "dcterms:modified")
    return page(
        context,
        Head(title, summary or title),
        element(
            "header",
            element("h1", title),
            element("p", summary, class_="lead") if summary else None,
            element("p", locale.word("as-of-day").format(modified), class_="quiet")
            if modified
            else None,
            class_="thing",
        ),
        element("h2", locale.word("browse")),
        element("ul", cards, class_="cards"),
        element("h2", locale.word("more-ways")),
        element("ul", list(_ways(context)), class_="cards"),
        element("h2", locale.word("holds")),
        holdings(context, known),
    )


def dataset_description(locale: Locale, dataset: NamedNode) -> str:
    """Return the description of the dataset, in the language of the page if available."""
    said = locale.known.values(dataset, "dcterms:description")
    texts = {text.language: text.value for text in said if isinstance(text, Literal)}
    return texts.get(locale.tag.lower()) or next(iter(texts.values()), "")


def browse_card(context: PageContext, register: PartnershipIndex, section: str) -> Markup:
    """Write a link to a list of partnerships, with its size and its largest groups."""
    locale = context.locale
    groups = register.by(section)
    known = [group for group in groups if group is not None]
    largest = sorted(known, key=lambda group: (-len(groups[group]), _title(locale, group)))[:3]
    if section == "year":
        largest = sorted(known, key=str, reverse=True)[:3]
    return _way(
        context,
        f"browse/{section}",
        locale.word(f"by-{section}"),
        f"{len(known):,}",
        " · ".join(f"{_title(locale, group)} {len(groups[group]):,}" for group in largest),
    )


def _ways(context: PageContext) -> Iterable[Markup]:
    word = context.locale.word
    for path, key in (
        ("check", "check"),
        ("search", "search"),
        ("questions/index", "questions"),
        ("network", "network"),
        ("def", "vocabulary"),
        ("shapes", "shapes"),
        ("downloads", "downloads"),
    ):
        yield _way(context, path, word(f"nav-{key}"), "", word(f"way-{key}"))


def _way(context: PageContext, path: str, title: str, number: str, told: str) -> Markup:
    return element(
        "li",
        element("a", title, href=context.to(path)),
        element("strong", number) if number else None,
        element("p", told),
    )


def holdings(context: PageContext, known: EntityIndex) -> Markup:
    """Count the entities of each class, with a link to each class."""
    counts: dict[NamedNode, int] = defaultdict(int)
    for thing in known.things:
        for class_ in known.classes(thing):
            counts[class_] += 1
    ordered = sorted(counts, key=lambda each: (-counts[each], each.value))
    rows = [
        element("div", element("dt", context.link(each)), element("dd", f"{counts[each]:,}"))
        for each in ordered
    ]
    return joined([element("dl", rows, class_="counts")])
