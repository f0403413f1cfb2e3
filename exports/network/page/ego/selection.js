/* The panel of several nodes: their sums, what they share, and the buttons that keep only them or leave them out. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, folded, keyOf } = yuqiao.elements;

  /** asked: { choose(choice), restrict(part), part(), adds() -> whether choosing adds, gather(on) } */
  yuqiao.selectionOf = (data, model, words, parts, asked) => {
    const { say, nameOf, counted } = words;
    const { nodes, edges } = model;

    /** The partnerships and links of the nodes selected, and their common neighbours. */
    function sums(ids, shown) {
      const own = ids.filter((id) => shown.nodes.has(id));
      const behind = own.map((id) => new Set((shown.node(id).partnerships ?? []).filter((index) => shown.partnerships.has(index))));
      const any = new Set(behind.flatMap((each) => [...each]));
      const every = behind.length ? [...behind[0]].filter((index) => behind.every((each) => each.has(index))) : [];
      const chosen = new Set(own);
      const links = [...shown.edges].filter((index) => chosen.has(edges[index].from) && chosen.has(edges[index].to));
      const near = own.map((id) => new Set(model.neighbours(id, shown).map((each) => each.id)));
      const common = near.length > 1 ? [...near[0]].filter((id) => near.every((each) => each.has(id))) : [];
      return { own, any, every, links, around: new Set(near.flatMap((each) => [...each]).filter((id) => !chosen.has(id))), common };
    }

    const named = (id) => [keyOf(data, nodes[id].kind), button({ class: "name", click: () => asked.choose({ node: id }) }, text(nameOf(nodes[id])))];
    const action = (id, click, more = {}) => button({ class: "quiet", id, click, ...more }, say(id));

    function item(id, at, ids, shown) {
      const remove = () => asked.choose(ids.length > 1 ? { nodes: ids.filter((each) => each !== id) } : null);
      return el("li", { class: "chosen" }, named(id), shown.nodes.has(id) ? "" : el("span", { class: "hint" }, ` (${say("select-outside")})`),
        button({ class: "quiet", id: `select-remove-${at}`, "aria-label": say("select-remove", { name: nameOf(nodes[id]) }), click: remove }, "✕"));
    }

    const fact = (key, value) => [el("dt", {}, say(key)), el("dd", {}, value)];

    /** The content of the panel; the nodes are sorted by kind, then by name. */
    return (chosen, shown) => {
      const collator = words.collator();
      const ids = [...chosen].sort((a, b) => data.kinds.indexOf(nodes[a].kind) - data.kinds.indexOf(nodes[b].kind) || collator.compare(nameOf(nodes[a]), nameOf(nodes[b])));
      const found = sums(ids, shown);
      const part = asked.part();
      const hasPartnerships = model.partnerships.length > 0;
      return [
        el("p", { class: "kind" }, say("selection")),
        el("h2", { id: "panel-title", tabindex: "-1" }, counted("nodes", ids.length)),
        el("p", { class: "actions" }, action("select-adds", () => asked.gather(!asked.adds()), { "aria-pressed": String(asked.adds()) })),
        el("p", { class: "hint" }, say(asked.adds() ? "select-adding" : "select-shift")),
        el("dl", { class: "facts", id: "selection-sums" },
          hasPartnerships ? [fact("select-any", words.number(found.any.size)), ids.length > 1 ? fact("select-every", words.number(found.every.length)) : []] : [],
          fact("select-links", words.number(found.links.length)), fact("select-around", words.number(found.around.size))),
        el("p", { class: "actions" },
          action("select-keep", () => asked.restrict(parts.keeping(part, ids))),
          action("select-keep-around", () => asked.restrict(parts.keeping(part, [...ids, ...found.around]))),
          action("select-leave-out", () => asked.restrict(parts.leavingOut(part, ids), { chosen: null }))),
        el("ul", { id: "selected" }, ids.map((id, at) => item(id, at, ids, shown))),
        found.common.length ? folded({ class: "group", open: found.common.length < 9, id: "select-common" }, [say("select-common"), el("span", { class: "count" }, ` ${found.common.length}`)],
          () => el("ul", {}, found.common.map((id) => el("li", {}, named(id))))) : "",
      ];
    };
  };
})();
