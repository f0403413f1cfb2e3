"""What a query gives: rows for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE.

Terms are pyoxigraph's own: they are fast, typed, and print as N-Triples.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, ClassVar, Generic, TypeAlias, TypeVar, cast

from yuqiao.graph.errors import QueryError
from yuqiao.graph.rdf.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Self

    import networkx
    import pandas
    import pyarrow
    from pyoxigraph import QuerySolutions, Triple


_SHOWN = 20  # rows or triples a notebook shows


_T = TypeVar("_T")


class _Once(Generic[_T]):
    """The items of an answer, which are there once."""

    def __init__(self, what: str, items: Iterable[_T]) -> None:
        self._what = what
        self._items = iter(items)
        self._ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _T:
        try:
            return next(self._items)
        except StopIteration:
            self._ended = True
            raise

    def read(self) -> Iterator[_T]:
        """Give the items that are left; when all have been given, refuse instead of giving none."""
        if self._ended:
            raise QueryError(
                f"the {self._what} of this answer have been read; keep them in a list, or ask again"
            )
        return self

    def first(self, count: int) -> list[_T]:
        """Give the first items that are left; they will still be given."""
        found = list(islice(self._items, count))
        self._items = chain(found, self._items)
        return found


class Row(tuple["Term | None", ...]):
    """One solution: its terms in the order of the variables, None where one is unbound.

    >>> import pyoxigraph
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT * { VALUES ?name { '重庆'@zh } }"))
    >>> row = next(iter(rows))
    >>> row[0], row.term("name"), row.values()
    (<Literal value=重庆 language=zh>, <Literal value=重庆 language=zh>, ('重庆',))
    """

    __slots__ = ()
    variables: ClassVar[tuple[str, ...]]

    def term(self, variable: str) -> Term | None:
        """Give the term of a variable.

        :raises KeyError: when the query has no such variable
        """
        if variable not in self.variables:
            raise KeyError(variable)
        return self[self.variables.index(variable)]

    def values(self) -> tuple[object, ...]:
        """Give the row as Python values: see :func:`yuqiao.graph.rdf.literals.python_value`."""
        from yuqiao.graph.rdf.literals import python_value

        return tuple(None if term is None else python_value(term) for term in self)


@cache
def _row_type(variables: tuple[str, ...]) -> type[Row]:
    """Give the class of rows with these variables; made once, for making it takes a while."""
    return cast("type[Row]", type("Row", (Row,), {"variables": variables}))


class Solutions:
    """The rows of a SELECT, in the order the store gives them; they can be read once.

    A second reading is refused rather than empty.

    :param solutions: pyoxigraph's own solutions, from a store or from a parsed answer
    :param prefixes: to show IRIs short, in a notebook

    >>> import pyoxigraph
    >>> rows = Solutions(pyoxigraph.Store().query("SELECT ?n ?b { VALUES ?n { 1 2 } }"))
    >>> rows.variables
    ('n', 'b')
    >>> list(rows.values())
    [(1, None), (2, None)]
    """

    def __init__(
        self, solutions: QuerySolutions, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.native = solutions
        self.variables = tuple(variable.value for variable in solutions.variables)
        self._prefixes = prefixes or {}
        row_type = _row_type(self.variables)
        self._rows = _Once("rows", (row_type(solution) for solution in solutions))

    def __repr__(self) -> str:
        return f"<rows of {' '.join(f'?{name}' for name in self.variables) or 'no variable'}>"

    def __iter__(self) -> Iterator[Row]:
        return self._rows.read()

    def values(self) -> Iterator[tuple[object, ...]]:
        """Give each row as Python values: see :func:`yuqiao.graph.rdf.literals.python_value`."""
        return (row.values() for row in self)

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas data frame, one typed column a variable.

        :raises InputError: when pandas is not installed
        """
        from yuqiao.graph.stores.dataframes import columns_of, data_frame

        rows = list(self)
        return data_frame(columns_of(self.variables, rows), rows)

    def to_arrow(self) -> pyarrow.Table:
        """Give the rows as an Arrow table, one typed column a variable.

        :raises InputError: when pyarrow is not installed
        """
        from yuqiao.graph.stores.dataframes import arrow_library, columns_of, record_batch

        rows = list(self)
        batch = record_batch(columns_of(self.variables, rows), rows)
        return arrow_library().Table.from_batches([batch])

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Refuse: rows are no network.

        :raises QueryError: always; with what to do
        """
        raise QueryError(
            "rows are no network; ask with CONSTRUCT for to_networkx(), or draw a SELECT of ?source"
            " and ?target with yuqiao view --of"
        )

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook; they can still be read afterwards."""
        from yuqiao.graph.stores.notebook import html_table

        return html_table(self.variables, self._rows.first(_SHOWN + 1), _SHOWN, self._prefixes)


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE; they can be read once.

    :param triples: where they come from
    :param prefixes: to show IRIs short
    """

    def __init__(
        self, triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None
    ) -> None:
        self._triples = _Once("triples", triples)
        self._prefixes = prefixes or {}

    def __repr__(self) -> str:
        return "<triples>"

    def __iter__(self) -> Iterator[Triple]:
        return self._triples.read()

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Give the triples as a network.

        A triple whose object is an IRI or a blank node is an edge, with the predicate as its key;
        one whose object is a literal is an attribute of its subject, named after the predicate and
        the language. Several values of one attribute are joined by "; ".

        >>> import yuqiao
        >>> network = yuqiao.open().query('''
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
        return html_table(names, self._triples.first(_SHOWN + 1), _SHOWN, self._prefixes)


Answer: TypeAlias = Solutions | bool | Triples
"""What a query gives: rows for SELECT, true or false for ASK, triples for the two others."""
