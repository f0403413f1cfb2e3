"""Explain why a network is empty, in a sentence or two for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.entities.profile import is_in_vocabulary
from yuqiao.graph.labels import Label
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.network.filters import PartnershipFilter
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_NO_REGISTER = Label(
    "This graph has no partnerships to draw. A partnership is an entity with yq:chinesePartner or "
    "yq:foreignPartner; the network of a query can be drawn from any graph.",
    "此图谱中没有可绘制的合作办学机构和项目，它们须有 yq:chinesePartner 或 yq:foreignPartner；"
    "任何图谱均可绘制由查询得出的网络。",
)
_NO_LINKS = Label(
    "No two entities of this graph are linked to each other, so there is no network to draw.",
    "此图谱中没有相互联系的实体，因此没有可绘制的网络。",
)


def empty_register_notice(store: Store, selection: PartnershipFilter, partnerships: int) -> Label:
    """Explain why none of a graph's partnerships are drawn.

    :param selection: the filter
    :param partnerships: how many match it

    >>> import yuqiao
    >>> from yuqiao.graph.network.filters import PartnershipFilter
    >>> wanted = PartnershipFilter(country="RU", level="diploma", since=2026)
    >>> print(empty_register_notice(yuqiao.open(), wanted, 0).en)
    No partnership matches all of: country RU (8), level diploma (34), approved from 2026 (0).
    """
    chosen = selection.each(store)
    if partnerships:
        return Label(
            f"None of the {counted(partnerships, 'selected partnership')} has the kinds of node "
            "that this network shows.",
            f"所选的{partnerships}个合作办学机构和项目均没有此网络所显示的节点。",
        )
    if not chosen:
        return _NO_REGISTER if is_in_vocabulary(store) else _NO_LINKS
    if len(chosen) == 1:
        what = chosen[0][0]
        return Label(
            f"No partnership matches {what.en}.", f"没有符合条件的合作办学机构和项目：{what.zh}。"
        )
    english = ", ".join(f"{what.en} ({len(found)})" for what, found in chosen)
    chinese = "，".join(f"{what.zh}（{len(found)}）" for what, found in chosen)
    return Label(
        f"No partnership matches all of: {english}.",
        f"没有合作办学机构和项目同时符合以下条件（括号内为各自数量）：{chinese}。",
    )


def empty_query_notice(store: Store, sparql: str, bindings: Mapping[str, Term]) -> Label:
    """Explain why a query describes no network: the part without a match, and what may help.

    >>> import yuqiao
    >>> none = "SELECT ?source ?target { ?source yq:partnersWit ?target }"
    >>> print(empty_query_notice(yuqiao.open(), none, {}).en)
    The query returns no rows. ?source yq:partnersWit ?target has no match: the graph has no \
property yq:partnersWit; did you mean yq:partnersWith?
    """
    from yuqiao.graph.diagnostics.empty_results.explain import why_empty

    found = why_empty(store, sparql, bindings)
    english = [found.summary if found.empty else "The query returns no link between two IRIs."]
    chinese = ["查询没有结果。" if found.empty else "查询没有返回两个 IRI 之间的联系。"]
    for finding in found.findings:
        parts = [sparql[part.start : part.end] for part in finding.parts]
        hints = "; ".join(hint.text for hint in finding.hints)
        english.append(f"{' and '.join(parts)} has no match: {hints or finding.why}")
        chinese.append(f"图谱中没有与此匹配的内容：{'；'.join(parts)}。")
    sentences = (text if text.endswith((".", "?")) else f"{text}." for text in english)
    return Label(" ".join(sentences), "".join(chinese))
