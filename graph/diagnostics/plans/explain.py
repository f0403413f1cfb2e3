"""Query plans: the steps of the evaluation and, after a run, the rows and the time of each.

Oxigraph's plan comes from its own program (:mod:`yuqiao.graph.diagnostics.plans.oxigraph`). SPARQL
has no way to request the plan of a server; for one, the parts of the query are shown in the order
of the text (:mod:`yuqiao.graph.diagnostics.plans.textual_order`). Of several graphs queried as one
it is what is fetched from which (:mod:`yuqiao.graph.diagnostics.plans.members`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yuqiao.graph.diagnostics.plans.model import Plan
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store


def explain(
    store: Store,
    sparql: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    analyze: bool = False,
) -> Plan:
    """Return the plan of a query.

    :param bindings: a term for each variable that is bound from outside
    :param analyze: whether to run the query, and measure rows and time; else it is not run
    :raises yuqiao.graph.errors.QueryError: when the query is wrong, or the engine's program is
        missing
    :raises yuqiao.graph.errors.EndpointError: when a remote store fails to answer
    """
    from yuqiao.graph.stores.memory import MemoryStore
    from yuqiao.graph.stores.union.store import UnionStore

    if isinstance(store, UnionStore):
        from yuqiao.graph.diagnostics.plans.members import members_plan

        return members_plan(store, sparql, bindings or {}, analyze=analyze)
    if isinstance(store, MemoryStore):
        from yuqiao.graph.diagnostics.plans.oxigraph import engine_plan

        return engine_plan(store, sparql, bindings or {}, analyze=analyze)
    from yuqiao.graph.diagnostics.plans.textual_order import textual_plan

    return textual_plan(store, sparql, bindings or {}, analyze=analyze)
