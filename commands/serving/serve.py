"""The command that serves a graph: a web application and a SPARQL endpoint."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from yuqiao.commands.help import report
from yuqiao.commands.options import (
    allow_host_option,
    command,
    graph_option,
    lang_option,
    option,
    questions_option,
)

if TYPE_CHECKING:
    from yuqiao.graph.stores.union.graph_names import PlainName
    from yuqiao.web.settings import Settings

TOKEN = "YUQIAO_SERVE_TOKEN"
"""The environment variable with the token for changes."""


@command("serve")
@option(
    "--host",
    metavar="HOST",
    default="127.0.0.1",
    help="Address to listen on. Default: 127.0.0.1, which only this machine reaches.",
)
@option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=7878,
    help="Port to listen on; 0 for any that is free. Default: 7878.",
)
@option("--open", "open_page", is_flag=True, help="Open the first page in the browser.")
@option(
    "--timeout", metavar="SECONDS", default="30", help="Stop a query after SECONDS. Default: 30."
)
@option(
    "--memory",
    metavar="SIZE",
    default="1G",
    help="Stop a query that needs more than SIZE of memory beside the graph. Default: 1G.",
)
@option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 256),
    help="Queries answered at once. Default: the number of processors.",
)
@option(
    "--queue",
    metavar="N",
    type=click.IntRange(0),
    default=64,
    help="Requests that may wait for a worker. Default: 64.",
)
@option(
    "--limit-rows",
    metavar="N",
    type=click.IntRange(1),
    default=1000,
    help="Rows of an answer that a page shows. Default: 1000.",
)
@allow_host_option
@option(
    "--trust-host",
    "hosts",
    metavar="NAME",
    multiple=True,
    help="Serve requests for NAME too, such as the public name of a proxy. May be repeated.",
)
@option(
    "--allow-origin",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    help="Let web pages of ORIGIN, such as https://yasgui.org, read answers; * for all. May be "
    "repeated. Default: all for the bundled graph and for other addresses than this machine's, "
    "else none.",
)
@option(
    "--root-path",
    metavar="PATH",
    default="",
    help="Path under which a proxy publishes the application, such as /graph.",
)
@option(
    "--writable",
    is_flag=True,
    help="Accept changes of a directory made by 'yuqiao load' from those who have the token: that "
    f"of the environment variable {TOKEN}, or a new one.",
)
@option(
    "--earlier",
    metavar="GRAPH",
    help="Show at /changes what changed since GRAPH, an earlier edition.",
)
@option("--access-log", is_flag=True, help="Log each request on standard error.")
@option(
    "--log",
    "log_format",
    metavar="FORMAT",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Format of the log: text or json. Default: text.",
)
@questions_option
@lang_option
@graph_option
def serve_command(
    graph: PlainName, lang: str, open_page: bool, writable: bool, **chosen: Any
) -> None:
    """Serve a graph: a web application and a SPARQL endpoint.

    The pages are at http://127.0.0.1:7878/ and the endpoint is at /sparql. A file is read again
    when it changes. Ctrl-C stops the server.

    \b
    Examples:
      yuqiao serve --open
      yuqiao serve --graph my-province.ttl --port 8000
      yuqiao serve --graph my-store --writable
    """
    from yuqiao.graph.questions.catalogue import current_catalogue, questions
    from yuqiao.graph.rdf.sources import current_read_options
    from yuqiao.web.server import serve
    from yuqiao.web.source import Source

    source = Source.read_as(graph, current_read_options())
    if current_catalogue() is not None:
        questions()  # what is wrong with them is told now
        source = replace(source, catalogue=current_catalogue())
    settings = _settings(source.kind, lang, writable=writable, **chosen)

    def started(address: str, remarks: list[str]) -> None:
        for remark in remarks:
            report(f"yuqiao: note: {remark}")
        report(f"yuqiao: serving {source.title} at {address} (Ctrl-C stops it)")
        if writable and TOKEN not in os.environ:
            report(f"yuqiao: the token for changes is {settings.token}")
        if open_page:
            click.launch(address)

    serve(source, settings, started)


def _settings(kind: str, lang: str, *, writable: bool, **chosen: Any) -> Settings:
    """Return the settings of the server.

    :param kind: what the graph is: see :attr:`yuqiao.web.source.Source.kind`

    :raises yuqiao.graph.errors.YuqiaoError: when one is wrong
    """
    import secrets

    from yuqiao.graph.errors import QueryError
    from yuqiao.graph.limits import memory_of, seconds_of
    from yuqiao.web.settings import Settings

    if writable and kind != "directory":
        raise QueryError(
            "only a directory made by 'yuqiao load' can be changed; leave out --writable"
        )
    root_path = chosen["root_path"].rstrip("/")
    if root_path and not root_path.startswith("/"):
        raise QueryError(f'"{root_path}" is not a path; expected one such as /graph')
    token = os.environ.get(TOKEN) or secrets.token_urlsafe(24)
    return Settings(
        host=chosen["host"],
        port=chosen["port"],
        root_path=root_path,
        hosts=tuple(chosen["hosts"]),
        timeout=seconds_of(chosen["timeout"]),
        memory=memory_of(chosen["memory"]),
        workers=chosen["workers"] or os.cpu_count() or 2,
        queue=chosen["queue"],
        row_limit=chosen["limit_rows"],
        allow_hosts=tuple(chosen["allow_hosts"]),
        origins=tuple(chosen["origins"]) or _usual_origins(kind, chosen["host"]),
        writable=writable,
        token=token if writable else "",
        access_log=chosen["access_log"],
        log_json=chosen["log_format"] == "json",
        earlier=chosen["earlier"],
        lang=lang,
    )


def _usual_origins(kind: str, host: str) -> tuple[str, ...]:
    """Return whose pages may read: a file on this machine is not for every page in the browser."""
    from yuqiao.web.security import LOOPBACK

    return ("*",) if kind == "bundled" or host not in LOOPBACK else ()
