"""The MCP server: tools that answer from one graph, and what they are to read beside it.

A tool's work is done in a child process within limits, so that no question of an assistant stops
the server. Only the graph that was named is read, and SERVICE is refused: nothing goes out.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from anyio.to_thread import run_sync
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.server.mcpserver.resources import TextResource
from mcp.types import ToolAnnotations
from pydantic import Field

from yuqiao.graph.errors import LimitReached, YuqiaoError
from yuqiao.graph.limits import resident
from yuqiao.graph.network.projection import TWO_MODE
from yuqiao.ontology.files import read
from yuqiao.shell.graph_handle import computed
from yuqiao.web.mcp import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yuqiao.graph.limits import Limits
    from yuqiao.shell.graph_handle import OpenedGraph

Lang = Annotated[Literal["en", "zh"], Field(description="language of labels and messages")]
Projection = Annotated[str, Field(json_schema_extra={"enum": [*TWO_MODE]})]
Rows = Annotated[int, Field(ge=1, le=answers.MOST_ROWS, description="most rows to return")]
Focus = Annotated[str | None, Field(description="keep only what is near this entity")]
Hops = Annotated[int, Field(ge=1, le=5, description="how near to the focus")]
Edges = Annotated[str | None, Field(description="a query that gives the edges instead")]
Measure = Annotated[
    str | None, Field(description="such as degree or betweenness; without one, a summary")
]
Scalar = str | int | float | bool

_INSTRUCTIONS = """\
This server answers from one knowledge graph: {graph}. Cite the sources it gives, and say so where
it says that something is unknown: what is not in the graph is not known to it.
{ways}
Names are short names such as {example}. Answers are cut where they say [cut: ...]."""
_WAYS_OF_REGISTER = """\
Look for the entity (search), read it with its sources (describe); for what is asked often see
questions and ask; for anything else read the resource yuqiao://vocabulary and write SPARQL (query).
network counts and measures who is linked to whom."""
_WAYS_OF_OTHERS = """\
Read the resource yuqiao://graph for its classes, properties and prefixes; look for an entity
(search), read it (describe), and write SPARQL (query). network counts and measures its links."""

_FILES = (
    ("vocabulary", "def.ttl", "the classes and properties of the graph"),
    ("schemes", "schemes.ttl", "the concepts that its values are taken from"),
    ("shapes", "shapes.ttl", "the SHACL shapes that the graph conforms to"),
)

_ALLOW = re.compile(r"allow the host \S+ if you trust it")


@dataclass(frozen=True)
class GraphTools:
    """The tools over one graph; each is a method, whose docstring the assistant reads.

    :param graph: the graph they answer from
    :param limits: the time of one answer, and its memory beside that of the graph
    """

    graph: OpenedGraph
    limits: Limits

    async def search(
        self,
        text: Annotated[str, Field(description="name, part of a name, abbreviation or code")],
        lang: Lang = "en",
        limit: Rows = 20,
    ) -> str:
        """Find entities by name in any language: short name, names and kind of each."""
        return await self._answer(lambda s: answers.search_answer(s, text, lang, limit))

    async def describe(
        self,
        entity: Annotated[str, Field(description="short name, IRI or name")],
        lang: Lang = "en",
    ) -> str:
        """Describe an entity: each fact with the numbers of its sources, which are listed below,
        open and rejected claims, and what was searched for and not found.
        """  # noqa: D205 - one sentence for the assistant
        return await self._answer(lambda s: answers.entity_answer(s, entity, lang))

    async def questions(
        self,
        name: Annotated[str | None, Field(description="show this one, with its SPARQL")] = None,
        lang: Lang = "en",
    ) -> str:
        """List the predefined questions, or show one with its parameters and its SPARQL."""
        return await self._answer(lambda _: answers.questions_answer(name, lang))

    async def ask(
        self,
        question: Annotated[str, Field(description="its name, as the tool questions lists it")],
        parameters: Annotated[
            dict[str, Scalar] | None, Field(description="values by name; entities by any name")
        ] = None,
        lang: Lang = "en",
        limit: Rows = 50,
    ) -> str:
        """Answer a predefined question as a table."""
        return await self._answer(
            lambda s: answers.question_answer(s, question, _texts(parameters), lang, limit)
        )

    async def query(
        self,
        sparql: Annotated[str, Field(description="SPARQL 1.1; common prefixes are declared")],
        lang: Lang = "en",
        limit: Rows = 50,
    ) -> str:
        """Run a read-only SPARQL query: rows as a table, triples as Turtle.

        A mistake is reported with its place and a suggestion, an empty answer with the part of the
        query that has no match, and what is probably not meant as a remark.
        """
        return await self._answer(lambda s: answers.query_answer(s, sparql, lang, limit))

    async def network(
        self,
        projection: Annotated[
            Projection | None, Field(description="two kinds of nodes; without one, all kinds")
        ] = None,
        country: str | None = None,
        since: Annotated[int | None, Field(description="approved in this year or later")] = None,
        until: int | None = None,
        focus: Focus = None,
        hops: Hops = 2,
        sparql: Edges = None,
        measure: Measure = None,
        lang: Lang = "en",
        limit: Rows = 20,
    ) -> str:
        """Summarize a network of the graph in numbers, or measure its nodes."""
        options = {
            "projection": projection,
            "country": country,
            "since": since,
            "until": until,
            "focus": focus,
            "hops": hops,
            "query": sparql,
        }
        return await self._network(options, measure, lang, limit)

    async def links(
        self,
        focus: Focus = None,
        hops: Hops = 2,
        sparql: Edges = None,
        measure: Measure = None,
        lang: Lang = "en",
        limit: Rows = 20,
    ) -> str:
        """Summarize the network of the links of the graph in numbers, or measure its nodes."""
        options = {"focus": focus, "hops": hops, "query": sparql}
        return await self._network(options, measure, lang, limit)

    async def _network(
        self, options: Mapping[str, object], measure: str | None, lang: str, rows: int
    ) -> str:
        return await self._answer(lambda s: answers.network_answer(s, options, measure, lang, rows))

    async def profile(self) -> str:
        """Describe the whole graph: what it counts, and its prefixes."""
        try:
            return await self._computed(lambda s: answers.graph_answer(s, "en"))
        except YuqiaoError as error:
            raise ResourceError(str(error)) from error

    async def _answer(self, work: Callable[[Any], str]) -> str:
        try:
            return await self._computed(work)
        except LimitReached as error:
            raise ToolError(f"{error}; ask for less") from error
        except YuqiaoError as error:
            raise ToolError(_ALLOW.sub("this server contacts no host", str(error))) from error

    async def _computed(self, work: Callable[[Any], str]) -> str:
        """Do a work in a child process; when the client gives up, the limit still ends it."""
        limits = replace(self.limits, held=resident(os.getpid()))  # which a child holds too
        return await run_sync(
            lambda: computed(lambda: work(self.graph.store()), limits), abandon_on_cancel=True
        )


def _texts(parameters: dict[str, Scalar] | None) -> dict[str, object]:
    """Return values as they are written on the command line."""
    found = parameters or {}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in found.items()
    }


def mcp_server(graph: OpenedGraph, limits: Limits, *, is_register: bool) -> MCPServer[None]:
    """Return the server of a graph.

    :param is_register: whether it is in the vocabulary of partnerships, to which the questions,
        the vocabulary and its shapes belong
    """
    from importlib.metadata import version

    ways, example = (
        (_WAYS_OF_REGISTER, "o:cqu") if is_register else (_WAYS_OF_OTHERS, "skos:Concept")
    )
    server: MCPServer[None] = MCPServer(
        "yuqiao",
        instructions=_INSTRUCTIONS.format(graph=graph, ways=ways, example=example),
        version=version("yuqiao"),
        log_level="ERROR",
    )
    tools = GraphTools(graph, limits)
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    named: dict[str, Callable[..., Any]] = {
        "search": tools.search,
        "describe": tools.describe,
        "query": tools.query,
        "network": tools.network if is_register else tools.links,
    }
    if is_register:
        named |= {"questions": tools.questions, "ask": tools.ask}
    for name, tool in named.items():
        server.add_tool(tool, name=name, annotations=reads, structured_output=False)
    server.resource("yuqiao://graph", name="graph", mime_type="text/plain")(tools.profile)
    if is_register:
        _add_vocabulary(server)
    return server


def _add_vocabulary(server: MCPServer[None]) -> None:
    """Add the vocabulary, its shapes and the questions as resources."""
    for name, file, about in _FILES:
        server.add_resource(
            TextResource(
                uri=f"yuqiao://{name}",
                name=name,
                description=about,
                mime_type="text/turtle",
                text=read(file),
            )
        )

    @server.resource("yuqiao://questions", name="questions", mime_type="text/plain")
    def listing() -> str:
        """Return all predefined questions by audience."""
        return answers.questions_answer(None, "en")

    @server.resource("yuqiao://questions/{name}", name="question", mime_type="text/plain")
    def question(name: str) -> str:
        """Return a question with its parameters and its SPARQL."""
        try:
            return answers.questions_answer(name, "en")
        except YuqiaoError as error:
            raise ResourceError(str(error)) from error
