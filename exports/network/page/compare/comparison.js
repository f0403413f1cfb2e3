/* Two sides of a network compared: partnerships approved up to two years, of two terms of a facet, or in two
   editions of a graph; what only one of them has, what both have, and what changed. Two graphs of which one has no
   partnerships are compared by their nodes and edges. No DOM.

   A side is written "facet:key", such as "countries:RUS", "until:2015" or "editions:old". */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const NAMED = 3; // in a sentence
  const STATES = ["first", "second", "changed", "both"]; // in which a table lists them
  const KINDS = ["school", "university", "country", "discipline", "industry"];

  const split = (side) => [side.slice(0, side.indexOf(":")), side.slice(side.indexOf(":") + 1)];
  const stateOf = (a, b, changed) => (b === 0 ? "first" : a === 0 ? "second" : changed ? "changed" : "both");
  const total = ({ a = 0, b = 0 }) => a + b;
  const ordered = (rows) => rows.sort((x, y) => STATES.indexOf(x.state) - STATES.indexOf(y.state) || total(y) - total(x) || (x.id ?? x.index) - (y.id ?? y.index));

  yuqiao.comparisonOf = (data, model, words) => {
    const { say, nameOf, counted } = words;
    const { partnerships, nodes, edges, facets } = model;
    const isOfEdges = Boolean(data.graphs);
    const terms = isOfEdges ? { editions: data.graphs.names } : data.terms;
    const years = [...new Set(partnerships.map(({ year }) => year).filter(Number.isInteger))].sort((a, b) => a - b);

    // ---- sides -----------------------------------------------------------------------------------
    const named = isOfEdges ? ["editions"] : facets;

    function isSide(side) {
      const [facet, key] = split(side ?? "");
      return facet === "until" ? years.length > 0 && /^[12]\d{3}$/.test(key) : named.includes(facet) && Object.hasOwn(terms[facet], key);
    }

    function sideName(side) {
      const [facet, key] = split(side);
      return facet === "until" ? say("compare-until", { year: key }) : nameOf(terms[facet][key]);
    }

    function has(side) {
      const [facet, key] = split(side);
      return facet === "until" ? ({ year }) => Number.isInteger(year) && year <= Number(key) : (each) => (each[facet] ?? []).includes(key);
    }

    const matchingIn = (filters, only) => model.matching(filters).filter((index) => only === null || only.has(index));

    /** What can be compared: { facet, sides }, of each facet with two terms, and of the years. */
    function choices() {
      const found = named.map((facet) => ({ facet, sides: Object.keys(terms[facet]).map((key) => `${facet}:${key}`) }));
      return [...found, ...(years.length > 1 ? [{ facet: "until", sides: years.map((year) => `until:${year}`) }] : [])];
    }

    /** The sides at first: two editions, else the two largest terms of the first facet of which two are shown, else
        one that is shown and another. */
    function usual(filters, only = null) {
      const all = choices();
      const own = matchingIn(filters, only).map((index) => partnerships[index]);
      const first = own.reduce((least, { year }) => (Number.isInteger(year) ? Math.min(least, year) : least), Infinity);
      const met = (facet) => new Set(own.flatMap((each) => each[facet] ?? []));
      const isMet = (facet, keys) => (side) => (facet === "until" ? Number(split(side)[1]) >= first : keys.has(split(side)[1]));
      const present = all.map(({ facet, sides }) => sides.filter(isMet(facet, met(facet))));
      const best = all.findIndex(({ facet }, at) => facet === "editions" || present[at].length > 1);
      return all.length ? [...new Set([...present[Math.max(0, best)], ...all[Math.max(0, best)].sides])].slice(0, 2) : null;
    }

    // ---- the comparison --------------------------------------------------------------------------
    const within = (ids, own) => (ids ?? []).reduce((sum, index) => sum + own.has(index), 0);

    function kinds(own) {
      const counts = {};
      for (const id of new Set([...own].flatMap((index) => partnerships[index].nodes ?? []))) counts[nodes[id].kind] = (counts[nodes[id].kind] ?? 0) + 1;
      return counts;
    }

    function nodeRows(first, second) {
      return nodes.flatMap((node, id) => {
        const [a, b] = [within(node.partnerships, first), within(node.partnerships, second)];
        return a + b ? [{ id, kind: node.kind, a, b, state: stateOf(a, b, a !== b) }] : [];
      });
    }

    function partnershipRows(first, second, isEditions) {
      return [...new Set([...first, ...second])].map((index) => {
        const changes = isEditions ? partnerships[index].changes ?? [] : [];
        return { index, changes, state: stateOf(Number(first.has(index)), Number(second.has(index)), changes.length > 0) };
      });
    }

    /** Compares two sides under the filters, and within a part of the network if its partnerships are given. */
    function compare(filters, sides, only = null) {
      const matching = matchingIn(filters, only);
      const [first, second] = sides.map(has).map((isOn) => new Set(matching.filter((index) => isOn(partnerships[index]))));
      const [facet] = split(sides[0]);
      const isTime = facet === "until" || facet === "editions";
      const side = (name, own) => ({ side: name, name: sideName(name), partnerships: own, kinds: kinds(own) });
      return {
        facet, isTime, isNarrowed: only !== null || model.isFiltered(filters), first: side(sides[0], first), second: side(sides[1], second),
        nodes: ordered(nodeRows(first, second)), partnerships: ordered(partnershipRows(first, second, facet === "editions")),
        uncounted: facet === "until" ? matching.filter((index) => !Number.isInteger(partnerships[index].year)).length : 0,
      };
    }

    /** Compares two graphs by what is shown of their nodes and edges; a node counts its edges. */
    function compareEdges(shown, sides) {
      const keys = sides.map((name) => split(name)[1]);
      const held = ({ editions = [] }) => keys.map((key) => Number(editions.includes(key)));
      const row = (thing) => stateOf(...held(thing), Boolean(thing.changes));
      const count = (id) => keys.map((_, at) => model.edgesOf[id].reduce((sum, index) => sum + (shown.edges.has(index) ? held(edges[index])[at] : 0), 0));
      const own = [...shown.nodes].map((id) => ({ id, kind: nodes[id].kind, a: count(id)[0], b: count(id)[1], changes: nodes[id].changes ?? [], state: row(nodes[id]) }));
      const lines = [...shown.edges].map((index) => ({ index, changes: edges[index].changes ?? [], state: row(edges[index]) }));
      const side = (name, at) => ({
        side: name, name: sideName(name), partnerships: new Set(), nodes: new Set([...shown.nodes].filter((id) => held(nodes[id])[at])), edges: new Set([...shown.edges].filter((index) => held(edges[index])[at])),
      });
      return {
        facet: "editions", isTime: true, isOfEdges: true, isNarrowed: shown.isFiltered, first: side(sides[0], 0), second: side(sides[1], 1),
        nodes: ordered(own), edges: ordered(lines), partnerships: [], uncounted: 0,
      };
    }

    /** What is shown of one graph, or of both. */
    function ofSide(shown, found, which) {
      const side = found[which];
      return side ? { ...shown, nodes: side.nodes, edges: side.edges } : shown;
    }

    /** The partnerships drawn: those of one side, or of both. */
    const drawn = ({ first, second }, which) => (which === "first" ? first.partnerships : which === "second" ? second.partnerships : new Set([...first.partnerships, ...second.partnerships]));

    /** Of each kind: how many are on one side only, on both alike, and on both in other numbers. */
    function counts(found, kind) {
      const own = found.nodes.filter((each) => each.kind === kind);
      return Object.fromEntries(STATES.map((state) => [state, own.filter((each) => each.state === state).length]));
    }

    const presentKinds = (found) => (isOfEdges ? data.kinds : KINDS).filter((kind) => found.nodes.some((each) => each.kind === kind));

    // ---- a sentence that can be quoted -----------------------------------------------------------
    const size = ({ partnerships: own, kinds: met }) => (met.school ? say("compare-size", { partnerships: counted("partnerships", own.size), schools: counted("school", met.school) }) : counted("partnerships", own.size));

    function shared(found, kind) {
      const own = found.nodes.filter((each) => each.kind === kind && each.a && each.b);
      if (!own.length) return say(`compare-no-${kind}`);
      const names = own.slice(0, NAMED).map(({ id }) => nameOf(nodes[id])).join(say("comma"));
      return say(`compare-shared-${kind}`, { count: own.length, names: own.length > NAMED ? say("compare-and-more", { names, count: own.length - NAMED }) : names });
    }

    function head({ facet, first, second, partnerships: rows }) {
      if (facet !== "editions") return say("compare-sizes", { a: first.name, sa: size(first), b: second.name, sb: size(second) });
      const count = (state) => rows.filter((each) => each.state === state).length;
      return say("compare-editions", { a: first.name, b: second.name, na: first.partnerships.size, nb: second.partnerships.size, gone: count("first"), new: count("second"), changed: count("changed") });
    }

    /** How many nodes and edges two graphs have, and how many of both are new, gone or changed. */
    function sentenceOfEdges({ first, second, nodes: own, edges: lines }) {
      const size = ({ nodes: ids, edges: ways }) => say("compare-graph-size", { nodes: counted("nodes", ids.size), edges: counted("edges", ways.size) });
      const count = (rows, state) => rows.filter((each) => each.state === state).length;
      const part = (key, rows) => say(key, { new: count(rows, "second"), gone: count(rows, "first"), changed: count(rows, "changed"), both: count(rows, "both") + count(rows, "changed") });
      return words.joined([say("compare-sizes", { a: first.name, sa: size(first), b: second.name, sb: size(second) }),
        part("compare-graph-nodes", own), part("compare-graph-edges", lines), data.date ? say("as-of", { date: data.date }) : ""]);
    }

    function sentence(found) {
      if (found.isOfEdges) return sentenceOfEdges(found);
      const { first, second, facet, isTime, uncounted } = found;
      const empty = [first, second].filter(({ partnerships: own }) => !own.size);
      const without = found.isNarrowed ? empty : []; // else the sizes say it
      const isOf = (kind) => nodes.some((node) => node.kind === kind) && !(kind === "school" && facet === "schools") && !(kind === "discipline" && facet === "fields");
      const more = isTime || empty.length ? [] : ["school", "discipline"].filter(isOf).map((kind) => shared(found, kind));
      return words.joined([head(found), ...more, ...without.map(({ name }) => say("compare-none", { name })),
        uncounted ? say("compare-uncounted", { count: uncounted }) : "", data.date ? say("as-of", { date: data.date }) : ""]);
    }

    const facetOf = (side) => split(side)[0];

    return { choices, usual, isSide, facetOf, sideName, compare, isOfEdges, compareEdges, ofSide, drawn, counts, presentKinds, sentence, states: STATES };
  };
})();
