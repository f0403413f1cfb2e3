/* The heading of the page: its title, what it shows, the date of the data, and how to read it. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { byId, el, refill } = yuqiao.elements;
  const LENS = ["school", "university", "country", "discipline"];

  yuqiao.headingOf = (data, model, words) => {
    const { say, nameOf, counted } = words;
    const { nodes, edges, partnerships } = model;

    /** The number of partnerships and of each kind of node that is shown, if all kinds of a register are. */
    function register(shown) {
      const sizes = Object.fromEntries(LENS.map((kind) => [kind, 0]));
      for (const id of shown.nodes) sizes[nodes[id].kind] += 1;
      if (data.layout !== "lens" || !LENS.every((kind) => sizes[kind])) return "";
      const counts = LENS.map((kind) => [kind, counted(kind, sizes[kind])]);
      const gone = [...shown.partnerships].filter((index) => partnerships[index].ended).length;
      const ended = gone ? say("shows-ended", { count: gone, ended: gone }) : "";
      return say("shows", { ...Object.fromEntries(counts), partnerships: counted("partnerships", shown.partnerships.size), ended });
    }

    function titleOf() {
      if (data.title) return nameOf(data.title);
      if (data.region) return say("title-of", { region: nameOf(data.region) });
      return say(data.hues.foreign ? "title-foreign" : "title");
    }

    const shows = (shown, lost) => words.joined([
      lost.length ? say("link-lost", { names: lost.join(say("comma")) }) : "",
      register(shown),
      data.note ? words.sentence(nameOf(data.note)) : "",
      data.about ? nameOf(data.about) : "",
      say("drawn", { nodes: counted("nodes", shown.nodes.size), edges: counted("edges", shown.edges.size) }),
      data.cut ? nameOf(data.cut) : "",
      data.date ? say("as-of", { date: data.date }) : "",
    ]);

    /** A text whose dates stay on one line. */
    const undivided = (text) => text.split(/(\d{4}-\d\d-\d\d)/).map((part, index) => (index % 2 ? el("span", { class: "date" }, part) : part));

    /** How to read the picture, and how it marks ended partnerships. */
    function how(shown, { part }) {
      if (!nodes.length) return "";
      if (shown.distances) return say("how-ego", { name: nameOf(nodes[part.centre]) });
      if (data.layout === "lens") return say("how");
      if (data.hues.foreign && data.directed) return say(yuqiao.viewing.isHeaded(data) ? "how-directed" : "how-directed-many");
      if (data.hues.foreign) return say("how-foreign");
      const ended = edges.some(yuqiao.viewing.isEnded) ? say(yuqiao.drawVis ? "ended-dashed" : "ended-paler") : "";
      return words.joined([say("how-free"), ended]);
    }

    return (shown, state, lost) => {
      const title = titleOf();
      document.documentElement.lang = words.htmlLang();
      document.title = title;
      byId("title").textContent = title;
      refill(byId("shows"), ...undivided(shows(shown, lost)));
      byId("how").textContent = how(shown, state);
      byId("query-used").hidden = !data.query;
      if (data.query) refill(byId("query-used"), el("summary", {}, say("query-used")), el("pre", { dir: "ltr" }, data.query));
    };
  };
})();
