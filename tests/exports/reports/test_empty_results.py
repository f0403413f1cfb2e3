"""What is said of a query that gives nothing: every kind of emptiness, on the bundled graph."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode

from yuqiao.exports.reports.diagnostics import deliver_text, empty_result_json, empty_result_text
from yuqiao.graph.diagnostics.empty_results.explain import why_empty
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.stores.open_store import open_store
from yuqiao.graph.stores.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param(
            "SELECT ?p { ?p yq:foreignPartners o:novosibirsk }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartners o:novosibirsk }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has no property yq:foreignPartners; did you mean yq:foreignPartner?

With this change, the query gives rows.
""",
            id="an unknown property",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:foreignPartner o:novosibrsk }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartner o:novosibrsk }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- o:novosibrsk is not in the graph; did you mean o:novosibirsk?

With this change, the query gives rows.
""",
            id="an unknown thing",
        ),
        pytest.param(
            "SELECT ?c { ?p yq:foreignPartner/yq:countri ?c }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?c { ?p yq:foreignPartner/yq:countri ?c }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has no property yq:countri; did you mean yq:country?

With this change, the query gives rows.
""",
            id="an unknown property on a path",
        ),
        pytest.param(
            """SELECT ?p {
  ?p a yq:Claimm ;
     yq:asoff ?day .
}""",
            """\
The query gives no rows.

line 2, column 3: this has no match
  ?p a yq:Claimm ;
  ^^^^^^^^^^^^^^
- nothing is a yq:Claimm; did you mean yq:Claim?

line 3, column 6: this has no match
     yq:asoff ?day .
     ^^^^^^^^^^^^^
- the graph has no property yq:asoff; did you mean yq:asOf?

With the first change to each part, the query gives rows.
""",
            id="two unknown names, in places of their own",
        ),
        pytest.param(
            "SELECT ?p { ?p a yq:JointInstitute }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p a yq:JointInstitute }
            ^^^^^^^^^^^^^^^^^^^^^^
- nothing is a yq:JointInstitute; did you mean yq:JointInstitution?

With this change, the query gives rows.
""",
            id="a class nothing is of",
        ),
        pytest.param(
            "SELECT ?x { ?x a schema:Place }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x a schema:Place }
            ^^^^^^^^^^^^^^^^^
- nothing is a schema:Place itself, but things are schema:AdministrativeArea,
  schema:City or schema:Country, kinds of it

With this change, the query gives rows.
""",
            id="a class only its kinds have things of",
        ),
        pytest.param(
            "SELECT ?p { o:novosibirsk yq:foreignPartner ?p }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { o:novosibirsk yq:foreignPartner ?p }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- it matches the other way round: ?p yq:foreignPartner o:novosibirsk

With this change, the query gives rows.
""",
            id="the wrong direction",
        ),
        pytest.param(
            "SELECT ?u { ?u a schema:CollegeOrUniversity ; yq:foreignPartner ?p }",
            """\
The query gives no rows.

each of these 2 has matches, but they have none together:
line 1, column 13: ?u a schema:CollegeOrUniversity
line 1, column 47: ?u yq:foreignPartner ?p
SELECT ?u { ?u a schema:CollegeOrUniversity ; yq:foreignPartner ?p }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^   ^^^^^^^^^^^^^^^^^^^^
- it matches the other way round: ?p yq:foreignPartner ?u

With this change, the query gives rows.
""",
            id="the wrong direction, seen from a class",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "Southwest University" }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "Southwest University" }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "Southwest University"@en: it has a language tag

With this change, the query gives rows.
""",
            id="a missing language tag",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "重庆大学"@zh }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "重庆大学"@zh }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "重庆大学"@zh-hans: its language tag is another

With this change, the query gives rows.
""",
            id="another language tag",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "southwest university"@en }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "southwest university"@en }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "Southwest University"@en: capital letters differ

With this change, the query gives rows.
""",
            id="other capital letters",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel " Southwest University"@en }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel " Southwest University"@en }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "Southwest University"@en: spaces at its ends differ

With this change, the query gives rows.
""",
            id="spaces",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "西南大學"@zh-Hans }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "西南大學"@zh-Hans }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean "西南大学"@zh-hans?

With this change, the query gives rows.
""",
            id="a variant of a Chinese name",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "Ｓｏｕｔｈｗｅｓｔ University"@en }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "Ｓｏｕｔｈｗｅｓｔ University"@en }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "Southwest University"@en: spaces or full-width letters
  differ

With this change, the query gives rows.
""",
            id="full-width letters",
        ),
        pytest.param(
            """SELECT ?p { ?p yq:foreignPartner "Novosibirsk State University" }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartner "Novosibirsk State University" }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the values are things, not texts; that is the name of o:novosibirsk

With this change, the query gives rows.
""",
            id="a name in the place of a thing",
        ),
        pytest.param(
            """SELECT ?p { ?p yq:annualTuition "53000" }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:annualTuition "53000" }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as 53000: it is a number, written without quotes

With this change, the query gives rows.
""",
            id="a number as text",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:annualTuition 53000.0 }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:annualTuition 53000.0 }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as 53000: it is a number of another datatype

With this change, the query gives rows.
""",
            id="a number of another datatype",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:firstIntake 2016 }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:firstIntake 2016 }
            ^^^^^^^^^^^^^^^^^^^^^^
- the graph has it as "2016"^^xsd:gYear: its datatype is another

With this change, the query gives rows.
""",
            id="a year as a number",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:form form:online }",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:form form:online }
            ^^^^^^^^^^^^^^^^^^^^^^
- form:online is not in the graph; in its place, form:institution or
  form:programme would match
""",
            id="a value there is not",
        ),
        pytest.param(
            """SELECT ?x { ?x skos:prefLabel "Astronomy"@en }""",
            """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?x { ?x skos:prefLabel "Astronomy"@en }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- nothing that would match in the place of "Astronomy"@en is written like it
""",
            id="a name nothing is like",
        ),
        pytest.param(
            """SELECT ?p {
  ?p a yq:JointInstitution ; yq:firstIntake ?y ; yq:level lvl:bachelor .
  ?p yq:foreignPartner ?f .
  ?f yq:country country:NZL
}""",
            """\
The query gives no rows.

each of these 3 has matches, but they have none together:
line 2, column 3: ?p a yq:JointInstitution
line 3, column 3: ?p yq:foreignPartner ?f
line 4, column 3: ?f yq:country country:NZL
  ?p a yq:JointInstitution ; yq:firstIntake ?y ; yq:level lvl:bachelor .
  ^^^^^^^^^^^^^^^^^^^^^^^^
  ?p yq:foreignPartner ?f .
  ^^^^^^^^^^^^^^^^^^^^^^^
  ?f yq:country country:NZL
  ^^^^^^^^^^^^^^^^^^^^^^^^^
- what matches the rest is a prov:Entity, yq:JointProgramme or yq:Partnership
- where the rest matches, yq:country has country:AUS, country:GBR or country:RUS
""",
            id="parts that have no match together",
        ),
        pytest.param(
            "SELECT ?l { ?p yq:partnersWith/yq:level ?l }",
            """\
The query gives no rows.

each of these 2 has matches, but they have none together:
line 1, column 13: ?p yq:partnersWith
line 1, column 32: yq:level ?l
SELECT ?l { ?p yq:partnersWith/yq:level ?l }
            ^^^^^^^^^^^^^^^^^^ ^^^^^^^^^^^
- the first leads to o:anu, o:auckland, o:bow-valley or others, but the second
  begins at p:cqu-polyu-engineering-management-master, p:cqu-sit-civil-bachelor,
  p:cqu-sit-civil-master or others
""",
            id="steps of a path that do not meet",
        ),
        pytest.param(
            "SELECT ?a { ?a yq:annualTuition ?v . ?b yq:firstIntake ?v }",
            """\
The query gives no rows.

each of these 2 has matches, but they have none together:
line 1, column 13: ?a yq:annualTuition ?v
line 1, column 38: ?b yq:firstIntake ?v
SELECT ?a { ?a yq:annualTuition ?v . ?b yq:firstIntake ?v }
            ^^^^^^^^^^^^^^^^^^^^^^   ^^^^^^^^^^^^^^^^^^^^
- ?v is 15000, 38000, 42000 and 5 more in the first, but "2013"^^xsd:gYear,
  "2015"^^xsd:gYear, "2016"^^xsd:gYear and 6 more in the second
""",
            id="values that never meet",
        ),
        pytest.param(
            "SELECT ?p { VALUES ?l { lvl:phd } ?p yq:level ?l }",
            """\
The query gives no rows.

each of these 2 has matches, but they have none together:
line 1, column 13: VALUES ?l { lvl:phd }
line 1, column 35: ?p yq:level ?l
SELECT ?p { VALUES ?l { lvl:phd } ?p yq:level ?l }
            ^^^^^^^^^^^^^^^^^^^^^ ^^^^^^^^^^^^^^
- in the pattern, ?l is lvl:bachelor, lvl:diploma or lvl:master
""",
            id="VALUES within the pattern",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l } VALUES ?l { lvl:batchelor }",
            """\
The query gives no rows.

line 1, column 30: no row of these VALUES goes with the pattern
SELECT ?p { ?p yq:level ?l } VALUES ?l { lvl:batchelor }
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean lvl:bachelor?

With this change, the query gives rows.
""",
            id="VALUES after the pattern",
        ),
        pytest.param(
            "SELECT * { VALUES ?x { } ?p a ?x }",
            """\
The query gives no rows.

line 1, column 12: these VALUES have no row
SELECT * { VALUES ?x { } ?p a ?x }
           ^^^^^^^^^^^^^
""",
            id="VALUES of nothing",
        ),
        pytest.param(
            """SELECT ?n { ?p a yq:JointProgramme ; skos:prefLabel ?n FILTER(LANG(?n) = "zh-Hans") }""",
            """\
The query gives no rows.

line 1, column 56: the rest has matches, but none that passes this
SELECT ?n { ?p a yq:JointProgramme ; skos:prefLabel ?n FILTER(LANG(?n) = "zh-Hans") }
                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- LANG(?n) is "en" or "zh-hans" here, never "zh-Hans"; the letters of a tag are
  compared exactly: LANGMATCHES(LANG(?n), "zh-Hans")

With this change, the query gives rows.
""",
            id="a language tag compared letter by letter",
        ),
        pytest.param(
            """SELECT ?n { ?p a yq:JointProgramme ; skos:prefLabel ?n FILTER("fr" = LANG(?n)) }""",
            """\
The query gives no rows.

line 1, column 56: the rest has matches, but none that passes this
SELECT ?n { ?p a yq:JointProgramme ; skos:prefLabel ?n FILTER("fr" = LANG(?n)) }
                                                       ^^^^^^^^^^^^^^^^^^^^^^^
- LANG(?n) is "en" or "zh-hans" here, never "fr"
""",
            id="a language there is not",
        ),
        pytest.param(
            "SELECT ?n { ?p yq:annualTuition ?n FILTER(?n > 1000000) }",
            """\
The query gives no rows.

line 1, column 36: the rest has matches, but none that passes this
SELECT ?n { ?p yq:annualTuition ?n FILTER(?n > 1000000) }
                                   ^^^^^^^^^^^^^^^^^^^^
- ?n is from 15000 to 77000 there
""",
            id="numbers out of range",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l FILTER(?l = lvl:bachelors) }",
            """\
The query gives no rows.

line 1, column 28: the rest has matches, but none that passes this
SELECT ?p { ?p yq:level ?l FILTER(?l = lvl:bachelors) }
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean lvl:bachelor?

With this change, the query gives rows.
""",
            id="a constant in a filter",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l FILTER(?l IN (lvl:batchelor, lvl:phd)) }",
            """\
The query gives no rows.

line 1, column 28: the rest has matches, but none that passes this
SELECT ?p { ?p yq:level ?l FILTER(?l IN (lvl:batchelor, lvl:phd)) }
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean lvl:bachelor?

With this change, the query gives rows.
""",
            id="constants in a list",
        ),
        pytest.param(
            """SELECT ?n { ?p skos:prefLabel ?n FILTER(REGEX(?n, "Novosibrsk")) }""",
            """\
The query gives no rows.

line 1, column 34: the rest has matches, but none that passes this
SELECT ?n { ?p skos:prefLabel ?n FILTER(REGEX(?n, "Novosibrsk")) }
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean "Novosibirsk"?

With this change, the query gives rows.
""",
            id="a word within a text",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l FILTER(?l + 1 > 0) }",
            """\
The query gives no rows.

line 1, column 28: the rest has matches, but none that passes this
SELECT ?p { ?p yq:level ?l FILTER(?l + 1 > 0) }
                           ^^^^^^^^^^^^^^^^^^
- for each match the condition is an error, which counts as false
- ?l is lvl:bachelor, lvl:diploma or lvl:master there
""",
            id="a condition that is an error",
        ),
        pytest.param(
            "SELECT ?name { ?p yq:level ?level FILTER(?levle = lvl:bachelor) }",
            """\
The query gives no rows.

line 1, column 35: ?levle has no value in this group, so the condition cannot hold
SELECT ?name { ?p yq:level ?level FILTER(?levle = lvl:bachelor) }
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean ?level?

With this change, still:
The query gives rows, but all their cells are empty.

line 1, column 8: nothing in the pattern gives ?name a value
SELECT ?name { ?p yq:level ?level FILTER(?level = lvl:bachelor) }
       ^^^^^
""",
            id="a variable the filter does not see",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:annualTuition ?t FILTER(?t > 60000) FILTER(?t < 40000) }",
            """\
The query gives no rows.

each of these 2 leaves some matches of the rest, but together none:
line 1, column 36: FILTER(?t > 60000)
line 1, column 55: FILTER(?t < 40000)
SELECT ?p { ?p yq:annualTuition ?t FILTER(?t > 60000) FILTER(?t < 40000) }
                                   ^^^^^^^^^^^^^^^^^^ ^^^^^^^^^^^^^^^^^^
""",
            id="filters that exclude each other",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l FILTER EXISTS { ?p yq:levell ?x } }",
            """\
The query gives no rows.

line 1, column 44: this has no match
SELECT ?p { ?p yq:level ?l FILTER EXISTS { ?p yq:levell ?x } }
                                           ^^^^^^^^^^^^^^^
- the graph has no property yq:levell; did you mean yq:level?

With this change, the query gives rows.
""",
            id="EXISTS of nothing",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l FILTER EXISTS { ?p yq:country ?c } }",
            """\
The query gives no rows.

line 1, column 44: this has matches, but none that goes with the rest
SELECT ?p { ?p yq:level ?l FILTER EXISTS { ?p yq:country ?c } }
                                           ^^^^^^^^^^^^^^^^
""",
            id="EXISTS of what is elsewhere",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:annualTuition ?t FILTER NOT EXISTS { ?p a ?c } }",
            """\
The query gives no rows.

line 1, column 36: every match of the rest has what must not exist
SELECT ?p { ?p yq:annualTuition ?t FILTER NOT EXISTS { ?p a ?c } }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
            id="NOT EXISTS of what all have",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:annualTuition ?t MINUS { ?p a yq:Partnership } FILTER(?t > 0) MINUS { ?p yq:level ?l } }",
            """\
The query gives no rows.

MINUS takes away every match of the other part:
line 1, column 13: ?p yq:annualTuition ?t
line 1, column 81: MINUS { ?p yq:level ?l }
SELECT ?p { ?p yq:annualTuition ?t MINUS { ?p a yq:Partnership } FILTER(?t > 0) MINUS { ?p yq:level
            ^^^^^^^^^^^^^^^^^^^^^^
…yq:annualTuition ?t MINUS { ?p a yq:Partnership } FILTER(?t > 0) MINUS { ?p yq:level ?l } }
                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^
""",
            id="MINUS of all",
        ),
        pytest.param(
            "SELECT ?p { { ?p yq:levels ?l } UNION { ?p yq:levl ?l } }",
            """\
The query gives no rows.

line 1, column 15: this has no match
SELECT ?p { { ?p yq:levels ?l } UNION { ?p yq:levl ?l } }
              ^^^^^^^^^^^^^^^
- the graph has no property yq:levels; did you mean yq:level?

line 1, column 41: this has no match
SELECT ?p { { ?p yq:levels ?l } UNION { ?p yq:levl ?l } }
                                        ^^^^^^^^^^^^^
- the graph has no property yq:levl; did you mean yq:level?

With the first change to each part, the query gives rows.
""",
            id="each branch of a UNION",
        ),
        pytest.param(
            "SELECT ?p { ?p a ?c { SELECT ?p { ?p yq:levels ?l } } }",
            """\
The query gives no rows.

line 1, column 35: this has no match
SELECT ?p { ?p a ?c { SELECT ?p { ?p yq:levels ?l } } }
                                  ^^^^^^^^^^^^^^^
- the graph has no property yq:levels; did you mean yq:level?

With this change, the query gives rows.
""",
            id="a SELECT within",
        ),
        pytest.param(
            "SELECT ?p { GRAPH ?g { ?p yq:level ?l } }",
            """\
The query gives no rows.

line 1, column 13: there are no named graphs
SELECT ?p { GRAPH ?g { ?p yq:level ?l } }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
- outside of GRAPH, the pattern within has matches
""",
            id="GRAPH without named graphs",
        ),
        pytest.param(
            "SELECT ?p FROM <http://example.org/g> { ?p yq:level ?l }",
            """\
The query gives no rows.

line 1, column 11: FROM <http://example.org/g> leaves out what would match; without it there are matches
SELECT ?p FROM <http://example.org/g> { ?p yq:level ?l }
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
            id="FROM a graph there is not",
        ),
        pytest.param(
            "SELECT ?l (COUNT(?p) AS ?n) { ?p yq:level ?l } GROUP BY ?l HAVING(COUNT(?p) > 1000)",
            """\
The query gives no rows.

line 1, column 66: no group fulfils the HAVING
SELECT ?l (COUNT(?p) AS ?n) { ?p yq:level ?l } GROUP BY ?l HAVING(COUNT(?p) > 1000)
                                                                 ^^^^^^^^^^^^^^^^^^
- COUNT(?p) is 28, 65 or 90 there
""",
            id="HAVING",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l } LIMIT 0",
            """\
The query gives no rows.

line 1, column 30: LIMIT 0 takes no row
SELECT ?p { ?p yq:level ?l } LIMIT 0
                             ^^^^^^^
""",
            id="LIMIT 0",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l } OFFSET 1000",
            """\
The query gives no rows.

line 1, column 30: OFFSET 1000 goes past all 183 rows
SELECT ?p { ?p yq:level ?l } OFFSET 1000
                             ^^^^^^^^^^^
""",
            id="OFFSET past the end",
        ),
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?p yq:leval ?l }",
            """\
The query gives one row, as an aggregate always does, but its pattern has no match.

line 1, column 27: this has no match
SELECT (COUNT(*) AS ?n) { ?p yq:leval ?l }
                          ^^^^^^^^^^^^^^
- the graph has no property yq:leval; did you mean yq:level?

With this change, the query gives rows.
""",
            id="a count of nothing",
        ),
        pytest.param(
            "SELECT ?level { ?p yq:level ?levle }",
            """\
The query gives rows, but all their cells are empty.

line 1, column 8: nothing in the pattern gives ?level a value
SELECT ?level { ?p yq:level ?levle }
       ^^^^^^
- did you mean ?levle?

With this change, the query gives rows.
""",
            id="columns of nothing",
        ),
        pytest.param(
            "ASK { o:cqu yq:partnersWith o:novosibirk }",
            """\
The answer is false.

line 1, column 7: this has no match
ASK { o:cqu yq:partnersWith o:novosibirk }
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- o:novosibirk is not in the graph; did you mean o:novosibirsk?

With this change, the answer is true.
""",
            id="ASK",
        ),
        pytest.param(
            "CONSTRUCT { ?p a ?c } { ?p yq:level ?l }",
            """\
The query gives no triples.

line 1, column 13: ?c has no value in the pattern, so this triple is never made
CONSTRUCT { ?p a ?c } { ?p yq:level ?l }
            ^^^^^^^
""",
            id="a template of nothing",
        ),
        pytest.param(
            "DESCRIBE o:novosibrsk",
            """\
The query gives no triples.

line 1, column 10: nothing is said of o:novosibrsk
DESCRIBE o:novosibrsk
         ^^^^^^^^^^^^
- did you mean o:novosibirsk?

With this change, the query gives triples.
""",
            id="DESCRIBE",
        ),
        pytest.param(
            "SELECT ?p { ?p yq:level ?l }",
            """\
The query gives rows.
""",
            id="a query that gives rows",
        ),
    ],
)
def test_what_has_no_match_is_told_with_its_place_and_what_would_match(
    query: str, said: str, store: Store
) -> None:
    assert empty_result_text(why_empty(store, query)) == said


def test_what_was_given_from_outside_is_told(store: Store) -> None:
    query = "SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }"
    country = NamedNode("http://publications.europa.eu/resource/authority/country/NZZ")

    found = why_empty(store, query, {"country": country, "level": Literal("bachelor")})

    assert (
        empty_result_text(found)
        == """\
The query gives no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- as given, ?country is country:NZZ
- country:NZZ is not in the graph; did you mean country:NZL?

line 1, column 56: this has no match
SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }
                                                       ^^^^^^^^^^^^^^^
- as given, ?level is "bachelor"
- the values are things, not texts; that is the name of lvl:bachelor
"""
    )


NAMED = """
<http://example.org/schools> { <http://example.org/a> <http://example.org/founded> 1929 }
<http://example.org/places> { <http://example.org/b> <http://example.org/funded> 2 }
"""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param(
            "SELECT * { GRAPH ex:school { ?s ex:founded ?o } }",
            """\
The query gives no rows.

line 1, column 12: there is no graph ex:school
SELECT * { GRAPH ex:school { ?s ex:founded ?o } }
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- did you mean ex:schools?
- outside of GRAPH, the pattern within has matches

With this change, the query gives rows.
""",
            id="an unknown graph",
        ),
        pytest.param(
            "SELECT * { GRAPH ex:places { ?s ex:founded ?o } }",
            """\
The query gives no rows.

line 1, column 30: this has no match
SELECT * { GRAPH ex:places { ?s ex:founded ?o } }
                             ^^^^^^^^^^^^^^^^
- the graph has no property ex:founded; did you mean ex:funded?

With this change, the query gives rows.
""",
            id="a property of another graph",
        ),
        pytest.param(
            "SELECT * FROM ex:places { ?s ex:founded ?o }",
            """\
The query gives no rows.

line 1, column 10: FROM ex:places leaves out what would match; without it there are matches
SELECT * FROM ex:places { ?s ex:founded ?o }
         ^^^^^^^^^^^^^^
- the named graphs are ex:places and ex:schools
""",
            id="a FROM",
        ),
    ],
)
def test_named_graphs_are_looked_into(query: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "named.trig"
    file.write_text(f"@prefix ex: <http://example.org/> .{NAMED}", "utf-8")

    assert empty_result_text(why_empty(open_store(file), query)) == said


def test_a_query_beyond_sparql_1_1_is_not_taken_apart() -> None:
    store = MemoryStore(pyoxigraph.Store(), {})

    found = why_empty(store, "SELECT * { << ?s ?p ?o >> ?q ?r }")

    assert empty_result_text(found) == (
        "The query gives nothing; it goes beyond SPARQL 1.1, so it cannot be taken apart.\n"
    )


def test_escapes_in_the_data_do_no_harm() -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.update('INSERT DATA { <t:a> <t:p> "red \\u001B[31m" }')

    found = why_empty(MemoryStore(oxigraph, {}), 'ASK { ?s <t:p> "red" }')

    assert "\x1b" not in empty_result_text(found)


def test_as_json_each_part_and_each_change_has_its_place(store: Store) -> None:
    found = why_empty(store, "ASK {\n  ?p yq:foreignPartners ?u\n}")

    assert json.loads(empty_result_json(found)) == {
        "query": "ASK {\n  ?p yq:foreignPartners ?u\n}",
        "empty": True,
        "said": "The answer is false.",
        "findings": [
            {
                "why": "this has no match",
                "parts": [
                    {
                        "line": 2,
                        "column": 3,
                        "start": 8,
                        "end": 32,
                        "text": "?p yq:foreignPartners ?u",
                    }
                ],
                "hints": [
                    {
                        "text": "the graph has no property yq:foreignPartners;"
                        " did you mean yq:foreignPartner?",
                        "replace": {"start": 11, "end": 29, "with": "yq:foreignPartner"},
                    }
                ],
            }
        ],
        "questionsAsked": 5,
        "complete": True,
        "changed": {
            "query": "ASK {\n  ?p yq:foreignPartner ?u\n}",
            "empty": False,
            "said": "The answer is true.",
            "findings": [],
            "questionsAsked": 0,
            "complete": True,
            "changed": None,
        },
    }


def test_a_text_goes_to_a_file_whole(tmp_path: Path) -> None:
    deliver_text("渝桥\n", tmp_path / "said.txt")

    assert (tmp_path / "said.txt").read_text("utf-8") == "渝桥\n"
