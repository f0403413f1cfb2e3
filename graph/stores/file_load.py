"""Files read into a store, with a warning when the engine keeps their literals by value."""

from __future__ import annotations

import os
import warnings
from itertools import islice
from typing import TYPE_CHECKING

from yuqiao.graph.errors import LiteralWarning
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.literals import rewritten_literals, stored_literal
from yuqiao.graph.rdf.parsing import load_source, read_again
from yuqiao.graph.rdf.sources import path_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Literal, Store

    from yuqiao.graph.rdf.sources import RdfSource

_AT_ONCE = 50_000  # statements that are examined at once
_ENOUGH = 1_000_000  # statements after which the counting ends
_LONGEST = 60  # characters of an example


def read_path(
    store: Store, path: str | Sequence[str], *, is_canonical: bool = False
) -> dict[str, str]:
    """Read an RDF file, or those of a folder or an archive, and return the prefixes they declare.

    :param path: that of one, or those of several
    :param is_canonical: whether it is known that the engine rewrites no literal of it
    :return: the prefixes at the head of each file; one of a later file wins
    :raises InputError: when there is none, or one is not readable, of an unknown extension, or
        malformed
    """
    prefixes: dict[str, str] = {}
    rewritten: list[RdfSource] = []
    for source in path_sources(path, ", or a directory with a loaded graph"):
        prefixes |= load_source(store, source, rewritten=None if is_canonical else rewritten)
    warn_of_rewritten(rewritten, path if isinstance(path, str) else ", ".join(path))
    return prefixes


def warn_of_rewritten(sources: Sequence[RdfSource], shown: str = "") -> None:
    """Warn when a store keeps literals of files by value; the files are read once more.

    :param sources: those in which there may be some
    :param shown: what the files are called together; nothing for the name of the first
    """
    count, read, example = 0, 0, None
    whole = True
    for source in sources:
        if source.path == "-" or not os.path.isfile(source.path):  # it cannot be read twice
            whole = False
            continue
        quads = read_again(source)
        while some := list(islice(quads, _AT_ONCE)):
            found = rewritten_literals(some)
            example = example or next(iter(found), None)
            count += sum(found.values())
            read += len(some)
            if count and read >= _ENOUGH:
                whole = False
                break
    if not count and whole:
        return
    place = printable(shown or sources[0].shown)
    if example is None:
        message = f"{place}: some numbers, dates and truth values may be stored by value"
    else:
        number = f"{count:,}" if whole else f"at least {count:,}"
        literals = "literal is" if number == "1" else "literals are"
        after = stored_literal(example)
        message = (
            f"{place}: {number} {literals} stored by value, such as {_shown(example)} as "
            f"{_shown(after)}"
        )
    warnings.warn(message, LiteralWarning, stacklevel=2)


def _shown(literal: Literal) -> str:
    """Return a literal as Turtle writes it, with the usual prefix.

    >>> from pyoxigraph import Literal
    >>> _shown(Literal(7))
    '"7"^^xsd:integer'
    """
    text = literal.value if len(literal.value) <= _LONGEST else literal.value[:_LONGEST] + "…"
    return f'"{printable(text)}"^^xsd:{literal.datatype.value.rpartition("#")[2]}'
