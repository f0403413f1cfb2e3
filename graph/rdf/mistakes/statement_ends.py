"""Where a wrong statement of Turtle or TriG ends: as far as its parser leaves out after a mistake.

It goes on after the next dot. See https://www.w3.org/TR/turtle/#sec-grammar for the tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    \"{3} (?: [^\\] | \\. )*? \"{3} | '{3} (?: [^\\] | \\. )*? '{3}
    | " (?: [^"\\\n] | \\. )* " | ' (?: [^'\\\n] | \\. )* '
    | < [^<>"{}|^`\\\s]* >
    | \# [^\n]*
    | [+-]? [0-9]* \.? [0-9]+ (?: [eE] [+-]? [0-9]+ )? (?! [\w:] )
    | [\w:] (?: [\w.:%-] | \\. )* (?<! \. )
    | \{\| | \|\}
    | [.{}]
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class StatementEnd:
    """The end of a wrong statement.

    :param place: the line and column of its dot; None when it goes on to the end of the text
    :param is_in_graph: whether braces show that it is, or may be, within those of a graph
    """

    place: tuple[int, int] | None
    is_in_graph: bool = False


def statement_end(text: str, line: int, column: int) -> StatementEnd:
    r"""Return the end of the statement that has a mistake in it.

    :param line: of the end of the mistake, counted from 1 as the column is

    >>> statement_end('<a> <b> "x" "y." ; <c> 1.5 .\n<d> <e> <f> .', 1, 17)
    StatementEnd(place=(1, 28), is_in_graph=False)
    >>> statement_end("<g> { <a> 1 2 . <b> <c> 3 }", 1, 14)
    StatementEnd(place=(1, 15), is_in_graph=True)
    """
    begin = 0
    for _ in range(line - 1):
        begin = text.find("\n", begin) + 1
    dot, brace = -1, ""
    for found in _TOKEN.finditer(text, begin + column - 1):
        if found[0] == "." and dot < 0:
            dot = found.start()
        elif found[0] in "{}":
            brace = found[0]
            break
    is_in_graph = brace == "}" or (brace == "{" and dot < 0)
    if dot < 0:
        return StatementEnd(None, is_in_graph)
    return StatementEnd((text.count("\n", 0, dot) + 1, dot - text.rfind("\n", 0, dot)), is_in_graph)
