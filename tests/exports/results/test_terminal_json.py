"""JSON on a terminal cannot steer it, and is still the same JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pseudo_terminal import Terminal
from yuqiao.exports.results.terminal_json import TerminalJson

HOSTILE = "红\u202e\u2066\x9b31m\x7f\u200b\U000e0041 end"


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_what_cannot_be_seen_is_escaped_wherever_a_piece_ends(size: int) -> None:
    data = (json.dumps({"value": HOSTILE}, ensure_ascii=False) + "\n").encode()
    out = io.BytesIO()
    stream = TerminalJson(out)

    for start in range(0, len(data), size):
        stream.write(data[start : start + size])

    shown = out.getvalue().decode()
    assert shown == ('{"value": "红\\u202e\\u2066\\u009b31m\\u007f\\u200b\\udb40\\udc41 end"}\n')
    assert json.loads(shown) == {"value": HOSTILE}


@pytest.mark.slow
def test_the_result_of_a_query_on_a_terminal(tmp_path: Path) -> None:
    query = 'SELECT ?v { VALUES ?v { "a\\u202Eb" } }'
    terminal = Terminal(["yuqiao", "query", query, "--as", "json"], tmp_path)
    terminal.exit_code()

    assert '"value":"a\\u202eb"' in terminal.text()
