/* The network under the filters, and neighbourhoods in it. No DOM.

   Filters apply to partnerships: a node or edge is shown while one of its partnerships matches. Choices
   within a facet are combined with OR (Russia or Korea), facets with AND (Russia, and bachelor). Nodes
   and edges without partnerships are shown while no filter is set. What is shown counts the partnerships
   that match, and no others. Years are a filter; those of unknown year match it unless they are left out. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const IN_A_COUNTRY = new Set(["country", "university"]); // the country of others is that of most partnerships
  const FACETS = ["editions", "countries", "level", "form", "fields", "schools", "stem", "status"];

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
    const hasYears = ({ from, to }) => from !== null || to !== null;
    const inYears = (each, { from, to, undated: kept }) =>
      Number.isInteger(each.year) ? (from === null || each.year >= from) && (to === null || each.year <= to) : kept || !hasYears({ from, to });
    const inFacet = (each, facet, chosen) => !chosen?.size || (each[facet] ?? []).some((key) => chosen.has(key));

    /** The partnerships that match, with one facet ignored. */
    function matching(filters, but = null) {
      const asked = facets.filter((facet) => facet !== but && filters.chosen[facet]?.size);
      return partnerships.flatMap((each, index) =>
        (but === "years" || inYears(each, filters)) && asked.every((facet) => inFacet(each, facet, filters.chosen[facet])) ? [index] : []);
    }

    let counted = {}; // of the filters asked for last, as all facets are counted at once

    /** The number of partnerships that would match with each choice of each facet: one that matches but for one facet counts in that. */
    function allRemaining(filters) {
      const counts = Object.fromEntries(facets.map((facet) => [facet, Object.fromEntries(Object.keys(terms[facet]).map((key) => [key, 0]))]));
      const asked = facets.filter((facet) => filters.chosen[facet]?.size);
      const count = (each, facet) => {
        for (const key of each[facet] ?? []) counts[facet][key] += 1;
      };
      for (const each of partnerships) {
        if (!inYears(each, filters)) continue;
        const missed = asked.filter((facet) => !inFacet(each, facet, filters.chosen[facet]));
        if (missed.length > 1) continue;
        for (const facet of missed.length ? missed : facets) count(each, facet);
      }
      return counts;
    }

    /** The number of partnerships that would match with each choice of a facet. */
    function remaining(filters, facet) {
      if (counted.filters !== filters) counted = { filters, counts: allRemaining(filters) };
      return counted.counts[facet];
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

    const isFiltered = (filters) => facets.some((facet) => filters.chosen[facet]?.size) || hasYears(filters);

    // ---- what is shown ---------------------------------------------------------------------------
    /** The most frequent term of a facet; null in a tie. */
    function mostFrequent(indices, facet) {
      const counts = new Map();
      let [first, most, isTie] = [null, 0, false];
      for (const index of indices) for (const key of partnerships[index][facet] ?? []) {
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        if (count > most) [first, most, isTie] = [key, count, false];
        else if (count === most) isTie = true;
      }
      return isTie ? null : first;
    }

    const notEnded = (indices) => indices.filter((index) => !partnerships[index].ended).length;

    /** A node as far as some partnerships go: its number of them, and the country and level of most. */
    function nodeBehind(node, kept) {
      if (!node.partnerships) return node;
      const own = node.partnerships.filter((index) => kept.has(index));
      const country = IN_A_COUNTRY.has(node.kind) ? node.country : mostFrequent(own, "countries");
      return { ...node, partnerships: own, current: notEnded(own), country, level: mostFrequent(own, "level") };
    }

    /** An edge as far as some partnerships go; null if none of them is behind it. */
    function edgeBehind(edge, kept) {
      if (edge.shared) return sharedBehind(edge, kept);
      const own = (edge.partnerships ?? []).filter((index) => kept.has(index));
      if (!own.length) return null;
      const weight = edge.weight === edge.partnerships.length ? own.length : edge.weight; // else given by a query
      return { ...edge, partnerships: own, current: notEnded(own), weight };
    }

    /** An edge between nodes with common neighbours: as far as both still share partnerships with them. */
    function sharedBehind(edge, kept) {
      const ends = [edge.from, edge.to].map((id) => new Set(nodes[id].partnerships));
      const behind = edge.shared.map((number) => ends.map((own) => data.shared[number].partnerships.filter((index) => kept.has(index) && own.has(index))));
      const shared = edge.shared.filter((_, at) => behind[at].every((own) => own.length));
      if (!shared.length) return null;
      const own = [...new Set(behind.filter((both) => both.every((each) => each.length)).flat(2))].sort((a, b) => a - b);
      return { ...edge, shared, partnerships: own, current: notEnded(own), weight: shared.length };
    }

    let last = {}; // what the filters asked for last leave, as several parts of a page ask for it

    /** What filters, or some partnerships only, leave of the nodes and edges, whatever kinds are hidden. */
    function behind(filters, only) {
      if (last.filters === filters && last.only === only) return last;
      const kept = only ?? new Set(matching(filters));
      const asked = only !== null || isFiltered(filters);
      const seen = asked ? nodes.map((node) => nodeBehind(node, kept)) : nodes;
      const drawn = asked ? edges.map((edge) => edgeBehind(edge, kept)) : edges;
      last = { filters, only, kept, asked, seen, drawn };
      return last;
    }

    /** The nodes, edges and partnerships shown under the filters, or behind some partnerships only, as sets of their numbers; node(id) and edge(index) are their records. */
    function visible(filters, hidden, only = null) {
      const { kept, asked, seen, drawn } = behind(filters, only);
      const shown = new Set(seen.flatMap((node, id) => (!hidden.has(node.kind) && (!asked || node.partnerships?.length) ? [id] : [])));
      const lines = edges.flatMap((edge, index) => (shown.has(edge.from) && shown.has(edge.to) && drawn[index] ? [index] : []));
      return {
        nodes: shown, edges: new Set(lines), partnerships: kept, isFiltered: asked || hidden.size > 0,
        node: (id) => seen[id], edge: (index) => drawn[index] ?? edges[index],
      };
    }

    /** The number of nodes of each kind under the filters, also of hidden kinds. */
    function kindCounts(filters, only = null) {
      const counts = Object.fromEntries(data.kinds.map((kind) => [kind, 0]));
      for (const id of visible(filters, new Set(), only).nodes) counts[nodes[id].kind] += 1;
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
      const own = choice.node !== undefined ? shown.node(choice.node).partnerships
        : choice.nodes ? [...new Set(choice.nodes.flatMap((id) => shown.node(id).partnerships ?? []))]
        : choice.edge !== undefined ? shown.edge(choice.edge).partnerships
          : [choice.partnership];
      return (own ?? []).filter((index) => shown.partnerships.has(index));
    }

    /** Several nodes with their neighbours. */
    function aroundAll(ids, shown) {
      const near = ids.flatMap((id) => neighbours(id, shown).map(({ id: other }) => other));
      const chosen = new Set(ids);
      const lines = [...chosen].flatMap((id) => edgesOf[id]).filter((index) => shown.edges.has(index));
      return { lit: new Set([...ids, ...near]), lines: new Set(lines) };
    }

    /** The nodes and edges that a selection highlights: its neighbourhood, or all in its partnerships. */
    function neighbourhood(choice, shown) {
      if (choice.nodes) return aroundAll(choice.nodes, shown);
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
