"""What the rules for any server say of a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class ServedSite:
    """What the rules for a server say of a site.

    :param path: the path of the site on the server; it begins and ends with ``/``
    :param types: the media types by extension
    :param elsewhere: the paths of documents that are not at the path of their IRI, by that path
    :param languages: the tags of the languages of the pages
    """

    path: str
    types: Mapping[str, str]
    elsewhere: Mapping[str, str]
    languages: Sequence[str]
