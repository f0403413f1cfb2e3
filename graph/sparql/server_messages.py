"""A server's own error text, shortened to one line of a message."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from yuqiao.graph.messages import printable

_SHOWN = 300  # characters of a server's message
_SECRET = re.compile(
    r"\b((?:password|passwd|pwd|access_token|token|api_?key|key|secret)=)[^&\s\"'<>]+",
    re.IGNORECASE,
)
_SAYING = ("exception", "detailedMessage", "message", "error_description", "error", "detail")


def shortened(text: str) -> str:
    r"""Return a server's message after a colon and a space, cleaned and shortened; or nothing.

    Markup, control characters and the values of keys are left out.

    >>> shortened('{"exception": "Invalid SPARQL query", "query": "SELECT"}')
    ': Invalid SPARQL query'
    >>> shortened("<h1>Not Found</h1>\n<p>no such\tpage &amp; none like it</p>")
    ': Not Found no such page & none like it'
    >>> shortened("no such page: /sparql?api_key=k9x&query=ASK")
    ': no such page: /sparql?api_key=…&query=ASK'
    """
    text = _message_in_json(text)
    if re.search(r"</[A-Za-z]", text):
        from html import unescape

        markup = r"<(style|script|title)\b.*?</\1\s*>|<[^>]*>"
        text = unescape(re.sub(markup, " ", text, flags=re.DOTALL | re.IGNORECASE))
    text = _SECRET.sub(r"\1…", text)
    words = " ".join(printable(text).split())
    if not words:
        return ""
    return f": {words[:_SHOWN]}…" if len(words) > _SHOWN else f": {words}"


def _message_in_json(text: str) -> str:
    """Return the message of an error in JSON, as QLever, Neptune and many others write it."""
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        if isinstance(found, dict):
            return next((found[key] for key in _SAYING if isinstance(found.get(key), str)), text)
    return text


def last_message(text: str, separator: str) -> str:
    """Return what a server wrote where its answer broke off, after a colon and a space, or nothing.

    :param separator: a pattern of what ends a part of a complete answer

    >>> last_message('{"x":{"value":"1"}},The query was cancelled', r"[{}]")
    ': The query was cancelled'
    >>> last_message('{"x":{"value":"1"}},{"x":{"val', r"[{}]")
    ''
    """
    words = re.split(separator, text)[-1].strip(" ,\r\n\t")
    begun = words.startswith(('"', "<", "_:"))  # half of a row or triple
    return "" if begun else shortened(words)
