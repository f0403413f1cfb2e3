/* Paths between two nodes: the ends are searched for or come from the panel; equal paths are counted and
   stepped through. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill, keyOf } = yuqiao.elements;

  /** asked: { change(path), choose(choice), search(words) -> numbers, describe(number) } */
  yuqiao.pathToolOf = (frame, model, words, asked) => {
    const { say, nameOf, counted } = words;
    let path = { from: null, to: null, number: 0 };
    const result = el("div", { class: "result", id: "path-result", role: "status" });
    const ends = { from: end("from"), to: end("to") };
    const swap = button({ class: "quiet", id: "path-swap", click: () => asked.change({ from: path.to, to: path.from, number: 0 }) });
    const clear = button({ class: "quiet", id: "path-clear", click: () => asked.change({ from: null, to: null, number: 0 }) });
    const hint = el("p", { class: "hint" });
    frame.append(hint, ends.from.row, ends.to.row, el("p", { class: "actions" }, swap, clear), result);

    function end(which) {
      const label = el("label", { for: `path-${which}` });
      const box = el("div", { class: "search" });
      const combobox = yuqiao.combobox(box, {
        id: `path-${which}`,
        label: () => say(`path-${which}`),
        find: asked.search,
        describe: asked.describe,
        nothing: () => say("nothing-found"),
        take: (id) => asked.change({ ...path, [which]: id, number: 0 }),
      });
      return { row: el("div", { class: "end" }, label, box), label, combobox };
    }

    const step = (id) => el("li", {}, keyOf(yuqiao.data, model.nodes[id].kind),
      button({ class: "name", click: () => asked.choose({ node: id }) }, text(nameOf(model.nodes[id]))));

    function stepper(found) {
      if (found.count === 1) return "";
      const to = (number) => () => asked.change({ ...path, number: (number + found.count) % found.count });
      return el("p", { class: "stepper" },
        button({ id: "path-previous", "aria-label": say("previous-path"), click: to(path.number - 1) }, "‹"),
        el("span", {}, say("path-of", { number: path.number + 1, count: found.count })),
        button({ id: "path-next", "aria-label": say("next-path"), click: to(path.number + 1) }, "›"));
    }

    function answer(found, lit) {
      if (path.from === null || path.to === null) return [];
      if (path.from === path.to) return [el("p", {}, say("same-end"))];
      if (!found) return [el("p", {}, say("no-path"))];
      return [
        el("p", {}, `${counted("steps", found.steps)}${say("comma")}${counted("paths", found.count)}`),
        stepper(found),
        el("ol", { class: "path" }, lit.nodes.map(step)),
      ];
    }

    /** Shows the result: the number of paths, and the highlighted one. */
    function show(next, found, lit) {
      path = next;
      for (const which of ["from", "to"]) {
        ends[which].label.textContent = say(`path-${which}`);
        ends[which].combobox.speak();
        ends[which].combobox.fill(path[which] === null ? "" : nameOf(model.nodes[path[which]]));
      }
      hint.textContent = say("path-hint");
      swap.textContent = say("path-swap");
      clear.textContent = say("path-clear");
      swap.disabled = path.from === null && path.to === null;
      clear.disabled = swap.disabled;
      refill(result, answer(found, lit));
    }
    return { show, focus: () => ends[path.from === null ? "from" : "to"].combobox.input.focus() };
  };
})();
