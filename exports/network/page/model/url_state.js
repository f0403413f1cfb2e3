/* The state of the page, and the fragment of its URL that encodes it. No DOM.

   The fragment refers to nodes and partnerships by IRI if they have one, so that a link still works
   after the page was rebuilt from more data. Default values are left out. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const SHOWS = ["picture", "both", "table", "charts", "map", "compare"];
  const TABS = ["nodes", "edges", "partnerships"];
  const MOST_MOVED = 30; // nodes whose positions stand in the URL; a saved view has those of any number
  const SHORT = { countries: "country", fields: "field", schools: "school" }; // names of facets in the URL

  yuqiao.stateOf = (data, model) => {
    const { nodes, edges, partnerships } = model;
    const named = (things) => {
      let number = null;
      return (text) => {
        number ??= new Map(things.map((thing, index) => [thing.iri || String(index), index]));
        return number.get(text);
      };
    };
    const nodeNamed = named(nodes);
    const partnershipNamed = named(partnerships);
    const nameOf = (things, index) => things[index]?.iri || String(index);

    const first = () => ({
      lang: data.lang,
      hidden: new Set(),
      colour: "kind",
      size: "",
      filters: { chosen: Object.fromEntries(model.facets.map((facet) => [facet, new Set()])), from: null, to: null, undated: true },
      chosen: null,
      part: { centre: null, opened: new Set(), only: null, without: new Set(), before: null }, // of the network: ego/part.js
      path: { from: null, to: null, number: 0 },
      show: "picture",
      compare: { sides: null, which: "difference" },
      places: "", // of the map: countries where there are any, or cities
      tool: null,
      moved: { narrow: false, spots: new Map() }, // node -> { x, y, pinned }, in the layout of a narrow page or of a wide one
      table: { tab: partnerships.length ? "partnerships" : "nodes", sort: null, down: false, page: 0 },
    });

    // ---- to the fragment -------------------------------------------------------------------------
    const list = (values) => [...values].map((value) => value.replace(/[%,]/g, encodeURIComponent)).join(",");
    const written = (value) => encodeURIComponent(value.toWellFormed()).replace(/%(3A|2F|2C|40)/gi, decodeURIComponent);

    function chosenText(chosen) {
      if (chosen?.node !== undefined) return ["node", nameOf(nodes, chosen.node)];
      if (chosen?.nodes) return ["nodes", list(chosen.nodes.map((id) => nameOf(nodes, id)))];
      if (chosen?.partnership !== undefined) return ["partnership", nameOf(partnerships, chosen.partnership)];
      if (chosen?.edge === undefined) return ["node", ""];
      const { from, to, relation } = edges[chosen.edge];
      return ["edge", [nameOf(nodes, from), nameOf(nodes, to), relation ?? ""].join(" ")];
    }

    function movedText({ narrow, spots }) {
      if (spots.size > MOST_MOVED) return "";
      const each = [...spots].map(([id, { x, y, pinned }]) => `${nameOf(nodes, id)} ${x} ${y}${pinned ? "" : " free"}`);
      return list(narrow && each.length ? ["narrow", ...each] : each);
    }

    /** The parts of a state that are not the default, by their names in the URL, without the positions of moved nodes. */
    function pairs(state) {
      const { filters, path, table } = state;
      return [
        ["lang", state.lang === data.lang ? "" : state.lang],
        ["show", state.show === "picture" ? "" : state.show],
        ["compare", state.compare.sides ? list(state.compare.sides) : ""],
        ["side", state.compare.which === "difference" ? "" : state.compare.which],
        ["places", state.places],
        ["tool", state.tool ?? ""],
        ["hide", list(state.hidden)],
        ["colour", state.colour === "kind" ? "" : state.colour],
        ["size", state.size],
        ...model.facets.map((facet) => [SHORT[facet] ?? facet, list(filters.chosen[facet])]),
        ["years", filters.from === null && filters.to === null ? "" : `${filters.from ?? ""}-${filters.to ?? ""}`],
        ["undated", filters.undated || (filters.from === null && filters.to === null) ? "" : "no"],
        chosenText(state.chosen),
        ["centre", state.part.centre === null ? "" : nameOf(nodes, state.part.centre)],
        ...["opened", "only", "without"].map((key) => [key, list([...(state.part[key] ?? [])].map((id) => nameOf(nodes, id)))]),
        ["path", path.from === null && path.to === null ? "" : [path.from, path.to].map((id) => (id === null ? "" : nameOf(nodes, id))).join(" ")],
        ["step", path.number ? String(path.number + 1) : ""],
        ["table", table.tab === first().table.tab ? "" : table.tab],
        ["sort", table.sort ? `${table.down ? "-" : ""}${table.sort}` : ""],
        ["page", table.page ? String(table.page + 1) : ""],
      ].filter(([, value]) => value !== "");
    }

    function write(state) {
      const moved = movedText(state.moved);
      return [...pairs(state), ...(moved ? [["moved", moved]] : [])].map(([key, value]) => `${key}=${written(value)}`).join("&");
    }

    // ---- from the fragment -----------------------------------------------------------------------
    function unescaped(text) {
      try {
        return decodeURIComponent(text);
      } catch {
        return ""; // a truncated link
      }
    }

    const pairsOf = (fragment) => new Map(fragment.replace(/^#/, "").split("&").map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), unescaped(pair.slice(at + 1))];
    }));

    const nodesNamed = (pairs, key) => [...new Set(several(pairs, key).map(nodeNamed))].filter((id) => id !== undefined);

    function partFrom(pairs) {
      const only = nodesNamed(pairs, "only");
      const centre = nodeNamed(pairs.get("centre")) ?? null;
      const opened = centre === null ? [] : nodesNamed(pairs, "opened").filter((id) => id !== centre);
      return { centre, opened: new Set(opened), only: only.length ? new Set(only) : null, without: new Set(nodesNamed(pairs, "without")), before: null };
    }

    function chosenFrom(pairs) {
      const chosen = nodesNamed(pairs, "nodes");
      if (chosen.length) return { nodes: chosen };
      const node = nodeNamed(pairs.get("node"));
      if (node !== undefined) return { node };
      const partnership = partnershipNamed(pairs.get("partnership"));
      if (partnership !== undefined) return { partnership };
      const [one, other, relation] = (pairs.get("edge") ?? "").split(" ");
      const [from, to] = [nodeNamed(one), nodeNamed(other)];
      if (from === undefined || to === undefined) return null;
      const isNamed = ({ relation: own = "", ...ends }) => own === relation
        && ((ends.from === from && ends.to === to) || (!data.directed && ends.from === to && ends.to === from));
      const edge = model.edgesOf[from].find((index) => isNamed(edges[index]));
      return edge === undefined ? null : { edge };
    }

    const whole = (text) => (/^\d{1,9}$/.test(text ?? "") ? Number(text) : null);
    const oneOf = (known, value, otherwise) => (known.includes(value) ? value : otherwise);
    const several = (pairs, key) => (pairs.get(key) ?? "").split(",").filter(Boolean).map(unescaped);

    function filtersFrom(pairs) {
      const filters = first().filters;
      for (const facet of model.facets) {
        const known = several(pairs, SHORT[facet] ?? facet).filter((key) => Object.hasOwn(model.terms[facet], key));
        filters.chosen[facet] = new Set(known);
      }
      let [from, to] = (pairs.get("years") ?? "").split("-").map(whole);
      if (from > to && to !== null) [from, to] = [to, from];
      const limits = { from: from ?? null, to: to ?? null };
      return { ...filters, ...limits, undated: pairs.get("undated") !== "no" || (limits.from === null && limits.to === null) };
    }

    /** Two sides of a comparison, whose names are checked where they are compared. */
    function compareFrom(pairs) {
      const sides = several(pairs, "compare");
      return { sides: sides.length === 2 ? sides : null, which: oneOf(["first", "second"], pairs.get("side"), "difference") };
    }

    function tableFrom(pairs) {
      const sort = pairs.get("sort") ?? "";
      return {
        tab: oneOf(TABS, pairs.get("table"), first().table.tab),
        sort: sort.replace(/^-/, "") || null,
        down: sort.startsWith("-"),
        page: Math.max(0, (whole(pairs.get("page")) ?? 1) - 1),
      };
    }

    function movedFrom(pairs) {
      const [first, ...rest] = several(pairs, "moved");
      const moved = { narrow: first === "narrow", spots: new Map() };
      for (const each of first === "narrow" ? rest : [first ?? "", ...rest]) {
        const [, name, x, y, free] = /^(\S+) (-?\d{1,7}) (-?\d{1,7})( free)?$/.exec(each) ?? [];
        const id = nodeNamed(name);
        if (id !== undefined) moved.spots.set(id, { x: Number(x), y: Number(y), pinned: !free });
      }
      return moved;
    }

    /** Parses a fragment; one that is only an IRI selects the node with that IRI. */
    function read(fragment) {
      const alone = nodeNamed(unescaped(fragment.replace(/^#/, "")));
      return from(alone === undefined ? pairsOf(fragment) : new Map([["node", nameOf(nodes, alone)]]));
    }

    /** The nodes, partnerships and terms that a fragment names and the network lacks. */
    function unknown(fragment) {
      if (nodeNamed(unescaped(fragment.replace(/^#/, ""))) !== undefined) return [];
      const pairs = pairsOf(fragment);
      const ids = ["node", "centre", "partnership"].flatMap((key) => (pairs.get(key) ? [[key, pairs.get(key)]] : []));
      const nodes = [...ids, ...["nodes", "opened", "only", "without"].flatMap((key) => several(pairs, key).map((name) => [key, name]))];
      const terms = model.facets.flatMap((facet) => several(pairs, SHORT[facet] ?? facet).filter((key) => !Object.hasOwn(model.terms[facet], key)));
      return [...nodes.filter(([key, name]) => (key === "partnership" ? partnershipNamed : nodeNamed)(name) === undefined).map(([, name]) => name), ...terms];
    }

    /** Returns the state that has some parts, by their names in the URL; others are the default. */
    function from(pairs) {
      const [start, end] = (pairs.get("path") ?? "").split(" ").map((text) => nodeNamed(text) ?? null);
      return {
        lang: oneOf(["en", "zh"], pairs.get("lang"), data.lang),
        hidden: new Set(several(pairs, "hide").filter((kind) => data.kinds.includes(kind))),
        colour: oneOf(yuqiao.colourings(data), pairs.get("colour"), "kind"),
        size: oneOf(yuqiao.sizings(data), pairs.get("size"), ""),
        filters: filtersFrom(pairs),
        chosen: chosenFrom(pairs),
        part: partFrom(pairs),
        path: { from: start ?? null, to: end ?? null, number: Math.max(0, (whole(pairs.get("step")) ?? 1) - 1) },
        show: oneOf(SHOWS, pairs.get("show"), "picture"),
        compare: compareFrom(pairs),
        places: oneOf(["city"], pairs.get("places"), ""),
        tool: oneOf(yuqiao.tools(model), pairs.get("tool"), null),
        moved: movedFrom(pairs),
        table: tableFrom(pairs),
      };
    }

    return { first, read, unknown, write, pairs, from, nodeNamed, nameOf: (id) => nameOf(nodes, id) };
  };
})();
