"""A graph on disk answers as the same graph in memory does, to many at once; damage is told."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad

import yuqiao
from command_line import run_command
from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.graph.stores.disk.directory import DirectoryStore
from yuqiao.graph.stores.results import Solutions

pytestmark = pytest.mark.slow


DATA = Path(__file__).parents[3] / "data" / "chongqing.ttl"
OLD = "<urn:a> <urn:p> <urn:o> .\n"


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "db"
    bulk_load([str(DATA)], str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "old.nt").write_text(OLD)
    bulk_load([str(tmp_path / "old.nt")], str(tmp_path / "db"))
    return tmp_path / "db"


COMMANDS = {
    "query": ["query", "SELECT ?s ?o { ?s yq:foreignPartner ?o } ORDER BY ?s ?o"],
    "construct": ["query", "CONSTRUCT { ?s yq:foreignPartner ?o } { ?s yq:foreignPartner ?o }"],
    "ask": ["ask", "partnerships-by-country"],
    "about": ["about", "Novosibirsk State University"],
    "stats": ["stats"],
    "export": ["export", "--as", "ntriples"],
    "view": ["view", "-o", "/dev/stdout"],
    "prefixes": ["query", "--prefixes"],
    "why-empty": ["query", "SELECT * { ?s yq:foreignPartner o:swu }", "--why-empty"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_as_from_the_file(name: str, bundled: Path) -> None:
    def answer(graph: Path) -> tuple[int, bytes]:
        ended = run_command(*COMMANDS[name], "--graph", str(graph))
        assert ended.stdout, ended.stderr
        return ended.returncode, ended.stdout

    assert answer(bundled) == answer(DATA)


def test_it_is_validated_as_the_file_is(tmp_path: Path) -> None:
    from yuqiao.graph.validation.validator import named_data, validate

    file, folder = tmp_path / "nameless.ttl", tmp_path / "db"
    file.write_text("<https://w3id.org/yuqiao/id/org/x> a <https://schema.org/Corporation> .")
    bulk_load([str(file)], str(folder))

    found = validate(named_data(str(folder)))

    assert [result.message for result in found] == [
        "The Chinese name is missing, or its tag is 'zh' instead of 'zh-Hans'.",
        "The English name is missing.",
    ]
    assert found.results == validate(named_data(str(file))).results


def test_rdflib_reads_it_and_cannot_change_it(bundled: Path) -> None:
    from rdflib import RDFS, Literal, URIRef

    dataset = yuqiao.open(bundled).to_rdflib()
    swu = URIRef("https://w3id.org/yuqiao/id/org/swu")

    assert len(dataset) == len(yuqiao.open(bundled))
    assert list(dataset.default_graph.objects(swu, RDFS.comment)) == []
    with pytest.raises((OSError, RuntimeError)):
        dataset.default_graph.add((swu, RDFS.comment, Literal("changed")))
    assert list(dataset.default_graph.objects(swu, RDFS.comment)) == []


def test_reading_writes_nothing(bundled: Path) -> None:
    def state() -> list[tuple[str, int, int]]:
        paths = sorted(path for path in bundled.rglob("*") if path.is_file())
        return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]

    before = state()
    assert run_command("stats", "--graph", str(bundled)).returncode == 0

    assert state() == before


def test_what_was_opened_stays_whoever_loads_meanwhile(small: Path) -> None:
    opened = yuqiao.open(small)
    rows = opened.query("SELECT ?s { ?s ?p ?o }")
    assert isinstance(rows, Solutions)
    (small.parent / "new.nt").write_text("<urn:b> <urn:p> <urn:o> .\n<urn:c> <urn:p> <urn:o> .\n")
    bulk_load([str(small.parent / "new.nt")], str(small))

    assert len(opened) == 1
    del opened
    assert [str(subject) for (subject,) in rows] == ["<urn:a>"]
    assert len(yuqiao.open(small)) == 2
    assert len(os.listdir(small)) == 3
    del rows
    bulk_load([str(small.parent / "new.nt")], str(small))
    assert len(os.listdir(small)) == 2


READER = """
import sys, yuqiao
for _ in range(60):
    store = yuqiao.open(sys.argv[1])
    subjects = {s.value for s, in store.query("SELECT ?s { ?s ?p ?o }")}
    assert subjects in ({"urn:a"}, {"urn:b"}), subjects
    assert len(store) == 1000
"""


def test_many_read_while_others_load(tmp_path: Path) -> None:
    for name in ("a", "b"):
        lines = (f'<urn:{name}> <urn:p> "{number}" .\n' for number in range(1000))
        (tmp_path / f"{name}.nt").write_text("".join(lines))
    db = str(tmp_path / "db")
    bulk_load([str(tmp_path / "a.nt")], db)

    readers = [subprocess.Popen([sys.executable, "-c", READER, db]) for _ in range(4)]
    while any(reader.poll() is None for reader in readers):
        for name in ("b", "a"):
            bulk_load([str(tmp_path / f"{name}.nt")], db)

    assert [reader.returncode for reader in readers] == [0] * 4
    bulk_load([str(tmp_path / "a.nt")], db)
    assert len(os.listdir(db)) == 2


def test_python_updates_a_graph_on_disk(small: Path) -> None:
    store = yuqiao.open(small)
    store.update("INSERT DATA { <urn:b> <urn:p> <urn:o> }")

    assert len(store) == 2
    assert len(yuqiao.open(small)) == 2
    assert store.query("ASK { <urn:b> ?p ?o }") is True
    with pytest.raises(QueryError, match="the update is wrong"):
        store.update("INSERT DATA { <urn:b> }")
    assert len(os.listdir(small)) == 2
    store.update("INSERT DATA { <urn:c> <urn:p> <urn:o> }")
    assert len(store) == 3


def test_python_updates_a_graph_in_memory_but_never_the_bundled_one(small: Path) -> None:
    store = yuqiao.open(small.parent / "old.nt")
    store.update("DELETE WHERE { ?s ?p ?o }")

    assert len(store) == 0
    assert (small.parent / "old.nt").read_text() == OLD
    with pytest.raises(QueryError, match="the bundled graph is not changed"):
        yuqiao.open().update("CLEAR ALL")


def manifest(folder: Path, **changes: object) -> None:
    path = folder / "yuqiao-store.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def cut_tables(folder: Path) -> None:
    for table in (folder / "generation-000001").glob("*.sst"):
        table.write_bytes(table.read_bytes()[:-10])


def empty_generation(folder: Path) -> None:
    for path in (folder / "generation-000001").iterdir():
        path.unlink()


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (
        lambda folder: manifest(folder, version=2),
        "DB: made by a newer version of yuqiao (format 2; this one reads 1); update yuqiao",
    ),
    "no manifest's content": (
        lambda folder: (folder / "yuqiao-store.json").write_text("{"),
        "DB/yuqiao-store.json: damaged; load the graph again into a new directory",
    ),
    "another manifest's content": (
        lambda folder: (folder / "yuqiao-store.json").write_text("[1]"),
        "DB/yuqiao-store.json: damaged; load the graph again into a new directory",
    ),
    "a generation elsewhere": (
        lambda folder: manifest(folder, generation="../db/generation-000001"),
        "DB/yuqiao-store.json: damaged; load the graph again into a new directory",
    ),
    **{
        f"a prefix that is none: {name!r} {iri!r}": (
            lambda folder, name=name, iri=iri: manifest(folder, prefixes={name: iri}),  # type: ignore[misc]
            "DB/yuqiao-store.json: damaged; load the graph again into a new directory",
        )
        for name, iri in (
            ("ex", "http://a/> bad"),
            ("ex", "rel"),
            ("ex", 1),
            ("e\nx", "http://a/"),
            ("a b", "http://a/"),
        )
    },
    "no generation": (
        lambda folder: shutil.rmtree(folder / "generation-000001"),
        "DB: damaged: generation-000001 is missing",
    ),
    "an emptied generation": (
        empty_generation,
        "DB/generation-000001/FILE: damaged: the file is missing; load the graph again, or ",
    ),
    "cut tables": (
        cut_tables,
        "DB/generation-000001/FILE: damaged: it has N bytes instead of N; load the graph again, or ",
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_told_in_one_line(kind: str, small: Path) -> None:
    damage, message = DAMAGE[kind]
    damage(small)

    ended = run_command("query", "SELECT * { ?s ?p ?o }", "--graph", str(small))

    assert ended.returncode == 2
    told = re.sub(r"\d+\.(log|sst)", "FILE", ended.stderr.decode().replace(str(small), "DB"))
    told = re.sub(r"[\d,]+ bytes instead of [\d,]+", "N bytes instead of N", told)
    assert told.startswith(f"yuqiao: {message}")
    assert told.count("\n") == 1


def test_tables_whose_content_is_damaged_are_told_in_one_line(
    bundled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "db"
    shutil.copytree(bundled, folder)
    for table in (folder / "generation-000001").glob("*.sst"):
        data = bytearray(table.read_bytes())
        data[: len(data) * 3 // 4] = os.urandom(len(data) * 3 // 4)
        table.write_bytes(data)

    ended = run_command("query", "SELECT * { ?s ?p ?o }", "--as", "csv", "--graph", str(folder))

    assert ended.returncode == 2
    assert ended.stderr.decode().startswith("yuqiao: ")
    assert b"damaged" in ended.stderr
    assert ended.stderr.count(b"\n") == 1


def test_a_database_that_oxigraph_made_is_read_as_it_is(tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path / "db"))
    thing = NamedNode("urn:a")
    store.add(Quad(thing, thing, thing))
    with pytest.raises(InputError, match="another program has open for writing"):
        # The lock is one between processes, so another has to look.
        subprocess_open(tmp_path / "db")
    store.flush()
    del store

    opened = yuqiao.open(tmp_path / "db")

    assert len(opened) == 1
    assert not isinstance(opened, DirectoryStore)


def subprocess_open(folder: Path) -> None:
    ended = run_command("query", "ASK {}", "--graph", str(folder))
    if ended.returncode == 2:
        raise InputError(ended.stderr.decode())


def test_its_size_is_known_without_counting(bundled: Path) -> None:
    counted = yuqiao.open(bundled).query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    assert isinstance(counted, Solutions)
    assert list(counted.values()) == [(len(yuqiao.open(bundled)),)]
