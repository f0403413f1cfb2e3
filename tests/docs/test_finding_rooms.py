"""A stranger finds the room by its name: twenty tasks, and where CONTRIBUTING says each is done."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TASKS = {
    "Where is a language tag's case decided?": "graph/language_tags.py",
    "Where would a new RDF format go?": "graph/rdf/formats.py",
    "Where is SERVICE refused?": "graph/sparql/federation.py",
    "Where is a query bound to its parameters?": "graph/sparql/bindings.py",
    "Where does a typo in a keyword get its suggestion?": "graph/sparql/syntax_errors/keywords.py",
    "Where is ORDER BY made a total order?": "graph/sparql/ordering/rewrite.py",
    "Where is the order of the columns of a printed table decided?": "exports/results/terminal_table.py",
    "Where are cells made safe for spreadsheets?": "exports/results/csv_spreadsheet.py",
    "Where are an endpoint's password and token read?": "graph/stores/endpoint/credentials.py",
    "Where is a truncated answer of an endpoint noticed?": "graph/stores/endpoint/stream.py",
    "Where is a query of several graphs split among them?": "graph/stores/union/needs.py",
    "Where does load replace the graph on disk?": "graph/stores/disk/generations.py",
    "Where is a graph's canonical hash computed?": "graph/rdf/canonicalization.py",
    "Where are betweenness and the other centralities?": "graph/network/measures.py",
    "Where do country, level and year filter a network?": "graph/network/filters.py",
    "Where are the nodes of a school-and-country picture placed?": "exports/network/layout/layered.py",
    "Where are the labels on the network page drawn?": "exports/network/page/render/labels.js",
    "Where do the page's filters live in its address?": "exports/network/page/model/url_state.js",
    "Where is a lint warning about joins made?": "graph/diagnostics/lint/joins.py",
    "Where does a cell of a table become a statement?": "graph/tables/mapping.py",
    "Where are nginx's rules for a site written?": "exports/site/hosting/nginx.py",
}


def test_contributing_gives_each_task_its_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

    assert dict(re.findall(r"^\| (.+\?) \| `(.+)` \|$", text, re.MULTILINE)) == TASKS


@pytest.mark.parametrize("room", TASKS.values())
def test_each_room_exists_and_says_what_it_is_for(room: str) -> None:
    text = (ROOT / room).read_text("utf-8")

    assert (
        text.lstrip().startswith("/*")
        if room.endswith(".js")
        else ast.get_docstring(ast.parse(text))
    )
