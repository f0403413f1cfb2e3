"""The model scripts of the page, run by Node.js: ``node --test`` on the files in ``model``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from networks import network_of
from page_tables import decode_tables
from yuqiao.exports.network import page
from yuqiao.exports.network.page.encoding import encode_tables
from yuqiao.exports.network.page.payload import page_payload

HERE = Path(__file__).parent / "model"
MODEL = Path(str(files(page))) / "model"
SCRIPTS = sorted(path.stem for path in MODEL.glob("*.js"))


@pytest.mark.parametrize("name", [*SCRIPTS, "edge_lines"])
def test_a_model_script_passes_its_tests(name: str, tmp_path: Path) -> None:
    environment = {**os.environ, "YUQIAO_PAGE_MODEL": str(MODEL)}
    if name == "decode":
        encoded = encode_tables(page_payload(network_of()))
        for key, data in {"ENCODED": encoded, "DECODED": decode_tables(encoded)}.items():
            path = tmp_path / f"{key.lower()}.json"
            path.write_text(json.dumps(data), "utf-8")
            environment[f"YUQIAO_{key}"] = str(path)
    done = subprocess.run(
        [Path(sys.executable).with_name("node"), "--test", HERE / f"{name}.test.mjs"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert re.search(r"pass [1-9]", done.stdout)
    assert re.search(r"(skipped|todo|cancelled) [1-9]", done.stdout) is None
