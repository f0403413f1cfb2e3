"""Reports that are run: what becomes of each block and value, and where each mistake is."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main

ROOT = Path(__file__).parents[4]
GRAPH = """\
@prefix : <http://g.test/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
:a a :Ship ; rdfs:label "Anna | <b>"@en, "安娜"@zh ; :built 1913 ; :sister :b ; dcterms:source :s .
:b a :Ship ; rdfs:label "Berta"@en ; :built 1920 .
:s dcterms:title "Register"@en ; <https://schema.org/url> <https://r.test/> .
"""
REPORT = """\
# Ships

The oldest is {{ships}}, built in {{ ships.built }}; of `sparql ASK { ?s ?p ?o }`, `{{ships}}` stays.

```sparql
# name: ships
# title: By year
SELECT ?ship ?built WHERE { ?ship :built ?built } ORDER BY ?built
```

```python
{{ships}}
```

```sparql
# show: nothing
SELECT * { ?s ?p ?o } LIMIT 1
```
The end.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a graph."""
    (tmp_path / "ships.ttl").write_text(GRAPH, "utf-8")
    return tmp_path


def render(folder: Path, report: str, *arguments: str) -> Result:
    """Render a report of the graph."""
    (folder / "report.md").write_text(report, "utf-8")
    return CliRunner().invoke(
        main,
        ["render", str(folder / "report.md"), "--graph", str(folder / "ships.ttl"), *arguments],
    )


def test_markdown_has_answers_in_place_of_queries(folder: Path) -> None:
    done = render(folder, REPORT, "--as", "markdown")
    exported = CliRunner().invoke(
        main, ["export", "--canonical-hash", "--graph", str(folder / "ships.ttl")]
    )

    assert done.stderr == ""
    assert done.stdout == (
        "# Ships\n\n"
        "The oldest is Anna \\| \\<b\\>, built in 1913; of yes, `{{ships}}` stays.\n\n"
        "**By year**\n\n"
        "| ship | built |\n| --- | ---: |\n"
        "| [Anna \\| \\<b\\>](http://g.test/a) | 1913 |\n"
        "| [Berta](http://g.test/b) | 1920 |\n\n"
        "```python\n{{ships}}\n```\n\n"
        "The end.\n\n"
        "## Data\n\n"
        f"- Graph: {str(folder / 'ships.ttl').replace('_', chr(92) + '_')} in memory\n"
        "- Triples: 11\n"
        f"- Canonical hash (RDFC-1.0, SHA-256): {exported.stdout}\n"
        "### Sources\n\n"
        "1. [Register](https://r.test/)\n"
    )


def test_names_are_in_the_language_that_is_asked_for(folder: Path) -> None:
    done = render(folder, REPORT, "--as", "markdown", "--lang", "zh")

    assert "The oldest is 安娜, built in 1913" in done.stdout
    assert "## 数据" in done.stdout


def test_html_is_one_file_that_loads_and_runs_nothing(folder: Path) -> None:
    (folder / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    bars = "```sparql\n# show: bars\nSELECT ?s ?n { ?s :built ?n } ORDER BY ?n\n```\n"
    links = "```sparql\n# show: network\nSELECT ?source ?target { ?source :sister ?target }\n```\n"
    text = f"{REPORT}\n{bars}\n{links}\n![A dot](dot.png)\n\n<script>alert(1)</script>\n"
    done = render(folder, text, "-o", str(folder / "report.html"))
    page = (folder / "report.html").read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    loaded = re.findall(r'(?:src|href)="([^"]{1,40})', page)

    assert done.exit_code == 0
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count('<svg width="100%" height="15" role="img" aria-label="n ') == 2
    assert {each.partition("/")[0] for each in loaded} == {"data:image", "http:", "https:"}
    (drawn,) = re.findall(r'data:image/svg\+xml;base64,([^"]+)"', page)
    assert "Berta</text>" in base64.b64decode(drawn).decode()
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def block(*lines: str) -> str:
    return "\n".join(["```sparql", *lines, "```", ""])


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (f"A\n\n{block('SELECT ?x {')}", '4:11: this "{" is not closed; put a "}" at the end'),
        (block("# name: a", "SELCT ?x {}"), '3:1: unexpected "SELCT"; did you mean SELECT?'),
        (block("# shwo: bars", "ASK {}"),
         "2: shwo is not known here; expected name, show, title, question, rows or with"),
        (block("# show: pie", "ASK {}"),
         "1: pie is not what a block can show; expected table, bars, network, nothing"),
        (block("# rows: many", "ASK {}"), "1: many is not a number of rows; expected such as 20"),
        (block("# name: a"), "1: the block has no query and no question; expected one of the two"),
        (block("# question: gaps", "ASK {}"),
         "1: the block has a query and a question; expected one of the two"),
        (block("# question: gapps"), '1: no question is named "gapps"; did you mean gaps?'),
        (block("# with a: b", "ASK {}"), "1: parameters need a question"),
        (block("# name: a", "ASK {}") + block("# name: a", "ASK {}"),
         "5: a second block is named a, as that of line 1"),
        ("There are {{n}}.", '1:11: no block is named "n"'),
        ("{{a.b}}\n" + block("# name: a", "SELECT ?s { ?s :built 1913 }"),
         "1:1: there is no column b; expected one of s"),
        ("{{a}}\n" + block("# name: a", "SELECT ?s { ?s :built 1 }"),
         "1:1: the query has no value for s"),
        ("So `sparql SELECT ?s { VALUES ?s { 1 2 } }` is.",
         "1:4: the query has 2 rows; expected one value, such as a COUNT"),
        ("So `sparql SELECT` is.", '1:4: the query is wrong at line 1, column 7: the query is incomplete'),
        (block("# show: bars", "SELECT ?s { ?s :built ?n }"),
         ("1: the answer has no bars: they need two or more rows, a name in the first column and "
         "numbers from 0 in another")),
        (block("# show: network", "SELECT ?source ?target { ?source :none ?target }"),
         "1: the network has no link"),
        ("![x](https://r.test/x.png)",
         ("1: the image https://r.test/x.png is elsewhere, and the report would not work offline; "
         "name a file")),
        ("- a\n\n  " + block("ASK {}").replace("\n", "\n  "),
         "3: a block of SPARQL stands within a list or a quotation; begin it at the start of a line"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_line(folder: Path, report: str, says: str) -> None:
    done = render(folder, report)

    assert (done.exit_code, done.stderr.partition("\n")[0]) == (
        2,
        f"yuqiao: {folder / 'report.md'}:{says}",
    )


def test_a_report_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"# A\n\xe9\n")
    said = [
        CliRunner().invoke(main, ["render", str(tmp_path / name)]).stderr
        for name in ("latin.md", "none.md")
    ]

    assert said == [
        f"yuqiao: {tmp_path}/latin.md:2: the report is not UTF-8\n",
        f"yuqiao: {tmp_path}/none.md: the report cannot be read (No such file or directory)\n",
    ]


@pytest.mark.slow
def test_the_reports_of_the_documentation_say_what_the_graph_says() -> None:
    command = [sys.executable, str(ROOT / "tools/reports.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
