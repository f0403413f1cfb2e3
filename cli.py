"""The command line: the commands in their groups, and each error as one line.

The commands themselves are in :mod:`yuqiao.commands`, and imported when they are asked for. They
import what they need when they run: ``yuqiao --help`` pays for click and the commands alone, and
``yuqiao query`` never loads rdflib, networkx or pyvis (each costs 0.1 s or more).
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import LocalizedContext, report, short_help
from yuqiao.commands.options import add_lang_option, lang_option
from yuqiao.commands.read_options import add_read_options
from yuqiao.graph.translation import use_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SUGGESTION = re.compile(r"\. \(?Did you mean (?:one of: )?(.*)\?\)?$")
_NEW_OBJECTS = 10_000  # between two collections of garbage; at Python's 700, a tenth of a start
_INTERRUPTED = 130  # as shells count it: 128 and the number of SIGINT
_GROUPS: Mapping[str, Mapping[str, str]] = {
    "Query": {
        "query": "query",
        "ask": "query",
        "questions": "query",
        "about": "entities",
        "stats": "entities",
        "measure": "networks.network",
        "path": "networks.network",
        "shell": "shell",
    },
    "Families and evidence": {
        "check": "evidence.check",
        "why": "evidence.why",
        "history": "evidence.history",
        "report": "evidence.coverage",
    },
    "Visualize": {"view": "networks.network"},
    "Serve": {"serve": "serving.serve", "mcp": "serving.mcp"},
    "Export": {
        "export": "export",
        "convert": "export",
        "publish": "export",
        "diff": "export",
        "render": "render",
    },
    "Maintain": {
        "add": "curation.add",
        "import": "curation.sheets",
        "match": "curation.match",
        "review": "curation.review",
        "merge": "curation.identity",
        "rename": "curation.identity",
        "retire": "curation.identity",
        "new": "curation.new",
        "undo": "curation.undo",
        "build": "maintain",
        "load": "maintain",
        "update": "maintain",
        "check-disk": "maintain",
        "import-check": "maintain",
        "validate": "maintain",
    },
}
"""The commands by purpose, each with the module of yuqiao.commands that has it."""
_MODULES = {name: module for group in _GROUPS.values() for name, module in group.items()}
_FEW_OWNERS = 4  # commands that have an option, at most, for all of them to be named


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name; the module of each is imported when it is asked for."""

    def __init__(self) -> None:
        self._modules = dict(_MODULES)
        self._known: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._known:
            module = import_module(f"yuqiao.commands.{self._modules[name]}")
            command: click.Command = getattr(module, f"{name.replace('-', '_')}_command")
            add_read_options(command)
            add_lang_option(command)
            self._known[name] = command
        return self._known[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules.setdefault(name, "")
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._known.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class _Group(click.Group):
    """The commands, listed by purpose, and their errors as one line each."""

    context_class = LocalizedContext

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their groups."""
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, short_help(self.commands[name])) for name in commands])

    def make_context(
        self, info_name: str | None, args: list[str], *parent: Any, **extra: Any
    ) -> click.Context:
        """Parse the command line; help is printed here too."""
        gc.set_threshold(_NEW_OBJECTS)
        use_language(None)
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
    for name in _MODULES:
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
