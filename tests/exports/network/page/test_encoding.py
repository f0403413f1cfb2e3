"""The data of a page, packed: smaller, and the same when it is read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import yuqiao
from support.synthetic import graph as synthetic
from yuqiao.exports.network.page.encoding import packed, unpacked
from yuqiao.exports.network.page.payload import page_data
from yuqiao.graph.network.spec import NetworkSpec


def known(value: Any) -> Any:
    """Give a value without the fields that are None or hold nothing known."""
    if isinstance(value, list):
        return [known(each) for each in value]
    if not isinstance(value, dict):
        return value
    own = {name: known(each) for name, each in value.items() if each is not None}
    return {name: each for name, each in own.items() if each != {}}


def size(data: dict[str, Any]) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    "wanted",
    [NetworkSpec(), NetworkSpec(onto="school"), NetworkSpec(gather="community")],
    ids=str,
)
def test_what_is_packed_is_read_back(wanted: NetworkSpec) -> None:
    data = page_data(wanted.drawing(yuqiao.open()))
    packed_data = packed(data)

    assert known(unpacked(packed_data)) == known(data)
    assert json.loads(json.dumps(packed_data)) == packed_data


def test_a_register_is_told_in_half_the_room(tmp_path: Path) -> None:
    synthetic.write(100, 1, tmp_path / "register.nt")
    data = page_data(NetworkSpec().drawing(yuqiao.open(tmp_path / "register.nt")))

    assert size(packed(data)) < 0.55 * size(data)
