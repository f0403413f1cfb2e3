"""Many requests by one process of curl, as anybody makes them on a command line."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from toolchains import run

_END = "\x1e"
_TOLD = "%{http_code} %{header_json}" + _END


@dataclass(frozen=True)
class Request:
    """What is asked of a server; its path is sent as it is, ``..`` and all."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    head: bool = False


@dataclass(frozen=True)
class Answer:
    """What a server says; the names of headers are in small letters."""

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def location(self) -> str:
        """The address that it sends its client to."""
        return urljoin(self.address, self.headers["location"])

    @property
    def place(self) -> str:
        """The path of that address."""
        return urlsplit(self.location).path

    @property
    def varies(self) -> set[str]:
        """The headers that it depends on."""
        return {name.strip().lower() for name in self.headers["vary"].split(",")}


def curl(requests: Iterable[Request]) -> list[Answer]:
    """Make requests, and give the answers in the same order."""
    held = list(requests)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "requests")
        parts = (_settings(request, f"{folder}/{n}") for n, request in enumerate(held))
        settings.write_text("next\n".join(parts), "utf-8")
        said = run(["curl", "--config", str(settings)]).stdout.split(_END)
        return [
            _answer(request, told, Path(folder, str(n)))
            for n, (request, told) in enumerate(zip(held, said[:-1], strict=True))
        ]


def _settings(request: Request, file: str) -> str:
    lines = ["silent", "show-error", "path-as-is", "globoff", f'output = "{file}"']
    lines += ["head"] if request.head else []
    lines += [f'url = "{request.address}"', f'write-out = "{_TOLD}"', 'header = "User-Agent:"']
    for name, value in request.headers.items():
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'header = "{name}: {quoted}"')
    return "".join(line + "\n" for line in lines)


def _answer(request: Request, told: str, file: Path) -> Answer:
    status, _, headers = told.partition(" ")
    first = {name: values[0] for name, values in json.loads(headers).items()}
    content = file.read_bytes() if file.exists() and not request.head else b""
    return Answer(request.address, int(status), first, content)
