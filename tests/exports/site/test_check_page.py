"""The page of checks has every entry whole, so that it works from disk and without scripts."""

from __future__ import annotations

import json
import re

import pytest

import yuqiao
from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.pages.check import check_page
from yuqiao.exports.site.pages.localization import Locale, PageContext
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.evidence.programme_search import ProgrammeIndex
from yuqiao.graph.evidence.register_check import checks_of_index, register_lists
from yuqiao.ontology.namespaces import BASE


@pytest.mark.parametrize(
    ("lang", "fee", "notice"),
    [
        ("zh", "53,000 元/学年", "本项目并非官方网站"),
        ("en", "53,000 yuan a year", "This is not an official site"),
    ],
)
def test_the_page_holds_all_checks(lang: str, fee: str, notice: str) -> None:
    graph = yuqiao.open()
    known = EntityIndex(graph)
    locale = Locale(known, SitePaths(known.things, BASE), lang)
    checks = checks_of_index(known, known.of_class("yq:Partnership"))

    page = check_page(
        PageContext(locale, "check"), checks, ProgrammeIndex.of_store(graph), register_lists(graph)
    )

    entries = set(re.findall(r'<details id="(check-[\w-]+)"', page))
    assert len(entries) == 85
    assert fee in page
    assert notice in page
    (data,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page) or (
        re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    )
    found = json.loads(data)
    assert {
        f"check-{iri}".replace("check-check-", "check-") for iri in found["programmes"]
    } == entries
