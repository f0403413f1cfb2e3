/* The heading of the page: its title, what it shows, the date of the data, and how to read it. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { byId, el, refill } = yuqiao.elements;
  const LENS = ["school", "university", "country", "discipline"];

  yuqiao.headingOf = (data, model, words) => {
    const { say, nameOf, counted } = words;
    const { nodes, edges, partnerships } = model;

    function register() {
      if (data.layout !== "lens" || !LENS.every((kind) => data.kinds.includes(kind))) return "";
      const counts = LENS.map((kind) => [kind, counted(kind, nodes.filter((node) => node.kind === kind).length)]);
      const gone = partnerships.filter((each) => each.ended).length;
      const ended = gone ? say("shows-ended", { ended: gone }) : "";
      return say("shows", { ...Object.fromEntries(counts), partnerships: counted("partnerships", partnerships.length), ended });
    }

    function titleOf() {
      if (data.title) return nameOf(data.title);
      if (data.region) return say("title-of", { region: nameOf(data.region) });
      return say(data.hues.foreign ? "title-foreign" : "title");
    }

    const sentence = (text) => (/[.!?。！？]$/.test(text) ? text : `${text}${words.lang() === "zh" ? "。" : "."}`);

    const shows = () => words.joined([
      register(),
      data.note ? sentence(nameOf(data.note)) : "",
      data.about ? nameOf(data.about) : "",
      say("drawn", { nodes: counted("nodes", nodes.length), edges: counted("edges", edges.length) }),
      data.cut ? nameOf(data.cut) : "",
      data.date ? say("as-of", { date: data.date }) : "",
    ]);

    /** How to read the picture, and how it marks ended partnerships. */
    function how() {
      if (!nodes.length) return "";
      if (data.layout === "lens") return say("how");
      if (data.hues.foreign) return say(data.directed ? "how-directed" : "how-foreign");
      const ended = edges.some(yuqiao.viewing.isEnded) ? say(yuqiao.drawVis ? "ended-dashed" : "ended-paler") : "";
      return words.joined([say("how-free"), ended]);
    }

    return () => {
      const title = titleOf();
      document.documentElement.lang = words.htmlLang();
      document.title = title;
      byId("title").textContent = title;
      byId("shows").textContent = shows();
      byId("how").textContent = how();
      byId("query-used").hidden = !data.query;
      if (data.query) refill(byId("query-used"), el("summary", {}, say("query-used")), el("pre", { dir: "ltr" }, data.query));
    };
  };
})();
