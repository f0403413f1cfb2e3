"use strict";
/* Elements of the page. What comes from the data enters as text, and as a link only if it is http,
   https or mailto (there is no way here to write markup). */
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const LINKED = new Set(["http:", "https:", "mailto:"]);

  /** Makes an element; an attribute that is a function listens, a child that is a string is text. */
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

  /** A text whose own direction does not turn what stands around it. */
  const text = (words) => el("bdi", {}, words);

  const isLinked = (url) => URL.canParse(url) && LINKED.has(new URL(url).protocol) && /^(https?:\/\/|mailto:)/i.test(url);

  function link(url, words = url) {
    if (!isLinked(url)) return text(words);
    return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text(words));
  }

  const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

  /** A `<details>` that says in its heading what it holds, and makes that when it is first opened. */
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

  /** Puts new children into an element, and the focus back on what had it, by its id. */
  function refill(parent, ...children) {
    const held = parent.contains(document.activeElement) ? document.activeElement.id : "";
    parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  }

  const byId = (id) => document.getElementById(id);

  yuqiao.elements = { el, text, link, button, folded, refill, byId, isLinked };
})();
