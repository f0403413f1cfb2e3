"""Query results: rows for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE.

Terms are pyoxigraph's own: fast, typed, and printed as N-Triples.
"""

from __future__ import annotations

from copy import copy
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from pyoxigraph import Triple

from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.rows import Row, row_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Self

    import networkx
    import pandas
    import polars
    import pyarrow
    from pyoxigraph import QueryResultsFormat, Variable

    from yuqiao.graph.rdf.terms import Term


_SHOWN = 20  # rows or triples a notebook shows

_T = TypeVar("_T")


class EngineRows(Protocol):
    """Solutions that the engine can write by itself: pyoxigraph's, or a stand-in for them."""

    @property
    def variables(self) -> list[Variable]:
        """The variables, in order."""

    def __iter__(self) -> Iterator[Iterable[Term | None]]: ...

    def serialize(self, output: IO[bytes], form: QueryResultsFormat, /) -> object:
        """Write all rows in a format of the W3C."""


class _Items(Generic[_T]):
    """The items of a result, which can be read once.

    :param most: the maximum number; None for all
    """

    def __init__(self, what: str, items: Iterable[_T], most: int | None = None) -> None:
        self.what = what
        self.truncated = False
        self.count: int | None = 0  # read so far; None when the engine wrote them
        self.touched = False
        self._items = iter(items)
        self._most = most
        self._begun = False
        self._ended = False

    def read(self) -> Iterator[_T]:
        """Return an iterator over all items.

        :raises QueryError: when reading has already begun, as the result would be silently short
        """
        if self._begun:
            part = "" if self._ended else " in part"
            raise QueryError(
                f"the {self.what} of this result have already been read{part}; store them in a "
                "list, or run the query again"
            )
        self._begun = self.touched = True
        return self._reading()

    def _reading(self) -> Iterator[_T]:
        for number, item in enumerate(self._items):
            if number == self._most:
                self.truncated = True
                break
            self.count = number + 1
            yield item
        self._ended = True

    def first(self, count: int) -> list[_T] | None:
        """Return the first items, which can still be read; None once reading has begun."""
        if self._begun:
            return None
        self.touched = True
        found = list(islice(self._items, count))
        self._items = chain(found, self._items)
        return found if self._most is None else found[: self._most]

    def give_away(self) -> None:
        """Leave the items to the engine: they can no longer be read."""
        self._begun = self._ended = True
        self.count = None


class _Result(Generic[_T]):
    """A result whose items can be read once.

    A second reading is rejected rather than empty, and so is one after a first that stopped
    halfway.
    """

    _items: _Items[_T]
    _prefixes: Mapping[str, str]

    def __iter__(self) -> Iterator[_T]:
        return self._items.read()

    @property
    def count(self) -> int | None:
        """The number of items read so far; None when the engine wrote them itself."""
        return self._items.count

    @property
    def truncated(self) -> bool:
        """Whether there turned out to be more items than the limit."""
        return self._items.truncated

    def limit(self, most: int) -> Self:
        """Return the first items as a result; those beyond are not computed.

        >>> import pyoxigraph
        >>> rows = Solutions(pyoxigraph.Store().query("SELECT * { VALUES ?n { 1 2 3 } }")).limit(2)
        >>> list(rows.values()), rows.truncated
        ([(1,), (2,)], True)
        """
        limited = copy(self)
        limited._items = _Items(self._items.what, self, most)
        return limited


class Solutions(_Result[Row]):
    """The rows of a SELECT, in the order of the store; they can be read once.

    :param solutions: the engine's own solutions, from a store or a parsed response
    :param prefixes: used to abbreviate IRIs in a notebook

    >>> import pyoxigraph
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT ?n ?b { VALUES ?n { 1 2 } }"))
    >>> rows.variables
    ('n', 'b')
    >>> list(rows.values())
    [(1, None), (2, None)]
    """

    def __init__(self, solutions: EngineRows, prefixes: Mapping[str, str] | None = None) -> None:
        self.variables = tuple(variable.value for variable in solutions.variables)
        self._engine_rows: EngineRows | None = solutions
        self._prefixes = prefixes or {}
        make = row_type(self.variables)
        self._items = _Items("rows", (make(solution) for solution in solutions))

    @classmethod
    def of(
        cls,
        variables: Sequence[str],
        rows: Iterable[Iterable[Term | None]],
        prefixes: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a result of rows that no query found.

        >>> from pyoxigraph import Literal
        >>> list(Solutions.of(["n"], [[Literal(1)]]).values())
        [(1,)]
        """
        made = cls.__new__(cls)
        made.variables = tuple(variables)
        made._engine_rows = None
        made._prefixes = prefixes or {}
        make = row_type(made.variables)
        made._items = _Items("rows", (make(row) for row in rows))
        return made

    def __repr__(self) -> str:
        return f"<rows of {' '.join(f'?{name}' for name in self.variables) or 'no variable'}>"

    def engine_rows(self) -> EngineRows | None:
        """Return the engine's own rows, for it to write; None once a row has been read.

        The engine writes rows many times faster than Python. They can no longer be read here.
        """
        if self._engine_rows is None or self._items.touched:
            return None
        rows, self._engine_rows = self._engine_rows, None
        self._items.give_away()
        return rows

    def limit(self, most: int) -> Self:
        """Return the first rows as a result; those beyond are not computed."""
        limited = super().limit(most)
        limited._engine_rows = None
        return limited

    def values(self) -> Iterator[tuple[object, ...]]:
        """Return each row as Python values: see :func:`yuqiao.graph.rdf.literals.python_value`."""
        return (row.values() for row in self)

    def to_dicts(self) -> list[dict[str, object]]:
        """Return each row as a dictionary of Python values by variable."""
        return [dict(zip(self.variables, row.values(), strict=True)) for row in self]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame, with one typed column per variable.

        :raises InputError: when pandas is not installed
        """
        from yuqiao.graph.stores.dataframes import pandas_frame, typed_columns

        return pandas_frame(typed_columns(self.variables, self))

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame, with one typed column per variable.

        :raises InputError: when polars is not installed
        """
        from yuqiao.graph.stores.dataframes import polars_frame, typed_columns

        return polars_frame(typed_columns(self.variables, self))

    def to_arrow(self) -> pyarrow.Table:
        """Return the rows as an Arrow table, with one typed column per variable.

        :raises InputError: when pyarrow is not installed
        """
        from yuqiao.graph.stores.dataframes import arrow_library, arrow_table, typed_columns

        arrow_library()
        return arrow_table(typed_columns(self.variables, self))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Reject the call: rows are not a network.

        :raises QueryError: always; with what to do
        """
        raise QueryError(
            "rows are not a network; use CONSTRUCT for to_networkx(), or draw a SELECT of ?source "
            "and ?target with network(query=...)"
        )

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook; they can still be read afterwards."""
        from yuqiao.graph.stores.notebook import html_table

        return html_table(self.variables, self._items.first(_SHOWN + 1), _SHOWN, self._prefixes)


class Triples(_Result[Triple]):
    """The triples of a CONSTRUCT or DESCRIBE; they can be read once.

    :param triples: the triples, from the engine or a response
    :param prefixes: used to abbreviate IRIs
    """

    def __init__(
        self, triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None
    ) -> None:
        self._items = _Items("triples", triples)
        self._prefixes = prefixes or {}

    def __repr__(self) -> str:
        return "<triples>"

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return the triples as a network.

        A triple whose object is an IRI or a blank node is an edge, with the predicate as its key;
        one whose object is a literal is an attribute of its subject, named after the predicate and
        the language. Several values of one attribute are joined by "; ".

        >>> import yuqiao
        >>> network = yuqiao.open().construct('''
        ...     CONSTRUCT { o:swu yq:partnersWith ?u . ?u skos:prefLabel ?name }
        ...     WHERE { o:swu yq:partnersWith ?u . ?u skos:prefLabel ?name }
        ... ''').to_networkx()
        >>> network.nodes["https://w3id.org/yuqiao/id/organisation/utas"]["skos:prefLabel@en"]
        'University of Tasmania'
        """
        from yuqiao.graph.stores.triple_graph import network_of_triples

        return network_of_triples(self, self._prefixes)

    def _repr_html_(self) -> str:
        """Show the first triples in a notebook; they can still be read afterwards."""
        from yuqiao.graph.stores.notebook import html_table

        names = ("subject", "predicate", "object")
        return html_table(names, self._items.first(_SHOWN + 1), _SHOWN, self._prefixes)


Answer: TypeAlias = Solutions | bool | Triples
"""A query result: rows for SELECT, true or false for ASK, triples for the two others."""
