"""The files for containers and systemd start the server as it can be started."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import click
import httpx
import pytest

from yuqiao.commands.serving.serve import serve_command
from yuqiao_servers import yuqiao_server

DEPLOY = Path(__file__).parents[2] / "deploy"


def containerfile() -> list[str]:
    """Return the arguments that the image gives to the server."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = re.findall(r"^(?:ENTRYPOINT|CMD) (\[.*\])$", text, re.MULTILINE)
    return [word for line in lines for word in json.loads(line)][2:]


def compose() -> list[str]:
    """Return the arguments that the composition gives instead of the image's last ones."""
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    (command,) = re.findall(r'^    command: (\["--.*\])$', text, re.MULTILINE)
    words: list[str] = json.loads(command)
    return words


def unit() -> list[str]:
    """Return the arguments in the unit of systemd."""
    parser = RawConfigParser(strict=False)
    parser.read(DEPLOY / "yuqiao.service")
    return shlex.split(parser["Service"]["ExecStart"])[2:]


@pytest.mark.parametrize("arguments", [containerfile, compose, unit])
def test_the_options_are_those_of_the_command(arguments: object) -> None:
    assert callable(arguments)
    context = serve_command.make_context("serve", arguments(), resilient_parsing=False)

    assert isinstance(context, click.Context)
    assert context.params["hosts"], "a proxy is trusted by name"


def test_the_image_runs_without_root_rights() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")

    assert re.search(r"^USER [1-9]\d*$", text, re.MULTILINE)
    assert text.index("USER ") < text.index("ENTRYPOINT")


def test_the_linter_of_container_files_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    command = [str(hadolint), "--no-color", str(DEPLOY / "Containerfile")]
    linted = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (linted.returncode, linted.stdout + linted.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [[], ["--trust-host", "graph.example.edu"]])
def test_the_look_at_its_health_succeeds_in_a_container(
    arguments: list[str], tmp_path: Path
) -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    (look,) = re.findall(r"HEALTHCHECK .*\n\s+CMD (\[.*\])", text)
    with yuqiao_server(tmp_path, *containerfile(), *arguments) as server:
        assert server.ask("ASK {}").status_code == 200, "its worker has started"
        port = str(urlsplit(server.address).port)
        _, *command = [word.replace("7878", port) for word in json.loads(look)]
        subprocess.run([sys.executable, *command], check=True)


def engine() -> list[str]:
    """Return the program that builds and runs containers here, from the base image; or nothing."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    (base,) = set(re.findall(r"^FROM (\S+)", text, re.MULTILINE))
    for name in filter(shutil.which, ("docker", "podman")):
        had = any(succeeds(name, *words, base) for words in (["image", "inspect"], ["pull"]))
        if had and succeeds(name, "run", "--rm", "--network", "host", base, "true"):
            return [name, "build", *(["--format", "docker"] if name == "podman" else [])]
    return []


def succeeds(*command: str) -> bool:
    """Return whether a command ends well within five minutes."""
    with suppress(subprocess.TimeoutExpired):
        return (
            subprocess.run(command, capture_output=True, check=False, timeout=300).returncode == 0
        )
    return False


@pytest.mark.slow
def test_the_image_is_built_and_run_where_containers_can_be(tmp_path: Path) -> None:
    build = engine()
    if not build:  # No daemon or no registry: the linter looks at the file, above.
        return
    name = f"yuqiao-test-{os.getpid()}"
    file = str(DEPLOY / "Containerfile")
    subprocess.run([*build, "--network", "host", "-f", file, "-t", name, DEPLOY.parent], check=True)
    try:
        with contained_server(build[0], name, tmp_path) as (address, user):
            health = httpx.get(f"{address}healthz", timeout=60)
            counters = httpx.get(f"{address}metrics", timeout=60)
            answer = httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=60)
    finally:
        subprocess.run([build[0], "rmi", "-f", name], capture_output=True, check=False)

    assert health.json() == {"status": "ok", "stale": False}
    assert "\nyuqiao_jobs_total " in counters.text
    assert answer.json()["boolean"] is True
    assert user == "10001"


@contextmanager
def contained_server(engine: str, image: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Run an image as its file says, and return its address and the number of its user."""
    log = folder / "container.log"
    command = [engine, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--name", image]
    command += ["--network", "host", image, "--trust-host", "localhost", "--port", "0"]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            address = address_in(log, process)
            asked = [engine, "exec", image, "id", "-u"]
            found = subprocess.run(asked, capture_output=True, text=True, check=True)
            yield address, found.stdout.strip()
        finally:
            subprocess.run([engine, "stop", image], capture_output=True, check=False)


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address that a server writes when it has started."""
    while process.poll() is None:
        if found := re.search(r"(http://\S+/)", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))
