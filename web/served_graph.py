"""The graph as a worker has it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from yuqiao.graph.questions.catalogue import use_catalogue
from yuqiao.graph.rdf.sources import read_options
from yuqiao.graph.stores.open_store import open_files, open_store
from yuqiao.graph.stores.rebase import base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yuqiao.graph.entities.index import EntityIndex
    from yuqiao.graph.stores.store import Store
    from yuqiao.web.pages.known_entities import KnownEntities, LiveLocale
    from yuqiao.web.source import Source


def describes_partnerships(graph: ServedGraph) -> bool:
    """Return whether the graph is a register, which the questions and lists are about."""
    return graph.is_register


class ServedGraph:
    """The graph as a worker has it: every job is given it first.

    :param source: which graph it is
    :param allow_hosts: hosts that SERVICE may call
    :param earlier: the name of an earlier edition of it
    """

    def __init__(
        self, source: Source, allow_hosts: tuple[str, ...] = (), earlier: str | None = None
    ) -> None:
        self.source = source
        self.earlier = earlier
        use_catalogue(source.catalogue)
        self._allow_hosts = allow_hosts

    @cached_property
    def store(self) -> Store:
        """The graph, ready for queries."""
        with read_options(self.source.options):
            return open_store(self.source.name, self._allow_hosts)

    @cached_property
    def base(self) -> str:
        """The IRI that the root of the application corresponds to."""
        return base_of(self.store)

    @cached_property
    def is_register(self) -> bool:
        """Whether it describes partnerships; of another graph nothing is said that is of ours."""
        return self.store.exists("ASK { ?partnership a yq:Partnership }")

    @cached_property
    def known(self) -> KnownEntities | None:
        """Every entity of the graph; None for one that is too large, or on a server."""
        from yuqiao.web.pages.known_entities import MOST_INDEXED, KnownEntities

        if self.store.engine is None or len(self.store) > MOST_INDEXED:
            return None
        return KnownEntities(self.store, self.is_register)

    def locale(self, lang: str, iris: Iterable[str]) -> LiveLocale:
        """Return the names of entities in a language, of all or at least of some."""
        if self.known is not None:
            return self.known.locales[lang]
        from yuqiao.web.pages.known_entities import names_around

        return names_around(self.store, iris, lang, self.is_register)

    @cached_property
    def stated_index(self) -> EntityIndex:
        """Every entity with the characters of its literals, where the graph has files."""
        from yuqiao.graph.entities.index import EntityIndex

        assert self.known is not None
        if self.source.kind != "file":
            return self.known.index
        with read_options(self.source.options):
            return EntityIndex(open_files(self.source.name) or self.store)

    def prepare(self) -> None:
        """Open what forked workers can share: a graph in memory."""
        if self.source.kind not in {"directory", "union"}:
            _ = self.store

    def warm(self) -> Iterator[None]:
        """Prepare what pages need, which workers forked later share, a part at a time."""
        if self.source.kind in {"bundled", "file"} and self.known is not None:
            yield
            yield from self.known.warm(self.store)
