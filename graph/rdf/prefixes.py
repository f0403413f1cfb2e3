"""IRIs written short, as prefixed names, by one rule for all that is shown or written.

The rule is stricter than the grammars of SPARQL (https://www.w3.org/TR/sparql11-query/#sparqlGrammar)
and Turtle: a name needs no escapes, can be pasted into a query, and cannot be misread.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of what Python takes for letters, the grammar's PN_CHARS_BASE lacks these; wide letters, which it
# has, look like ASCII. Beyond U+FFFF, where Oxigraph takes none, are rare Chinese characters.
_NO_LETTERS = r"\x80-\xbf\u2190-\u2bff\uff00-\uffef\U00010000-\U0010ffff"
_LETTER = rf"[^\W{_NO_LETTERS}]"  # with digits and _
_FIRST = rf"[^\W\d_{_NO_LETTERS}]"
_LOCAL = re.compile(rf"{_LETTER}(?:(?:{_LETTER}|-)*{_LETTER})?")
_PREFIX = re.compile(rf"(?:{_FIRST}(?:(?:{_LETTER}|[-.])*(?:{_LETTER}|-))?)?")
_MOST_KEPT = 1 << 14  # names, most of which come again
_MARKS = "#/?:"  # after the last of which a local name begins


def is_prefix(name: str) -> bool:
    r"""Return whether a name can be a prefix in a query; an empty one can.

    >>> [is_prefix(name) for name in ("yq", "", "a.b", "a.", "a b", "1a", "yq\n")]
    [True, True, True, False, False, False, False]
    """
    return _PREFIX.fullmatch(name) is not None


def is_namespace(iri: str) -> bool:
    """Return whether a text can be a prefix's namespace: an IRI, and not a relative one.

    >>> is_namespace("http://example.org/"), is_namespace("http://a/> bad"), is_namespace("rel")
    (True, False, False)
    """
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


class PrefixMap:
    """Finds the prefixed name of an IRI.

    :param prefixes: the longest namespace that fits is taken, of equal ones the first prefix

    >>> names = PrefixMap({"ex": "http://example.org/", "def": "http://example.org/def#"})
    >>> names.compress("http://example.org/a"), names.compress("http://example.org/def#b")
    ('ex:a', 'def:b')
    >>> [names.compress(f"http://example.org/{end}") for end in ("a/b", "a(b")]
    [None, None]
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._ending_at_marks, self._others, self._found = _namespaces(tuple(prefixes.items()))

    def compress(self, iri: str) -> str | None:
        """Return the prefixed name of an IRI; None where no prefix leaves a plain local name."""
        try:
            return self._found[iri]
        except KeyError:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[iri] = found = self._compressed(iri)
            return found

    def _compressed(self, iri: str) -> str | None:
        for namespace, prefix in self._others:
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        cut = max(map(iri.rfind, _MARKS)) + 1
        found = self._ending_at_marks.get(iri[:cut])
        plain = found is not None and _LOCAL.fullmatch(iri, cut)
        return f"{found}:{iri[cut:]}" if plain else None


@lru_cache(maxsize=64)  # a site writes thousands of files with the same prefixes
def _namespaces(
    prefixes: tuple[tuple[str, str], ...],
) -> tuple[dict[str, str], list[tuple[str, str]], dict[str, str | None]]:
    """Return the prefix of each namespace that ends at a mark, and of the others, longest first.

    The last is for names that were found with them.
    """
    known = {
        namespace: prefix
        for prefix, namespace in sorted(prefixes, reverse=True)
        if namespace and is_prefix(prefix)
    }
    ending_at_marks = {n: prefix for n, prefix in known.items() if n[-1] in _MARKS}
    others = [pair for pair in known.items() if pair[0] not in ending_at_marks]
    return ending_at_marks, sorted(others, key=lambda pair: (-len(pair[0]), pair)), {}
