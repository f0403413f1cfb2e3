import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { overlapsRemoved } = load("overlap_removal");
const box = { left: -5, right: 30, height: 20 };

const overlaps = (points) => points.flatMap((one, at) => points.slice(at + 1).filter((other) =>
  Math.abs(one[1] - other[1]) < 20 && Math.abs(one[0] - other[0]) < 35));

test("two boxes are pushed apart the shorter way, as in Python", () => {
  assert.deepEqual(overlapsRemoved([[0, 0], [0, 1]], [{ left: -5, right: 5, height: 10 }, { left: -5, right: 5, height: 10 }]), [[0, -5], [0, 6]]);
});

test("one that is held stays, and the other makes way", () => {
  assert.deepEqual(overlapsRemoved([[0, 0], [0, 1]], [box, box], [true, false]), [[0, 0], [0, 21]]);
});

test("four hundred boxes in a heap no longer overlap, and soon", () => {
  const points = Array.from({ length: 400 }, (_, at) => [(at * 37) % 211, (at * 53) % 197]);
  const start = performance.now();
  const apart = overlapsRemoved(points, points.map(() => box));

  assert.deepEqual(overlaps(apart), []);
  assert.notDeepEqual(overlaps(points), []);
  assert.ok(performance.now() - start < 2000);
});
