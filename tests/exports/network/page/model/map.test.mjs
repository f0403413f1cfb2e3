import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { load, noFilters, register } from "./load.mjs";

const VENDOR = `${process.env.YUQIAO_PAGE_MODEL ?? new URL("../../../../../exports/network/page/model", import.meta.url).pathname}/../vendor`;
const yuqiao = load("filters", "../figures/svg", "../map/locations", "../map/world");
for (const name of ["d3-array.min", "d3-geo.min", "topojson-client.min", "land-110m"]) runInThisContext(readFileSync(`${VENDOR}/${name}.js`, "utf8"));

const data = register();
const model = yuqiao.modelOf(data);
const located = yuqiao.locationsOf(data, model);
const shown = model.visible(noFilters(model), new Set());
const look = { ink: "#000", quiet: "#555", accent: "#05a", paper: "#fff", home: "#08c", place: "#c50", land: "#eee", sea: "#fff", coast: "#ccc", font: "sans-serif" };
const how = { width: 800, view: { zoom: 1, middle: null }, look, measure: (text, size) => text.length * size * 0.6 };

test("countries stand at the middle of their cities; those without are listed, not placed", () => {
  const { circles, ranked, unplaced } = located.byCountry(shown);
  assert.deepEqual(circles.filter(({ country }) => country).map(({ country, value }) => [country, value]), [["RUS", 1], ["AUS", 1]]);
  const [[long, lat]] = circles.map(({ at }) => at);
  assert.ok(Math.abs(long - 82.93) < 1e-6 && Math.abs(lat - 55.04) < 1e-6);
  assert.deepEqual(unplaced, [["USA", 1]]);
  assert.equal(ranked.length, 3);
});

test("the middle of places on both sides of the date line is near it", () => {
  const pacific = register();
  pacific.places.push({ en: "E", zh: "E", latitude: 0, longitude: 170 }, { en: "W", zh: "W", latitude: 0, longitude: -170 });
  pacific.partnerships[0].abroad = [4, 5];
  const own = yuqiao.locationsOf(pacific, yuqiao.modelOf(pacific));
  const { circles } = own.byCountry(shown);
  assert.ok(Math.abs(Math.abs(circles.find(({ country }) => country === "RUS").at[0]) - 180) < 1e-6);
});

test("schools of two districts stand at their city together", () => {
  const { circles, links, nowhere } = located.byCity(shown);
  const home = circles.find(({ role }) => role === "home");
  assert.deepEqual([home.value, home.numbers], [3, [0, 2]]);
  assert.deepEqual(links.map(({ value }) => value), [1, 1]);
  assert.deepEqual(nowhere, [1]);
});

test("only what the filters leave is on the map", () => {
  const filters = { ...noFilters(model), chosen: { ...noFilters(model).chosen, countries: new Set(["AUS"]) } };
  const { circles, links } = located.byCountry(model.visible(filters, new Set()));
  assert.deepEqual(circles.map(({ country }) => country), ["AUS", undefined]);
  assert.equal(links.length, 1);
});

test("a network without partnerships has its nodes and edges on the map", () => {
  const twins = { kinds: ["city"], places: data.places, nodes: [{ kind: "city", place: 1 }, { kind: "city", place: 3 }, { kind: "city" }], edges: [{ from: 0, to: 1 }, { from: 1, to: 2 }] };
  const own = yuqiao.modelOf(twins);
  const { circles, links, nowhere } = yuqiao.locationsOf(twins, own).byNode(own.visible({ chosen: {}, from: null, to: null, undated: true }, new Set()));
  assert.deepEqual([circles.length, links.length, nowhere], [2, 1, [2]]);
});

const circles = [
  { key: "a", at: [106.56, 29.56], value: 5, name: "Chongqing", label: "Chongqing: 5", chosen: null, role: "home" },
  { key: "b", at: [-74, 40.7], value: 2, name: "New York", label: "New York: 2", chosen: false, role: "abroad" },
];
const map = { circles, links: [{ from: [106.56, 29.56], to: [-74, 40.7], value: 2 }] };

test("China is in the middle of the map, America to its right", () => {
  const svg = yuqiao.svg.text(yuqiao.svg.node("svg", {}, yuqiao.worldMap(map, how).marks));
  const home = Number(/<rect x="([\d.]+)" y="[\d.]+" width="10"/.exec(svg)[1]);
  const abroad = Number(/<circle cx="([\d.]+)"/.exec(svg)[1]);
  assert.ok(home > 250 && home < 400 && abroad > 500 && abroad < 700, `${home} ${abroad}`);
});

test("a part of the map shows no circle outside it", () => {
  const { marks } = yuqiao.worldMap(map, { ...how, view: { zoom: 8, middle: [106.56, 29.56] } });
  assert.doesNotMatch(yuqiao.svg.text(yuqiao.svg.node("svg", {}, marks)), /New York/);
});

test("close coastlines are read from their texts of differences", () => {
  const topology = { type: "Topology", transform: { scale: [1, 1], translate: [100, 20] }, arcs: ["AAAUUAAVVA"], objects: { land: { type: "Polygon", arcs: [[0]] } } };
  yuqiao.closeLand = () => topology;
  const view = { zoom: 4, middle: [105, 25] };
  const square = { type: "Polygon", coordinates: [[[100, 20], [100, 30], [110, 30], [110, 20], [100, 20]]] };
  const { projection } = yuqiao.worldView.projected(how.width, view);
  const { marks } = yuqiao.worldMap({ circles: [], links: [] }, { ...how, view });
  assert.ok(yuqiao.svg.text(yuqiao.svg.node("svg", {}, marks)).includes(d3.geoPath(projection).digits(1)(square)));
});
