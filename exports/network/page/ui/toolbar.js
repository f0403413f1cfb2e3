/* The bar above the drawing: the tools, of which one is open at a time, and picture, table or both. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, button, refill, byId } = yuqiao.elements;
  const WAYS = ["picture", "both", "table", "charts", "map", "compare"];

  yuqiao.tools = (model) => [...(model.partnerships.length ? ["filters"] : []), "look", "paths", "save"];

  /** asked: { open(tool or null), show(way) } */
  yuqiao.barOf = (model, words, asked) => {
    const { say } = words;
    const tools = yuqiao.tools(model);

    function inUse({ filters }) {
      const facets = model.facets.reduce((sum, facet) => sum + filters.chosen[facet].size, 0);
      return facets + (filters.from !== null || filters.to !== null);
    }

    function tool(name, state) {
      const used = name === "filters" ? inUse(state) : 0;
      const open = state.tool === name;
      return button({ id: `open-${name}`, "aria-expanded": String(open), "aria-controls": "drawer", click: () => asked.open(open ? null : name) },
        say(`tool-${name}`), used ? el("span", { class: "badge", title: say("filters-on", { count: used }) }, String(used)) : "");
    }

    const way = (name, state) =>
      button({ id: `show-${name}`, "aria-pressed": String(state.show === name), click: () => asked.show(name) }, say(`show-${name}`));

    function drawer(state) {
      byId("drawer").hidden = !state.tool;
      for (const name of ["filters", "look", "paths", "save"]) byId(`tool-${name}`).hidden = name !== state.tool;
      byId("drawer-title").textContent = state.tool ? say(`tool-${state.tool}`) : "";
      byId("close-drawer").setAttribute("aria-label", say("close"));
    }

    return (state) => {
      byId("tools").setAttribute("aria-label", say("tools"));
      byId("ways").setAttribute("aria-label", say("ways"));
      refill(byId("tools"), tools.map((name) => tool(name, state)));
      refill(byId("ways"), WAYS.map((name) => way(name, state)));
      drawer(state);
      byId("main").className = `show-${state.show}`;
      byId("table").hidden = !["both", "table"].includes(state.show);
      for (const part of ["charts", "map", "compare"]) byId(part).hidden = state.show !== part;
    };
  };
})();
