"""A short name that is shown can be put into a query as it stands."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Triple

from yuqiao.exports.rdf.turtle import turtle
from yuqiao.graph.diagnostics.term_suggestions import short_name
from yuqiao.graph.rdf.prefixes import PrefixMap

SPACE = "http://example.org/"


@pytest.mark.parametrize(
    ("local", "name"),
    [
        ("swu", "o:swu"),
        ("重庆大学", "o:重庆大学"),
        ("07", "o:07"),
        ("a-b_c", "o:a-b_c"),
        ("a(b", None),
        ("c.", None),
        ("a.b", None),
        ("-a", None),
        ("a-", None),
        ("a%20b", None),
        ("½", None),
        ("①", None),
        ("ａ", None),
        ("", None),
    ],
)
def test_one_rule_for_all_that_shows_names(local: str, name: str | None) -> None:
    iri = NamedNode(SPACE + local)

    assert PrefixMap({"o": SPACE}).compress(iri.value) == name
    assert short_name(iri.value, {"o": SPACE}) == (name or str(iri))
    written = turtle([Triple(iri, iri, iri)], {"o": SPACE}).splitlines()[-1]
    assert written == " ".join([name or str(iri)] * 3) + " ."
    pyoxigraph.Store().query(f"ASK {{ {name or iri} ?p ?o }}", prefixes={"o": SPACE})


def test_a_prefix_that_no_query_can_hold_is_not_used() -> None:
    assert PrefixMap({"a b": SPACE, "1": SPACE}).compress(f"{SPACE}swu") is None


def test_the_longest_namespace_is_taken_wherever_it_ends() -> None:
    names = PrefixMap({"o": SPACE, "z": f"{SPACE}org-", "a": SPACE})

    assert [names.compress(SPACE + local) for local in ("swu", "org-swu", "org-")] == [
        "a:swu",
        "z:swu",
        None,
    ]
