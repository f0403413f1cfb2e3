"""The case of language tags: ``zh-Hans``, as RFC 5646 recommends, not ``zh-hans``.

The case means nothing, and the engine keeps all in small letters; people look for the other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import IO

_OF_LINE = re.compile(
    # the quotation mark is common, the sign after it is not, and is soon found
    rb'@(?<="@)([a-z]+-[a-z0-9-]+)(?=(?: \)>>)*(?: <[^>"]*>| _:[^\s"]+)? \.$)',
    re.MULTILINE,
)
_TAG = rb"[a-z]+-[a-z0-9-]+"
_OF_RESULTS = {  # text has its quotation marks, tabs and line feeds escaped
    "tsv": re.compile(rb'(?<="@)' + _TAG + rb"(?=[\t\n])"),
    "json": re.compile(rb'(?<="xml:lang":")' + _TAG + rb'(?=")'),
    "xml": re.compile(rb'(?<= xml:lang=")' + _TAG + rb'(?=")'),
}
_ENDS = {"tsv": b"\n", "json": b"}", "xml": b">"}  # after which no tag goes on
_TSV_TEXT = re.compile(rb'("(?:[^"\\\n]|\\.)*")@(' + _TAG + rb")")


TRANSLATION = "zh-Hans-t-en"
"""The tag of Chinese that the editors translated from English (RFC 6497)."""


TRANSLATION_MARK = "［译］"
"""What follows such a text where it is shown."""


def is_translation(tag: str | None) -> bool:
    """Return whether a language tag says that a text was translated (RFC 6497, section 2.2).

    >>> is_translation("zh-hans-t-en"), is_translation("zh-Hans"), is_translation(None)
    (True, False, False)
    """
    return "-t-" in (tag or "").lower()


@cache
def cased_language_tag(tag: str) -> str:
    """Return a language tag in the case that RFC 5646, section 2.1.1, recommends: zh-Hans, pt-BR.

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


class CasedResults:
    r"""A file of query results whose language tags are written as recommended.

    :param form: of the W3C's formats for rows, ``tsv``, ``json`` or ``xml``

    >>> import io
    >>> out = io.BytesIO()
    >>> rows = CasedResults(out, "tsv")
    >>> _ = rows.write(b'?a\n"\\"@zh-hans\\t"@zh-h'), rows.write(b"ans\n")
    >>> rows.close()
    >>> out.getvalue()
    b'?a\n"\\"@zh-hans\\t"@zh-Hans\n'
    """

    def __init__(self, out: IO[bytes], form: str) -> None:
        self._out = out
        self._tag = _OF_RESULTS[form]
        self._end = _ENDS[form]
        self._held = b""

    def write(self, piece: bytes) -> int:
        """Write a piece; what comes after the end of its last term is held back."""
        text = self._held + piece
        end = text.rfind(self._end) + 1
        self._held = text[end:]
        self._out.write(self._cased(text[:end]))
        return len(piece)

    def _cased(self, text: bytes) -> bytes:
        if self._end == b"\n" and b"<<(" in text:
            return _TSV_TEXT.sub(lambda found: found[1] + b"@" + _cased(found[2]), text)
        return self._tag.sub(lambda found: _cased(found[0]), text)

    def flush(self) -> None:
        """Do nothing: what is held back is not whole."""

    def close(self) -> None:
        """Write what is still held back."""
        self._out.write(self._cased(self._held))


def _cased(tag: bytes) -> bytes:
    return cased_language_tag(tag.decode()).encode()
