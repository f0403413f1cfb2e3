"""One whole programme that the shapes accept, and the faults that can be made in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from yuqiao.ontology.namespaces import prefixes

FOLDER = Path(__file__).parents[1] / "ontology"
PHYSICS = (FOLDER / "physics.ttl").read_text("utf-8")
TERMS = prefixes()

# What a copy gets an address of its own for; the shapes know the ministry by its address.
OWN_ADDRESS = re.compile(
    r"<(https://w3id\.org/yuqiao/(?:id/(?!organisation/ministry)[a-z]+|scheme/discipline)/[^>]*)>"
)


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
    blocks = (FOLDER / "faults.txt").read_text("utf-8").strip().split("\n\n")
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
