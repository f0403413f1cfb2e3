"""The report on a query that returns nothing, for every reason it can have, on the bundled graph."""

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


def cases(group: str) -> list[object]:
    """Return the cases of a group of empty_results.txt: query and report."""
    return [
        pytest.param(query, f"{report.rstrip()}\n", id=name)
        for case in group.split("\n=== ")[1:]
        for name, text in [case.split("\n", 1)]
        for query, report in [text.split("\n---\n")]
    ]


BUNDLED, NAMED_GRAPHS = map(
    cases,
    (Path(__file__).parent / "empty_results.txt").read_text("utf-8").split("\n## named graphs\n"),
)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.mark.slow
@pytest.mark.parametrize(("query", "report"), BUNDLED)
def test_what_has_no_match_is_reported_with_its_place_and_what_would_match(
    query: str, report: str, store: Store
) -> None:
    assert empty_result_text(why_empty(store, query)) == report


def test_parameters_are_shown(store: Store) -> None:
    query = "SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }"
    country = NamedNode("http://publications.europa.eu/resource/authority/country/NZZ")

    found = why_empty(store, query, {"country": country, "level": Literal("bachelor")})

    assert (
        empty_result_text(found)
        == """\
The query returns no rows.

line 1, column 13: this has no match
SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
- as given, ?country is country:NZZ
- country:NZZ is not in the graph; did you mean country:NZL?

line 1, column 56: this has no match
SELECT ?p { ?p yq:foreignPartner/yq:country ?country ; yq:level ?level }
                                                       ^^^^^^^^^^^^^^^
- as given, ?level is "bachelor"
- the values are entities, not strings; this is the name of lvl:bachelor
"""
    )


NAMED = """
<http://example.org/schools> { <http://example.org/a> <http://example.org/founded> 1929 }
<http://example.org/places> { <http://example.org/b> <http://example.org/funded> 2 }
"""


@pytest.mark.parametrize(("query", "report"), NAMED_GRAPHS)
def test_named_graphs_are_searched(query: str, report: str, tmp_path: Path) -> None:
    file = tmp_path / "named.trig"
    file.write_text(f"@prefix ex: <http://example.org/> .{NAMED}", "utf-8")

    assert empty_result_text(why_empty(open_store(file), query)) == report


def test_triple_terms_and_reifiers_are_taken_apart() -> None:
    oxigraph = pyoxigraph.Store()
    oxigraph.update(
        "INSERT DATA { <t:a> <t:knows> <t:b> ~ <t:r> {| <t:since> 2010 |} ."
        " <t:c> <t:says> <<( <t:a> <t:knows> 'no' )>> }"
    )
    store = MemoryStore(oxigraph, {})
    query = "SELECT * { ?s <t:knows> ?o ~ ?r {| <t:since> 1999 |} }"

    assert empty_result_text(why_empty(store, query)) == (
        "The query returns no rows.\n\n"
        f"line 1, column 30: this has no match\n{query}\n{' ' * 29}{'^' * 20}\n"
        "- in the place of 1999, 2010 would match\n"
    )
    condition = "FILTER(SUBJECT(?t) = <t:b>)"
    query = f"SELECT * {{ ?s <t:says> ?t {condition} }}"
    assert empty_result_text(why_empty(store, query)) == (
        "The query returns no rows.\n\n"
        "line 1, column 27: the rest has matches, but none that passes this\n"
        f"{query}\n{' ' * 26}{'^' * 27}\n"
        '- ?t is <<( <t:a> <t:knows> "no" )>> there\n'
    )
    query = "SELECT * { ?s <t:knows> ?o LATERAL { SELECT ?z { ?o <t:no> ?z } LIMIT 1 } }"
    assert "line 1, column 28" in empty_result_text(why_empty(store, query))


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
        "summary": "The answer is false.",
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
        "queriesSent": 5,
        "complete": True,
        "changed": {
            "query": "ASK {\n  ?p yq:foreignPartner ?u\n}",
            "empty": False,
            "summary": "The answer is true.",
            "findings": [],
            "queriesSent": 0,
            "complete": True,
            "changed": None,
        },
    }


def test_a_text_goes_to_a_file_whole(tmp_path: Path) -> None:
    deliver_text("渝桥\n", tmp_path / "said.txt")

    assert (tmp_path / "said.txt").read_text("utf-8") == "渝桥\n"
