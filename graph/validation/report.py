"""The report of a validation: what is wrong, each once, and what was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from yuqiao.graph.validation.shacl.model import Result

VIOLATION = "Violation"
SEVERITIES = (VIOLATION, "Warning", "Info")
"""The severities of SHACL, the worst first; shapes may have others, which are IRIs."""


@dataclass(frozen=True)
class ValidationResult:
    """Something that a shape requires and an entity lacks.

    :param severity: ``Violation``, ``Warning``, ``Info``, or the IRI of another
    :param thing: the IRI of the entity, ``_:`` and a label, or the text of a literal
    :param message: what to do about it
    :param value: the value that is wrong, if it is one value
    :param path: the property path, short
    :param name: the name of the entity
    :param place: ``file:row:column`` of the table that the fact came from
    :param shape: the IRI of the shape
    :param component: the name of the constraint component
    """

    severity: str
    thing: str
    message: str
    value: str = ""
    path: str = ""
    name: str = ""
    place: str = ""
    shape: str = ""
    component: str = ""

    @property
    def rank(self) -> tuple[int, str, str, str, str]:
        """The order of results: the worst first, and those with the same message together."""
        known = self.severity in SEVERITIES
        severity = SEVERITIES.index(self.severity) if known else len(SEVERITIES)
        return severity, self.message, self.thing, self.path, self.value


@dataclass(frozen=True)
class CheckedShape:
    """A shape that has a target.

    :param shape: its IRI, or a description of one without
    :param nodes: how many nodes it was checked on
    :param results: how many results it has
    """

    shape: str
    nodes: int
    results: int


@dataclass(frozen=True)
class ValidationReport(Sequence[ValidationResult]):
    """What a validation found, in order: violations first, then warnings.

    :param results: each once
    :param shapes: every shape that has a target, in order of name
    :param shacl_results: the results as SHACL defines them
    :param notes: what else must be known
    """

    results: tuple[ValidationResult, ...]
    shapes: tuple[CheckedShape, ...]
    shacl_results: tuple[Result, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no result, of whatever severity."""
        return not self.results

    @property
    def has_violations(self) -> bool:
        """Whether there is a result that is no mere warning or remark."""
        return any(result.severity not in SEVERITIES[1:] for result in self.results)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The shapes whose target is nothing in the graph."""
        return tuple(each.shape for each in self.shapes if not each.nodes)

    def groups(self) -> Iterator[list[ValidationResult]]:
        """Yield the results that have the same severity and message."""
        group: list[ValidationResult] = []
        for result in self.results:
            if group and (group[0].severity, group[0].message) != (result.severity, result.message):
                yield group
                group = []
            group.append(result)
        if group:
            yield group

    def __len__(self) -> int:
        return len(self.results)

    @overload
    def __getitem__(self, index: int) -> ValidationResult: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ValidationResult, ...]: ...

    def __getitem__(self, index: int | slice) -> ValidationResult | tuple[ValidationResult, ...]:
        return self.results[index]
