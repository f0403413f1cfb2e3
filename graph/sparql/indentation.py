"""The layout of a query's text: one clause a line, indented by its groups; comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.lexer import Token, token_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENT = "  "
_SHORT = 80  # characters of a group that may stay on its line
_AFTER_GROUP = ("ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "VALUES")
_IN_GROUP = ("OPTIONAL", "FILTER", "BIND", "MINUS", "GRAPH", "SERVICE", "VALUES", "SELECT")
_LOWER = ("a", "true", "false")


def laid_out(sparql: str) -> str:
    r"""Return a query with one clause a line; its tokens and its comments are the same.

    >>> print(laid_out("select ?s {?s a yq:Partnership;yq:form ?f. filter(?f != ?x)} limit 3"))
    SELECT ?s {
      ?s a yq:Partnership ;
        yq:form ?f .
      FILTER(?f != ?x)
    }
    LIMIT 3
    <BLANKLINE>
    """
    writer = _Writer(sparql)
    for token, lines, apart in _tokens(sparql):
        writer.take(token, lines, apart)
    return writer.text()


def _tokens(sparql: str) -> Iterator[tuple[Token, int, bool]]:
    """Yield tokens and comments, the line breaks before them, and whether space is before."""
    place, lines, apart = 0, 1, False
    while place < len(sparql):
        token = token_at(sparql, place)
        place = token.end
        if token.kind == "space" and not token.text.startswith("#"):
            lines, apart = lines + token.text.count("\n"), True
        else:
            yield token, lines, apart
            lines, apart = 0, False


class _Writer:
    """Writes token after token, and knows the groups it is in."""

    def __init__(self, sparql: str) -> None:
        self._sparql = sparql
        self._lines: list[str] = [""]
        self._open: list[tuple[str, bool]] = []  # brackets, and whether they stay on their line
        self._last = Token("end", "", 0)
        self._declared = False  # whether the line declares a prefix
        self._deeper = False  # whether the line goes on a list of predicates
        self._goes_on = False  # whether the line goes on a clause

    def text(self) -> str:
        """Return what was written."""
        return "\n".join(line.rstrip() for line in self._lines).strip() + "\n"

    def take(self, token: Token, lines: int, apart: bool) -> None:
        """Write a token or comment.

        :param lines: the line breaks before it
        :param apart: whether space is before it
        """
        if token.kind == "space":
            if lines:
                self._break(lines)
            elif len(self._lines) > 1 and not self._lines[-1]:
                self._lines.pop()  # it belongs to what is before it
            self._write(token.text.rstrip(), apart=True)
            self._break()
            return
        if token.text == "}" and not self._close():
            self._break()
        elif token.text in {")", "]"}:
            self._close()
        elif self._begins_clause(token):
            self._deeper = False
            self._break(lines)
        elif lines and not self._is_inline:
            self._goes_on = bool(self._lines[-1])
            self._break(lines)
        self._write(_cased(token), apart=apart or self._apart(token))
        self._after(token)
        self._last = token

    def _after(self, token: Token) -> None:
        if token.text in {"{", "(", "["}:
            inline = token.text != "{" or self._is_inline or self._stays(token)
            self._open.append((token.text, inline))
            if not inline:
                self._deeper = False
                self._break()
        elif token.text == "}" and not self._is_inline:
            self._deeper = False
        elif token.text in {".", ";"} and self._is_group and not self._is_inline:
            self._deeper = token.text == ";"
            self._break()
        self._declared = token.kind == "iri" and (self._declared or self._last.text.endswith(":"))

    @property
    def _is_group(self) -> bool:
        return bool(self._open) and self._open[-1][0] == "{"

    @property
    def _is_inline(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _stays(self, token: Token) -> bool:
        """Return whether a group that begins here is short enough to stay on its line."""
        place = token.end
        while self._open and place < min(len(self._sparql), token.end + _SHORT):
            inner = token_at(self._sparql, place)
            if inner.text == "}":
                return True
            if inner.text == "{" or (inner.kind == "space" and {"\n", "#"} & set(inner.text)):
                return False
            place = inner.end
        return False

    def _close(self) -> bool:
        """Leave the innermost bracket; return whether it stays on its line."""
        return self._open.pop()[1] if self._open else False

    def _begins_clause(self, token: Token) -> bool:
        if self._is_inline or token.kind == "comment":
            return False
        if not self._open:
            is_clause = token.is_word(*_AFTER_GROUP) or (self._declared and token.kind == "word")
            return is_clause or token.is_word("PREFIX", "BASE", "FROM")
        after_group = self._last.text == "}" and not token.is_word("UNION") and token.text != "."
        return token.is_word(*_IN_GROUP) or after_group

    def _apart(self, token: Token) -> bool:
        if token.text in {"{", "}"} or self._last.text in {"{", "}", ","}:
            return True
        return token.text in {".", ";"} and self._is_group

    def _break(self, lines: int = 1) -> None:
        """End the line, and keep an empty line that was there."""
        if self._lines[-1]:
            self._lines.append("")
        if lines > 1 and self._lines[-2:-1] not in ([], [""]):
            self._lines.append("")

    def _write(self, text: str, *, apart: bool) -> None:
        if self._lines[-1]:
            self._lines[-1] += f" {text}" if apart else text
            return
        depth = sum(mark == "{" for mark, _ in self._open)
        self._lines[-1] = _INDENT * (depth + self._deeper + 2 * self._goes_on) + text
        self._goes_on = False


def _cased(token: Token) -> str:
    """Return keywords in capitals."""
    return token.text.upper() if token.kind == "word" and token.text not in _LOWER else token.text
