"""The colours shared by page and picture, read from the page's style."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yuqiao.exports.network import page

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECLARATION = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")
_UNKNOWN = "other"


@cache
def colours() -> Mapping[str, str]:
    """Return the page's light colours by name: ``paper``, ``ink``, ``school``, ``school-fill`` ...

    >>> colours()["paper"]
    '#ffffff'
    """
    style = files(page).joinpath("page.css").read_text("utf-8")
    return dict(_DECLARATION.findall(style.partition("@media")[0]))


def colour_of(kind: str) -> str:
    """Return the colour of a kind of node; of an unknown kind, that of ``other``.

    >>> colour_of("planet") == colours()["other"]
    True
    """
    return colours().get(kind, colours()[_UNKNOWN])
