/* The legend: kinds with their number, each a switch; then colours and sizes; then the filtered total. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill, byId, keyOf } = yuqiao.elements;

  /** asked: { toggle(kind), reset() } */
  yuqiao.legendOf = (data, model, words, measured, colours, asked) => {
    const { say, counted } = words;
    const captions = yuqiao.captionOf(data, model, words);
    const all = Object.fromEntries(data.kinds.map((kind) => [kind, model.nodes.filter((node) => node.kind === kind).length]));

    function chip(kind, state, counts) {
      const number = counts[kind] < all[kind] ? say("so-many-of", { some: counts[kind], all: all[kind] }) : words.number(all[kind]);
      return button({ id: `legend-${kind}`, class: "chip", "aria-pressed": String(!state.hidden.has(kind)), click: () => asked.toggle(kind) },
        keyOf(data, kind), `${words.kindsOf(kind)} ${number}`);
    }

    const swatch = ({ name, hue, count }) => {
      const key = el("span", { class: "swatch" });
      key.style.background = `var(${hue})`;
      return el("li", {}, key, text(name), el("span", { class: "count" }, ` ${words.number(count)}`));
    };

    const hueName = ({ colour }, shown) =>
      (colour === "community" && measured(shown).isWhole(colour) ? words.wholeOf(data.measures[colour]) : say(`colour-${colour}`));

    function hues(state, shown) {
      const entries = colours.entries(state.colour, shown);
      return entries.length ? el("div", { class: "hues" }, el("span", { class: "of" }, hueName(state, shown)), el("ul", {}, entries.map(swatch))) : "";
    }

    /** The relations that have a colour of their own. */
    function relations(shown) {
      const counts = new Map();
      for (const index of shown.edges) counts.set(model.edges[index].relation, (counts.get(model.edges[index].relation) ?? 0) + 1);
      const entry = ([relation, hue]) => {
        const line = el("span", { class: "stroke" });
        line.style.background = `var(--${hue})`;
        return el("li", {}, line, text(words.relationOf(relation)), el("span", { class: "count" }, ` ${words.number(counts.get(relation) ?? 0)}`));
      };
      const own = Object.entries(data.hues.relations);
      return own.length ? el("div", { class: "hues", id: "relations" }, el("span", { class: "of" }, say("relations")), el("ul", {}, own.map(entry))) : "";
    }

    function sizes({ size }, shown) {
      if (!size) return "";
      const of = measured(shown);
      const name = of.isWhole(size) ? words.wholeOf(data.measures[size]) : words.nameOf(data.measures[size]);
      return el("div", { class: "sizes" }, el("span", { class: "of" }, name),
        el("span", { class: "dots", "aria-hidden": "true" }, el("i", {}), el("i", {}), el("i", {})),
        of.isPending(size) ? say("pending") : `0 – ${words.number(colours.largest(size, shown))}`);
    }

    function kindsIn(shown) {
      const counts = Object.fromEntries(data.kinds.map((kind) => [kind, 0]));
      for (const id of shown.nodes) counts[model.nodes[id].kind] += 1;
      return counts;
    }

    function remains(state, shown) {
      const parts = [["nodes", shown.nodes.size, model.nodes.length], ["edges", shown.edges.size, model.edges.length],
        ...(model.partnerships.length ? [["partnerships", shown.partnerships.size, model.partnerships.length]] : [])];
      const phrase = ([key, some, of]) => (some === of ? counted(key, of) : say("some-of", { some, all: counted(key, of) }));
      const part = shown.isPart ? [say("caption-part", { part: captions.part(state).join(say("semicolon")), numbers: parts.map(phrase).join(say("comma")) })] : [];
      byId("remains").textContent = part[0] ?? parts.map(phrase).join(say("comma"));
    }

    return (state, shown) => {
      const counts = shown.isPart || data.graphs ? kindsIn(shown) : model.kindCounts(state.filters, state.show === "compare" ? shown.partnerships : null);
      byId("kinds").setAttribute("aria-label", say("legend"));
      refill(byId("kinds"), data.kinds.map((kind) => chip(kind, state, counts)));
      byId("encodings").replaceChildren(...[hues(state, shown), relations(shown), sizes(state, shown)].filter(Boolean));
      byId("reset").textContent = say("reset");
      byId("reset").hidden = !(model.isFiltered(state.filters) || state.hidden.size || shown.isPart);
      remains(state, shown);
    };
  };
})();
