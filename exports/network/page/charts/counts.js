/* The counts that the charts show: partnerships by country, field, level, school and year, each under the
   filters of all other charts, so that a reader sees what another choice would give. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const ORDER = ["countries", "fields", "level", "schools", "form", "stem", "status"];
  const UNKNOWN = "unknown";
  const MANY_YEARS = 60;

  yuqiao.countsOf = (model, words) => {
    const { say, nameOf, counted } = words;
    const whole = {}; // counts without filters, by facet
    const facets = ORDER.filter((facet) => model.facets.includes(facet));
    let within = null; // the partnerships that are counted, while a part of the network is shown
    const none = { chosen: {}, from: null, to: null, undated: true };

    /** The number of matching partnerships for each term of a facet, and under null of those without one. */
    function counts(filters, facet) {
      const found = new Map();
      for (const index of within ?? model.matching(filters, facet)) {
        const keys = model.partnerships[index][facet] ?? [];
        for (const key of keys.length ? keys : [null]) found.set(key, (found.get(key) ?? 0) + 1);
      }
      return found;
    }

    /** The same of all partnerships. */
    function all(facet) {
      const found = new Map();
      for (const each of model.partnerships) {
        const keys = each[facet] ?? [];
        for (const key of keys.length ? keys : [null]) found.set(key, (found.get(key) ?? 0) + 1);
      }
      return found;
    }

    function approvalsIn(indices) {
      const found = new Map();
      for (const index of indices) {
        const year = Number.isInteger(model.partnerships[index].year) ? model.partnerships[index].year : null;
        found.set(year, (found.get(year) ?? 0) + 1);
      }
      return found;
    }

    function row(facet, filters, found, key) {
      const name = key === null ? say("not-known") : nameOf(model.terms[facet][key]);
      const [value, all] = [found.get(key) ?? 0, whole[facet].get(key) ?? 0];
      const of = value === all ? counted("partnerships", value) : say("some-of", { some: value, all: counted("partnerships", all) });
      return { key: key ?? UNKNOWN, name, value, all, chosen: key === null ? null : filters.chosen[facet].has(key), label: `${name}: ${of}` };
    }

    function ofFacet(facet, filters) {
      whole[facet] ??= all(facet);
      const found = counts(filters, facet);
      const keys = Object.keys(model.terms[facet]).sort((a, b) => (whole[facet].get(b) ?? 0) - (whole[facet].get(a) ?? 0));
      if (whole[facet].has(null)) keys.push(null);
      return { id: `chart-${facet}`, facet, title: say(`chart-${facet}`), rows: keys.map((key) => row(facet, filters, found, key)) };
    }

    function ofYears(filters) {
      whole.years ??= model.approvals(none);
      const found = within ? approvalsIn(within) : model.approvals(filters);
      const { first, last } = model.span;
      const isLimited = filters.from !== null || filters.to !== null;
      const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      const rows = years.map((year) => {
        const [value, all] = [found.get(year) ?? 0, whole.years.get(year) ?? 0];
        const chosen = isLimited && year >= (filters.from ?? first) && year <= (filters.to ?? last);
        return { key: String(year), name: String(year), value, all, chosen, label: `${year}: ${counted("partnerships", value)}` };
      });
      const undated = whole.years.get(null) ?? 0;
      return {
        id: "chart-years", facet: "years", title: say("chart-years"), rows, columns: true,
        note: undated ? say("chart-undated", { count: undated, some: found.get(null) ?? 0, all: undated }) : "",
      };
    }

    function kindsIn(shown) {
      const found = {};
      for (const id of shown.nodes) found[model.nodes[id].kind] = (found[model.nodes[id].kind] ?? 0) + 1;
      return found;
    }

    /** Without partnerships: the nodes by kind, which can be shown or hidden. */
    function ofKinds(shown, hidden, kinds, kindCounts) {
      const rows = kinds.map((kind) => ({
        key: kind, name: words.kindsOf(kind), value: hidden.has(kind) ? 0 : kindCounts[kind] ?? 0, all: kindCounts[kind] ?? 0, chosen: hidden.size ? !hidden.has(kind) : false,
      }));
      return { id: "chart-kinds", facet: "kinds", title: say("chart-kinds"), rows };
    }

    /** Without partnerships: the nodes by year, or by decade where there are many years; a bar selects its nodes. */
    function ofNodeYears(shown) {
      const known = [...shown.nodes].filter((id) => Number.isInteger(model.nodes[id].year));
      const every = model.nodes.map(({ year }) => year).filter(Number.isInteger);
      if (!every.length) return [];
      const [first, last] = [Math.min(...every), Math.max(...every)];
      const step = last - first > MANY_YEARS ? 10 : 1;
      const start = (year) => Math.floor(year / step) * step;
      const from = start(first);
      const rows = Array.from({ length: (start(last) - from) / step + 1 }, (_, at) => from + at * step).map((year) => {
        const nodes = known.filter((id) => start(model.nodes[id].year) === year);
        const name = step === 1 ? String(year) : `${year}–${year + step - 1}`;
        return { key: String(year), name, value: nodes.length, all: every.filter((each) => start(each) === year).length, chosen: false, nodes, label: `${name}: ${counted("nodes", nodes.length)}` };
      });
      const without = shown.nodes.size - known.length;
      return [{ id: "chart-node-years", facet: "node-years", title: say("chart-node-years"), rows, columns: step === 1, note: without ? say("chart-no-year", { count: without }) : "" }];
    }

    /** The charts under the filters; the countries first. */
    function charts({ filters, hidden }, shown, kinds) {
      within = shown?.isPart ? shown.partnerships : null;
      if (!model.partnerships.length) return [ofKinds(shown, hidden, kinds, shown?.isPart ? kindsIn(shown) : model.kindCounts(filters)), ...(shown ? ofNodeYears(shown) : [])];
      const [first = [], ...rest] = facets.map((facet) => ofFacet(facet, filters));
      return [first, ...(model.span ? [ofYears(filters)] : []), ...rest].flat();
    }

    /** The filters with a bar chosen, or no longer; a year with Shift extends those chosen before. */
    function chosen(filters, facet, key, extends_ = false) {
      if (facet === "years") return ofYear(filters, Number(key), extends_);
      const keys = new Set(filters.chosen[facet]);
      if (!keys.delete(key)) keys.add(key);
      return { ...filters, chosen: { ...filters.chosen, [facet]: keys } };
    }

    function ofYear(filters, year, extends_) {
      const isAlone = filters.from === year && filters.to === year;
      if (isAlone && !extends_) return { ...filters, from: null, to: null, undated: true };
      if (!extends_ || (filters.from === null && filters.to === null)) return { ...filters, from: year, to: year, undated: false };
      return { ...filters, from: Math.min(year, filters.from ?? year), to: Math.max(year, filters.to ?? year) };
    }

    return { charts, chosen };
  };
})();
