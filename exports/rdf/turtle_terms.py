"""Terms as Turtle writes them, made from how N-Triples writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yuqiao.exports.rdf.language_tags import language_tag
from yuqiao.exports.rdf.nesting import Term
from yuqiao.graph.rdf.nquads import iri_of
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.ontology.files import XSD

# What a terminal obeys, in UTF-8: DEL, C1, and the marks that turn text or break lines
# (U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069).
_OBEYED = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)
_BARE = {
    b"<%sinteger>" % XSD.encode(): re.compile(rb"[+-]?[0-9]+"),
    b"<%sdecimal>" % XSD.encode(): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    b"<%sboolean>" % XSD.encode(): re.compile(rb"true|false"),
}
_QUOTE = ord('"')
_IRI = ord("<")


class Names(dict[Term, bytes]):
    """IRIs as short as the prefixes allow, each worked out once.

    :param prefixes: those that may be used

    >>> names = Names({"ex": "http://example.org/"})
    >>> names[b"<http://example.org/a>"], names[b"<http://example.org/a/b>"], names.used
    (b'ex:a', b'<http://example.org/a/b>', {'ex'})
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._short = PrefixMap(prefixes)
        self.used: set[str] = set()

    def __missing__(self, token: Term) -> bytes:
        name = self._short.of(token[1:-1].decode()) if token[-1:] == b">" else None
        if name is None:
            if token[:3] != b"<<(":  # a triple term
                iri_of(token)
            self[token] = token
            return token
        self.used.add(name.partition(":")[0])
        self[token] = short = name.encode()
        return short

    def term(self, term: Term) -> bytes:
        """Write an IRI, a literal or a blank node."""
        first = term[0]
        if first == _IRI:
            return self[term]
        if first != _QUOTE:
            return term
        if term[-1] == _QUOTE:
            return term if term.isascii() and b"\x7f" not in term else harmless(term)
        quote = term.rindex(b'"')
        if term[quote + 1] == ord("@"):
            tag = language_tag(term[quote + 2 :].decode()).encode()
            return harmless(term[: quote + 1]) + b"@" + tag
        datatype = term[quote + 3 :]
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(term, 1, quote):
            return term[1:quote]
        return harmless(term[: quote + 1]) + b"^^" + self[datatype]


def harmless(quoted: bytes) -> bytes:
    r"""Write what a terminal obeys, C1 and marks that turn text, as escapes: they mean the same.

    The other control characters are escaped already.

    >>> harmless("a\x9bb".encode())
    b'a\\u009Bb'
    """
    if quoted.isascii() and b"\x7f" not in quoted:
        return quoted
    return _OBEYED.sub(lambda found: b"\\u%04X" % ord(found[0].decode()), quoted)


def object_order(term: Term) -> tuple[int, bytes, bytes]:
    """Give the order of objects: IRIs, literals by language, blank nodes."""
    if term[0] != _QUOTE:
        return (0 if term[0] == _IRI else 2), b"", term
    quote = term.rindex(b'"')
    return 1, term[quote + 2 :] if term[quote + 1 : quote + 2] == b"@" else b"", term
