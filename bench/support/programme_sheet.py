"""A made-up sheet of programmes of the bundled register, as a curator would be given one."""

from __future__ import annotations

import csv
import random
from itertools import islice, product
from pathlib import Path

from support.timing import ROOT

TITLES = ("项目名称", "首次招生年份", "年招生人数", "学制", "学费")
SOURCE = "s-crs-moe-list"
_LEVELS = {"bachelor": "本科", "diploma": "专科", "master": "硕士研究生"}


def write_programmes(path: Path, count: int) -> None:
    """Write a sheet of programmes, each of one school, partner and subject of the register.

    Most pairs have no such programme: so all rows are new, and no two are alike.

    :param count: how many
    """
    tables = ROOT / "data" / "tables"
    known = {row["name_zh"] for row in _rows(tables / "partnerships.csv")}
    schools = [row["name_zh"] for row in _rows(tables / "schools.csv") if row["name_zh"]]
    partners = [row["name_zh"] for row in _rows(tables / "universities.csv") if row["name_zh"]]
    subjects = dict.fromkeys(
        (row["name_zh"], _LEVELS[row["level"]])
        for row in _rows(tables / "disciplines.csv")
        if row["level"] in _LEVELS and row["name_zh"]
    )
    titles = [
        title
        for school, partner, (subject, level) in product(schools, partners, subjects)
        if (title := f"{school}与{partner}合作举办{subject}专业{level}教育项目") not in known
        and ("专科" not in school or level == "专科")
    ]
    seed = random.Random(7)
    seed.shuffle(titles)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(TITLES)
        for title in islice(titles, count):
            year, people = seed.randrange(2027, 2031), seed.randrange(15, 200)
            fee = seed.randrange(15, 80) * 1_000
            writer.writerow([title, f"{year}/9", f"{people}人", "4年", f"{fee:,}"])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
