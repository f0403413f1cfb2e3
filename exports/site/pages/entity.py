"""The page of an entity: names, facts with their sources, incoming links, data."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from yuqiao.exports.site.data.entity_data import DATA_FORMATS
from yuqiao.exports.site.entity_paths import ELSEWHERE
from yuqiao.exports.site.pages.evidence import Citations
from yuqiao.exports.site.pages.html import Markup, element, joined, safe_link
from yuqiao.exports.site.pages.kinds import OTHER, Kinds
from yuqiao.exports.site.pages.localization import OWN_NAME, once_for_locale
from yuqiao.exports.site.pages.neighbourhood import Diagrams
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.entities.description import NOTES, ORDER
from yuqiao.graph.entities.fees import fee_of, without_currencies
from yuqiao.graph.labels import NAMING_PROPERTIES
from yuqiao.graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from yuqiao.exports.site.pages.localization import Locale, PageContext
    from yuqiao.graph.entities.description import Claim, Description, Fact
    from yuqiao.graph.network.model import Network

_DATA = tuple(RDF_FORMATS[form] for form in DATA_FORMATS)

_LEADS = ("rdfs:comment", "skos:definition", "dcterms:description")
_NAMES = (*NAMING_PROPERTIES, "skos:altLabel")
_HIDDEN = ("skos:hiddenLabel",)
_LEFT_OUT = (
    *_NAMES,
    *_LEADS,
    "rdf:type",
    "dcterms:source",
    "yq:hasApproval",
    "yq:hasOffering",
    "yq:unknownValueFor",
    "yq:partnersWith",
    "schema:provider",
    "rdfs:isDefinedBy",
)
_LEFT_OUT_ELSEWHERE = ("rdf:type",)
_ORDER = ("schema:about", "yq:approvalOf", *ORDER)
_MOST_ROWS = 5_000  # that are kept, as claims state the same again and again
_LONG = 12  # links from which a list is set in columns


class EntityPages:
    """Writes the pages of entities in one language.

    :param locale: the language
    :param drawn: the URL fragments of the network page that select an entity, by IRI
    :param omitted: the number of statements about an entity that its JSON-LD does not hold
    :param without_xml: the entities whose statements RDF/XML cannot hold
    """

    def __init__(
        self,
        locale: Locale,
        drawn: Mapping[str, str],
        omitted: Mapping[NamedNode, int],
        without_xml: Collection[NamedNode] = (),
    ) -> None:
        known = locale.known
        self._locale = locale
        self._drawn = drawn
        self._omitted = omitted
        self._without_xml = without_xml
        self._kinds = Kinds(known)
        self._diagrams = Diagrams(self._kinds)
        self._register = locale.scope.is_register
        self._left_out = set(known.iris(_LEFT_OUT if self._register else _LEFT_OUT_ELSEWHERE))
        self._leads = set(known.iris(_LEADS))
        self._rows: dict[tuple[str, NamedNode, object], Markup] = {}
        self._tuition, self._alias, self._partners, self._unknown, self._discipline = known.iris(
            (
                "yq:annualTuition",
                "skos:altLabel",
                "yq:partnersWith",
                "yq:unknownValueFor",
                "yq:discipline",
            )
        )
        self._ranks = {iri: rank for rank, iri in enumerate(known.iris(_ORDER))}
        self._ranks |= {iri: len(_ORDER) + 1 for iri in known.iris(NOTES)}
        if not self._register:
            shown_first = known.iris((*_NAMES, *_HIDDEN, "skos:notation", *_LEADS))
            self._ranks |= {iri: n - len(shown_first) for n, iri in enumerate(shown_first)}
        self._defined_by = known.iri("rdfs:isDefinedBy")
        self._offerings = set(known.of_class("yq:Offering"))

    def page(
        self, context: PageContext, description: Description, links: Markup, *more: object
    ) -> str:
        """Write the page of an entity.

        :param links: the result of :func:`page_links`
        :param more: further sections, before the sources
        """
        return page(context, *self.content(context, description, links, *more))

    def content(
        self, context: PageContext, description: Description, links: Markup, *more: object
    ) -> tuple[Head, Markup, Markup]:
        """Return the head of the page of an entity, its heading and the rest: see :meth:`page`."""
        thing, description = description.iri, description.told_in(self._locale.tag)
        lead = self._lead(description) if self._register else ""
        evidence = Citations(context)
        body = [*self._sections(context, evidence, description), *more]
        sources = evidence.sources(self._locale.known.linked(thing, "dcterms:source"))
        body.append(self._section("sources", sources))
        head = Head(
            title=self._locale.name(thing),
            summary=lead or self._summary(description),
            links=links,
            index=thing not in self._locale.known.all_claims,
        )
        columns = element(
            "div",
            element("div", body, class_="body"),
            element("aside", self._aside(context, description)),
            class_="columns",
        )
        notice = self._out_of_use(context, description)
        return head, self._heading(description, lead, notice), columns

    def _out_of_use(self, context: PageContext, description: Description) -> Markup | None:
        """Say that an address is out of use, and lead to what replaced it."""
        deprecated, replaced_by = self._locale.known.iris(
            ("owl:deprecated", "dcterms:isReplacedBy")
        )
        successors = [fact.value for fact in description.facts if fact.property == replaced_by]
        if not successors and all(fact.property != deprecated for fact in description.facts):
            return None
        word = self._locale.word
        followed = [element("p", word("replaced-by")), self._list(context, successors)]
        return element(
            "div",
            element("p", element("strong", word("out-of-use"))),
            followed if successors else None,
            class_="out-of-use",
        )

    def _heading(self, description: Description, lead: str, notice: Markup | None) -> Markup:
        thing, locale = description.iri, self._locale
        kind = self._kinds.of(thing)
        key = element("span", class_=f"key {kind}") if kind != OTHER else None
        own = locale.name(thing)
        others = {tag: name for tag, name in locale.known.names(thing).items() if name != own}
        return element(
            "header",
            element("p", key, locale.kinds(thing), class_="kind"),
            element("h1", own, lang=locale.foreign_tag(thing)),
            [element("p", name, lang=tag, class_="other-name") for tag, name in others.items()]
            if self._register
            else None,
            element("p", lead, class_="lead") if lead else None,
            notice,
            class_="thing",
        )

    def _lead(self, description: Description) -> str:
        wanted = set(self._locale.known.iris(_LEADS))
        texts = [fact.value for fact in description.facts if fact.property in wanted]
        found = {text.language or "": text.value for text in texts if isinstance(text, Literal)}
        return (
            found.get(self._locale.tag.lower()) or found.get("en") or next(iter(found.values()), "")
        )

    def _summary(self, description: Description) -> str:
        locale = self._locale
        names = locale.known.names(description.iri).values()
        return ". ".join(dict.fromkeys([locale.kinds(description.iri), *names]))

    def _sections(
        self, context: PageContext, evidence: Citations, description: Description
    ) -> Iterator[Markup | None]:
        yield self._section("facts", self._facts(context, evidence, description))
        partners = [fact for fact in description.facts if fact.property == self._partners]
        yield self._section("partners", self._list(context, [fact.value for fact in partners]))
        offerings = [part for part in description.parts if part.iri in self._offerings]
        yield self._section("offerings", self._offered(context, evidence, offerings))
        for part in description.parts:
            if part.iri not in self._offerings:
                yield self._part(context, evidence, part)
        for key, kind in (
            ("status", "yq:StatusRecord"),
            ("figures", "yq:StatisticalClaim"),
            ("criteria", "yq:Assessment"),
            ("claims", None),
        ):
            yield self._section(key, self._claims(evidence, description, kind))
        yield self._section("unknown", self._list(context, self._unknown_of(description)))
        for property_, others in description.incoming.items():
            if property_ == self._defined_by:
                continue  # the vocabulary lists its terms itself
            title = context.link(property_, self._locale.incoming_label(property_))
            number = element("small", self._locale.counted("of-number", len(others)))
            yield self._titled(joined([title, " ", number]), self._list(context, others))
        said = self._locale.known.pointing(description.iri, "dcterms:source")
        yield self._section("said-here", self._list(context, said))

    def _section(self, key: str, content: Markup | None) -> Markup | None:
        return self._titled(self._locale.word(key), content)

    def _titled(self, title: object, content: Markup | None) -> Markup | None:
        if not content:
            return None
        return element("section", element("h2", title), content)

    def _facts(
        self, context: PageContext, evidence: Citations, description: Description
    ) -> Markup | None:
        rows = [
            self._row(context, evidence, description, facts)
            for facts in self.facts_by_property(description).values()
        ]
        return element("dl", rows, class_="facts") if rows else None

    def facts_by_property(self, description: Description) -> dict[NamedNode, list[Fact]]:
        """Return the facts that a page shows, in the order in which it shows them."""
        found: dict[NamedNode, list[Fact]] = {}
        for fact in without_currencies(description.facts, self._locale.known.prefixes):
            if fact.property not in self._left_out or self._is_alias(fact):
                found.setdefault(fact.property, []).append(fact)
        return {
            property_: self._in_language(sorted(found[property_], key=self._value_order))
            for property_ in sorted(found, key=self._reading_order)
        }

    def _is_alias(self, fact: Fact) -> bool:
        return fact.property == self._alias

    def _row(
        self,
        context: PageContext,
        evidence: Citations,
        description: Description,
        facts: Sequence[Fact],
    ) -> Markup:
        first = facts[0]
        if len(facts) > 1 or first.claims or first.property == self._tuition:
            return self._written_row(context, evidence, description, facts)
        key = context.up, first.property, first.value
        if key not in self._rows:
            if len(self._rows) >= _MOST_ROWS:
                self._rows.clear()
            self._rows[key] = self._written_row(context, evidence, description, facts)
        return self._rows[key]

    def _written_row(
        self,
        context: PageContext,
        evidence: Citations,
        description: Description,
        facts: Sequence[Fact],
    ) -> Markup:
        values = [
            element(
                "dd",
                element("div", self._shown(context, fact, description)),
                evidence.behind(fact.claims),
            )
            for fact in facts
        ]
        return element("div", element("dt", context.link(facts[0].property)), values)

    def _shown(self, context: PageContext, fact: Fact, description: Description) -> Markup:
        """Write a value; a fee with its currency."""
        fee = fee_of(fact, description.facts, self._locale.known.prefixes)
        return joined([fee.text(self._locale.lang)]) if fee else context.value(fact.value)

    def _in_language(self, facts: list[Fact]) -> list[Fact]:
        """Leave out a text in another language where there is one in this; names stay."""
        if not self._register:
            return self._own_first(facts)
        tag = self._locale.tag.lower()
        own = [f for f in facts if isinstance(f.value, Literal) and f.value.language == tag]
        if not own or facts[0].property == self._alias:
            return facts
        return [f for f in facts if not (isinstance(f.value, Literal) and f.value.language)] + own

    def _own_first(self, facts: Sequence[Fact]) -> list[Fact]:
        """Return all texts, those in the language of the page first."""
        return sorted(facts, key=lambda fact: not _is_in(fact.value, self._locale.tag))

    def _value_order(self, fact: Fact) -> str:
        value = fact.value
        return self._locale.name(value) if isinstance(value, NamedNode) else str(value)

    def _reading_order(self, property_: NamedNode) -> tuple[int, str]:
        """Order what identifies an entity first, notes last, and the rest by name."""
        return self._ranks.get(property_, len(_ORDER)), self._locale.name(property_)

    def _list(self, context: PageContext, things: Iterable[object]) -> Markup | None:
        named = [thing for thing in things if isinstance(thing, NamedNode)]
        if not named:
            return None
        named.sort(key=lambda thing: (self._locale.name(thing), thing.value))
        items = [element("li", context.link(thing)) for thing in named]
        return element("ul", items, class_="names long" if len(items) > _LONG else "names")

    def _unknown_of(self, description: Description) -> list[object]:
        return [fact.value for fact in description.facts if fact.property == self._unknown]

    def _offered(
        self, context: PageContext, evidence: Citations, offerings: Sequence[Description]
    ) -> Markup | None:
        rows: list[Markup | None] = []
        for part in offerings:
            taught = [f.value for f in part.facts if f.property == self._discipline]
            named = [self._locale.name(each) for each in taught if isinstance(each, NamedNode)]
            name = ", ".join(named) or self._locale.name(part.iri)
            rows.append(element("h3", context.link(part.iri, name)))
            rows.append(self._facts(context, evidence, part))
        return joined(rows) if rows else None

    def _part(self, context: PageContext, evidence: Citations, part: Description) -> Markup | None:
        title = self._locale.kinds(part.iri) or self._locale.name(part.iri)
        content = [self._facts(context, evidence, part)]
        if part.claims:
            content.append(evidence.table(part.claims))
        unknown = self._list(context, self._unknown_of(part))
        if unknown:
            content += [element("h3", self._locale.word("unknown")), unknown]
        return self._titled(context.link(part.iri, title), joined(content))

    def _claims(
        self, evidence: Citations, description: Description, kind: str | None
    ) -> Markup | None:
        wanted = self._locale.known.iri(kind) if kind else None
        found: list[Claim] = [claim for claim in description.claims if claim.kind == wanted]
        return evidence.table(found) if found else None

    def _aside(self, context: PageContext, description: Description) -> Iterator[Markup | None]:
        word, thing = self._locale.word, description.iri
        drawn = self._diagrams.of(context, description)
        yield self._section(
            "neighbourhood",
            joined([drawn, self._to_network(context, description)]) if drawn else None,
        )
        omitted, has_xml = self._omitted.get(thing, 0), thing not in self._without_xml
        yield self._section("data", context.named(_files(self._locale, omitted, has_xml)))
        yield self._section("address", self._address(context, thing))
        if self._register:
            yield element("p", word("permanent"), class_="quiet")

    def _address(self, context: PageContext, thing: NamedNode) -> Markup:
        """Write the IRI; that of an entity of another publisher is linked."""
        address = element("code", thing.value)
        is_elsewhere = not self._register and context.path.startswith(f"{ELSEWHERE}/")
        if is_elsewhere and safe_link(thing.value) is not None:
            address = element("a", address, href=thing.value, rel="external")
        return element("p", address, class_="iri")

    def _to_network(self, context: PageContext, description: Description) -> Markup | None:
        """Link to the network page with the entity selected.

        An entity that is not drawn there leads to the first one in its facts that is.
        """
        near = [
            description.iri.value,
            *(str(getattr(f.value, "value", "")) for f in description.facts),
        ]
        chosen = next((iri for iri in near if iri in self._drawn), None)
        if chosen is None:
            return None
        address = f"{context.to('network')}#{self._drawn[chosen]}"
        return element("p", element("a", self._locale.word("to-network"), href=address))


@once_for_locale
def _files(locale: Locale, omitted: int, has_xml: bool) -> Markup:
    """Write the list of data files, with :data:`OWN_NAME` for the name of the page.

    :param omitted: statements that JSON-LD does not hold
    """
    word = locale.counted("omitted", omitted) if omitted else ""
    remark = element("small", " ", word) if omitted else None
    items = [
        element(
            "li",
            element(
                "a",
                syntax.title,
                href=OWN_NAME + syntax.extension,
                type=syntax.media_type,
            ),
            remark if syntax is RDF_FORMATS["jsonld"] else None,
        )
        for syntax in (_DATA if has_xml else _DATA[:-1])
    ]
    return element("ul", items, class_="files")


def _is_in(term: object, tag: str) -> bool:
    language = term.language if isinstance(term, Literal) else None
    primary = tag.lower().partition("-")[0]
    return bool(language) and str(language).partition("-")[0] == primary


def page_links(
    context: PageContext, description: Description, licence: str, *, has_xml: bool = True
) -> Markup:
    """Write the links of a page to its data and subject, and its schema.org description.

    The relations are those of Signposting (https://signposting.org/FAIR/). They are the same in
    every language.

    :param licence: the IRI of the licence of the facts, or an empty string
    :param has_xml: whether RDF/XML can hold its statements
    """
    known, iri = context.locale.known, description.iri.value
    parts = [element("link", rel="cite-as", href=iri)] if safe_link(iri) else []
    parts.append(context.named(_data_links(has_xml)))
    if safe_link(licence):
        parts.append(element("link", rel="license", href=licence))
    for class_ in known.classes(description.iri):
        if safe_link(class_.value):
            parts.append(element("link", rel="type", href=class_.value))
    parts.append(context.locale.structured_data.of(description))
    return Markup("\n".join(parts))


@cache
def _data_links(has_xml: bool) -> str:
    return "\n".join(
        element("link", rel=rel, type=syntax.media_type, href=OWN_NAME + syntax.extension)
        for syntax in (_DATA if has_xml else _DATA[:-1])
        for rel in ("alternate", "describedby")
    )


def network_fragments(network: Network) -> dict[str, str]:
    """Return the URL fragments of the network page that select a node or partnership."""
    partnerships = network.partnerships
    found = {str(each): f"partnership={quote(str(each), safe='')}" for each in partnerships}
    return found | {str(node): quote(str(node), safe="") for node in network.graph}
