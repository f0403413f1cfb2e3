"""The command that offers a graph to assistants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.commands.delivery import limits_of
from yuqiao.commands.options import (
    command,
    graph_option,
    memory_option,
    questions_option,
    timeout_option,
)

if TYPE_CHECKING:
    from yuqiao.graph.stores.union.graph_names import PlainName

_SECONDS, _MEMORY = "30", "1G"  # of one answer, unless told


@command("mcp")
@timeout_option
@memory_option
@questions_option
@graph_option
def mcp_command(timeout: str | None, memory: str | None, graph: PlainName) -> None:
    """Offer a graph to an assistant over the Model Context Protocol.

    The assistant starts this command and speaks to it over standard input and output. It can search
    the graph, read entities with their sources, answer the predefined questions, run SPARQL
    queries and measure networks, and change nothing. An answer may take 30 seconds and 1 GB of
    memory unless --timeout and --memory say otherwise. Nothing is sent to other hosts.

    \b
    Examples:
      yuqiao mcp
      yuqiao mcp --graph my-province.ttl
    """
    from yuqiao.graph.errors import InputError
    from yuqiao.graph.network.from_query import HAS_PARTNERSHIPS
    from yuqiao.shell.graph_handle import computed, open_graph

    try:
        from yuqiao.web.mcp.server import mcp_server
    except ModuleNotFoundError as error:
        if not str(error.name).startswith(("mcp", "pydantic", "anyio")):
            raise
        raise InputError("the server needs the MCP SDK: pip install 'yuqiao[mcp]'") from None
    limits = limits_of(timeout or _SECONDS, memory or _MEMORY)
    opened = open_graph(graph)
    is_register = computed(lambda: opened.store().exists(HAS_PARTNERSHIPS))
    mcp_server(opened, limits, is_register=is_register).run("stdio")
