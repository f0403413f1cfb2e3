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


_OPTIONS = (
    *(
        click.option(f"--{name}", f"of_{name}", metavar=name.upper(), help=text)
        for name, text in _SELECTING.items()
    ),
    click.option(
        "--projection",
        metavar="NAME",
        help="Keep two kinds of node: school-university, school-country, school-discipline, "
        "university-discipline, country-discipline or industry.",
    ),
    click.option(
        "--onto", metavar="KIND", help="Keep one kind of the two, linked by what they share."
    ),
    click.option(
        "--of",
        "sparql",
        metavar="SPARQL",
        help="The network of a query: a CONSTRUCT, or a SELECT of ?source and ?target, and "
        "perhaps ?weight and ?edge.",
    ),
    click.option("--ask", "question", metavar="QUESTION", help="The network of a question."),
    click.option(
        "-p", "parameters", metavar="NAME=VALUE", multiple=True, help="A question's parameter."
    ),
    click.option("--focus", metavar="THING", help="Keep THING and what is near it."),
    click.option(
        "--hops",
        metavar="N",
        type=click.IntRange(min=0),
        default=2,
        show_default=True,
        help="How near, with --focus.",
    ),
    click.option(
        "--gather",
        metavar="WAY",
        help="One node for each country or each community; very large networks are gathered "
        "without being told to when they are drawn.",
    ),
    click.option("--from", "of_since", metavar="YEAR", type=int, help="Approved in YEAR or later."),
    click.option("--to", "of_until", metavar="YEAR", type=int, help="Approved in YEAR or earlier."),
)
_AS_THEY_ARE = ("projection", "onto", "sparql", "question", "focus", "hops", "gather")


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command say which network it is about: it is given a ``wanted`` NetworkSpec."""

    @functools.wraps(command)
    def wanting(parameters: tuple[str, ...], **options: Any) -> None:
        from yuqiao.graph.network.filters import PartnershipFilter
        from yuqiao.graph.network.spec import NetworkSpec
        from yuqiao.graph.questions.parameters import named_values

        selecting = (*_SELECTING, "since", "until")
        wanted = NetworkSpec(
            selection=PartnershipFilter(**{name: options.pop(f"of_{name}") for name in selecting}),
            parameters=named_values(parameters),
            **{name: options.pop(name) for name in _AS_THEY_ARE},
        )
        command(wanted=wanted, **options)

    return functools.reduce(lambda inner, option: option(inner), reversed(_OPTIONS), wanting)
