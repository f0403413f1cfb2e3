"""The options that say which network is meant."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_SELECTING = {
    "country": "Partnerships with COUNTRY only: RU, Russia or 俄罗斯.",
    "level": "Partnerships of LEVEL only: bachelor, master, diploma ...",
    "form": "Partnerships of FORM only: programme or institution.",
    "discipline": "Partnerships in DISCIPLINE only: a name, or an ISCED-F code such as 07.",
    "stem": "Partnerships of this STEM flag only: stem, mixed, non-stem or undetermined.",
    "status": "Partnerships of STATUS only: active, ended, unknown ...",
}


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command say which network it is about: it is given a ``wanted`` NetworkQuery."""

    @click.option(
        "--projection",
        metavar="NAME",
        help="Keep two kinds of node: school-university, school-country, school-discipline, "
        "university-discipline, country-discipline or industry.",
    )
    @click.option(
        "--onto", metavar="KIND", help="Keep one kind of the two, linked by what they share."
    )
    @click.option(
        "--of",
        "sparql",
        metavar="SPARQL",
        help="The network of a query: a CONSTRUCT, or a SELECT of ?source and ?target, and "
        "perhaps ?weight and ?edge.",
    )
    @click.option("--ask", "question", metavar="QUESTION", help="The network of a question.")
    @click.option(
        "-p", "parameters", metavar="NAME=VALUE", multiple=True, help="A question's parameter."
    )
    @click.option("--focus", metavar="THING", help="Keep THING and what is near it.")
    @click.option(
        "--hops",
        metavar="N",
        type=click.IntRange(min=0),
        default=2,
        show_default=True,
        help="How near, with --focus.",
    )
    @click.option("--from", "of_since", metavar="YEAR", type=int, help="Approved in YEAR or later.")
    @click.option("--to", "of_until", metavar="YEAR", type=int, help="Approved in YEAR or earlier.")
    @functools.wraps(command)
    def wanting(
        projection: str | None,
        onto: str | None,
        sparql: str | None,
        question: str | None,
        parameters: tuple[str, ...],
        focus: str | None,
        hops: int,
        **options: Any,
    ) -> None:
        from yuqiao.graph.network_query import NetworkQuery
        from yuqiao.graph.parameters import named_values
        from yuqiao.graph.selection import Selection

        selecting = (*_SELECTING, "since", "until")
        wanted = NetworkQuery(
            selection=Selection(**{name: options.pop(f"of_{name}") for name in selecting}),
            projection=projection,
            onto=onto,
            sparql=sparql,
            question=question,
            parameters=named_values(parameters),
            focus=focus,
            hops=hops,
        )
        command(wanted=wanted, **options)

    for name, text in reversed(_SELECTING.items()):
        wanting = click.option(f"--{name}", f"of_{name}", metavar=name.upper(), help=text)(wanting)
    return wanting
