"""yuqiao new: an empty register of any place, on which every command works."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from command_line import run_command

pytestmark = pytest.mark.slow

SOURCE = {
    "title": "Sichuan University, site",
    "kind": "university-site",
    "publisher": "Sichuan University",
    "url": "https://www.scu.edu.cn",
    "retrieved": "2026-11-30",
    "unknown": "date",
}
APPROVAL = {
    "name_zh": "四川大学与美国匹兹堡大学合作举办机械工程专业本科教育项目",
    "source": "s-sichuan-20261130",
    "foreign_partner": {"name_en": "University of Pittsburgh", "city": "Pittsburgh"},
    "disciplines": {"name_en": "Mechanical engineering"},
    "certificate": "MOE51US2A20140001N",
}


@pytest.fixture
def chengdu(tmp_path: Path) -> Path:
    """Return a new register with a school in it."""
    folder = tmp_path / "chengdu"
    new = run_command(
        "new", str(folder), "--place", "Chengdu", "--place-zh", "成都", "--publisher", "Li"
    )
    assert new.returncode == 0, new.stderr
    add(folder, "source", SOURCE)
    school = {
        "name_zh": "四川大学",
        "name_en": "Sichuan University",
        "source": "s-sichuan-20261130",
    }
    add(folder, "school", school)
    return folder


def add(folder: Path, kind: str, fields: Mapping[str, object]) -> None:
    data = json.dumps(fields).encode()
    ended = run_command("add", kind, "-f", "-", "--tables", str(folder), stdin=data)
    assert ended.returncode == 0, ended.stderr


def test_an_empty_register_is_valid_and_says_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "chengdu"

    new = run_command(
        "new",
        str(folder),
        "--place",
        "Chengdu",
        "--title",
        "成都合作办学",
        "--place-zh",
        "成都",
        "--language",
        "zh",
    )
    found = run_command("validate", "--graph", str(folder / "chengdu.ttl"))

    assert (new.returncode, found.returncode) == (0, 0)
    metadata = json.loads((folder / "tables" / "csv-metadata.json").read_text("utf-8"))
    assert {
        name: metadata[name] for name in ("@id", "dc:title", "dc:description", "dc:publisher")
    } == {
        "@id": "https://w3id.org/yuqiao/dataset/chengdu",
        "dc:title": "成都合作办学",
        "dc:description": "成都与境外高校的合作办学机构和项目，每项事实均注明来源。",
        "dc:publisher": "",
    }
    assert "hongqing" not in (folder / "chengdu.ttl").read_text("utf-8")


def test_every_command_works_on_it(chengdu: Path) -> None:
    add(chengdu, "partnership", APPROVAL)
    graph, tables = str(chengdu / "chengdu.ttl"), str(chengdu)
    assert '"成都中外合作办学"@zh-Hans' in (chengdu / "chengdu.ttl").read_text("utf-8")
    (chengdu / "a.csv").write_text(
        "院校名称,英文名称,国家\n芬兰阿尔托大学,Aalto University,芬兰\n", "utf-8"
    )
    on = ("--on", "2026-12-01", "--reason", "The same.")

    for arguments in (
        ("build", str(chengdu / "tables")),
        (
            "import",
            str(chengdu / "a.csv"),
            "--source",
            "s-sichuan-20261130",
            "--table",
            "universities",
            "--apply",
            "--tables",
            tables,
        ),
        ("review", "--tables", tables),
        (
            "rename",
            "aalto",
            "--en",
            "Aalto",
            "--source",
            "s-sichuan-20261130",
            "--dry-run",
            "--tables",
            tables,
        ),
        ("merge", "id/organisation/aalto", "id/organisation/pittsburgh", *on, "--tables", tables),
        ("undo", "--tables", tables),
        ("retire", "aalto", *on, "--tables", tables),
        ("validate", "--graph", graph),
        ("stats", "--graph", graph),
        ("ask", "gaps", "--graph", graph),
        ("about", "Sichuan University", "--graph", graph),
        ("view", "--graph", graph, "-o", str(chengdu / "view.html")),
    ):
        ended = run_command(*arguments)
        assert ended.returncode == 0, (arguments, ended.stderr.decode())

    asked = run_command(
        "query", "SELECT ?p { ?p yq:hostRegion pl:chengdu ; yq:foreignPartner o:pittsburgh }",
        "--as", "csv", "--graph", graph,
    )  # fmt: skip
    assert asked.stdout.decode().split() == [
        "p",
        "https://w3id.org/yuqiao/id/partnership/sichuan-pittsburgh-mechanical",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--place", "!!"), "'!!': expected the name of a place, such as Chengdu"),
        (("--place", "X", "--country", "XX"), "'XX': no country of this id is known"),
    ],
)
def test_a_wrong_description_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    ended = run_command("new", str(tmp_path / "x"), *arguments)

    assert ended.returncode == 2
    assert ended.stderr.decode().startswith(f"yuqiao: {message}")
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_not_empty_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    ended = run_command("new", str(tmp_path), "--place", "Chengdu")

    assert "is there already; expected a new or empty folder" in ended.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_no_register_shows_is_only_inferred_to_be_listed(chengdu: Path) -> None:
    title = {name: value for name, value in APPROVAL.items() if name != "certificate"}
    add(chengdu, "partnership", title)
    graph = str(chengdu / "chengdu.ttl")
    assert run_command("build", str(chengdu / "tables")).returncode == 0

    found = run_command("check", "四川大学", "--as", "json", "--graph", graph)
    other = run_command("check", "Tsinghua", "--graph", graph)

    answer = json.loads(found.stdout)
    (check,) = answer["checks"]
    told = {
        point["point"]: [(each["text"]["en"], each["basis"]["en"]) for each in point["values"]]
        for point in check["points"][:2]
    }
    assert (answer["lists"], check["verify"], told) == (
        [],
        [],
        {
            "listed": [("Listed", "Inferred by the editors")],
            "status": [("Approved and listed", "Inferred by the editors")],
        },
    )
    assert other.returncode == 1
    assert "Entries searched: 1; no copy of an official list is recorded\n" in other.stdout.decode()
    asked = run_command(
        "query", "SELECT ?f { ?a yq:criterion crit:official-listing ; yq:finding ?f }",
        "--as", "csv", "--graph", graph,
    )  # fmt: skip
    assert asked.stdout.decode().split() == [
        "f",
        "https://w3id.org/yuqiao/scheme/finding/not-looked-for",
    ]
