// The rows of an answer at their coordinates: longitude and latitude as x and y, without a base map,
// for nothing is fetched from elsewhere.

import { columnsWhere, numeric, ticks, W } from "./chart.js";
import { el, say, svg } from "./dom.js";

const MOST = 1000;
const MOST_NAMED = 30; // points whose names are drawn
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i; // OGC 22-047r1, WKT: longitude first
const LATITUDE = /^(?:lat|latitude|wgs84_lat)$/i;
const LONGITUDE = /^(?:lon|lng|long|longitude|wgs84_long)$/i;

function planOf(answer) {
  const numbers = columnsWhere(answer, numeric);
  const lat = numbers.find((at) => LATITUDE.test(answer.columns[at]));
  const long = numbers.find((at) => LONGITUDE.test(answer.columns[at]));
  if (lat !== undefined && long !== undefined) {
    return { used: [lat, long], place: (row) => row[lat] && row[long] && [Number(row[long][1]), Number(row[lat][1])] };
  }
  const [wkt] = columnsWhere(answer, (cell) => POINT.test(cell[1]));
  if (wkt === undefined) return null;
  return { used: [wkt], place: (row) => row[wkt] && row[wkt][1].match(POINT).slice(1, 3).map(Number) };
}

export const hasMap = (answer) => planOf(answer) !== null;

export function mapOf(answer, nameOf) {
  const { used, place } = planOf(answer);
  const named = answer.columns.map((_, at) => at).find((at) => !used.includes(at));
  const points = answer.rows
    .map((row) => ({ at: place(row), name: named !== undefined && row[named] ? nameOf(row[named]) : "" }))
    .filter(({ at }) => at && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90);
  const shown = points.slice(0, MOST);
  const span = (part, most) => {
    const found = shown.map((point) => point.at[part]);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    const margin = Math.max((high - low) * 0.08, 0.05);
    return [Math.max(low - margin, -most), Math.min(high + margin, most)];
  };
  const [[west, east], [south, north]] = [span(0, 180), span(1, 90)];
  const middle = Math.cos((((south + north) / 2) * Math.PI) / 180); // a degree of longitude there
  const H = Math.round(Math.min(560, Math.max(220, ((W - 60) * (north - south)) / ((east - west) * middle || 1))));
  const x = (value) => 50 + ((value - west) / (east - west)) * (W - 60);
  const y = (value) => 10 + ((north - value) / (north - south)) * (H - 40);
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img", "aria-label": say("view-map") });
  for (const tick of ticks(west, east)) {
    const label = svg("text", { x: x(tick), y: H - 8, "text-anchor": "middle", class: "figure" });
    label.textContent = `${tick}°`;
    drawn.append(svg("line", { x1: x(tick), x2: x(tick), y1: 10, y2: H - 30, class: "grid" }), label);
  }
  for (const tick of ticks(south, north)) {
    const label = svg("text", { x: 44, y: y(tick) + 4, "text-anchor": "end", class: "figure" });
    label.textContent = `${tick}°`;
    drawn.append(svg("line", { x1: 50, x2: W - 10, y1: y(tick), y2: y(tick), class: "grid" }), label);
  }
  for (const { at, name } of shown) {
    const point = svg("circle", { cx: x(at[0]), cy: y(at[1]), r: 5 });
    const whole = svg("title");
    whole.textContent = `${name} (${at[1]}, ${at[0]})`;
    point.append(whole);
    drawn.append(point);
    if (shown.length <= MOST_NAMED) {
      const right = x(at[0]) < W * 0.7;
      const label = svg("text", { x: x(at[0]) + (right ? 9 : -9), y: y(at[1]) + 4, "text-anchor": right ? "start" : "end" });
      label.textContent = name.length > 30 ? `${name.slice(0, 29)}…` : name;
      drawn.append(label);
    }
  }
  return el("div", { class: "chart-holder" },
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view-map") }, drawn),
    el("p", { class: "quiet" }, say("map-of", points.length, answer.rows.length)));
}
