/* The map beside the network: countries and regions, or cities, with the links of the partnerships shown,
   and the same as a list. A country is a filter; a city selects its universities, one after another. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill } = yuqiao.elements;
  const NEARER = 1.6;
  const TURN = 0.2; // of the width, for each press of an arrow

  /** asked: { filter(filters), choose(choice), places(level) } */
  yuqiao.mapOf = (frame, data, model, words, asked) => {
    const { say, nameOf, counted } = words;
    const located = yuqiao.locationsOf(data, model);
    const captions = yuqiao.captionOf(data, model, words);
    const hasCountries = Object.keys(model.terms.countries ?? {}).length > 0;
    const hasPartnerships = model.partnerships.length > 0;
    const whole = { zoom: 1, middle: null };
    let view = whole;
    let level = ""; // country, city or node
    let [state, shown, isOpen] = [null, null, false];

    // ---- what it shows ---------------------------------------------------------------------------
    const termOf = (key) => nameOf(model.terms.countries[key]);
    const placeName = (number) => {
      const { within } = located.places[number];
      return nameOf(within ?? located.places[number]);
    };

    function content() {
      if (level === "country") {
        const found = located.byCountry(shown);
        return { ...found, circles: found.circles.map((each) => (each.country ? described(each, termOf(each.country), state.filters.chosen.countries?.has(each.country) ?? false) : home(each))) };
      }
      const found = hasPartnerships ? located.byCity(shown) : located.byNode(shown);
      return { ...found, circles: found.circles.map((each) => (each.role === "home" ? home(each) : described(each, names(each), each.nodes.length ? each.nodes.includes(state.chosen?.node) : null))) };
    }

    const names = ({ numbers }) => [...new Set(numbers.map(placeName))].join(say("comma"));
    const counting = ({ value }) => (hasPartnerships ? counted("partnerships", value) : counted("nodes", value));
    const described = (each, name, chosen) => ({ ...each, name, label: `${name}: ${counting(each)}`, chosen });
    const home = (each) => described(each, names(each), null);

    function rows(map) {
      if (level === "country") {
        const on = new Set(map.circles.map(({ country }) => country));
        return map.ranked.map(([key, value]) => [termOf(key), value, on.has(key) ? "" : say("map-no-coordinates")]);
      }
      const listed = (isHome, remark) => map.circles.filter(({ role }) => (role === "home") === isHome).sort((a, b) => b.value - a.value).map(({ name, value }) => [name, value, remark]);
      const elsewhere = map.nowhere.length ? [[say("map-elsewhere"), map.nowhere.length, say("map-no-coordinates")]] : [];
      return [...listed(false, ""), ...elsewhere, ...listed(true, say("map-home"))];
    }

    const heads = () => [say(level === "country" ? "chart-countries-one" : "place"), hasPartnerships ? say("partnerships") : say("tab-nodes"), say("map-remark")];

    /** The districts and other places that stand at the coordinates of a wider one. */
    function districts() {
      const found = new Map();
      for (const index of shown.partnerships) {
        for (const number of new Set(model.partnerships[index].homes ?? [])) if (located.places[number].within) found.set(number, (found.get(number) ?? 0) + 1);
      }
      return [...found].sort(([, a], [, b]) => b - a).map(([number, count]) => say("caption-publisher", { name: nameOf(located.places[number]), count }));
    }

    function notes(map) {
      const missing = level === "country" ? map.unplaced.map(([key, count]) => say("caption-publisher", { name: termOf(key), count })) : [];
      const inside = hasPartnerships ? districts() : [];
      return [
        missing.length ? say("map-missing", { names: missing.join(say("comma")) }) : "",
        level !== "country" && map.nowhere.length ? say(hasPartnerships ? "map-nowhere" : "map-nodes-nowhere", { count: map.nowhere.length }) : "",
        inside.length ? say("map-districts", { names: inside.join(say("comma")) }) : "",
        level === "country" ? say("map-middle") : "",
      ].filter(Boolean);
    }

    function look() {
      const own = yuqiao.colours.read(["school", "university", "line", "surface", "paper"]);
      return { ...yuqiao.figures.look(), home: own.school, place: own.university, land: yuqiao.colours.mix(own.line, own.paper, 0.6), sea: own.paper, coast: own.line };
    }

    // ---- drawing ---------------------------------------------------------------------------------
    const width = () => Math.max(260, frame.clientWidth - 40);

    function drawn(map) {
      const { height, marks } = yuqiao.worldMap(map, { width: width(), view, look: look(), measure: yuqiao.figures.measure });
      const made = yuqiao.svg.element(yuqiao.svg.node("svg", { width: width(), height, viewBox: `0 0 ${width()} ${height}`, role: "group", "aria-label": say("map-label"), class: "world" }, marks));
      made.querySelector("[role=button]")?.setAttribute("tabindex", "0");
      return made;
    }

    function figure(map) {
      const [colours, measure] = [look(), yuqiao.figures.measure];
      const caption = captions.caption(state, shown, say(level === "country" ? "map-countries" : "map-cities"));
      const body = yuqiao.worldMap(map, { width: 1000, view, look: colours, measure });
      const legend = [{ name: say(hasPartnerships ? "map-key" : "tab-nodes"), hue: colours.place }, ...(hasPartnerships ? [{ name: say("school"), hue: colours.home }] : []), { name: say("edge-one"), hue: colours.accent, line: true }];
      const described = rows(map).slice(0, 12).map(([name, value]) => `${name}: ${value}`).join(say("semicolon"));
      return yuqiao.figure(body, { ...caption, legend, below: [...notes(map), say("map-base"), ...caption.below] }, { look: colours, measure, description: described });
    }

    function table(map) {
      return el("table", {}, el("caption", {}, say("map-label")), el("thead", {}, el("tr", {}, heads().map((head, at) => el("th", { scope: "col", class: at === 1 ? "number" : null }, head)))),
        el("tbody", {}, rows(map).map(([name, value, remark]) => el("tr", {}, el("th", { scope: "row" }, text(name)), el("td", { class: "number" }, words.number(value)), el("td", {}, remark)))));
    }

    // ---- what a reader does ----------------------------------------------------------------------
    function move(zoom, middle) {
      view = zoom <= 1 ? whole : { zoom: Math.min(zoom, yuqiao.worldView.LARGEST), middle };
      show(state, shown);
    }

    const middleOf = () => view.middle ?? yuqiao.worldView.projected(width(), view).projection.invert([width() / 2, yuqiao.worldView.projected(width(), view).height / 2]);
    /** Where a closer view goes: to what is chosen, else at first to the place of the register or the largest circle, not to the sea. */
    const near = (map) => middleOfCircles(map) ?? (view.zoom > 1 ? middleOf() : largest(map) ?? middleOf());
    const largest = ({ circles }) => (circles.find(({ role }) => role === "home") ?? circles.toSorted((a, b) => b.value - a.value)[0])?.at;
    const middleOfCircles = ({ circles }) => {
      const chosen = circles.filter((each) => each.chosen);
      return chosen.length === 1 ? chosen[0].at : null;
    };

    /** Turns the map so that a spot of it comes to the middle. */
    function shift(x, y) {
      const { projection, height } = yuqiao.worldView.projected(width(), view);
      const middle = projection.invert([width() / 2 + x, height / 2 + y]);
      if (middle?.every(Number.isFinite)) move(view.zoom, middle);
    }

    function pick(key) {
      const map = content();
      const circle = map.circles.find((each) => each.key === key);
      if (circle?.country) {
        const keys = new Set(state.filters.chosen.countries);
        if (!keys.delete(key)) keys.add(key);
        return asked.filter({ ...state.filters, chosen: { ...state.filters.chosen, countries: keys } });
      }
      const nodes = (circle?.nodes ?? []).filter((id) => shown.nodes.has(id));
      if (!nodes.length) return undefined;
      return asked.choose({ node: nodes[(nodes.indexOf(state.chosen?.node) + 1) % nodes.length] });
    }

    let held = null; // where the pointer went down
    frame.addEventListener("pointerdown", (event) => {
      held = event.target.closest(".world") && view.zoom > 1 ? { x: event.clientX, y: event.clientY } : null;
    });
    frame.addEventListener("pointerup", (event) => {
      const moved = held && { x: held.x - event.clientX, y: held.y - event.clientY };
      held = null;
      if (moved && Math.hypot(moved.x, moved.y) > 4) shift(moved.x, moved.y);
    });
    frame.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-key][role=button]");
      if (mark) pick(mark.dataset.key);
    });
    frame.addEventListener("keydown", (event) => {
      const mark = event.target.closest("[data-key][role=button]");
      if (!mark) return;
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (["Enter", " "].includes(event.key)) pick(mark.dataset.key);
      else if (step) {
        const marks = [...mark.closest("svg").querySelectorAll("[role=button]")];
        mark.setAttribute("tabindex", "-1");
        marks[(marks.indexOf(mark) + step + marks.length) % marks.length].focus();
      } else return;
      event.preventDefault();
    });

    // ---- the whole -------------------------------------------------------------------------------
    const levelButton = (name) => button({ id: `map-level-${name}`, "aria-pressed": String(level === name), click: () => asked.places(name === "city" ? "city" : "") }, say(name === "country" ? "map-countries" : "map-cities"));

    function controls(map) {
      const to = (x, y) => () => shift(x * width() * TURN, y * width() * TURN);
      const turn = (id, x, y, sign) => button({ id: `map-${id}`, class: "quiet", "aria-label": say(`map-${id}`), disabled: view.zoom <= 1, click: to(x, y) }, sign);
      return el("div", { class: "map-controls" },
        hasCountries ? el("div", { class: "segments", role: "group", "aria-label": say("map-levels") }, levelButton("country"), levelButton("city")) : "",
        el("div", { class: "map-zoom", role: "group", "aria-label": say("zoom") },
          button({ id: "map-whole", class: "quiet", disabled: view.zoom <= 1, click: () => move(1, null) }, say("map-whole")),
          turn("west", -1, 0, "←"), turn("east", 1, 0, "→"), turn("north", 0, -1, "↑"), turn("south", 0, 1, "↓"),
          button({ id: "map-out", class: "quiet", "aria-label": say("zoom-out"), disabled: view.zoom <= 1, click: () => move(view.zoom / NEARER, middleOf()) }, "−"),
          button({ id: "map-in", class: "quiet", "aria-label": say("zoom-in"), click: () => move(view.zoom * NEARER, near(map)) }, "+")));
    }

    function twin(map) {
      const made = el("details", { class: "twin", id: "map-twin" }, el("summary", {}, say("as-list")), table(map));
      made.open = isOpen;
      made.addEventListener("toggle", () => { isOpen = made.open; });
      return made;
    }

    /** Without coordinates there is no map: the countries are a list. */
    function withoutMap() {
      const list = hasCountries ? table(located.byCountry(shown)) : "";
      refill(frame, el("p", { class: "hint" }, say(hasCountries ? "map-none-list" : "map-none")), list);
    }

    function show(next, nowShown) {
      [state, shown] = [next, nowShown];
      level = !hasPartnerships ? "node" : hasCountries && state.places !== "city" ? "country" : "city";
      frame.setAttribute("aria-label", say("show-map"));
      if (!located.isNamed) return withoutMap();
      const map = content();
      return refill(frame, controls(map), el("figure", { class: "map" }, drawn(map),
        el("figcaption", {}, notes(map).map((note) => el("p", { class: "hint" }, note)), el("p", { class: "hint" }, say("map-base")))),
        el("div", { class: "chart-foot" }, twin(map), yuqiao.figures.buttons("map", say("show-map"), words, { figure: () => figure(content()), rows: () => [heads(), rows(content())] })));
    }
    return { show };
  };
})();
