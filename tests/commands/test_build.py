"""yuqiao build: from tables to the committed file, the same bytes everywhere, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import run_text
from yuqiao import data

DATA = Path(next(iter(data.__path__)))
YUQIAO = [sys.executable, "-m", "yuqiao"]


def run(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Return the exit code, standard output, and standard error of a command."""
    ended = run_text(*arguments, cwd=cwd)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_bytes_whatever_the_hash_seed_and_folder(seed: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([*YUQIAO, "build", "-o", "out.ttl"], cwd=tmp_path, check=True, env=environment)

    built = (tmp_path / "out.ttl").read_bytes()

    assert hashlib.sha256(built).digest() == (
        hashlib.sha256((DATA / "chongqing.ttl").read_bytes()).digest()
    )


@pytest.mark.slow
def test_the_committed_file_is_up_to_date(tmp_path: Path) -> None:
    code, out, error = run("build", "--check", cwd=tmp_path)

    assert (code, out) == (0, "")
    assert error.endswith("chongqing.ttl: up to date with its tables\n")


@pytest.mark.slow
def test_a_source_read_on_a_day_to_come_is_noted(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(DATA / "tables", tmp_path / "tables"))
    sources = (tables / "sources.csv").read_text("utf-8").splitlines(keepends=True)
    sources[4] = sources[4].replace("2026-11-23", "2034-11-23")
    (tables / "sources.csv").write_text("".join(sources), "utf-8")

    code, _, error = run("build", "tables", cwd=tmp_path)

    assert (code, error.splitlines()[0]) == (
        0,
        (
            "yuqiao: note: sources.csv:5:retrieved: '2034-11-23' is a day to come; expected the day of"
            " the reading"
        ),
    )


@pytest.mark.slow
def test_a_check_shows_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(DATA / "tables", tmp_path / "tables"))
    committed = Path(shutil.copy(DATA / "chongqing.ttl", tmp_path / "chongqing.ttl"))
    before = committed.read_bytes()
    table = tables / "countries.csv"
    table.write_text(table.read_text("utf-8").replace(",Germany,", ",Deutschland,"), "utf-8")

    code, out, error = run("build", "tables", "--check", cwd=tmp_path)

    assert (code, error) == (1, "chongqing.ttl: not up to date with its tables\n")
    assert out.splitlines() == [
        '+ country:DEU rdfs:label "Deutschland"@en .',
        '- country:DEU rdfs:label "Germany"@en .',
        '+ country:DEU skos:prefLabel "Deutschland"@en .',
        '- country:DEU skos:prefLabel "Germany"@en .',
        "2 triples less, 2 more",
    ]
    assert committed.read_bytes() == before


@pytest.mark.slow
def test_tables_with_mistakes_write_nothing(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(DATA / "tables", tmp_path / "tables"))
    table = tables / "batches.csv"
    table.write_text(table.read_text("utf-8").replace("2025-05,Appr", "2025_05,Appr"), "utf-8")
    (tmp_path / "chongqing.ttl").write_text("# as it was\n")

    code, out, error = run("build", "tables", cwd=tmp_path)

    assert (code, out) == (2, "")
    assert error.splitlines()[0] == (
        "yuqiao: batches.csv:2:id: '2025_05': expected the form [a-z0-9]+(-{1,2}[a-z0-9]+)*"
    )
    assert (tmp_path / "chongqing.ttl").read_text() == "# as it was\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chongqing.ttl", "tables"]


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_an_interrupted_build_leaves_the_old_file_whole(after: float, tmp_path: Path) -> None:
    """Whatever moment it is killed at, the file is the old one or the new one, never a part."""
    file = tmp_path / "out.ttl"
    file.write_text("# as it was\n")
    building = subprocess.Popen(
        [*YUQIAO, "build", "-o", str(file)], stderr=subprocess.DEVNULL, cwd=tmp_path
    )
    time.sleep(after)
    building.send_signal(signal.SIGKILL)
    building.wait()

    assert file.read_bytes() in {b"# as it was\n", (DATA / "chongqing.ttl").read_bytes()}


REFUSED = {
    ("build", "nowhere"): "nowhere: no such folder; expected a folder of CSV tables",
    ("build", "-o", "no/out.ttl"): ("no/out.ttl: the folder no does not exist; make it first"),
    ("build", "--check", "-o", "gone.ttl"): (
        "gone.ttl: cannot be compared: No such file or directory"
    ),
    (
        "build",
        "--base",
        "hubei",
    ): "the base 'hubei' is not an IRI: No scheme found in an absolute IRI",
}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_built_is_refused_in_one_line(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    code, out, error = run(*arguments, cwd=tmp_path)

    assert (code, out, error) == (2, "", f"yuqiao: {REFUSED[arguments]}\n")


@pytest.mark.slow
def test_export_writes_the_graph_in_the_format_of_the_file_name(tmp_path: Path) -> None:
    code, out, error = run("export", "-o", "graph.nt", cwd=tmp_path)

    assert (code, out, error) == (0, "", "")
    lines = (tmp_path / "graph.nt").read_text("utf-8").splitlines()
    assert lines == sorted(lines)


@pytest.mark.slow
def test_export_gives_the_committed_turtle(tmp_path: Path) -> None:
    code, out, error = run("export", cwd=tmp_path)

    assert (code, error) == (0, "")
    assert out == (DATA / "chongqing.ttl").read_text("utf-8")


def test_export_in_an_unheard_of_format_is_refused(tmp_path: Path) -> None:
    code, out, error = run("export", "--as", "hdt", "-o", "a.hdt", cwd=tmp_path)

    assert (code, out) == (2, "")
    assert error == (
        "yuqiao: hdt is not a format; expected, for RDF, one of turtle, ntriples, rdfxml, jsonld,"
        " trig, nquads; for networks, one of graphml, gexf, cytoscape, edges-csv, nodes-csv, "
        "json-graph; for tables, one of parquet-folder\n"
    )
    assert list(tmp_path.iterdir()) == []
