"""A made-up sheet of programmes of the bundled register, as a curator would be given one."""

from __future__ import annotations

import csv
import random
from itertools import islice, product
from pathlib import Path

from support.timing import ROOT

TITLES = ("项目名称", "首次招生年份", "年招生人数", "学制", "学费")
SOURCE = "s-crs-moe-list"
"""The source of the bundled register that gives the rows."""

_LEVELS = {"bachelor": "本科", "diploma": "专科", "master": "硕士研究生"}


def write_programmes(path: Path, count: int) -> None:
    """Write a sheet of programmes, each of one school, partner and subject of the register.

    Schools and partners that have a programme are left out: so all rows are new.

    :param count: how many
    """
    seed = random.Random(7)
    titles = list(_titles())
    seed.shuffle(titles)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(TITLES)
        for title in islice(titles, count):
            year, people = seed.randrange(2027, 2031), seed.randrange(15, 200)
            fee = seed.randrange(15, 80) * 1_000
            writer.writerow([title, f"{year}/9", f"{people}人", "4年", f"{fee:,}"])


def _titles() -> list[str]:
    together = {(row["chinese_partner"], row["foreign_partner"]) for row in _rows("partnerships")}
    subjects = dict.fromkeys(
        (row["name_zh"], _LEVELS[row["level"]])
        for row in _rows("disciplines")
        if row["level"] in _LEVELS and row["name_zh"]
    )
    return [
        f"{school['name_zh']}与{partner['name_zh']}合作举办{subject}专业{level}教育项目"
        for school, partner in product(_rows("schools"), _rows("universities"))
        if (school["id"], partner["id"]) not in together and partner["name_zh"]
        for subject, level in subjects
        if "专科" not in school["name_zh"] or level == "专科"
    ]


def _rows(table: str) -> list[dict[str, str]]:
    path = ROOT / "data" / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
