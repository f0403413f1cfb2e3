import assert from "node:assert/strict";
import { test } from "node:test";
import { load, messages, noFilters, register } from "./load.mjs";

const { rowsOf, measuresOf, modelOf, wordsOf } = load("filters", "i18n", "centrality", "measures", "table_rows");
const data = register();
const model = modelOf(data);
const rows = rowsOf(data, model, wordsOf(messages, "en"), measuresOf(data, {}));
const all = model.visible(noFilters(model), new Set());
const keys = (table) => table.columns.map(({ key }) => key);
const cells = (table, key) => table.columns.map((column) => column.of(key));

test("partnerships have a tab if there are any", () => {
  assert.deepEqual(rows.tabs, ["nodes", "edges", "partnerships"]);
  const bare = { nodes: [], edges: [], kinds: [] };
  assert.deepEqual(rowsOf(bare, modelOf(bare), wordsOf(messages, "en")).tabs, ["nodes", "edges"]);
});

test("a row of each tab", () => {
  const [nodes, edges, partnerships] = rows.tabs.map((tab) => rows.table(tab, all));

  assert.deepEqual(keys(nodes), ["name", "kind", "main-country", "partnerships", "degree", "community", "iri"]);
  assert.deepEqual(cells(nodes, 1), ["Chongqing University", "School", "Russia", 2, 3, 1, "urn:o:cqu"]);
  assert.deepEqual(keys(edges), ["from", "relation", "to", "weight", "not-ended", "from-iri", "to-iri"]);
  assert.deepEqual(cells(edges, 1), ["Chongqing University", "are partners", "University of Cincinnati", 1, 0, "urn:o:cqu", "urn:o:cincinnati"]);
  assert.deepEqual(keys(partnerships), ["name", "school", "university", "country", "disciplines", "level", "form", "stem", "approved", "status", "iri", "register"]);
  assert.deepEqual(cells(partnerships, 0), [
    "Physics", "Chongqing University", "Novosibirsk State University", "Russia", "Physics", "Bachelor", "", "", 2025, "", "urn:p:physics", "",
  ]);
});

test("rows sort both ways, and missing values come last both ways", () => {
  const sorted = (options) => rows.table("partnerships", all, options).keys;

  assert.deepEqual(sorted({ sort: "approved" }), [1, 0, 2]);
  assert.deepEqual(sorted({ sort: "approved", down: true }), [0, 1, 2]);
  assert.deepEqual(sorted({ sort: "name" }), [2, 1, 0]);
  assert.deepEqual(sorted({ sort: "no such column" }), [0, 1, 2]);
});

const russian = noFilters(model);
russian.chosen.countries.add("RUS");

test("under a filter every number is of what is shown, and what is not says so", () => {
  const shown = model.visible(russian, new Set());
  const [nodes, edges] = ["nodes", "edges"].map((tab) => rows.table(tab, shown));
  const community = nodes.columns.find(({ key }) => key === "community");

  assert.deepEqual(nodes.keys, [0, 1, 3, 6]);
  assert.deepEqual(cells(nodes, 1), ["Chongqing University", "School", "Russia", 1, 2, 1, "urn:o:cqu"]);
  assert.deepEqual([community.heading(), community.saveAs], ["Community (of the whole network)", "community of the whole network"]);
  assert.deepEqual(edges.keys, [0, 3, 4]);
  assert.deepEqual(cells(edges, 0).filter((_, at) => [1, 3, 4].includes(at)), ["are partners", 1, 1]);
});

test("a partner that is not in the network is named, and no button", () => {
  const far = register();
  far.partnerships[2].nodes = [2];
  far.partnerships[2].partners = { university: [{ en: "University of Tasmania", zh: "塔斯马尼亚大学" }] };
  const own = modelOf(far);
  const table = rowsOf(far, own, wordsOf(messages, "en"), measuresOf(far, {})).table("partnerships", own.visible(noFilters(own), new Set()));
  const university = table.columns.find(({ key }) => key === "university");

  assert.deepEqual([university.of(2), university.cells(2)], ["University of Tasmania", [{ name: "University of Tasmania" }]]);
});
