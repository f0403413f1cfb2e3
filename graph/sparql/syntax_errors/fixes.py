"""Likely fixes of a wrong query: each is tested, and one that does not help is never shown.

A fix helps when the engine's parser then accepts the whole query, or gets further with it. Each
rule is a function that yields the fixes it knows for a mistake; the other modules here hold the
rules, by subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

from yuqiao.graph.sparql.lexer import Token, tokens
from yuqiao.graph.sparql.validation import can_begin, is_query

LONGEST = 20_000
"""Most characters of a query for which fixes are tried: each test parses it again."""

_MOST = 120  # corrections tried for one mistake
_MOST_HALF = 60  # of those, how many are looked at for how far they get
_GAIN = 2  # tokens more that must be taken, of those there were, when the whole is not
_MOST_PARSED = 6_000_000  # characters parsed to test the fixes of one mistake: about a second
_TERMS = ("variable", "iri", "name", "blank", "string", "number")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_WORDS = (
    *("FILTER", "OPTIONAL", "BIND", "MINUS", "UNION", "VALUES", "GRAPH", "SERVICE"),
    *("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"),
)
_FEW = 6  # most offsets where a clause may end


class Edit(NamedTuple):
    """A replacement for a span of the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Fix:
    """A fix.

    :param hint: what to do, for a person
    :param edits: the same as edits of the text
    :param place: where the mistake really is; None for the token at which parsing ended
    :param reason: what is wrong there; empty when the token is only unexpected
    :param shortens: whether the edits remove terms on purpose: the hint does not propose that
    """

    hint: str
    edits: tuple[Edit, ...]
    place: int | None = None
    reason: str = ""
    shortens: bool = False

    def keeps_terms(self, text: str) -> bool:
        """Return whether every term of the replaced text is in the replacements."""
        added = " ".join(edit.text for edit in self.edits).casefold()
        removed = (token for edit in self.edits for token in tokens(text[edit.start : edit.end]))
        terms = (token.text for token in removed if token.kind in _TERMS)
        return self.shortens or all(term.strip("?$_:'\"%<>").casefold() in added for term in terms)


@dataclass(frozen=True)
class Mistake:
    """A wrong query and its first token that no valid query can have there.

    :param index: of that token; the number of tokens when the query is incomplete
    """

    text: str
    tokens: tuple[Token, ...]
    index: int
    prefixes: Mapping[str, str]

    @property
    def token(self) -> Token:
        """The first that is wrong."""
        return self.near(0)

    def near(self, offset: int) -> Token:
        """Return the token at a distance from the wrong one."""
        return self.at(self.index + offset)

    def at(self, index: int) -> Token:
        """Return a token by its number; before the first and after the last there is an ``end``."""
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        return Token("end", "", 0 if index < 0 else len(self.text.rstrip()))

    def cut(self, first: int, after: int) -> str:
        """Return the text from one token up to before another."""
        return self.text[self.at(first).start : self.at(after - 1).end]

    def edit(self, first: int, after: int, text: str) -> Edit:
        """Replace the tokens from one up to before another."""
        return Edit(self.at(first).start, self.at(after - 1).end, text)


Rule: TypeAlias = Callable[[Mistake], Iterator[Fix]]
"""Yields the fixes it knows for a mistake, the likeliest first."""


def likely_fix(mistake: Mistake, rules: Iterable[Rule], last: Iterable[Rule] = ()) -> Fix | None:
    """Return the first fix that makes the query valid, or else the one that gets furthest.

    A fix that would lose a term of the query is none.

    :param last: rules whose fixes count only when they make the whole query valid
    """
    if len(mistake.text) > LONGEST:
        return None
    tried: dict[str, Fix] = {}
    for fix, fixed in _fixes(mistake, rules):
        if is_query(fixed, mistake.prefixes):
            return fix
        tried.setdefault(fixed, fix)
    return _furthest(mistake, tried) or _first_that_mends(mistake, last)


def _fixes(mistake: Mistake, rules: Iterable[Rule]) -> Iterator[tuple[Fix, str]]:
    """Yield the fixes that keep all terms, each with the fixed query."""
    found = (fix for rule in rules for fix in rule(mistake))
    keeping = (fix for fix in found if fix.keeps_terms(mistake.text))
    yield from ((fix, applied(mistake.text, fix.edits)) for fix in islice(keeping, _MOST))


def _first_that_mends(mistake: Mistake, rules: Iterable[Rule]) -> Fix | None:
    fixes = _fixes(mistake, rules)
    return next((fix for fix, fixed in fixes if is_query(fixed, mistake.prefixes)), None)


def _furthest(mistake: Mistake, tried: Mapping[str, Fix]) -> Fix | None:
    best, most = None, _GAIN - 1
    cost = len(mistake.text) * len(mistake.tokens).bit_length()
    for fixed, fix in islice(tried.items(), min(_MOST_HALF, _MOST_PARSED // max(cost, 1))):
        found = tokens(fixed)
        left_out = max(0, len(mistake.tokens) - len(found))
        rest = len(found) - tokens_taken(fixed, found, mistake.prefixes)
        gain = len(mistake.tokens) - mistake.index - rest - left_out
        if gain > most:
            best, most = fix, gain
    return best


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits to a text.

    >>> applied("a c d", [Edit(4, 5, "e"), Edit(1, 1, " b")])
    'a b c e'
    """
    pieces, copied = [], 0
    for edit in sorted(edits):
        pieces += [text[copied : edit.start], edit.text]
        copied = edit.end
    return "".join([*pieces, text[copied:]])


def tokens_taken(text: str, found: list[Token], prefixes: Mapping[str, str]) -> int:
    """Count the tokens with which a valid query can begin; for a valid query it is all.

    >>> query = "SELECT ?x { ?x a }"
    >>> tokens_taken(query, tokens(query), {})
    5
    """
    good, bad = 0, len(found) + 1  # so many are a prefix of a valid query; so many are not
    while bad - good > 1:
        middle = (good + bad) // 2
        if middle <= len(found) and can_begin(text[: found[middle - 1].end], prefixes):
            good = middle
        else:
            bad = middle
    return good


def open_brackets(found: Iterable[Token]) -> list[Token]:
    """Return the brackets that are not closed, the outermost first.

    >>> [token.start for token in open_brackets(tokens("{ ( [ ] "))]
    [0, 2]
    """
    waiting: list[Token] = []
    for token in found:
        if token.text in _PAIRS.values():
            waiting.append(token)
        elif token.text in _PAIRS and waiting and waiting[-1].text == _PAIRS[token.text]:
            waiting.pop()
    return waiting


def closing(found: tuple[Token, ...], index: int) -> int | None:
    """Find the bracket that closes the one at an index.

    >>> closing(tuple(tokens("( ( ) )")), 0)
    3
    """
    depth = 0
    for place in range(index, len(found)):
        depth += (found[place].text in _PAIRS.values()) - (found[place].text in _PAIRS)
        if depth == 0:
            return place
    return None


def ends(mistake: Mistake, first: int) -> Iterator[int]:
    """Yield the offsets where the clause at a token may end: a dot, a brace, a line, a keyword."""
    depth, given = 0, 0
    for index in range(first, len(mistake.tokens)):
        token, before = mistake.at(index), mistake.at(index - 1)
        stops = token.text in {".", ";", "{", "}"} or token.is_word(*_WORDS)
        new_line = "\n" in mistake.text[before.end : token.start]
        if depth <= 0 and index > first and (stops or new_line):
            yield before.end
            given += 1
        depth += (token.text in _PAIRS.values()) - (token.text in _PAIRS)
        if given == _FEW or depth < 0:
            return
    yield mistake.tokens[-1].end
