/* A search box for nodes, after the combobox pattern of the ARIA Authoring Practices: arrow keys,
   Enter, Escape; the focus stays in the box. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, byId } = yuqiao.elements;

  /**
   * @param frame  an element that the box and its list are put into
   * @param asked  { id, label(), find(words) -> numbers, describe(number) -> { name, other, kind }, nothing(), take(number) }
   */
  yuqiao.combobox = (frame, asked) => {
    const listId = `${asked.id}-found`;
    let found = [];
    let active = -1;

    const input = el("input", {
      id: asked.id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-controls": listId, "aria-expanded": "false", "aria-autocomplete": "list",
    });
    const list = el("ul", { id: listId, class: "found", role: "listbox", hidden: true });
    frame.append(input, list);

    const optionId = (index) => `${listId}-${index}`;

    function option(number, index) {
      const { name, other, kind } = asked.describe(number);
      return el("li", { role: "option", id: optionId(index), "aria-selected": String(index === active), mousedown: (event) => event.preventDefault(), click: () => take(number) },
        text(name), " ", el("small", {}, text([kind, other].filter(Boolean).join(" · "))));
    }

    function show(open) {
      const nothing = el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, asked.nothing());
      list.replaceChildren(...(open ? (found.length ? found.map(option) : [nothing]) : []));
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open || active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", optionId(active));
      return byId(optionId(active)).scrollIntoView({ block: "nearest" });
    }

    function search() {
      found = asked.find(input.value);
      active = found.length ? 0 : -1;
      show(input.value.trim() !== "");
    }

    function take(number) {
      show(false);
      asked.take(number);
    }

    function key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) return search();
        if (found.length) active = (active + step + found.length) % found.length;
        return show(true);
      }
      if (event.key === "Enter" && !list.hidden && found[active] !== undefined) {
        event.preventDefault();
        return take(found[active]);
      }
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // which would empty the box
        event.stopPropagation(); // and close what is behind it
        return show(false);
      }
      return undefined;
    }

    input.addEventListener("input", search);
    input.addEventListener("keydown", key);
    input.addEventListener("blur", () => show(false));

    function speak() {
      input.placeholder = asked.label();
      input.setAttribute("aria-label", asked.label());
      list.setAttribute("aria-label", asked.label());
      if (!list.hidden) show(true);
    }
    return { input, speak, fill: (words) => { input.value = words; } };
  };
})();
