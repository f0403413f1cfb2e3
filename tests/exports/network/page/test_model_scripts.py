"""The model scripts of the page, run by Node.js: ``node --test`` on the files in ``model``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pytest

from networks import network_of
from page_tables import decode_tables
from yuqiao.exports.network import page
from yuqiao.exports.network.page.payload import page_payload
from yuqiao.exports.network.page.payload_encoding import encode_tables
from yuqiao.graph.network.spec import NetworkOptions

HERE = Path(__file__).parent / "model"
MODEL = Path(str(files(page))) / "model"
SCRIPTS = sorted(path.stem for path in MODEL.glob("*.js"))


ALL: NetworkOptions = {}
CASES: list[tuple[NetworkOptions, NetworkOptions, dict[str, str], dict[str, Any]]] = [
    (ALL, {"country": "RU"}, {"countries": "RUS"}, {"undated": False}),
    (
        ALL,
        {"level": "bachelor", "form": "programme"},
        {"level": "bachelor", "form": "programme"},
        {},
    ),
    (ALL, {"since": 2015, "until": 2022}, {}, {"from": 2015, "to": 2022, "undated": False}),
    ({"projection": "school-country"}, {"level": "master"}, {"level": "master"}, {}),
    ({"projection": "school-university"}, {"country": "GB"}, {"countries": "GBR"}, {}),
    ({"projection": "industry"}, {"country": "AU"}, {"countries": "AUS"}, {}),
    (
        {"projection": "school-country", "onto": "school"},
        {"level": "diploma"},
        {"level": "diploma"},
        {},
    ),
    (
        {"projection": "school-discipline", "onto": "school"},
        {"country": "US"},
        {"countries": "USA"},
        {},
    ),
]
"""Networks, with the same filter as options of a network, as facets and as years of the page."""


def case(
    network: NetworkOptions,
    options: NetworkOptions,
    chosen: dict[str, str],
    years: dict[str, Any],
) -> dict[str, Any]:
    """Return a network, a filter of the page, and the network that Python builds for it."""
    both = {**network, **options}
    whole, part = network_of(**network), network_of(**cast("NetworkOptions", both))
    return {
        "name": str(both),
        "whole": page_payload(whole),
        "chosen": chosen,
        "years": years,
        "part": page_payload(part),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SCRIPTS, "edge_lines", "charts", "map", "compare", "ego"])
def test_a_model_script_passes_its_tests(name: str, tmp_path: Path) -> None:
    environment = {**os.environ, "YUQIAO_PAGE_MODEL": str(MODEL)}
    if name == "decode":
        encoded = encode_tables(page_payload(network_of()))
        for key, data in {"ENCODED": encoded, "DECODED": decode_tables(encoded)}.items():
            path = tmp_path / f"{key.lower()}.json"
            path.write_text(json.dumps(data), "utf-8")
            environment[f"YUQIAO_{key}"] = str(path)
    if name == "measures":
        path = tmp_path / "cases.json"
        path.write_text(json.dumps([case(*each) for each in CASES]), "utf-8")
        environment["YUQIAO_CASES"] = str(path)
    done = subprocess.run(
        [Path(sys.executable).with_name("node"), HERE / f"{name}.test.mjs"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert re.search(r"pass [1-9]", done.stdout)
    assert re.search(r"(skipped|todo|cancelled) [1-9]", done.stdout) is None
