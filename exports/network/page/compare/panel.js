/* The comparison beside the network: two sides to choose, a sentence to quote, bars of both, and a table of
   what is on one side or on both, each name leading to its evidence. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill } = yuqiao.elements;
  const { node: mark } = yuqiao.svg;
  const WHICH = ["first", "difference", "second"];
  const FEW = 12; // bars of a kind
  const MOST = 100; // rows of a table; the rest are in the file
  const [SIZE, ROW, GAP] = [13, 30, 8];

  /** asked: { change(compare), choose(choice) } */
  yuqiao.comparePanelOf = (frame, data, model, words, comparison, asked) => {
    const { say, nameOf } = words;
    const captions = yuqiao.captionOf(data, model, words);
    const opened = new Set(comparison.isOfEdges ? ["edges"] : ["school"]);
    const selects = new Map();
    let [state, shown, found] = [null, null, null];

    // ---- the sides -------------------------------------------------------------------------------
    /** The choices of a side; there may be thousands, so that they are made once for each language. */
    function select(at) {
      const key = `${at} ${words.lang()}`;
      if (!selects.has(key)) selects.set(key, selectOf(at));
      const made = selects.get(key);
      const [chooser, side] = [made.querySelector("select"), state.compare.sides[at]];
      chooser.value = side;
      if (chooser.value !== side) chooser.lastElementChild.append(el("option", { value: side, selected: true }, comparison.sideName(side))); // a year in which nothing was approved
      return made;
    }

    function selectOf(at) {
      const option = (side) => el("option", { value: side }, comparison.sideName(side));
      const groups = comparison.choices().map(({ facet, sides }) => el("optgroup", { label: say(facet === "until" ? "approval-year" : `facet-${facet}`) }, sides.map(option)));
      const made = el("select", { id: `compare-${at}`, change: () => take(at, made.value) }, groups);
      return el("label", { class: `side side-${at ? "second" : "first"}` }, el("span", {}, say(at ? "compare-second" : "compare-first")), made);
    }

    /** Two sides are of the same facet: choosing one of another moves the other side along. */
    function take(at, side) {
      const sides = [...state.compare.sides];
      sides[at] = side;
      const own = (comparison.choices().find((each) => each.sides.includes(side)) ?? comparison.choices().at(-1)).sides;
      if (comparison.facetOf(side) !== comparison.facetOf(sides[1 - at])) sides[1 - at] = own.find((each) => each !== side);
      asked.change({ which: state.compare.which, sides });
    }

    const whichButton = (which) => button({ id: `compare-show-${which}`, "aria-pressed": String(state.compare.which === which), click: () => asked.change({ ...state.compare, which }) },
      which === "difference" ? say("compare-difference") : found[which].name);

    const stateName = (one) => say(`compare-state-${found.isTime ? "time-" : ""}${one}`);

    // ---- bars ------------------------------------------------------------------------------------
    /** Reading a colour settles the style of the whole page: once for all bars. */
    function hues() {
      const { accent, university } = yuqiao.colours.read(["accent", "university"]);
      return { first: university, second: accent };
    }

    /** Bars in pairs, the first side above the second; a width of null leaves every name whole. */
    function pairs(all, { width, look, measure }) {
      const names = Math.max(0, ...all.map(({ name }) => measure(name, SIZE)));
      const wide = width ?? names + 380;
      const { room, height, rows } = yuqiao.barNames.named(all, width === null ? names : wide * 0.5, ROW, measure);
      const scale = (wide - room - GAP - 34) / Math.max(1, ...rows.flatMap(({ a, b }) => [a, b]));
      const { first, second } = hues();
      const bar = (value, y, fill) => [mark("rect", { x: room + GAP, y, width: value * scale, height: 10, rx: 2, fill }),
        mark("text", { x: room + GAP + value * scale + 5, y: y + 9.5, "font-size": 11, "font-family": look.font, fill: look.quiet }, String(value))];
      const marks = rows.map((row) => mark("g", {}, mark("title", {}, `${row.name}: ${row.a} / ${row.b}`),
        yuqiao.barNames.nameOf(row, room, { fill: look.ink }, look),
        bar(row.a, row.top + row.tall / 2 - 11, first), bar(row.b, row.top + row.tall / 2, second)));
      return { width: wide, height, marks };
    }

    const rowsOf = (kind) => found.nodes.filter((each) => each.kind === kind).map((each) => ({ ...each, name: nameOf(model.nodes[each.id]) }));
    const largest = (kind) => rowsOf(kind).sort((x, y) => y.a + y.b - x.a - x.b).slice(0, FEW);
    const legend = () => [{ name: found.first.name, hue: hues().first }, { name: found.second.name, hue: hues().second }];
    const limits = () => (data.graphs ? nameOf(data.graphs.limits) : "");
    const heads = () => [say("column-kind"), say("column-name"), found.first.name, found.second.name, say("compare-state")];

    function edgeName(index) {
      const { from, to, relation } = model.edges[index];
      return [nameOf(model.nodes[from]), words.relationOf(relation), nameOf(model.nodes[to])].filter(Boolean).join(data.directed ? " → " : " – ");
    }

    function savedRows() {
      const ofNodes = comparison.presentKinds(found).flatMap((kind) => rowsOf(kind).map(({ name, a, b, state: own }) => [words.kindOf(kind), name, a, b, stateName(own)]));
      const ofPartnerships = found.partnerships.map(({ index, state: own }) =>
        [say("partnership-one"), nameOf(model.partnerships[index]), Number(found.first.partnerships.has(index)), Number(found.second.partnerships.has(index)), stateName(own)]);
      const ofEdges = (found.edges ?? []).map(({ index, state: own }) => [say("edge-one"), edgeName(index), Number(found.first.edges.has(index)), Number(found.second.edges.has(index)), stateName(own)]);
      return [...ofNodes, ...ofPartnerships, ...ofEdges];
    }

    function figure(kind) {
      const [look, measure] = [yuqiao.figures.look(), yuqiao.figures.measure];
      const sentence = comparison.sentence(found);
      const caption = captions.caption(state, shown, say("compare-heading", { a: found.first.name, b: found.second.name, kind: words.kindsOf(kind) }));
      const above = [...caption.above, sentence, limits(), found.isOfEdges ? say("compare-counts-edges") : ""].filter(Boolean);
      return yuqiao.figure(pairs(largest(kind), { width: null, look, measure }), { ...caption, above, legend: legend() }, { look, measure, description: sentence });
    }

    // ---- tables ----------------------------------------------------------------------------------
    const valuesOf = (labels) => words.listed(labels) || say("nothing");
    const changesOf = (own) => own.map(({ fact, old, now }) => el("div", { class: "hint" }, say("compare-change", { fact: words.has(fact) ? say(fact) : fact, old: valuesOf(old), now: valuesOf(now) })));
    const stateCell = (one) => el("td", {}, el("span", { class: `state state-${one}` }, stateName(one)));
    const named = (choice, name) => button({ class: "name", click: () => asked.choose(choice) }, text(name));

    function table(caption, head, rows) {
      const heading = (name, at) => el("th", { scope: "col", class: at && at < head.length - 1 ? "number" : null }, name);
      return el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, head.map(heading))), el("tbody", {}, rows));
    }

    const rest = (all) => (all.length > MOST ? el("p", { class: "hint" }, say("compare-rest", { count: all.length - MOST })) : "");

    function kindTable(kind) {
      const all = rowsOf(kind);
      const rows = all.slice(0, MOST).map(({ id, name, a, b, changes = [], state: own }) => el("tr", {}, el("th", { scope: "row" }, named({ node: id }, name), changesOf(changes)),
        el("td", { class: "number" }, words.number(a)), el("td", { class: "number" }, words.number(b)), stateCell(own)));
      return [table(words.kindsOf(kind), heads().slice(1), rows), rest(all)];
    }

    function partnershipTable() {
      const rows = found.partnerships.slice(0, MOST).map(({ index, changes, state: own }) =>
        el("tr", {}, el("th", { scope: "row" }, named({ partnership: index }, nameOf(model.partnerships[index])), changesOf(changes)), stateCell(own)));
      return [table(say("partnerships"), [say("column-name"), say("compare-state")], rows), rest(found.partnerships)];
    }

    function edgeTable() {
      const rows = found.edges.slice(0, MOST).map(({ index, changes, state: own }) =>
        el("tr", {}, el("th", { scope: "row" }, named({ edge: index }, edgeName(index)), changesOf(changes)), stateCell(own)));
      return [table(say("tab-edges"), [say("column-name"), say("compare-state")], rows), rest(found.edges)];
    }

    /** A section that is filled when it is opened, and stays open as the sides change. */
    function section(id, heading, fill) {
      const made = el("details", { class: "group", id: `compare-of-${id}` }, el("summary", {}, heading));
      made.open = opened.has(id);
      if (made.open) made.append(...fill());
      made.addEventListener("toggle", () => {
        if (made.open === opened.has(id)) return;
        if (made.open) opened.add(id), made.append(...fill());
        else opened.delete(id), made.replaceChildren(made.firstChild);
      });
      return made;
    }

    function kindSection(kind) {
      const counts = comparison.counts(found, kind);
      const terms = comparison.states.filter((one) => counts[one]).map((one) => `${stateName(one)} ${words.number(counts[one])}`).join(say("comma"));
      return section(kind, say("caption-facet", { facet: words.kindsOf(kind), terms }), () => {
        const how = { look: yuqiao.figures.look(), measure: yuqiao.figures.measure, width: Math.max(220, Math.min(frame.clientWidth - 40, 640)) };
        const { width, height, marks } = pairs(largest(kind), how);
        const drawn = yuqiao.svg.element(mark("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say("compare-bars", { kind: words.kindsOf(kind) }) }, marks));
        const kept = yuqiao.figures.buttons(`compare-${kind}`, words.kindsOf(kind), words, { figure: () => figure(kind), rows: () => [heads(), savedRows()] });
        return [drawn, el("div", { class: "chart-foot" }, kept), kindTable(kind)].flat();
      });
    }

    /** The sentence, with the filters under which it is true. */
    function quoted() {
      const filters = captions.filtered({ ...state, hidden: null });
      const under = filters.length ? say("caption-filters", { filters: filters.join(say("semicolon")) }) : "";
      const sentence = el("blockquote", { id: "compare-sentence" }, words.joined([comparison.sentence(found), under].filter(Boolean)));
      const done = el("span", { class: "hint", role: "status" });
      const copy = async () => {
        try {
          await navigator.clipboard.writeText(sentence.textContent);
          done.textContent = say("compare-copied");
        } catch {
          getSelection().selectAllChildren(sentence); // a page from disk may not write to the clipboard
          done.textContent = say("compare-selected");
        }
      };
      return [sentence, el("p", { class: "actions" }, button({ id: "compare-copy", class: "quiet", click: copy }, say("compare-copy")), done)];
    }

    /** Shows a comparison; null says that there is nothing to compare. */
    function show(next, nowShown, nowFound) {
      [state, shown, found] = [next, nowShown, nowFound];
      frame.setAttribute("aria-label", say("show-compare"));
      if (!found) return refill(frame, el("p", { class: "hint" }, say(model.partnerships.length ? "compare-one" : "compare-foreign")));
      const key = (which, name) => [el("span", { class: `swatch state-${which}` }), ` ${name} `];
      const { lost } = state.compare;
      return refill(frame, lost ? el("p", { class: "hint", id: "compare-lost", role: "status" }, say("compare-lost", { names: lost.map((side) => side.slice(side.indexOf(":") + 1)).join(say("comma")) })) : "", el("div", { class: "sides" }, select(0), select(1)),
        el("div", { class: "segments", role: "group", "aria-label": say("compare-drawn") }, WHICH.map(whichButton)),
        el("p", { class: "hint keys" }, key("first", stateName("first")), key("second", stateName("second")), key("both", say("compare-in-both"))),
        quoted(), limits() ? el("p", { class: "hint", id: "compare-limits" }, limits()) : "", found.isOfEdges ? el("p", { class: "hint" }, say("compare-counts-edges")) : "",
        comparison.presentKinds(found).map(kindSection),
        found.isOfEdges ? section("edges", say("caption-facet", { facet: say("tab-edges"), terms: words.number(found.edges.length) }), edgeTable)
          : section("partnerships", say("caption-facet", { facet: say("partnerships"), terms: words.number(found.partnerships.length) }), partnershipTable));
    }
    return { show };
  };
})();
