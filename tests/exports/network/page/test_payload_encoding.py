"""The payload of a page, encoded: smaller, and the same when it is decoded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from page_tables import decode_tables
from support.synthetic import graph as synthetic
from yuqiao.exports.network.page.payload import page_payload
from yuqiao.exports.network.page.payload_encoding import encode_tables
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store


def known(value: Any) -> Any:
    """Return a value without the fields that are None or hold nothing known."""
    if isinstance(value, list):
        return [known(each) for each in value]
    if not isinstance(value, dict):
        return value
    own = {name: known(each) for name, each in value.items() if each is not None}
    return {name: each for name, each in own.items() if each != {}}


def size(data: dict[str, Any]) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [NetworkSpec(), NetworkSpec(onto="school"), NetworkSpec(gather="community")],
    ids=str,
)
def test_an_encoded_payload_is_decoded_without_loss(wanted: NetworkSpec) -> None:
    data = page_payload(wanted.drawing(open_store()))
    encoded = encode_tables(data)

    assert known(decode_tables(encoded)) == known(data)
    assert json.loads(json.dumps(encoded)) == encoded


@pytest.mark.slow
def test_a_register_is_told_in_half_the_room(tmp_path: Path) -> None:
    synthetic.write(100, 1, tmp_path / "register.nt")
    data = page_payload(NetworkSpec().drawing(open_store(tmp_path / "register.nt")))

    assert size(encode_tables(data)) < 0.55 * size(data)
