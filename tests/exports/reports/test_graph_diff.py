"""What changed from one graph to another: of the tables of two years, and of blank nodes."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat, parse

from command_line import run_text
from yuqiao import data
from yuqiao.exports.rdf.patch import rdf_patch
from yuqiao.exports.rdf.write import serialise
from yuqiao.exports.reports.graph_diff import format_diff
from yuqiao.graph.diff.graphs import GraphDiff, differences
from yuqiao.graph.errors import LimitReached
from yuqiao.graph.rdf.canonicalization import canonical_hash
from yuqiao.graph.stores.memory import MemoryStore
from yuqiao.graph.tables.build import build_graph

pytestmark = pytest.mark.slow


TABLES = Path(next(iter(data.__path__))) / "tables"

COME = ("cqjtu-boxhill-cost", "cqjtu-boxhill-logistics", "cqjtu-utas-marine")
"""The partnerships that the earlier tables lack."""

EDITS = {
    "offerings.csv": [("engineering-b,,60,", "engineering-b,,80,")],
    "statuses.csv": [
        (
            "physics-2026,cqu-novosibirsk-physics,approved",
            "physics-2026,cqu-novosibirsk-physics,ended",
        )
    ],
    "schools.csv": [("重庆交通大学", "重庆交通大学（南岸）")],
    "names.csv": [
        (
            "cqjtu-name-1,",
            (
                "cqjtu-name-2,id/organisation/cqjtu,重庆交通大学,zh-Hans,former,s-crs-moe-list,"
                "register,\ncqjtu-name-1,"
            ),
        )
    ],
    "partnerships.csv": [
        ("WestA College, Southwest University", "WestA College of Southwest University")
    ],
}
"""What the later tables have otherwise."""

CONFIRMED = {
    "id/offering/swu-westa--electronic-information-engineering-b:annual_intake:s-swu-utas-visit",
    "id/organisation/cqjtu:name_zh:s-moe-hei-list",
    "id/partnership/swu-westa:name_en:s-crs-moe-list",
}
"""The sources that give the edited values."""


def tables(folder: Path, without: tuple[str, ...], edits: dict[str, list[tuple[str, str]]]) -> Path:
    """Copy the tables, without some partnerships and with some edits."""
    shutil.copytree(TABLES, folder)
    for table in folder.glob("*.csv"):
        lines = table.read_text("utf-8").splitlines(keepends=True)
        text = "".join(line for line in lines if not any(name in line for name in without))
        for old, new in edits.get(table.name, []):
            assert old in text
            text = text.replace(old, new)
        table.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """Build the graph of the earlier tables."""
    built = build_graph(tables(tmp_path_factory.mktemp("old") / "tables", COME, {}))
    return MemoryStore(built.store, built.prefixes)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """Build the graph of the later tables."""
    built = build_graph(
        tables(tmp_path_factory.mktemp("new") / "tables", (), EDITS), confirmed=CONFIRMED
    )
    return MemoryStore(built.store, built.prefixes)


@pytest.fixture(scope="module")
def found(old: MemoryStore, new: MemoryStore) -> GraphDiff:
    """Compare them."""
    return differences(old, new)


@pytest.mark.parametrize(
    ("lang", "file"), [("en", "differences.txt"), ("zh", "differences.zh.txt")]
)
def test_what_changed_is_shown_entity_by_entity(
    lang: str, file: str, found: GraphDiff, old: MemoryStore, new: MemoryStore
) -> None:
    expected = (Path(__file__).parent / "expected" / file).read_text("utf-8")

    assert format_diff(found, old, new, "text", lang).decode() == expected


def test_markdown_says_the_same(found: GraphDiff, old: MemoryStore, new: MemoryStore) -> None:
    text = format_diff(found, old, new, "markdown").decode()

    assert text.startswith("**3 partnerships added, 1 ended, 1 renamed; 1 school or university")
    assert "\n## Partnerships\n\n- Construction cost vocational diploma programme, " in text
    assert "\n  - annual intake: 60 → 80 (source: University of Tasmania deputy vice-" in text


def test_chinese_json_and_markdown_have_chinese_names_and_english_events(
    found: GraphDiff, old: MemoryStore, new: MemoryStore
) -> None:
    record = json.loads(format_diff(found, old, new, "json", "zh"))
    text = format_diff(found, old, new, "markdown", "zh").decode()
    (school,) = (thing for thing in record["things"] if thing["iri"].endswith("/cqjtu"))

    assert (school["name"], school["kind"], school["events"]) == (
        "重庆交通大学（南岸）",
        "school or university",
        ["renamed", "changed"],
    )
    assert text.startswith(
        "**合作办学机构和项目：新增3个，终止1个，更名1个；院校：更名1个，更改5个；"
    )
    assert "\n- 重庆交通大学（南岸）（o:cqjtu）：更名、更改\n" in text


def test_json_has_all_of_it(found: GraphDiff, old: MemoryStore, new: MemoryStore) -> None:
    record = json.loads(format_diff(found, old, new, "json"))
    things = {thing["iri"].rpartition("/id/")[2]: thing for thing in record["things"]}
    westa = things["offering/swu-westa--electronic-information-engineering-b"]

    assert record["same"] is False
    assert record["triples"] == {"old": 44862, "new": 45458, "removed": 29, "added": 625}
    assert len(record["things"]) == len(found.things)
    assert things["partnership/cqu-novosibirsk-physics"]["events"] == ["ended"]
    assert things["partnership/cqjtu-boxhill-cost"]["events"] == ["added"]
    assert things["organisation/cqjtu"]["events"] == ["renamed", "changed"]
    assert westa["of"] == "https://w3id.org/yuqiao/id/partnership/swu-westa"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert westa["changes"] == [
        {
            "property": "https://w3id.org/yuqiao/def#annualIntake",
            "label": "annual intake",
            "old": [{"type": "literal", "value": "60", "datatype": integer}],
            "new": [{"type": "literal", "value": "80", "datatype": integer}],
            "sources": [
                {
                    "iri": "https://w3id.org/yuqiao/id/source/s-swu-utas-visit",
                    "title": "University of Tasmania deputy vice-chancellor visits (in Chinese)",
                }
            ],
        }
    ]


def test_the_other_way_round_what_came_has_gone(
    found: GraphDiff, old: MemoryStore, new: MemoryStore
) -> None:
    back = differences(new, old)

    assert (back.gone, back.come) == (found.come, found.gone)
    assert (
        format_diff(back, new, old, "text").decode().startswith("3 partnerships removed, 1 renamed")
    )


def applied(patch: bytes, to: MemoryStore) -> str:
    """Apply a patch to a graph as it is exported, row by row; give the hash of what comes out."""
    rows = set(serialise(to.triples(), "ntriples", {}).splitlines())
    for row in patch.splitlines()[1:-1]:
        letter, line = row[:2], row[2:]
        assert (letter == b"D ") == (line in rows)
        (rows.discard if letter == b"D " else rows.add)(line)
    return hashed(b"\n".join(rows))


def hashed(ntriples: bytes) -> str:
    """Return the canonical hash of a graph in N-Triples."""
    return canonical_hash(quad.triple for quad in parse(ntriples, RdfFormat.N_TRIPLES))


def test_the_patch_makes_the_new_graph_of_the_old(
    found: GraphDiff, old: MemoryStore, new: MemoryStore
) -> None:
    assert applied(rdf_patch(found), old) == canonical_hash(new.triples())


def graph(turtle: str) -> MemoryStore:
    """Hold a graph in memory."""
    store = pyoxigraph.Store()
    store.load(turtle, RdfFormat.TURTLE, base_iri="http://example.org/")
    return MemoryStore(store, {})


LISTS = """
<all> <disjoint> ( <a> <b> <c> ) .
<some> <disjoint> ( <a> <d> ) .
<x> <restricted> [ <on> <p> ; <value> [ <n> 1 ] ] .
"""


def test_graphs_that_differ_only_in_names_of_blank_nodes_are_the_same() -> None:
    renamed = "<a> <p> _:x . _:x <p> _:y . _:y <p> _:x ."
    assert not differences(graph(renamed), graph("_:2 <p> _:1 . <a> <p> _:2 . _:1 <p> _:2 ."))
    assert differences(graph(renamed), graph("_:2 <p> _:1 . <a> <p> _:2 . _:1 <p> _:1 ."))


def test_of_blank_nodes_only_the_part_that_changed_is_reported() -> None:
    was, now = graph(LISTS), graph(LISTS.replace("<a> <d>", "<a> <e>"))
    found = differences(was, now)

    changed = {line.split(b" ")[2] for line in (*found.gone, *found.come) if b"first" in line}
    assert len(found.gone) == len(found.come) == 5
    assert changed == {f"<http://example.org/{name}>".encode() for name in "ade"}
    assert applied(rdf_patch(found), was) == canonical_hash(now.triples())


def test_of_equal_parts_as_many_go_as_there_are_too_many() -> None:
    two, three = graph("[] <p> 1 . [] <p> 1 ."), graph("[] <p> 1 . [] <p> 1 . [] <p> 1 .")
    found = differences(three, two)

    assert (len(found.gone), len(found.come)) == (1, 0)
    assert applied(rdf_patch(found), three) == canonical_hash(two.triples())


@pytest.mark.parametrize("seed", range(30))
def test_every_patch_applies(seed: int) -> None:
    chance = random.Random(seed)
    names = ["<a>", "<b>", "_:x", "_:y", "_:z", "[]"]
    values = [*names, '"渝"@zh-Hans', '"\\n\\u0000"', "1"]

    def some() -> str:
        rows = (f"{chance.choice(names)} <p> {chance.choice(values)} ." for _ in range(6))
        return " ".join(rows)

    kept = some().replace("_:", "_:kept")
    was, now = graph(kept + some()), graph(some() + kept)
    found = differences(was, now)

    assert applied(rdf_patch(found), was) == canonical_hash(now.triples())
    assert bool(found) == (canonical_hash(was.triples()) != canonical_hash(now.triples()))


def test_a_file_without_prefixes_is_read_in_the_words_of_the_other(tmp_path: Path) -> None:
    now = MemoryStore.read(str(Path(__file__).parents[2] / "support" / "two-partnerships.ttl"))
    plain = tmp_path / "plain.nt"
    plain.write_bytes(serialise(now.triples(), "ntriples", {}))
    was = MemoryStore.read(str(plain))
    now.update("INSERT DATA { <https://example.org/id/new> a yq:Partnership }")

    found, back = differences(was, now), differences(now, was)
    assert format_diff(found, was, now, "text").startswith(b"1 partnership added\n")
    assert [thing.events for thing in back.things] == [("removed",)]


def yuqiao(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    return run_text(*arguments)


def test_the_exit_code_says_whether_they_differ(tmp_path: Path) -> None:
    one, other, changes = (tmp_path / name for name in ("one.ttl", "other.nt", "changes.rdfp"))
    one.write_text('<urn:a> <urn:p> [ <urn:q> "1" ] .', "utf-8")
    other.write_text('_:o <urn:q> "1" .\n<urn:a> <urn:p> _:o .\n', "utf-8")
    same = yuqiao("diff", str(one), str(other))
    other.write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    different = yuqiao("diff", str(one), str(other))
    patched = yuqiao("diff", str(one), str(other), "-o", str(changes))

    assert (same.returncode, same.stdout) == (0, "The graphs are the same: 2 triples.\n")
    assert (different.returncode, different.stdout.splitlines()) == (
        1,
        [
            "1 entity changed",
            "2 triples less, 1 more (2 -> 1)",
            "",
            "Entities",
            "  ~ <urn:a>",
            "      urn:p: [urn:q: 1] -> <urn:b>",
        ],
    )
    assert (patched.returncode, patched.stdout, patched.stderr) == (1, "", "")
    assert yuqiao("diff", str(one), str(other), "--lang", "zh").stdout.splitlines() == [
        "实体：更改1个",
        "减少2条三元组，增加1条（2 -> 1）",
        "",
        "实体",
        "  ~ <urn:a>",
        "      urn:p：[urn:q: 1] -> <urn:b>",
    ]
    assert changes.read_text("utf-8").splitlines() == [
        "TX .",
        "D <urn:a> <urn:p> _:c14n0 .",
        'D _:c14n0 <urn:q> "1" .',
        "A <urn:a> <urn:p> <urn:b> .",
        "TC .",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.ttl"], "none.ttl: taken for a file or a folder, but there is none"),
        (
            ["none.ttl", "--as", "html"],
            "html is not a format for differences; expected one of text, markdown, json, patch",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(arguments: list[str], message: str) -> None:
    done = yuqiao("diff", *arguments)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"yuqiao: {message}\n")


def test_hostile_names_neither_move_the_cursor_nor_mark_up(tmp_path: Path) -> None:
    hostile = '<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "\\u001b[31m*<b>\\n# x"@en .'
    was, now = graph("<urn:b> <urn:p> 1 ."), graph(hostile.replace("\\\\", "\\"))
    found = differences(was, now)

    text, markdown = (format_diff(found, was, now, form).decode() for form in ("text", "markdown"))
    assert "  + \\x1b[31m*<b>\\n# x (" in text
    assert "- \\\\x1b\\[31m\\*&lt;b&gt;\\\\n\\# x (" in markdown


SCHOOL = """
@prefix schema: <https://schema.org/> .
<s> schema:address [ schema:street "1 A St" ; schema:city <cq> ] ;
    schema:teaches ( "law" "art" [ schema:name "tea" ] ) .
<other> schema:address [ schema:street "3 C St" ] .
"""


def test_a_blank_node_is_told_by_what_is_said_of_it() -> None:
    was, now = graph(SCHOOL), graph(SCHOOL.replace("1 A", "2 B").replace('"art"', '"art" "war"'))
    found = differences(was, now)
    (thing,) = json.loads(format_diff(found, was, now, "json"))["things"]
    city = "city: <http://example.org/cq>"

    assert format_diff(found, was, now, "text").decode().splitlines()[3:] == [
        "Entities",
        "  ~ <http://example.org/s>",
        f"      address: [{city}; street: 1 A St] -> [{city}; street: 2 B St]",
        "      teaches: (law, art, [name: tea]) -> (law, art, war, [name: tea])",
    ]
    text = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#string"}
    named = {"property": "https://schema.org/name", "value": text | {"value": "tea"}}
    assert thing["changes"][1]["old"] == [
        {
            "type": "list",
            "members": [
                text | {"value": "law"},
                text | {"value": "art"},
                {"type": "bnode", "facts": [named]},
            ],
        }
    ]


def test_a_blank_node_within_a_triple_term_is_one_with_the_same_outside() -> None:
    turtle = '<a> <says> <<( <b> <p> _:x )>> . _:x <q> 1, "_:x", <http://c_:1/> .'
    was, now = graph(turtle), graph(turtle.replace("1", "2"))
    found = differences(was, now)

    assert applied(rdf_patch(found), was) == canonical_hash(now.triples())
    assert (len(found.gone), len(found.come)) == (4, 4)
    assert b"[subject: <http://example.org/b>; predicate: <http://example.org/p>; object: [q: " in (
        format_diff(found, was, now, "text")
    )
    assert not differences(was, graph(turtle.replace("_:x", "_:y").replace('"_:y"', '"_:x"')))


def test_the_base_direction_of_a_text_is_a_difference() -> None:
    turtle = "@prefix : <http://e/> . :a a :T ; :p 'x'@ar--ltr , 'y'@ar ."
    was, now = graph(turtle), graph(turtle.replace("--ltr", "--rtl"))
    found = differences(was, now)
    (thing,) = json.loads(format_diff(found, was, now, "json"))["things"]

    assert format_diff(found, was, now, "text").decode().splitlines()[-2:] == [
        "      p @ar--ltr: x -> none",
        "      p @ar--rtl: none -> x",
    ]
    text = {"type": "literal", "value": "x", "xml:lang": "ar"}
    assert [thing["changes"][0][side] for side in ("old", "new")] == [
        [text | {"its:dir": way}] for way in ("ltr", "rtl")
    ]


def test_classes_of_one_word_are_counted_together() -> None:
    came = graph(
        """@prefix schema: <https://schema.org/> .
        <a> a schema:NewsArticle . <b> a schema:WebPage . <c> a schema:Dataset, schema:WebPage ."""
    )
    text = format_diff(differences(graph(""), came), graph(""), came, "text").decode()

    assert text.startswith("3 sources added\n")
    assert text.count("\nSources\n") == 1


def edges(pairs: list[tuple[object, object]]) -> str:
    """Write a graph of blank nodes that are linked both ways."""
    return " ".join(f"_:n{a} <p> _:n{b} . _:n{b} <p> _:n{a} ." for a, b in pairs)


def test_many_blank_nodes_that_look_alike_are_compared_as_far_as_can_be_told() -> None:
    all_linked = edges([(i, j) for i in range(12) for j in range(i)])
    more = graph(all_linked + " <a> <p> <b> .")
    found = differences(graph(all_linked), more)

    assert (found.gone, len(found.come)) == ((), 1)
    rook, shrikhande = (graph(edges(each)) for each in strongly_regular_graphs())
    with pytest.raises(LimitReached, match="look alike to tell whether they are the same"):
        differences(rook, shrikhande)


def strongly_regular_graphs() -> list[list[tuple[object, object]]]:
    """Return two graphs that look alike from every node: of the rook, and Shrikhande's.

    See https://mathworld.wolfram.com/ShrikhandeGraph.html.
    """
    cells = [(x, y) for x in range(4) for y in range(4)]
    ways = {(0, 1), (0, 3), (1, 0), (3, 0), (1, 1), (3, 3)}
    rooks = [(a, b) for a in cells for b in cells if a < b and (a[0] == b[0]) != (a[1] == b[1])]
    torus = [
        (a, b)
        for a in cells
        for b in cells
        if a < b and ((a[0] - b[0]) % 4, (a[1] - b[1]) % 4) in ways
    ]
    return [[(f"{x}{y}", f"{u}{v}") for (x, y), (u, v) in some] for some in (rooks, torus)]
