"""How well and how soon `yuqiao match` finds names among 100,000, against comparing each with all.

The labelled set is made of the schools and universities of the bundled register whose ROR or
Wikidata id is known: their names stand in the extract beside 100,000 made-up ones. What is asked
are those names as people write them (a slip, another order of words, a word short, Traditional
characters, the country in front), and names that are not in the extract at all. A match with a
score of 90 or more counts as found; precision is the share of these that are right, recall the
share of the names in the extract that are found.
"""

from __future__ import annotations

import csv
import random
import time
from pathlib import Path

from support.timing import ROOT, claim
from yuqiao.graph.curation.matching.extracts import ExtractRecord
from yuqiao.graph.curation.matching.name_index import SURE, NameIndex, without_country
from yuqiao.graph.entities.name_matching import simplified_characters

SIZE = 100_000
ASKED = 1_000
PEER_ASKED = 20
"""Names for which the peer compares each with all; its time for 1,000 follows from these."""

_PLACES = ("North", "South", "East", "West", "New", "Upper", "Lower", "Central")
_STEMS = ("Al", "Ber", "Cor", "Dan", "El", "Fer", "Gol", "Har", "Il", "Jor", "Kar", "Lin", "Mor")
_ENDS = ("burg", "ton", "ville", "stad", "grad", "field", "ford", "minster", "dale", "haven")
_KINDS = ("University", "College", "Institute of Technology", "State University", "Academy of Arts")


def known_names() -> list[tuple[str, str, str, str]]:
    """Return the id, names and country of the organisations whose id is known."""
    tables = ROOT / "data" / "tables"
    letters = {row["id"]: row["code"] for row in _rows(tables / "countries.csv")}
    return [
        (row["id"], row["name_en"], row["name_zh"], letters[row["country"]])
        for file in ("schools.csv", "universities.csv")
        for row in _rows(tables / file)
        if row["ror"] or row["wikidata"]
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def extract(seed: random.Random) -> list[ExtractRecord]:
    """Return the records: those that are known, and made-up ones up to the size."""
    countries = countries_by_name()
    records = [
        ExtractRecord(name, (english, without_country(chinese, countries)[0]), country)
        for name, english, chinese, country in known_names()
    ]
    for number in range(SIZE - len(records)):
        town = seed.choice(_STEMS) + seed.choice(_STEMS).lower() + seed.choice(_ENDS)
        name = f"{seed.choice(_PLACES)} {town} {seed.choice(_KINDS)}"
        records.append(ExtractRecord(f"made-up-{number}", (name,), seed.choice(("US", "RU", "GB"))))
    return records


def countries_by_name() -> dict[str, str]:
    """Return the letters of each country by its Chinese name."""
    return {row["name_zh"]: row["code"] for row in _rows(ROOT / "data/tables/countries.csv")}


def asked_names(seed: random.Random) -> list[tuple[str, str]]:
    """Return names as people write them, each with the id that is right; empty when none is."""
    traditional = {other: chr(one) for one, other in simplified_characters().items()}
    known = known_names()
    found: list[tuple[str, str]] = []
    while len(found) < ASKED * 3 // 4:
        name, english, chinese, _ = seed.choice(known)
        words = english.split()
        place = seed.randrange(1, len(english) - 2)
        slip = english[:place] + english[place + 1] + english[place] + english[place + 2 :]
        written = seed.choice(
            (
                english.upper(),
                slip,
                english[:place] + english[place + 1 :],
                " ".join(reversed(words)),
                chinese,
                "".join(traditional.get(character, character) for character in chinese),
            )
        )
        found.append((written, name))
    while len(found) < ASKED:
        town = seed.choice(("Quix", "Zwey", "Vost", "Ymir")) + seed.choice(_ENDS)
        found.append((f"{town} {seed.choice(_KINDS)} of {seed.choice(_STEMS)}{town}", ""))
    return found


def section() -> str:
    """Measure, and give the result as Markdown."""
    seed = random.Random(7)
    records, asked, countries = extract(seed), asked_names(seed), countries_by_name()
    start = time.process_time()
    index = NameIndex(records)
    answers = []
    for name, _ in asked:
        bare, country = without_country(name, countries)
        found = index.matches(bare, country, 1)
        answers.append(found[0].record.id if found and found[0].score >= SURE else "")
    spent = time.process_time() - start
    labelled = zip(answers, asked, strict=True)
    right = sum(bool(answer) and answer == said for answer, (_, said) in labelled)
    given, expected = sum(map(bool, answers)), sum(bool(said) for _, said in asked)
    told = (
        f"{ASKED:,} names, {expected} of them in an extract of {SIZE:,} records: precision"
        f" {right / given:.3f}, recall {right / expected:.3f} at a score of {SURE}. Index and"
        f" answers took {spent:.1f} s of processor time; comparing each name with all takes"
        f" {peer(records, asked):.0f} s."
    )
    held = claim(f"under 10 s; measured {spent:.1f} s", spent < 10)
    return f"## Matching names\n\n{told}\n\n{held}"


def peer(records: list[ExtractRecord], asked: list[tuple[str, str]]) -> float:
    """Return the seconds that RapidFuzz takes to compare each name with all, scaled up."""
    from rapidfuzz import fuzz, process

    names = [name for record in records for name in record.names]
    start = time.process_time()
    for name, _ in asked[:PEER_ASKED]:
        process.extractOne(name, names, scorer=fuzz.token_sort_ratio, processor=str.lower)
    return (time.process_time() - start) * ASKED / PEER_ASKED


if __name__ == "__main__":
    print(section())
