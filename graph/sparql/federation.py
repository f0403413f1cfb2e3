"""Calls to other hosts, by SERVICE in a query or LOAD in an update; only named hosts are allowed.

The calls are found in tokens, not in text, for every way in which the text can be tokenized. The
engine tokenizes by context: it reads ``SERVICEex:a {`` as the clause, ``PREFIXex: <...>`` as a
declaration, and a ``<`` as "less than" where a plain tokenizer would see an IRI.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext
from io import UnsupportedOperation
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from yuqiao.graph.errors import QueryError
from yuqiao.graph.messages import caret_line
from yuqiao.graph.sparql.lexer import Token, token_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from pyoxigraph import (
        QueryResultsFormat,
        QuerySolution,
        QuerySolutions,
        QueryTriples,
        Triple,
        Variable,
    )

_NAME_FOLLOWS = ("GRAPH", "FROM", "NAMED", "DESCRIBE")  # a name, then perhaps a brace
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_HOST = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]"
_HOST_AND_PORT = re.compile(rf"({_HOST})(?::([0-9]{{1,5}}))?")
_ADDRESS = re.compile(r"(https?)://([^/?#]*)(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_PORTS = {"http": "80", "https": "443"}
_STATUS = re.compile(r"Error (\d{3}) (.*?) returned by \S+(?: with payload:(.*))?", re.DOTALL)
_UNREADABLE = re.compile(  # the wording of the engine's result parsers
    r"Parser error|syntax error|JSON|XML|Invalid|Unexpected|Expecting|term type|buffer|results|"
    r"content.type|media type|not supported",
    re.IGNORECASE,
)
_WHAT = {
    "SERVICE": "SERVICE would send a part of this query to",
    "LOAD": "LOAD would read from",
}


def hosts_of(texts: Iterable[str]) -> frozenset[str]:
    """Parse the hosts that may be called, each as ``host`` or ``host:port``.

    :raises QueryError: when one is not a host, but for example an address

    >>> sorted(hosts_of(["Query.Wikidata.org", "localhost:7878"]))
    ['localhost:7878', 'query.wikidata.org']
    """
    hosts = [text.lower() if text.isascii() else text for text in texts]
    for host in hosts:
        if not _HOST_AND_PORT.fullmatch(host):
            raise QueryError(
                f'"{host}" is not a host; expected a name such as query.wikidata.org, or with its '
                "port, localhost:7878"
            )
    return frozenset(hosts)


def reject_outside_calls(
    sparql: str,
    prefixes: Mapping[str, str] | None = None,
    allow_hosts: Collection[str] = (),
    *,
    updates: bool = False,
) -> None:
    r"""Reject SPARQL that would call an address whose host is not among those allowed.

    Comments, strings, IRIs and prefixed names may contain the keywords; ``\u`` escapes do not hide
    them. A host is allowed as it is spelled, with any port unless one is named; an address with a
    user or password, or in a variable, never is.

    :param prefixes: those that need no declaration
    :param allow_hosts: as :func:`hosts_of` returns them
    :param updates: whether LOAD can occur too
    :raises QueryError: with the position of the first call that is rejected
    """
    for text in dict.fromkeys((sparql, _unescaped(sparql))):
        reading = _Reading(text, prefixes or {}, ("SERVICE", "LOAD") if updates else ("SERVICE",))
        for call in reading.calls:
            reason = _refusal(call, reading.addresses(call.target), allow_hosts)
            if reason is not None:
                raise QueryError(f"{reason}\n{caret_line(text, call.place)}")


class Called:
    """An answer that comes from another host in part: its failure is reported in one line.

    :param answer: pyoxigraph's own solutions or triples
    :param told: a context in which any other failure becomes an error of ours
    :param hosts: those that may have been called
    """

    def __init__(
        self,
        answer: QuerySolutions | QueryTriples,
        told: Callable[[], AbstractContextManager[None]] | None = None,
        hosts: Collection[str] = (),
    ) -> None:
        self._answer = answer
        self._told = told or nullcontext
        self._hosts = hosts

    @property
    def variables(self) -> list[Variable]:
        """The variables of the solutions."""
        return cast("QuerySolutions", self._answer).variables

    def __iter__(self) -> Iterator[QuerySolution | Triple]:
        with self._told(), _failures_reported(self._hosts):
            yield from self._answer

    def serialize(self, out: IO[bytes], form: QueryResultsFormat) -> None:
        """Write the solutions in a format, row by row."""
        with self._told(), _failures_reported(self._hosts):
            cast("QuerySolutions", self._answer).serialize(out, form)


@contextmanager
def _failures_reported(hosts: Collection[str]) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, SyntaxError) as error:
        if isinstance(error, OSError) and (
            error.errno is not None or isinstance(error, UnsupportedOperation)
        ):
            raise  # from a file being written, not from the engine
        if isinstance(error, RuntimeError) and not is_unreadable(error):
            raise
        raise service_failure(error, hosts) from error


def service_failure(error: Exception, hosts: Collection[str]) -> QueryError:
    """Explain in one line why a server called by SERVICE returned no complete answer.

    The address is not shown, as it may contain a key.

    :param hosts: those that may have been called

    >>> print(service_failure(OSError("connection refused"), ["example.org"]))
    the SERVICE at example.org does not answer: connection refused
    """
    from yuqiao.graph.sparql.server_messages import shortened

    who = f"the SERVICE at {' or '.join(sorted(hosts))}" if hosts else "the SERVICE"
    said = str(error)
    status = _STATUS.match(said)
    if status is not None:
        words = shortened(status[3] or "")
        sent = "; credentials are not sent in SERVICE" if status[1] in {"401", "403"} else ""
        return QueryError(f"{who} answered {status[1]} {status[2]}{words}{sent}")
    if "too many redirects" in said:
        return QueryError(f"{who} points to another address, and no redirect is followed there")
    words = shortened(re.sub(r"https?://\S+", "…", said))
    if isinstance(error, OSError):
        return QueryError(f"{who} does not answer{words}")
    return QueryError(f"the answer of {who} was cut short or is not SPARQL results{words}")


def is_unreadable(error: RuntimeError) -> bool:
    """Return whether an error is about what a called server answered."""
    return _UNREADABLE.search(str(error)) is not None


class _Call(NamedTuple):
    """A clause that calls an address.

    :param target: the token of the address; None when the clause is not plainly written
    """

    word: str
    place: int
    target: Token | None


class _State(NamedTuple):
    """How far a reading has come.

    :param name_follows: whether a prefixed name here is that of a graph
    :param begins: where an operation can begin; ``declared`` within a PREFIX or BASE before it
    """

    place: int
    name_follows: bool = False
    begins: str = "here"


class _Reading:
    """All calls in a text, and all declarations of prefixes, in every way it can be read."""

    def __init__(self, text: str, prefixes: Mapping[str, str], words: tuple[str, ...]) -> None:
        self._text = text
        self._prefixes = prefixes
        self._words = words
        self._declared: list[tuple[str, str]] = []
        self.calls: list[_Call] = []
        waiting, seen = [_State(0)], set()
        while waiting:
            state = waiting.pop()
            if state.place < len(text) and state not in seen:
                seen.add(state)
                waiting.extend(self._after(state, token_at(text, state.place)))
        self.calls.sort(key=lambda call: call.place)

    def _after(self, state: _State, token: Token) -> Iterator[_State]:
        """Record what a token declares, and return where reading can continue after it."""
        if token.kind == "space":
            yield state._replace(place=token.end)
            return
        self._note(state, token)
        if token.kind == "iri" and not re.match(r"<[A-Za-z][\w+.-]*://", token.text):
            yield _State(state.place + 1, begins="")
        yield _State(token.end, token.is_word(*_NAME_FOLLOWS), _begins_after(state.begins, token))

    def _note(self, state: _State, token: Token) -> None:
        if token.kind == "name" and token.text.endswith(":"):
            following = self._following(token.end)
            if following is not None and following.kind == "iri":
                self._declared.append((token.text[:-1], following.text[1:-1]))
        for word in self._words:
            if self._opens(word, state, token):
                self.calls.append(_Call(word, token.start, self._target(word, token)))

    def _opens(self, word: str, state: _State, token: Token) -> bool:
        if token.kind == "word":
            return word in token.text.upper()
        if token.kind != "name" or word not in token.text.partition(":")[0].upper():
            return False
        following = self._following(token.end)
        if word == "SERVICE":
            return not state.name_follows and following is not None and following.text == "{"
        ends = following is None or following.text == ";" or following.text[:4].upper() == "INTO"
        return bool(state.begins) and ends

    def _target(self, word: str, token: Token) -> Token | None:
        if token.text.upper() not in {word, f"{word}SILENT"}:
            return None
        following = self._following(token.end)
        if following is not None and following.is_word("SILENT"):
            following = self._following(following.end)
        return following

    def _following(self, place: int) -> Token | None:
        while place < len(self._text):
            token = token_at(self._text, place)
            if token.kind != "space":
                return token
            place = token.end
        return None

    def addresses(self, target: Token | None) -> list[str]:
        """Return every address a token can mean; none when that cannot be determined."""
        if target is None or target.kind not in {"iri", "name"}:
            return []
        if target.kind == "iri":
            return [target.text[1:-1]]
        prefix, _, local = target.text.partition(":")
        local = re.sub(r"\\(.)", r"\1", local)
        declared = [iri for name, iri in self._declared if _declares(name, prefix)]
        known = [self._prefixes[prefix]] if prefix in self._prefixes else []
        return [namespace + local for namespace in declared or known]


def _begins_after(begins: str, token: Token) -> str:
    """Return whether an operation can begin after a token: LOAD occurs nowhere else."""
    if token.text == ";":
        return "here"
    if not begins:
        return ""
    declares = token.is_word("BASE", "PREFIX") or token.text.upper().startswith("PREFIX")
    if declares or (begins == "declared" and token.kind == "name"):
        return "declared"
    return "here" if begins == "declared" and token.kind == "iri" else ""


def _declares(name: str, prefix: str) -> bool:
    glued = name.removesuffix(prefix)
    return not glued or (name.endswith(prefix) and glued.upper().endswith("PREFIX"))


def _refusal(call: _Call, addresses: list[str], allow_hosts: Collection[str]) -> str | None:
    """Return why a call is rejected; None when each address it may mean is allowed."""
    what = _WHAT[call.word]
    if call.target is not None and call.target.kind == "variable":
        return f"{what} any address {call.target.text} has, and is refused; write the address"
    if not addresses:
        return f"{what} an address that cannot be told, and is refused; write {call.word} <http...>"
    for address in addresses:
        found = _ADDRESS.fullmatch(address)
        if not re.match(r"[A-Za-z][\w+.-]*:", address):
            return f"{what} a relative address, which is not taken; write it in full"
        place = _HOST_AND_PORT.fullmatch(found[2].lower()) if found and address.isascii() else None
        if found is None or place is None:
            return f"{what} an address that is not http(s)://host, and is refused"
        port = place[2] or _PORTS[found[1].lower()]
        if not {place[1], f"{place[1]}:{port}"} & set(allow_hosts):
            host = found[2].lower()
            return f"{what} {host}, and is refused; allow the host {host} if you trust it"
    return None


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code <= 0x10FFFF else found[0]

    return _ESCAPE.sub(character, text)
