import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters } from "./load.mjs";

const { modelOf, shortestPaths } = load("filters", "shortest_paths");

/** A model of nodes without partnerships, all of them shown. */
function network(size, pairs) {
  const model = modelOf({
    kinds: ["other"], nodes: Array.from({ length: size }, () => ({ kind: "other" })), edges: pairs.map(([from, to]) => ({ from, to })),
  });
  return [model, model.visible(noFilters(model), new Set())];
}

test("a square has two ways to the opposite corner, in order of their nodes", () => {
  const found = shortestPaths(...network(4, [[0, 1], [1, 2], [2, 3], [3, 0]]), 0, 2);

  assert.deepEqual([found.steps, found.count], [2, 2]);
  assert.deepEqual(found.path(0), { nodes: [0, 1, 2], edges: [0, 1] });
  assert.deepEqual(found.path(1), { nodes: [0, 3, 2], edges: [3, 2] });
});

test("there may be no path", () => {
  assert.equal(shortestPaths(...network(3, [[0, 1]]), 0, 2), null);
});

test("a hidden end has no path", () => {
  const [model, shown] = network(2, [[0, 1]]);
  shown.nodes.delete(1);

  assert.equal(shortestPaths(model, shown, 0, 1), null);
});

test("a million equal paths are counted and any of them is found", () => {
  // 20 diamonds in a row: 0 -> (1, 2) -> 3 -> (4, 5) -> 6 ...
  const pairs = Array.from({ length: 20 }, (_, at) => 3 * at).flatMap((at) => [[at, at + 1], [at, at + 2], [at + 1, at + 3], [at + 2, at + 3]]);
  const found = shortestPaths(...network(61, pairs), 0, 60);

  assert.deepEqual([found.steps, found.count], [40, 2 ** 20]);
  assert.deepEqual(found.path(2 ** 20 - 1).nodes.filter((id) => id % 3 !== 0), Array.from({ length: 20 }, (_, at) => 3 * at + 2));
});
