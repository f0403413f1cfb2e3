"""The records of a release say the same, and the changelog has its section."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import yuqiao

ROOT = Path(__file__).parents[2]


def test_all_records_have_the_version_and_its_day() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    codemeta = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    (version,) = re.findall(r"^version: (.*)$", citation, re.MULTILINE)
    (day,) = re.findall(r'^date-released: "(.*)"$', citation, re.MULTILINE)

    assert version == codemeta["version"] == zenodo["version"] == yuqiao.__version__
    assert day == codemeta["datePublished"] == zenodo["publication_date"]
    assert f"## [{version}] - {day}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_all_records_have_the_same_names_and_words() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    codemeta = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    (keywords,) = re.findall(r"^keywords: \[(.*)\]$", citation, re.MULTILINE)

    assert keywords.split(", ") == codemeta["keywords"] == zenodo["keywords"]
    assert f'title: "{zenodo["title"]}"' in citation
    assert [author["name"] for author in codemeta["author"]] == [
        creator["name"] for creator in zenodo["creators"]
    ]
    assert codemeta["identifier"] in citation


_OPINIONS = ("profile.required-field", "recommendation.", "consistency.")
"""What one institute asks for beyond CodeMeta, and which records it would have say the same."""


def test_codemeta_and_citation_file_are_valid() -> None:
    command = [sys.executable, "-m", "rs_metadata", "validate", str(ROOT), "--format", "json"]
    report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    read = {source["id"]: source["status"] for source in report["sources"]}
    found = [each for each in report["diagnostics"] if not each["code"].startswith(_OPINIONS)]

    assert (read["codemeta"], read["cff"], read["zenodo"]) == ("parsed", "parsed", "parsed")
    assert found == []
