"""What a mistyped word was probably meant to be: the nearest of the words that exist.

Distance is Damerau's: a letter wrong, left out or too many, or two neighbours changed over
(F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3),
1964, found these four behind 80 % of misspellings). Case and the joints of a name (``-``, ``_``
and spaces) do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from pyoxigraph import NamedNode

from yuqiao.graph.short_names import ShortNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yuqiao.graph.answers import Solutions
    from yuqiao.graph.store import Store

Position: TypeAlias = Literal["predicate", "class", "other"]
"""Where in a triple a term stands; ``other`` is a subject, or an object that is no class."""

MOST_TERMS = 100_000
"""Terms that are compared at most: it takes some tenths of a second."""

_IN_USE: dict[Position, tuple[str, ...]] = {
    "predicate": ("?s ?t ?o",),
    "class": ("?s a ?t",),
    "other": ("?t a ?class", "{ ?t ?p ?o } UNION { ?s ?p ?t }"),
}
_JOINTS = re.compile(r"[-_\s]+")
_LEAST = 4  # letters at least that a part of a name must have to be recognised
_WORST = 4  # edits at most, however long the word


def nearest(word: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """Give the candidates nearest to a word, best first; none when nothing is near.

    A quarter of the letters may be wrong. After those come candidates of which the word is the
    beginning, then those it ends or stands within.

    :param limit: how many to give at most

    >>> nearest("chinesPartner", ["foreignPartner", "chinesePartnerIn", "chinesePartner"])
    ['chinesePartner']
    >>> nearest("西南大", ["重庆大学", "西南大学", "西南政法大学"])
    ['西南大学']
    >>> nearest("industry", ["country", "servesIndustry", "industryCode"], limit=2)
    ['industryCode', 'servesIndustry']
    >>> nearest("tuition", ["country", "level"])
    []
    """
    folded = {candidate: _folded(candidate) for candidate in candidates}
    wanted = _folded(word)
    for most in range(1, _edits_allowed(len(wanted)) + 1):  # few edits are counted much faster
        found = _within(wanted, folded, most)
        if len(found) >= limit:
            return found[:limit]
    found = _within(wanted, folded, _edits_allowed(len(wanted)))
    return [*found, *(c for c in _containing(wanted, folded) if c not in found)][:limit]


def nearest_term(iri: str, terms: Iterable[str]) -> str | None:
    """Give the IRI, of those that exist, that was probably meant.

    In the same namespace it is the nearest name; else the same name in another namespace, such as
    that of ``http:`` for ``https:``.

    >>> skos = "http://www.w3.org/2004/02/skos/core#"
    >>> nearest_term(f"{skos}preflabel", [f"{skos}altLabel", f"{skos}prefLabel"])
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    >>> nearest_term("http://schema.org/about", ["https://schema.org/about"])
    'https://schema.org/about'
    """
    namespace, name = split_iri(iri)
    elsewhere: dict[str, str] = {}
    siblings: dict[str, str] = {}
    for term in sorted(terms):
        of, called = split_iri(term)
        if of == namespace:
            siblings.setdefault(called, term)
        elif called and _folded(called) == _folded(name):
            elsewhere.setdefault(of, term)
    siblings.pop(name, None)
    for found in nearest(name, siblings):
        return siblings[found]
    for found in [*nearest(namespace, elsewhere), *elsewhere]:
        return elsewhere[found]
    return None


def known_terms(store: Store, position: Position, namespace: str = "") -> list[str]:
    """Ask a store which IRIs it uses in a position.

    In the position ``other`` they are the things that have a class, if there are any: they are
    found many times faster than all that anything is said of.

    :param namespace: give only those that begin so
    """
    begins = f"FILTER(STRSTARTS(STR(?t), {_quoted(namespace)}))" if namespace else ""
    for pattern in _IN_USE[position]:
        rows = store.query(
            f"SELECT DISTINCT ?t WHERE {{ {pattern} FILTER(ISIRI(?t)) {begins} }}"
            f" LIMIT {MOST_TERMS}"
        )
        terms = (row[0] for row in cast("Solutions", rows))
        found = sorted(term.value for term in terms if isinstance(term, NamedNode))
        if found:
            return found
    return []


def split_iri(iri: str) -> tuple[str, str]:
    """Split an IRI into a namespace and a name.

    >>> split_iri("https://w3id.org/yuqiao/def#level")
    ('https://w3id.org/yuqiao/def#', 'level')
    """
    cut = max(iri.rfind(mark) for mark in "#/:") + 1
    return iri[:cut], iri[cut:]


def short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as a person would in a query: with a prefix where one fits.

    >>> short_name("https://schema.org/about", {"schema": "https://schema.org/"})
    'schema:about'
    >>> short_name("https://example.org/", {})
    '<https://example.org/>'
    """
    return ShortNames(prefixes).of(iri) or f"<{iri}>"


def _folded(word: str) -> str:
    return _JOINTS.sub("", word.casefold())


def _quoted(text: str) -> str:
    from pyoxigraph import Literal as RdfLiteral

    return str(RdfLiteral(text))


def _within(word: str, folded: Mapping[str, str], most: int) -> list[str]:
    """Give the candidates that are so few edits away, nearest first; never a word all replaced.

    Of equally near ones, those with the same first letter come first: it is seldom mistyped.
    """
    ranked = []
    for candidate, letters in folded.items():
        edits = edits_between(word, letters, most)
        if edits <= most and edits < min(len(word), len(letters)):
            ranked.append((edits, word[0] != letters[0], abs(len(word) - len(letters)), candidate))
    return [candidate for *_, candidate in sorted(ranked)]


def _containing(word: str, folded: Mapping[str, str]) -> list[str]:
    """Give the candidates of which the word is a part, or that are a part of it."""
    ranked = []
    for candidate, letters in folded.items():
        shorter, longer = sorted((word, letters), key=len)
        if len(shorter) >= _LEAST and shorter in longer:
            rest = len(longer) - len(shorter)
            ranked.append((not longer.startswith(shorter), rest, candidate))
    return [candidate for *_, candidate in sorted(ranked)]


def _edits_allowed(length: int) -> int:
    return min((length + 3) // 4, _WORST)


def edits_between(word: str, candidate: str, most: int) -> int:
    """Count the edits between two words; any number above ``most`` means too many.

    >>> edits_between("shcool", "school", 2), edits_between("level", "label", 1)
    (1, 2)

    The optimal string alignment, row by row: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
    """
    too_many = most + 1
    letters, others = set(word), set(candidate)
    if (
        abs(len(word) - len(candidate)) > most
        or len(letters - others) > most
        or len(others - letters) > most
    ):
        return too_many
    same = next((i for i, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b), None)
    if same is None:
        return abs(len(word) - len(candidate))
    return _edits(word[same:], candidate[same:], most)


def _edits(word: str, candidate: str, most: int) -> int:
    before: list[int] = []
    above = list(range(len(candidate) + 1))
    for row, letter in enumerate(word, start=1):
        here = [row]
        for column, other in enumerate(candidate, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 < column and letter == candidate[column - 2] and other == word[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(*here, *above) > most:
            return most + 1
        before, above = above, here
    return above[-1]
