"""The evidence on a page: the claims behind each fact, and the numbered sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.graph.entities.description import publisher_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import NamedNode

    from yuqiao.exports.site.pages.localization import PageContext
    from yuqiao.graph.entities.description import Claim

_FEW = 2  # claims that are shown; more are folded


class Citations:
    """The evidence on one page; sources are numbered in the order of their first citation.

    :param context: the page
    """

    def __init__(self, context: PageContext) -> None:
        self._page = context
        self._locale = context.locale
        self._cited: dict[NamedNode, int] = {}

    def behind(self, claims: Sequence[Claim]) -> Markup | None:
        """Write the claims behind a fact: the number of sources, which unfolds to their details."""
        if not claims:
            return None
        told = [element("li", self._claim_details(claim)) for claim in claims]
        sources = {source for claim in claims for source in claim.sources}
        basis = self._locale.known.iri("bas:inferred")
        inferred = all(claim.basis == basis for claim in claims)
        summary = self._locale.counted("sources-of", len(sources))
        marked = f"{summary}, {self._locale.word('inferred')}" if inferred else summary
        return element(
            "details",
            element("summary", marked),
            element("ul", told),
            class_="evidence",
        )

    def _claim_details(self, claim: Claim) -> Markup:
        """Write one claim: its sources, date, basis, review and note."""
        locale = self._locale
        return joined(
            [
                self.cite(claim.sources),
                " ",
                self._page.link(claim.iri, claim.as_of or locale.word("undated")),
                " · ",
                locale.name(claim.basis),
                " · ",
                locale.name(claim.review),
                f" — {note}" if (note := claim.note.text(locale.lang)) else None,
            ]
        )

    def cite(self, sources: Iterable[NamedNode]) -> Markup:
        """Write the numbers of sources, linked to the list at the end."""
        for source in sources:
            self._cited.setdefault(source, len(self._cited) + 1)
        numbers = sorted({self._cited[source] for source in sources})
        return joined([element("a", f"[{n}]", href=f"#source-{n}", class_="cite") for n in numbers])

    def table(self, claims: Sequence[Claim]) -> Markup:
        """Write claims as a table, one row each."""
        word = self._locale.word
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
        context, name = self._page, self._locale.name
        value = [context.value(claim.value)] if claim.value is not None else []
        texts = [each.text(self._locale.lang) for each in (claim.text, claim.note)]
        said = [*value, *(element("p", text) for text in texts if text)]
        about = claim.property or claim.kind
        cells = (
            joined([name(about)]) if about else None,
            joined(said),
            context.link(claim.iri, claim.as_of or self._locale.word("undated")),
            joined([name(claim.basis)]),
            joined([name(claim.review)]),
            self.cite(claim.sources),
        )
        return element("tr", [element("td", cell) for cell in cells])

    def sources(self, also: Iterable[NamedNode]) -> Markup | None:
        """Write the list of cited sources, followed by those of the whole entity.

        :param also: the sources of the whole entity
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
        known = self._locale.known
        publisher = publisher_label(known.values(source, "dcterms:publisher"))
        told = [publisher.text(self._locale.lang), known.text(source, "schema:datePublished")]
        url = known.text(source, "schema:url")
        return joined(
            [
                self._page.link(source),
                *(f". {text}" for text in told if text),
                joined([". ", self._page.outward(url)]) if url else None,
            ]
        )
