"""Write the whole site: a page and the data of every entity, in a folder for any web server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from yuqiao.exports.site.atomic_folder import earlier_site, replace_folder
from yuqiao.exports.site.data.changelog import write_change_log
from yuqiao.exports.site.data.manifest import write_manifest
from yuqiao.exports.site.entity_paths import check_base
from yuqiao.exports.site.graph_site import GraphSite
from yuqiao.exports.site.hosting.rules import write_serving
from yuqiao.exports.site.pylode import document_vocabulary, is_installed
from yuqiao.exports.site.register_site import RegisterSite
from yuqiao.exports.site.scope import BOTH, SiteSettings
from yuqiao.exports.site.writer import PublishedGraph
from yuqiao.graph.entities.profile import is_in_vocabulary
from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.rebase import NOWHERE, files_on_base, held_on_base, namespace_of

if TYPE_CHECKING:
    import os

    from yuqiao.exports.site.writer import SiteWriter
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.store import Store


@dataclass(frozen=True)
class SiteSummary:
    """The numbers of what was written.

    :param pages: the number of pages in each language
    :param things: how many of them are about an entity
    :param languages: the languages
    :param documented: whether pyLODE's documentation is included; None if there is nothing to
        document
    """

    pages: int
    things: int
    languages: tuple[str, ...]
    documented: bool | None


def write_site(
    store: Store,
    target: str | os.PathLike[str],
    base: str | None = None,
    site: str | None = None,
    documented: bool = True,
    files: FileGraph | None = None,
    settings: SiteSettings | None = None,
) -> SiteSummary:
    """Write a graph as a static site, completely or not at all.

    :param target: the folder; it must be empty, not exist, or be a site written earlier
    :param base: the IRI that the folder corresponds to; the graph's own base if None
    :param site: the URL at which the site will be served, if it is not the base
    :param documented: whether pyLODE documents the vocabulary, if it is installed
    :param files: those that the graph is in; data then has the characters of their literals, which
        the engine may keep by value
    :param settings: what the publisher decides
    :raises yuqiao.graph.errors.InputError: if the base is not an IRI that a site can have
    :raises yuqiao.graph.errors.OutputError: if the folder contains other files, or cannot be
        written
    """
    own = _own_base(store)
    base = check_base(own if base is None else base, "base")
    if site is not None:
        check_base(site, "site")
    settings = settings or SiteSettings()
    is_register = is_in_vocabulary(store)
    if is_register:
        _check_languages(settings)
    documented = documented and is_register and is_installed()
    languages = settings.languages or BOTH
    with (
        replace_folder(target) as folder,
        document_vocabulary(base, documented, languages) as documents,
    ):
        held = held_on_base(store, base, own)
        stated = files_on_base(files, store, held, own, base) if files else None
        published = PublishedGraph(held, base, stated)
        if is_register:
            writer: SiteWriter = RegisterSite(published, folder, settings, documented)
        else:
            writer = GraphSite(published, folder, settings)
        writer.write(urlsplit(site or base).path)
        for name, page in documents:
            writer.put(name, page)
        writer.write_changes_page(
            write_change_log(held, writer.dataset, folder, earlier_site(target))
        )
        pages = writer.pages()
        write_serving(folder, writer.dataset, pages, site, writer.elsewhere, writer.scope.languages)
        summary = SiteSummary(
            len(pages),
            len(writer.things),
            writer.scope.languages,
            documented if is_register else None,
        )
        sums = writer.sums
        del writer, published, pages  # the manifest of a large graph has no room beside them
        write_manifest(folder, sums)
    return summary


def _own_base(store: Store) -> str:
    """Return the longest part of a graph's own namespace that a site can have."""
    base = namespace_of(store)
    while base != NOWHERE:
        try:
            return check_base(base, "base")
        except InputError:
            shorter = base[: base.rstrip("/").rfind("/") + 1]
            base = shorter if shorter.count("/") > 2 else NOWHERE
    return base


def _check_languages(settings: SiteSettings) -> None:
    other = [tag for tag in settings.languages if tag not in BOTH]
    if other:
        raise InputError(f'the pages of a register are in en or zh; there are none in "{other[0]}"')
