/* In the panel of a school: the schools most like it and why, and possible partners, stated as inferred. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, folded } = yuqiao.elements;

  yuqiao.peersSectionOf = (model, words, choose) => {
    const { say, nameOf } = words;
    const found = yuqiao.peersOf(model);
    const { nodes, terms } = model;
    const named = (id) => button({ class: "name", click: () => choose({ node: id }) }, text(nameOf(nodes[id])));
    const termsOf = (facet, keys) => keys.map((key) => nameOf(terms[facet][key])).join(say("comma"));

    function reason({ partners, fields, level }) {
      const parts = [
        partners.length ? say("peers-partners", { names: partners.map((id) => nameOf(nodes[id])).join(say("comma")) }) : "",
        fields.length ? say("peers-fields", { names: termsOf("fields", fields) }) : "",
        level.length ? say("peers-levels", { names: termsOf("level", level) }) : "",
      ];
      return parts.filter(Boolean).join(say("semicolon"));
    }

    const peer = (each) => el("li", {}, named(each.id), el("span", { class: "count" }, ` ${words.number(Math.round(each.likeness * 100))}%`), el("div", { class: "hint" }, reason(each)));
    const partner = (each) => el("li", {}, named(each.id), el("div", { class: "hint" },
      say("peers-possible-reason", { peers: each.peers.map((id) => nameOf(nodes[id])).join(say("comma")), fields: termsOf("fields", each.fields) })));

    /** The section of a node; nothing if it is no school, or none is like it. */
    return (id, shown) => {
      if (nodes[id].kind !== "school" || !shown.nodes.has(id)) return "";
      const peers = found.peers(id, shown);
      if (!peers.length) return "";
      return folded({ class: "group", id: "peers" }, say("peers"), () => {
        const possible = found.possible(id, shown);
        return [el("p", { class: "hint" }, say("peers-hint")), el("ul", {}, peers.map(peer)),
          possible.length ? [el("h3", {}, say("peers-possible")), el("p", { class: "hint" }, say("peers-inferred")), el("ul", {}, possible.map(partner))] : []];
      });
    };
  };
})();
