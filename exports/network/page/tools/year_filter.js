/* The years of approval: a small chart with a handle at each end, and a choice about those whose year
   nobody knows. Two range inputs lie over each other, so that keys and touch work as everywhere. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el } = yuqiao.elements;

  /** asked: the callbacks { change({ from, to, undated }) }, where null means no limit. */
  yuqiao.yearsOf = (model, words, asked) => {
    const { say, counted } = words;
    const { first, last } = model.span;
    const range = (id) => el("input", { type: "range", id, min: first, max: last, step: 1 });
    const [from, to] = [range("year-from"), range("year-to")];
    const [between, undatedWords, legend] = [el("output", { for: "year-from year-to" }), el("span"), el("legend")];
    const undated = el("input", { type: "checkbox", id: "undated" });
    const bars = el("div", { class: "bars", "aria-hidden": "true" });
    const kept = el("label", { class: "choice plain" }, undated, undatedWords);
    const frame = el("fieldset", { class: "facet years" }, legend, bars, el("div", { class: "handles" }, from, to), between, model.undated ? kept : "");

    function changed(event) {
      if (Number(from.value) > Number(to.value)) { // a handle does not pass the other
        if (event.target === from) from.value = to.value;
        else to.value = from.value;
      }
      const limit = (input, end) => (Number(input.value) === end ? null : Number(input.value));
      const limits = { from: limit(from, first), to: limit(to, last) };
      if (!undated.checked && limits.to === null) limits.from ??= first; // without the unknown, all years are a filter
      asked.change({ ...limits, undated: undated.checked });
    }
    for (const input of [from, to, undated]) input.addEventListener("input", changed);

    function bar(year, counts, most, filters) {
      const made = el("span", { title: `${year}: ${counts.get(year) ?? 0}` });
      made.classList.toggle("within", year >= (filters.from ?? first) && year <= (filters.to ?? last));
      made.style.height = `${Math.round((100 * (counts.get(year) ?? 0)) / most)}%`;
      return made;
    }

    /** Shows the current limits, with the number of partnerships by year. */
    function show(filters) {
      const counts = model.approvals(filters);
      const every = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const most = Math.max(1, ...every.map((year) => counts.get(year) ?? 0));
      bars.replaceChildren(...every.map((year) => bar(year, counts, most, filters)));
      const limits = { from: Math.max(first, filters.from ?? first), to: Math.min(last, filters.to ?? last) };
      from.value = limits.from;
      to.value = limits.to;
      undated.checked = filters.undated;
      const dated = every.filter((year) => year >= limits.from && year <= limits.to).reduce((sum, year) => sum + (counts.get(year) ?? 0), 0);
      legend.textContent = say("approval-year");
      between.textContent = say("years-remain", { from: String(limits.from), to: String(limits.to), remaining: counted("partnerships", dated) });
      undatedWords.textContent = say("keep-undated", { count: counts.get(null) ?? 0 });
      from.setAttribute("aria-label", say("from-year"));
      to.setAttribute("aria-label", say("to-year"));
      for (const input of [from, to]) input.setAttribute("aria-valuetext", `${input.value}: ${counted("partnerships", dated)}`);
    }
    return { frame, show };
  };
})();
