"""yuqiao import: a sheet with Chinese titles, seen first and then written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run_command

pytestmark = pytest.mark.slow

TITLES = "编号,类型,英文名称,中文名称,国家,上级,纬度,经度,产业,地名号,备注"
PLACES = f"""{TITLES}
espoo,City,Espoo,埃斯波,芬兰,,,,,,
chongqing,AdministrativeArea,Chongqing,重庆,中国,,29.56026,106.55771,,1814906,
tampere,City,Tampere,坦佩雷,芬兰,,,,,１２３４,
,City,Foo,福,Finlnd,,,,,,
espoo,City,Espoo,埃斯波,芬兰,,,,,,
"""
PREVIEW = """places.csv:
  编号 -> id
  类型 -> kind
  英文名称 -> name_en
  中文名称 -> name_zh
  国家 -> country
  上级 -> within
  纬度 -> latitude
  经度 -> longitude
  产业 -> industries
  地名号 -> geonames
  备注 -> note
+ places.csv: espoo,City,Espoo,埃斯波,FIN,,,,,,
+ places.csv: tampere,City,Tampere,坦佩雷,FIN,,,,,1234,
? a.csv:5: country: 'Finlnd' is unknown; did you mean 'Finland' (FIN)? Otherwise, to add it, give its fields, such as country.name_en=...
? a.csv:6: says the same as row 2; expected each only once
"""


def test_a_sheet_with_chinese_titles_is_seen_written_and_taken_back(
    register: Path, tmp_path: Path
) -> None:
    table = register / "tables" / "places.csv"
    before = table.read_bytes()
    (tmp_path / "a.csv").write_text(PLACES, "gb18030")

    seen = run_command("import", "a.csv", "--tables", str(register), cwd=tmp_path)

    assert seen.stdout.decode() == PREVIEW
    assert seen.stderr.decode().splitlines() == [
        "a.csv: read as GB18030",
        "2 new, 0 changed, 1 the same, 2 doubtful",
        "nothing written; --apply writes the new and changed rows",
    ]
    assert (seen.returncode, table.read_bytes()) == (1, before)

    chinese = ("--lang", "zh", "import", "a.csv", "--tables", str(register))
    assert run_command(*chinese, cwd=tmp_path).stderr.decode().splitlines()[1] == (
        "新增2行，改变0行，相同1行，存疑2行"
    )
    written = run_command("import", "a.csv", "--tables", str(register), "--apply", cwd=tmp_path)

    assert written.returncode == 1
    assert table.read_bytes() == before + (
        "espoo,City,Espoo,埃斯波,FIN,,,,,,\ntampere,City,Tampere,坦佩雷,FIN,,,,,1234,\n".encode()
    )
    run_command("undo", "--tables", str(register))
    assert table.read_bytes() == before


def test_a_change_takes_a_source_and_old_claims_are_superseded(
    register: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("中文名称,建校年份\n重庆大学,一九三〇年\n", "utf-8")
    options = ("--tables", str(register), "--table", "schools")

    refused = run_command("import", "a.csv", *options, cwd=tmp_path)
    written = run_command(
        "import", "a.csv", *options, "--source", "s-kommersant-7328254", "--apply", cwd=tmp_path
    )

    assert refused.stdout.decode().splitlines()[-1] == (
        "? a.csv:2: founded: would change; name the source that gives the new value"
    )
    assert written.stdout.decode().splitlines()[-2:] == [
        "- schools.csv: cqu: founded=1929",
        "+ schools.csv: cqu: founded=1930",
    ]
    assert "superseded by s-kommersant-7328254" in written.stderr.decode()
    assert written.returncode == 0


def test_a_source_that_backs_other_cells_of_the_row_backs_the_changed_one_too(
    register: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("编号,年招生人数\ncqu-novosibirsk-physics,60\n", "utf-8")
    options = ("--tables", str(register), "--table", "partnerships", "--source", "s-crs-moe-list")

    written = run_command("import", "a.csv", *options, "--apply", cwd=tmp_path)

    assert written.returncode == 0, written.stderr.decode()
    evidence = (register / "tables" / "evidence.csv").read_text("utf-8").splitlines()
    backing = "id/partnership/cqu-novosibirsk-physics,"
    assert [line for line in evidence if line.startswith(backing) and "annual_intake" in line] == [
        (
            f"{backing}form;name_zh;region;chinese_partner;levels;register_entry;foreign_partner;"
            "disciplines;legal_basis;annual_intake,s-crs-moe-list,,register,accepted,"
        )
    ]
    row = (register / "tables" / "partnerships.csv").read_text("utf-8").splitlines()[38]
    assert row.endswith(",First enrolment year is as planned.,")  # no longer named as unknown


def test_partnerships_come_with_approval_status_and_evidence(
    register: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(
        "项目名称,首次招生年份,年招生人数,学制\n"
        "重庆大学与美国辛辛那提大学合作举办隧道工程专业本科教育项目,2027/9,７５人,4年\n",
        "utf-8",
    )
    (tmp_path / "disciplines.csv").write_text(
        "英文名称,中文名称,层次\nTunnel engineering,隧道工程,本科\n", "utf-8"
    )
    options = ("--tables", str(register), "--source", "s-crs-moe-list", "--apply")
    run_command("import", "disciplines.csv", *options, "--table", "disciplines", cwd=tmp_path)

    written = run_command("import", "a.csv", *options, "--build", cwd=tmp_path)

    assert written.returncode == 0, written.stdout.decode() + written.stderr.decode()
    assert "+ partnerships.csv: cqu-cincinnati-tunnel,programme," in written.stdout.decode()
    assert run_command("build", str(register / "tables"), "--check").returncode == 0


def test_a_mapping_is_saved_edited_and_used(register: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Places in English,Kind,country,x\nEspoo,City,FIN,1\n", "utf-8")
    options = ("--tables", str(register), "--table", "places", "--mapping", "m.json")

    saved = run_command("import", "a.csv", *options, cwd=tmp_path)
    mapping = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert saved.stderr.decode().startswith("m.json: the suggested mapping was saved\n")
    assert mapping == {
        "table": "places.csv",
        "columns": {"Places in English": "", "Kind": "kind", "country": "country", "x": ""},
    }
    mapping["columns"]["Places in English"] = "name_en"
    (tmp_path / "m.json").write_text(json.dumps(mapping), "utf-8")

    used = run_command("import", "a.csv", *options, cwd=tmp_path)

    assert used.stdout.decode().splitlines()[-1] == "+ places.csv: espoo,City,Espoo,,FIN,,,,,,"
    assert used.returncode == 0


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("{", "m.json:1:2: not JSON"),
        ('{"table": "places.csv"}', "m.json: not a mapping of columns: 'columns' is missing"),
        ('{"table": "no.csv", "columns": {}}', "this register has no table no.csv"),
        (
            '{"table": "places.csv", "columns": {"b": "id"}}',
            "the mapping names 'b', which is no title",
        ),
        (
            '{"table": "places.csv", "columns": {"a": "c"}}',
            "the mapping names 'c', which is no column",
        ),
    ],
)
def test_a_wrong_mapping_is_refused(
    register: Path, tmp_path: Path, mapping: str, message: str
) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", "utf-8")
    (tmp_path / "m.json").write_text(mapping, "utf-8")

    ended = run_command(
        "import", "a.csv", "--mapping", "m.json", "--tables", str(register), cwd=tmp_path
    )

    assert ended.returncode == 2
    assert message in ended.stderr.decode()


def test_the_preview_doubts_what_the_build_would_refuse(register: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "title,kind,publisher,url,date\n招生简章,news,Chongqing Daily,https://example.org/a,2026-01-01\n",
        "utf-8",
    )
    options = ("import", "a.csv", "--table", "sources", "--tables", str(register))

    seen = run_command(*options, cwd=tmp_path)
    chinese = run_command("--lang", "zh", *options, cwd=tmp_path)

    assert seen.returncode == 1
    assert "? a.csv:2: title: '招生简章': expected text in Latin letters" in seen.stdout.decode()
    assert "? a.csv:2: title: '招生简章': 应为拉丁文字的文本" in chinese.stdout.decode()
