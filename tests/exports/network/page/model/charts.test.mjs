import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const yuqiao = load("filters", "../figures/svg", "../figures/figure", "../charts/bars", "../charts/counts");
const look = { ink: "#000", quiet: "#555", line: "#ccc", tint: "#def", accent: "#05a", faint: "#abc", paper: "#fff", font: "sans-serif" };
const how = { width: 400, look, measure: (text, size) => text.length * size * 0.6 };
const words = {
  say: (key, values = {}) => [key, ...Object.values(values)].join(" "), nameOf: ({ en }) => en, counted: (key, count) => `${count} ${key}`, kindsOf: (kind) => kind,
};
const data = register();
const model = yuqiao.modelOf(data);
const counts = yuqiao.countsOf(model, words);
const charts = (filters) => Object.fromEntries(counts.charts({ filters, hidden: new Set() }, null, data.kinds).map((chart) => [chart.facet, chart]));
const values = ({ rows }) => Object.fromEntries(rows.map(({ key, value, all }) => [key, `${value}/${all}`]));

test("the bars of a facet count under the filters of the others", () => {
  const filters = { ...noFilters(model), chosen: { ...noFilters(model).chosen, countries: new Set(["RUS"]) } };
  const found = charts(filters);
  assert.deepEqual(values(found.countries), { RUS: "1/1", USA: "1/1", AUS: "1/1" });
  assert.deepEqual(values(found.level), { bachelor: "1/2", master: "0/1" });
  assert.deepEqual(values(found.schools), { cqu: "1/2", swu: "0/1" });
  assert.deepEqual(found.countries.rows.map(({ chosen }) => chosen), [true, false, false]);
});

test("each year has its bar, and those of unknown year are said", () => {
  const { years } = charts(noFilters(model));
  assert.equal(years.rows.length, 13);
  assert.deepEqual([years.rows[0].key, years.rows[0].value, years.rows.at(-1).key], ["2013", 1, "2025"]);
  assert.equal(years.note, "chart-undated 1 1 1");
});

test("a partnership without a value is counted as unknown, which cannot be chosen", () => {
  const other = register();
  other.partnerships[1].level = [];
  const own = yuqiao.countsOf(yuqiao.modelOf(other), words);
  const { rows } = own.charts({ filters: noFilters(model), hidden: new Set() }, null, other.kinds).find(({ facet }) => facet === "level");
  assert.deepEqual(rows.at(-1), { key: "unknown", name: "not-known", value: 1, all: 1, chosen: null, label: "not-known: 1 partnerships" });
});

test("a bar chosen again is chosen no longer; a year with Shift makes a range", () => {
  const once = counts.chosen(noFilters(model), "countries", "RUS");
  assert.deepEqual([...once.chosen.countries], ["RUS"]);
  assert.deepEqual([...counts.chosen(once, "countries", "RUS").chosen.countries], []);
  const year = counts.chosen(noFilters(model), "years", "2013");
  assert.deepEqual([year.from, year.to, year.undated], [2013, 2013, false]);
  const range = counts.chosen(year, "years", "2025", true);
  assert.deepEqual([range.from, range.to], [2013, 2025]);
  const none = counts.chosen(year, "years", "2013");
  assert.deepEqual([none.from, none.to, none.undated], [null, null, true]);
});

test("a network without partnerships has a chart of its kinds", () => {
  const foreign = { kinds: ["city"], nodes: [{ kind: "city" }, { kind: "city" }], edges: [] };
  const own = yuqiao.modelOf(foreign);
  const [chart] = yuqiao.countsOf(own, words).charts({ filters: { chosen: {}, from: null, to: null, undated: true }, hidden: new Set(["city"]) }, null, ["city"]);
  assert.deepEqual(chart.rows, [{ key: "city", name: "city", value: 0, all: 2, chosen: false }]);
});

const rows = [{ key: "a", name: "<b>&Co", value: 3, all: 6, chosen: null }, { key: "b", name: "B", value: 0, all: 0, chosen: null }];
const chart = { id: "c", title: "T", rows };

test("a chart is SVG whose texts are text", () => {
  const svg = yuqiao.svg.text(yuqiao.barChart(chart, how));
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="400" height="48"/);
  assert.match(svg, /&lt;b&gt;&amp;Co: 3/);
  assert.doesNotMatch(svg, /<b>/);
});

test("bars are as long as their values", () => {
  const widths = [...yuqiao.svg.text(yuqiao.barChart(chart, how)).matchAll(/width="([\d.]+)" height="16"[^>]*fill="(#\w+)"/g)].map(([, width, fill]) => [fill, Number(width)]);
  const [[, all], [, some]] = widths;
  assert.deepEqual(widths.map(([fill]) => fill), ["#def", "#05a", "#def", "#05a"]);
  assert.ok(Math.abs(all - 2 * some) < 0.02);
  assert.deepEqual(widths.slice(2).map(([, width]) => width), [0, 0]);
});

test("a chart without rows is empty, not broken", () => {
  for (const columns of [false, true]) assert.match(yuqiao.svg.text(yuqiao.barChart({ ...chart, rows: [], columns }, how)), /^<svg/);
});

test("a name too long for its room has several lines on the page and one in a figure; nothing is cut", () => {
  const long = "A very long name of a university of applied sciences somewhere";
  const own = { ...chart, rows: [{ ...rows[0], name: long, label: "x" }, rows[1]] };
  const svg = yuqiao.svg.text(yuqiao.barChart(own, how));
  const lines = [...svg.matchAll(/text-anchor="end"[^>]*>([^<]*)</g)].map(([, line]) => line);
  assert.deepEqual([lines.slice(0, -1).join(" "), lines.at(-1), lines.length > 2], [long, "B", true]);
  assert.match(svg, new RegExp(`height="${24 + 24 + 15 * (lines.length - 2)}"`));
  const word = yuqiao.svg.text(yuqiao.barChart({ ...chart, rows: [{ ...rows[0], name: "x".repeat(90), label: "" }] }, how));
  for (const [, line] of word.matchAll(/text-anchor="end"[^>]*>(x+)</g)) assert.ok(how.measure(line, 13) <= 180);
  assert.ok(yuqiao.svg.text(yuqiao.barChart(own, { ...how, width: null })).includes(`>${long}<`));
});

test("a figure has title, lines, legend and a description, and wraps what is too long", () => {
  const caption = { title: "Title", above: ["word ".repeat(60)], below: ["中".repeat(120)], legend: [{ name: "Schools", hue: "#123" }] };
  const svg = yuqiao.svg.text(yuqiao.figure(yuqiao.bars(chart, how), caption, { ...how, description: "Described" }));
  assert.match(svg, /<desc id="figure-description">Described<\/desc>/);
  assert.match(svg, />Schools</);
  for (const [, x, text] of svg.matchAll(/<text x="(\d+)" y="[\d.]+" font-size="\d+"[^>]*>([^<]*)</g)) assert.ok(how.measure(text, 12) < 480, `${x} ${text}`);
  assert.equal([...svg.matchAll(/中/g)].length, 120);
});
