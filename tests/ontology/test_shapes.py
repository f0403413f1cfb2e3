"""Each message of the shapes, and the fault that provokes it: this one and no other.

The data is one whole programme (physics.ttl). Every fault of faults.txt is made in a copy of it;
all copies are checked together, each under addresses of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import SH, Graph, Literal

from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.validation.validator import store_data, validate
from yuqiao.ontology.files import read
from yuqiao.ontology.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator


HERE = Path(__file__).parent
PHYSICS = (HERE / "physics.ttl").read_text("utf-8")
SHAPES = Graph().parse(data=read("shapes.ttl"), format="turtle")
TERMS = prefixes()
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in TERMS.items())

# What a copy gets an address of its own for; the shapes know the ministry by its address.
OWN_ADDRESS = re.compile(
    r"<(https://w3id\.org/yuqiao/(?:id/(?!organisation/ministry)[a-z]+|scheme/discipline)/[^>]*)>"
)
# Countries have addresses that are not ours to change, so this fault is made in a country more.
NO_COUNTRY_CODE = """country:NZL a schema:Country ;
    skos:prefLabel "New Zealand"@en, "新西兰"@zh-Hans ; dcterms:identifier "NZL" ."""
COUNTRY_MESSAGE = "Give the two-letter ISO 3166 code."


@dataclass(frozen=True)
class Fault:
    """A change to the whole programme, and the message that it gets."""

    message: str
    take: tuple[str, ...]
    put: str

    def __str__(self) -> str:
        return self.message


def with_claim(statement: str, number: int) -> str:
    """Write a statement and an accepted claim for it."""
    thing, predicate, value = statement.rstrip(" .").split(" ", 2)
    states = "statedValue" if value.startswith('"') else "statedResource"
    return f"""{statement}
        cl:extra-{number} a yq:Claim ; schema:about {thing} ; yq:aboutProperty {predicate} ;
            yq:{states} {value} ; yq:asOf "2026"^^xsd:gYear ; yq:basis bas:register ;
            yq:review rev:accepted ; dcterms:source s:s-crs-moe-list ."""


def faults() -> Iterator[Fault]:
    """Read faults.txt, which explains itself in its first lines."""
    blocks = (HERE / "faults.txt").read_text("utf-8").strip().split("\n\n")
    for block in blocks[2:]:
        message, *changes = block.splitlines()
        if message.startswith("#"):
            continue
        put = [line[2:] for line in changes if line.startswith("+")]
        claimed = [line[2:] for line in changes if line.startswith("&")]
        put += [with_claim(line, number) for number, line in enumerate(claimed)]
        take = tuple(line[2:] for line in changes if line.startswith("-"))
        yield Fault(message, take, "\n".join(put))


FAULTS = tuple(faults())


def broken(fault: Fault, number: int) -> str:
    """Make a fault in a copy of the whole programme, and give it addresses of its own."""
    store = Store()
    store.load(PHYSICS.encode(), RdfFormat.TURTLE)
    for pattern in fault.take:
        before = len(store)
        store.update(f"DELETE WHERE {{ {pattern} }}", prefixes=TERMS)
        assert len(store) < before, f"nothing to take: {pattern}"
    store.update(f"INSERT DATA {{ {fault.put} }}", prefixes=TERMS)
    triples = "".join(f"{quad.triple} .\n" for quad in store)
    return OWN_ADDRESS.sub(rf"<\1-copy{number}>", triples)


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


@pytest.mark.parametrize("word", ["VALUES", "MINUS", "UNION", "GROUP BY"])
def test_no_query_uses_what_engines_misread(word: str) -> None:
    assert [query for query in SHAPES.objects(None, SH.select) if word in str(query)] == []
