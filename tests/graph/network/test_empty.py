"""An empty network says why it is empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from networks import network_of
from yuqiao.graph.network.spec import NetworkOptions

NO_REGISTER = "This graph has no partnerships to draw. A partnership is an entity with "
NO_LINKS = "No two entities of this graph are linked to each other, so there is no network to draw."


WRONG = (
    "?source yq:partnersWit ?target has no match: the graph has no property yq:partnersWit; did "
)
WRONG += "you mean yq:partnersWith?"
ALL_OF = "country RU (8), level diploma (34), approved from 2026 (0)"
IN_CHINESE = "国家（地区） RU（8），层次 diploma（34），2026年起批准（0）"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "en", "zh"),
    [
        (
            {"country": "RU", "level": "diploma", "since": 2026},
            f"No partnership matches all of: {ALL_OF}.",
            f"没有合作办学机构和项目同时符合以下条件（括号内为各自数量）：{IN_CHINESE}。",
        ),
        (
            {"since": 1990, "until": 1991},
            "No partnership matches approved from 1990 to 1991.",
            "没有符合条件的合作办学机构和项目：1990至1991年批准。",
        ),
        (
            {"until": 1990, "projection": "school-country", "onto": "school", "focus": "SWU"},
            "No partnership matches approved to 1990.",
            "没有符合条件的合作办学机构和项目：1990年及以前批准。",
        ),
        (
            {"query": "SELECT ?source ?target { ?source yq:partnersWit ?target }"},
            f"The query returns no rows. {WRONG}",
            "查询没有结果。图谱中没有与此匹配的内容：?source yq:partnersWit ?target。",
        ),
        (
            {"query": "CONSTRUCT WHERE { o:swu skos:prefLabel ?name }"},
            "The query returns no link between two IRIs.",
            "查询没有返回两个 IRI 之间的联系。",
        ),
    ],
)
def test_the_reason_is_told_in_both_languages(options: NetworkOptions, en: str, zh: str) -> None:
    network = network_of(**options)

    assert len(network) == 0
    assert network.notice == (en, zh)


@pytest.mark.parametrize(
    ("statement", "said", "foreign"),
    [
        ("<https://example.org/a> <https://example.org/b> 1 .", NO_LINKS, True),
        ("<https://example.org/a> a <https://w3id.org/yuqiao/def#Claim> .", NO_REGISTER, False),
    ],
    ids=["of any kind", "an empty register"],
)
def test_a_graph_without_links_is_told_as_such(
    tmp_path: Path, statement: str, said: str, foreign: bool
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(statement, "utf-8")

    network = network_of(path)

    assert network.notice
    assert network.notice.en.startswith(said)
    assert network.is_foreign is foreign  # a page of it has no title of ours


def test_partnerships_without_what_a_projection_shows_are_counted() -> None:
    example = Path(__file__).parents[2] / "support" / "two-partnerships.ttl"
    notice = network_of(example, projection="industry", onto="industry").notice

    assert notice
    assert (
        notice.en
        == "None of the 2 selected partnerships has the kinds of node that this network shows."
    )
