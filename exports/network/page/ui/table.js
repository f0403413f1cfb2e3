/* The table view of the drawing: the same nodes, edges and partnerships, sortable by every column. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, link, button, refill, byId } = yuqiao.elements;
  const PAGE = 100; // rows; more of them make keyboard navigation slow

  /** asked: { change(table), choose(choice) } */
  yuqiao.tableOf = (frame, data, model, words, rows, asked) => {
    const { say } = words;
    let table = null;
    const tabs = el("div", { class: "tabs", role: "tablist", keydown: tabKey });
    const region = el("div", { class: "rows", id: "rows", role: "tabpanel", tabindex: "0" });
    const pager = el("div", { class: "pager" });
    frame.append(tabs, region, pager);

    // ---- tabs ------------------------------------------------------------------------------------
    const open = (tab) => asked.change({ tab, sort: null, down: false, page: 0 });

    const tab = (name, shown) => {
      const chosen = name === table.tab;
      return button({ id: `tab-${name}`, role: "tab", "aria-selected": String(chosen), "aria-controls": "rows", tabindex: chosen ? "0" : "-1", click: () => open(name) },
        say(`tab-${name}`), el("span", { class: "count" }, ` ${words.number(shown[name].size)}`));
    };

    function tabKey({ key }) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = rows.tabs[(rows.tabs.indexOf(table.tab) + step + rows.tabs.length) % rows.tabs.length];
      open(next);
      byId(`tab-${next}`).focus();
    }

    // ---- head ------------------------------------------------------------------------------------
    const nameOf = (column) => column.heading?.() ?? say(`column-${column.key}`);

    function sort(column) {
      const again = table.sort === column.key;
      asked.change({ ...table, sort: column.key, down: again ? !table.down : column.number, page: 0 });
    }

    function head(column) {
      const own = table.sort === column.key;
      const order = own ? (table.down ? "descending" : "ascending") : "none";
      return el("th", { scope: "col", "aria-sort": order, class: column.number ? "number" : null },
        button({ id: `sort-${column.key}`, click: () => sort(column) }, nameOf(column),
          el("span", { class: "arrow", "aria-hidden": "true" }, own ? (table.down ? "▼" : "▲") : "")));
    }

    // ---- rows ------------------------------------------------------------------------------------
    const named = ({ choice, name }) => el("div", {}, choice ? button({ class: "name", click: () => asked.choose(choice) }, text(name)) : text(name));

    function content(column, key) {
      const cells = column.cells?.(key);
      if (cells?.length) return cells.map(named);
      if (column.pending) return column.pending();
      const value = column.of(key);
      if (value === null || value === "") return el("span", { class: "none" }, say(model.partnerships.length && table.tab === "partnerships" ? "not-known" : "nothing"));
      if (column.key === "register") return link(value, say("register"));
      return column.number ? (column.plain ? String(value) : words.number(value)) : text(value);
    }

    const cell = (column, key, place) =>
      el(place === 0 ? "th" : "td", { scope: place === 0 ? "row" : null, class: column.number ? "number" : null }, content(column, key));

    const isEnded = (key) => table.tab === "partnerships" && model.partnerships[key].ended;

    function body({ columns, keys }) {
      const seen = columns.filter((column) => !column.saved);
      const start = table.page * PAGE;
      return el("table", {},
        el("caption", {}, say(`caption-${table.tab}`)),
        el("thead", {}, el("tr", {}, seen.map(head))),
        el("tbody", {}, keys.slice(start, start + PAGE).map((key) =>
          el("tr", { class: isEnded(key) ? "ended" : null }, seen.map((column, place) => cell(column, key, place))))));
    }

    function pages(count) {
      const last = Math.max(0, Math.ceil(count / PAGE) - 1);
      const to = (page) => () => asked.change({ ...table, page });
      if (!last) return [];
      const [start, end] = [table.page * PAGE + 1, Math.min(count, (table.page + 1) * PAGE)];
      return [
        button({ id: "page-previous", disabled: table.page === 0, click: to(table.page - 1) }, say("previous-page")),
        el("span", { role: "status" }, say("rows-of", { start, end, count })),
        button({ id: "page-next", disabled: table.page >= last, click: to(table.page + 1) }, say("next-page")),
      ];
    }

    /** Renders the rows for the current state. */
    function show(next, shown) {
      const found = rows.table(rows.tabs.includes(next.tab) ? next.tab : "nodes", shown, next);
      const last = Math.max(0, Math.ceil(found.keys.length / PAGE) - 1);
      table = { ...next, tab: rows.tabs.includes(next.tab) ? next.tab : "nodes", page: Math.min(next.page, last) };
      tabs.setAttribute("aria-label", say("table"));
      region.setAttribute("aria-labelledby", `tab-${table.tab}`);
      refill(tabs, rows.tabs.map((name) => tab(name, shown)));
      refill(region, found.keys.length ? body(found) : el("p", { class: "hint" }, say(shown.isFiltered ? "nothing-shown" : "no-rows")));
      refill(pager, pages(found.keys.length));
    }
    return { show };
  };
})();
