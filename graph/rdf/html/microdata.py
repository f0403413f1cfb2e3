"""Microdata as RDF, by https://www.w3.org/TR/microdata-rdf/ with the vocabularies of its registry.

A property is named within the vocabulary of its item's type, and values are in no order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.ontology.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.dom.minidom import Document, Element

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ADDRESSES = {
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    **dict.fromkeys(("a", "area", "link"), "href"),
    "object": "data",
}
_TIMES = {
    "date": r"-?\d{4,}-\d\d-\d\d",
    "time": r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    "dateTime": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    "gYearMonth": r"-?\d{4,}-\d\d",
    "gYear": r"-?\d{4,}",
    "duration": r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
}
_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class Microdata:
    """The items of a document.

    :param address: resolves an address against that of the document
    """

    def __init__(self, document: Document, address: Callable[[str], NamedNode]) -> None:
        self._address = address
        self._nodes: dict[int, NamedNode | BlankNode] = {}
        self._elements = list(document.getElementsByTagName("*"))
        self._by_id = {
            element.getAttribute("id"): element
            for element in reversed(self._elements)
            if element.hasAttribute("id")
        }

    def triples(self) -> Iterator[Triple]:
        """Yield the triples of all items."""
        for element in self._elements:
            if element.hasAttribute("itemscope") and not element.hasAttribute("itemprop"):
                yield from self._item(element, "")

    def _item(self, item: Element, above: str) -> Iterator[Triple]:
        """Yield the triples of an item.

        :param above: the vocabulary of the item around it
        """
        if id(item) in self._nodes:
            return
        subject = self._node(item)
        types = [name for name in item.getAttribute("itemtype").split() if _ABSOLUTE.match(name)]
        for name in types:
            yield Triple(subject, NamedNode(f"{RDF}type"), self._address(name))
        vocabulary = _vocabulary(types[0]) if types else above
        for element in self._properties(item):
            value = self._value(element)
            if element.hasAttribute("itemscope"):
                yield from self._item(element, vocabulary)
                value = self._nodes[id(element)]
            for name in dict.fromkeys(element.getAttribute("itemprop").split()):
                yield Triple(subject, self._property(name, vocabulary), value)

    def _node(self, item: Element) -> NamedNode | BlankNode:
        named = item.getAttribute("itemid").strip()
        node = self._address(named) if named else BlankNode(f"item{len(self._nodes)}")
        self._nodes[id(item)] = node
        return node

    def _property(self, name: str, vocabulary: str) -> NamedNode:
        if _ABSOLUTE.match(name):
            return self._address(name)
        return self._address(f"{vocabulary}{name}" if vocabulary else f"#{name}")

    def _properties(self, item: Element) -> Iterator[Element]:
        """Yield the elements with the properties of an item, but not those of items in it."""
        names = item.getAttribute("itemref").split()
        waiting = [self._by_id[name] for name in reversed(names) if name in self._by_id]
        waiting += reversed(_children(item))
        seen = {id(item)}
        while waiting:
            element = waiting.pop()
            if id(element) in seen:
                continue
            seen.add(id(element))
            if element.hasAttribute("itemprop"):
                yield element
            if not element.hasAttribute("itemscope"):
                waiting += reversed(_children(element))

    def _value(self, element: Element) -> NamedNode | BlankNode | Literal:
        name = element.tagName
        if name in _ADDRESSES and element.hasAttribute(_ADDRESSES[name]):
            return self._address(element.getAttribute(_ADDRESSES[name]))
        if name == "meta" or element.hasAttribute("content"):
            return _text(element.getAttribute("content"), element)
        if name in {"data", "meter"} and element.hasAttribute("value"):
            return _typed(element.getAttribute("value"), element)
        if name == "time":
            return _time(
                element.getAttribute("datetime") or content_of_element(element).strip(), element
            )
        return _text(content_of_element(element), element)


def _vocabulary(name: str) -> str:
    """Return the vocabulary of a type: its IRI up to the last sign that separates names."""
    return name[: max(name.rfind("#"), name.rfind("/")) + 1]


def _children(element: Element) -> list[Element]:
    return [node for node in element.childNodes if node.nodeType == node.ELEMENT_NODE]


def content_of_element(element: Element) -> str:
    """Return the text of an element, and of all in it."""
    pieces: list[str] = []
    waiting: list[Any] = [*reversed(element.childNodes)]
    while waiting:
        node = waiting.pop()
        if node.nodeType == node.TEXT_NODE:
            pieces.append(node.data)
        waiting += reversed(node.childNodes)
    return "".join(pieces)


def _text(text: str, element: Element) -> Literal:
    node: Any = element
    while node is not None and node.nodeType == node.ELEMENT_NODE:
        language = node.getAttribute("lang") or node.getAttribute("xml:lang")
        if language:
            return Literal(text, language=language)
        node = node.parentNode
    return Literal(text)


def _typed(text: str, element: Element) -> Literal:
    if _INTEGER.fullmatch(text):
        return Literal(text, datatype=NamedNode(f"{XSD}integer"))
    if _NUMBER.fullmatch(text):
        return Literal(text, datatype=NamedNode(f"{XSD}double"))
    return _text(text, element)


def _time(text: str, element: Element) -> Literal:
    for name, form in _TIMES.items():
        if re.fullmatch(form, text):
            return Literal(text, datatype=NamedNode(f"{XSD}{name}"))
    return _text(text, element)
