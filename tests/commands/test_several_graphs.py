"""Every command works on several graphs as on one file of all their statements."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, RdfFormat, parse, serialize

import yuqiao
from server_comparison import said
from small_endpoints import small_endpoints
from yuqiao.cli import main
from yuqiao.web.served_graph import ServedGraph
from yuqiao.web.source import Source

PARTNERSHIPS = Path(__file__).parents[1] / "support" / "two-partnerships.ttl"


@dataclass(frozen=True)
class Split:
    """A graph in one file, and the same in a file, a directory and on a server.

    :param members: the names of the three
    """

    whole: str
    members: tuple[str, ...]

    @property
    def options(self) -> list[str]:
        """The three as options."""
        return [word for name in self.members for word in ("--graph", name)]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Split]:
    folder = tmp_path_factory.mktemp("split")
    read = parse(path=str(PARTNERSHIPS))
    quads = [  # blank nodes have other labels each time a file is read
        quad
        for quad in read
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    ]
    parts = {"whole": quads, "file": quads[::3], "loaded": quads[1::3]}
    for name, part in parts.items():
        serialize(part, str(folder / f"{name}.nt"), format=RdfFormat.N_TRIPLES)
    directory = str(folder / "loaded")
    said("load", str(folder / "loaded.nt"), "--into", directory, "--quiet")
    with small_endpoints(quads[2::3]) as (endpoint,):
        yield Split(str(folder / "whole.nt"), (str(folder / "file.nt"), directory, endpoint.url))


@pytest.mark.parametrize(
    "command",
    [
        "query SELECT~?s~?o~{?s~<http://www.w3.org/2004/02/skos/core#prefLabel>~?o}~ORDER~BY~?s~?o",
        "ask partnerships-by-country --as csv",
        "about Germany",
        "stats --lang zh",
        "measure degree --as csv",
        "view -o -",
        "view --as svg -o -",
        "export --as turtle",
        "export --as edges-csv",
        "export --canonical-hash",
    ],
)
def test_a_command(split: Split, command: str) -> None:
    words = [word.replace("~", " ") for word in command.split()]

    several, one = (
        CliRunner().invoke(main, [*words, *options])
        for options in (split.options, ["--graph", split.whole])
    )

    assert (several.exit_code, several.stdout_bytes) == (one.exit_code, one.stdout_bytes)
    assert one.stdout_bytes or one.exit_code


@pytest.mark.slow
def test_a_site_is_the_same_byte_by_byte(split: Split, tmp_path: Path) -> None:
    for name, options in {"several": split.options, "one": ["--graph", split.whole]}.items():
        said("publish", str(tmp_path / name), "--no-pylode", "--quiet", *options)

    several, one = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (tmp_path / "several", tmp_path / "one")
    )
    assert several == one


def test_graphs_are_compared_with_several(split: Split) -> None:
    assert said("diff", split.whole, *split.options) == said("diff", split.whole, split.whole)


def test_new_and_graph_exclude_each_other(split: Split) -> None:
    refused = CliRunner().invoke(main, ["diff", split.whole, split.whole, *split.options])

    assert refused.exit_code == 2
    assert "--graph cannot be combined with NEW" in refused.stderr


def test_the_environment_names_several(split: Split, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQIAO_GRAPH", " ".join(split.members))

    counted = said("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--as", "csv")

    assert int(counted.split()[1]) == len(yuqiao.open(split.whole))


def test_the_path_of_one_graph_may_have_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my graph.ttl").write_text("<t:a> <t:b> <t:c> .", "utf-8")
    monkeypatch.setenv("YUQIAO_GRAPH", str(tmp_path / "my graph.ttl"))

    assert said("query", "SELECT ?s { ?s ?p ?o }", "--as", "tsv") == b"?s\n<t:a>\n"


def test_the_limit_on_what_is_fetched(split: Split) -> None:
    refused = CliRunner().invoke(
        main, ["query", "ASK { ?s ?p ?o }", *split.options, "--fetch-limit", "9"]
    )

    assert refused.exit_code == 3
    assert refused.stderr.endswith("the fetch limit is 9; ask for less, or raise --fetch-limit\n")


def test_the_prompt(split: Split) -> None:
    command = [sys.executable, "-m", "yuqiao", "shell", "--as", "csv", *split.options]
    query = b"SELECT (COUNT(*) AS ?n) { ?s ?p ?o }\n"

    done = subprocess.run(command, input=query, capture_output=True, check=True)

    assert int(done.stdout.split()[1]) == len(yuqiao.open(split.whole))


def test_a_server_of_several_graphs_names_them_without_their_paths(split: Split) -> None:
    file, directory, url = split.members
    source = Source(split.members)

    assert (source.kind, source.version()) == ("union", None)
    assert source.title == f"file.nt, loaded and the endpoint {url}"
    assert source.without_paths(f"{file}: bad; {directory}: bad") == "file.nt: bad; loaded: bad"
    assert Source(split.members[:2]).version() is not None
    assert len(ServedGraph(source).store) == len(yuqiao.open(split.whole))


def test_a_note_says_when_numbers_are_written_by_value(split: Split, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<t:a> <t:b> 1.10 .", "utf-8")
    command = ["export", "--as", "ntriples", "--graph", str(tmp_path / "a.ttl")]

    alone = CliRunner().invoke(main, command)
    mixed = CliRunner().invoke(main, [*command, "--graph", split.members[1]])

    assert (alone.stderr, '"1.10"' in alone.stdout) == ("", True)
    assert "1 literal is stored by value, such as" in mixed.stderr
    assert '"1.1"' in mixed.stdout
