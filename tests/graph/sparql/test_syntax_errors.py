"""A wrong query is answered with its line, a caret under the mistake, and why it is one."""

from __future__ import annotations

import pyoxigraph
import pytest

from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.memory import MemoryStore

LONG = "SELECT * { " + "?subject skos:prefLabel ?name . " * 6 + "?s ?p }"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "SELECT ?s {\n  ?s a ?type\n  ?s skos:prefLabel ?name\n}",
            """the query is wrong at line 3, column 3: unexpected "?s"; put a "." after "?type", to end the previous triple
  ?s skos:prefLabel ?name
  ^""",
        ),
        (
            "SELECT * { ?s rdfs:label '重庆'@zh ) }",
            """the query is wrong at line 1, column 34: unexpected ")"; remove it: it closes nothing
SELECT * { ?s rdfs:label '重庆'@zh ) }
                                   ^""",
        ),
        (
            "SELECT * {\n\t?s a ， }",
            """the query is wrong at line 2, column 7: ， (U+FF0C) is not SPARQL punctuation
 ?s a ， }
      ^""",
        ),
        (
            "SELECT * { ?s skso:prefLabel ?name }",
            """the query is wrong at line 1, column 15: the prefix skso: is not declared; did you mean skos:?
SELECT * { ?s skso:prefLabel ?name }
              ^""",
        ),
        (
            "PREFIX ex: <http://example.org/>\nSELECT * { ?s ex:a zzzzzzzzzz:b }",
            """the query is wrong at line 2, column 20: the prefix zzzzzzzzzz: is not declared; declare it at the top: PREFIX zzzzzzzzzz: <the namespace IRI>
SELECT * { ?s ex:a zzzzzzzzzz:b }
                   ^""",
        ),
        (
            "SELECT * { ?s ?p ?o",
            """the query is wrong at line 1, column 10: this "{" is not closed; put a "}" at the end
SELECT * { ?s ?p ?o
         ^""",
        ),
        (
            "SELECT * { ?s ?p 'o }",
            """the query is wrong at line 1, column 18: this string is not closed; put a ' at its end
SELECT * { ?s ?p 'o }
                 ^""",
        ),
        (
            "SELECT * { ?s ?p ?o } LIMIT",
            """the query is wrong at line 1, column 28: the query is incomplete; put a number after LIMIT, such as 10
SELECT * { ?s ?p ?o } LIMIT
                           ^""",
        ),
        (
            "SELEKT * { ?s ?p ?o }",
            """the query is wrong at line 1, column 1: unexpected "SELEKT"; did you mean SELECT?
SELEKT * { ?s ?p ?o }
^""",
        ),
        (
            "SELECT ?o { ?s ?p ?o } GROUP BY ?s",
            """the query is wrong at line 1, column 8: ?o is selected, but is not a key of the GROUP BY; add ?o to it, or select one value with (SAMPLE(?o) AS ?one)
SELECT ?o { ?s ?p ?o } GROUP BY ?s
       ^""",
        ),
        (
            "SELECT * { <a> ?p ?o }",
            """the query is wrong at line 1, column 12: the relative IRI <a> needs a BASE
SELECT * { <a> ?p ?o }
           ^""",
        ),
        (
            "insert data { <urn:a> <urn:b> <urn:c> }",
            """the query is wrong at line 1, column 1: INSERT is an update; only queries can be run here; updates apply to a graph on disk
insert data { <urn:a> <urn:b> <urn:c> }
^""",
        ),
        (
            LONG,
            """the query is wrong at line 1, column 210: unexpected "}"; a triple has three parts; add the missing one, such as ?value
…ect skos:prefLabel ?name . ?subject skos:prefLabel ?name . ?s ?p }
                                                                  ^""",
        ),
        (
            "SELECT * { ?s ?p ?o } '\x1b[31m" + "a" * 60 + "'",
            f"""the query is wrong at line 1, column 23: unexpected ' [31m{"a" * 34}…
SELECT * {{ ?s ?p ?o }} ' [31m{"a" * 60}'
                      ^""",
        ),
        (" \n# only a remark\n", "the query is empty"),
        (
            "SELECT * { ?s ?p '\ud800' }",
            "the query is not valid Unicode: it contains an unpaired surrogate",
        ),
    ],
)
def test_a_mistake_is_shown(query: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        MemoryStore(pyoxigraph.Store(), {}).query(query)

    assert str(refused.value) == message


@pytest.mark.slow
@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]")])
def test_brackets_nested_too_deep_are_refused(opening: str, closing: str) -> None:
    query = f"SELECT * {{ {opening * 100_000} {closing * 100_000} }}"

    with pytest.raises(QueryError) as refused:
        MemoryStore(pyoxigraph.Store(), {}).query(query)

    message = "the query nests more than 200 brackets; see line 1, column "
    assert str(refused.value).startswith(f"{message}{query.index(opening * 9) + 200}\n")


def test_many_brackets_side_by_side_are_fine() -> None:
    values = " ".join(f"({number})" for number in range(1000))

    answer = MemoryStore(pyoxigraph.Store(), {}).query(f"ASK {{ VALUES (?n) {{ {values} }} }}")
    assert answer is True
