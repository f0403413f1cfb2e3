"""Where each thing stands in the site: at the path of its IRI, as far as a file can stand there.

A name out of the data never decides freely what file is written. A part of a path is taken over
only when every system can hold it as it is; else it is replaced by what is left of it and a digest
of the IRI, which is the same every time. That covers ``..`` however it is written, names that
Windows keeps for devices (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), names
that are too long, and two names that differ only in case or in their Unicode form.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

BESIDE = (".html", ".zh.html", ".ttl", ".jsonld", ".nt")
"""The ends of the files that a thing has: its two pages and its data."""

ELSEWHERE = "elsewhere"
"""The folder of things whose IRIs are not on the site's base: countries, terms of others."""

OWN_FOLDERS = frozenset(
    {"browse", "changes", "documentation", "dumps", "netlify", "questions", "serving"}
)
"""The folders of the site's own pages, which no thing stands in."""

OWN_PAGES = frozenset(
    {"404", "changes", "context", "documentation", "downloads", "index", "network", "robots",
     "schemes", "search", "sha256sums", "shapes", "sitemap", "style", "yuqiao-site"}
)  # fmt: skip
"""The files of the site's own, without their ends."""

_VERSIONED = frozenset({"def", "schemes", "shapes"})  # beside which stand their versions
_PLAIN = re.compile(r"\w(?:[\w.~-]*[\w~-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^\w-]+")
_LONGEST_PART = 120  # bytes; most systems hold 255 with the end of the file
_LONGEST_PATH = 200  # bytes; Windows holds 260 characters with the folder of the site
_KEPT = 40  # characters of a name that is replaced


def checked_address(address: str, what: str) -> str:
    """Give an IRI back when a site can stand on it.

    :param what: what to call it in a message
    :raises InputError: when it is no http(s) IRI that ends in a slash

    >>> checked_address("https://example.org/register/", "base")
    'https://example.org/register/'
    """
    try:
        NamedNode(address)
        parts = urlsplit(address)
    except ValueError as error:
        raise InputError(f"the {what} {address!r} is not an IRI: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not address.endswith("/"):
        raise InputError(
            f"the {what} {address!r} must begin with http(s)://, name a host, and end with /"
        )
    if parts.query or parts.fragment:
        raise InputError(f"the {what} {address!r} must have no ? and no #")
    return address


class Addresses:
    """The place of every thing in the site.

    :param things: whose places are wanted
    :param base: the IRI that the site's own folder stands for

    >>> from pyoxigraph import NamedNode
    >>> things = [NamedNode("https://example.org/" + path) for path in ("id/o/swu", "def#Term")]
    >>> places = Addresses(things, "https://example.org/")
    >>> [places.path(thing) for thing in things]
    ['id/o/swu', 'def/Term']
    """

    def __init__(self, things: Iterable[NamedNode], base: str) -> None:
        self._base = base
        self._paths: dict[NamedNode, str] = {}
        taken: set[str] = set()
        for thing in sorted(things, key=lambda each: each.value):
            wanted = _wanted(thing.value, base)
            path = _safe(thing.value, wanted)
            if _key(path) in taken:
                path = _digested(thing.value, path)
            taken.add(_key(path))
            self._paths[thing] = path
        self._exceptions = dict(self._elsewhere())

    def path(self, thing: object) -> str | None:
        """Give the path of a thing's page without its end; nothing for what has no page."""
        return self._paths.get(thing)  # type: ignore[call-overload,no-any-return]

    @property
    def exceptions(self) -> Mapping[str, str]:
        """What a server is asked for by IRI while its documents have another path, with that path.

        What follows a # is never asked for: of a document that only one thing stands in, that
        thing's documents are meant.
        """
        return self._exceptions

    def _elsewhere(self) -> Iterator[tuple[str, str]]:
        begin = len(self._base)
        within: dict[str, list[str]] = {}
        for thing, path in self._paths.items():
            document, mark, _ = thing.value.partition("#")
            if not document.startswith(self._base) or document == self._base:
                continue
            if mark:
                within.setdefault(document, []).append(path)
            elif unquote(document[begin:]) != path:
                yield document, path
        for document, paths in within.items():
            known = NamedNode(document) in self._paths or document[begin:] in _VERSIONED
            if len(paths) == 1 and not known:
                yield document, paths[0]


def href(path: str) -> str:
    """Write a path as a relative address.

    >>> href("id/place/重庆")
    'id/place/%E9%87%8D%E5%BA%86'
    """
    return quote(path, safe="/~")


def _wanted(iri: str, base: str) -> list[str]:
    """Give the parts of the path that an IRI asks for, decoded."""
    if iri.startswith(base):
        rest = iri[len(base) :]
        folders = []
    else:
        scheme, _, rest = iri.partition(":")
        rest = rest.removeprefix("//")
        folders = [ELSEWHERE] if scheme in {"http", "https"} else [ELSEWHERE, scheme]
    parts = rest.replace("#", "/").removesuffix("/").split("/")
    return [*folders, *(normalize("NFC", unquote(part, errors="replace")) for part in parts)]


def _safe(iri: str, wanted: list[str]) -> str:
    """Give the path itself when every system can hold it, else one with a digest in it."""
    path = "/".join(wanted)
    first = wanted[0].casefold()
    own = first in OWN_FOLDERS or (len(wanted) == 1 and first in OWN_PAGES)
    own = own or (first in _VERSIONED and wanted[-1][:1].isdigit())
    if not own and all(map(_is_plain, wanted)) and len(path.encode()) <= _LONGEST_PATH:
        return path
    kept = [part if _is_plain(part) else _shortened(part) for part in wanted]
    folders = kept[:-1] if len("/".join(kept[:-1]).encode()) <= _LONGEST_PATH else [ELSEWHERE]
    if folders and folders[0].casefold() in OWN_FOLDERS:
        folders[0] += "-"
    return _digested(iri, "/".join([*folders, kept[-1]]))


def _is_plain(part: str) -> bool:
    return (
        _PLAIN.fullmatch(part) is not None
        and len(part.encode()) <= _LONGEST_PART
        and not _DEVICE.fullmatch(part)
        and not part.lower().endswith(BESIDE)
        and not part.lower().endswith(".zh")
    )


def _shortened(part: str) -> str:
    """Give what is left of a name that cannot stand: letters, digits and hyphens."""
    left = _NOT_PLAIN.sub("-", part).strip("-")[:_KEPT]
    return left if _is_plain(left) and len(left.encode()) <= _KEPT else "thing"


def _digested(iri: str, path: str) -> str:
    folder, slash, name = path.rpartition("/")
    digest = hashlib.sha256(iri.encode()).hexdigest()[:16]
    return f"{folder}{slash}{_shortened(name)}-{digest}"


def _key(path: str) -> str:
    """Give what two paths share when a system may take them for one."""
    return normalize("NFKC", path.casefold()).casefold()
