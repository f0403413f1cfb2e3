import assert from "node:assert/strict";
import { test } from "node:test";
import { load, messages, noFilters, register } from "./load.mjs";

const { colourings, sizings, coloursOf, measuresOf, modelOf, wordsOf } = load("filters", "i18n", "centrality", "measures", "color_scales");
const STYLE = { "--school": "#005a9c", "--other": "#666666", "--hue-1": "#111111", "--hue-2": "#222222", "--hue-3": "#333333", "--hue-none": "#999999" };
globalThis.document = { documentElement: {} };
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => STYLE[name] ?? "" });

function scales(data = register()) {
  const model = modelOf(data);
  const shown = model.visible(noFilters(model), new Set());
  return [coloursOf(data, model, wordsOf(messages, "en"), measuresOf(data, {})), model, shown];
}

test("colours and sizes are offered where nodes have what they show", () => {
  assert.deepEqual(colourings(register()), ["kind", "country", "level", "community"]);
  assert.deepEqual(sizings(register()), ["", "degree"]);
  assert.deepEqual([colourings({ nodes: [{}] }), sizings({})], [["kind"], [""]]);
});

test("the largest groups get the hues; a node without a group its own colour", () => {
  const data = register();
  data.nodes.push({ kind: "planet" });
  const [colours, , shown] = scales(data);
  const colour = colours.colourOf("country", shown);

  assert.deepEqual([...shown.nodes].map(colour), ["#111111", "#111111", "#222222", "#111111", "#333333", "#222222", "#111111", "#999999"]);
  assert.deepEqual([1, 7].map(colours.colourOf("kind", shown)), ["#005a9c", "#666666"]);
});

test("under a filter the country of a school is that of its partnerships shown", () => {
  const [colours, model] = scales();
  const filters = noFilters(model);
  filters.chosen.countries = new Set(["USA"]);
  const shown = model.visible(filters, new Set());

  assert.equal(colours.colourOf("country", shown)(1), "#333333");
  assert.deepEqual(colours.entries("country", shown).map(({ name, count }) => [name, count]), [["Russia", 0], ["Australia", 0], ["United States", 2]]);
});

test("the legend counts what is shown, and the ninth group and beyond as one", () => {
  const data = register();
  data.nodes.push(...Array.from({ length: 8 }, (_, at) => ({ kind: "university", en: `U${at}`, zh: `U${at}`, country: `C${at}` })));
  const [colours, model] = scales(data);
  const shown = model.visible(noFilters(model), new Set());

  assert.deepEqual(colours.entries("kind", shown), []);
  const entries = colours.entries("country", shown);
  assert.deepEqual(entries[0], { name: "Russia", hue: "--hue-1", count: 4 });
  assert.deepEqual(entries.at(-1), { name: "3 other countries", hue: "--hue-other", count: 3 });
  assert.equal(entries.length, 9);
});

test("sizes are shares of the largest value; none as drawn", () => {
  const [colours, , shown] = scales();

  assert.deepEqual([colours.largest("degree", shown), ...[1, 3].map(colours.sizeOf("degree", shown))], [3, 1, 2 / 3]);
  assert.equal(colours.sizeOf("", shown)(1), null);
});

test("under a filter the largest value is that of what is shown", () => {
  const [colours, model] = scales();
  const filters = noFilters(model);
  filters.chosen.countries = new Set(["USA"]);
  const shown = model.visible(filters, new Set());

  assert.deepEqual([colours.largest("degree", shown), ...[1, 4].map(colours.sizeOf("degree", shown))], [1, 1, 1]);
});
