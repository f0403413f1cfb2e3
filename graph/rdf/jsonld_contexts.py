"""JSON-LD contexts that a document names by their address: two are known, no other is fetched.

Ours and schema.org's (as published in 2019, CC BY-SA 3.0; the terms that it only puts into its
vocabulary, which ``@vocab`` does as well, are left out of the copy). A term of schema.org that is
younger is read too, but what kind of value it has is not known from the copy.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from yuqiao.graph.errors import InputError
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE

_OURS = BASE + "context.jsonld"
_SCHEMA_ORG = re.compile(r"https?://(www\.)?schema\.org/?(docs/jsonldcontext\.json(ld)?)?")
_NAMED = re.compile(rb'"@context"\s*:\s*["\[]')


def with_known_contexts(document: bytes) -> bytes:
    """Put contexts that are known in the place of their addresses.

    :raises InputError: when it names another; the message does not name the file

    >>> with_known_contexts(b'{"@context": "http://example.org/context"}')
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: 1:14: it names the JSON-LD context http://example.org/context, \
which is not fetched; put the context itself into the file (known are https://schema.org/ and \
https://w3id.org/yuqiao/context.jsonld)
    """
    if not _NAMED.search(document):
        return document
    try:
        content = json.loads(document)
    except (ValueError, RecursionError):
        return document  # the engine says where it is wrong
    return json.dumps(_replaced(content, document), ensure_ascii=False).encode()


def _replaced(content: Any, document: bytes) -> Any:
    if isinstance(content, list):
        return [_replaced(item, document) for item in content]
    if not isinstance(content, dict):
        return content
    return {key: _member(key, value, document) for key, value in content.items()}


def _member(key: str, value: Any, document: bytes) -> Any:
    if key == "@value":  # a literal, which may be JSON itself
        return value
    return _contexts(value, document) if key == "@context" else _replaced(value, document)


def _contexts(value: Any, document: bytes) -> Any:
    if isinstance(value, list):
        return [_contexts(item, document) for item in value]
    if isinstance(value, str):
        return _known(value, document)
    return _replaced(value, document)  # a term may have a context of its own


def _known(address: str, document: bytes) -> Any:
    if address == _OURS:
        return _context("context.jsonld")
    if _SCHEMA_ORG.fullmatch(address):
        return _context("schemaorg.jsonld")
    raise InputError(
        f"{_place(address, document)}it names the JSON-LD context {address}, which is not fetched; "
        f"put the context itself into the file (known are https://schema.org/ and {_OURS})"
    )


def _place(address: str, document: bytes) -> str:
    found = document.find(json.dumps(address, ensure_ascii=False).encode())
    if found < 0:  # it is written with escapes
        return ""
    before = document[:found].decode(errors="replace")
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


@cache
def _context(name: str) -> Any:
    return json.loads(terms.read(name))["@context"]
