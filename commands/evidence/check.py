"""The command check: what a register says of a programme, for a family."""

from __future__ import annotations

import sys
from os.path import isdir

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.help import report
from yuqiao.commands.options import command, graph_option, lang_option, report_format_option


@command("check")
@click.argument("words", nargs=-1, required=True)
@report_format_option
@lang_option
@graph_option
@limit_options
def check_command(words: tuple[str, ...], form: str, lang: str, graph: str | None) -> None:
    """Check whether a programme is approved, and what is known of it.

    WORDS name a school, a country, a subject or a level, in any order: in Chinese, English or
    pinyin, abbreviated, or as the number of a certificate or of a page of the register. The answer
    says on which list of which day the programme stands, its level, length, language, awards and
    tuition, each with its source, and where to verify it. What nobody searched for is said, too.
    Nothing is graded, and this is not an official site.

    The exit status is 1 if nothing is found, which does not mean that a programme is not approved.

    \b
    Examples:
      yuqiao check "重庆大学 俄罗斯 物理" --lang zh
      yuqiao check CQU Russia physics
      yuqiao check MOE50US2A20181935N
    """
    if len(words) == 1 and graph is None and _is_graph_on_disk(words[0]):
        report("a graph on disk: its files are checked, as by yuqiao check-disk")
        from yuqiao.commands.maintain import check_files

        check_files(words[0], quiet=False)
        return
    from yuqiao.exports.reports.evidence.programme_check import check_json, check_text
    from yuqiao.exports.terminal_output import json_for_terminal
    from yuqiao.graph.evidence.register_check import check_register
    from yuqiao.graph.stores.open_store import open_store

    checked = check_register(open_store(graph), " ".join(words))
    if form == "json":
        shown = check_json(checked)
        click.echo(json_for_terminal(shown) if sys.stdout.isatty() else shown, nl=False)
    else:
        click.echo(check_text(checked, lang), nl=False)
    sys.exit(0 if checked.matches else 1)


def _is_graph_on_disk(name: str) -> bool:
    if not isdir(name):
        return False
    from yuqiao.graph.stores.disk.generations import is_ours

    return is_ours(name)
