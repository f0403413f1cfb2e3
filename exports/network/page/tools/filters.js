/* The filters: the choices of each facet, with the number of partnerships that would match. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill } = yuqiao.elements;
  const FEW = 7; // choices of a facet shown at once

  /** asked: { change(filters), reset() } */
  yuqiao.filtersOf = (frame, model, words, asked) => {
    const { say, nameOf } = words;
    const whole = new Set(); // facets with all choices shown
    let filters = null;
    const years = model.span && yuqiao.yearsOf(model, words, { change: (limits) => asked.change({ ...filters, ...limits }) });
    const facets = el("div", { class: "facets" });
    const clear = button({ id: "clear-filters", class: "quiet", click: asked.reset });
    frame.append(facets, ...(years ? [years.frame] : []), el("p", { class: "actions" }, clear));

    function pick(facet, key) {
      const chosen = new Set(filters.chosen[facet]);
      if (!chosen.delete(key)) chosen.add(key);
      asked.change({ ...filters, chosen: { ...filters.chosen, [facet]: chosen } });
    }

    function choice(facet, key, place, count, most) {
      const id = `filter-${facet}-${place}`;
      const checked = filters.chosen[facet].has(key);
      const bar = el("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${most ? (100 * count) / most : 0}%`;
      return el("label", { class: count || checked ? "choice" : "choice none" }, bar,
        el("input", { type: "checkbox", id, checked, change: () => pick(facet, key) }),
        el("span", { class: "name" }, text(nameOf(model.terms[facet][key]))),
        el("span", { class: "count" }, words.number(count)));
    }

    function facet(name) {
      const counts = model.remaining(filters, name);
      const keys = Object.keys(model.terms[name]);
      const most = Math.max(...Object.values(counts));
      const bySize = keys.length > FEW ? [...keys].sort((a, b) => sizes(name).get(b) - sizes(name).get(a)) : keys;
      const shows = whole.has(name) ? bySize : bySize.filter((key, place) => place < FEW || filters.chosen[name].has(key));
      const more = keys.length > FEW && button({ id: `more-${name}`, class: "quiet more", "aria-expanded": String(whole.has(name)), click: () => unfold(name) },
        whole.has(name) ? say("show-fewer") : say("show-all", { count: keys.length }));
      return el("fieldset", { class: "facet", id: `facet-${name}` }, el("legend", {}, say(`facet-${name}`)),
        shows.map((key) => choice(name, key, keys.indexOf(key), counts[key], most)), more || "");
    }

    const known = {};
    /** The number of partnerships of each choice without filters, so that their order stays the same. */
    function sizes(name) {
      known[name] ??= new Map(Object.keys(model.terms[name]).map((key) => [key, model.partnerships.filter((each) => each[name]?.includes(key)).length]));
      return known[name];
    }

    function unfold(name) {
      if (!whole.delete(name)) whole.add(name);
      show(filters);
    }

    function show(next) {
      filters = next;
      refill(facets, model.facets.map(facet));
      years?.show(filters);
      clear.textContent = say("reset-filters");
      clear.disabled = !model.isFiltered(filters);
    }
    return { show };
  };
})();
