import assert from "node:assert/strict";
import { test } from "node:test";
import { load, messages, noFilters, register } from "./load.mjs";

const { colourings, sizings, coloursOf, modelOf, wordsOf } = load("filters", "i18n", "color_scales");
const STYLE = { "--school": "#005a9c", "--other": "#666666", "--hue-1": "#111111", "--hue-2": "#222222", "--hue-3": "#333333", "--hue-none": "#999999" };
globalThis.document = { documentElement: {} };
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => STYLE[name] ?? "" });

function scales(data = register()) {
  const model = modelOf(data);
  return [coloursOf(data, model, wordsOf(messages, "en")), model];
}

test("colours and sizes are offered where nodes have what they show", () => {
  assert.deepEqual(colourings(register()), ["kind", "country", "level", "community"]);
  assert.deepEqual(sizings(register()), ["", "degree"]);
  assert.deepEqual([colourings({ nodes: [{}] }), sizings({})], [["kind"], [""]]);
});

test("the largest groups get the hues; a node without a group its own colour", () => {
  const [colours, { nodes }] = scales();
  const colour = colours.colourOf("country");

  assert.deepEqual(nodes.map(colour), ["#111111", "#111111", "#222222", "#111111", "#333333", "#222222", "#111111"]);
  assert.equal(colour({}), "#999999");
  assert.deepEqual([colours.colourOf("kind")(nodes[1]), colours.colourOf("kind")({ kind: "planet" })], ["#005a9c", "#666666"]);
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
  const [colours, { nodes }] = scales();

  assert.deepEqual([colours.largest("degree"), colours.sizeOf("degree")(nodes[1]), colours.sizeOf("degree")(nodes[3])], [3, 1, 2 / 3]);
  assert.equal(colours.sizeOf("")(nodes[1]), null);
});
