"""Matching: identities proposed from an extract, with scores and reasons."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from command_line import run_command
from yuqiao.graph.curation.matching.extracts import ExtractRecord, read_extract
from yuqiao.graph.curation.matching.name_index import NameIndex
from yuqiao.graph.errors import InputError

CHONGQING = ExtractRecord("r1", ("Chongqing University", "重庆大学"), "CN")
RECORDS = [
    CHONGQING,
    ExtractRecord("r2", ("Chongqing Medical University", "重庆医科大学"), "CN"),
    ExtractRecord("r3", ("Eszterházy Károly University",), "HU"),
    ExtractRecord("r4", ("Newcastle University",), "GB"),
    ExtractRecord("r5", ("University of Newcastle",), "AU"),
]


@pytest.mark.parametrize(
    ("name", "country", "first"),
    [
        ("CHONGQING UNIVERSITY", "", ("r1", 100, "the same name")),
        ("重慶大學", "CN", ("r1", 100, "the same name, same country")),
        ("Chongqing da xue", "", ("r1", 95, "the same name in pinyin")),
        ("University Chongqing", "", ("r1", 97, "the same words")),
        ("Eszterhazy Karoly Univeristy", "", ("r3", 96, "similar")),
        ("Newcastle University", "AU", ("r4", 75, "the same name, another country")),
    ],
)
def test_a_name_is_found_and_told_why(name: str, country: str, first: tuple[str, int, str]) -> None:
    match = NameIndex(RECORDS).matches(name, country)[0]

    assert (match.record.id, match.score, match.reason) == first


def test_what_is_near_nothing_has_no_match() -> None:
    assert NameIndex(RECORDS).matches("Universidad de Zaragoza") == []


ROR2 = {
    "id": "r1",
    "names": [
        {"value": "重庆大学", "types": ["label"]},
        {"value": "Chongqing University", "types": ["ror_display", "label"]},
    ],
    "locations": [{"geonames_details": {"country_code": "CN"}}],
}
ROR1 = {
    "id": "r1",
    "name": "Chongqing University",
    "labels": [{"label": "重庆大学", "iso639": "zh"}],
    "country": {"country_code": "CN"},
}
WIKIDATA = {
    "id": "r1",
    "labels": {"en": {"value": "Chongqing University"}, "zh": {"value": "重庆大学"}},
    "aliases": {},
}


def zipped(data: str) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("v1.2-ror-data_schema_v2.json", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "country"),
    [
        ("ror.json", json.dumps([ROR2], indent=1).encode(), "CN"),
        ("ror.zip", zipped(json.dumps([ROR2])), "CN"),
        ("one-line.json", json.dumps([ROR1]).encode(), "CN"),
        ("wikidata.json", b"[\n" + json.dumps(WIKIDATA).encode() + b",\n]\n", ""),
        ("wikidata.jsonl", json.dumps(WIKIDATA).encode(), ""),
        (
            "table.csv",
            "id,name,aliases,country\nr1,Chongqing University,重庆大学,CN\n".encode(),
            "CN",
        ),
    ],
)
def test_an_extract_is_read_whatever_its_form(
    name: str, data: bytes, country: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    assert list(read_extract(tmp_path / name)) == [
        ExtractRecord("r1", CHONGQING.names, country),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.json", b"[1]", "a.json: record 1 is neither of ROR nor of Wikidata"),
        ("b.json", b'[{"id": ', "b.json: not JSON"),
        ("c.csv", b"a,b\n1,2\n", "c.csv: has no titles 'id' and 'name'; expected both"),
        ("d.zip", b"PK\3\4", "d.zip: not a ZIP file that can be read"),
    ],
)
def test_what_is_no_extract_is_refused(
    name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(InputError) as refused:
        list(read_extract(tmp_path / name))
    assert str(refused.value).startswith(message)


def test_the_command_writes_a_table(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(
        "id,院校\n1,匈牙利Eszterhazy Karoly University\n2,中国重慶大學\n", "utf-8"
    )
    (tmp_path / "ror.json").write_text(json.dumps([ROR2]), "utf-8")

    ended = run_command(
        "match", "names.csv", "--column", "院校", "--against", "ror.json", cwd=tmp_path
    )

    assert ended.stdout.decode().splitlines() == [
        "name,id,match,score,reason",
        "匈牙利Eszterhazy Karoly University,,,,nothing is near",
        '中国重慶大學,r1,重庆大学,100,"the same name, same country"',
    ]
    assert ended.stderr.decode() == "2 names: 1 with a score of 90 or more\n"
