"""Terms as they are typed on the command line."""

from __future__ import annotations

import pytest

from yuqiao.commands.term_arguments import bound_terms, term_of
from yuqiao.graph.errors import QueryError
from yuqiao.ontology.namespaces import query_prefixes

XSD = "^^<http://www.w3.org/2001/XMLSchema#"
TERMS = {
    "2016": f'"2016"{XSD}integer>',
    "+5": f'"+5"{XSD}integer>',
    "-3.5": f'"-3.5"{XSD}decimal>',
    ".5": f'".5"{XSD}decimal>',
    "1e3": f'"1e3"{XSD}double>',
    "true": f'"true"{XSD}boolean>',
    "2025-06-01^^xsd:date": f'"2025-06-01"{XSD}date>',
    '"2016"^^xsd:gYear': f'"2016"{XSD}gYear>',
    "5^^<http://www.w3.org/2001/XMLSchema#byte>": f'"5"{XSD}byte>',
    "7^^yq:Score": '"7"^^<https://w3id.org/yuqiao/def#Score>',
    '"西南大学"@zh': '"西南大学"@zh',
    "'x'@zh-Hans": '"x"@zh-hans',
    '"2016"': '"2016"',
    '"o:swu"': '"o:swu"',
    r'"a\"b\u91cd"': r'"a\"b重"',
    '"""a"b"""': r'"a\"b"',
    "<https://example.org/a>": "<https://example.org/a>",
    "https://example.org/a?b=c": "<https://example.org/a?b=c>",
    "o:swu": "<https://w3id.org/yuqiao/id/organisation/swu>",
    "foaf:Person": "<http://xmlns.com/foaf/0.1/Person>",
    r"o:a\-b": "<https://w3id.org/yuqiao/id/organisation/a-b>",
    "Southwest University": '"Southwest University"',
    "重庆": '"重庆"',
    "": '""',
    "True": '"True"',
    "5.": '"5."',
    "10:30": '"10:30"',
    "note: hello": '"note: hello"',
    "a@fr": '"a@fr"',
    "C++": '"C++"',
    "} DROP ALL #": '"} DROP ALL #"',
}
REFUSED = {
    "skso:Concept": "the prefix skso: of skso:Concept is not known; did you mean skos:Concept?",
    "urn:isbn:1": "the prefix urn: of urn:isbn:1 is not known; an IRI is written '<urn:isbn:1>', ",
    "2025-13-01^^xsd:date": '"2025-13-01" is not a value of xsd:date',
    '"zwei"^^xsd:integer': '"zwei" is not a value of xsd:integer',
    "x^^xsd:datum": "XML Schema has no datatype xsd:datum; expected one such as xsd:date",
    "x^^y": "y is not a datatype; expected one such as xsd:date",
    '"x': '"x is not text in quotes; expected "...", "..."@zh or "..."^^xsd:date',
    '"x"@': '"x"@ is not text in quotes; expected',
    '"x" } #': '"x" } # is not text in quotes; expected',
    "<https://example.org/a b>": "<https://example.org/a b> is not an IRI: ",
    "<a": "<a> is not an IRI: ",
    "_:b": "the blank node _:b has no name outside its graph",
}


@pytest.mark.parametrize("text", TERMS)
def test_what_is_typed_is_a_term(text: str) -> None:
    assert str(term_of(text, query_prefixes())) == TERMS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_begins_like_a_term_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        bound_terms([f"x={text}"], query_prefixes())

    assert str(refused.value).startswith(f"-p x: {REFUSED[text]}")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (["x"], '"x" is not a parameter; expected name=value'),
        (["?x=1"], '"?x" is not the name of a variable; write -p name=value'),
        (["=1"], '"" is not the name of a variable; write -p name=value'),
        (["x=1", "x=2"], "the parameter x is given twice"),
    ],
)
def test_what_is_no_pair_is_refused(pairs: list[str], message: str) -> None:
    with pytest.raises(QueryError) as refused:
        bound_terms(pairs, {})

    assert str(refused.value) == message
