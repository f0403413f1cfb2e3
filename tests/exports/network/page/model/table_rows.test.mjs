import assert from "node:assert/strict";
import { test } from "node:test";
import { load, messages, noFilters, register } from "./load.mjs";

const { rowsOf, modelOf, wordsOf } = load("filters", "i18n", "table_rows");
const data = register();
const model = modelOf(data);
const rows = rowsOf(data, model, wordsOf(messages, "en"));
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

test("under a filter a column counts the partnerships that remain", () => {
  const filters = noFilters(model);
  filters.chosen.countries.add("RUS");
  const table = rows.table("nodes", model.visible(filters, new Set()));

  assert.deepEqual(table.keys, [0, 1, 3, 6]);
  const remaining = table.columns.find(({ key }) => key === "remaining");
  assert.deepEqual(table.keys.map(remaining.of), [1, 1, 1, 1]);
});
