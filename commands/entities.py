"""Commands that describe entities and the graph: about, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.evidence.as_of import as_of_option, open_as_of
from yuqiao.commands.options import command, graph_option, lang_option

if TYPE_CHECKING:
    from yuqiao.graph.stores.union.graph_names import PlainName


@command("about")
@click.argument("entity", nargs=-1, required=True)
@lang_option
@graph_option
@limit_options
def about_command(entity: tuple[str, ...], lang: str, graph: PlainName) -> None:
    """Describe an entity, with the source of every fact.

    ENTITY is a name in English or Chinese, part of a name, an abbreviation, a slug or an IRI. If
    several entities match, they are listed.

    \b
    Examples:
      yuqiao about Novosibirsk State University
      yuqiao about 西南大学 --lang zh
      yuqiao about cqu-novosibirsk-physics
    """
    from yuqiao.exports.reports.entity import about_text
    from yuqiao.graph.stores.open_store import open_store

    click.echo(about_text(open_store(graph), " ".join(entity), lang), nl=False)


@command("stats")
@lang_option
@graph_option
@as_of_option
@limit_options
def stats_command(lang: str, graph: PlainName) -> None:
    """Summarize the graph in numbers.

    Partnerships are counted by kind, country, level, form, status and STEM flag, next to the
    numbers that sources report; where the two differ, the reason is given. Of a graph in another
    vocabulary, the classes, properties, languages, links and namespaces are counted.

    \b
    Example:
      yuqiao stats --lang zh
    """
    from yuqiao.exports.reports.statistics import overview_text

    click.echo(overview_text(open_as_of(graph), lang), nl=False)
