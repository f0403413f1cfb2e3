"""The notebook in docs/ is run, and every cell gives what it shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]


def test_the_notebook_gives_what_it_shows() -> None:
    command = [sys.executable, str(ROOT / "tools/notebook.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def test_a_cell_of_a_notebook_serves_the_graph_and_shows_a_link() -> None:
    import nbformat
    from nbclient import NotebookClient

    cells = [
        "import urllib.request, yuqiao\nserver = yuqiao.open().serve()\nserver",
        "urllib.request.urlopen(server.address + 'healthz').read().decode()",
        "server.stop()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()

    link, health, _ = notebook.cells
    assert '<a href="http://127.0.0.1:' in link.outputs[0]["data"]["text/html"]
    assert health.outputs[0]["data"]["text/plain"] == '\'{"status":"ok","stale":false}\''
