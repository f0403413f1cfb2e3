r"""Content negotiation: regular expressions that weigh an Accept or an Accept-Language header.

nginx and Apache share a regular expression syntax, so one set serves both. The first document
listed without a lower quality wins (clients list what they prefer first). Otherwise the qualities
decide, to their three digits: that of the document itself, or else that of a range it is in
(``text/*``, ``*/*``). A header with none of our types, such as ``*/*`` or that of a browser,
selects the page, in the best of its languages. See https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAGE = "html"
"""The extension of a page in the first language, the default document."""

TYPES = {
    PAGE: r"(?:text/html|application/xhtml\+xml)",
    "ttl": r"(?:text/turtle|application/x-turtle)",
    "jsonld": r"application/ld\+json",
    "nt": r"application/n-triples",
    "rdf": r"application/rdf\+xml",
}
"""The documents that can be negotiated: the extension, and its media types as an expression."""

RANGES = {"text": r"text/\*", "application": r"application/\*", "any": r"\*/\*"}
"""The ranges of media types, each as an expression."""

RANGE_OF = {PAGE: "text", "ttl": "text", "jsonld": "application", "nt": "application",
            "rdf": "application"}  # fmt: skip
"""The range that each document is in."""

ANY_LANGUAGE = r"\*"
"""The range of all languages, as an expression."""

_BEGIN, _END = r"(?<![\w+.*/-])", r"(?![\w+.*/-])"
_QUALITY = r"[^,]*;\s*q\s*=\s*"
_BEST = r"(?![^,]*;\s*q\s*=\s*(?:0|\.))"

GREATER = "^([0-9]*)(?:" + "|".join(rf"{low}[0-9]*:\1[{low + 1}-9]" for low in range(9)) + ")"
"""An expression for two numbers of equally many digits, as in ``0500:0800``: the second is greater.

>>> import re
>>> [bool(re.search(GREATER, pair)) for pair in ("0500:0800", "0801:0800", "0800:0900", "1:1")]
[True, False, True, False]
"""


def language_ranges(languages: Iterable[str]) -> dict[str, str]:
    """Return an expression for each language, by the extension of its pages.

    Headers may ask for a region of a language, or for the language of a page in some script.

    :param languages: the tags; the pages of the first have no tag in their name

    >>> list(language_ranges(["de", "fr", "zh", "zh-Hant"]).items())[2:]
    [('zh.html', 'zh(?:-[a-z0-9-]+)?'), ('zh-Hant.html', 'zh-Hant(?:-[a-z0-9-]+)?')]
    """
    found: dict[str, str] = {}
    primary: set[str] = set()
    for number, tag in enumerate(languages):
        wanted = tag.partition("-")[0]
        wanted = tag if wanted in primary else wanted
        primary.add(wanted)
        found[f"{tag}.{PAGE}" if number else PAGE] = f"{wanted}(?:-[a-z0-9-]+)?"
    return found


def first_listed(ranges: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return expressions to try in turn on a header, each with the extension it selects.

    They find the first range of those that a header lists without a quality below 1. They are
    case-insensitive.

    :param ranges: an expression for each extension

    >>> import re
    >>> def wanted(header):
    ...     tried = (form for form, found in first_listed(TYPES) if re.search(found, header, re.I))
    ...     return next(tried, None)
    >>> wanted("text/turtle, application/ld+json"), wanted("application/rdf+xml;q=0.9, text/turtle")
    ('ttl', 'ttl')
    >>> wanted("text/html,application/xml;q=0.9,*/*;q=0.8"), wanted("*/*"), wanted("")
    ('html', None, None)
    >>> wanted("text/turtle-star, application/n-triples"), wanted("x-text/html, text/turtle")
    ('nt', 'ttl')
    """
    every = f"(?:{'|'.join(ranges.values())})"
    return [
        (form, f"^(?:(?!{_BEGIN}{every}{_END}{_BEST}).)*{_BEGIN}{own}{_END}{_BEST}")
        for form, own in ranges.items()
    ]


def qualities(wanted: str) -> list[tuple[str, str]]:
    r"""Return expressions for the qualities of a range in a header, and what each stands for.

    What it stands for has four digits, ``§`` for those of the group of the expression.

    :param wanted: an expression for the range

    >>> import re
    >>> def quality(header):
    ...     tried = ((re.search(each, header), said) for each, said in qualities(r"text/\*"))
    ...     match, said = next((match, said) for match, said in tried if match)
    ...     return said.replace("§", match[1] if match.re.groups else "")
    >>> [quality(f"a/b, text/*{q}, c/d;q=0.1") for q in ("", ";q=0.25", "; q=.5", ";q=0", ";q=1")]
    ['1000', '0250', '0500', '0000', '1000']
    """
    own = f"{_BEGIN}{wanted}{_END}"
    digits = [
        (f"{own}{_QUALITY}0?[.]([0-9]{{{n}}})(?![0-9])", f"0§{'0' * (3 - n)}") for n in (1, 2, 3)
    ]
    return [
        (f"{own}(?!{_QUALITY})", "1000"),
        *digits,
        (f"{own}{_QUALITY}1", "1000"),
        (f"{own}{_QUALITY}0", "0000"),
    ]
