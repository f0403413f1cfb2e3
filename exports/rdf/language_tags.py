"""Language tags as people look for them: ``zh-Hans``, not ``zh-hans``.

RFC 5646, section 2.1.1, recommends the case of each part; it means nothing, and the engine keeps
all in small letters.
"""

from __future__ import annotations

import re
from functools import cache

_OF_LINE = re.compile(
    # the quotation mark is common, the sign after it is not, and is soon found
    rb'@(?<="@)([a-z]+-[a-z0-9-]+)(?= \.$|(?: <[^>"]*>| _:[^\s"]+) \.$)',
    re.MULTILINE,
)
_OF_XML = re.compile(rb'(?<= xml:lang=")[A-Za-z]+-[A-Za-z0-9-]+(?=">)')
_OF_JSON = re.compile(rb'(?<="@language":")[A-Za-z]+-[A-Za-z0-9-]+(?=")')


@cache
def cased_language_tag(tag: str) -> str:
    """Write a language tag as RFC 5646 recommends: zh-Hans, pt-BR.

    >>> [cased_language_tag(tag) for tag in ("zh-hans", "zh-latn-pinyin", "EN-us")]
    ['zh-Hans', 'zh-Latn-pinyin', 'en-US']
    """
    first, *rest = tag.lower().split("-")
    cased = [first]
    for part in rest:
        after_singleton = "x" in cased or len(cased[-1]) == 1
        if len(part) == 4 and part.isalpha() and not after_singleton:
            cased.append(part.title())
        elif len(part) == 2 and not after_singleton:
            cased.append(part.upper())
        else:
            cased.append(part)
    return "-".join(cased)


def cased_lines(lines: bytes) -> bytes:
    r"""Write the tags of whole lines of N-Triples or N-Quads as recommended.

    >>> cased_lines(b'<urn:a> <urn:p> "\\"@zh-hans ."@zh-hans .\n')
    b'<urn:a> <urn:p> "\\"@zh-hans ."@zh-Hans .\n'
    """
    return _OF_LINE.sub(lambda found: b"@" + _cased(found[1]), lines)


def cased_xml(document: bytes) -> bytes:
    """Write the tags of RDF/XML that the engine wrote as recommended.

    >>> cased_xml(b'<ex:p xml:lang="zh-hans">xml:lang=&quot;zh-hans&quot;&gt;</ex:p>')
    b'<ex:p xml:lang="zh-Hans">xml:lang=&quot;zh-hans&quot;&gt;</ex:p>'
    """
    return _OF_XML.sub(lambda found: _cased(found[0]), document)


def cased_json(document: bytes) -> bytes:
    r"""Write the tags of expanded JSON-LD that the engine wrote as recommended.

    >>> cased_json(b'{"@language":"zh-hans","@value":"\\"@language\\":\\"zh-hans\\""}')
    b'{"@language":"zh-Hans","@value":"\\"@language\\":\\"zh-hans\\""}'
    """
    return _OF_JSON.sub(lambda found: _cased(found[0]), document)


def _cased(tag: bytes) -> bytes:
    return cased_language_tag(tag.decode()).encode()
