"""The command line: the commands in their groups, and each error as one line.

The commands themselves are in :mod:`yuqiao.commands`, and imported when they are asked for. They
import what they need when they run: ``yuqiao --help`` pays for click alone, and ``yuqiao query``
never loads rdflib, networkx or pyvis (each costs 0.1 s or more).
"""

from __future__ import annotations

import gc
import re
import sys
from collections import UserDict
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from yuqiao.commands.help import LocalizedContext, report
from yuqiao.commands.options import add_lang_option, lang_option
from yuqiao.commands.read_options import add_read_options
from yuqiao.graph.translation import language_of_options, translate, use_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SUGGESTION = re.compile(r"\. \(?Did you mean (?:one of: )?(.*)\?\)?$")
_NEW_OBJECTS = 10_000  # between two collections of garbage; at Python's 700, a tenth of a start
_INTERRUPTED = 130  # as shells count it: 128 and the number of SIGINT


class _Listed(NamedTuple):
    """A command as the list of all shows it, which imports none of them.

    :param module: the module of yuqiao.commands that has it
    :param summary: the first sentence of its help
    """

    module: str
    summary: str


_GROUPS: Mapping[str, Mapping[str, _Listed]] = {
    "Query": {
        "query": _Listed("query", "Run a SPARQL query."),
        "ask": _Listed("query", "Answer a predefined question."),
        "questions": _Listed("query", "List the predefined questions, or show one."),
        "about": _Listed("entities", "Describe an entity, with the source of every fact."),
        "stats": _Listed("entities", "Summarize the graph in numbers."),
        "measure": _Listed(
            "networks.network", "Compute a network measure, such as centrality or brokerage."
        ),
        "path": _Listed("networks.network", "Find the shortest paths between two entities."),
        "shell": _Listed("shell", "Open an interactive SPARQL prompt."),
    },
    "Families and evidence": {
        "check": _Listed(
            "evidence.check", "Check whether a programme is approved, and what is known of it."
        ),
        "why": _Listed(
            "evidence.why", "Show why the graph states a fact: its claims, sources and rules."
        ),
        "history": _Listed(
            "evidence.history",
            "Show what was said of an entity over time, and when it was recorded.",
        ),
        "report": _Listed("evidence.coverage", "Report what a register covers, and what it lacks."),
    },
    "Visualize": {
        "view": _Listed(
            "networks.network", "Draw a network as an interactive web page or as a figure."
        ),
    },
    "Serve": {
        "serve": _Listed(
            "serving.serve", "Serve a graph: a web application and a SPARQL endpoint."
        ),
        "mcp": _Listed(
            "serving.mcp", "Offer a graph to an assistant over the Model Context Protocol."
        ),
    },
    "Export": {
        "export": _Listed("export", "Export the graph as RDF, or a network as a graph file."),
        "convert": _Listed("export", "Convert RDF from one format to another."),
        "publish": _Listed("export", "Publish the graph as a static website."),
        "diff": _Listed("export", "Show the differences between two graphs, entity by entity."),
        "render": _Listed(
            "render", "Render a report: Markdown with the answers to its SPARQL queries."
        ),
    },
    "Maintain": {
        "add": _Listed("curation.add", "Add an entry to the tables, with all the rows it needs."),
        "import": _Listed("curation.sheets", "Import a spreadsheet into the tables."),
        "match": _Listed("curation.match", "Propose identifiers for names."),
        "review": _Listed("curation.review", "List the open claims, or decide on some of them."),
        "merge": _Listed(
            "curation.identity", "Merge a row into another that proved to be the same."
        ),
        "rename": _Listed(
            "curation.identity", "Give a school, university or other thing another name."
        ),
        "retire": _Listed("curation.identity", "Retire a row whose address is out of use."),
        "new": _Listed("curation.new", "Make an empty register of any place."),
        "undo": _Listed("curation.undo", "Take back the last change of the tables."),
        "build": _Listed("maintain", "Build the graph from the curated tables."),
        "load": _Listed("maintain", "Load RDF files into a graph on disk."),
        "update": _Listed("maintain", "Change a graph on disk with a SPARQL update."),
        "check-disk": _Listed("maintain", "Check a graph on disk for damage."),
        "import-check": _Listed("maintain", "Check an RDF file for likely mistakes."),
        "validate": _Listed("maintain", "Validate a graph against SHACL shapes."),
    },
}
"""The commands by purpose."""
_LISTED = {name: listed for group in _GROUPS.values() for name, listed in group.items()}
_FEW_OWNERS = 4  # commands that have an option, at most, for all of them to be named


class _Commands(UserDict[str, click.Command]):
    """The commands by name; the module of each is imported when it is asked for."""

    def __missing__(self, name: str) -> click.Command:
        module = import_module(f"yuqiao.commands.{_LISTED[name].module}")
        command: click.Command = getattr(module, f"{name.replace('-', '_')}_command")
        add_read_options(command)
        add_lang_option(command)
        self[name] = command
        return command

    def __contains__(self, name: object) -> bool:
        return name in _LISTED

    def __iter__(self) -> Iterator[str]:
        return iter(_LISTED)

    def __len__(self) -> int:
        return len(_LISTED)


class _Group(click.Group):
    """The commands, listed by purpose, and their errors as one line each."""

    context_class = LocalizedContext

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their groups."""
        for title, group in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, translate(each.summary).rstrip(".。")) for name, each in group.items()]
                )

    def make_context(
        self, info_name: str | None, args: list[str], *parent: Any, **extra: Any
    ) -> click.Context:
        """Parse the command line; help is printed here too."""
        gc.set_threshold(_NEW_OBJECTS)
        use_language(language_of_options(args))
        _replace_closed_streams()
        with _errors_as_one_line():
            return super().make_context("yuqiao", args, *parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with _errors_as_one_line():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _errors_as_one_line() -> Iterator[None]:
    """Print an error as one line on stderr, and exit with the status that it calls for."""
    try:
        yield
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except click.ClickException as error:
        report(f"yuqiao: {_usage_error(error)}")
        status = 2
    except OSError as error:
        status = _standard_output_failed(error)
    except Exception as error:
        from yuqiao.graph.errors import LimitReached, YuqiaoError

        if not isinstance(error, YuqiaoError):
            raise
        report(f"yuqiao: {error}")
        status = 3 if isinstance(error, LimitReached) else 2
    else:
        return
    raise click.exceptions.Exit(status)


def _usage_error(error: click.ClickException) -> str:
    """Return click's message in the style of all others, with the help to look at."""
    message = _SUGGESTION.sub(r"; did you mean \1?", error.format_message()).rstrip(".")
    message = message[:1].lower() + message[1:]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context and isinstance(error, click.NoSuchOption) and not error.possibilities:
        message += _of_other_commands(error.option_name)
    return f"{message}; see {context.command_path} --help" if context else message


def _of_other_commands(option: str) -> str:
    """Return which commands have an option, or one that is written alike; empty for none."""
    from yuqiao.graph.spelling import nearest

    owners: dict[str, list[str]] = {}
    for name in _LISTED:
        for parameter in main.commands[name].params:
            for spelled in parameter.opts + parameter.secondary_opts:
                if spelled.startswith("--"):
                    owners.setdefault(spelled, []).append(name)
    near = option if option in owners else next(iter(nearest(option, owners)), "")
    if not near or len(owners[near]) > _FEW_OWNERS:
        return ""
    names = ", ".join(owners[near])
    return f"; it is an option of {names}" if near == option else f"; {near} is one of {names}"


def _replace_closed_streams() -> None:
    """Replace streams that the caller closed (``<&-``, ``>&-``), so that they fail like others."""
    import os

    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY))  # writing to it fails, clearly


def _standard_output_failed(error: OSError) -> int:
    """Return the exit status: none when the reader has gone (``| head``), else print the error."""
    from yuqiao.exports.output import forget_standard_output

    forget_standard_output()
    if isinstance(error, BrokenPipeError):
        return 0
    reason = error.strerror or "closed, or not writable"
    report(f"yuqiao: {error.filename or 'standard output'}: {reason}")
    return 2


@click.group(
    cls=_Group, commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"]}
)
@lang_option
@click.version_option(package_name="yuqiao", message="yuqiao %(version)s")
def main(lang: str) -> None:
    """Query, visualize and export the knowledge graph of Chongqing's China-foreign education
    partnerships.

    Commands that read a graph take --graph: an RDF file or a folder of RDF files, a directory made
    by 'yuqiao load', or the URL of a SPARQL endpoint. The default is the bundled graph.

    Exit status: 0 success; 1 a check failed, or the answer is "no"; 2 the command or its input is
    wrong; 3 a limit was reached; 130 interrupted (Ctrl-C).

    Environment: YUQIAO_GRAPH and YUQIAO_BASE set the defaults of --graph and --base. To log in to
    an endpoint, set YUQIAO_AUTH_HOST to its host, and YUQIAO_USER and YUQIAO_PASSWORD, or
    YUQIAO_TOKEN; otherwise the netrc file is used.
    """  # noqa: D205 - the sentence of the project is longer than a line


if __name__ == "__main__":
    sys.exit(main())
