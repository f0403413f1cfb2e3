"""Files are compared as they are written: their characters, languages and named graphs."""

from __future__ import annotations

import json
import time
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from yuqiao.cli import main
from yuqiao.graph.rdf.canonicalization import canonical_hash, canonical_lines

BASE = "@prefix ex: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
LONG = (
    "The quick brown fox jumps over the lazy dog near the river bank where the old bridge of "
    "Chongqing stands since 1966"
)
CHANGES = {
    "the same": ("ex:a ex:p 1 .", "ex:a ex:p 1 .", ["The graphs are the same: 1 triple."]),
    "a number as it is written": (
        "ex:a ex:p 1.10 .",
        "ex:a ex:p 1.1 .",
        [
            "1 entity changed",
            "1 triple less, 1 more (1 -> 1)",
            "",
            "Entities",
            "  ~ ex:a",
            "      p: 1.10 -> 1.1",
        ],
    ),
    "a datatype": (
        'ex:a ex:p "5" .',
        "ex:a ex:p 5 .",
        [
            "1 entity changed",
            "1 triple less, 1 more (1 -> 1)",
            "",
            "Entities",
            "  ~ ex:a",
            '      p: "5"^^xsd:string -> "5"^^xsd:integer',
        ],
    ),
    "a language": (
        'ex:a ex:p "渝"@zh-Hans .',
        'ex:a ex:p "渝"@zh-Hant .',
        [
            "1 entity changed",
            "1 triple less, 1 more (1 -> 1)",
            "",
            "Entities",
            "  ~ ex:a",
            "      p @zh-Hans: 渝 -> none",
            "      p @zh-Hant: none -> 渝",
        ],
    ),
    "words of a long text": (
        f'ex:a ex:p "{LONG}" .',
        f'ex:a ex:p "{LONG.replace("lazy", "sleepy").replace("1966", "1980")}" .',
        [
            "1 entity changed",
            "1 triple less, 1 more (1 -> 1)",
            "",
            "Entities",
            "  ~ ex:a",
            (
                "      p: The quick brown fox jumps over the [-lazy-] {+sleepy+} dog near the river … "
                "of Chongqing stands since [-1966-] {+1980+}"
            ),
        ],
    ),
    "a named graph": (
        "ex:g { ex:a ex:p 1 } ex:a ex:p 1 .",
        "ex:h { ex:a ex:p 1 } ex:a ex:p 1 .",
        [
            "named graphs alone differ",
            "1 triple less, 1 more (2 -> 2)",
            "named graph <http://example.org/g>: 1 triple less, 0 more",
            "named graph <http://example.org/h>: 0 triples less, 1 more",
        ],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_files_are_compared_as_they_are_written(name: str, tmp_path: Path) -> None:
    old, new, expected = CHANGES[name]
    (tmp_path / "old.trig").write_text(BASE + old, "utf-8")
    (tmp_path / "new.trig").write_text(BASE + new, "utf-8")

    ended = CliRunner().invoke(
        main, ["diff", str(tmp_path / "old.trig"), str(tmp_path / "new.trig")]
    )

    assert ended.stdout.splitlines() == expected
    assert ended.exit_code == (0 if name == "the same" else 1)


def test_json_and_patch_name_the_graphs(tmp_path: Path) -> None:
    (tmp_path / "old.nq").write_text("<u:a> <u:b> <u:c> <u:g> .")
    (tmp_path / "new.nq").write_text("<u:a> <u:b> <u:c> .")
    files = [str(tmp_path / "old.nq"), str(tmp_path / "new.nq")]

    record = json.loads(CliRunner().invoke(main, ["diff", *files, "--as", "json"]).stdout)
    patch = CliRunner().invoke(main, ["diff", *files, "--as", "patch"]).stdout

    assert record["graphs"] == [{"name": "<u:g>", "removed": 1, "added": 0}]
    assert patch == "TX .\nD <u:a> <u:b> <u:c> <u:g> .\nA <u:a> <u:b> <u:c> .\nTC .\n"


DATASET = BASE + "ex:g { _:a ex:p _:b } _:g { _:b ex:p 1.10 } _:g ex:p ex:g ."


@pytest.mark.parametrize("algorithm", ["sha256", "sha384"])
def test_the_hash_is_that_of_the_dataset_with_its_characters(
    algorithm: str, tmp_path: Path
) -> None:
    import hashlib

    (tmp_path / "a.trig").write_text(DATASET)
    (tmp_path / "b.nq").write_bytes(
        serialize(parse(DATASET, RdfFormat.TRIG), format=RdfFormat.N_QUADS) or b""
    )
    engine = {
        "sha256": CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
        "sha384": CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
    }
    quads = list(parse(DATASET, RdfFormat.TRIG))
    lines = canonical_lines(quads, algorithm)
    expected = hashlib.new(algorithm, b"".join(lines)).hexdigest()

    for name in ("a.trig", "b.nq"):
        options = [
            "--canonical-hash",
            "--hash-algorithm",
            algorithm,
            "--graph",
            str(tmp_path / name),
        ]
        assert CliRunner().invoke(main, ["export", *options]).stdout == expected + "\n"
    dataset = Dataset(quads)
    dataset.canonicalize(engine[algorithm])
    assert lines == sorted(f"{quad} .\n".encode() for quad in dataset)
    unnamed = [Quad(q.subject, q.predicate, q.object) for q in quads]
    assert canonical_hash(unnamed, algorithm) != expected


@pytest.mark.slow
def test_shared_blank_nodes_and_long_lists_take_little_time(tmp_path: Path) -> None:
    layers = range(8)
    edges = (f"_:n{x}x{y} <u:p> _:n{x + 1}x{z} ." for x, y, z in product(layers, layers, layers))
    (tmp_path / "dag.nt").write_text("\n".join(["<u:a> <u:p> _:n0x0 .", *edges]))
    (tmp_path / "list.ttl").write_text(f"<u:a> <u:p> ({' 1' * 10_000} ) .")
    (tmp_path / "other.nt").write_text("<u:a> <u:p> <u:b> .")
    begun = time.process_time()

    for name in ("dag.nt", "list.ttl"):
        files = [str(tmp_path / "other.nt"), str(tmp_path / name)]
        assert CliRunner().invoke(main, ["diff", *files]).exit_code == 1
    CliRunner().invoke(main, ["convert", str(tmp_path / "list.ttl"), str(tmp_path / "list.nt")])

    assert time.process_time() - begun < 20
