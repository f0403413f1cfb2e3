import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { linesOf } = load("../render/edge_lines");
const places = [{ x: 0, y: 0 }, { x: 100, y: 0 }];
const place = (id) => places[id];
const size = () => ({ width: 10, height: 10 });
const middle = (points) => points[Math.floor(points.length / 2)];
const edge = (from, to) => ({ from, to });

test("straight lines of a network without arrows, loops and parallel edges are left to the renderer", () => {
  assert.equal(linesOf({ edges: [edge(0, 1)], directed: false }), null);
  assert.notEqual(linesOf({ edges: [edge(0, 1)], directed: true }), null);
  assert.notEqual(linesOf({ edges: [edge(0, 0)], directed: false }), null);
  assert.notEqual(linesOf({ edges: [edge(0, 1), edge(1, 0)], directed: false }), null);
});

test("a line ends at the borders of its nodes, and its head points to the target", () => {
  const lines = linesOf({ edges: [edge(0, 1)], directed: true });
  const points = lines.course(0, place, size);
  const [tip, ...others] = lines.arrow(points, 1);

  assert.ok(Math.abs(points[0][0] - 6) < 0.5 && Math.abs(points.at(-1)[0] - 94) < 0.5);
  assert.deepEqual(tip, points.at(-1));
  assert.ok(others.every(([x]) => x < tip[0] - 5));
});

test("parallel and mutual edges take ways of their own", () => {
  const lines = linesOf({ edges: [edge(0, 1), edge(0, 1), edge(1, 0)], directed: true });
  assert.deepEqual([0, 1, 2].map(lines.isCurved), [true, false, true]);
  const heights = [0, 1, 2].map((index) => Math.round(middle(lines.course(index, place, size))[1]));

  assert.deepEqual(heights.sort((a, b) => a - b), [-22, 0, 22]);
});

test("loops leave their node and come back, each at a place of its own", () => {
  const lines = linesOf({ edges: [edge(0, 0), edge(0, 0)], directed: true });
  const [one, other] = [0, 1].map((index) => lines.course(index, place, size));

  for (const points of [one, other]) assert.ok(points.length > 8 && Math.hypot(...middle(points)) > 12);
  assert.notDeepEqual(middle(one), middle(other));
});
