/* The rows of the table view: the nodes, edges or partnerships shown, sorted. No DOM.

   A column has a key, a type (text or number) and of(key) -> the value for sorting and saving;
   cells(key), if present, returns what the table shows instead: { choice, name } for a button. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});

  yuqiao.rowsOf = (data, model, words, measured) => {
    const { nodes, edges, partnerships } = model;
    const { say, nameOf, listed } = words;
    const measures = Object.keys(data.measures ?? {}).filter((name) => name !== "community" || nodes.some((node) => node.measures?.community));
    const term = (facet, key) => (key && Object.hasOwn(model.terms[facet] ?? {}, key) ? nameOf(model.terms[facet][key]) : "");
    const nodeLink = (id) => ({ choice: { node: id }, name: nameOf(nodes[id]) });
    const text = (key, of, more = {}) => ({ key, of, number: false, ...more });
    const number = (key, of, more = {}) => ({ key, of, number: true, ...more });

    // ---- columns ---------------------------------------------------------------------------------
    function measureColumn(name, shown) {
      const of = measured(shown);
      const whole = of.isWhole(name);
      const pending = of.isPending(name) ? () => say("pending") : null;
      const heading = () => (whole ? words.wholeOf(data.measures[name]) : nameOf(data.measures[name]));
      return number(name, (id) => of.value(name, id), { heading, saveAs: whole ? `${name} of the whole network` : name, pending });
    }

    const nodeColumns = (shown) => [
      text("name", (id) => nameOf(nodes[id]), { cells: (id) => [nodeLink(id)] }),
      text("kind", (id) => words.kindOf(nodes[id].kind)),
      ...(nodes.some((node) => node.country) ? [text("main-country", (id) => term("countries", shown.node(id).country))] : []),
      ...(nodes.some((node) => node.inside) ? [number("inside", (id) => nodes[id].inside ?? null)] : []),
      ...(partnerships.length ? [number("partnerships", (id) => shown.node(id).partnerships?.length ?? 0)] : []),
      ...measures.map((name) => measureColumn(name, shown)),
      text("iri", (id) => nodes[id].iri ?? "", { saved: true }),
    ];

    const edgeColumns = (shown) => {
      const weight = (index) => shown.edge(index).weight ?? shown.edge(index).partnerships?.length ?? 1;
      return [
        text("from", (index) => nameOf(nodes[edges[index].from]), { cells: (index) => [nodeLink(edges[index].from)] }),
        text("relation", (index) => words.relationOf(edges[index].relation)),
        text("to", (index) => nameOf(nodes[edges[index].to]), { cells: (index) => [nodeLink(edges[index].to)] }),
        number("weight", weight, { cells: (index) => [{ choice: { edge: index }, name: words.number(weight(index)) }] }),
        ...(partnerships.length ? [number("not-ended", (index) => shown.edge(index).current ?? null)] : []),
        text("from-iri", (index) => nodes[edges[index].from].iri ?? "", { saved: true }),
        text("to-iri", (index) => nodes[edges[index].to].iri ?? "", { saved: true }),
      ];
    };

    /** The partners of a kind: nodes, then those that are not in the network. */
    const endsOf = (index, kind) => partnerships[index].nodes.filter((id) => nodes[id].kind === kind);
    const elsewhere = (index, kind) => partnerships[index].partners?.[kind] ?? [];
    const isKnown = (kind) => data.kinds.includes(kind) || partnerships.some((_, index) => elsewhere(index, kind).length);
    const ends = (kind) => text(kind, (index) => listed([...endsOf(index, kind).map((id) => nodes[id]), ...elsewhere(index, kind)]), {
      cells: (index) => [...endsOf(index, kind).map(nodeLink), ...elsewhere(index, kind).map((label) => ({ name: nameOf(label) }))],
    });
    const fact = (key) => text(key, (index) => listed(partnerships[index].facts?.[key]));

    const partnershipColumns = () => [
      text("name", (index) => nameOf(partnerships[index]), { cells: (index) => [{ choice: { partnership: index }, name: nameOf(partnerships[index]) }] }),
      ...["school", "university", "country"].filter(isKnown).map(ends),
      text("disciplines", (index) => listed(partnerships[index].disciplines)),
      ...["level", "form", "stem"].map(fact),
      number("approved", (index) => partnerships[index].year ?? null, { plain: true }),
      fact("status"),
      text("iri", (index) => partnerships[index].iri ?? "", { saved: true }),
      text("register", (index) => partnerships[index].page ?? "", { saved: true }),
    ];

    const columns = { nodes: nodeColumns, edges: edgeColumns, partnerships: partnershipColumns };

    // ---- rows ------------------------------------------------------------------------------------
    /** Sorts by a column; rows without a value come last in both directions. */
    function sorted(keys, column, down) {
      if (!column) return keys;
      const collator = words.collator();
      const missing = (value) => value === null || value === undefined || value === "";
      const compare = (a, b) => (column.number ? a - b : collator.compare(a, b));
      const valued = keys.map((key) => ({ key, value: column.of(key) }));
      valued.sort((a, b) => missing(a.value) - missing(b.value)
        || (missing(a.value) ? 0 : (down ? -1 : 1) * compare(a.value, b.value)) || a.key - b.key);
      return valued.map(({ key }) => key);
    }

    const tabs = ["nodes", "edges", ...(partnerships.length ? ["partnerships"] : [])];

    /** The columns of a tab and the keys of its rows, in order. */
    function table(tab, shown, { sort = null, down = false } = {}) {
      const own = columns[tab](shown);
      const column = own.find(({ key }) => key === sort) ?? null;
      return { columns: own, column, keys: sorted([...shown[tab]], column, down) };
    }

    return { tabs, table };
  };
})();
