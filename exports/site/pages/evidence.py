"""How a page shows what its facts rest on: the claims behind each, and the sources, numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.language_edition import Sheet
    from yuqiao.graph.entities.description import Claim

_FEW = 2  # claims that are shown at once; more are folded


class Evidence:
    """The evidence of one page; sources are numbered in the order in which they are first cited.

    :param sheet: the page
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._edition = sheet.edition
        self._cited: dict[NamedNode, int] = {}

    def behind(self, claims: Sequence[Claim]) -> Markup | None:
        """Write the claims behind a fact: how many sources, and on request which, when and how."""
        if not claims:
            return None
        told = [element("li", self._told(claim)) for claim in claims]
        sources = {source for claim in claims for source in claim.sources}
        basis = self._edition.known.iri("bas:inferred")
        inferred = all(claim.basis == basis for claim in claims)
        summary = self._edition.counted("sources-of", len(sources))
        marked = f"{summary}, {self._edition.word('inferred')}" if inferred else summary
        return element(
            "details",
            element("summary", marked),
            element("ul", told),
            class_="evidence",
        )

    def _told(self, claim: Claim) -> Markup:
        """Tell of one claim: its sources, date, basis and review, and the note if there is one."""
        edition = self._edition
        return joined(
            [
                self.cite(claim.sources),
                " ",
                self._sheet.link(claim.iri, claim.as_of or edition.word("undated")),
                " · ",
                edition.name(claim.basis),
                " · ",
                edition.name(claim.review),
                f" — {claim.note}" if claim.note else None,
            ]
        )

    def cite(self, sources: Iterable[NamedNode]) -> Markup:
        """Write the numbers of sources, each a link to the list at the end."""
        for source in sources:
            self._cited.setdefault(source, len(self._cited) + 1)
        numbers = sorted({self._cited[source] for source in sources})
        return joined([element("a", f"[{n}]", href=f"#source-{n}", class_="cite") for n in numbers])

    def table(self, claims: Sequence[Claim]) -> Markup:
        """List claims in a table, a row each."""
        word = self._edition.word
        heads = ("what", "value", "as-of", "basis", "review", "source")
        head = element("tr", [element("th", word(f"head-{key}"), scope="col") for key in heads])
        return element(
            "div",
            element(
                "table",
                element("thead", head),
                element("tbody", [self._row(claim) for claim in claims]),
                class_="claims",
            ),
            class_="wide",
        )

    def _row(self, claim: Claim) -> Markup:
        sheet, name = self._sheet, self._edition.name
        value = [sheet.value(claim.value)] if claim.value is not None else []
        said = [*value, *(element("p", text) for text in (claim.text, claim.note) if text)]
        about = claim.property or claim.kind
        cells = (
            joined([name(about)]) if about else None,
            joined(said),
            sheet.link(claim.iri, claim.as_of or self._edition.word("undated")),
            joined([name(claim.basis)]),
            joined([name(claim.review)]),
            self.cite(claim.sources),
        )
        return element("tr", [element("td", cell) for cell in cells])

    def sources(self, also: Iterable[NamedNode]) -> Markup | None:
        """List the sources that were cited, and those that the thing names besides.

        :param also: sources that stand behind the thing as a whole
        """
        self.cite(also)
        if not self._cited:
            return None
        listed = [
            element("li", self._source(source), id=f"source-{number}")
            for source, number in self._cited.items()
        ]
        return element("ol", listed, class_="sources")

    def _source(self, source: NamedNode) -> Markup:
        known = self._edition.known
        publishers = [known.text(source, "dcterms:publisher")]
        told = [*publishers, known.text(source, "schema:datePublished")]
        url = known.text(source, "schema:url")
        return joined(
            [
                self._sheet.link(source),
                *(f". {text}" for text in told if text),
                joined([". ", self._sheet.outward(url)]) if url else None,
            ]
        )
