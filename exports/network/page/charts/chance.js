/* Whether the structure of the network is more than chance: the backbone, the null model of a two-mode network and its
   communities, as the program that wrote the page has computed them for the whole network. Left out where there is nothing
   to say. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button } = yuqiao.elements;
  const RARE = 0.05;
  const NAMED = 3; // members of a community
  const MOST = 30; // edges in the list of a backbone

  /** asked: { choose(choice) } */
  yuqiao.chanceOf = (data, model, words, asked) => {
    const { say, nameOf } = words;
    const { statistics, communities, backbone } = data.chance ?? {};
    const { nodes } = model;
    const number = (value) => (value === null ? say("nothing") : words.number(Number(value.toPrecision(3))));
    const reading = ({ z, high, low }) => say(z === null ? "chance-alike" : high < RARE ? "chance-high" : low < RARE ? "chance-low" : "chance-same");
    const named = (ids) => ids.map((id) => nameOf(nodes[id])).join(words.lang() === "zh" ? "、" : ", ");

    const few = (ids) => (ids.length > NAMED ? say("compare-and-more", { names: named(ids.slice(0, NAMED)), count: ids.length - NAMED }) : named(ids));

    const statisticRows = () => statistics.rows.map((row) => [nameOf(row.name), number(row.z), reading(row), number(row.observed), number(row.mean), number(row.deviation)]);
    const communityRows = () => communities.rows.map(({ nodes: ids, share, high }) => [named(ids), say(high < RARE ? "chance-rare" : "chance-same"), number(high), number(share), String(ids.length)]);
    const backboneRows = () => backbone.rows.map(([one, other, value]) => [nameOf(nodes[one]), nameOf(nodes[other]), number(value)]);
    const heads = (keys) => keys.map((key) => say(`chance-${key}`));

    /** A table; the first cells of its rows may be buttons. */
    function table(caption, head, rows, first = (cells) => text(cells[0])) {
      return el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, rows.map((cells, at) => el("tr", {}, el("th", { scope: "row" }, first(cells, at)), cells.slice(1).map((cell) => el("td", {}, cell))))));
    }

    function card(id, title, method, content, [head, rows]) {
      const csv = () => yuqiao.keepFile(`${id}.csv`, new Blob([yuqiao.csv(head, rows)], { type: "text/csv;charset=utf-8" }));
      return el("figure", { class: "chart chance", id: `chart-${id}` }, el("figcaption", {}, title), el("div", { class: "rows-of-chance", tabindex: "0", role: "group", "aria-label": title }, content),
        el("p", { class: "hint" }, text(nameOf(method))),
        el("div", { class: "chart-foot" }, el("span", { class: "figure-actions" }, el("span", { class: "hint" }, say("save-figure")), button({ class: "quiet", "data-form": "csv", "aria-label": say("save-as", { title, form: "CSV" }), click: csv }, "CSV"))));
    }

    const choosing = (choice, name) => button({ class: "name", click: () => asked.choose(choice) }, text(name));

    function edgeBetween(one, other) {
      return model.edgesOf[one].find((index) => model.otherEnd(model.edges[index], one) === other);
    }

    /** The cards, for the network shown; their numbers are those of the whole network. */
    return (shown) => {
      const made = [];
      const note = shown.isFiltered ? el("p", { class: "hint" }, say("chance-whole")) : "";
      if (statistics) {
        const [head, rows] = [heads(["statistic", "z", "reading", "observed", "mean", "deviation"]), statisticRows()];
        made.push(card("null-model", say("chance-title"), statistics.method, [note, table(say("chance-title"), head, rows)], [head, rows]));
      }
      if (communities?.rows.length) {
        const [head, rows] = [heads(["community", "reading", "p", "share", "nodes"]), communityRows()];
        const first = (_, at) => choosing({ nodes: communities.rows[at].nodes }, few(communities.rows[at].nodes));
        made.push(card("communities", say("chance-communities"), communities.method, [note, table(say("chance-communities"), head, rows, first)], [head, rows]));
      }
      if (backbone) {
        const [head, rows] = [heads(["from", "to", "p"]), backboneRows()];
        const first = ([one, other], at) => choosing({ edge: edgeBetween(backbone.rows[at][0], backbone.rows[at][1]) }, `${one} – ${other}`);
        const listed = rows.slice(0, MOST).map(([one, other, value]) => [`${one} – ${other}`, value]);
        const content = [note, el("p", {}, say("chance-backbone-count", { count: rows.length, all: backbone.edges })),
          rows.length ? table(say("chance-backbone"), [say("edge-one"), say("chance-p")], listed, (_, at) => first(rows[at], at)) : ""];
        made.push(card("backbone", say("chance-backbone"), backbone.method, content, [head, rows]));
      }
      return made;
    };
  };
})();
