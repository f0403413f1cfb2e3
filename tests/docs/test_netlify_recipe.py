"""The edge function that docs/publishing.md shows for Netlify negotiates as the page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEGOTIATE = ROOT / "tests/consumers/negotiate.mjs"
HOST = "https://bridges.example.org/"
EXPECTED = [
    ("id/o/swu", {"accept": "text/turtle"}, "id/o/swu.ttl"),
    ("id/o/swu", {"accept": "text/html;q=0.5, application/ld+json;q=0.9"}, "id/o/swu.jsonld"),
    ("id/o/swu", {"accept": "text/turtle;q=0, application/n-triples"}, "id/o/swu.nt"),
    ("id/o/swu?from=paper", {"accept": "text/html,*/*;q=0.8"}, "id/o/swu.html"),
    ("def/0.2.0", {"accept": "text/turtle"}, "def/0.2.0.ttl"),
    ("graph/facts", {}, "graph/facts.ttl"),
    ("def", {"accept": "*/*", "accept-language": "zh-CN,zh;q=0.9"}, "def.zh.html"),
    ("def", {"accept": "text/turtle", "accept-language": "zh-CN"}, "def.ttl"),
    ("def.ttl", {}, None),
    ("id/o/", {}, None),
    ("", {}, None),
]


def test_the_function_redirects_to_the_document_that_is_preferred(tmp_path: Path) -> None:
    page = (ROOT / "docs/publishing.md").read_text("utf-8")
    (function,) = re.findall(r"^```js\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "negotiate.js").write_text(function, "utf-8")
    requests = json.dumps([[HOST + path, headers] for path, headers, _ in EXPECTED])
    node = Path(sys.executable).with_name("node")

    done = subprocess.run(
        [node, NEGOTIATE, tmp_path / "negotiate.js", requests],
        capture_output=True,
        text=True,
        check=True,
    )

    assert [location for _, location, _ in json.loads(done.stdout)] == [
        place if place is None else HOST + place for _, _, place in EXPECTED
    ]
