"""What a compressed file unpacks to is limited, in all and against its own size."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

import pytest
import zstandard

from command_line import run_command
from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.compression import ALLOWED
from yuqiao.graph.rdf.parsing import statements
from yuqiao.graph.rdf.sources import file_source

LINE = b'<urn:a> <urn:b> "' + b"x" * 83 + b'" .\n'
BOMB = LINE.replace(b"x", b"xx" * 100) * 6_400
KINDS = (".gz", ".bz2", ".xz", ".zst")


def packed(text: bytes, kind: str) -> bytes:
    if kind == ".gz":
        return gzip.compress(text, 9)
    if kind == ".bz2":
        return bz2.compress(text)
    return lzma.compress(text) if kind == ".xz" else zstandard.ZstdCompressor().compress(text)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused(
    kind: str, tmp_path: Path
) -> None:
    file = tmp_path / f"bomb.nt{kind}"
    file.write_bytes(packed(BOMB, kind))

    with pytest.raises(InputError) as refused:
        for _ in statements(file_source(str(file))):
            pass

    assert str(refused.value) == (
        f"{file}: it decompresses to more than 250 times its size; if you trust it, allow a larger "
        "size, such as 500G: set YUQIAO_UNPACK=500G"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_may_unpack_to_the_size_that_is_allowed_and_no_more(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"small.nt{kind}"
    file.write_bytes(packed(LINE * 1000, kind))

    monkeypatch.setenv(ALLOWED, "102k")
    assert sum(1 for _ in statements(file_source(str(file)))) == 1000

    monkeypatch.setenv(ALLOWED, "101k")
    with pytest.raises(InputError, match="it decompresses to more than 103,424 bytes; "):
        list(statements(file_source(str(file))))


@pytest.mark.slow
def test_more_is_allowed_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "bomb.nt.gz"
    file.write_bytes(packed(BOMB, ".gz"))
    command = ["convert", str(file), "-", "--as", "ntriples"]

    refused = run_command(*command)
    allowed = run_command(*command, "--max-size", "1G")
    mistaken = run_command(*command, "--max-size", "much")

    assert refused.returncode == 2
    assert b"it decompresses to more than 250 times its size; if you trust it" in refused.stderr
    assert len(allowed.stdout) == len(BOMB) // 6_400  # the same statement again and again
    assert mistaken.stderr == (
        b'yuqiao: "much" is not a size to decompress to; expected one such as 20G or 1T\n'
    )
