"""The command why: the claims, contradictions and rules behind a fact."""

from __future__ import annotations

import sys

import click

from yuqiao.commands.delivery import limit_options
from yuqiao.commands.options import command, graph_option, lang_option, report_format_option


@command("why")
@click.argument("subject")
@click.argument("property_", metavar="[PROPERTY]", required=False)
@report_format_option
@lang_option
@graph_option
@limit_options
def why_command(
    subject: str, property_: str | None, form: str, lang: str, graph: str | None
) -> None:
    """Show why the graph states a fact: its claims, sources and rules.

    SUBJECT is an entity, as for 'yuqiao about'; PROPERTY is the name of a property in English or
    Chinese, or a prefixed name; all properties by default. Each fact is followed by the claims
    that state it and those against it. A derived fact names its rule and what it was derived from,
    down to the claims.

    The exit status is 1 if the entity has no such property.

    \b
    Examples:
      yuqiao why cqu-novosibirsk-physics tuition
      yuqiao why 重庆大学 合作办学机构和项目数 --lang zh
    """
    from yuqiao.exports.reports.evidence.chain import ChainWriter, chain_json
    from yuqiao.graph.entities.properties import find_property
    from yuqiao.graph.entities.search import find_one
    from yuqiao.graph.evidence.chain import Chains
    from yuqiao.graph.stores.open_store import open_store

    store = open_store(graph)
    entity = find_one(store, subject)
    named = None if property_ is None else find_property(store, entity, property_)
    chains = Chains(store, lang)
    reasons = chains.of(entity, named)
    claims = chains.unstated(entity, named) if named else ()
    written = (
        chain_json(reasons, claims)
        if form == "json"
        else ChainWriter(store, lang).text(reasons, claims)
    )
    click.echo(written, nl=False)
    sys.exit(0 if reasons or claims else 1)
