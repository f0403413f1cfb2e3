"""Run docs/notebook.ipynb and keep what its cells give.

python tools/notebook.py            run it, and write what it gave into it
python tools/notebook.py --check    exit 1 when it gives something else than it shows
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def executed() -> Any:
    """Return the notebook after a run in a fresh kernel."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with TemporaryDirectory() as folder:  # for its sockets: no port is opened
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{folder}/kernel")
        NotebookClient(notebook, km=kernel, timeout=120, record_timing=False).execute()
    return notebook


def shown(notebook: Any) -> list[list[str]]:
    """Return what a reader sees under each cell, as text, and our own tables as HTML.

    The HTML of pandas differs between its releases.
    """
    found = []
    for cell in notebook.cells:
        texts = []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts.append(output.get("text", "") + data.get("text/plain", ""))
            if data.get("text/plain", "").startswith("<rows"):
                texts.append(data["text/html"])
        found.append(texts)
    return found


def leave_out_frames(cell: Any) -> None:
    """Keep what a cell shows but for a page in a frame: it weighs a megabyte."""
    for output in cell.get("outputs", []):
        if output.get("data", {}).get("text/html", "").startswith("<iframe"):
            del output["data"]["text/html"]


def main() -> int:
    """Run the notebook, and write or check it."""
    fresh = executed()
    if "--check" not in sys.argv[1:]:
        for number, cell in enumerate(fresh.cells, 1):
            cell.id = f"cell-{number:02d}"
            leave_out_frames(cell)
        nbformat.write(fresh, NOTEBOOK)
        return 0
    if shown(fresh) == shown(nbformat.read(NOTEBOOK, as_version=4)):
        return 0
    print("docs/notebook.ipynb shows something else than it gives: run python tools/notebook.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
