/* The neighbours of a node in its panel, grouped by kind with their number; what is many is grouped
   again by country, and folded until it is asked for. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, folded, keyOf } = yuqiao.elements;
  const FEW = 8; // neighbours shown at once
  const MOST = 200; // names in one list; the table has the rest

  yuqiao.neighboursOf = (data, model, words, choose) => {
    const { say, nameOf } = words;
    const { nodes } = model;

    const itemOf = (shown) => ({ id, edge }) => {
      const { current, partnerships } = shown.edge(edge);
      const ended = current === 0 && partnerships?.length;
      return el("li", {}, button({ class: "name", click: () => choose({ node: id }) }, text(nameOf(nodes[id]))),
        ended ? el("span", { class: "ended" }, ` (${say("ended")})`) : "");
    };

    function list(near, shown) {
      const rest = near.length - MOST;
      return el("ul", {}, near.slice(0, MOST).map(itemOf(shown)), rest > 0 ? el("li", { class: "other" }, say("and-more", { count: rest })) : "");
    }

    const countryName = (key) => (key ? nameOf(model.terms.countries?.[key] ?? { en: key, zh: key }) : say("no-country"));

    /** Groups by country: the largest first, then by name; those without one come last. */
    function countries(near, shown) {
      const found = new Map();
      for (const each of near) {
        const key = shown.node(each.id).country ?? "";
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(each);
      }
      const collator = words.collator();
      return [...found].sort(([a, some], [b, others]) =>
        (a === "") - (b === "") || others.length - some.length || collator.compare(countryName(a), countryName(b)));
    }

    function byCountry(near, shown) {
      const found = countries(near, shown);
      if (found.length < 2) return list(near, shown);
      return found.map(([key, some]) => folded({ class: "group" }, [text(countryName(key)), count(some.length)], () => list(some, shown)));
    }

    const count = (number) => el("span", { class: "count" }, ` ${words.number(number)}`);

    function group(kind, near, shown) {
      const many = near.length > FEW;
      const heading = [keyOf(data, kind), words.kindsOf(kind), count(near.length)];
      return folded({ class: "group kind-group", open: !many }, heading, () => (many ? byCountry(near, shown) : list(near, shown)));
    }

    /** The groups of a node's neighbours in the network shown. */
    return (id, shown) => {
      const collator = words.collator();
      const near = model.neighbours(id, shown)
        .sort((a, b) => collator.compare(nameOf(nodes[a.id]), nameOf(nodes[b.id])));
      const found = data.kinds.map((kind) => [kind, near.filter((each) => nodes[each.id].kind === kind)]);
      return [
        el("h3", {}, say("neighbours"), count(near.length)),
        found.filter(([, some]) => some.length).map(([kind, some]) => group(kind, some, shown)),
      ];
    };
  };
})();
