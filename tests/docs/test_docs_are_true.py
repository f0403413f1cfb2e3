"""Every command in the pages at the root and in docs/ is run, and prints what the page says it prints.

A ``console`` block holds lines that start with ``$ `` (a command; further lines of it start with
``> ``) and below each what it prints. A line of ``...`` stands for any lines, and ``...`` within a
line for anything there. The commands of one page run in order in one folder, which starts with a copy of data/tables, on a terminal 100 columns
wide: what is shown is what a reader sees. ``pycon`` blocks are Python sessions, run as doctests.

A ``shell-session`` block begins with the command line that opens Yuqiao's shell (``$ yuqiao shell``)
and goes on as the terminal shows it: what stands after the shell's prompts is typed, line by line,
and the rest is what the shell prints. The terminal inserts the indentation itself. A line that
begins with ``^C`` presses Ctrl-C while a query runs; without ``.quit``, Ctrl-D ends the session.
"""

from __future__ import annotations

import doctest
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from command_line import write_program
from pseudo_terminal import ShellTerminal

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```shell-session\n\$ (.*)\n((?:.*\n)*?)```$", re.MULTILINE)
SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command of a page and what the page says it prints."""

    command: str
    printed: str


def examples(page: Path) -> list[Example]:
    """Read the commands of a page, in order."""
    found = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *rest = part.splitlines()
            while rest and rest[0].startswith("> "):
                command += "\n" + rest.pop(0)[2:]
            found.append(Example(command, "\n".join(rest)))
    return found


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a program ``yuqiao`` that starts at once."""
    folder = tmp_path_factory.mktemp("programs")
    write_program(folder)
    return folder


def typed_at_a_terminal(command: str, folder: Path, programs: Path) -> str:
    """Run a shell command on a pseudo-terminal and give what appears there.

    :param programs: found before those of the environment
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "dumb"}
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while chunk := read_or_end(ours):
        seen += chunk
    os.close(ours)
    process.wait()
    return seen.decode().replace("\r\n", "\n")


def read_or_end(terminal: int) -> bytes:
    """Read from a pseudo-terminal; Linux reports its end as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def end_what_runs_in(folder: Path) -> None:
    """End the servers that a page started and, as it failed, did not come to end."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if Path(process.cwd()).is_relative_to(folder):
                process.kill()


def without_trailing_space(text: str) -> str:
    """Drop what no reader can see: spaces at the ends of lines, empty lines at the end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


def pattern(printed: str) -> str:
    """Turn what a page says into a regular expression in which ``...`` stands for any lines."""
    lines = [
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in without_trailing_space(printed).splitlines()
    ]
    return "".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_shows_is_what_is_printed(
    page: Path, tmp_path: Path, programs: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(ROOT / "data/tables", tmp_path / "data/tables")
    request.addfinalizer(lambda: end_what_runs_in(tmp_path))

    for example in examples(page):
        seen = without_trailing_space(typed_at_a_terminal(example.command, tmp_path, programs))

        expected = without_trailing_space(example.printed)
        if not re.fullmatch(pattern(expected), seen + "\n" if seen else ""):
            assert f"$ {example.command}\n{seen}" == f"$ {example.command}\n{expected}"


def shown_by_the_shell(command: str, session: str, folder: Path) -> str:
    """Open the shell, type what a page shows as typed, and give what the terminal then shows."""
    terminal = ShellTerminal(["bash", "-c", command], folder, PAGER="cat")
    terminal.begin()
    for line in session.splitlines():
        prompts = [prompt.rstrip() for prompt in terminal.PROMPTS]  # a page has no trailing space
        typed = [line.removeprefix(p) for p in prompts if line.startswith(p)]
        if typed:
            terminal.enter(typed[0].strip())
        elif line.startswith("^C"):
            terminal.cancel()
    terminal.leave()
    return terminal.text().removesuffix("\nyuqiao>")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_of_the_shell_is_what_it_does(page: Path, tmp_path: Path) -> None:
    for command, session in SHELL.findall(page.read_text("utf-8")):
        seen = without_trailing_space(shown_by_the_shell(command, session, tmp_path))

        expected = without_trailing_space(session)
        if not re.fullmatch(pattern(expected), seen + "\n"):
            assert f"$ {command}\n{seen}" == f"$ {command}\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_sessions_give_what_the_page_shows(
    page: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    text = "\n".join(SESSION.findall(page.read_text("utf-8")))
    session = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    said: list[str] = []

    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=said.append)

    assert "".join(said) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!<?https?:|#)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_a_page_exist(page: Path) -> None:
    named = re.findall(r"`((?:data|docs|ontology|tests|tools)/[\w./-]*)`", page.read_text("utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_there_are_pages_with_examples() -> None:
    shown = {page.name for page in PAGES if examples(page)}

    assert {"README.md", "analysts.md", "consumers.md", "curating.md", "researchers.md"} <= shown
    assert {"README.zh-CN.md", "curating.zh-CN.md"} <= shown


def test_the_pages_of_the_shell_show_it() -> None:
    shown = {page.name for page in PAGES if SHELL.findall(page.read_text("utf-8"))}

    assert {"researchers.md", "sparql.md"} <= shown
