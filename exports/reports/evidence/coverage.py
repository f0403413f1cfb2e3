"""Format the coverage of a register: Markdown, HTML with plots, and JSON."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.graph.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yuqiao.graph.evidence.coverage import Coverage, Reported

FORMATS = ("markdown", "html", "json")

_WORDS = {
    "title": Label("Coverage of the register", "登记数据覆盖情况"),
    "intro": Label(
        "Partnerships recorded: {}; the newest evidence about one is of {}.",
        "共收{}个合作办学机构和项目；有关证据最近为{}。",
    ),
    "figures": Label("Reported and recorded", "来源报告的数字与本图谱所收"),
    "what": Label("What", "内容"),
    "date": Label("As of", "截至日期"),
    "reported": Label("Reported", "来源报告"),
    "recorded": Label("Recorded", "本图谱"),
    "gap": Label("Gap", "差额"),
    "reason": Label("Reason", "原因"),
    "gaps": Label("Empty columns", "空缺的栏目"),
    "not-found": Label("Searched for, not found", "已查找，未找到"),
    "not-searched": Label("Not searched for", "尚未查找"),
    "stale": Label("Stale facts", "证据较旧的事实"),
    "stale-intro": Label(
        "Facts without evidence of the last three years before that: {}.",
        "有{}项事实在此前三年内没有新的证据。",
    ),
    "single": Label("Facts with a single source", "只有一个来源的事实"),
    "of": Label("Of", "总数"),
    "property": Label("Property", "属性"),
    "duplicates": Label("Possible duplicates", "可能重复的条目"),
    "none": Label("None.", "无。"),
    "more": Label("... and {} more", "……另有{}项"),
    "members": Label("{} of these named, {} likely", "其中写明{}个，可能{}个"),
}
_MOST = 30  # rows of a long table
_BAR, _ROW, _NAMES = 320, 22, 350  # pixels of the longest bar, a row, and the names

Table = tuple[list[str], list[list[str]]]


def coverage_report(known: Coverage, form: str, lang: str) -> str:
    """Return a report of the coverage.

    :param form: one of :data:`FORMATS`
    :param lang: ``en`` or ``zh``
    """
    if form == "json":
        return _json(known)
    writer = _Report(known, lang)
    return writer.html() if form == "html" else writer.markdown()


class _Report:
    """Writes the sections of a report in one language."""

    def __init__(self, known: Coverage, lang: str) -> None:
        self._known = known
        self._lang = lang

    def markdown(self) -> str:
        """Return it as Markdown."""
        lines = [f"# {self._word('title')}", "", self._intro(), ""]
        for title, lead, table in self._sections():
            lines += [f"## {title}", ""]
            lines += [lead, ""] if lead else []
            lines += [*_markdown_table(table), ""] if table[1] else [self._word("none"), ""]
        return "\n".join(lines[:-1]) + "\n"

    def html(self) -> str:
        """Return it as one HTML file with plots, which needs nothing from elsewhere."""
        body = [f"<h1>{escape(self._word('title'))}</h1>", f"<p>{escape(self._intro())}</p>"]
        plots = iter([self._figure_plot(), self._gap_plot()])
        for title, lead, table in self._sections():
            body.append(f"<h2>{escape(title)}</h2>")
            body.append(f"<p>{escape(lead)}</p>" if lead else "")
            body.append(next(plots, ""))
            none = f"<p>{escape(self._word('none'))}</p>"
            body.append(_html_table(table) if table[1] else none)
        tag = "zh-Hans" if self._lang == "zh" else "en"
        return _PAGE.format(tag=tag, title=escape(self._word("title")), body="\n".join(body))

    def _word(self, key: str) -> str:
        return _WORDS[key].text(self._lang)

    def _intro(self) -> str:
        return self._word("intro").format(self._known.partnerships, self._known.newest)

    def _sections(self) -> Iterator[tuple[str, str, Table]]:
        word, known = self._word, self._known
        heads = [word(key) for key in ("what", "date", "reported", "recorded", "gap", "reason")]
        yield word("figures"), "", (heads, [self._figure(each) for each in known.figures])
        heads = [word("property"), word("not-found"), word("not-searched")]
        rows = [
            [each.label.text(self._lang), str(each.not_found), str(each.not_searched)]
            for each in known.gaps
        ]
        yield word("gaps"), "", (heads, rows)
        rows = [
            [each.date, each.property.text(self._lang), each.label.text(self._lang)]
            for each in known.stale
        ]
        lead = word("stale-intro").format(len(known.stale))
        yield word("stale"), lead, ([word("date"), word("property"), word("what")], self._cut(rows))
        rows = [
            [label.text(self._lang), str(alone), str(whole)] for label, alone, whole in known.single
        ]
        yield word("single"), "", ([word("property"), word("single"), word("of")], rows)
        rows = [[one.text(self._lang), other.text(self._lang)] for one, other in known.duplicates]
        yield word("duplicates"), "", ([word("what"), word("what")], rows)

    def _cut(self, rows: list[list[str]]) -> list[list[str]]:
        if len(rows) <= _MOST:
            return rows
        return [*rows[:_MOST], ["", "", self._word("more").format(len(rows) - _MOST)]]

    def _figure(self, each: Reported) -> list[str]:
        recorded = "" if each.recorded is None else f"{each.recorded} ({each.counted_on})"
        members = each.named + each.likely
        told = [each.reason.text(self._lang)]
        if members:
            recorded = str(members)
            told.insert(0, self._word("members").format(each.named, each.likely))
        gap = "" if each.gap is None else str(each.gap)
        reason = ("；" if self._lang == "zh" else "; ").join(filter(None, told))
        return [each.label.text(self._lang), each.date, str(each.value), recorded, gap, reason]

    def _figure_plot(self) -> str:
        compared = [f for f in self._known.figures if f.gap is not None]
        rows = [
            (
                f"{each.label.text(self._lang)} {each.date}",
                [float(each.value), float(each.value - (each.gap or 0))],
            )
            for each in compared
        ]
        return _bars(rows, [self._word("reported"), self._word("recorded")])

    def _gap_plot(self) -> str:
        rows = [
            (each.label.text(self._lang), [float(each.not_found), float(each.not_searched)])
            for each in self._known.gaps
        ]
        return _bars(rows, [self._word("not-found"), self._word("not-searched")])


def _bars(rows: Sequence[tuple[str, list[float]]], names: Sequence[str]) -> str:
    """Draw two bars for each row, as SVG; the numbers stand beside them."""
    if not rows:
        return ""
    most = max(max(values) for _, values in rows) or 1
    height = len(rows) * 2 * _ROW + _ROW
    parts = []
    for number, (name, values) in enumerate(rows):
        top = number * 2 * _ROW + _ROW
        shown = escape(harmless(name))
        parts.append(f'<text x="{_NAMES - 8}" y="{top + _ROW}" text-anchor="end">{shown}</text>')
        for place, value in enumerate(values):
            wide, y = round(value / most * _BAR), top + 3 + place * (_ROW - 6)
            parts.append(
                f'<rect class="b{place}" x="{_NAMES}" y="{y}" width="{wide}" height="{_ROW - 9}"/>'
                f'<text x="{_NAMES + wide + 6}" y="{y + 11}">{value:g}</text>'
            )
    key = "".join(
        f'<rect class="b{place}" x="{_NAMES + place * 190}" y="3" width="13" height="13"/>'
        f'<text x="{_NAMES + place * 190 + 19}" y="14">{escape(name)}</text>'
        for place, name in enumerate(names)
    )
    label = escape(" / ".join(names))
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {_NAMES + _BAR + 60} {height}">'
        f"{key}{''.join(parts)}</svg>"
    )


def _markdown_table(table: Table) -> list[str]:
    heads, rows = table
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(map(_cell, line)) + " |" for line in lines]


def _cell(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace("|", "\\|")


def _html_table(table: Table) -> str:
    heads, rows = table
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(harmless(cell))}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _json(known: Coverage) -> str:
    shown = {
        "partnerships": known.partnerships,
        "newest": known.newest,
        "figures": [
            {
                "label": each.label._asdict(),
                "date": each.date,
                "reported": str(each.value),
                "recorded": None if each.recorded is None else str(each.recorded),
                "countedOn": each.counted_on,
                "named": each.named,
                "likely": each.likely,
                "gap": None if each.gap is None else str(each.gap),
                "reason": each.reason._asdict(),
            }
            for each in known.figures
        ],
        "gaps": [
            {
                "property": each.property,
                "label": each.label._asdict(),
                "notFound": each.not_found,
                "notSearched": each.not_searched,
            }
            for each in known.gaps
        ],
        "stale": [
            {
                "thing": each.thing,
                "label": each.label._asdict(),
                "property": each.property._asdict(),
                "date": each.date,
            }
            for each in known.stale
        ],
        "singleSource": [
            {"property": label._asdict(), "facts": alone, "of": whole}
            for label, alone, whole in known.single
        ],
        "duplicates": [[one._asdict(), other._asdict()] for one, other in known.duplicates],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


_PAGE = """<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8886; --a: #0d7fcb; --b: #c55108; }}
body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}
body {{ font: 16px/1.5 "Noto Sans", "Noto Sans CJK SC", sans-serif; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
th, td {{ text-align: start; vertical-align: top; padding: .35em .8em .35em 0; }}
th, td {{ border-bottom: 1px solid var(--line); overflow-wrap: break-word; }}
svg {{ width: 100%; max-width: 48rem; height: auto; margin: .5rem 0 1rem; }}
svg text {{ font-size: 12px; fill: currentColor; }}
.b0 {{ fill: var(--a); }} .b1 {{ fill: var(--b); }}
</style></head>
<body>
{body}
</body></html>
"""
