import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { centrality } = load("centrality");

/** A network of numbered nodes; a pair may have a weight. */
function network(size, pairs, sides = null) {
  const links = Array.from({ length: size }, () => new Map());
  for (const [one, other, weight = 1] of pairs) {
    links[one].set(other, weight);
    links[other].set(one, weight);
  }
  return { size, sides, near: links.map((each) => [...each.keys()]), weights: links.map((each) => [...each.values()]) };
}

function byDistance(given) {
  const running = centrality.distances(given);
  for (let step = running.next(); ; step = running.next()) if (step.done) return step.value;
}

const round = (values) => values.map((value) => Number(value.toFixed(6)));
const PATH = network(4, [[0, 1], [1, 2, 2], [2, 3, 3]]);
const KITE = network(5, [[0, 1], [1, 2], [2, 0], [2, 3]]); // and a node alone
const PAIRS = network(5, [[0, 2], [0, 3], [1, 3], [1, 4]], [true, true, false, false, false]);

for (const [name, given, expected] of [
  ["degree", KITE, [2, 2, 3, 1, 0]],
  ["weighted-degree", PATH, [1, 3, 5, 3]],
  ["normalized-degree", KITE, [0.5, 0.5, 0.75, 0.25, 0]],
  ["normalized-degree", PAIRS, [0.666667, 0.666667, 0.5, 1, 0.5]],
  ["core", KITE, [2, 2, 2, 1, 0]],
  ["pagerank", KITE, [0.237039, 0.237039, 0.35348, 0.136297, 0.036145]],
  ["brokerage", KITE, [0, 0, 0.388889, 0, 0]],
  ["brokerage", PATH, [0, 0.444444, 0.480000, 0]],
]) {
  test(`${name} of ${given.size} nodes${given.sides ? " of two kinds" : ""}`, () => assert.deepEqual(round(centrality[name](given)), expected));
}

test("betweenness and closeness of a kite and a node alone", () => {
  const { betweenness, closeness } = byDistance(KITE);

  assert.deepEqual(round(betweenness), [0, 0, 0.333333, 0, 0]);
  assert.deepEqual(round(closeness), [0.5625, 0.5625, 0.75, 0.45, 0]);
});

test("betweenness and closeness of two kinds of node", () => {
  const { betweenness, closeness } = byDistance(PAIRS);

  assert.deepEqual(round(betweenness), [0.6, 0.6, 0, 1, 0]);
  assert.deepEqual(round(closeness), [0.714286, 0.714286, 0.6, 1, 0.6]);
});

test("networks of one node and of none have measures", () => {
  for (const sides of [null, true]) {
    for (const size of [0, 1]) {
      const given = network(size, [], sides && Array(size).fill(true));
      for (const name of ["degree", "weighted-degree", "normalized-degree", "core", "brokerage"]) {
        assert.deepEqual(centrality[name](given), Array(size).fill(0), name);
      }
      assert.deepEqual(byDistance(given), { betweenness: Array(size).fill(0), closeness: Array(size).fill(0) });
    }
  }
});
