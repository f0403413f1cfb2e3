"""The application in this process, on the bundled graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from yuqiao.web.application import application
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Serve the bundled graph."""
    app = application(Source(), Settings(workers=1))
    with TestClient(app, base_url="http://127.0.0.1:7878") as opened:
        yield opened
