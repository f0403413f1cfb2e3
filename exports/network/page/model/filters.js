/* The network under the filters, and neighbourhoods in it. No DOM.

   Filters apply to partnerships: a node or edge is shown while one of its partnerships matches. Choices
   within a facet are combined with OR (Russia or Korea), facets with AND (Russia, and bachelor). Nodes
   and edges without partnerships are shown while no filter is set. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const FACETS = ["countries", "level", "form", "fields", "stem", "status"];

  yuqiao.modelOf = (data) => {
    const { nodes, edges } = data;
    const partnerships = data.partnerships ?? [];
    const terms = data.terms ?? {};
    const facets = FACETS.filter((facet) => Object.keys(terms[facet] ?? {}).length > 1);
    const years = partnerships.map((each) => each.year).filter((year) => Number.isInteger(year));
    const span = years.length ? { first: Math.min(...years), last: Math.max(...years) } : null;
    const undated = partnerships.length - years.length;
    const edgesOf = nodes.map(() => []);
    edges.forEach((edge, index) => {
      edgesOf[edge.from].push(index);
      if (edge.to !== edge.from) edgesOf[edge.to].push(index);
    });

    // ---- matching --------------------------------------------------------------------------------
    const inYears = (each, { from, to, undated: kept }) =>
      Number.isInteger(each.year) ? (from === null || each.year >= from) && (to === null || each.year <= to) : kept;
    const inFacet = (each, facet, chosen) => !chosen?.size || (each[facet] ?? []).some((key) => chosen.has(key));

    /** The partnerships that match, with one facet ignored. */
    function matching(filters, but = null) {
      const asked = facets.filter((facet) => facet !== but && filters.chosen[facet]?.size);
      return partnerships.flatMap((each, index) =>
        (but === "years" || inYears(each, filters)) && asked.every((facet) => inFacet(each, facet, filters.chosen[facet])) ? [index] : []);
    }

    /** The number of partnerships that would match with each choice of a facet. */
    function remaining(filters, facet) {
      const counts = Object.fromEntries(Object.keys(terms[facet]).map((key) => [key, 0]));
      for (const index of matching(filters, facet)) {
        for (const key of partnerships[index][facet] ?? []) counts[key] += 1;
      }
      return counts;
    }

    /** The number of approvals by year under the other filters; those of unknown year under null. */
    function approvals(filters) {
      const counts = new Map();
      for (const index of matching(filters, "years")) {
        const year = Number.isInteger(partnerships[index].year) ? partnerships[index].year : null;
        counts.set(year, (counts.get(year) ?? 0) + 1);
      }
      return counts;
    }

    const isFiltered = (filters) =>
      facets.some((facet) => filters.chosen[facet]?.size) || filters.from !== null || filters.to !== null || !filters.undated;

    /** The nodes, edges and partnerships shown, as sets of their numbers. */
    function visible(filters, hidden) {
      const kept = new Set(matching(filters));
      const asked = isFiltered(filters);
      const behind = (own) => (own?.length ? !asked || own.some((index) => kept.has(index)) : !asked);
      const shown = new Set(nodes.flatMap((node, id) => (!hidden.has(node.kind) && behind(node.partnerships) ? [id] : [])));
      const lines = edges.flatMap((edge, index) =>
        shown.has(edge.from) && shown.has(edge.to) && behind(edge.partnerships) ? [index] : []);
      return { nodes: shown, edges: new Set(lines), partnerships: kept, isFiltered: asked || hidden.size > 0 };
    }

    /** The number of nodes of each kind under the filters, also of hidden kinds. */
    function kindCounts(filters) {
      const counts = Object.fromEntries(data.kinds.map((kind) => [kind, 0]));
      for (const id of visible(filters, new Set()).nodes) counts[nodes[id].kind] += 1;
      return counts;
    }

    // ---- neighbourhoods --------------------------------------------------------------------------
    const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

    /** The shown neighbours of a node: { id, edge }, each once. */
    function neighbours(id, shown) {
      const found = new Map();
      for (const index of edgesOf[id]) {
        const other = otherEnd(edges[index], id);
        if (shown.edges.has(index) && other !== id && !found.has(other)) found.set(other, { id: other, edge: index });
      }
      return [...found.values()];
    }

    /** The partnerships behind a selection that match the filters. */
    function behindOf(choice, shown) {
      const own = choice.node !== undefined ? nodes[choice.node].partnerships
        : choice.edge !== undefined ? edges[choice.edge].partnerships
          : [choice.partnership];
      return (own ?? []).filter((index) => shown.partnerships.has(index));
    }

    /** The nodes and edges that a selection highlights: its neighbourhood, or all in its partnerships. */
    function neighbourhood(choice, shown) {
      const focus = new Set(behindOf(choice, shown));
      const shares = (own) => (own ?? []).some((index) => focus.has(index));
      const lit = new Set();
      const lines = new Set();
      if (choice.edge !== undefined) {
        lines.add(choice.edge);
        lit.add(edges[choice.edge].from).add(edges[choice.edge].to);
      }
      if (choice.node !== undefined) {
        lit.add(choice.node);
        for (const { id, edge } of neighbours(choice.node, shown)) lit.add(id), lines.add(edge);
      }
      for (const index of focus) for (const id of partnerships[index].nodes) if (shown.nodes.has(id)) lit.add(id);
      const near = [...lit].flatMap((id) => edgesOf[id]).filter((index) => shown.edges.has(index) && shares(edges[index].partnerships));
      for (const index of near) if (lit.has(edges[index].from) && lit.has(edges[index].to)) lines.add(index);
      return { lit, lines };
    }

    return {
      nodes, edges, partnerships, terms, facets, span, undated, edgesOf, otherEnd,
      matching, remaining, approvals, isFiltered, visible, kindCounts, neighbours, behindOf, neighbourhood,
    };
  };
})();
