"""Options that select a network."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import (
    EARLIER_SINCE,
    complete_formats,
    complete_questions,
    option,
    parameters_option,
    questions_option,
)
from yuqiao.graph.network.projection import TWO_MODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.network.spec import NetworkSpec

_FILTERS = {
    "country": "Only partnerships with COUNTRY, such as RU, Russia or 俄罗斯.",
    "level": "Only partnerships at LEVEL, such as bachelor, master or diploma.",
    "form": "Only partnerships of FORM: programme or institution.",
    "discipline": "Only partnerships in DISCIPLINE: a name, or an ISCED-F code such as 07.",
    "stem": "Only partnerships with this STEM flag: stem, mixed, non-stem or undetermined.",
    "status": "Only partnerships with STATUS, such as active, ended or unknown.",
}
_OPTIONS = (
    *(
        option(f"--{name}", f"of_{name}", metavar=name.upper(), help=text)
        for name, text in _FILTERS.items()
    ),
    option(
        "--since",
        "of_since",
        metavar="YEAR",
        type=int,
        callback=lambda context, _, year: context.meta.get(EARLIER_SINCE) if year is None else year,
        help="Only partnerships approved in YEAR or later.",
    ),
    option(
        "--until",
        "of_until",
        old=("--to",),
        metavar="YEAR",
        type=int,
        help="Only partnerships approved in YEAR or earlier.",
    ),
    option(
        "--projection",
        metavar="NAME",
        shell_complete=complete_formats(tuple(TWO_MODE)),
        help=f"Project onto two kinds of nodes: {', '.join(TWO_MODE)}.",
    ),
    option(
        "--onto",
        metavar="KIND",
        help="Project further onto one of the two kinds; nodes are linked by shared neighbours.",
    ),
    option(
        "--query",
        "sparql",
        old=("--of",),
        metavar="SPARQL",
        help="Use the result of a query as the network: a CONSTRUCT, or a SELECT of ?source and "
        "?target, optionally with ?weight and ?edge. Links keep their direction.",
    ),
    option(
        "--undirected",
        is_flag=True,
        help="Ignore the direction of the links of a query: both directions are one edge.",
    ),
    option(
        "--question",
        "question",
        old=("--ask",),
        metavar="QUESTION",
        shell_complete=complete_questions,
        help="Use the result of a predefined question as the network.",
    ),
    questions_option,
    parameters_option("Set a parameter of the question. May be repeated."),
    option("--focus", metavar="ENTITY", help="Only ENTITY and its neighbourhood."),
    option(
        "--hops",
        metavar="N",
        type=click.IntRange(min=0),
        default=2,
        help="Radius of the neighbourhood, with --focus. Default: 2.",
    ),
    option(
        "--aggregate",
        "gather",
        old=("--gather",),
        metavar="BY",
        shell_complete=complete_formats(("country", "community")),
        help="Aggregate nodes by country or community. Very large networks are aggregated "
        "automatically when drawn.",
    ),
)
_AS_GIVEN = ("projection", "onto", "sparql", "undirected", "question", "focus", "hops", "gather")


def report_query(wanted: NetworkSpec, network: Network) -> None:
    """Print the query that was chosen for a graph in another vocabulary."""
    if network.query and wanted.sparql is None and wanted.question is None:
        report(f"query used:\n{network.query}")


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that select a network: the command gets a ``wanted`` NetworkSpec."""

    @functools.wraps(command)
    def selecting(parameters: tuple[str, ...], **options: Any) -> None:
        from yuqiao.graph.network.filters import PartnershipFilter
        from yuqiao.graph.network.spec import NetworkSpec
        from yuqiao.graph.questions.parameters import named_values

        filters = (*_FILTERS, "since", "until")
        wanted = NetworkSpec(
            selection=PartnershipFilter(**{name: options.pop(f"of_{name}") for name in filters}),
            parameters=named_values(parameters),
            **{name: options.pop(name) for name in _AS_GIVEN},
        )
        command(wanted=wanted, **options)

    wrapped: Callable[..., None] = selecting
    for add in reversed(_OPTIONS):
        wrapped = add(wrapped)
    return wrapped
