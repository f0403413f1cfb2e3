"""The engine: queries once for all nodes, literals as written, and what SHACL leaves to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.terms import Term
from yuqiao.graph.validation.shacl.columns import Columns
from yuqiao.graph.validation.shacl.engine import Engine
from yuqiao.graph.validation.shacl.reader import ShapesGraph
from yuqiao.graph.validation.validator import term_name

HEAD = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://example.org/> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


def triples(text: str) -> Iterator[Triple]:
    """Read Turtle with the usual prefixes."""
    return (quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE))


def engine(data: str, shapes: str) -> Engine:
    """Return the engine for a graph and shapes."""
    return Engine(ShapesGraph(Columns(triples(shapes))), Columns(triples(data)))


def short(term: Term | None) -> str:
    """Return a term without its namespace."""
    return "" if term is None else term_name(term).removeprefix("http://example.org/")


def found(data: str, shapes: str) -> list[tuple[str, str]]:
    """Return the focus and the value of each result, in order."""
    checks = engine(data, shapes).checks()
    return sorted(
        (short(result.focus), short(result.value)) for check in checks for result in check.results
    )


def query(text: str, target: str = "sh:targetSubjectsOf ex:p") -> str:
    """Return a shape with a SPARQL constraint."""
    return f"""ex:S a sh:NodeShape ; {target} ;
        sh:sparql [ sh:prefixes <http://example.org/> ; sh:select '''{text}''' ] ."""


PEOPLE = "ex:a ex:p 1, 2 . ex:b ex:p 3 . ex:c ex:p 4 ; ex:q 4 . ex:d ex:q 5 ."
QUERIES = {
    "filter": ("SELECT $this { $this ex:p ?v FILTER(?v > 2) }", ["b", "c"]),
    "no pattern": ("SELECT $this { FILTER(STRENDS(STR($this), 'a')) }", ["a"]),
    "not exists": ("SELECT $this { FILTER NOT EXISTS { $this ex:q ?v } }", ["a", "b"]),
    "two triples": (
        "SELECT $this { FILTER NOT EXISTS { $this ex:q ?v . $this ex:p ?v } }",
        ["a", "b"],
    ),
    "correlated": (
        "SELECT DISTINCT $this { $this ex:p ?v FILTER NOT EXISTS { $this ex:q ?w FILTER(?w = ?v) } }",
        ["a", "b"],
    ),
    "union": ("SELECT $this { { FILTER(false) } UNION { FILTER(bound($this)) } }", ["a", "b", "c"]),
    "optional": (
        "SELECT $this { OPTIONAL { $this ex:q ?v FILTER(bound($this)) } FILTER(!bound(?v)) }",
        ["a", "b"],
    ),
    "subquery": (
        "SELECT $this { { SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } } FILTER(?n > 1) }",
        ["a"],
    ),
    "grouped": ("SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } HAVING(COUNT(?v) > 1)", ["a"]),
    "limited for each": ("SELECT $this { $this ex:p ?v } LIMIT 1", ["a", "b", "c"]),
    "bind": ("SELECT $this { BIND($this AS ?that) ?that ex:q ?v }", ["c"]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds_what_it_finds_for_each_node(name: str) -> None:
    text, expected = QUERIES[name]

    assert [focus for focus, _ in found(PEOPLE, query(text))] == expected


@pytest.mark.parametrize("number", [1, 500, 3_000])
def test_a_query_runs_once_however_many_nodes_there_are(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = " ".join(f"ex:n{one} ex:p {one} ." for one in range(number))
    checker = engine(data, query("SELECT $this ?value { $this ex:p ?value FILTER(?value = 0) }"))
    asked = []
    select = checker.select

    def counted(text: str) -> Iterator[Mapping[str, Term]]:
        asked.append(text)
        return select(text)

    monkeypatch.setattr(checker, "select", counted)
    [check] = checker.checks()

    assert (len(check.results), check.nodes, len(asked)) == (1, number, 1)


NESTED = """ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ( ex:p ex:q ) ; sh:node [
    sh:sparql [ sh:prefixes <http://example.org/> ;
        sh:select "SELECT $this { $this ex:r ?v FILTER(?v > 1) }" ] ] ] ."""


def test_a_query_of_a_nested_shape_is_about_its_value_nodes() -> None:
    data = "ex:a ex:p [ ex:q ex:x, [ ex:r 2 ] ] . ex:x ex:r 1 . ex:y ex:r 2 . ex:b ex:p [ ex:q ex:y ] ."

    assert [focus for focus, _ in found(data, NESTED)] == ["a", "b"]


COMPONENT = """
ex:Longer a sh:ConstraintComponent ; sh:parameter [ sh:path ex:longerThan ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:message "{$value} is not longer than {$longerThan}" ;
        sh:ask "ASK { FILTER(STRLEN(STR($value)) > $longerThan) }" ] .
ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; ex:longerThan 2 ] .
"""


def test_a_component_of_the_shapes_has_its_message() -> None:
    [check] = engine('ex:a ex:p "ab", "abc" .', COMPONENT).checks()

    [result] = check.results
    assert short(result.value) == "ab"
    assert [message.value for message in result.messages] == ["ab is not longer than 2"]


TARGET = """ex:S sh:target [ a sh:SPARQLTarget ; sh:prefixes <http://example.org/> ;
    sh:select "SELECT ?this { ?this ex:q 4 }" ] ; sh:closed true ; sh:ignoredProperties ( ex:q ) ."""


def test_a_target_may_be_a_query() -> None:
    assert found(PEOPLE, TARGET) == [("c", "4")]


WRITTEN = "ex:a ex:p '01'^^xsd:byte, '1'^^xsd:byte, '1.0'^^xsd:decimal, '1'^^xsd:decimal ."
AS_WRITTEN = {
    "datatype": ("sh:datatype xsd:byte", ["1", "1.0"]),
    "in": ("sh:in ( '01'^^xsd:byte 1.0 )", ["1", "1"]),
    "pattern": ("sh:pattern '^1$'", ["01", "1.0"]),
    "length": ("sh:maxLength 1", ["01", "1.0"]),
    "range": ("sh:maxExclusive 1", ["01", "1", "1", "1.0"]),
    "count": ("sh:maxCount 3", [""]),
}


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_literals_are_compared_as_they_are_written(name: str) -> None:
    asked, expected = AS_WRITTEN[name]
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {asked} ] ."

    assert sorted(value for _, value in found(WRITTEN, shapes)) == expected


RANGES = {
    "beyond 64 bits": ("99999999999999999999", "sh:minInclusive 0", False),
    "exact": ("'0.1000000000000000000001'^^xsd:decimal", "sh:maxInclusive 0.1", True),
    "decimal and double": ("2.5", "sh:minExclusive 2.0e0", False),
    "text": ("'b'", "sh:minExclusive 'a'", False),
    "text and number": ("'b'", "sh:minExclusive 1", True),
    "language": ("'b'@en", "sh:minExclusive 'a'", True),
    "not a number": ("'NaN'^^xsd:double", "sh:minInclusive 0", True),
    "zones": (
        "'2024-01-01T00:00:00+02:00'^^xsd:dateTime",
        "sh:maxInclusive '2023-12-31T22:00:00Z'^^xsd:dateTime",
        False,
    ),
    "no zone": (
        "'2024-01-01T00:00:00'^^xsd:dateTime",
        "sh:maxInclusive '2024-01-01T10:00:00Z'^^xsd:dateTime",
        True,
    ),
    "far apart": (
        "'2024-01-01T00:00:00'^^xsd:dateTime",
        "sh:maxInclusive '2024-01-03T10:00:00Z'^^xsd:dateTime",
        False,
    ),
    "years": ("'2024'^^xsd:gYear", "sh:minExclusive '2023'^^xsd:gYear", False),
    "before our era": ("'-0044-03-15'^^xsd:date", "sh:maxExclusive '0001-01-01'^^xsd:date", False),
    "months": ("'2024-05'^^xsd:gYearMonth", "sh:minInclusive '2024-06'^^xsd:gYearMonth", True),
    "times": ("'10:00:00Z'^^xsd:time", "sh:maxExclusive '11:00:00+02:00'^^xsd:time", True),
    "durations": ("'PT90M'^^xsd:duration", "sh:maxExclusive 'PT2H'^^xsd:duration", False),
    "truth": ("true", "sh:minExclusive false", False),
    "ill-typed": ("'x'^^xsd:integer", "sh:minInclusive 0", True),
}


@pytest.mark.parametrize("name", RANGES)
def test_ranges_compare_values(name: str) -> None:
    value, asked, is_wrong = RANGES[name]
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {asked} ] ."

    assert bool(found(f"ex:a ex:p {value} .", shapes)) == is_wrong


def test_triple_terms_are_values_without_a_text() -> None:
    shapes = (
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minLength 0 ; sh:pattern '' ] ."
    )

    assert len(found("ex:a ex:p <<( ex:b ex:q 1 )>> .", shapes)) == 2


def test_a_slow_pattern_is_matched_in_linear_time() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern '^(a+)+b$' ] ."

    assert len(found(f"ex:a ex:p '{'a' * 5_000}' .", shapes)) == 1


REFUSED = {
    "two datatypes": ("sh:datatype xsd:byte, xsd:int", "sh:datatype has 2 values"),
    "a list that is none": ("sh:in ex:x", "sh:in is no RDF list"),
    "a kind that is none": ("sh:nodeKind ex:x", "expected one of IRI"),
    "look-around": ('sh:pattern "(?=a)"', "is no regular expression"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_shape_is_refused(name: str) -> None:
    asked, message = REFUSED[name]

    with pytest.raises(InputError) as raised:
        found("ex:a ex:p 1 .", f"ex:S sh:targetNode ex:a ; {asked} .")

    assert str(raised.value).startswith("the shape http://example.org/S: ")
    assert message in str(raised.value)
