"""Options that several commands share, spelled the same in all of them, and their completion.

Shells ask for completion through ``_YUQIAO_COMPLETE``; see
https://click.palletsprojects.com/en/stable/shell-completion/.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from yuqiao.commands.help import LocalizedContext
from yuqiao.exports.formats import RDF_INPUT
from yuqiao.graph.translation import current_language, use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yuqiao.graph.stores.union.graph_names import PlainName


def complete_files(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the name of a file or folder in the shell."""
    return [CompletionItem(typed, type="file")]


def complete_formats(
    formats: Sequence[str],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return the completion of a format."""

    def complete(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in formats if name.startswith(typed.lower())]

    return complete


def complete_questions(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the name of a question; shells that can show its title do."""
    from yuqiao.graph.labels import label_language
    from yuqiao.graph.questions.catalogue import questions
    from yuqiao.graph.translation import current_language

    tag = label_language(current_language())
    return [
        CompletionItem(question.name, help=question.title[tag])
        for question in questions()
        if question.name.startswith(typed)
    ]


def complete_parameters(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the parameters of the question on the line.

    It is looked for in the words: click parses no argument of a line that ends in ``-p``.
    """
    from yuqiao.graph.labels import label_language
    from yuqiao.graph.questions.catalogue import questions
    from yuqiao.graph.translation import current_language

    tag = label_language(current_language())
    words = os.environ.get("COMP_WORDS", "").split()
    return [
        CompletionItem(f"{parameter.name}=", help=parameter.description[tag])
        for question in questions()
        if question.name in words
        for parameter in question.parameters
        if parameter.name.startswith(typed)
    ]


def _choose_catalogue(context: click.Context, _: click.Parameter, folder: str | None) -> None:
    """Take questions from a folder until the command ends."""
    if folder is None:
        return
    from yuqiao.graph.questions.catalogue import use_catalogue

    use_catalogue(folder)
    context.call_on_close(lambda: use_catalogue(None))


class Command(click.Command):
    """A command whose help follows the language of the user."""

    context_class = LocalizedContext


class Option(click.Option):
    """An option that is given once, and may have earlier spellings, which help does not show.

    :param old: earlier spellings that still work
    """

    def __init__(self, *args: Any, old: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.old = old
        self._single = not (self.multiple or self.is_flag or self.count)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Register an option that collects every value, also under the earlier spellings."""
        shown, multiple = self.opts, self.multiple
        self.opts, self.multiple = [*shown, *self.old], multiple or self._single
        super().add_to_parser(parser, ctx)
        self.opts, self.multiple = shown, multiple

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        """Return what help adds to the text: not the range, whose ``x>=1`` explains nothing."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Reject a second value: the last one alone would be taken without notice."""
        values = opts.get(str(self.name))
        if self._single and isinstance(values, list):
            if len(values) > 1:
                raise click.UsageError(f"{self.opts[-1]} is given more than once", ctx)
            opts = {**opts, str(self.name): values[0]}
        return super().handle_parse_result(ctx, opts, args)


Decorator: TypeAlias = "Callable[[Callable[..., None]], Callable[..., None]]"


def command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Turn a function into a command."""
    return click.command(name, cls=Command)


def option(*names: str, **attributes: Any) -> Decorator:
    """Add an option to a command."""
    return click.option(*names, cls=Option, **attributes)


EARLIER_SINCE = "yuqiao.since"
"""Where the year of ``--from YEAR`` waits for ``--since``, whose earlier spelling it is."""


def is_earlier_since(context: click.Context, value: str) -> bool:
    """Return whether ``--from`` has a year: networks took one before it named an input format."""
    return value.isdigit() and any(each.name == "of_since" for each in context.command.params)


class GraphOption(Option):
    """The option for a graph, which may be given several times; the environment has it once.

    Several names there are separated by spaces, unless the whole is the path of something.
    """

    def value_from_envvar(self, ctx: click.Context) -> Any:
        """Return the names that the environment has."""
        from yuqiao.graph.stores.union.graph_names import names_in

        value = self.resolve_envvar_value(ctx)
        return None if value is None else names_in(value)


def named_graph(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> PlainName:
    """Return the name of a graph, those of several, or None for the default.

    :raises yuqiao.graph.errors.InputError: when one is named twice
    """
    from yuqiao.graph.stores.union.graph_names import single_name

    return single_name(names) if names else None


def graphs_option(help_text: str, envvar: str | None = None) -> Decorator:
    """Return the option ``--graph``, which may be repeated.

    :param envvar: the environment variable with its default
    """
    return click.option(
        "--graph",
        cls=GraphOption,
        metavar="GRAPH",
        multiple=True,
        envvar=envvar,
        callback=named_graph,
        shell_complete=complete_files,
        help=help_text,
    )


graph_option = graphs_option(
    "RDF file or folder, directory made by 'yuqiao load', or URL of a SPARQL endpoint. May be "
    "repeated: several are queried as one graph. Default: the bundled graph.",
    "YUQIAO_GRAPH",
)
"""The graph that a command reads."""


def output_path(_: click.Context, __: click.Parameter, path: str | None) -> str | None:
    """Return the path of a file to write, None for standard output."""
    if path == "":
        from yuqiao.graph.errors import OutputError

        raise OutputError("-o has an empty name; name a file, or - for standard output")
    return None if path == "-" else path


output_option = option(
    "-o",
    "--output",
    metavar="FILE",
    callback=output_path,
    shell_complete=complete_files,
    help="Write to FILE instead of standard output. FILE is replaced only when complete.",
)
"""The file that a command writes."""

expanded_option = option(
    "--expanded", is_flag=True, help="With --as jsonld: write full IRIs, without a context."
)
"""JSON-LD without a context."""


def spreadsheet_option(forms: str) -> Decorator:
    """Return the option for output that is safe to open in a spreadsheet.

    :param forms: the formats that have it
    """
    return option(
        "--spreadsheet",
        is_flag=True,
        help=f"With --as {forms}: quote cells that a spreadsheet would run as formulas, and count "
        "them.",
    )


def _set_largest_size(_: click.Context, __: click.Parameter, size: str | None) -> None:
    if size is not None:
        from yuqiao.graph.rdf.compression import ALLOWED, decompression_limit

        decompression_limit(size)  # a mistake is reported before any work is done
        os.environ[ALLOWED] = size


max_size_option = option(
    "--max-size",
    old=("--unpack",),
    metavar="SIZE",
    expose_value=False,
    callback=_set_largest_size,
    help="Largest size of a compressed file after decompression, such as 500G. Default: 100G and "
    "at most 250 times the compressed size. Environment variable: YUQIAO_UNPACK.",
)
"""The bound on what a compressed file decompresses to."""


def chosen_language(_: click.Context, __: click.Parameter, lang: str | None) -> str:
    """Return the language that was chosen, else the current one; help and messages follow it."""
    if lang is None:
        return current_language()
    if lang not in {"en", "zh"}:
        from yuqiao.graph.labels import label_language

        label_language(lang)
    use_language(lang)
    return lang


_LANG = {
    "metavar": "LANG",
    "is_eager": True,
    "callback": chosen_language,
    "shell_complete": lambda *_: [CompletionItem(tag) for tag in ("en", "zh")],
    "help": "Language of labels and messages: en or zh. Default: the language of the locale.",
}

lang_option = option("--lang", **_LANG)
"""English or Chinese."""


def add_lang_option(command: click.Command) -> None:
    """Add the language to a command that has no labels: help and messages follow it."""
    if all("--lang" not in parameter.opts for parameter in command.params):
        option("--lang", expose_value=False, **_LANG)(command)


report_format_option = option(
    "--as",
    "form",
    metavar="FORMAT",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output format: text or json. Default: text.",
)
"""A report as text or as JSON."""


quiet_option = option("-q", "--quiet", is_flag=True, help="Print nothing except errors.")
"""Silence."""


def parameters_option(help_text: str) -> Decorator:
    """Return the option ``-p NAME=VALUE``, which may be repeated."""
    return option(
        "-p",
        "--param",
        "parameters",
        metavar="NAME=VALUE",
        multiple=True,
        shell_complete=complete_parameters,
        help=help_text,
    )


def input_format_option(help_text: str, old: Sequence[str] = ()) -> Decorator:
    """Return the option ``--from``: the format of the input."""
    return option(
        "--from",
        "data_format",
        old=old,
        metavar="FORMAT",
        shell_complete=complete_formats(RDF_INPUT.names),
        help=f"{help_text} One of {RDF_INPUT}.",
    )


def output_format_option(
    help_text: str,
    formats: Sequence[str],
    callback: Callable[..., Any] | None = None,
    *,
    eager: bool = False,
) -> Decorator:
    """Return the option ``--as``: the format of the output.

    :param eager: whether other options depend on it
    """
    return option(
        "--as",
        "form",
        metavar="FORMAT",
        callback=callback,
        is_eager=eager,
        shell_complete=complete_formats(formats),
        help=help_text,
    )


questions_option = option(
    "--questions",
    metavar="DIR",
    envvar="YUQIAO_QUESTIONS",
    is_eager=True,
    expose_value=False,
    callback=_choose_catalogue,
    shell_complete=complete_files,
    help="Take the questions from the .rq files in DIR, in place of the vocabulary's own.",
)
"""One's own catalogue of questions."""

timeout_option = option(
    "--timeout", metavar="SECONDS", help="Stop after SECONDS, such as 5 or 0.5 (exit status 3)."
)
"""The bound on time."""

memory_option = option(
    "--memory",
    metavar="SIZE",
    help="Stop when more than SIZE of memory is used, such as 500M or 2G (exit status 3).",
)
"""The bound on memory."""

allow_host_option = option(
    "--allow-host",
    "allow_hosts",
    metavar="HOST",
    multiple=True,
    help="Allow SERVICE to contact HOST, such as query.wikidata.org or localhost:7878. May be "
    "repeated. By default, queries of local graphs make no network requests.",
)
"""The hosts that SERVICE may contact."""
