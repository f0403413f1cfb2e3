"use strict";
/* Colours of the page as its style gives them, for light and dark, and mixtures of them. */
(() => {
  const ctx = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map(); // what a style may say -> [red, green, blue]

  function parts(colour) {
    if (known.has(colour)) return known.get(colour);
    ctx.fillStyle = "#000000";
    ctx.fillStyle = colour; // the canvas reads any colour of CSS, and keeps black when it is none
    ctx.fillRect(0, 0, 1, 1);
    const found = [...ctx.getImageData(0, 0, 1, 1).data].slice(0, 3);
    known.set(colour, found);
    return found;
  }

  /** Gives the custom properties of the page's style by name. */
  function read(names) {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  /** Gives a share of one colour on another, as #rrggbb. */
  function mix(colour, ground, share) {
    const [over, under] = [parts(colour), parts(ground)];
    const mixed = over.map((value, index) => Math.round(value * share + under[index] * (1 - share)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }

  (window.yuqiao ??= {}).colours = { read, mix };
})();
