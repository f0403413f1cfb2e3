"""The web application in this process."""

from __future__ import annotations

from starlette.testclient import TestClient

from yuqiao.web.application import application
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

TOKEN = "a-token-of-the-tests"
"""What allows changes, where a test serves a directory."""


def client_of(source: Source, settings: Settings) -> TestClient:
    """Return a client of the application; as a context, it starts and ends the workers."""
    return TestClient(application(source, settings), base_url="http://127.0.0.1:7878")
