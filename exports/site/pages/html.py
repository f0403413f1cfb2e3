"""HTML built from elements, so that data can only become text.

Plain strings are always escaped; only the result of :func:`element` is markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from urllib.parse import urlsplit

from yuqiao.exports.safe_text import visible

_VOID = frozenset({"br", "img", "input", "link", "meta"})

# Characters that HTML does not allow, besides invisible ones: noncharacters
# (https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream).
_NO_CHARACTERS = dict.fromkeys(
    [*range(0xFDD0, 0xFDF0),
     *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip


class Markup(str):
    """Text that is already markup."""

    __slots__ = ()


@lru_cache(maxsize=1 << 16)
def text(value: str) -> Markup:
    r"""Escape a text; invisible characters become U+FFFD.

    >>> text("a < b"), text("\u202e")
    ('a &lt; b', '\ufffd')
    """
    return Markup(escape(replace_invisible(value)))


def replace_invisible(value: str) -> str:
    """Replace invisible and bidirectional control characters by replacement characters."""
    if value.isascii() and value.isprintable():
        return value
    return visible(value).translate(_NO_CHARACTERS)


def element(name: str, /, *content: object, **attributes: str | bool | None) -> Markup:
    """Build an element.

    :param name: the name of the element; never taken from the data
    :param content: text, which is escaped; markup; lists of either; None is omitted
    :param attributes: names may contain or end with ``_`` (``class_``, ``aria_label``); None and
        False omit the attribute, True writes it without a value

    >>> element("a", "R & D", href="x.html", class_="name")
    '<a href="x.html" class="name">R &amp; D</a>'
    """
    written = _attributes(attributes) if attributes else ""
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(content)}</{name}>")


def joined(content: Iterable[object]) -> Markup:
    """Concatenate pieces: text is escaped, markup is not, None is omitted.

    >>> joined(["a&b", None, element("br"), ["c", "d"]])
    'a&amp;b<br>cd'
    """
    # Most of the millions of pieces of a site are markup; those need no call.
    pieces = [piece if type(piece) is Markup else _written(piece) for piece in content]
    return Markup("".join(pieces))


def _written(piece: object) -> str:
    if isinstance(piece, Markup):
        return piece
    if isinstance(piece, str):
        return text(piece)
    if piece is None:
        return ""
    if isinstance(piece, Iterable):
        return joined(piece)
    return text(str(piece))


def _attributes(attributes: Mapping[str, str | bool | None]) -> str:
    written = ""
    for name, value in attributes.items():
        if value is True:
            written += f" {_attribute_name(name)}"
        elif value is not None and value is not False:
            written += f' {_attribute_name(name)}="{text(value)}"'
    return written


@cache
def _attribute_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


@lru_cache(maxsize=1 << 14)
def safe_link(address: str) -> str | None:
    """Return a URL if following it can only load a page, otherwise None (scripts, data, files).

    >>> safe_link("https://swu.edu.cn"), safe_link("javascript:alert(1)")
    ('https://swu.edu.cn', None)
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for an invalid port
    except ValueError:
        return None
    whole = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return address if whole or (parts.scheme == "mailto" and parts.path) else None
