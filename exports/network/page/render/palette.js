/* The colours of the page's style, for light and dark, and mixtures of them. */
"use strict";
(() => {
  const ctx = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map(); // a CSS colour -> [red, green, blue]

  function parts(colour) {
    if (known.has(colour)) return known.get(colour);
    ctx.fillStyle = "#000000";
    ctx.fillStyle = colour; // the canvas parses any CSS colour, and keeps black if it is invalid
    ctx.fillRect(0, 0, 1, 1);
    const found = [...ctx.getImageData(0, 0, 1, 1).data].slice(0, 3);
    known.set(colour, found);
    return found;
  }

  /** Returns the custom properties of the page's style by name. */
  function read(names) {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  /** Mixes a share of one colour into another, as #rrggbb. */
  function mix(colour, ground, share) {
    const [over, under] = [parts(colour), parts(ground)];
    const mixed = over.map((value, index) => Math.round(value * share + under[index] * (1 - share)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }

  const RELATIONS = { partner: "university", subject: "discipline", place: "country" };
  const hues = ["hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6", "hue-7", "hue-8", "hue-other"];

  /** The name of an edge's colour: its relation's own, else that of the node at its end, if it is of a kind with one. */
  const hueOf = ({ nodes, hues: own }, { relation, to }) =>
    RELATIONS[relation] ?? own.relations[relation] ?? (own.foreign ? "quiet" : nodes[to].kind);

  (window.yuqiao ??= {}).colours = { read, mix, hues, hueOf };
})();
