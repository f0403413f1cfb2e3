"""HTML made of elements, so that data can only ever be text in it.

A plain string is escaped wherever it stands; only what :func:`element` made is markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from urllib.parse import urlsplit

from yuqiao.exports.safe_text import visible

_VOID = frozenset({"br", "input", "link", "meta"})

# What HTML does not allow, besides what nobody sees: noncharacters
# (https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream).
_NO_CHARACTERS = dict.fromkeys(
    [*range(0xFDD0, 0xFDF0),
     *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


@lru_cache(maxsize=1 << 16)
def text(value: str) -> Markup:
    r"""Write a text so that it is nothing but text; what nobody could see becomes U+FFFD.

    >>> text("a < b"), text("\u202e")
    ('a &lt; b', '\ufffd')
    """
    return Markup(escape(seen(value)))


def seen(value: str) -> str:
    """Replace what cannot be seen, or turns the reading order, by replacement characters."""
    if value.isascii() and value.isprintable():
        return value
    return visible(value).translate(_NO_CHARACTERS)


def element(name: str, /, *content: object, **attributes: str | bool | None) -> Markup:
    """Make an element.

    :param name: of the element; never out of the data
    :param content: text, which is escaped; markup, which is kept; lists of either; None for nothing
    :param attributes: their names may end or join with ``_`` (``class_``, ``aria_label``); None and
        False leave one out, True is one without a value

    >>> element("a", "R & D", href="x.html", class_="name")
    '<a href="x.html" class="name">R &amp; D</a>'
    """
    written = "".join([_attribute(*one) for one in attributes.items()])
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(content)}</{name}>")


def joined(content: Iterable[object]) -> Markup:
    """Put pieces one after the other: text is escaped, markup kept, None left out.

    >>> joined(["a&b", None, element("br"), ["c", "d"]])
    'a&amp;b<br>cd'
    """
    # Most pieces are markup; a site is millions of pieces, so those are taken without a call.
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


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    written = _attribute_name(name)
    return f" {written}" if value is True else f' {written}="{text(value)}"'


@cache
def _attribute_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def safe_link(address: str) -> str | None:
    """Give an address when following it can only fetch: nothing for scripts, data and files.

    >>> safe_link("https://swu.edu.cn"), safe_link("javascript:alert(1)")
    ('https://swu.edu.cn', None)
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # a number that no port has is told here
    except ValueError:
        return None
    whole = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return address if whole or (parts.scheme == "mailto" and parts.path) else None
