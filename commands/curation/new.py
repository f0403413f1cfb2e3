"""The command that makes an empty register of another place."""

from __future__ import annotations

from pathlib import Path

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import command, complete_files, option


@command("new")
@click.argument("folder", shell_complete=complete_files)
@option("--place", metavar="NAME", required=True, help="English name of the place.")
@option("--place-zh", metavar="NAME", help="Chinese name of the place.")
@option("--country", metavar="ID", help="Id of its country. Default: CHN.")
@option("--title", metavar="TEXT", help="Title of the register. Default: made of the place.")
@option("--publisher", metavar="NAME", help="Who publishes the register.")
@option("--licence", metavar="IRI", help="Address of its licence. Default: that of CC0 1.0.")
@option("--language", metavar="TAG", help="Language of its descriptions. Default: en.")
@option("--base", metavar="IRI", envvar="YUQIAO_BASE", help="Base IRI of the graph.")
def new_command(
    folder: str,
    place: str,
    place_zh: str | None,
    country: str | None,
    title: str | None,
    publisher: str | None,
    licence: str | None,
    language: str | None,
    base: str | None,
) -> None:
    """Make an empty register of any place.

    FOLDER must be new or empty. It gets a folder of empty tables with their metadata, the
    countries, the row of the place, and the graph built of them. Every command then works on it:
    --tables FOLDER for those that change it, --graph for those that read it.

    \b
    Examples:
      yuqiao new chengdu --place Chengdu --place-zh 成都 --publisher 'Li Hua'
      yuqiao add school --tables chengdu
      yuqiao stats --graph chengdu/chengdu.ttl
    """
    from yuqiao.exports.rdf.build_file import build_file
    from yuqiao.exports.registers.new_folder import write_register
    from yuqiao.graph.curation.new_register import RegisterDescription, new_register

    given = {
        "place_zh": place_zh,
        "country": country,
        "title": title,
        "publisher": publisher,
        "licence": licence,
        "language": language,
    }
    described = RegisterDescription(
        place, **{name: value for name, value in given.items() if value is not None}
    )
    tables = write_register(Path(folder), new_register(described))
    built = build_file(str(tables), base=base)
    report(built.summary)
    if place_zh is None:
        report(f"{tables}/places.csv:2:name_zh: empty; give the Chinese name of the place here")
    report(f"{tables}: ready; add a source first: yuqiao add source --tables {folder}")
