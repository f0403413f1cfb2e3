"""The page of checks finds what the program finds: the same questions, the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yuqiao
from yuqiao.exports.site.entity_paths import SitePaths
from yuqiao.exports.site.pages.check import check_page
from yuqiao.exports.site.pages.localization import Locale, PageContext
from yuqiao.graph.entities.index import EntityIndex
from yuqiao.graph.evidence.programme_search import ProgrammeIndex
from yuqiao.graph.evidence.register_check import checks_of_index
from yuqiao.ontology.namespaces import BASE

SHARED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "support" / "programme_search.json").read_text("utf-8")
)
ANSWERS = """asked => {
  const query = document.getElementById('query');
  const slugs = all => [...all].map(each => each.replace(/^#?check-/, '')).sort();
  return asked.map(text => {
    query.value = text;
    query.dispatchEvent(new Event('input'));
    const shown = [...document.querySelectorAll('.checks > details:not([hidden])')];
    const all = document.querySelectorAll('.checks > details').length;
    return {
      found: shown.length === all ? [] : slugs(shown.map(each => each.id)),
      near: slugs([...document.querySelectorAll('#near a')].map(each => each.hash)),
    };
  });
}"""


def test_the_page_answers_as_the_program_does(
    keep_open: Callable[..., Any], tmp_path: Path
) -> None:
    graph = yuqiao.open()
    known = EntityIndex(graph)
    locale = Locale(known, SitePaths(known.things, BASE), "zh")
    checks = checks_of_index(known, known.of_class("yq:Partnership"))
    page = check_page(PageContext(locale, "check"), checks, ProgrammeIndex.of_store(graph), ())
    (tmp_path / "check.html").write_text(page, "utf-8")

    answers = keep_open(tmp_path / "check.html").page.evaluate(
        ANSWERS, [case["asked"] for case in SHARED]
    )

    for case, answer in zip(SHARED, answers, strict=True):
        found = answer["found"]
        told = len(found) if isinstance(case["found"], int) else found
        assert (case["asked"], told) == (case["asked"], case["found"])
        assert (case["asked"], answer["near"]) == (case["asked"], sorted(case["near"]))
