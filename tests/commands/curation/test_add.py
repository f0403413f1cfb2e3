"""yuqiao add: one approval in, all its rows out, checked before anything is written."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pexpect
import pytest

from command_line import run_command

pytestmark = pytest.mark.slow

TITLE = "重庆大学与芬兰阿尔托大学合作举办材料科学与工程专业本科教育项目"
APPROVAL = {
    "name_zh": TITLE,
    "source": {
        "title": "Notice of approvals, second half of 2026",
        "kind": "official-notice",
        "publisher": "Ministry of Education of China",
        "url": "https://example.org/notice",
        "date": "2026-12-01",
        "retrieved": "2026-12-02",
    },
    "foreign_partner": {"name_en": "Aalto University", "city": "Espoo"},
    "disciplines": {
        "name_en": "Materials science and engineering",
        "code": "080401",
        "isced": "0715",
    },
    "approved": "2026-12-01",
    "certificate": "MOE50FI2A20260001N",
    "expires": "2036-12-31",
    "first_intake": 2027,
    "annual_intake": 75,
    "duration_years": 4,
    "legal_basis": "regulations",
}
ROWS = {
    "sources.csv": [
        (
            "s-ministry-education-china-20261201,official-notice,"
            '"Notice of approvals, second half of 2026",,Ministry of Education of China,2026-12-01,'
            "https://example.org/notice,,,,2026-12-02,,,"
        )
    ],
    "places.csv": ["espoo,City,Espoo,,FIN,,,,,,"],
    "universities.csv": ["aalto,Aalto University,芬兰阿尔托大学,university,FIN,espoo,,,,,medium,,"],
    "disciplines.csv": [
        (
            "materials-science-and-engineering-b,Materials science and engineering,材料科学与工程,bachelor,"
            "080401,,,,0715,medium,,"
        )
    ],
    "partnerships.csv": [
        (
            'cqu-aalto-materials,programme,"Materials science and engineering bachelor programme,'
            f' Chongqing University and Aalto University",{TITLE},chongqing,cqu,aalto,bachelor,'
            "materials-science-and-engineering-b,,regulations,listed,,2027,75,,4,,,,,medium,,,"
        )
    ],
    "approvals.csv": [
        (
            "cqu-aalto-materials,ministry,ministry-of-education-china,2026-12-01,,MOE50FI2A20260001N,"
            "2036-12-31,,"
        )
    ],
    "statuses.csv": [
        (
            "cqu-aalto-materials-2026,cqu-aalto-materials,approved,,,2026-12-01,register,accepted,,"
            "s-ministry-education-china-20261201,"
        )
    ],
}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the tables and of the graph."""
    files = [*(folder / "tables").glob("*.*"), *folder.glob("*.ttl")]
    return {path.name: path.read_bytes() for path in files if path.is_file()}


def added_lines(before: dict[str, bytes], after: dict[str, bytes], file: str) -> list[str]:
    assert after[file].startswith(before[file])  # no other row has moved
    return after[file][len(before[file]) :].decode().splitlines()


def test_one_approval_gives_all_its_rows_and_goes_back(register: Path) -> None:
    before = contents(register)

    ended = run_command(
        "add",
        "partnership",
        "-f",
        "-",
        "--build",
        "--tables",
        str(register),
        stdin=json.dumps(APPROVAL).encode(),
    )

    assert ended.returncode == 0
    recorded, triples, written = ended.stderr.decode().splitlines()
    assert recorded == "backed.csv: 30 values recorded"
    assert triples.startswith("chongqing.ttl: ")
    assert written == f"{register}/tables: 16 rows written; 'yuqiao undo' takes them back"
    after = contents(register)
    assert {file: added_lines(before, after, file) for file in ROWS} == ROWS
    assert len(added_lines(before, after, "evidence.csv")) == 9
    assert run_command("build", str(register / "tables"), "--check").returncode == 0

    undone = run_command("undo", "--tables", str(register))

    assert undone.returncode == 0
    assert contents(register) == before


def test_the_same_on_one_line(register: Path) -> None:
    def flat(fields: dict[str, object], start: str = "") -> list[str]:
        return [
            argument
            for name, value in fields.items()
            for argument in (
                flat(value, f"{start}{name}.")
                if isinstance(value, dict)
                else [f"{start}{name}={value}"]
            )
        ]

    before = contents(register)
    ended = run_command(
        "add", "partnership", *flat(APPROVAL), "--tables", str(register), "--dry-run"
    )

    shown = ended.stdout.decode().splitlines()
    assert ended.returncode == 0
    assert [line[2:] for line in shown if line.startswith("+ ") and "evidence" not in line][:3] == [
        ROWS["partnerships.csv"][0],
        ROWS["approvals.csv"][0],
        ROWS["statuses.csv"][0],
    ]
    assert ended.stderr.decode().splitlines()[-1] == "nothing written (--dry-run)"
    assert contents(register) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["school", "name_zh"], "'name_zh': expected NAME=VALUE, such as name_en='Aalto'"),
        (["school", "nam_zh=重庆"], "nam_zh: there is no such field; did you mean name_zh?"),
        (
            ["school", "name_zh=重庆大学", "name_en=X", "source=s-ror"],
            "name_zh: '重庆大学' is there already, as cqu; name that id instead",
        ),
        (
            ["university", "name_zh=芬兰阿尔托大学"],
            (
                "source: missing; give it: Id or address of the source that says so.\n"
                "name_en: missing; give it: English name."
            ),
        ),
        (
            ["university", "name_zh=a", "name_en=b", "source=s-rorr", "country=FIN"],
            (
                "source: 's-rorr' is unknown; did you mean 's-ror' (s-ror)? Otherwise, to add it, give its"
                " fields, such as source.title=..."
            ),
        ),
        (
            [
                "university",
                "name_en=Aalto University",
                "name_zh=芬兰阿尔托大学",
                "source=s-ror",
                "ror=020hwjq31",
            ],
            (
                "nothing was written; with these rows the tables would hold mistakes:\n"
                "universities.csv:67:ror: '020hwjq31': expected 020hwjq30 by its check digits; a letter or"
                " digit is wrong"
            ),
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_written(
    register: Path, arguments: list[str], message: str
) -> None:
    before = contents(register)

    ended = run_command("add", *arguments, "--tables", str(register))

    assert ended.returncode == 2
    assert ended.stderr.decode().startswith(f"yuqiao: {message}")
    assert contents(register) == before


def test_fields_are_asked_for_and_an_unknown_source_again(register: Path) -> None:
    arguments = ["-m", "yuqiao", "add", "university", "--tables", str(register)]
    asked = pexpect.spawn(
        sys.executable,
        arguments,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm"},
    )
    for field, answer in (
        ("name_zh", "芬兰阿尔托大学"),
        ("name_en", "Aalto University"),
        ("source", "s-rorr"),
        ("country", ""),
        ("city", "Espoo"),
        ("website", ""),
    ):
        asked.expect(f"{field}:")
        asked.send(f"{answer}\r")
    asked.expect("'s-rorr' is not there .near to 's-ror' .s-ror... Add it")
    asked.send("n\r")
    asked.expect("source:")
    asked.send("s-ror\r")
    asked.expect("Write these rows")
    asked.send("y\r")
    asked.expect(pexpect.EOF)
    asked.close()

    rows = (register / "tables" / "universities.csv").read_text("utf-8").splitlines()
    assert asked.exitstatus == 0
    assert rows[-1] == "aalto,Aalto University,芬兰阿尔托大学,university,FIN,espoo,,,,,medium,,"


def test_without_a_build_the_tables_are_checked_and_the_graph_is_left(register: Path) -> None:
    tables, graph = register / "tables", register / "chongqing.ttl"
    before, where = graph.read_bytes(), ("--tables", str(tables))
    source = ("title=A notice", "kind=news", "publisher=A paper", "url=https://example.org/a")

    refused = run_command("add", "source", *source, "date=2026-13", *where)
    written = run_command(
        "add",
        "source",
        *source,
        "date=2026-01-01",
        "gives=A fee",
        "retrieved=2026-11-30",
        *where,
    )
    checked = run_command("build", str(tables), "--check")
    undone = run_command("undo", *where)

    assert (refused.returncode, written.returncode, checked.returncode) == (2, 0, 1)
    assert written.stderr.decode().splitlines() == [
        f"{tables}: 1 row written; 'yuqiao undo' takes them back",
        f"the graph is not built yet; next: yuqiao build {tables}",
    ]
    assert undone.returncode == 0
    assert graph.read_bytes() == before
    assert run_command("build", str(tables), "--check").returncode == 0
