"""Two graphs of any vocabularies are compared by entities and links, and what is not is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run_text
from yuqiao.graph.labels import Label
from yuqiao.graph.network.comparison.editions import drawn_alike
from yuqiao.graph.network.comparison.graph_union import graph_union
from yuqiao.graph.network.model import FactChange, Network
from yuqiao.graph.network.spec import NetworkSpec
from yuqiao.graph.stores.open_store import open_store

REGISTER = Path(__file__).parents[3] / "support" / "two-partnerships.ttl"
PREFIXES = """
@prefix ex: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
MAY = """
ex:anna a foaf:Person ; foaf:name "Anna" ; foaf:age 30 ; foaf:knows ex:ben , ex:carl .
ex:ben a foaf:Person ; foaf:name "Ben"@en , "本"@zh . ex:carl a foaf:Person ; foaf:name "Carl" .
ex:anna foaf:account [ a ex:Account ; rdfs:label "a1" ] , [ a ex:Account ; rdfs:label "a2" ] .
"""
JUNE = """
ex:anna a foaf:Person ; foaf:name "Anna" ; foaf:age 31 ; foaf:knows ex:ben ; ex:likes ex:dora .
ex:ben a foaf:Person ; foaf:name "Benjamin"@en , "本"@zh . ex:dora a foaf:Person ; foaf:name "Dora" .
ex:anna foaf:account [ a ex:Account ; rdfs:label "a1" ] , [ a ex:Account ; rdfs:label "a3" ] .
"""


def written(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.ttl")
        paths[-1].write_text(PREFIXES + text, "utf-8")
    return paths


def union_of(old: Path, new: Path) -> Network:
    drawn = drawn_alike(NetworkSpec(), open_store(old), open_store(new))
    return graph_union(*drawn, (Label("May", "五月"), Label("June", "六月")))


def held(network: Network) -> dict[str, tuple[str, ...]]:
    graph = network.graph
    return {own["label_en"]: own["editions"] for _, own in graph.nodes(data=True)}


def test_entities_links_and_values_are_new_gone_changed_or_as_they_were(tmp_path: Path) -> None:
    union = union_of(*written(tmp_path, may=MAY, june=JUNE))
    names = {node: own["label_en"] for node, own in union.graph.nodes(data=True)}
    links = {
        (names[one], own["relation"], names[other]): own["editions"]
        for one, other, own in union.graph.edges(data=True)
    }
    changes = {
        own["label_en"]: own["changes"]
        for _, own in union.graph.nodes(data=True)
        if "changes" in own
    }

    both = ("old", "new")
    assert held(union) == {
        "Anna": both,
        "Benjamin": both,
        "Carl": ("old",),
        "Dora": ("new",),
        "a1": both,
        "a2": ("old",),
        "a3": ("new",),
    }
    assert links["Anna", "foaf:knows", "Benjamin"] == both
    assert links["Anna", "foaf:knows", "Carl"] == ("old",)
    assert links["Anna", "ex:likes", "Dora"] == ("new",)
    assert changes == {
        "Anna": (FactChange("foaf:age", (Label("30", "30"),), (Label("31", "31"),)),),
        "Benjamin": (
            FactChange("column-name", (Label("Ben", "Ben"),), (Label("Benjamin", "Benjamin"),)),
        ),
    }


@pytest.mark.parametrize(
    ("lang", "limits"),
    [
        (
            "en",
            (
                "other.ttl has no partnerships, so that entities and links are compared, and not "
                "partnerships, countries or years. Only other.ttl has the links knows. No entity is in "
                "both, so that no change of one can be shown. Links are compared without direction, as "
                "those of register.ttl have none."
            ),
        ),
        (
            "zh",
            (
                "other.ttl没有合作办学机构和项目，因此比较的是实体与联系，而不是机构和项目、国家（地区）或年份。"
                "仅other.ttl有联系：knows。没有两者共有的实体，因此看不出实体有何变化。"
                "register.ttl的联系没有方向，因此比较时不计方向。"
            ),
        ),
    ],
)
def test_a_register_and_another_vocabulary_are_compared_as_far_as_can_be(
    lang: str, limits: str, tmp_path: Path
) -> None:
    register, page = tmp_path / "register.ttl", tmp_path / "page.html"
    register.write_text(REGISTER.read_text("utf-8"), "utf-8")
    (other,) = written(tmp_path, other="<urn:a> foaf:knows <urn:b> .")
    sides = ("--compare", str(register), str(other))
    done = run_text("view", *sides, "-o", str(page), "--lang", lang)

    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == limits
    assert '"compare":"editions:old,editions:new"' in page.read_text("utf-8")
    assert json.dumps(limits, ensure_ascii=False)[1:-1] in page.read_text("utf-8")


def test_an_edition_without_anything_is_compared(tmp_path: Path) -> None:
    union = union_of(*written(tmp_path, may=MAY, june=""))

    assert set(held(union).values()) == {("old",)}
    assert union.graph.is_directed()


def test_of_two_graphs_of_which_one_is_large_the_classes_are_compared(tmp_path: Path) -> None:
    many = " ".join(f"ex:p{at} a foaf:Person ; foaf:knows ex:p{at + 1} ." for at in range(2002))
    small, large = written(tmp_path, small=MAY, large=many)
    union = union_of(small, large)

    assert held(union)["Person"] == ("old", "new")
    assert len(union) == 2
