"""Format the history of an entity as text and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from yuqiao.exports.reports.evidence.programme_check import source_text
from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import align_pairs
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.labels import Label, label_of
from yuqiao.graph.network.partnership_queries import sources_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode

    from yuqiao.graph.evidence.history import Event
    from yuqiao.graph.stores.store import Store

_RECORDED = Label("recorded {}", "{}记录")
_NONE = Label("Nothing dated is known of it.", "没有已知的注明日期的内容。")
_SOURCES = Label("Sources", "来源")
_UNDATED = Label("undated", "未注日期")


def history_text(store: Store, entity: NamedNode, events: Sequence[Event], lang: str) -> str:
    """Return a history as text, one line for each event, with numbered sources."""
    names = labels_of(store, [entity.value])
    heading = (names.get(entity.value) or label_of(entity.value, {})).text(lang)
    cited = dict.fromkeys(source for event in events for source in event.sources)
    numbers = {iri: number for number, iri in enumerate(cited, 1)}
    lines = [harmless(heading), harmless(entity.value), ""]
    if not events:
        return "\n".join([*lines, _NONE.text(lang)]) + "\n"
    rows = [(event.date or _UNDATED.text(lang), _line(event, numbers, lang)) for event in events]
    sources = sources_named(store, cited) if cited else {}
    listed = [(f"[{n}]", source_text(sources[iri], lang)) for iri, n in numbers.items()]
    lines += [*align_pairs(rows), "", _SOURCES.text(lang), *align_pairs(listed)]
    return "\n".join(lines) + "\n"


def _line(event: Event, numbers: dict[str, int], lang: str) -> str:
    told = [event.basis.text(lang)]
    if event.review != event.basis:
        told.append(event.review.text(lang))
    if event.recorded:
        told.append(_RECORDED.text(lang).format(event.recorded))
    between, (before, after) = ("，", "（）") if lang == "zh" else (", ", ("(", ")"))
    cites = "".join(f"[{numbers[source]}]" for source in event.sources)
    return f"{harmless(event.text.text(lang))} {before}{between.join(told)}{after} {cites}".rstrip()


def history_json(entity: NamedNode, events: Sequence[Event]) -> str:
    """Return a history as JSON, in both display languages."""
    shown = [
        {
            **asdict(event),
            "text": event.text._asdict(),
            "basis": event.basis._asdict(),
            "review": event.review._asdict(),
        }
        for event in events
    ]
    return (
        json.dumps({"entity": entity.value, "events": shown}, ensure_ascii=False, indent=2) + "\n"
    )
