r"""Which document of a thing a client wants: its Accept header, read by regular expressions.

nginx, Apache and JavaScript know the same regular expressions, so one set of them serves all. The
type that is named first wins (clients name what they like best first), unless it has a quality
below 1; when all have one, the first that is not refused by ``q=0``. A header that names none of
our types, such as ``*/*`` or what a browser sends, gives the page: in Chinese for who reads that
first.
See https://www.rfc-editor.org/rfc/rfc9110#name-accept.
"""

from __future__ import annotations

PAGE = "html"
"""The extension of a page, which is what a client gets that names no type."""

CHINESE_PAGE = "zh.html"
"""The extension of a page in Chinese."""

CHINESE = "^zh"
"""An expression for the Accept-Language of who reads Chinese first."""

TYPES = {
    PAGE: r"(?:text/html|application/xhtml\+xml)",
    "ttl": r"(?:text/turtle|application/x-turtle)",
    "jsonld": r"application/ld\+json",
    "nt": r"application/n-triples",
    "rdf": r"application/rdf\+xml",
}
"""The documents that can be asked for by type: the extension, and the types as an expression."""

_BEGIN, _END = r"(?<![\w+.-])", r"(?![\w+.-])"
_ANY = f"(?:{'|'.join(TYPES.values())})"
_BEST = r"(?![^,]*;\s*q=0)"
_NOT_REFUSED = r"(?![^,]*;\s*q=0(?:\.0*)?\s*(?:[,;]|$))"


def preferences() -> list[tuple[str, str]]:
    """Give expressions to be tried in turn on an Accept header, each with the extension it means.

    They are to be matched without regard to case.

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
