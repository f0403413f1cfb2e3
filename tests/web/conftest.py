"""The application in this process, on the bundled graph and on a graph that can be changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from web_application import TOKEN, client_of
from yuqiao.graph.stores.disk.bulk_load import bulk_load
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

TRIG = """
PREFIX ex: <http://example.org/>
ex:a ex:p 1 .
GRAPH ex:g1 { ex:b ex:p 2 }
GRAPH ex:g2 { ex:c ex:p 3 }
"""


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Serve the bundled graph."""
    with client_of(Source(), Settings(origins=("*",), workers=1)) as opened:
        yield opened


@pytest.fixture(scope="session")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve a directory to a client that has the token to change it."""
    tmp_path = tmp_path_factory.mktemp("writable")
    data = tmp_path / "data.trig"
    data.write_text(TRIG)
    bulk_load([str(data)], str(tmp_path / "store"))
    settings = Settings(writable=True, token=TOKEN, workers=1)
    with client_of(Source(str(tmp_path / "store")), settings) as opened:
        opened.headers["Authorization"] = f"Bearer {TOKEN}"
        yield opened


@pytest.fixture(autouse=True)
def without_choices(request: pytest.FixtureRequest) -> None:
    """Forget the language that an earlier test chose."""
    if "client" in request.fixturenames:
        request.getfixturevalue("client").cookies.clear()
