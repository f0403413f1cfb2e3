"""Each message of the shapes, and the fault that provokes it: this one and no other.

The data is one whole programme (physics.ttl). Every fault of faults.txt is made in a copy of it;
all copies are checked together, each under addresses of its own.
"""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import SH, Graph, Literal

from shape_faults import FAULTS, PHYSICS, TERMS, Fault, broken
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.validation.validator import store_data, validate
from yuqiao.ontology.files import read

SHAPES = Graph().parse(data=read("shapes.ttl"), format="turtle")
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in TERMS.items())

# Countries have addresses that are not ours to change, so this fault is made in a country more.
NO_COUNTRY_CODE = """country:NZL a schema:Country ;
    skos:prefLabel "New Zealand"@en, "新西兰"@zh-Hans ; dcterms:identifier "NZL" ."""
COUNTRY_MESSAGE = "Give the two-letter ISO 3166 code."


def english(text: object) -> str:
    """Return the English half of a message; one of a query holds both languages."""
    return str(text).split(" / ")[0]


MESSAGES = {
    english(text)
    for text in SHAPES.objects(None, SH.message)
    if isinstance(text, Literal) and text.language != "zh-Hans"
}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """Map each copy to the messages about it; the copy without a fault is named ''."""
    store = Store()
    for text in (PHYSICS, PREFIXES + NO_COUNTRY_CODE):
        store.load(text, RdfFormat.TURTLE)
    for number, fault in enumerate(FAULTS):
        store.load(broken(fault, number), RdfFormat.N_TRIPLES)

    forms = {
        text: re.compile(re.sub(r"\\\{\\\?\w+\\\}", ".+", re.escape(text))) for text in MESSAGES
    }
    by_copy: dict[str, set[str]] = {}
    for result in validate(store_data(MemoryStore(store, {}))):
        is_country = result.thing.startswith(TERMS["country"])
        copy = "country" if is_country else result.thing.partition("-copy")[2]
        by_copy.setdefault(copy, set()).update(
            text for text, form in forms.items() if form.fullmatch(result.message)
        )
    return by_copy


@pytest.mark.slow
def test_the_whole_programme_is_accepted(found: dict[str, set[str]]) -> None:
    assert found.get("", set()) == set()


@pytest.mark.parametrize(("number", "fault"), list(enumerate(FAULTS)), ids=str)
def test_each_fault_gets_its_message_and_no_other(
    number: int, fault: Fault, found: dict[str, set[str]]
) -> None:
    assert found.get(str(number)) == {fault.message}


def test_a_country_without_its_code_is_told_so(found: dict[str, set[str]]) -> None:
    assert found["country"] == {COUNTRY_MESSAGE}


def test_every_message_has_a_fault_that_provokes_it() -> None:
    assert {fault.message for fault in FAULTS} | {COUNTRY_MESSAGE} == MESSAGES


def test_every_message_is_in_both_languages() -> None:
    for node in set(SHAPES.subjects(SH.message, None)):
        texts = [text for text in SHAPES.objects(node, SH.message) if isinstance(text, Literal)]
        if (node, SH.select, None) in SHAPES:
            [text] = texts  # Apache Jena refuses a second message on a query
            assert re.fullmatch(r"[^/]+ / [^/]*[\u4e00-\u9fff][^/]*", str(text))
        else:
            assert sorted(text.language or "" for text in texts) == ["en", "zh-Hans"]


@pytest.mark.parametrize("word", ["VALUES", "MINUS", "UNION"])
def test_no_query_uses_what_engines_misread(word: str) -> None:
    assert [query for query in SHAPES.objects(None, SH.select) if word in str(query)] == []


def test_only_what_is_counted_is_grouped() -> None:
    for query in map(str, SHAPES.objects(None, SH.select)):
        assert query.count("GROUP BY") == query.count("(COUNT(DISTINCT ?partnership)")
