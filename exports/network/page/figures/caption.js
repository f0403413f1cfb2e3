/* What a figure says besides its marks: title, note, filters, date and sources, as the command's pictures
   do; a description for readers who do not see it. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const PUBLISHERS = 3; // named at most

  yuqiao.captionOf = (data, model, words) => {
    const { say, nameOf } = words;

    function title() {
      if (data.title) return nameOf(data.title);
      if (data.region) return say("title-of", { region: nameOf(data.region) });
      return say(data.hues?.foreign ? "title-foreign" : "title");
    }

    /** The filters in words, a text for each; none if everything is shown. */
    function filtered(state) {
      const { filters, hidden } = state;
      const terms = (facet) => [...filters.chosen[facet]].map((key) => nameOf(model.terms[facet][key])).join(say("or"));
      const facets = model.facets.filter((facet) => filters.chosen[facet]?.size).map((facet) => say("caption-facet", { facet: say(`facet-${facet}`), terms: terms(facet) }));
      const { from, to } = filters;
      const years = from === null && to === null ? [] : [say(filters.undated ? "caption-years-undated" : "caption-years", { from: String(from ?? ""), to: String(to ?? "") })];
      const kinds = hidden?.size ? [say("caption-hidden", { kinds: [...hidden].map(words.kindsOf).join(say("comma")) })] : [];
      return [...facets, ...years, ...kinds, ...part(state)];
    }

    /** What part of the network is shown, in words. */
    function part({ part: own }) {
      if (!own) return [];
      const { centre, opened, only, without } = own;
      return [
        centre === null ? "" : say(opened.size ? "caption-around-opened" : "caption-around", { name: nameOf(model.nodes[centre]), count: opened.size }),
        only ? say("caption-only", { count: only.size }) : "",
        without.size ? say("caption-without", { count: without.size }) : "",
      ].filter(Boolean);
    }

    /** How many sources stand behind the partnerships shown, and who published most of them. */
    function sources(shown) {
      const cited = new Set([...shown.partnerships].flatMap((index) => model.partnerships[index].sources ?? []));
      for (const id of shown.nodes) for (const source of model.nodes[id].sources ?? []) cited.add(source);
      if (!cited.size || !data.sources) return "";
      const by = new Map();
      for (const number of cited) {
        const { publisher } = data.sources[number];
        const name = publisher?.en ? nameOf(publisher) : nameOf(data.sources[number]);
        by.set(name, (by.get(name) ?? 0) + 1);
      }
      const ranked = [...by].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      const names = ranked.slice(0, PUBLISHERS).map(([name, count]) => say("caption-publisher", { name, count })).join(say("comma"));
      return say(ranked.length > PUBLISHERS ? "caption-sources-more" : "caption-sources", { count: cited.size, names, others: ranked.length - PUBLISHERS });
    }

    /** The caption of a figure of the network shown, under a heading of its own if it has one. */
    function caption(state, shown, heading = "") {
      const lines = filtered(state);
      return {
        title: heading ? say("caption-heading", { heading, title: title() }) : title(),
        above: [data.note ? nameOf(data.note) : "", data.about ? nameOf(data.about) : "", lines.length ? say("caption-filters", { filters: lines.join(say("semicolon")) }) : ""].filter(Boolean),
        below: [data.date ? say("as-of", { date: data.date }) : "", sources(shown)].filter(Boolean),
      };
    }

    return { title, filtered, part, caption };
  };
})();
