/* A figure that stands alone: title, lines above, marks, lines below; data in, SVG out. No DOM.

   marks: { width, height, marks } of a part; caption: { title, above, below, legend } with legend a list
   of { name, hue } or { name, hue, line }; look and measure as for charts. Nothing is cut: what is too long
   for its line is wrapped. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { node } = yuqiao.svg;
  const MARGIN = 24;
  const [TITLE, TEXT] = [20, 13];
  const LEAST = 480; // of the width

  /** The parts of a word of which each fits a line. */
  function divided(word, room, size, measure) {
    if (measure(word.trimEnd(), size) <= room) return [word];
    const parts = [""];
    for (const letter of word) {
      if (parts.at(-1) && measure(parts.at(-1) + letter, size) > room) parts.push(letter);
      else parts[parts.length - 1] += letter;
    }
    return parts;
  }

  /** Wraps a text to lines of a width; Chinese breaks between any two characters, and a word that is too wide is divided. */
  function wrapped(text, room, size, measure) {
    if (measure(text, size) <= room) return [text]; // as most do
    const lines = [];
    let line = "";
    for (const word of text.split(/(?<=\s)|(?<=[\u3000-\u9fff\uff00-\uffef])/u).flatMap((each) => divided(each, room, size, measure))) {
      if (line && measure(line + word.trimEnd(), size) > room) {
        lines.push(line.trimEnd());
        line = word;
      } else line += word;
    }
    return [...lines, line.trimEnd()].filter(Boolean);
  }

  function legend(entries, room, look, measure) {
    let [x, y] = [0, 0];
    const made = entries.map(({ name, hue, line }) => {
      const width = 20 + measure(name, TEXT) + 18;
      if (x && x + width > room) [x, y] = [0, y + 20];
      const key = line ? node("line", { x1: x, x2: x + 14, y1: y + 8, y2: y + 8, stroke: hue, "stroke-width": 3 }) : node("circle", { cx: x + 7, cy: y + 8, r: 5.5, fill: hue });
      const entry = [key, node("text", { x: x + 20, y: y + 12.5, fill: look.ink, "font-size": TEXT, "font-family": look.font }, name)];
      x += width;
      return entry;
    });
    return { height: entries.length ? y + 28 : 0, marks: made };
  }

  yuqiao.wrapped = wrapped;

  yuqiao.figure = ({ width, height, marks }, caption, { look, measure, description = "" }) => {
    const wide = Math.max(LEAST, width) + 2 * MARGIN;
    const room = wide - 2 * MARGIN;
    let y = MARGIN;
    const lines = (texts, size, own) => texts.flatMap((text) => wrapped(text, room, size, measure)).map((line) => {
      y += size * 1.4;
      return node("text", { x: MARGIN, y: y - size * 0.3, "font-size": size, "font-family": look.font, fill: look.ink, ...own }, line);
    });
    const head = [lines([caption.title], TITLE, { "font-weight": 700 }), lines(caption.above, TEXT, { fill: look.quiet })];
    y += 14;
    const body = node("g", { transform: `translate(${MARGIN} ${Math.round(y)})` }, marks);
    y += height + 14;
    const key = legend(caption.legend ?? [], room, look, measure);
    const foot = node("g", { transform: `translate(${MARGIN} ${Math.round(y)})` }, key.marks);
    y += key.height;
    const below = lines(caption.below, TEXT - 1, { fill: look.quiet });
    y += MARGIN * 0.7;
    const tall = Math.round(y);
    return node("svg", { width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}`, role: "img", "aria-labelledby": "figure-title figure-description" },
      node("title", { id: "figure-title" }, caption.title), node("desc", { id: "figure-description" }, description || caption.above.join(" ")),
      node("rect", { width: wide, height: tall, fill: look.paper }), head, body, foot, below);
  };
})();
