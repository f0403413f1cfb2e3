"""The SPARQL lexer: enough of the grammar to find names, variables and keywords.

The terminals are those of SPARQL 1.1, section 19.8
(https://www.w3.org/TR/sparql11-query/#sparqlGrammar), and those that SPARQL 1.2 adds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
"""The names of the aggregate functions."""

_LONGEST_KNOWN = 1 << 16  # characters of a text whose tokens are kept


def _characters(ascii_others: str) -> str:
    """Return the character class of names: letters, and these other ASCII characters.

    Beyond ASCII all are accepted, more than in the grammar: nothing else may occur there outside
    strings, IRIs and comments. Excluded are CJK punctuation and full-width ASCII, which a Chinese
    keyboard produces. The class is negated, since ``re`` takes 10 ms to compile one of wide ranges.
    """
    no_letters = (c for c in map(chr, range(128)) if not c.isalpha() and c not in ascii_others)
    return f"[^{re.escape(''.join(no_letters))}\x80-\xb6\u3000-\u3004\uff00-\uffef]"


_DIGITS = "0123456789"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = (
    rf"(?:{_characters(_DIGITS + '_:')}|{_ESCAPE})"
    rf"(?:(?:{_characters(_DIGITS + '_:-.')}|{_ESCAPE})*"
    rf"(?:{_characters(_DIGITS + '_:-')}|{_ESCAPE}))?"
)
_PREFIX = (
    rf"(?:{_characters('')}"
    rf"(?:{_characters(_DIGITS + '_-.')}*{_characters(_DIGITS + '_-')})?)?:"
)

_KINDS = {
    "space": r"\s+|#[^\r\n]*",
    "iri": r'<(?:[^\x00-\x20<>"{}|^`\\]|\\[uU][0-9A-Fa-f]{4,8})*>',
    "string": r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|"(?:[^"\\\r\n]|\\.)*"',
    "variable": rf"[?$]{_characters(_DIGITS + '_')}+",
    "tag": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    "blank": rf"_:{_LOCAL}",
    "name": rf"{_PREFIX}(?:{_LOCAL})?",
    "number": r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
    "word": r"[A-Za-z]+(?:_[A-Za-z]+)*",
    "mark": r"\^\^|&&|\|\||[!<>]=|<<|>>|.",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in _KINDS.items()), re.DOTALL)


class Token(NamedTuple):
    """One token of a query.

    :param kind: ``iri``, ``string``, ``variable``, ``tag``, ``blank``, ``name`` (prefixed),
        ``number``, ``word`` (a keyword) or ``mark`` (anything else)
    :param start: the offset of its first character
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of these keywords (given in capitals), in any case."""
        return self.kind == "word" and self.text.upper() in words


def token_at(text: str, place: int) -> Token:
    """Return the token, or the space or comment (kind ``space``), that begins at an offset."""
    found = _TOKEN.match(text, place)
    assert found is not None, "the last kind takes any character"
    return Token(found.lastgroup or "mark", found.group(), place)


def tokens(text: str) -> list[Token]:
    """Split a query into its tokens, without spaces and comments.

    >>> [token.text for token in tokens('SELECT ?x { ?x ex:SERVICE "a#b"@en } # SERVICE')]
    ['SELECT', '?x', '{', '?x', 'ex:SERVICE', '"a#b"', '@en', '}']
    """
    return list(_known_tokens(text) if len(text) <= _LONGEST_KNOWN else _split(text))


@lru_cache(16)
def _known_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a query, which each step before the engine asks for anew."""
    return tuple(_split(text))


def _split(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):  # complete: the last kind matches any character
        if found.lastgroup != "space":
            yield Token(found.lastgroup or "mark", found.group(), found.start())


def star_of_select(found: Sequence[Token], select: int) -> Token | None:
    """Return the star of a ``SELECT *``; None when the SELECT names its columns.

    :param select: the index of the word SELECT

    >>> star_of_select(tokens("SELECT DISTINCT * { ?x ?y ?z }"), 0).start
    16
    """
    after = found[select + 1 : select + 3]
    if after and after[0].is_word("DISTINCT", "REDUCED"):
        after = after[1:]
    return after[0] if after and after[0].text == "*" else None
