"""How long validation takes: Yuqiao, pySHACL and the Rust engine ``shacl``; and a million."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from support.million import TRIPLES, Million
from support.synthetic import graph as synthetic
from support.timing import GRAPH, ROOT, YUQIAO, Contender, Timing, claim, race, table

ONTOLOGY = ROOT / "ontology"
RUNS = 3
PARTS = (4, 2)  # the parts of a million triples that show whether time grows in proportion

WITH_PYSHACL = """
import sys
from pyshacl import validate
from rdflib import Graph
data, *vocabulary, shapes = sys.argv[1:]
graph = Graph().parse(data, format="turtle")
for file in vocabulary:
    graph.parse(file, format="turtle")
validate(graph, shacl_graph=Graph().parse(shapes, format="turtle"), inplace=True)
"""
WITH_SHACL = """
import sys
import tempfile
import shacl
*data, shapes = sys.argv[1:]
with tempfile.NamedTemporaryFile("w", suffix=".ttl", encoding="utf-8") as together:
    together.writelines(open(file, encoding="utf-8").read() for file in data)
    together.flush()
    shacl.validate(together.name, shapes)
"""


def section(graph: Million) -> str:
    """Measure, and give the result as Markdown."""
    files = [str(GRAPH), *(str(ONTOLOGY / name) for name in ("def.ttl", "schemes.ttl"))]
    files.append(str(ONTOLOGY / "shapes.ttl"))
    (ours,) = race([Contender("`yuqiao validate`", [YUQIAO, "validate"])], runs=RUNS)
    pyshacl, rust = race(  # which take minutes
        [
            Contender("pySHACL", [sys.executable, "-c", WITH_PYSHACL, *files]),
            Contender("`shacl` of PyPI (Rust)", [sys.executable, "-c", WITH_SHACL, *files]),
        ],
        runs=1,
        warm_up=0,
    )
    whole = growing(graph.file)
    least, most = (statistics.median(one.processor) for one in (whole[0], whole[-1]))
    ran, held, growth = statistics.median(ours.processor), whole[-1].highest / 1000, most / least
    return "\n".join(
        [
            "## Validate",
            "",
            (
                f"The bundled graph against the shapes of the vocabulary; {RUNS} runs, and one of"
                " each of the others, which take minutes. The claims are about the time of the"
                " processor, to which other programs add little."
            ),
            "",
            table([ours, pyshacl, rust], ours, memory=True, processor=True),
            "",
            claim(f"under 1.5 s; measured {ran:.2f} s", ran < 1.5),
            "",
            "The synthetic graph of a million triples, and parts of it, once each.",
            "",
            table(whole, whole[-1], memory=True, processor=True),
            "",
            claim(f"under 60 s; measured {most:.0f} s", most < 60),
            claim(f"under 2 GB; measured {held:.2f} GB", held < 2),
            claim(f"four times the triples take {growth:.1f} times as long", growth < 5),
        ]
    )


def growing(file: Path) -> list[Timing]:
    """Validate a quarter, a half and all of a million triples, which a file holds."""
    with tempfile.TemporaryDirectory() as folder:
        contenders = []
        for part in PARTS:
            smaller = Path(folder, f"{part}.nt")
            synthetic.write(synthetic.partnerships_for(TRIPLES // part), 1, smaller)
            contenders.append(_validation(f"{TRIPLES // part:,} triples", smaller))
        contenders.append(_validation(f"{TRIPLES:,} triples", file))
        return race(contenders, runs=1, warm_up=0)


def _validation(name: str, file: Path) -> Contender:
    return Contender(name, [YUQIAO, "validate", "--graph", str(file)])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        alone = Million(Path(made), synthetic.partnerships_for(TRIPLES))
        synthetic.write(alone.partnerships, 1, alone.file)
        print(section(alone))
