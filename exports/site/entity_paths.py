"""The path of each entity in the site: that of its IRI, if a file can have that name.

The data never controls which file is written: a part of an IRI becomes a file name only if every
system supports it; otherwise it is replaced by a sanitized name followed by a hash of the IRI. This
covers ``..`` in any spelling, names reserved on Windows
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file), names that are too long, and names
that differ only in case or Unicode normalization.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode

from yuqiao.graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE_ENDINGS = (".html", ".zh.html", ".ttl", ".jsonld", ".nt", ".rdf")
"""The extensions of the files of an entity: its two pages and its data."""

_LANGUAGES = ("en", "zh")

ELSEWHERE = "elsewhere"
"""The folder of entities whose IRIs are not under the base: countries, terms of others."""

OWN_FOLDERS = frozenset({"browse", "changes", "documentation", "dumps", "questions", "serving"})
"""The folders of the site's own pages, which contain no entities."""

OWN_PAGES = frozenset(
    {"404", "changes", "context", "documentation", "downloads", "index", "network", "robots",
     "schemes", "search", "sha256sums", "shapes", "sitemap", "style", "yuqiao-site"}
)  # fmt: skip
"""The names of the site's own files, without their extensions."""

_VERSIONED = frozenset({"def", "schemes", "shapes"})  # folders with their versions
_HOST = re.compile(r"[\w.-]+(?::[0-9]+)?|\[[0-9a-fA-F:.]+\](?::[0-9]+)?")
_FOLDER = re.compile(r"(?!\.+$)[\w.~-]+")
_PLAIN = re.compile(r"\w(?:[\w.~-]*[\w~-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^\w-]+")
_LONGEST_PART = 120  # bytes; most systems allow 255 including the extension
_LONGEST_PATH = 200  # bytes; Windows allows 260 characters including the folder of the site
_KEPT = 40  # characters of a sanitized name


def check_base(address: str, what: str) -> str:
    """Check that an IRI can be the base of a site, and return it.

    :param what: its name in messages
    :raises InputError: if it is not an http(s) IRI that ends in a slash

    >>> check_base("https://example.org/register/", "base")
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
    path = parts.path.split("/")[1:-1]
    if not _HOST.fullmatch(parts.netloc) or not all(_FOLDER.fullmatch(unquote(p)) for p in path):
        raise InputError(
            f"the {what} {address!r} has a part that server rules cannot contain; expected a host "
            "and folders of letters, digits and . _ ~ - alone; choose another address"
        )
    return address


class SitePaths:
    """The path of every entity in the site.

    :param things: the entities
    :param base: the IRI that the root of the site corresponds to
    :param languages: those of the site, which are in the names of pages

    >>> from pyoxigraph import NamedNode
    >>> things = [NamedNode("https://example.org/" + path) for path in ("id/o/swu", "def#Term")]
    >>> places = SitePaths(things, "https://example.org/")
    >>> [places.path(thing) for thing in things]
    ['id/o/swu', 'def/Term']
    """

    def __init__(
        self, things: Iterable[NamedNode], base: str, languages: Iterable[str] = _LANGUAGES
    ) -> None:
        self._base = base
        self._ends = tuple(f".{lang.lower()}" for lang in list(languages)[1:])
        self._paths: dict[NamedNode, str] = {}
        taken: set[str] = set()
        for thing in sorted(things, key=lambda each: each.value):
            wanted = _wanted(thing.value, base)
            path = _safe(thing.value, wanted)
            if path.lower().endswith(self._ends):
                path = _digested(thing.value, path)
            if _key(path) in taken:
                path = _digested(thing.value, path)
            taken.add(_key(path))
            self._paths[thing] = path
        self._exceptions = dict(self._elsewhere())

    def path(self, thing: object) -> str | None:
        """Return the path of an entity's page without its extension, or None if it has no page."""
        return self._paths.get(thing)  # type: ignore[call-overload,no-any-return]

    @property
    def exceptions(self) -> Mapping[str, str]:
        """The IRIs whose documents have a different path, with that path.

        A server never receives the fragment of an IRI: if a document has only one entity, its IRI
        leads to the documents of that entity.
        """
        return self._exceptions

    def _elsewhere(self) -> Iterator[tuple[str, str]]:
        begin = len(self._base)
        within: dict[str, list[str]] = {}
        for thing, path in self._paths.items():
            document, mark, _ = thing.value.partition("#")
            if not document.startswith(self._base):
                continue
            if document == self._base and not mark:
                yield document, path
            elif mark:
                within.setdefault(document, []).append(path)
            elif unquote(document[begin:]) != path:
                yield document, path
        for document, paths in within.items():
            known = NamedNode(document) in self._paths or document[begin:] in _VERSIONED
            if len(paths) == 1 and not known:
                yield document, paths[0]


@lru_cache(maxsize=1 << 14)
def href(path: str) -> str:
    """Write a path as a relative URL.

    >>> href("id/place/重庆")
    'id/place/%E9%87%8D%E5%BA%86'
    """
    return quote(path, safe="/~")


def _wanted(iri: str, base: str) -> list[str]:
    """Return the parts of the path of an IRI, decoded."""
    if iri.startswith(base):
        rest = iri[len(base) :].removeprefix("#")
        folders = []
    else:
        scheme, _, rest = iri.partition(":")
        rest = rest.removeprefix("//")
        folders = [ELSEWHERE] if scheme in {"http", "https"} else [ELSEWHERE, scheme]
    parts = rest.replace("#", "/").removesuffix("/").split("/")
    return [*folders, *(normalize("NFC", unquote(part, errors="replace")) for part in parts)]


def _safe(iri: str, wanted: list[str]) -> str:
    """Return the path itself if every system supports it, otherwise one with a hash."""
    path = "/".join(wanted)
    first = wanted[0].casefold()
    own = first in OWN_FOLDERS or (len(wanted) == 1 and first in OWN_PAGES)
    own = own or (first in _VERSIONED and wanted[-1][:1].isdigit())
    if not own and all(map(is_plain, wanted)) and len(path.encode()) <= _LONGEST_PATH:
        return path
    kept = [part if is_plain(part) else _shortened(part) for part in wanted]
    folders = kept[:-1] if len("/".join(kept[:-1]).encode()) <= _LONGEST_PATH else [ELSEWHERE]
    if folders and folders[0].casefold() in OWN_FOLDERS:
        folders[0] += "-"
    return _digested(iri, "/".join([*folders, kept[-1]]))


def is_plain(part: str) -> bool:
    """Return whether every system supports a name as that of a file.

    >>> is_plain("swu"), is_plain(".."), is_plain("CON")
    (True, False, False)
    """
    return (
        _PLAIN.fullmatch(part) is not None
        and len(part.encode()) <= _LONGEST_PART
        and not _DEVICE.fullmatch(part)
        and not part.lower().endswith(FILE_ENDINGS)
        and not part.lower().endswith(".zh")
    )


def _shortened(part: str) -> str:
    """Sanitize a name to letters, digits and hyphens."""
    left = _NOT_PLAIN.sub("-", part).strip("-")[:_KEPT]
    return left if is_plain(left) and len(left.encode()) <= _KEPT else "thing"


def _digested(iri: str, path: str) -> str:
    folder, slash, name = path.rpartition("/")
    digest = hashlib.sha256(iri.encode()).hexdigest()[:16]
    return f"{folder}{slash}{_shortened(name)}-{digest}"


def _key(path: str) -> str:
    """Return a key that is equal for paths that a system may not distinguish."""
    return normalize("NFKC", path.casefold()).casefold()
