"""Document an ontology with pyLODE in a separate process: reads Turtle, writes HTML.

pyLODE (https://github.com/RDFLib/pyLODE) configures logging for the whole process on import, and
its output depends on Python's hash order. It therefore runs separately, with a fixed hash seed and
blank nodes labelled in the order of the input. Its page is then made valid (it has a duplicate id
and an empty one) and gets a content security policy, so that it loads and runs nothing.

Usage: python -m yuqiao.exports.site.pylode_worker LANG < ontology.ttl > page.html
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import signal
import sys
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

if TYPE_CHECKING:
    from rdflib import Graph

_PR_SET_PDEATHSIG = 1  # of <linux/prctl.h>
_XHTML = "{http://www.w3.org/1999/xhtml}"


def _document() -> None:
    """Document the ontology on standard input, in the language given as argument."""
    if sys.platform == "linux":  # end with the parent, even if that is killed
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    tag = sys.argv[1]
    from pylode import utils
    from pylode.profiles.ontpub import OntPub

    utils.set = _InOrder  # a set of elements is ordered by memory address
    made: str = OntPub(_graph(sys.stdin.buffer.read(), tag)).make_html()
    sys.stdout.buffer.write(_valid(made, tag).encode())


class _InOrder(list[object]):
    """A set of distinct elements in insertion order."""

    add = list.append


def _graph(turtle: bytes, tag: str) -> Graph:
    """Parse an ontology with rdflib, with texts in one language: pyLODE would mix them."""
    import rdflib

    read = parse(turtle, format=RdfFormat.TURTLE)
    graph = rdflib.Graph(bind_namespaces="none")

    def term(each: object) -> rdflib.term.Node:
        if isinstance(each, NamedNode):
            return rdflib.URIRef(each.value)
        if isinstance(each, BlankNode):
            return rdflib.BNode(f"b{order.setdefault(each, len(order))}")
        assert isinstance(each, Literal)
        datatype = None if each.language else rdflib.URIRef(each.datatype.value)
        return rdflib.Literal(each.value, lang=each.language, datatype=datatype)

    order: dict[BlankNode, int] = {}
    for quad in sorted(read, key=str):
        text = quad.object
        if isinstance(text, Literal) and text.language not in {None, tag.lower()}:
            continue
        graph.add((term(quad.subject), term(quad.predicate), term(text)))
    for prefix, namespace in read.prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def _valid(page: str, tag: str) -> str:
    """Convert a page of pyLODE into valid HTML that loads and runs nothing."""
    import html5lib

    tree = html5lib.parse(page)
    tree.set("lang", tag)
    seen: set[str] = set()
    for element in tree.iter():
        name = element.get("id")
        if name is not None and (not name or name in seen):
            del element.attrib["id"]
        seen.add(name or "")
    head = tree.find(f"{_XHTML}head")
    for index, meta in enumerate((_charset(head), _policy(head))):
        head.insert(index, meta)
    for old in head.findall(f"{_XHTML}meta"):
        if old.get("http-equiv") == "Content-Type":
            head.remove(old)
    written: str = html5lib.serialize(
        tree, omit_optional_tags=False, quote_attr_values="always", alphabetical_attributes=True
    )
    return "<!doctype html>\n" + written.strip() + "\n"


def _charset(head: Any) -> Any:
    return head.makeelement(f"{_XHTML}meta", {"charset": "utf-8"})


def _policy(head: Any) -> Any:
    hashes = []
    for style in head.findall(f"{_XHTML}style"):
        digest = hashlib.sha256((style.text or "").encode()).digest()
        hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    policy = (
        f"default-src 'none'; style-src {' '.join(hashes)}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    attributes = {"http-equiv": "Content-Security-Policy", "content": policy}
    return head.makeelement(f"{_XHTML}meta", attributes)


if __name__ == "__main__":
    _document()
