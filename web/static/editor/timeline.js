// The rows of an answer on an axis of time.

import { columnsWhere, moment, numeric, ticks, timely, W } from "./chart.js";
import { el, say, svg } from "./dom.js";

const MOST = 200;
const [LEFT, RIGHT, ROW, TOP] = [270, 90, 22, 30];

function planOf(answer) {
  const time = columnsWhere(answer, timely)[0];
  const named = answer.columns.map((_, at) => at).find((at) =>
    at !== time && answer.rows.some((row) => row[at] && !numeric(row[at])));
  return time === undefined || named === undefined ? null : { time, named };
}

// A year, or a month or a day as a part of its year.
function yearOf(cell) {
  if (numeric(cell)) return Number(cell[1]);
  const day = new Date(moment(cell));
  return day.getUTCFullYear() + (Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()) - Date.UTC(day.getUTCFullYear(), 0)) / 31556952e3;
}

export const hasTimeline = (answer) => planOf(answer) !== null;

export function timelineOf(answer, nameOf) {
  const { time, named } = planOf(answer);
  const events = answer.rows
    .filter((row) => row[time])
    .map((row) => ({ at: yearOf(row[time]), when: row[time][1], name: row[named] ? nameOf(row[named]) : "" }))
    .filter((event) => Number.isFinite(event.at))
    .sort((a, b) => a.at - b.at);
  const shown = events.slice(0, MOST);
  const years = events.map((event) => event.at);
  const [first, last] = [Math.floor(Math.min(...years)), Math.ceil(Math.max(...years) + 0.01)];
  const x = (at) => LEFT + ((at - first) / (last - first || 1)) * (W - LEFT - RIGHT);
  const height = TOP + shown.length * ROW + 10;
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${height}`, class: "chart", role: "img", "aria-label": say("view-timeline") });
  for (const year of ticks(first, last).filter(Number.isInteger)) {
    const label = svg("text", { x: x(year), y: 16, "text-anchor": "middle" });
    label.textContent = year;
    drawn.append(svg("line", { x1: x(year), x2: x(year), y1: 22, y2: height, class: "grid" }), label);
  }
  shown.forEach((event, at) => {
    const y = TOP + at * ROW + 12;
    const label = svg("text", { x: LEFT - 12, y: y + 4, "text-anchor": "end" });
    label.textContent = event.name.length > 38 ? `${event.name.slice(0, 37)}…` : event.name;
    const when = svg("text", { x: x(event.at) + 9, y: y + 4, class: "figure" });
    when.textContent = event.when.slice(0, 10);
    const point = svg("circle", { cx: x(event.at), cy: y, r: 5 });
    const whole = svg("title");
    whole.textContent = `${event.name}: ${event.when}`;
    point.append(whole);
    drawn.append(label, point, when);
  });
  return el("div", { class: "chart-holder" },
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view-timeline") }, drawn),
    events.length > MOST ? el("p", { class: "quiet" }, say("chart-cut", MOST)) : null);
}
