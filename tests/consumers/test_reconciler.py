"""The reconciliation service, asked by reconciler, a client of others for tables of pandas."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest
from reconciler import reconcile

from yuqiao_servers import yuqiao_server

pytestmark = [
    pytest.mark.consumers,
    pytest.mark.servers,
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),  # its own, of 2023
]

NAMES = {
    "重庆大学": ("cqu", True),
    "重慶郵電大學": ("cqupt", True),
    "University of Leicester": ("leicester", True),
    "Novosibirsk State Univ.": ("novosibirsk", False),
}


def test_names_of_a_table_find_their_entities(tmp_path: Path) -> None:
    with yuqiao_server(tmp_path) as server:
        found = reconcile(
            pandas.Series(list(NAMES)),
            type_id="https://schema.org/CollegeOrUniversity",
            reconciliation_endpoint=f"{server.address}reconcile/en",
        )

    best = zip(found["input_value"], found["id"], found["match"], strict=True)
    assert {name: (iri.rpartition("/")[2], sure) for name, iri, sure in best} == NAMES
