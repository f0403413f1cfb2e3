"""Validation reports read by what others made for their formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from node import installed
from yuqiao.exports.reports.validation.write import format_validation
from yuqiao.graph.validation.validator import named_data, validate


@pytest.mark.parametrize("graph", ["faults", None])
def test_sarif_is_as_its_schema_says(graph: str | None, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<urn:x> a <https://schema.org/Corporation> ." if graph else "")
    schema = json.loads(
        installed("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text()
    )

    document = json.loads(format_validation(validate(named_data(str(file))), "sarif", str(file)))

    assert list(Draft7Validator(schema).iter_errors(document)) == []
    assert bool(document["runs"][0]["results"]) == bool(graph)
