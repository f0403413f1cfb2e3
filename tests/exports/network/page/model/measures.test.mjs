import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const { measuresOf, modelOf } = load("filters", "centrality", "measures");

/** A ring of nodes with a bridge across, each with its measures in the whole network. */
function ring(size) {
  const nodes = Array.from({ length: size }, (_, at) => ({ kind: at ? "other" : "first", measures: { degree: 9, betweenness: 9, community: 1 } }));
  const edges = [...nodes.keys()].map((at) => ({ from: at, to: (at + 1) % size }));
  return { kinds: ["other", "first"], nodes, edges, measures: { degree: {}, betweenness: {}, community: {} } };
}

test("while all is shown the measures are those of the file", () => {
  const data = register();
  const model = modelOf(data);
  const of = measuresOf(data, {})(model.visible(noFilters(model), new Set()));

  assert.deepEqual([of.value("degree", 1), of.isWhole("community"), of.isPending("degree")], [3, false, false]);
});

test("without a kind they are those of the rest, and communities those of the whole", () => {
  const data = ring(6);
  const model = modelOf(data);
  const of = measuresOf(data, {})(model.visible(noFilters(model), new Set(["first"])));

  assert.deepEqual([1, 2, 3].map((id) => of.value("degree", id)), [1, 2, 2]);
  assert.deepEqual([1, 2, 3].map((id) => of.value("betweenness", id)), [0, 0.5, 0.6667]);
  assert.deepEqual([of.value("community", 1), of.isWhole("community"), of.isWhole("degree")], [1, true, false]);
  assert.equal(of.value("degree", 0), null); // as it is not shown
});

test("loops are left aside and parallel edges are one", () => {
  const data = { kinds: ["a", "b"], nodes: [{ kind: "a" }, { kind: "a" }, { kind: "b" }], edges: [[0, 0], [0, 1], [1, 0]].map(([from, to]) => ({ from, to, weight: 2 })), measures: { degree: {}, "weighted-degree": {} } };
  const model = modelOf(data);
  const of = measuresOf(data, {})(model.visible(noFilters(model), new Set(["b"])));

  assert.deepEqual([of.value("degree", 0), of.value("weighted-degree", 0)], [1, 4]);
});

test("what takes long is pending, is done in parts, and arrives once", () => {
  const data = ring(1200);
  const model = modelOf(data);
  const steps = [];
  let arrived = 0;
  const of = measuresOf(data, { later: (step) => steps.push(step), arrived: () => { arrived += 1; } })(model.visible(noFilters(model), new Set(["first"])));

  assert.deepEqual([of.isPending("betweenness"), of.value("betweenness", 600), of.value("degree", 600)], [true, null, 2]);
  while (steps.length) steps.shift()();
  assert.deepEqual([arrived, of.isPending("betweenness"), of.value("betweenness", 600)], [1, false, 0.5004]);
});

test("a file can be written before it arrives", () => {
  const data = ring(1200);
  const model = modelOf(data);
  const of = measuresOf(data, { later: () => {}, arrived: assert.fail })(model.visible(noFilters(model), new Set(["first"])));
  of.finish();

  assert.equal(of.value("betweenness", 600), 0.5004);
});

test("what is no longer shown is not gone on with", () => {
  const data = ring(1200);
  const model = modelOf(data);
  const steps = [];
  const measured = measuresOf(data, { later: (step) => steps.push(step), arrived: assert.fail });
  measured(model.visible(noFilters(model), new Set(["first"])));
  measured(model.visible(noFilters(model), new Set()));

  steps.shift()();
  assert.equal(steps.length, 0);
});

test("what would take far too long stays that of the whole network, and says so", () => {
  const data = ring(12_000);
  const model = modelOf(data);
  const of = measuresOf(data, { later: assert.fail })(model.visible(noFilters(model), new Set(["first"])));

  assert.deepEqual([of.isWhole("betweenness"), of.isPending("betweenness"), of.value("betweenness", 5)], [true, false, 9]);
});

// ---- as Python builds and measures it --------------------------------------------------------------
const cases = process.env.YUQIAO_CASES ? JSON.parse(readFileSync(process.env.YUQIAO_CASES, "utf8")) : [];

/** A network in words: what its nodes and edges are, and count. */
function described(data, { nodes, edges, node, edge }, value) {
  const iris = (indices) => (indices ?? []).map((index) => data.partnerships[index].iri).sort();
  const named = ([...ids]) => Object.fromEntries(ids.map((id) => [data.nodes[id].iri, {
    partnerships: iris(node(id).partnerships), current: node(id).current, country: node(id).country ?? null, level: node(id).level ?? null,
    measures: Object.fromEntries(Object.keys(data.measures).filter((name) => name !== "community").map((name) => [name, value(name, id)])),
  }]));
  const linked = [...edges].map((index) => {
    const { from, to, relation, weight, current, partnerships, shared } = edge(index);
    const ends = [data.nodes[from].iri, data.nodes[to].iri].sort().join(" ");
    return [`${relation} ${ends}`, { weight, current, partnerships: iris(partnerships), shared: (shared ?? []).map((number) => data.shared[number].en).sort() }];
  });
  return { nodes: named(nodes), edges: Object.fromEntries(linked) };
}

for (const { name, whole, chosen, years, part } of cases) {
  test(`${name}: what the page shows is what Python builds`, () => {
    const model = modelOf(whole);
    const filters = { ...noFilters(model), ...years };
    for (const [facet, key] of Object.entries(chosen)) filters.chosen[facet] = new Set([key]);
    const shown = model.visible(filters, new Set());
    const of = measuresOf(whole, { later: () => {} })(shown);
    const expected = modelOf(part);
    const all = expected.visible(noFilters(expected), new Set());
    const [ours, theirs] = [described(whole, shown, of.value), described(part, all, (measure, id) => part.nodes[id].measures[measure])];

    for (const [iri, { measures }] of Object.entries(theirs.nodes)) {
      for (const [measure, value] of Object.entries(measures)) {
        const found = ours.nodes[iri].measures[measure];
        assert.ok(Math.abs(found - value) <= 1.5e-3 * Math.abs(value) + 1e-12, `${measure} of ${iri}: ${found}, not ${value}`);
        ours.nodes[iri].measures[measure] = value;
      }
    }
    assert.ok(Object.keys(ours.nodes).length > 2);
    assert.deepEqual(ours, theirs);
  });
}
