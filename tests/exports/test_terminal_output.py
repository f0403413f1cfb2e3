"""What is written to a terminal cannot steer it, and is still the same JSON, RDF or XML."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pseudo_terminal import Terminal
from yuqiao.exports.terminal_output import TerminalOutput

HOSTILE = "红\u202e\u2066\x9b31m\x7f\u200b\U000e0041 end"


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_what_cannot_be_seen_is_escaped_wherever_a_piece_ends(size: int) -> None:
    data = (json.dumps({"value": HOSTILE}, ensure_ascii=False) + "\n").encode()
    out = io.BytesIO()
    stream = TerminalOutput(out)

    for start in range(0, len(data), size):
        stream.write(data[start : start + size])

    shown = out.getvalue().decode()
    assert shown == ('{"value": "红\\u202e\\u2066\\u009b31m\\u007f\\u200b\\udb40\\udc41 end"}\n')
    assert json.loads(shown) == {"value": HOSTILE}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f'<urn:a> <urn:b> "{HOSTILE}" .\n', '<urn:a> <urn:b> "红\\u202E\\u2066\\u009B31m\\u007F'),
        (f"<?xml version='1.0'?><v>{HOSTILE}</v>", "<v>红&#x202E;&#x2066;&#x9B;31m&#x7F;&#x200B;"),
        (f'v,w\r\n1\t2,"{HOSTILE}"\r\n', 'v,w\r\n1\t2,"红\\u202E'),
        ('v\r\n"over\rwritten"\r\n', 'v\r\n"over\\u000Dwritten"\r\n'),
    ],
)
def test_each_format_has_its_escapes(written: str, shown: str) -> None:
    out = io.BytesIO()
    stream = TerminalOutput(out)

    for byte in written.encode():
        stream.write(bytes([byte]))
    stream.flush()

    text = out.getvalue().decode()
    assert shown in text
    assert text.replace("\r\n", "").replace("\n", "").replace("\t", "").isprintable()


def test_what_is_no_text_is_left_as_it_is() -> None:
    out = io.BytesIO()
    data = bytes([137, 80, 78, 71, 255, 254])

    TerminalOutput(out).write(data)

    assert out.getvalue() == data


@pytest.mark.slow
def test_a_graph_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text('<urn:a> <urn:b> "x\u202ey" .\n')
    terminal = Terminal(["yuqiao", "convert", "a.nt", "-", "--as", "ntriples"], tmp_path)
    terminal.exit_code()

    assert '<urn:a> <urn:b> "x\\u202Ey" .' in terminal.text()


@pytest.mark.slow
def test_the_result_of_a_query_on_a_terminal(tmp_path: Path) -> None:
    query = 'SELECT ?v { VALUES ?v { "a\\u202Eb" } }'
    terminal = Terminal(["yuqiao", "query", query, "--as", "json"], tmp_path)
    terminal.exit_code()

    assert '"value":"a\\u202eb"' in terminal.text()
