"""The ways in: the first page, and the partnerships by school, country, discipline, level, year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.layout import SECTIONS, Head, page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.language_edition import Edition, Sheet
    from yuqiao.graph.entities.index import EntityIndex


@dataclass(frozen=True)
class Register:
    """The partnerships of a graph, to be listed by what they have in common.

    :param known: the graph
    :param ended: the IRIs of those that have ended
    """

    known: EntityIndex
    ended: Collection[str]

    @cached_property
    def partnerships(self) -> list[NamedNode]:
        """Everything that a school or a university takes part in, in order of IRI."""
        return [
            thing
            for thing in self.known.things
            if self.known.values(thing, "yq:chinesePartner", "yq:foreignPartner")
        ]

    def countries(self, partnership: NamedNode) -> list[NamedNode]:
        """Give the countries of a partnership's foreign partners, each once."""
        foreign = self.known.linked(partnership, "yq:foreignPartner")
        found = (land for each in foreign for land in self.known.linked(each, "yq:country"))
        return list(dict.fromkeys(found))

    def years(self, partnership: NamedNode) -> list[str]:
        """Give the year of approval, or nothing."""
        approvals = self.known.pointing(partnership, "yq:approvalOf")
        dates = sorted(filter(None, (self.known.text(each, "dcterms:date") for each in approvals)))
        return [date[:4] for date in dates[:1] if date[:4].isdecimal()]

    def by(self, section: str) -> dict[object, list[NamedNode]]:
        """Gather the partnerships by one of :data:`yuqiao.exports.site.pages.layout.SECTIONS`.

        What has no such quality stands under None.
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


def browse_page(sheet: Sheet, section: str, register: Register) -> str:
    """List all partnerships by one quality.

    :param section: one of :data:`yuqiao.exports.site.pages.layout.SECTIONS`
    """
    edition = sheet.edition
    groups = register.by(section)
    ordered = sorted(groups, key=lambda group: (group is None, _title(edition, group)))
    if section == "year":
        ordered.sort(key=lambda group: "" if group is None else str(group), reverse=True)
    jump = [
        element(
            "li",
            element("a", _title(edition, group), href=f"#group-{number}"),
            " ",
            element("small", f"{len(groups[group]):,}"),
        )
        for number, group in enumerate(ordered, 1)
    ]
    sections = [
        _group(sheet, register, group, groups[group], number)
        for number, group in enumerate(ordered, 1)
    ]
    title = edition.word(f"by-{section}")
    counted = edition.counted("partnerships", len(register.partnerships))
    return page(
        sheet,
        Head(title, f"{title}: {counted}"),
        element(
            "header", element("h1", title), element("p", counted, class_="lead"), class_="thing"
        ),
        element("ul", jump, class_="jump") if jump else element("p", edition.word("nothing")),
        sections,
    )


def _title(edition: Edition, group: object) -> str:
    if group is None:
        return edition.word("not-known")
    return group if isinstance(group, str) else edition.name(group)  # type: ignore[arg-type]


def _group(
    sheet: Sheet,
    register: Register,
    group: object,
    members: list[NamedNode],
    number: int,
) -> Markup:
    edition = sheet.edition
    plain = group is None or isinstance(group, str)
    title = _title(edition, group) if plain else sheet.link(group)  # type: ignore[arg-type]
    named = sorted(members, key=lambda each: (edition.name(each), each.value))
    return element(
        "section",
        element("h2", title, " ", element("small", edition.counted("partnerships", len(members)))),
        element("ul", [_partnership(sheet, register, each) for each in named], class_="register"),
        id=f"group-{number}",
    )


def _partnership(sheet: Sheet, register: Register, each: NamedNode) -> Markup:
    edition = sheet.edition
    told = [edition.name(level) for level in register.known.linked(each, "yq:level")]
    told += register.years(each)
    told += [edition.word("ended")] if each.value in register.ended else []
    ended = "ended" if each.value in register.ended else None
    about = element("small", " · ".join(told)) if told else None
    return element("li", sheet.link(each), " ", about, class_=ended)


def home_page(sheet: Sheet, register: Register, dataset: NamedNode) -> str:
    """Write the first page: what this is, how much there is, and the ways in."""
    edition, known = sheet.edition, register.known
    title = known.name(dataset, edition.tag) or edition.word("site")
    summary = _told(edition, dataset)
    cards = [_card(sheet, register, section) for section in SECTIONS]
    modified = known.text(dataset, "dcterms:modified")
    return page(
        sheet,
        Head(title, summary or title),
        element(
            "header",
            element("h1", title),
            element("p", summary, class_="lead") if summary else None,
            element("p", edition.word("as-of-day").format(modified), class_="quiet")
            if modified
            else None,
            class_="thing",
        ),
        element("h2", edition.word("browse")),
        element("ul", cards, class_="cards"),
        element("h2", edition.word("more-ways")),
        element("ul", list(_ways(sheet)), class_="cards"),
        element("h2", edition.word("holds")),
        _holdings(sheet, known),
    )


def _told(edition: Edition, dataset: NamedNode) -> str:
    """Give what is said of the dataset, in the page's language where it is said in that."""
    said = edition.known.values(dataset, "dcterms:description")
    texts = {text.language: text.value for text in said if isinstance(text, Literal)}
    return texts.get(edition.tag.lower()) or next(iter(texts.values()), "")


def _card(sheet: Sheet, register: Register, section: str) -> Markup:
    edition = sheet.edition
    groups = register.by(section)
    known = [group for group in groups if group is not None]
    largest = sorted(known, key=lambda group: (-len(groups[group]), _title(edition, group)))[:3]
    if section == "year":
        largest = sorted(known, key=str, reverse=True)[:3]
    return _way(
        sheet,
        f"browse/{section}",
        edition.word(f"by-{section}"),
        f"{len(known):,}",
        " · ".join(f"{_title(edition, group)} {len(groups[group]):,}" for group in largest),
    )


def _ways(sheet: Sheet) -> Iterable[Markup]:
    word = sheet.edition.word
    for path, key in (
        ("search", "search"),
        ("questions/index", "questions"),
        ("network", "network"),
        ("def", "vocabulary"),
        ("shapes", "shapes"),
        ("downloads", "downloads"),
    ):
        yield _way(sheet, path, word(f"nav-{key}"), "", word(f"way-{key}"))


def _way(sheet: Sheet, path: str, title: str, number: str, told: str) -> Markup:
    return element(
        "li",
        element("a", title, href=sheet.to(path)),
        element("strong", number) if number else None,
        element("p", told),
    )


def _holdings(sheet: Sheet, known: EntityIndex) -> Markup:
    """Count the things of each class; each class leads to all of its things."""
    counts: dict[NamedNode, int] = defaultdict(int)
    for thing in known.things:
        for class_ in known.classes(thing):
            counts[class_] += 1
    ordered = sorted(counts, key=lambda each: (-counts[each], each.value))
    rows = [
        element("div", element("dt", sheet.link(each)), element("dd", f"{counts[each]:,}"))
        for each in ordered
    ]
    return joined([element("dl", rows, class_="counts")])
