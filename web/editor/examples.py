"""Queries to begin with: the questions of a register, or what any graph can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.labels import label_language

if TYPE_CHECKING:
    from yuqiao.web.served_graph import ServedGraph

_OF_ANY_GRAPH = (
    (
        "Classes, by how many entities they have",
        "类及其实体数量",
        (
            "SELECT ?class (COUNT(?s) AS ?entities) {\n  ?s a ?class\n}\n"
            "GROUP BY ?class\nORDER BY DESC(?entities)\nLIMIT 100\n"
        ),
    ),
    (
        "Properties, by how often they are used",
        "属性及其使用次数",
        (
            "SELECT ?property (COUNT(*) AS ?uses) {\n  ?s ?property ?o\n}\n"
            "GROUP BY ?property\nORDER BY DESC(?uses)\nLIMIT 100\n"
        ),
    ),
    (
        "Some statements",
        "部分陈述",
        "SELECT ?subject ?property ?value {\n  ?subject ?property ?value\n}\nLIMIT 100\n",
    ),
)


def example_queries(graph: ServedGraph, lang: str) -> list[dict[str, str]]:
    """Return queries with their titles; those of questions have their parameters at the default."""
    from yuqiao.graph.network.from_query import HAS_PARTNERSHIPS

    found = []
    if graph.store.exists(HAS_PARTNERSHIPS):
        found = _questions(graph, lang)
    return found + [
        {"title": chinese if lang == "zh" else english, "sparql": sparql}
        for english, chinese, sparql in _OF_ANY_GRAPH
    ]


def _questions(graph: ServedGraph, lang: str) -> list[dict[str, str]]:
    from yuqiao.graph.errors import QueryError
    from yuqiao.graph.questions.catalogue import questions
    from yuqiao.graph.sparql.bindings import bind

    found = []
    for question in questions():
        title = question.title[label_language(lang)]
        try:
            sparql, bindings = question.bind(lang=lang, store=graph.store, values={})
        except QueryError:  # its default is not in this register
            continue
        found.append({"title": title, "sparql": f"# {title}\n{bind(sparql, bindings)}"})
    return found
