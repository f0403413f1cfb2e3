"""Relative IRIs of a request: they are resolved against the address of the endpoint.

That is the base IRI by RFC 3986, section 5.1.3; on the command line there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_LINE = re.compile(r"(?<=\bline )\d+")


def with_base(text: str, address: str) -> str:
    r"""Return a query or an update that resolves its relative IRIs; one without any is unchanged.

    >>> with_base("ASK { <a> ?p ?o }", "http://b/sparql")
    'BASE <http://b/sparql>\nASK { <a> ?p ?o }'
    """
    if "<" not in text:
        return text
    found = tokens(text)
    if any(token.is_word("BASE") for token in found):
        return text
    relative = any(token.kind == "iri" and not _SCHEME.match(token.text) for token in found)
    return f"BASE <{address}>\n{text}" if relative else text


def run_with_base(run: Callable[[str], object], text: str, address: str) -> object:
    """Run a query or an update; the places in errors are those in the text as written.

    :raises QueryError: what it raised
    """
    based = with_base(text, address)
    try:
        return run(based)
    except QueryError as error:
        if based == text:
            raise
        said = _LINE.sub(lambda found: str(int(found[0]) - 1), str(error))
        raise QueryError(said) from error
