r"""What changed from one graph to another, as an RDF Patch: rows that a program applies.

See https://afs.github.io/rdf-delta/rdf-patch.html. The patch fits the old graph as Yuqiao writes
it: language tags are cased as they are there, and blank nodes, which have no names in RDF, have the
names they have there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.language_tags import cased_lines
from yuqiao.graph.rdf.nquads import END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.diff.graphs import GraphDiff


def rdf_patch(found: GraphDiff) -> bytes:
    r"""Write the rows that make the new graph of the old one, in one transaction.

    >>> from yuqiao.graph.diff.graphs import GraphDiff
    >>> found = GraphDiff(1, 1, (b"<a> <b> <c>",), (b'<a> <b> "c"@zh-hans',), ())
    >>> print(rdf_patch(found).decode())
    TX .
    D <a> <b> <c> .
    A <a> <b> "c"@zh-Hans .
    TC .
    <BLANKLINE>
    """
    return b"TX .\n" + _rows(b"D ", found.gone) + _rows(b"A ", found.come) + b"TC .\n"


def _rows(letter: bytes, lines: Iterable[bytes]) -> bytes:
    return b"".join(letter + cased_lines(line + END) for line in lines)
