"""Query results that can be written to a file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from yuqiao.graph.stores.results import Solutions, Triples

if TYPE_CHECKING:
    from os import PathLike


class SelectResult(Solutions):
    """The rows of a SELECT: iterate over them, convert them to a data frame, or write them."""

    def write(
        self, path: str | PathLike[str], format: str | None = None, *, spreadsheet: bool = False
    ) -> None:
        """Write the rows to a file, whole or not at all.

        :param format: ``csv``, ``tsv``, ``json``, ``xml``, ``parquet``, ``arrow``, ``markdown``,
            ``table`` or ``edges``; by default the file's extension decides
        :param spreadsheet: whether CSV is made safe to open in a spreadsheet
        :raises yuqiao.OutputError: when it cannot be written there, or not in that format
        """
        from yuqiao.exports.results.write import deliver

        deliver(self, self._prefixes, format, path, spreadsheet=spreadsheet)


class ConstructResult(Triples):
    """The triples of a CONSTRUCT or DESCRIBE: iterate over them, or write them as RDF."""

    def write(self, path: str | PathLike[str], format: str | None = None) -> None:
        """Write the triples to a file, whole or not at all.

        :param format: ``turtle``, ``ntriples``, ``rdfxml``, ``jsonld``, ``trig``, ``nquads`` or
            ``edges``; by default the file's extension decides
        :raises yuqiao.OutputError: when it cannot be written there, or not in that format
        """
        from yuqiao.exports.results.write import deliver

        deliver(self, self._prefixes, format, path)

    def serialize(self, format: str = "turtle") -> str:
        """Return the triples as text in an RDF format.

        :param format: as for :meth:`write`, but not ``edges``
        :raises yuqiao.OutputError: when there is no such format, or it cannot hold a literal
        """
        from yuqiao.exports.formats import RDF, known_format
        from yuqiao.exports.rdf.write import write_triples

        out = BytesIO()
        write_triples(self, out, known_format(format, RDF), self._prefixes)
        return out.getvalue().decode()


Result = SelectResult | ConstructResult | bool
"""A query result: rows for SELECT, true or false for ASK, triples for the two others."""

_R = TypeVar("_R", SelectResult, ConstructResult)


def writable(kind: type[_R], answer: Solutions | Triples) -> _R:
    """Return a result that can also be written; it reads the same rows or triples."""
    made = kind.__new__(kind)
    made.__dict__.update(answer.__dict__)
    return made
