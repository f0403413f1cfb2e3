"""Options of every command that reads files: their format, their base, contexts, and mistakes."""

from __future__ import annotations

import functools
import sys
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import EARLIER_SINCE, Option, complete_formats, is_earlier_since
from yuqiao.exports.formats import RDF_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.stores.union.graph_names import PlainName

_READERS = {"convert", "diff", "load", "import-check"}  # besides those with --graph
_ONE_BY_ONE = {"convert", "load", "import-check"}  # several graphs are never one in these
_IN_MEMORY = {"serve"}  # what is asked for long is read once, into memory
_KEEP_CHARACTERS = {"convert", "diff", "export", "publish"}  # what they write is that of the files
_SHOWN = 20  # skipped statements that are reported one by one


def add_read_options(command: click.Command) -> None:
    """Add the options to a command that reads files, except those it has of its own."""
    taken = {
        name
        for parameter in command.params
        for name in (*parameter.opts, *getattr(parameter, "old", ()))
    }
    reads = command.name in _READERS or ("--graph" in taken and command.name != "update")
    if not reads or command.callback is None:
        return
    command.params += [option for option in _options() if not taken & set(option.opts)]
    if command.name not in _ONE_BY_ONE:
        command.params.append(_fetch_limit())
        if command.name not in _IN_MEMORY:
            command.params.append(_no_cache())
    command.callback = _reporting(command.callback)


def _options() -> list[click.Option]:
    return [
        Option(
            ["--from"],
            metavar="FORMAT",
            expose_value=False,
            callback=_set_format,
            shell_complete=complete_formats(RDF_INPUT.names),
            help=f"Input format of the files. Default: by their extensions. One of {RDF_INPUT}.",
        ),
        Option(
            ["--base"],
            metavar="IRI",
            expose_value=False,
            callback=_set_base,
            help="Resolve relative IRIs in the files against IRI.",
        ),
        Option(
            ["--context"],
            metavar="ADDRESS=FILE",
            multiple=True,
            expose_value=False,
            callback=_set_contexts,
            help="Use FILE as the JSON-LD context of that address. May be repeated.",
        ),
        Option(
            ["--skip-bad"],
            is_flag=True,
            expose_value=False,
            callback=_set_skip,
            help="Skip invalid statements, and rows of endpoints, and report them (exit status 1 "
            "if there are any).",
        ),
    ]


def _fetch_limit() -> click.Option:
    return Option(
        ["--fetch-limit"],
        metavar="N",
        type=click.IntRange(min=1),
        expose_value=False,
        callback=_set_most_fetched,
        help="Of several graphs of which some are not files: fetch at most N triples for a query "
        "(exit status 3 if it needs more). Default: 5000000.",
    )


def _no_cache() -> click.Option:
    return Option(
        ["--no-cache"],
        is_flag=True,
        expose_value=False,
        callback=_set_cache,
        help="Read a file of more than 16 MB anew, instead of from the cache of large files "
        "(~/.cache/yuqiao, or YUQIAO_CACHE).",
    )


def _set(context: click.Context, **changes: Any) -> None:
    from yuqiao.graph.rdf.sources import ReadOptions, current_read_options, set_read_options

    set_read_options(replace(current_read_options(), **changes))
    context.call_on_close(lambda: set_read_options(ReadOptions()))


def _set_format(context: click.Context, _: click.Parameter, name: str | None) -> None:
    if name is not None and is_earlier_since(context, name):
        context.meta[EARLIER_SINCE] = int(name)
    elif name is not None:
        from yuqiao.graph.rdf.formats import rdf_format

        _set(context, data_format=rdf_format(name).engine)


def _set_base(context: click.Context, _: click.Parameter, base: str | None) -> None:
    if base is not None:
        from yuqiao.graph.rdf.sources import reject_base

        reject_base(base)
        _set(context, base=base)


def _set_contexts(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> None:
    if given:
        from yuqiao.graph.rdf.jsonld_contexts import read_context

        named = (each.rpartition("=") for each in given)
        _set(context, contexts={address: read_context(file) for address, _, file in named})


def _set_skip(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        skipped = _Skipped()
        context.meta[__name__] = skipped
        _set(context, skip=skipped.report)


def _set_most_fetched(context: click.Context, _: click.Parameter, most: int | None) -> None:
    if most is not None:
        _set(context, most_fetched=most)


def _set_cache(context: click.Context, _: click.Parameter, unwanted: bool) -> None:
    if unwanted:
        _set(context, cache=False)


class _Skipped:
    """Counts the statements that were skipped, also in a child process."""

    def __init__(self) -> None:
        import mmap

        self._shared = mmap.mmap(-1, 8)

    @property
    def count(self) -> int:
        return int.from_bytes(self._shared[:8], "little")

    def report(self, message: str) -> None:
        """Report one statement, and count it."""
        count = self.count + 1
        self._shared[:8] = count.to_bytes(8, "little")
        if count <= _SHOWN:
            _print(f"skipped: {message}")

    def report_count(self) -> None:
        """Report how many there were, if any."""
        if self.count:
            shown = f", of which {_SHOWN} are listed" if self.count > _SHOWN else ""
            _print(f"{self.count:,} skipped{shown}")


def _reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print notes on what was read, and fail when statements were skipped."""

    @functools.wraps(command)
    def reporting(*arguments: Any, **options: Any) -> None:
        from yuqiao.graph.errors import InputError, InputWarning, LiteralWarning

        skipped = click.get_current_context().meta.get(__name__)
        status: Any = 0
        with warnings.catch_warnings():
            warnings.filterwarnings("always", category=InputWarning)
            if _keeps_characters(options.get("graph")):
                warnings.filterwarnings("ignore", category=LiteralWarning)
            noted: set[str] = set()
            warnings.showwarning = lambda message, *_, **__: _note(message, noted)
            try:
                command(*arguments, **options)
            except SystemExit as ended:
                status = ended.code
            except InputError as error:
                if error.likely_format:
                    error.args = (f"{error}; name it with --from {error.likely_format}",)
                if error.unknown_context:
                    given = f"--context {error.unknown_context}=FILE"
                    error.args = (f"{error}; or supply it with {given}",)
                raise
            finally:
                if skipped is not None:
                    skipped.report_count()
        if skipped is not None and skipped.count:
            status = status or 1
        if status:
            sys.exit(status)

    return reporting


def _keeps_characters(graph: PlainName) -> bool:
    """Return whether what is written has the characters of the files that it is from."""
    if click.get_current_context().command.name not in _KEEP_CHARACTERS:
        return False
    from yuqiao.graph.stores.open_store import is_of_files

    return not isinstance(graph, tuple) or all(map(is_of_files, graph))


def _note(message: Warning | str, noted: set[str]) -> None:
    """Print a note, unless the same one was printed when the file was read before."""
    from yuqiao.graph.errors import BaseWarning, CacheWarning

    hint = "; name it with --base" if isinstance(message, BaseWarning) else ""
    if isinstance(message, CacheWarning):
        hint = " (not with --no-cache)"
    line = f"note: {message}{hint}"
    if line not in noted:
        noted.add(line)
        _print(line)


def _print(message: str) -> None:
    report(f"yuqiao: {message}")
