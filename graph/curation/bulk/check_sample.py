"""A sample that is checked for all: of many new programmes, those of which no other is like them.

What is not sure to be like another is checked: the sample may be too large, and is never too small.
"""

from __future__ import annotations

from collections.abc import Sequence

from yuqiao.graph.curation.bulk.backed_blocks import BackedBlocks
from yuqiao.graph.curation.bulk.programme_assessment import (
    Assessment,
    Likeness,
    ProgrammeAssessor,
)
from yuqiao.graph.curation.bulk.unique_values import UniqueValues
from yuqiao.graph.curation.revision import Revision
from yuqiao.graph.curation.table_text import TableRecord

_PIECE = 5_000  # rows that are checked together


class CheckSample:
    """Chooses which of the rows that come are checked.

    :param revision: the revision into which they come
    :param base: the base IRI of the register
    """

    rest: Revision
    """A revision with the rows to check: those that no other stands for."""
    backed: BackedBlocks
    """The backed values of the others."""
    assessor: ProgrammeAssessor
    """What tells programmes apart."""

    def __init__(self, revision: Revision, base: str) -> None:
        self._revision = revision
        self.rest = revision.rest()
        self.backed = BackedBlocks()
        self.assessor = ProgrammeAssessor(revision.register, base)
        self._seen: set[Likeness] = set()
        self._pending = 0
        columns = self.assessor.unique_columns if self.assessor.is_useful else ()
        self._unique = UniqueValues(revision.register, columns) if columns else None

    def has_repeated(self) -> bool:
        """Return whether the programmes that come have a value that another one has."""
        return self._unique is not None and self._unique.has_repeated(self._revision)

    def take(
        self, rows: Sequence[tuple[str, TableRecord]], assessment: Assessment | None = None
    ) -> None:
        """Take the rows that come together, such as those of one partnership.

        :param assessment: that of the rows, when it is known
        """
        known = assessment or self.assessor.assessed(rows)
        if known is None or not self._is_like_others(known):
            self.take_apart(rows)
            return
        for block in known.backed:
            self.backed.add(block)

    def take_apart(self, rows: Sequence[tuple[str, TableRecord]]) -> None:
        """Take rows that are checked in any case."""
        for file, record in rows:
            self.rest.add_record(file, record)
        self._pending += len(rows)

    def mark(self) -> None:
        """End a piece of what is checked, when it is large enough."""
        if self._pending >= _PIECE:
            self.rest.mark()
            self._pending = 0

    def _is_like_others(self, known: Assessment) -> bool:
        assert self._unique is not None
        is_new = self._unique.take(known)
        is_alike = known.likeness <= self._seen
        if not is_alike:
            self._seen |= known.likeness
        return is_alike and is_new and known.is_sound
