/* Labels: their typeface, truncation, line breaks and placement. */
"use strict";
(() => {
  const FONT = '"Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  const LONGEST = 300; // characters of a label that are measured at most
  const CELL = 80; // pixels; overlaps are searched among boxes in the same cells

  function shorten(ctx, text, width) {
    const start = text.slice(0, LONGEST);
    if (text.length <= LONGEST && ctx.measureText(start).width <= width) return start;
    const fits = (length) => ctx.measureText(`${start.slice(0, length)}…`).width <= width;
    let [low, high] = [1, start.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle - 1;
    }
    return `${start.slice(0, low).toWellFormed().replace(/\ufffd$/, "").trimEnd()}…`;
  }

  function broken(ctx, parts, width) {
    const lines = [""];
    for (const part of parts) {
      const joined = lines.at(-1) + part;
      const fits = ctx.measureText(joined.trimEnd()).width <= width;
      if (fits || lines.at(-1) === "") lines[lines.length - 1] = joined;
      else lines.push(part);
    }
    return lines;
  }

  /** Breaks a label into at most three even lines, at spaces or between Chinese characters. */
  function wrap(ctx, text, widest) {
    const start = text.slice(0, LONGEST);
    const whole = ctx.measureText(start).width;
    if (whole <= widest * 1.15) return [start];
    const parts = start.match(/[^\s\u2e80-\u9fff]+\s*|[\u2e80-\u9fff]|\s+/g) ?? [""];
    const count = Math.ceil(whole / widest);
    const even = broken(ctx, parts, Math.min(widest, whole / count + 12));
    const lines = even.length === count ? even : broken(ctx, parts, widest);
    if (lines.length > 3) lines[2] = `${lines[2].trimEnd()}…`;
    return lines.slice(0, 3).map((line) => shorten(ctx, line.trimEnd(), widest));
  }

  /** Prevents overlapping labels: take(box) returns whether a box was free, and occupies it; put(box) occupies it anyway. */
  function room() {
    const cells = new Map();
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

    function cellsOf(box) {
      const [west, east] = [Math.floor(box.left / CELL), Math.floor(box.right / CELL)];
      const [north, south] = [Math.floor(box.top / CELL), Math.floor(box.bottom / CELL)];
      const touched = [];
      for (let column = west; column <= east; column += 1) {
        for (let row = north; row <= south; row += 1) touched.push(`${column} ${row}`);
      }
      return touched;
    }

    function put(box, touched = cellsOf(box)) {
      for (const cell of touched) {
        if (cells.has(cell)) cells.get(cell).push(box);
        else cells.set(cell, [box]);
      }
    }

    function take(box) {
      const touched = cellsOf(box);
      if (touched.some((cell) => (cells.get(cell) ?? []).some((other) => !apart(box, other)))) return false;
      put(box, touched);
      return true;
    }
    return { take, put };
  }

  (window.yuqiao ??= {}).lettering = { FONT, shorten, wrap, room };
})();
