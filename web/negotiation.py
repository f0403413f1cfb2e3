"""Which format an Accept header asks for: RFC 9110, section 12.5.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.errors import YuqiaoError

if TYPE_CHECKING:
    from collections.abc import Sequence


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type of those offered that an Accept header prefers; None: it takes none.

    Of several that it likes equally, the one that is offered first is returned.

    >>> offered = ["text/html", "text/turtle", "application/ld+json"]
    >>> preferred("application/ld+json;q=0.9, text/*;q=0.5", offered)
    'application/ld+json'
    >>> preferred("text/*, text/html;q=0", offered), preferred("image/png", offered)
    ('text/turtle', None)
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [each for each in map(_range, accept.split(",")) if each is not None]
    best, most = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > most:
            best, most = media_type, quality
    return best


def languages(accept: str | None) -> list[str]:
    """Return the primary languages that an Accept-Language header takes, the best first.

    >>> languages("en;q=0.8, zh-CN, fr;q=0")
    ['zh', 'en']
    """
    ranges = [each for each in map(_range, (accept or "").split(",")) if each is not None]
    taken = sorted((each for each in ranges if each[1] > 0), key=lambda each: -each[1])
    return [tag.partition("-")[0].lower() for tag, _ in taken]


def _range(text: str) -> tuple[str, float] | None:
    """Return a media range without its other parameters, and its quality."""
    media_range, *parameters = (part.strip() for part in text.split(";"))
    if not media_range:
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return media_range.lower(), quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of the most specific range that a media type is in."""
    group = media_type.partition("/")[0]
    for wanted in (media_type, f"{group}/*", "*/*"):
        found = [quality for each, quality in ranges if each == wanted]
        if found:
            return max(found)
    return 0.0


class NotAcceptableError(YuqiaoError):
    """The client takes none of the formats that there are.

    :param offered: their media types
    """

    def __init__(self, offered: Sequence[str]) -> None:
        self.offered = offered
        super().__init__(f"the answer can be had as {', '.join(offered)}; the request accepts none")

    def __reduce__(self) -> tuple[type[NotAcceptableError], tuple[Sequence[str]]]:
        return type(self), (self.offered,)
