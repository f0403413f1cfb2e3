"""One row of a SELECT: its terms by position or by name."""

from __future__ import annotations

from functools import cache
from typing import ClassVar, SupportsIndex, cast, overload

from yuqiao.graph.rdf.terms import Term


class Row(tuple["Term | None", ...]):
    """One solution: its terms in the order of the variables, None where one is unbound.

    >>> from pyoxigraph import Literal
    >>> row = row_type(("name",))([Literal("重庆", language="zh")])
    >>> row[0], row["name"], row.values()
    (<Literal value=重庆 language=zh>, <Literal value=重庆 language=zh>, ('重庆',))
    >>> row.asdict()
    {'name': <Literal value=重庆 language=zh>}
    """

    __slots__ = ()
    variables: ClassVar[tuple[str, ...]] = ()

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Term | None: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Term | None, ...]: ...
    def __getitem__(
        self, key: SupportsIndex | slice | str
    ) -> Term | tuple[Term | None, ...] | None:
        """Return the term of a variable, by name or position.

        :raises KeyError: when the query has no such variable
        """
        if not isinstance(key, str):
            return super().__getitem__(key)
        try:
            return super().__getitem__(self.variables.index(key))
        except ValueError:
            raise KeyError(key) from None

    def asdict(self) -> dict[str, Term | None]:
        """Return the terms by variable; see :meth:`values` for Python values."""
        return dict(zip(self.variables, self, strict=True))

    def values(self) -> tuple[object, ...]:
        """Return the row as Python values: see :func:`yuqiao.graph.rdf.literals.python_value`."""
        from yuqiao.graph.rdf.literals import python_value

        return tuple(None if term is None else python_value(term) for term in self)


@cache
def row_type(variables: tuple[str, ...]) -> type[Row]:
    """Return the class of rows with these variables; cached, since making a class is slow."""
    return cast("type[Row]", type("Row", (Row,), {"variables": variables, "__slots__": ()}))
