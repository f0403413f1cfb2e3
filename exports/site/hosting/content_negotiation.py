r"""Content negotiation: regular expressions that read an Accept header.

nginx and Apache share a regular expression syntax, so one set serves both. The first type listed
wins (clients list their preferred type first), unless its quality is below 1; if all have
one, the first that is not rejected by ``q=0``. A header with none of our types, such as ``*/*`` or
that of a browser, selects the page, in Chinese if that is the preferred language.
See https://www.rfc-editor.org/rfc/rfc9110#name-accept.
"""

from __future__ import annotations

PAGE = "html"
"""The extension of a page, the default document."""

CHINESE_PAGE = "zh.html"
"""The extension of a page in Chinese."""

CHINESE = "^zh"
"""An expression for an Accept-Language header that prefers Chinese."""

TYPES = {
    PAGE: r"(?:text/html|application/xhtml\+xml)",
    "ttl": r"(?:text/turtle|application/x-turtle)",
    "jsonld": r"application/ld\+json",
    "nt": r"application/n-triples",
    "rdf": r"application/rdf\+xml",
}
"""The documents that can be negotiated: the extension, and its media types as an expression."""

_BEGIN, _END = r"(?<![\w+.-])", r"(?![\w+.-])"
_ANY = f"(?:{'|'.join(TYPES.values())})"
_BEST = r"(?![^,]*;\s*q=0)"
_NOT_REFUSED = r"(?![^,]*;\s*q=0(?:\.0*)?\s*(?:[,;]|$))"


def preferences() -> list[tuple[str, str]]:
    """Return expressions to try in turn on an Accept header, each with the extension it selects.

    They are case-insensitive.

    >>> import re
    >>> def wanted(header):
    ...     tried = (form for form, found in preferences() if re.search(found, header, re.I))
    ...     return next(tried, PAGE)
    >>> wanted("text/turtle, application/ld+json"), wanted("application/rdf+xml;q=0.9, text/turtle")
    ('ttl', 'ttl')
    >>> wanted("text/html,application/xml;q=0.9,*/*;q=0.8"), wanted("*/*"), wanted("")
    ('html', 'html', 'html')
    >>> wanted("text/turtle-star, application/n-triples"), wanted("x-text/html, text/turtle")
    ('nt', 'ttl')
    >>> wanted("application/n-triples;q=0.5, text/html;q=0"), wanted("text/turtle;q=0.0, */*")
    ('nt', 'html')
    """
    return [
        (form, f"^(?:(?!{_BEGIN}{_ANY}{_END}{quality}).)*{_BEGIN}{types}{_END}{quality}")
        for quality in (_BEST, _NOT_REFUSED)
        for form, types in TYPES.items()
    ]
