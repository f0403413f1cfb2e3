/* The charts beside the network: a bar is a button that filters, and every chart has its table. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill } = yuqiao.elements;
  const FEW = 12; // bars at first

  /** asked: { filter(filters), toggle(kind), choose(choice) } */
  yuqiao.chartsOf = (frame, data, model, words, asked) => {
    const { say } = words;
    const counts = yuqiao.countsOf(model, words);
    const captions = yuqiao.captionOf(data, model, words);
    const chance = yuqiao.chanceOf(data, model, words, asked);
    const whole = new Set(); // charts with all bars
    let [state, shown, charts] = [null, null, []];

    function pick(event) {
      const bar = event.target.closest("[data-key][role=button]");
      const chart = bar && charts.find(({ id }) => id === bar.closest("figure").id);
      if (!chart) return;
      if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return move(event, bar);
      event.preventDefault();
      const { key } = bar.dataset;
      if (chart.facet === "kinds") asked.toggle(key);
      else if (chart.facet === "node-years") asked.choose({ nodes: chart.rows.find((row) => row.key === key).nodes });
      else asked.filter(counts.chosen(state.filters, chart.facet, key, event.shiftKey));
    }

    /** Arrows move the focus from bar to bar; a chart is one stop of the Tab key. */
    function move(event, bar) {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const bars = [...bar.closest("svg").querySelectorAll("[role=button]")];
      const next = bars[(bars.indexOf(bar) + step + bars.length) % bars.length];
      bar.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
    frame.addEventListener("click", pick);
    frame.addEventListener("keydown", pick);

    const seen = (chart) => (whole.has(chart.id) || chart.columns ? chart.rows : chart.rows.filter((row, at) => at < FEW || row.chosen));
    const heads = () => [say("column-name"), say("chart-matching"), say("chart-all")];
    const tableRows = ({ rows }) => rows.map(({ name, value, all }) => [name, value, all ?? value]);

    function figureOf(chart) {
      const [look, measure] = [yuqiao.figures.look(), yuqiao.figures.measure];
      const caption = captions.caption(state, shown, chart.title);
      const above = [...caption.above, chart.note ?? ""].filter(Boolean);
      const described = chart.rows.slice(0, FEW).map(({ label, name, value }) => label ?? `${name}: ${value}`).join(say("semicolon"));
      return yuqiao.figure(yuqiao.bars(chart, { width: null, look, measure }), { ...caption, above }, { look, measure, description: described });
    }

    function table(chart) {
      return el("table", {}, el("caption", {}, chart.title), el("thead", {}, el("tr", {}, heads().map((head, at) => el("th", { scope: "col", class: at ? "number" : null }, head)))),
        el("tbody", {}, tableRows(chart).map(([name, ...numbers]) =>
          el("tr", {}, el("th", { scope: "row" }, text(name)), numbers.map((number) => el("td", { class: "number" }, words.number(number)))))));
    }

    function unfold(id) {
      if (!whole.delete(id)) whole.add(id);
      show(state, shown);
    }

    const opened = new Set(); // tables that are open
    function twin(chart) {
      const made = el("details", { class: "twin", id: `${chart.id}-twin` }, el("summary", {}, say("as-table")));
      made.open = opened.has(chart.id);
      if (made.open) made.append(table(chart));
      made.addEventListener("toggle", () => {
        if (made.open === opened.has(chart.id)) return;
        if (made.open) opened.add(chart.id), made.append(table(chart));
        else opened.delete(chart.id), made.lastChild.remove();
      });
      return made;
    }

    function card(chart, width, look) {
      const rows = seen(chart);
      const drawn = yuqiao.svg.element(yuqiao.barChart({ ...chart, rows }, { width, look, measure: yuqiao.figures.measure }));
      drawn.querySelector("[role=button]")?.setAttribute("tabindex", "0");
      const more = chart.rows.length > FEW && !chart.columns && button({ id: `${chart.id}-more`, class: "quiet more", "aria-expanded": String(whole.has(chart.id)), click: () => unfold(chart.id) },
        whole.has(chart.id) ? say("show-fewer") : say("show-all", { count: chart.rows.length }));
      return el("figure", { class: "chart", id: chart.id }, el("figcaption", {}, chart.title), drawn, chart.note ? el("p", { class: "hint" }, chart.note) : "", more || "",
        el("div", { class: "chart-foot" }, twin(chart), yuqiao.figures.buttons(chart.id, chart.title, words, { figure: () => figureOf(chart), rows: () => [heads(), tableRows(chart)] })));
    }

    /** Shows the charts of the network shown. */
    function show(next, nowShown) {
      [state, shown] = [next, nowShown];
      charts = counts.charts(state, shown, data.kinds);
      const look = yuqiao.figures.look();
      const width = Math.max(220, Math.min(frame.clientWidth - 40, 640));
      frame.setAttribute("aria-label", say("show-charts"));
      const scrolled = frame.scrollTop;
      const hasYears = charts.some(({ facet }) => facet === "years" || facet === "node-years");
      refill(frame, charts.map((chart) => card(chart, width, look)), hasYears ? "" : el("p", { class: "hint" }, say("chart-no-years")), chance(shown));
      frame.scrollTop = scrolled;
    }
    return { show };
  };
})();
