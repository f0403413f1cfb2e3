"""The files for containers and systemd start the server as it can be started."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from urllib.parse import urlsplit

import click
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
