"""IRIs in a query or a file: in angle brackets, without characters that would end them."""

from __future__ import annotations

from pyoxigraph import NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.messages import brief

_SHOWN = 100  # characters of a wrong one


def checked_iri(iri: str) -> str:
    """Write an IRI of a graph into a query or a file.

    A database that another program filled without checking its IRIs may hold anything.

    :raises InputError: when it is not an IRI, so that none becomes a part of the query

    >>> checked_iri("http://example.org/a")
    '<http://example.org/a>'
    >>> checked_iri("http://example.org/> ?p ?o")
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: the graph holds <http://example.org/> ?p ?o>, which is not an \
IRI; correct it where the graph was made
    """
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        raise InputError(
            f"the graph holds <{brief(iri, _SHOWN)}>, which is not an IRI; correct it where the "
            "graph was made"
        ) from error
