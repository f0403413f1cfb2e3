"""The server, spoken to by the SDK's own client."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent, TextResourceContents

from yuqiao.cli import main
from yuqiao.graph.limits import Limits
from yuqiao.shell.graph_handle import OpenedGraph, open_graph
from yuqiao.web.mcp.server import mcp_server

Use = Callable[[Client], Coroutine[Any, Any, Any]]
OTHERS = "<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> 'apple' .\n"


@pytest.fixture(scope="module")
def graph() -> OpenedGraph:
    return open_graph(None)


def used(graph: OpenedGraph, use: Use, limits: Limits | None = None, **of_server: bool) -> Any:
    async def session() -> Any:
        server = mcp_server(graph, limits or Limits(30, 2**30), **{"is_register": True} | of_server)
        async with Client(server) as client:
            return await use(client)

    return anyio.run(session)


def answer(
    graph: OpenedGraph, tool: str, limits: Limits | None = None, **given: Any
) -> tuple[bool, str]:
    result = used(graph, lambda client: client.call_tool(tool, given), limits)
    (content,) = result.content
    assert isinstance(content, TextContent)
    return bool(result.is_error), content.text


def test_the_tools_of_a_register_only_read(graph: OpenedGraph) -> None:
    tools = used(graph, lambda client: client.list_tools()).tools

    assert [tool.name for tool in tools] == [
        "search",
        "describe",
        "query",
        "network",
        "questions",
        "ask",
    ]
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(len(tool.description) > 30 for tool in tools)


def test_nothing_of_the_register_is_said_of_another_graph(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(OTHERS.replace("'", '"'))
    other = open_graph(str(tmp_path / "a.nt"))

    async def listed(client: Client) -> tuple[list[Any], list[str], str]:
        tools, resources = await client.list_tools(), await client.list_resources()
        return (
            tools.tools,
            [str(each.uri) for each in resources.resources],
            client.instructions or "",
        )

    tools, resources, told = used(other, listed, is_register=False)

    assert [tool.name for tool in tools] == ["search", "describe", "query", "network"]
    assert list(tools[-1].input_schema["properties"]) == [
        "focus",
        "hops",
        "sparql",
        "measure",
        "lang",
        "limit",
    ]
    assert resources == ["yuqiao://graph"]
    assert f"one knowledge graph: {tmp_path}/a.nt in memory, 1 triple." in told
    assert "partnership" not in told
    assert "o:cqu" not in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "given", "first"),
    [
        (
            "search",
            {"text": "重庆大学"},
            "o:cqu  Chongqing University · 重庆大学 (college or university)",
        ),
        ("describe", {"entity": "o:cqu", "lang": "zh"}, "重庆大学 · Chongqing University"),
        ("questions", {}, "For students and parents"),
        ("questions", {"name": "gaps"}, "Which gaps should the office fill first?"),
        ("ask", {"question": "partnerships-by-country", "limit": 1}, "| country | current | all |"),
        ("query", {"sparql": "ASK {}"}, "true"),
        ("network", {"projection": "school-country"}, "nodes          49 (16 country, 33 school)"),
    ],
)
def test_each_tool_answers(
    graph: OpenedGraph, tool: str, given: dict[str, Any], first: str
) -> None:
    failed, text = answer(graph, tool, **given)

    assert (failed, text.splitlines()[0]) == (False, first)


def test_a_parameter_is_given_as_the_assistant_writes_it(graph: OpenedGraph) -> None:
    given = {"industry": "智能制造"}
    failed, text = answer(graph, "ask", question="partnerships-for-industry", parameters=given)

    assert not failed
    assert text.startswith("| name | basis | note |\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "given", "message"),
    [
        (
            "query",
            {"sparql": "SELECT ?p {\n ?p a yq:Partnership"},
            (
                'the query is wrong at line 1, column 11: this "{" is not closed; put a "}" at the end\n'
                "SELECT ?p {\n          ^"
            ),
        ),
        (
            "query",
            {"sparql": "ASK { SERVICE <https://query.wikidata.org/sparql> { ?s ?p ?o } }"},
            (
                "SERVICE would send a part of this query to query.wikidata.org, and is refused; this "
                "server contacts no host\n"
                "ASK { SERVICE <https://query.wikidata.org/sparql> { ?s ?p ?o } }\n      ^"
            ),
        ),
        (
            "query",
            {"sparql": "DELETE WHERE { ?s ?p ?o }"},
            "the query is wrong at line 1, column 1: ",
        ),
        ("ask", {"question": "gap"}, 'no question is named "gap"; did you mean gaps?'),
        (
            "describe",
            {"entity": "Qzxwvk"},
            "no entity is named 'Qzxwvk'; try a part of its name",
        ),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    graph: OpenedGraph, tool: str, given: dict[str, Any], message: str
) -> None:
    failed, text = answer(graph, tool, **given)

    assert failed
    assert text.startswith(f"Error executing tool {tool}: {message}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(0.2), "stopped after 0.2 s (time limit); ask for less"),
        (Limits(60, 300 * 2**20), "stopped at 300 MB of memory (memory limit); ask for less"),
    ],
)
def test_a_limit_stops_a_query(graph: OpenedGraph, limits: Limits, message: str) -> None:
    endless = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"

    failed, text = answer(graph, "query", limits, sparql=endless)

    assert failed
    assert text == f"Error executing tool query: {message}"


@pytest.mark.parametrize(
    ("resource", "contained"),
    [
        ("graph", "PREFIX yq: <https://w3id.org/yuqiao/def#>"),
        ("vocabulary", "yq:chinesePartner a owl:ObjectProperty"),
        ("schemes", "a skos:ConceptScheme"),
        ("shapes", "a sh:NodeShape"),
        ("questions", "partnerships-by-country"),
        ("questions/gaps", "SELECT"),
    ],
)
def test_each_resource_is_read(graph: OpenedGraph, resource: str, contained: str) -> None:
    found = used(graph, lambda client: client.read_resource(f"yuqiao://{resource}"))

    (content,) = found.contents
    assert isinstance(content, TextResourceContents)
    assert contained in content.text


@pytest.mark.slow
def test_the_command_serves_over_standard_input_and_output() -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "yuqiao", "mcp"])

    async def session() -> str:
        async with Client(stdio_client(command)) as client:
            result = await client.call_tool("query", {"sparql": "ASK { o:cqu ?p ?o }"})
            (content,) = result.content
            assert isinstance(content, TextContent)
            return content.text

    assert anyio.run(session) == "true\n"


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "yuqiao.web.mcp.server")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)

    done = CliRunner().invoke(main, ["mcp"])

    assert done.exit_code == 2
    assert done.stderr == "yuqiao: the server needs the MCP SDK: pip install 'yuqiao[mcp]'\n"
