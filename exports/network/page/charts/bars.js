/* A bar chart: data in, SVG out. No DOM.

   chart: { id, title, rows, columns }; a row is { key, name, value, all, chosen }: how many match, of how
   many there are, and whether it is chosen (null if nothing can be). With columns, rows are upright and
   their names are years. look: { ink, quiet, line, tint, accent, font }; measure(text, size) -> width. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { node } = yuqiao.svg;
  const SIZE = 13; // of the text
  const ROW = 24;
  const LINE = 15; // of a name of several lines
  const TALL = 120; // of upright bars
  const GAP = 8;

  /** The room for names before bars, and each row with the lines of its name, its top and its height: names are whole. */
  function named(rows, most, least, measure) {
    const room = Math.min(most, Math.max(0, ...rows.map(({ name }) => measure(name, SIZE))));
    let height = 0;
    const placed = rows.map((row) => {
      const lines = yuqiao.wrapped(row.name, room, SIZE, measure);
      const own = { ...row, lines, top: height, tall: Math.max(least, lines.length * LINE + least - LINE) };
      height += own.tall;
      return own;
    });
    return { room, height, rows: placed };
  }

  /** The lines of a row's name, which end before the bars. */
  const nameOf = ({ lines, top, tall }, room, own, look) => lines.map((line, at) =>
    words(line, { x: room, y: top + tall / 2 + 4.5 + (at - (lines.length - 1) / 2) * LINE, "text-anchor": "end", ...own }, look));

  const most = (rows) => Math.max(1, ...rows.map(({ value, all }) => Math.max(value, all ?? 0)));
  const isFaint = ({ rows }, row) => !row.chosen && rows.some(({ chosen }) => chosen);
  const words = (text, own, look) => node("text", { "font-family": look.font, "font-size": SIZE, ...own }, text);

  /** A row that can be chosen is a button to readers of the page. */
  function group(chart, row, children) {
    const label = row.label ?? `${row.name}: ${row.value}`;
    const button = row.chosen === null || row.chosen === undefined ? {} : { role: "button", tabindex: -1, "aria-pressed": String(row.chosen) };
    return node("g", { id: `${chart.id}-${row.key}`, "data-key": row.key, ...button }, node("title", {}, label), children);
  }

  /** Lying bars, the names before them and the numbers behind; a width of null leaves every name whole. */
  function lying(chart, { width, look, measure }) {
    const names = Math.max(0, ...chart.rows.map(({ name }) => measure(name, SIZE)));
    const number = Math.max(0, ...chart.rows.map((row) => measure(amount(row), SIZE))) + GAP;
    const wide = width ?? names + number + 320;
    const { room, height, rows } = named(chart.rows, width === null ? names : Math.max(70, wide * 0.45), ROW, measure);
    const length = Math.max(20, wide - room - number - GAP);
    const scale = length / most(rows);
    const bar = (row) => group(chart, row, [
      node("rect", { x: 0, y: row.top, width: wide, height: row.tall, fill: look.paper, "fill-opacity": 0 }),
      nameOf(row, room, { fill: row.value ? look.ink : look.quiet, "font-weight": row.chosen ? 700 : 400 }, look),
      node("rect", { x: room + GAP, y: row.top + row.tall / 2 - 8, width: (row.all ?? row.value) * scale, height: ROW - 8, rx: 2, fill: look.tint }),
      node("rect", { x: room + GAP, y: row.top + row.tall / 2 - 8, width: row.value * scale, height: ROW - 8, rx: 2, fill: isFaint(chart, row) ? look.faint : row.hue ?? look.accent }),
      words(amount(row), { x: room + GAP + Math.max(row.value, row.all ?? 0) * scale + 5, y: row.top + row.tall / 2 + 4.5, fill: look.quiet }, look),
    ]);
    return { width: wide, height, marks: rows.map(bar) };
  }

  /** Upright bars, one for each year; years are named as often as there is room. */
  function upright(chart, { width, look, measure }) {
    const { rows } = chart;
    const wide = width ?? Math.max(420, rows.length * 22);
    const step = wide / Math.max(1, rows.length);
    const every = Math.max(1, Math.ceil((measure("2026", SIZE) + GAP) / step));
    const scale = (TALL - 18) / most(rows);
    const bar = (row, at) => group(chart, row, [
      node("rect", { x: at * step, y: 0, width: step, height: TALL + 18, fill: look.paper, "fill-opacity": 0 }),
      node("rect", { x: at * step + step * 0.1, y: TALL - (row.all ?? row.value) * scale, width: step * 0.8, height: (row.all ?? row.value) * scale, fill: look.tint }),
      node("rect", { x: at * step + step * 0.1, y: TALL - row.value * scale, width: step * 0.8, height: row.value * scale, fill: isFaint(chart, row) ? look.faint : look.accent }),
      row.value ? words(String(row.value), { x: (at + 0.5) * step, y: TALL - Math.max(row.value, row.all ?? 0) * scale - 4, "text-anchor": "middle", fill: look.quiet, "font-size": 11 }, look) : null,
      at % every === 0 ? words(row.name, { x: Math.min(Math.max((at + 0.5) * step, 16), wide - 16), y: TALL + 15, "text-anchor": "middle", fill: look.quiet, "font-size": 12 }, look) : null,
    ]);
    return { width: wide, height: TALL + 20, marks: [node("line", { x1: 0, x2: wide, y1: TALL, y2: TALL, stroke: look.line }), rows.map(bar)] };
  }

  const amount = ({ value, all }) => (all === undefined || all === null || all === value ? String(value) : `${value} / ${all}`);

  yuqiao.barNames = { named, nameOf };

  /** The marks of a chart, with their width and height: to stand in an <svg>, or in a figure. */
  yuqiao.bars = (chart, how) => (chart.columns ? upright : lying)(chart, how);

  /** A chart as a tree, with its marks and nothing else. */
  yuqiao.barChart = (chart, how) => {
    const { width, height, marks } = yuqiao.bars(chart, how);
    return node("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": chart.title }, marks);
  };
})();
