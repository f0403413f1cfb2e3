"""IRIs written short: as prefixed names, where a prefix fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ShortNames:
    """Finds the prefixed name of an IRI.

    :param prefixes: the longest namespace that fits is taken

    >>> names = ShortNames({"ex": "http://example.org/", "def": "http://example.org/def#"})
    >>> names.of("http://example.org/a"), names.of("http://example.org/def#b")
    ('ex:a', 'def:b')
    >>> names.of("http://example.org/a/b") is None
    True
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item))

    def of(self, iri: str) -> str | None:
        """Give the prefixed name of an IRI; None where no prefix leaves a plain local name."""
        for prefix, namespace in self._prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and local and not set(local) & set("/#?:"):
                return f"{prefix}:{local}"
        return None
