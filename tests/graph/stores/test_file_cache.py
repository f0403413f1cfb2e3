"""Large files are read once: the graph is kept on disk, and opens from there the next time."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

import yuqiao
from yuqiao import InputError
from yuqiao.graph.errors import CacheWarning, InputWarning
from yuqiao.graph.file_lock import FileLock
from yuqiao.graph.rdf.literals import literal_text
from yuqiao.graph.rdf.sources import ReadOptions, read_options
from yuqiao.graph.stores import open_store
from yuqiao.graph.stores.disk import file_cache
from yuqiao.graph.stores.disk.file_cache import CachedStore
from yuqiao.graph.stores.store import Store

TURTLE = """@prefix ex: <http://example.org/> .
ex:a ex:size 1.10 ; ex:near ex:b, [ ex:size "01"^^<http://www.w3.org/2001/XMLSchema#integer> ] .
<b> ex:size 3 .
"""
SIZES = "SELECT ?size { ?s ex:size ?size } ORDER BY ?size"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every file, however small, in a folder of its own; ``a.ttl`` is here."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("YUQIAO_CACHE", str(folder))
    monkeypatch.setattr(open_store, "LARGE", 1)
    monkeypatch.chdir(tmp_path)
    Path("a.ttl").write_text(TURTLE, "utf-8")
    return folder


def opened(path: str = "a.ttl") -> tuple[Store, list[str]]:
    """Open a file, and return it with the notes, except that it was kept."""
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", InputWarning)
        store = open_store.open_store(path)
    return store, [str(n.message) for n in noted if n.category is not CacheWarning]


def sizes(store: Store) -> list[str]:
    return [literal_text(size) for (size,) in store.select(SIZES)]


def unread(*_: object) -> int:
    raise AssertionError("the file was read")


def test_the_second_time_nothing_is_read_and_the_same_is_said(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with read_options(ReadOptions(cache=False)):
        uncached, notes = opened()
    first, said = opened()
    monkeypatch.setattr(file_cache, "fill", unread)
    second, said_again = opened()

    assert isinstance(second, CachedStore)
    assert sizes(uncached) == sizes(first) == sizes(second) == ["1", "1.1", "3"]
    assert len(uncached) == len(first) == len(second) == 5
    assert uncached.prefixes == first.prefixes == second.prefixes
    assert len(notes) == 2
    assert notes == said == said_again


def test_it_is_said_once_that_a_file_is_kept(cache: Path) -> None:
    with pytest.warns(CacheWarning, match=r"a\.ttl: kept in .*cache, to open at once"):
        open_store.open_store("a.ttl")

    with warnings.catch_warnings():
        warnings.simplefilter("error", CacheWarning)
        open_store.open_store("a.ttl")


def test_a_changed_file_is_read_anew(cache: Path) -> None:
    opened()
    changed = Path("a.ttl").stat().st_mtime_ns
    Path("a.ttl").write_text(TURTLE.replace("3 .", "4 ."), "utf-8")
    os.utime("a.ttl", ns=(changed, changed))

    assert sizes(opened()[0]) == ["1", "1.1", "4"]


def test_how_it_is_read_is_part_of_the_key(cache: Path) -> None:
    opened()
    with read_options(ReadOptions(base="http://example.org/")):
        store, _ = opened()

    assert store.exists("ASK { <http://example.org/b> ex:size 3 }")


def test_an_update_changes_a_copy_in_memory(cache: Path) -> None:
    opened()
    store = yuqiao.open("a.ttl")
    store.update("DELETE WHERE { ?s ex:size ?size }")

    assert (len(store), sizes(opened()[0])) == (2, ["1", "1.1", "3"])


def test_a_malformed_file_is_an_error_with_its_place_and_is_not_kept(cache: Path) -> None:
    Path("a.ttl").write_text(TURTLE + "ex:a ex:b .\n", "utf-8")

    with pytest.raises(InputError, match=r"^a\.ttl:4:\d+: "):
        opened()
    assert not any(cache.iterdir())


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), RuntimeError("IO error: No space left on device")],
    ids=["the system's", "the engine's"],
)
def test_a_full_disk_leaves_no_entry_and_the_file_is_read_into_memory(
    cache: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> int:
        raise error

    monkeypatch.setattr(file_cache, "fill", fails)
    store, said = opened()

    assert (isinstance(store, CachedStore), sizes(store)) == (False, ["1", "1.1", "3"])
    assert (len(said), list(cache.iterdir())) == (2, [])


def test_named_graphs_are_part_of_the_default_graph(cache: Path) -> None:
    Path("a.trig").write_text("<urn:g> { <urn:a> <urn:b> <urn:c> } <urn:d> <urn:e> 5 .", "utf-8")
    for _ in range(2):
        store, _notes = opened("a.trig")
        assert store.exists("ASK { <urn:a> <urn:b> <urn:c> GRAPH <urn:g> { ?s ?p ?o } }")


@pytest.mark.parametrize("off", ["folder", "variable", "option"])
def test_without_a_cache_a_file_is_read_into_memory(
    cache: Path, monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    if off == "folder":
        cache.write_text("no folder", "utf-8")
    if off == "variable":
        monkeypatch.setenv("YUQIAO_CACHE", "")
    with read_options(ReadOptions(cache=off != "option")):
        store, said = opened()

    assert (isinstance(store, CachedStore), sizes(store)) == (False, ["1", "1.1", "3"])
    assert len(said) == 2


@pytest.mark.parametrize("damaged", ["notes.json", "graph/yuqiao-store.json", "graph/*/*.sst"])
def test_a_damaged_entry_is_made_anew(cache: Path, damaged: str) -> None:
    opened()
    for file in cache.glob(f"*/{damaged}"):
        file.write_bytes(file.read_bytes()[:-3])

    assert [sizes(opened()[0]) for _ in range(2)] == [["1", "1.1", "3"]] * 2
    assert isinstance(opened()[0], CachedStore)


def test_what_was_stopped_is_made_anew(cache: Path) -> None:
    opened()
    (notes,) = cache.glob("*/notes.json")
    notes.unlink()

    assert isinstance(opened()[0], CachedStore)


def test_while_another_makes_it_a_file_is_read_into_memory(cache: Path) -> None:
    opened()
    (notes,) = cache.glob("*/notes.json")
    notes.unlink()
    lock = FileLock(str(notes.parent / "graph"), alone=True)

    store, _ = opened()
    lock.release()
    assert (isinstance(store, CachedStore), sizes(store)) == (False, ["1", "1.1", "3"])


def test_what_was_not_used_for_longest_is_removed_unless_it_is_read(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, _ = opened()
    for day, name in enumerate("bc"):
        Path(f"{name}.ttl").write_text(TURTLE, "utf-8")
        for notes in cache.glob("*/notes.json"):
            os.utime(notes, (day, day))
        monkeypatch.setattr(file_cache, "MOST", 300)  # a file has fewer bytes, an entry more
        opened(f"{name}.ttl")

    assert len(list(cache.glob("*/notes.json"))) == 2
    assert sizes(held) == ["1", "1.1", "3"]
