// The rows of an answer at their coordinates: longitude and latitude as x and y, over the coastlines
// that this server has, for nothing is fetched from elsewhere.

import { Failure, get } from "./api.js";
import { columnsWhere, numeric, ticks, W } from "./chart.js";
import { el, say, svg } from "./dom.js";

const MOST = 1000;
const MOST_NAMED = 30; // points whose names are drawn
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i; // OGC 22-047r1, WKT: longitude first
const CUT = -30; // the meridian in the Atlantic at which a map of both sides of the Pacific is cut
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

/** The points with China in the middle, where that is the narrower map. */
function aroundThePacific(points) {
  const turned = points.map((point) => ({ ...point, at: [point.at[0] < CUT ? point.at[0] + 360 : point.at[0], point.at[1]] }));
  const width = (some) => Math.max(...some.map(({ at }) => at[0])) - Math.min(...some.map(({ at }) => at[0]));
  return width(turned) < width(points) ? turned : points.map((point) => ({ ...point, at: point.at.map(Number) }));
}

async function drawLand(path, { west, east, x, y }) {
  let rings;
  try {
    rings = await get("/editor/coastline");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return; // the points stand without it
  }
  const copies = rings.flatMap((ring) => [-360, 0, 360].map((turn) => ring.map(([long, lat]) => [long + turn, lat])));
  const seen = copies.filter((ring) => ring.some(([long]) => long >= west) && ring.some(([long]) => long <= east));
  path.setAttribute("d", seen.map((ring) => `M${ring.map(([long, lat]) => `${x(long).toFixed(1)} ${y(lat).toFixed(1)}`).join("L")}Z`).join(""));
}

export function mapOf(answer, nameOf) {
  const { used, place } = planOf(answer);
  const named = answer.columns.map((_, at) => at).find((at) => !used.includes(at));
  const points = answer.rows
    .map((row) => ({ at: place(row), name: named !== undefined && row[named] ? nameOf(row[named]) : "" }))
    .filter(({ at }) => at && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90);
  const shown = aroundThePacific(points.slice(0, MOST));
  const span = (part, most) => {
    const found = shown.map((point) => point.at[part]);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    const margin = Math.max((high - low) * 0.08, 0.05);
    return [Math.max(low - margin, -most), part ? Math.min(high + margin, most) : high + margin];
  };
  const [[west, east], [south, north]] = [span(0, 180), span(1, 90)];
  const middle = Math.cos((((south + north) / 2) * Math.PI) / 180); // a degree of longitude there
  const H = Math.round(Math.min(560, Math.max(220, ((W - 60) * (north - south)) / ((east - west) * middle || 1))));
  const x = (value) => 50 + ((value - west) / (east - west)) * (W - 60);
  const y = (value) => 10 + ((north - value) / (north - south)) * (H - 40);
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img", "aria-label": say("view-map") });
  const land = svg("path", { class: "land" });
  drawn.append(svg("svg", { x: 50, y: 10, width: W - 60, height: H - 40, viewBox: `50 10 ${W - 60} ${H - 40}` }, land));
  drawLand(land, { west, east, x, y });
  for (const tick of ticks(west, east)) {
    const label = svg("text", { x: x(tick), y: H - 8, "text-anchor": "middle", class: "figure" });
    label.textContent = `${tick > 180 ? tick - 360 : tick}°`;
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
    whole.textContent = `${name} (${at[1]}, ${at[0] > 180 ? at[0] - 360 : at[0]})`;
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
