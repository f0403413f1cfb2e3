"""Why a network is empty, in a sentence or two that its page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.messages import counted
from yuqiao.graph.network.partnerships import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.network.filters import PartnershipFilter
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store

_NO_REGISTER = Label(
    "This graph holds no partnership to draw. A partnership is a thing with yq:chinesePartner or "
    "yq:foreignPartner; `--of` draws the network of a query of any graph.",
    "此图谱中没有可绘制的合作办学。合作办学须有 yq:chinesePartner 或 yq:foreignPartner；"
    "用 --of 可绘制任何图谱中查询所得的网络。",
)


def of_register(store: Store, selection: PartnershipFilter, partnerships: int) -> Label:
    """Say why nothing of a graph's partnerships is drawn.

    :param selection: what they were chosen by
    :param partnerships: how many were chosen

    >>> import yuqiao
    >>> from yuqiao.graph.network.filters import PartnershipFilter
    >>> wanted = PartnershipFilter(country="RU", level="diploma", since=2026)
    >>> print(of_register(yuqiao.open(), wanted, 0).en)
    No partnership matches all of: country RU (8), level diploma (34), approved from 2026 (0).
    """
    chosen = selection.each(store)
    if partnerships:
        return Label(
            f"None of the {counted(partnerships, 'partnership')} chosen has what this network "
            "shows.",
            f"所选的{partnerships}个合作办学均没有此网络所显示的内容。",
        )
    if not chosen:
        return _NO_REGISTER
    if len(chosen) == 1:
        what = chosen[0][0]
        return Label(f"No partnership matches {what.en}.", f"没有符合条件的合作办学：{what.zh}。")
    english = ", ".join(f"{what.en} ({len(found)})" for what, found in chosen)
    chinese = "，".join(f"{what.zh}（{len(found)}）" for what, found in chosen)
    return Label(
        f"No partnership matches all of: {english}.",
        f"没有合作办学同时符合以下条件（括号内为各自数量）：{chinese}。",
    )


def of_query(store: Store, sparql: str, bindings: Mapping[str, Term]) -> Label:
    """Say why a query gives no network: the part without a match, and what may help.

    >>> import yuqiao
    >>> none = "SELECT ?source ?target { ?source yq:partnersWit ?target }"
    >>> print(of_query(yuqiao.open(), none, {}).en)
    The query returns no rows. ?source yq:partnersWit ?target has no match: the graph has no \
property yq:partnersWit; did you mean yq:partnersWith?
    """
    from yuqiao.graph.diagnostics.empty_results.explain import why_empty

    found = why_empty(store, sparql, bindings)
    said = [found.summary if found.empty else "The query gives no link between two things."]
    for finding in found.findings:
        parts = " and ".join(sparql[part.start : part.end] for part in finding.parts)
        hints = "; ".join(hint.text for hint in finding.hints)
        said.append(f"{parts} has no match: {hints or finding.why}")
    english = " ".join(text if text.endswith((".", "?")) else f"{text}." for text in said)
    return Label(english, f"查询没有结果。{english}")
