"""Text as a reader may safely see it: nothing hides in it, and nothing turns the order of reading.

A name must not pass for another. Control characters, those that turn the reading order of what
follows (UAX #9, https://www.unicode.org/reports/tr9/), halves of surrogate pairs and what XML 1.0
cannot hold are shown as replacement characters.
"""

from __future__ import annotations

UNSEEN = dict.fromkeys(
    [
        *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0),
        *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
    ],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip
"""The characters that are not shown, for :meth:`str.translate`."""


def visible(text: str) -> str:
    r"""Replace what cannot be seen, or hides or turns what can.

    >>> visible("admin\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe") == "admin\N{REPLACEMENT CHARACTER}gnp.exe"
    True
    >>> visible("西南大学"), visible("a\tb\n")
    ('西南大学', 'a\tb\n')
    """
    return text if text.isprintable() else text.translate(UNSEEN)
