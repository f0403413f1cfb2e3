"""Peculiarities of Virtuoso, as seen in release 7.2.5, which Debian ships.

- A row limit of the server (``ResultSetMaxRows``; 2^20 by default) truncates a response that looks
  complete. Rows come with the header ``X-SPARQL-MaxRows``; the triples of a CONSTRUCT or DESCRIBE
  come without it, one more of them than the limit.
- A time limit truncates a response too, with the header ``X-SQL-State: S1TAT``
  (https://docs.openlinksw.com/virtuoso/anytimequeries/).
- ASK is answered with rows, of one variable.
- Its JSON names blank nodes ``nodeID://b1``, which is no label, and has 1 and 0 for true and false.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.sparql.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

ASK_VARIABLE = "__ASK_RETVAL"
"""The variable of the row that answers an ASK; no row is false."""

_BLANK = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_TRUTH = re.compile(rb'("http://www\.w3\.org/2001/XMLSchema#boolean"\s*,\s*"value"\s*:\s*")([01])"')
_WORDS = {b"0": b"false", b"1": b"true"}


def is_virtuoso(headers: Mapping[str, str]) -> bool:
    """Return whether an answer is Virtuoso's, judging by its headers."""
    return headers.get("server", "").startswith("Virtuoso")


def mended(json: bytes) -> bytes:
    r"""Return a piece of Virtuoso's JSON with blank nodes and truth values as the W3C has them.

    Only text outside strings can match: within one, a quotation mark has a backslash.

    >>> mended(b'{ "type": "bnode", "value": "nodeID://b10000" }')
    b'{ "type": "bnode", "value": "b10000" }'
    """
    json = _BLANK.sub(rb"\1", json)
    return _TRUTH.sub(lambda found: found[1] + _WORDS[found[2]] + b'"', json)


def row_limit(headers: Mapping[str, str], sparql: str) -> int | None:
    """Return the server's row limit, where a response reaches it and was not limited to fewer.

    >>> row_limit({"x-sparql-maxrows": "10000"}, "SELECT * { ?s ?p ?o }")
    10000
    >>> row_limit({"x-sparql-maxrows": "10000"}, "SELECT * { ?s ?p ?o } LIMIT 10000")
    """
    stated = headers.get("x-sparql-maxrows", "")
    if not stated.isdecimal():
        return None
    own = _own_limit(sparql)
    return None if own is not None and own <= int(stated) else int(stated)


def _own_limit(sparql: str) -> int | None:
    """Find the LIMIT of a query, not that of a query within it."""
    depth, limit, before = 0, None, None
    for token in tokens(sparql):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.kind == "number" and before is not None and before.is_word("LIMIT"):
            limit = int(token.text) if token.text.isdecimal() else None
        before = token
    return limit


def probe(count: int) -> str:
    """Return a query of at most ``count`` rows: its header shows whether the limit is that low.

    Its pattern has more solutions than any count in question, even in a small store.
    """
    return f"SELECT (1 AS ?x) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} LIMIT {count}"


def is_incomplete(headers: Mapping[str, str]) -> bool:
    """Return whether a time limit of the server has truncated a response."""
    return headers.get("x-sql-state", "").startswith("S1TA")
