/* SVG as a tree of { tag, own, children }, which a part of the page returns for its data; here it becomes
   elements of the page, or the text of a file. The tree itself needs no DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const SVG = "http://www.w3.org/2000/svg";
  const UNSPEAKABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu; // not in XML 1.0
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

  const isGiven = (value) => value !== null && value !== undefined && value !== false && value !== "";

  /** A tree; children may be lists, and those that are null, false or empty are left out. */
  const node = (tag, own = {}, ...children) => ({ tag, own, children: children.flat(Infinity).filter(isGiven) });

  const clean = (text) => String(text).toWellFormed().replace(UNSPEAKABLE, "\ufffd");
  const escaped = (text) => clean(text).replace(/[&<>"]/g, (character) => ESCAPES[character]);
  const rounded = (value) => String(typeof value === "number" ? Math.round(value * 100) / 100 : value);
  const attributes = (own) => Object.entries(own).filter(([, value]) => isGiven(value)).map(([key, value]) => [key, rounded(value)]);

  /** The text of a tree; that of an <svg> is a file. */
  function text({ tag, own, children }) {
    const space = tag === "svg" ? ` xmlns="${SVG}"` : "";
    const said = attributes(own).map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
    return `<${tag}${space}${said}>${children.map((child) => (child.tag ? text(child) : escaped(child))).join("")}</${tag}>`;
  }

  function element({ tag, own, children }) {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of attributes(own)) made.setAttribute(key, value);
    made.append(...children.map((child) => (child.tag ? element(child) : clean(child))));
    return made;
  }

  yuqiao.svg = { node, text, element };
})();
