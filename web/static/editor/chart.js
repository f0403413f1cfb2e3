// A chart of a table: its kind is guessed from the columns.

import { el, say, svg } from "./dom.js";

const MOST_BARS = 40;
const MOST_POINTS = 1000;
const NUMBER = /#(?:integer|decimal|double|float|(?:non|un)\w+|long|int|short|byte)$/;
const TIME = /#(?:gYear|date|dateTime|gYearMonth)$/;
export const W = 760;

export const numeric = (cell) => cell && NUMBER.test(cell[2] ?? "") && Number.isFinite(Number(cell[1]));
export const timely = (cell) => cell && (TIME.test(cell[2] ?? "") || (numeric(cell) && /^(?:1[89]|20)\d\d$/.test(cell[1])));

export function columnsWhere(answer, test) {
  return answer.columns.map((_, at) => at).filter((at) => {
    const held = answer.rows.map((row) => row[at]).filter(Boolean);
    return held.length > 0 && held.every(test);
  });
}

export function guessed(answer) {
  const times = columnsWhere(answer, timely);
  const numbers = columnsWhere(answer, numeric).filter((at) => at !== times[0]);
  if (!numbers.length) return null;
  const others = answer.columns.map((_, at) => at).filter((at) => !numbers.includes(at) && at !== times[0]);
  if (times.length) return { kind: "line", x: times[0], y: numbers[0], kinds: ["line", "bars"] };
  if (others.length) return { kind: "bars", x: others[0], y: numbers[0], kinds: ["bars"] };
  if (numbers.length > 1) return { kind: "points", x: numbers[0], y: numbers[1], kinds: ["points", "bars"] };
  return null;
}

export function moment(cell) {
  const text = cell[1];
  return /^-?\d{4}/.test(text) && !numeric(cell) ? Date.parse(text.slice(0, 10).padEnd(7, "-01")) : Number(text);
}

export function ticks(low, high) {
  const span = high - low || Math.abs(high) || 1;
  const step = 10 ** Math.floor(Math.log10(span / 4));
  const wide = [1, 2, 5, 10].map((factor) => factor * step).find((each) => span / each <= 6);
  const found = [];
  for (let at = Math.ceil(low / wide) * wide; at <= high + wide / 1e6; at += wide) found.push(Number(at.toPrecision(12)));
  return found;
}

const written = (value) => value.toLocaleString("en", { maximumFractionDigits: 6 });

function bars(answer, { x, y }, nameOf) {
  const rows = answer.rows.filter((row) => row[y]).slice(0, MOST_BARS);
  const most = Math.max(0, ...rows.map((row) => Number(row[y][1])));
  const least = Math.min(0, ...rows.map((row) => Number(row[y][1])));
  const left = 250;
  const scale = (value) => left + ((value - least) / (most - least || 1)) * (W - left - 70);
  const height = rows.length * 24 + 8;
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${height}`, class: "chart", role: "img" });
  rows.forEach((row, at) => {
    const value = Number(row[y][1]);
    const top = at * 24 + 4;
    const name = row[x] ? nameOf(row[x]) : "";
    const label = svg("text", { x: left - 8, y: top + 14, "text-anchor": "end" });
    label.textContent = name.length > 36 ? `${name.slice(0, 35)}…` : name;
    const figure = svg("text", { x: Math.max(scale(value), scale(0)) + 6, y: top + 14, class: "figure" });
    figure.textContent = written(value);
    const from = Math.min(scale(0), scale(value));
    const bar = svg("rect", { x: from, y: top, width: Math.max(1, Math.abs(scale(value) - scale(0))), height: 18, rx: 3 });
    const whole = svg("title");
    whole.textContent = `${name}: ${written(value)}`;
    bar.append(whole);
    drawn.append(label, bar, figure);
  });
  return { drawn, cut: answer.rows.length > MOST_BARS ? MOST_BARS : 0 };
}

function plane(answer, { x, y, kind }) {
  const place = kind === "line" ? moment : (cell) => Number(cell[1]);
  const points = answer.rows
    .filter((row) => row[x] && row[y])
    .slice(0, MOST_POINTS)
    .map((row) => [place(row[x]), Number(row[y][1]), row[x][1]])
    .filter(([at]) => Number.isFinite(at));
  if (kind === "line") points.sort((a, b) => a[0] - b[0]);
  const H = 360;
  const [left, right, top, bottom] = [64, 20, 16, 40];
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(0, ...ys), Math.max(0, ...ys)];
  const sx = (value) => left + ((value - x0) / (x1 - x0 || 1)) * (W - left - right);
  const sy = (value) => H - bottom - ((value - y0) / (y1 - y0 || 1)) * (H - top - bottom);
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img" });
  for (const tick of ticks(y0, y1)) {
    const label = svg("text", { x: left - 8, y: sy(tick) + 4, "text-anchor": "end" });
    label.textContent = written(tick);
    drawn.append(svg("line", { x1: left, x2: W - right, y1: sy(tick), y2: sy(tick), class: "grid" }), label);
  }
  const dated = kind === "line" && points.some((point) => !/^\d+$/.test(point[2]));
  const marks = dated || kind === "line"
    ? points.filter((_, at) => at % Math.ceil(points.length / 8) === 0).map((point) => [point[0], point[2].slice(0, 10)])
    : ticks(x0, x1).map((tick) => [tick, written(tick)]);
  for (const [at, text] of marks) {
    const label = svg("text", { x: sx(at), y: H - bottom + 20, "text-anchor": "middle" });
    label.textContent = text;
    drawn.append(label);
  }
  if (kind === "line") {
    drawn.append(svg("polyline", { points: points.map(([a, b]) => `${sx(a)},${sy(b)}`).join(" "), class: "curve" }));
  }
  for (const [a, b, text] of points) {
    const point = svg("circle", { cx: sx(a), cy: sy(b), r: 4 });
    const whole = svg("title");
    whole.textContent = `${text}: ${written(b)}`;
    point.append(whole);
    drawn.append(point);
  }
  return { drawn, cut: answer.rows.length > MOST_POINTS ? MOST_POINTS : 0 };
}

export function chartOf(answer, nameOf) {
  const plan = guessed(answer);
  if (!plan) return el("p", { class: "quiet" }, say("chart-none"));
  const holder = el("div", { class: "chart-holder" });
  const draw = () => {
    const { drawn, cut } = plan.kind === "bars" ? bars(answer, plan, nameOf) : plane(answer, plan);
    drawn.setAttribute("aria-label", `${say("view-chart")}: ${answer.columns[plan.x]}, ${answer.columns[plan.y]}`);
    const note = cut ? el("p", { class: "quiet" }, say("chart-cut", cut)) : null;
    const frame = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view-chart") }, drawn);
    holder.replaceChildren(...[choice, frame, note].filter(Boolean));
  };
  const numbers = columnsWhere(answer, numeric);
  const pick = (key, places) =>
    el("select", {
      "aria-label": key === "kind" ? say("chart-kind") : key,
      onchange: (event) => {
        plan[key] = key === "kind" ? event.target.value : Number(event.target.value);
        draw();
      },
    }, ...places.map(([value, text]) => el("option", { value, selected: String(plan[key]) === String(value) }, text)));
  const choice = el("div", { class: "line" },
    pick("kind", plan.kinds.map((kind) => [kind, say(`chart-${kind}`)])),
    pick("x", answer.columns.map((name, at) => [at, name])),
    pick("y", numbers.map((at) => [at, answer.columns[at]])));
  draw();
  return holder;
}
