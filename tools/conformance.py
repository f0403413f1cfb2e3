"""Write docs/conformance.md from the manifests of the W3C and the list of cases that cannot pass.

python tools/conformance.py            write it
python tools/conformance.py --check    exit 1 when it is not what they say now
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

from w3c_manifest import COMMIT, ENGINE, GAPS, GROUPS, REFUSED, SAME_VALUE, Listed, cases, listed

PAGE = ROOT / "docs" / "conformance.md"

HEAD = """# Conformance

The test cases of the W3C for SPARQL 1.1 queries, their result formats, SPARQL 1.1 Update and the
formats of RDF 1.1, run through what you use yourself: `yuqiao.open(file).query(text)`, the writers
behind `yuqiao query --as`, and a store's `update(text)`. This page is written by
`python tools/conformance.py`; do not edit it here.

- **passed**: the answer is the expected one, term by term, up to the names of blank nodes. Rows are
  compared without their order. Each answer is written in the format the case expects (XML, JSON,
  CSV, TSV or Turtle) and read again first. After an update, all statements of all graphs are the
  expected ones. A wrong query, update or file is refused with an error, and a right one is not.
- **same value**: a number or truth value comes in another form (`1` for `1.0`), and nothing else
  differs; that is tested too.
- **cannot pass**: the engine, Oxigraph, gives another answer, or Yuqiao refuses what the case asks
  for; listed below with the cause.

The tests fail when a case that passed no longer does, and also when a listed one begins to pass:
the figures are those of the last run that was green.

## Results

| group | passed | same value | cannot pass | total |
| --- | ---: | ---: | ---: | ---: |
"""

WRITTEN = """
## RDF 1.1, written again

Each right file is also read as `yuqiao convert` reads it, written in all six formats (Turtle, TriG,
N-Triples, N-Quads, RDF/XML, JSON-LD), and each of these is read again: isomorphic, up to the names
of blank nodes (RDFC-1.0), numbers in the characters they came in, named graphs where the format has
them. A text that holds control characters is refused as RDF/XML, as no XML can carry it. Each
wrong file is refused with its line and column.

| group | right, the same in all formats | wrong, refused with their place |
| --- | ---: | ---: |
"""

NOTES = """
## What is not covered

- SPARQL 1.1 Protocol, Service Description, Federated Query and Entailment: Yuqiao is not a server,
  infers nothing and refuses SERVICE, as the [threat model](threat-model.md) says.
- Cases that read several files as named graphs cannot be named to `yuqiao.open`, which reads one
  file or a folder; there the store is put together in Python, and asked and written as always.
- A file's named graphs are also part of the graph itself in Yuqiao. So for TriG, the graph itself
  is compared with all expected statements, and each named graph with its own.
- For N-Triples and N-Quads the W3C gives only right and wrong files, no expected statements.

## Cases that cannot pass

Most come from one decision of Oxigraph: it keeps the value of a number or truth value, not the
characters it was written with, and `xsd:negativeInteger` and the other types derived from
`xsd:integer` become `xsd:integer`. Numbers behind `oxigraph/oxigraph#` and `w3c/rdf-tests#` are
those of issues and pull requests on GitHub, where the matter is discussed.
"""

TAIL = f"""
## Run it

The cases are github.com/w3c/rdf-tests at commit `{COMMIT}`, under
the W3C's licence for test suites. They are not copied into this project; the tests read them from
`../shared/w3c`, beside the checkout, and fail when they are not there.

    sh tools/test tests/conformance
"""


def row(name: str, known: list[Listed | None]) -> str:
    """Give a line of the table of results, from what is listed of each case of a group."""
    passed = known.count(None)
    form, *others = ([case and case.gap for case in known].count(gap) for gap in GAPS)
    return f"| {name} | {passed} | {form} | {sum(others)} | {len(known)} |\n"


def results() -> Iterator[str]:
    """Give the lines of the table of results, with sums."""
    why = listed()
    groups = {group: [why.get(case.iri) for case in cases(group)] for group in GROUPS}
    for part, title in (("sparql/", "SPARQL 1.1"), ("rdf/", "RDF 1.1")):
        inside = {name: known for name, known in groups.items() if name.startswith(part)}
        for name, known in inside.items():
            yield row(f"{title}: {name.rpartition('/')[2]}", known)
        yield row(f"**{title}, all**", [case for known in inside.values() for case in known])


def rewritten() -> Iterator[str]:
    """Give the lines of the table of files that are written again."""
    for group in GROUPS:
        if group.startswith("rdf/"):
            wrong = sum("Negative" in case.kind for case in cases(group))
            right = len(cases(group)) - wrong
            yield f"| RDF 1.1: {group.rpartition('/')[2]} | {right} | {wrong} |\n"


def gaps(gap: str) -> Iterator[str]:
    """Give the listed cases of one kind under their causes."""
    causes: dict[str, list[str]] = {}
    for iri, why in listed().items():
        if why.gap == gap:
            causes.setdefault(why.cause, []).append(iri)
    yield f"\n### {gap[0].upper()}{gap[1:]}\n"
    for cause, iris in causes.items():
        yield f"\n{cause}:\n\n"
        yield from (f"- <{iri}>\n" for iri in iris)


def page() -> str:
    """Give the whole page."""
    return "".join(
        [
            *(HEAD, *results(), WRITTEN, *rewritten(), NOTES),
            *(*gaps(ENGINE), *gaps(REFUSED), *gaps(SAME_VALUE), TAIL),
        ]
    )


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        raise SystemExit("docs/conformance.md is stale: run python tools/conformance.py")
