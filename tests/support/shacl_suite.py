"""The test cases of the W3C for SHACL: 121, in the form in which pySHACL hands them on.

They are read from ``../shared/w3c/data-shapes`` where it is, and otherwise from the source archive
of pySHACL, which is fetched once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from w3c_manifest import W3C

VERSION = "0.40.1"
"""The release of pySHACL whose archive holds the cases."""

HASH = "011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552"

GROUPS = ("core", "sparql")

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SHT = "http://www.w3.org/ns/shacl-test#"
_CASES = f"""
SELECT ?case ?data ?shapes ?result {{
  ?case a <{_SHT}Validate> ; <{_MF}action> ?action ; <{_MF}result> ?result .
  ?action <{_SHT}dataGraph> ?data ; <{_SHT}shapesGraph> ?shapes
}} ORDER BY ?case"""


@dataclass(frozen=True)
class ShaclCase:
    """A case.

    :param name: its file within the suite
    :param fails: whether the shapes must be refused
    """

    name: str
    file: Path
    data: Path
    shapes: Path
    fails: bool


@cache
def folder() -> Path:
    """Return the folder of the suite; it is fetched unless it is there."""
    shared = W3C / "data-shapes" / "data-shapes-test-suite" / "tests"
    kept = Path(sys.prefix) / "share" / f"shacl-suite-{VERSION}"
    if shared.is_dir():
        return shared
    if not kept.is_dir():
        _fetch(kept)
    return kept


def _fetch(kept: Path) -> None:
    kept.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
        pinned = Path(scratch) / "requirements.txt"
        pinned.write_text(f"pyshacl=={VERSION} --hash=sha256:{HASH}\n")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        source = ["--no-binary", ":all:", "--require-hashes", "-r", str(pinned), "-d", scratch]
        subprocess.run([*pip, *source], check=True)
        with tarfile.open(Path(scratch) / f"pyshacl-{VERSION}.tar.gz") as archive:
            archive.extractall(scratch, filter="data")
        tests = Path(scratch) / f"pyshacl-{VERSION}" / "test" / "resources" / "sht_tests"
        if not kept.is_dir():  # another process may have been quicker
            shutil.move(tests, kept)


def shacl_cases(group: str) -> list[ShaclCase]:
    """Return the cases of a group, in order of their files."""
    return list(_cases(folder() / group))


def _cases(group: Path) -> Iterator[ShaclCase]:
    for file in sorted(group.rglob("*.ttl")):
        store = pyoxigraph.Store()
        store.load(path=str(file), format=RdfFormat.TURTLE, base_iri=file.as_uri())
        rows = store.query(_CASES)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        for row in rows:
            yield ShaclCase(
                name=file.relative_to(group.parent).as_posix(),
                file=file,
                data=Path(row["data"].value.removeprefix("file://")),
                shapes=Path(row["shapes"].value.removeprefix("file://")),
                fails=row["result"] == NamedNode(f"{_SHT}Failure"),
            )
