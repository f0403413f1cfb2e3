import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const { modelOf } = load("filters");
const model = modelOf(register());
const filters = (changes = {}, chosen = {}) => {
  const first = noFilters(model);
  for (const [facet, keys] of Object.entries(chosen)) first.chosen[facet] = new Set(keys);
  return { ...first, ...changes };
};
const shownBy = (given, hidden = []) => {
  const shown = model.visible(given, new Set(hidden));
  return { nodes: [...shown.nodes], edges: [...shown.edges], partnerships: [...shown.partnerships], isFiltered: shown.isFiltered };
};

test("a facet needs two terms; years span those known", () => {
  assert.deepEqual(model.facets, ["countries", "level", "form", "fields", "schools", "stem", "status"]);
  assert.deepEqual([model.span, model.undated], [{ first: 2013, last: 2025 }, 1]);
});

test("without a filter everything is shown", () => {
  assert.deepEqual(shownBy(filters()), {
    nodes: [0, 1, 2, 3, 4, 5, 6], edges: [0, 1, 2, 3, 4], partnerships: [0, 1, 2], isFiltered: false,
  });
});

for (const [name, given, matching] of [
  ["choices of a facet add up", filters({}, { countries: ["RUS", "USA"] }), [0, 1]],
  ["choices of different facets narrow", filters({}, { level: ["bachelor"], status: ["ended"] }), [1]],
  ["years are inclusive and keep the undated", filters({ from: 2025, to: 2025 }), [0, 2]],
  ["the undated can be left out", filters({ from: 2013, undated: false }), [0, 1]],
  ["without years nothing is undated", filters({ undated: false }), [0, 1, 2]],
  ["nothing may match", filters({}, { countries: ["AUS"], status: ["ended"] }), []],
]) {
  test(name, () => assert.deepEqual(model.matching(given), matching));
}

test("a node or edge is shown while one of its partnerships matches", () => {
  assert.deepEqual(shownBy(filters({}, { countries: ["RUS"] })), {
    nodes: [0, 1, 3, 6], edges: [0, 3, 4], partnerships: [0], isFiltered: true,
  });
});

test("the edges of a hidden kind are hidden too", () => {
  assert.deepEqual(shownBy(filters(), ["university"]).edges, [4]);
});

test("a facet counts what would remain, its own choices left aside", () => {
  const given = filters({}, { countries: ["RUS"], level: ["bachelor"] });

  assert.deepEqual(model.remaining(given, "countries"), { RUS: 1, USA: 1, AUS: 0 });
  assert.deepEqual(model.remaining(given, "level"), { bachelor: 1, master: 0 });
});

test("approvals are counted by year, the unknown year apart", () => {
  assert.deepEqual([...model.approvals(filters({ from: 2025 }))], [[2025, 1], [2013, 1], [null, 1]]);
});

test("kinds are counted under the filters", () => {
  assert.deepEqual(model.kindCounts(filters({}, { countries: ["AUS"] })), { discipline: 0, school: 1, university: 1, country: 0 });
});

test("neighbours and neighbourhoods keep to what is shown", () => {
  const shown = model.visible(filters(), new Set(["country"]));

  assert.deepEqual(model.neighbours(3, shown), [{ id: 1, edge: 0 }]);
  const { lit, lines } = model.neighbourhood({ partnership: 0 }, shown);
  assert.deepEqual([[...lit].sort(), [...lines].sort()], [[0, 1, 3], [0, 4]]);
});

test("a loop is listed once, and is no neighbour", () => {
  const loops = modelOf({ nodes: [{ kind: "other" }], edges: [{ from: 0, to: 0 }], kinds: ["other"] });

  assert.deepEqual(loops.edgesOf, [[0]]);
  assert.deepEqual(loops.neighbours(0, loops.visible(noFilters(loops), new Set())), []);
});

test("what is shown counts the partnerships that match, and no others", () => {
  const shown = model.visible(filters({}, { status: ["ended"] }), new Set());

  assert.deepEqual([...shown.nodes].map((id) => shown.node(id).partnerships), [[1], [1]]);
  const { partnerships, current, country, level } = shown.node(1);
  assert.deepEqual([partnerships, current, country, level], [[1], 0, "USA", "bachelor"]);
  assert.deepEqual([...shown.edges].map((index) => [shown.edge(index).weight, shown.edge(index).current]), [[1, 0]]);
});

test("a school of two countries is of neither", () => {
  assert.equal(model.visible(filters({}, { level: ["bachelor"] }), new Set()).node(1).country, null);
});

test("what two share is what they share in the partnerships shown", () => {
  const data = register();
  data.shared = [{ en: "Novosibirsk", zh: "新", partnerships: [0, 1] }, { en: "Tasmania", zh: "塔", partnerships: [0, 2] }];
  data.nodes = [{ kind: "school", partnerships: [0, 2] }, { kind: "school", partnerships: [1, 2] }];
  data.edges = [{ from: 0, to: 1, relation: "shared", weight: 2, shared: [0, 1], partnerships: [0, 1, 2], current: 2 }];
  const own = modelOf(data);
  const edgeUnder = (facet, key) => {
    const given = noFilters(own);
    given.chosen[facet].add(key);
    const shown = own.visible(given, new Set());
    return [...shown.edges].map((index) => shown.edge(index));
  };

  assert.deepEqual(edgeUnder("level", "bachelor"), [{ from: 0, to: 1, relation: "shared", weight: 1, shared: [0], partnerships: [0, 1], current: 1 }]);
  assert.deepEqual(edgeUnder("status", "ended"), []);
});

test("a choice counts what would match with it, whatever else is chosen in its facet, and no other facet is ignored", () => {
  const given = filters({ from: 2013, to: 2025, undated: true }, { countries: ["RUS"], level: ["master"] });
  const counted = (facet) => {
    const keys = model.matching(given, facet).flatMap((index) => model.partnerships[index][facet] ?? []);
    return Object.fromEntries(Object.keys(model.terms[facet]).map((key) => [key, keys.filter((each) => each === key).length]));
  };
  assert.deepEqual(model.matching(given), []);
  for (const facet of model.facets) assert.deepEqual(model.remaining(given, facet), counted(facet), facet);
  assert.deepEqual([model.remaining(given, "countries").AUS, model.remaining(given, "level").bachelor], [1, 1]);
});
