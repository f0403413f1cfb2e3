"""The kind of many values on disk is recorded as they are written, so that ordering them is quick."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import yuqiao
from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.graph.stores.disk.directory import DirectoryStore
from yuqiao.graph.stores.disk.generations import MANIFEST, read_manifest
from yuqiao.graph.stores.results import Solutions
from yuqiao.graph.stores.value_kinds import MOST_ON_DISK

pytestmark = pytest.mark.slow

MANY, FEW, MIXED = "urn:many", "urn:few", "urn:mixed"
EXACT = "isNUMERIC(?v) && !COALESCE(isNUMERIC(?v / 0), false)"
FIRST = "SELECT ?v { ?s <urn:many> ?v } ORDER BY ?v LIMIT 3"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    values = [f"<urn:s{n}> <{MANY}> {n}" for n in range(MOST_ON_DISK + 1)]
    values += [f"<urn:s{n}> <{MIXED}> {n}" for n in range(MOST_ON_DISK)]
    values += [f'<urn:s> <{MIXED}> "2016"^^<http://www.w3.org/2001/XMLSchema#gYear>']
    values += [f"<urn:s{n}> <{FEW}> {n}" for n in range(3)]
    (folder / "a.ttl").write_text(" .\n".join(values) + " .\n")
    bulk_load([str(folder / "a.ttl")], str(folder / "db"))
    return folder / "db"


def first(store: DirectoryStore, sparql: str = FIRST) -> list[str]:
    """Return the values of an answer."""
    answer = store.query(sparql)
    assert isinstance(answer, Solutions)
    return [str(row[0]) for row in answer]


def rewritten(folder: Path, changed: dict[str, object]) -> None:
    """Change the manifest of a directory."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, **changed}), "utf-8")


def test_the_kinds_of_many_values_are_recorded(loaded: Path) -> None:
    store = DirectoryStore(str(loaded))

    assert read_manifest(str(loaded)).kinds == {MANY: EXACT, MIXED: None}
    assert (store.statements, len(store)) == (400_005, 400_005)
    assert [store.are_of_one_kind([each]) for each in (MANY, MIXED, FEW)] == [True, False, True]
    assert store.are_of_one_kind([MANY, FEW])
    last = "SELECT ?v { ?s <urn:mixed> ?v } ORDER BY DESC(?v) LIMIT 2"
    assert [text.split("^^")[0] for text in first(store, last)] == ['"2016"', '"199999"']


def test_an_update_records_them_anew(loaded: Path) -> None:
    store = DirectoryStore(str(loaded))

    store.update("INSERT DATA { GRAPH <urn:g> { <urn:x> <urn:many> 'a text' } }")
    assert read_manifest(str(loaded)).kinds == {MANY: None, MIXED: None}
    assert not store.are_of_one_kind([MANY])
    assert not DirectoryStore(str(loaded)).are_of_one_kind([MANY])

    store.update("DROP GRAPH <urn:g> ; INSERT DATA { <urn:x> <urn:many> -0.5 }")
    assert read_manifest(str(loaded)).kinds == {MANY: EXACT, MIXED: None}
    assert [text.split("^^")[0] for text in first(store)] == ['"-0.5"', '"0"', '"1"']

    store.update("DELETE { ?s <urn:many> ?v } WHERE { ?s <urn:many> ?v FILTER(?v < 5) }")
    assert read_manifest(str(loaded)).kinds == {MIXED: None}
    assert store.are_of_one_kind([MANY])


def test_a_directory_of_an_earlier_version_is_ordered_as_well(loaded: Path) -> None:
    kept = read_manifest(str(loaded)).kinds
    manifest = json.loads((loaded / MANIFEST).read_text("utf-8"))
    del manifest["kinds"]
    (loaded / MANIFEST).write_text(json.dumps(manifest), "utf-8")

    assert not DirectoryStore(str(loaded)).are_of_one_kind([MIXED])
    assert len(first(DirectoryStore(str(loaded)))) == 3
    rewritten(loaded, {"kinds": kept})


@pytest.mark.parametrize("kinds", [5, ["urn:many"], {"urn:many": 5}, {"urn:many": ["a"]}, None])
def test_a_damaged_list_of_kinds(kinds: object, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<urn:a> <urn:p> <urn:o> .\n")
    bulk_load([str(tmp_path / "a.nt")], str(tmp_path / "db"))
    rewritten(tmp_path / "db", {"kinds": kinds})

    with pytest.raises(InputError, match=f"{MANIFEST}: damaged; load the graph again"):
        yuqiao.open(tmp_path / "db")
