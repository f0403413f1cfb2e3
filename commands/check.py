"""The command that checks a graph on disk for damage."""

from __future__ import annotations

import click

from yuqiao.commands.options import quiet_option


@click.command()
@click.argument("folder", metavar="DIR")
@quiet_option
def check(folder: str, quiet: bool) -> None:
    """Check a directory made by load for damage.

    Every file is compared with the checksum recorded when it was written, which takes as long as
    reading the whole graph. Opening a directory compares only sizes, and the content of small
    files.

    \b
    Example:
      yuqiao check mygraph
    """
    from yuqiao.graph.messages import counted
    from yuqiao.graph.stores.disk.generations import check_generation, is_ours

    if not is_ours(folder):
        from yuqiao.graph.errors import InputError

        raise InputError(f"{folder}: not a directory made by yuqiao load")
    manifest = check_generation(folder)
    if not quiet:
        files, triples = counted(len(manifest.files), "file"), counted(manifest.triples, "triple")
        click.echo(f"{folder}: {files} intact, {triples}", err=True)
