"""The command line: the verbs in their groups, and their errors as one line each.

The verbs themselves are in :mod:`yuqiao.commands`. They import what they need when they run:
``yuqiao --help`` pays for click alone, and ``yuqiao query`` never loads rdflib, networkx or pyvis
(each costs 0.1 s or more).
"""

from __future__ import annotations

import sys
from typing import Any

import click

from yuqiao.commands import check, networks, shell
from yuqiao.commands import export as take
from yuqiao.commands import maintain as keep
from yuqiao.commands import network as see
from yuqiao.commands import query as ask
from yuqiao.commands.read_options import add_read_options

_INTERRUPTED = 130  # as shells count it: 128 and the number of SIGINT
_GROUPS = {
    "Ask": [
        ask.query,
        ask.ask,
        ask.questions,
        shell.shell,
        ask.about,
        ask.stats,
        networks.path,
        networks.measure,
    ],
    "See": [see.view],
    "Take": [take.export, take.convert, take.publish, take.diff],
    "Keep": [
        keep.build,
        keep.load,
        keep.update,
        check.check,
        keep.import_check,
        keep.validate,
    ],
}


class _Verbs(click.Group):
    """The commands, shown by what a person wants to do, and their errors as one line each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their four groups."""
        width = formatter.width - 6 - max(len(name) for name in self.commands)
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                rows = [(str(verb.name), verb.get_short_help_str(width)) for verb in commands]
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses is one clear message on stderr and exit code 2 or 3."""
        _replace_closed_streams()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            _standard_output_failed(ctx, error)
        except Exception as error:
            from yuqiao.graph.errors import LimitReached, YuqiaoError

            if not isinstance(error, YuqiaoError):
                raise
            from yuqiao.exports.safe_text import harmless

            lines = map(harmless, str(error).split("\n"))  # a file's name may hold anything
            click.echo("yuqiao: " + "\n".join(lines), err=True)
            ctx.exit(3 if isinstance(error, LimitReached) else 2)


def _replace_closed_streams() -> None:
    """Let a stream that was closed by the caller (``<&-``, ``>&-``) fail like any other."""
    import os

    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY))  # writing to it fails, clearly


def _standard_output_failed(ctx: click.Context, error: OSError) -> None:
    """End quietly when the reader has gone (``| head``); say anything else in one line."""
    from yuqiao.exports.output import forget_standard_output

    forget_standard_output()
    if isinstance(error, BrokenPipeError):
        ctx.exit(0)
    reason = error.strerror or "closed, or not to be written to"
    click.echo(f"yuqiao: {error.filename or 'standard output'}: {reason}", err=True)
    ctx.exit(2)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yuqiao", message="yuqiao %(version)s")
def main() -> None:
    """Ask, see and take the graph of Chongqing's China-foreign education partnerships.

    Every command that reads a graph takes --graph: nothing for the bundled graph, an RDF file or a
    folder of them, a directory made by load, or the address of a SPARQL endpoint.

    Exit codes: 0 done; 1 the answer is "no" (a check found differences or violations); 2 the
    command or its input is wrong; 3 a limit cut it short; 130 it was interrupted (Ctrl-C).

    Environment: YUQIAO_GRAPH and YUQIAO_BASE stand in for --graph and --base. An endpoint is asked
    as YUQIAO_USER with YUQIAO_PASSWORD, or with YUQIAO_TOKEN, when YUQIAO_AUTH_HOST is its host;
    else as the netrc file says.
    """


for _commands in _GROUPS.values():
    for _command in _commands:
        add_read_options(_command)
        main.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
