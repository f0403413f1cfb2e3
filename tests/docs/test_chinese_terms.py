"""One term for one thing in every Chinese text of the package, and Hong Kong is never counted under 国.

Texts of the curated tables are not checked: they name sources and people as these name themselves.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PACKAGE = [
    *ROOT.glob("*.py"),
    *(
        file
        for room in ("commands", "shell", "exports", "graph", "ontology")
        for kind in ("py", "ttl", "rq", "json", "html", "js", "jsonld", "po")
        for file in (ROOT / room).rglob(f"*.{kind}")
        if "vendor" not in file.parts
    ),
    ROOT / "data/tables/csv-metadata.json",
    ROOT / "README.zh-CN.md",
    *(ROOT / "docs").glob("*.zh-CN.md"),
]

INSTEAD = {
    r"伙伴国": "合作国家（地区）",
    r"国家和地区|国家或地区|国家/地区|国家、地区": "国家（地区）",
    r"各国(?!家)|同一国(?!家)|某一国(?!家)|外国(?:高校|大学|院校)": "各国家（地区）, 外方院校",
    r"(?<!合作)国家(?=数|与|、|和|：|:|。|，)": "国家（地区）",
    r"编者": "编辑",
    r"(?<!原文)说法": "陈述",
    r"已查未得|查过而未": "已查找，未找到",
    r"事物": "条目",
    r"现状": "当前",
    r"其所述": "原文说法",
    r"未见终止": "未终止",
    r"合作者|合作方(?!式)": "合作院校, 中方院校, 外方院校",
    r"学科专业": "专业",
    r"教育领域(?!分类)": "学科领域",
    r"批准书或许可证|证书编号": "许可证（批准书）编号",
    r"教育部代码": "学校标识码",
    r"办学主体": "办学性质",
    r"理工（STEM）|理工科|STEM ?标记": "STEM（理工）",
    r"形状": "数据校验规则（SHACL）",
    r"中介性": "结构洞经纪度",
    r"[0-9}] ?(?:项|个)合作办学(?!机构|项目)": "个合作办学机构和项目",
    r"(?:每个|一个|多少个)合作办学(?!机构|项目)": "合作办学机构或项目",
    r"合作办学(?:总|数)": "合作办学机构和项目数",
    r"所报(?!道)|所计(?!数|算|入)": "来源报告的, 统计",
    r"(?:什么时候|何时)读": "查阅于何时",
    r"\} (?:项|个|行|条|种)": "no space between a number in Chinese and its measure word",
}


@pytest.mark.slow
@pytest.mark.parametrize("wrong", INSTEAD)
def test_no_text_has_a_form_that_is_not_ours(wrong: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]} (write {INSTEAD[wrong]})"
        for file in PACKAGE
        if file.name != "programme_search.py"  # which has the words that people ask in
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(wrong, line)
    ]

    assert found == []


def test_texts_of_every_room_are_looked_at() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    rooms = {
        file.relative_to(ROOT).parts[0]
        for file in PACKAGE
        if chinese.search(file.read_text("utf-8"))
    }

    assert {"exports", "graph", "ontology", "docs", "README.zh-CN.md"} <= rooms
