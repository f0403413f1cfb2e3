"""The installed package: how it is started, what it says of itself, and what it takes to start."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import pytest

import yuqiao

SCRIPT = str(Path(sys.executable).with_name("yuqiao"))

HEAVY = {"httpx", "igraph", "networkx", "oxrdflib", "pyshacl", "pyvis", "rdflib"}

REPORT_IMPORTS = """
import sys
try:
    from yuqiao.cli import main
    main()
finally:
    print("imported:", *sorted(sys.modules), file=sys.stderr)
"""


def imported_by(folder: Path, *arguments: str) -> set[str]:
    """Run a command as a user would, in a process of its own, and give the modules it imported."""
    command = [sys.executable, "-P", "-c", REPORT_IMPORTS, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=True)
    return set(run.stderr.rpartition("imported:")[2].split())


@pytest.mark.parametrize("start", [[SCRIPT], [sys.executable, "-P", "-m", "yuqiao"]])
def test_it_starts_from_any_folder(start: list[str], tmp_path: Path) -> None:
    command = [*start, "--version"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)

    assert run.stdout == "yuqiao 0.2.0\n"
    assert run.stderr == ""


def test_the_version_is_said_once() -> None:
    assert metadata.version("yuqiao") == yuqiao.__version__ == "0.2.0"


def test_type_checkers_may_read_its_types() -> None:
    assert resources.files("yuqiao").joinpath("py.typed").is_file()


def test_its_public_names_are_there() -> None:
    assert yuqiao.__all__ == sorted(yuqiao.__all__)
    assert all(hasattr(yuqiao, name) for name in yuqiao.__all__)


def test_help_imports_click_and_nothing_heavy(tmp_path: Path) -> None:
    imported = imported_by(tmp_path, "--help")

    assert "click" in imported
    assert imported.isdisjoint(HEAVY | {"pyoxigraph"})


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "ASK { ?p a yq:JointInstitution }"],
        ["query", "SELECT ?p { ?p a yq:JointInstitution }", "--as", "json"],
        ["query", "CONSTRUCT { ?p a ?c } WHERE { ?p a ?c } LIMIT 1", "--as", "turtle"],
        ["ask", "partnerships-by-country"],
        ["questions"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_asking_the_bundled_graph_imports_nothing_heavy(
    arguments: list[str], tmp_path: Path
) -> None:
    imported = imported_by(tmp_path, *arguments)

    assert imported.isdisjoint(HEAVY)
