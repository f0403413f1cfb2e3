"""A text with replacements for some pieces of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class EditedText:
    """A text, and the replacements for some pieces of it.

    :param fresh: a prefix that no variable of the text begins with
    """

    original: str
    fresh: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    given: int = 0

    def variable(self) -> str:
        """Return a variable that is used nowhere else."""
        self.given += 1
        return f"?{self.fresh}{self.given}"

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace a piece by a text, dropping earlier edits within it."""
        self.edits = [one for one in self.edits if not (start <= one[0] and one[1] <= end)]
        self.edits.append((start, end, text))

    def insert(self, place: int, text: str) -> None:
        """Insert a text at a position."""
        self.edits.append((place, place, text))

    def edited(self, start: int, end: int) -> str:
        """Return a piece with its edits applied."""
        pieces, place = [], start
        for first, last, text in sorted(self.edits, key=lambda one: one[:2]):
            if start <= first and last <= end:
                pieces += [self.original[place:first], text]
                place = last
        return "".join([*pieces, self.original[place:end]])
