import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const { modelOf, partsOf, egoColumns } = load("filters", "../ego/part", "../ego/columns");
const model = modelOf(register());
const parts = partsOf(model);
const [PHYSICS, CQU, SWU, NOVOSIBIRSK, CINCINNATI, TASMANIA, RUSSIA] = [0, 1, 2, 3, 4, 5, 6];
const filters = noFilters(model);
const whole = model.visible(filters, new Set());
const shown = (part, base = whole) => parts.within(base, part, (counted) => model.visible(filters, new Set(), counted));
const seen = (part) => {
  const { nodes, edges, partnerships } = shown(part);
  return { nodes: [...nodes].sort(), edges: [...edges].sort(), partnerships: [...partnerships].sort() };
};
const around = (id, ...opened) => parts.opened(parts.centred(parts.whole(), id, null), opened);

test("the whole network is what is shown", () => assert.equal(shown(parts.whole()), whole));

test("around a node are its neighbours, counted by the partnerships shown", () => {
  assert.deepEqual(seen(around(RUSSIA)), { nodes: [NOVOSIBIRSK, RUSSIA], edges: [3], partnerships: [0] });
  assert.deepEqual(seen(around(NOVOSIBIRSK)), { nodes: [CQU, NOVOSIBIRSK, RUSSIA], edges: [0, 3], partnerships: [0] });
  assert.deepEqual(shown(around(NOVOSIBIRSK)).node(CQU).partnerships, [0], "of its two");
});

test("opening a node adds its neighbours, closing takes them away, both with a count first", () => {
  const first = shown(around(NOVOSIBIRSK));
  assert.deepEqual(parts.more(CQU, first).map(({ id }) => id).sort(), [PHYSICS, CINCINNATI]);
  const opened = around(NOVOSIBIRSK, CQU);
  assert.deepEqual(seen(opened).nodes, [PHYSICS, CQU, NOVOSIBIRSK, CINCINNATI, RUSSIA]);
  assert.equal(parts.fewer(CQU, opened, shown(opened)), 2);
  assert.deepEqual(seen(parts.closed(opened, CQU)), seen(around(NOVOSIBIRSK)));
});

test("what is opened beyond a node that is closed is no longer reached", () => {
  assert.deepEqual(seen(parts.closed(around(RUSSIA, NOVOSIBIRSK, CQU), NOVOSIBIRSK)).nodes, [NOVOSIBIRSK, RUSSIA]);
});

test("a centre that filters leave out shows nothing", () => {
  const australia = model.visible({ ...filters, chosen: { ...filters.chosen, countries: new Set(["AUS"]) } }, new Set());
  assert.equal(shown(around(RUSSIA), australia).nodes.size, 0);
});

test("nodes are kept or left out", () => {
  assert.deepEqual(seen(parts.keeping(parts.whole(), [SWU, TASMANIA])), { nodes: [SWU, TASMANIA], edges: [2], partnerships: [2] });
  assert.deepEqual(seen(parts.leavingOut(parts.whole(), [SWU, TASMANIA])).partnerships, [0, 1]);
  assert.deepEqual(seen(parts.keeping(parts.whole(), [SWU])), { nodes: [SWU], edges: [], partnerships: [2] }, "a node alone has its own");
});

test("columns stand left and right of the centre, no two nodes at one place", () => {
  const part = around(CQU, NOVOSIBIRSK);
  const own = shown(part);
  const near = (id) => model.neighbours(id, own).map(({ id: other }) => other);
  const network = { distances: own.distances, near, kindOf: (id) => model.nodes[id].kind, kinds: ["discipline", "school", "university", "country"] };
  const spots = egoColumns(network);
  assert.deepEqual(spots.get(CQU), { x: 0, y: 0, side: 1 });
  assert.deepEqual([PHYSICS, NOVOSIBIRSK, CINCINNATI, RUSSIA].map((id) => spots.get(id).side), [-1, 1, 1, 1]);
  assert.ok(spots.get(RUSSIA).x > spots.get(NOVOSIBIRSK).x);
  assert.equal(new Set([...spots.values()].map(({ x, y }) => `${x} ${y}`)).size, own.nodes.size);
  assert.ok([...egoColumns(network, true).values()].every(({ x }) => x >= 0), "on a narrow page all to the right");
});

test("a side of a comparison shows what of the part rests on it, and leaves the distances", () => {
  const counting = (counted) => model.visible(filters, new Set(), counted);
  const found = shown(around(CQU));
  const side = parts.resting(found, new Set([0, 2]), counting);
  assert.deepEqual([[...side.nodes].sort(), [...side.partnerships]], [[PHYSICS, CQU, NOVOSIBIRSK], [0]], "not the other school's");
  assert.equal(side.distances, found.distances);
  assert.deepEqual(parts.more(CQU, side), []);
  assert.deepEqual([...parts.resting(whole, new Set([2]), counting).partnerships], [2], "of the whole, all of the side");
});
