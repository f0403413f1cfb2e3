"""The page of the vocabulary, with an anchor for every term, and the page of the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from yuqiao.exports.site.pages.html import Markup, element, joined
from yuqiao.exports.site.pages.localization import PageContext
from yuqiao.exports.site.pages.page_layout import Head, page
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KINDS = (
    ("classes", ("owl:Class", "rdfs:Class")),
    (
        "properties",
        ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property"),
    ),
    ("schemes", ("skos:ConceptScheme", "skos:Collection")),
)
_HEADS = ("head-path", "head-constraint", "head-message")
_CONSTRAINTS = (
    "minCount",
    "maxCount",
    "datatype",
    "class",
    "nodeKind",
    "hasValue",
    "in",
    "languageIn",
    "pattern",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "minLength",
    "maxLength",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "equals",
    "disjoint",
)


def term_lists(context: PageContext, vocabulary: NamedNode, documented: bool) -> Markup:
    """Write the list of terms of a vocabulary, each with its fragment as anchor.

    :param documented: whether to link to pyLODE's documentation
    """
    locale, known = context.locale, context.locale.known
    parts: list[Markup] = []
    if documented:
        address = context.to("documentation/vocabulary")
        parts.append(element("p", element("a", locale.word("documentation"), href=address)))
    for key, classes in _KINDS:
        things = known.of_class(*classes)
        own = [each for each in things if each.value.startswith(vocabulary.value + "#")]
        other = [each for each in things if each not in own]
        if own or (other and key == "schemes"):
            listed = [_term(context, each, vocabulary) for each in own or other]
            title = element("h2", locale.word(key), " ", element("small", f"{len(listed):,}"))
            parts.append(element("section", title, element("dl", listed, class_="terms")))
        if other and key != "schemes":
            title = element("h2", locale.word(f"other-{key}"))
            names = [element("li", context.link(each)) for each in other]
            parts.append(element("section", title, element("ul", names, class_="names long")))
    return joined(parts)


def _term(context: PageContext, thing: NamedNode, vocabulary: NamedNode) -> Markup:
    locale = context.locale
    fragment = thing.value.removeprefix(vocabulary.value + "#")
    comments = locale.known.values(thing, "rdfs:comment", "skos:definition")
    own = [c.value for c in comments if isinstance(c, Literal) and _speaks(c, locale.tag)]
    short = f"{locale.short(thing)} "
    return element(
        "div",
        element("dt", context.link(thing), " ", element("code", short.strip())),
        element("dd", own[0] if own else None),
        id=fragment if fragment.isalnum() else None,
    )


def _speaks(text: Literal, tag: str) -> bool:
    return (text.language or "").lower() == tag.lower()


class Shapes:
    """The SHACL shapes of the vocabulary.

    :param base: the base IRI of the vocabulary
    """

    def __init__(self, base: str) -> None:
        store = pyoxigraph.Store()
        text = terms.read("shapes.ttl", base)
        store.load(text.encode(), format=RdfFormat.TURTLE)
        prefixes = {**vocabulary_prefixes(base), "sh": "http://www.w3.org/ns/shacl#"}
        self._said = EntityIndex(MemoryStore(store, prefixes))
        self._base = base

    def page(self, context: PageContext) -> str:
        """Write the page of the shapes: their targets, constraints and messages."""
        locale = context.locale
        title = locale.word("nav-shapes")
        shapes = self._said.of_class("sh:NodeShape")
        lead = locale.word("way-shapes")
        file = element("a", "shapes.ttl", href=context.file("shapes.ttl"), type="text/turtle")
        return page(
            context,
            Head(title, lead),
            element("header", element("h1", title), element("p", lead, class_="lead"),
                    element("p", file), class_="thing"),
            [self._shape(context, shape) for shape in shapes],
        )  # fmt: skip

    def _shape(self, context: PageContext, shape: NamedNode) -> Markup:
        locale, said = context.locale, self._said
        name = shape.value.rpartition("#")[2]
        targets = said.linked(shape, "sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf")
        rows = list(self._rows(context, shape))
        columns = [n for n in range(len(_HEADS)) if any(row[n] for row in rows)]
        heads = [element("th", locale.word(_HEADS[n]), scope="col") for n in columns]
        body = [element("tr", [element("td", row[n]) for n in columns]) for row in rows]
        table = element("table", element("thead", element("tr", heads)), element("tbody", body))
        links = [part for each in targets for part in (", ", context.link(each))][1:]
        about = [locale.word("applies-to"), " ", *links] if links else []
        return element(
            "section",
            element("h2", name, " ", element("small", self._severity(locale.lang, shape))),
            element("p", about) if about else None,
            element("div", table, class_="wide") if rows else None,
            id=name,
        )

    def _severity(self, lang: str, shape: NamedNode | BlankNode) -> str:
        severity = next(iter(self._said.linked(shape, "sh:severity")), None)
        known = {"Violation": "违规", "Warning": "警告", "Info": "提示"}
        name = severity.value.rpartition("#")[2] if severity else "Violation"
        return known.get(name, name) if lang == "zh" else name

    def _rows(self, context: PageContext, shape: NamedNode) -> Iterator[tuple[Markup, ...]]:
        """Return a row for the shape itself, and for each of its properties and queries."""
        if self._said.values(shape, "sh:message"):
            yield self._row(context, shape)
        for inner in self._said.values(shape, "sh:property", "sh:sparql"):
            if isinstance(inner, (NamedNode, BlankNode)):
                yield self._row(context, inner)

    def _row(self, context: PageContext, shape: NamedNode | BlankNode) -> tuple[Markup, ...]:
        paths = self._said.values(shape, "sh:path")
        return (
            joined([self._path(context, path) for path in paths]),
            self._constraints(context, shape),
            joined([self._message(context, shape)]),
        )

    def _path(self, context: PageContext, path: object) -> Markup:
        if isinstance(path, NamedNode):
            return context.link(path)
        steps = [
            context.link(triple.object)
            for triple in (self._said.triples(path) if isinstance(path, BlankNode) else ())
            if isinstance(triple.object, NamedNode) and not triple.object.value.endswith("#nil")
        ]
        return joined([part for step in steps for part in (" / ", step)][1:])

    def _constraints(self, context: PageContext, shape: NamedNode | BlankNode) -> Markup:
        found: list[Markup] = []
        for name in _CONSTRAINTS:
            for value in self._said.values(shape, f"sh:{name}"):
                shown = self._listed(context, value)
                found.append(element("div", element("code", name), " ", shown))
        return joined(found)

    def _listed(self, context: PageContext, value: object) -> Markup:
        if not isinstance(value, BlankNode):
            return context.value(value)  # type: ignore[arg-type]
        items: Sequence[object] = context.items(value, self._said)
        parts = [p for item in items for p in (", ", context.value(item))][1:]  # type: ignore[arg-type]
        return joined(parts)

    def _message(self, context: PageContext, shape: NamedNode | BlankNode) -> str:
        messages = [m for m in self._said.values(shape, "sh:message") if isinstance(m, Literal)]
        own = [m.value for m in messages if _speaks(m, context.locale.tag)]
        both = next((m.value for m in messages), "").split(" / ")  # English / Chinese, in a query's
        return own[0] if own else both[-1 if context.locale.lang == "zh" else 0]
