"""How soon a question to the bundled graph is answered, cold, against bare scripts of the engines.

The scripts load the same Turtle file, run the same query and print the same rows. What they print
is compared before anything is timed.
"""

from __future__ import annotations

import subprocess
import sys

from support.peers import ANSWER_WITH_PYOXIGRAPH, ANSWER_WITH_RDFLIB, jena
from support.timing import GRAPH, YUQIAO, Contender, claim, race, table

QUERIES = {
    "count by country": """
PREFIX yq: <https://w3id.org/yuqiao/def#>
SELECT ?country (COUNT(DISTINCT ?partnership) AS ?partnerships)
WHERE { ?partnership a yq:Partnership ; yq:partnerCountry ?country }
GROUP BY ?country ORDER BY DESC(?partnerships) ?country
""",
    "one path, many joins": """
PREFIX yq: <https://w3id.org/yuqiao/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?school ?university ?discipline
WHERE {
  ?partnership yq:chinesePartner/skos:prefLabel ?school ;
               yq:foreignPartner/skos:prefLabel ?university ;
               yq:discipline/skos:prefLabel ?discipline .
  FILTER(LANG(?school) = "en" && LANG(?university) = "en" && LANG(?discipline) = "en")
}
ORDER BY ?school ?university ?discipline
""",
}


def contenders(query: str) -> list[Contender]:
    """Put the same question four ways."""
    graph, python = str(GRAPH), [sys.executable, "-c"]
    return [
        Contender("`yuqiao query`", [YUQIAO, "query", query]),
        Contender("bare pyoxigraph", [*python, ANSWER_WITH_PYOXIGRAPH, graph, query]),
        Contender("bare rdflib", [*python, ANSWER_WITH_RDFLIB, graph, query]),
        Contender(
            "Jena `arq`", [*jena("arq.arq"), "--quiet", f"--data={graph}", "--results=TSV", query]
        ),
    ]


def rows(contender: Contender) -> list[list[str]]:
    """Return the answer as rows of plain text, however its numbers and strings are spelled."""
    run = subprocess.run(contender.command, check=True, capture_output=True, text=True)
    lines = run.stdout.splitlines()[1:]
    return [[cell.partition("^^")[0].strip('"') for cell in line.split("\t")] for line in lines]


def section() -> str:
    """Measure, and give the result as Markdown."""
    parts = ["## Query", "", "A cold process: start, load the graph, query, print the result."]
    for name, query in QUERIES.items():
        racing = contenders(query)
        first, *others = [rows(contender) for contender in racing]
        if any(other != first for other in others):
            raise SystemExit(f"the answers to “{name}” differ; there is nothing to time")
        yuqiao, pyoxigraph, rdflib, arq = race(racing)
        slower = yuqiao.median / pyoxigraph.median
        faster, ahead = rdflib.median / yuqiao.median, arq.median / yuqiao.median
        parts += [
            "",
            f"### {name.capitalize()} ({len(first)} rows)",
            "",
            table([yuqiao, pyoxigraph, rdflib, arq], pyoxigraph),
            "",
            claim(f"at most 2 times bare pyoxigraph; measured {slower:.2f}", slower <= 2),
            claim(f"at least 4 times as fast as rdflib; measured {faster:.1f}", faster >= 4),
            claim(f"faster than Jena; measured {ahead:.1f} times as fast", ahead > 1),
        ]
    return "\n".join(parts)


if __name__ == "__main__":
    print(section())
