/* Elements of the page. What comes from the data enters as text, and as a link only if it is http,
   https or mailto (there is no way here to write markup). */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const LINKED = new Set(["http:", "https:", "mailto:"]);

  /** Creates an element; a function among the attributes is a listener, a string among the children is text. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  /** A text whose direction does not affect the text around it. */
  const text = (words) => el("bdi", {}, words);

  const isLinked = (url) => URL.canParse(url) && LINKED.has(new URL(url).protocol) && /^(https?:\/\/|mailto:)/i.test(url);

  function link(url, words = url) {
    if (!isLinked(url)) return text(words);
    return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text(words));
  }

  /** The mark of a kind of node. */
  function keyOf({ hues }, kind) {
    const key = el("span", { class: hues.kinds[kind] ? "key" : `key ${kind}` });
    if (hues.kinds[kind]) key.style.color = key.style.background = `var(--${hues.kinds[kind]})`;
    return key;
  }

  const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

  /** A `<details>` whose content is created when it is first opened. */
  function folded({ open = false, ...attributes }, heading, fill) {
    const made = el("details", attributes, el("summary", {}, heading));
    const filled = () => {
      if (made.open && made.childElementCount === 1) made.append(...[fill()].flat(Infinity).filter(Boolean));
    };
    made.addEventListener("toggle", filled);
    made.open = open;
    filled();
    return made;
  }

  /** Replaces the children of an element, and restores the focus by id. */
  function refill(parent, ...children) {
    const held = parent.contains(document.activeElement) ? document.activeElement.id : "";
    parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  }

  const byId = (id) => document.getElementById(id);

  yuqiao.elements = { el, text, link, button, folded, refill, byId, isLinked, keyOf };
})();
