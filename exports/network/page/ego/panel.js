/* In the panel of a node: the buttons that put it in the middle, and open or close it, with what that adds or takes away. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, button } = yuqiao.elements;

  /** asked: { part() -> the part shown, restrict(part), centre(node), several(node) } */
  yuqiao.egoActionsOf = (model, words, parts, asked) => {
    const { say, counted } = words;
    const action = (id, label, click, more = {}) => button({ class: "quiet", id, click, ...more }, label);

    /** How many nodes of each kind. */
    function kindsOf(ids) {
      const counts = new Map();
      for (const id of ids) counts.set(model.nodes[id].kind, (counts.get(model.nodes[id].kind) ?? 0) + 1);
      return [...counts].map(([kind, count]) => (words.has(`${kind}-counted`) ? counted(kind, count) : say("caption-publisher", { name: words.kindsOf(kind), count }))).join(say("comma"));
    }

    /** The buttons of the centre, or of a node around it. */
    function around(id, part, shown) {
      const grown = parts.more(id, shown).map((each) => each.id);
      const open = grown.length ? action("ego-open", say("ego-open", { kinds: kindsOf(grown) }), () => asked.restrict(parts.opened(part, [id]))) : "";
      if (id !== part.centre) {
        const gone = part.opened.has(id) ? parts.fewer(id, part, shown) : 0;
        return [open, gone ? action("ego-close", say("ego-close", { nodes: counted("nodes", gone) }), () => asked.restrict(parts.closed(part, id))) : ""];
      }
      const next = new Set([...shown.nodes].flatMap((each) => parts.more(each, shown).map((other) => other.id)));
      return [
        next.size ? action("ego-step", say("ego-step", { nodes: counted("nodes", next.size) }), () => asked.restrict(parts.opened(part, shown.nodes))) : "",
        part.opened.size ? action("ego-first", say("ego-first"), () => asked.restrict({ ...part, opened: new Set() })) : "",
      ];
    }

    /** The actions of a node in the part shown. */
    return (id, shown) => {
      const part = asked.part();
      const isCentre = part.centre === id;
      const isOffered = isCentre || model.edgesOf[id].length > 0;
      return [
        el("p", { class: "actions" },
          isOffered ? action("ego-centre", say(isCentre ? "ego-leave" : "ego-centre"), () => (isCentre ? asked.restrict(parts.left(part)) : asked.centre(id)), { "aria-pressed": String(isCentre) }) : "",
          action("select-more", say("select-more"), () => asked.several(id))),
        shown.distances && shown.nodes.has(id) ? el("p", { class: "actions" }, around(id, part, shown)) : "",
      ];
    };
  };
})();
