"""The tokens of XML, and how large one may be."""

from __future__ import annotations

import re
from typing import NoReturn

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.xml.entity_declarations import OUTSIDE_TEXT

LONGEST_VALUE = 1 << 24
"""Bytes of a text, a tag or a comment; the engine's readers of other formats take no more."""

QUOTED = rb"(?:\"[^\"]*\"|'[^']*')"
"""The value of an attribute."""

_MARKUP = OUTSIDE_TEXT + rb"|</[^>]*>|<[^!?/\"'>][^\"'>]*(?:%s[^\"'>]*)*>|<[>\"']|<![^-\[]" % QUOTED
WHOLE_TOKEN = re.compile(_MARKUP, re.DOTALL)
TOKEN = re.compile(_MARKUP + rb"|<.*", re.DOTALL)
"""A token that at the end may not be whole."""


def reject_value() -> NoReturn:
    """Report a value that is too large.

    :raises InputError: always
    """
    raise InputError("a value in it is too large to be read; it may have 7 MiB")
