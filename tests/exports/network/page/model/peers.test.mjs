import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const yuqiao = load("filters", "peers");

/** The register with a second physics programme, of Southwest University and the University of Tasmania. */
function found() {
  const data = register();
  const more = { ...data.partnerships[0], iri: "urn:p:more", countries: ["AUS"], nodes: [2, 5] };
  data.partnerships.push(more);
  data.nodes[2].partnerships = [2, 3];
  data.nodes[5].partnerships = [2, 3];
  const model = yuqiao.modelOf(data);
  return { ...yuqiao.peersOf(model), model };
}

test("schools are alike by the mean share of partners, fields and levels in common", () => {
  const { peers, model } = found();
  const [first, ...others] = peers(1, model.visible(noFilters(model), new Set()));
  assert.deepEqual([first.id, others.length], [2, 0]);
  assert.deepEqual([first.partners, first.fields, first.level], [[], ["053"], ["bachelor"]]);
  assert.ok(Math.abs(first.likeness - (0 + 1 / 3 + 1 / 2) / 3) < 1e-12);
});

test("possible partners are those of peers in a field of its own, and none that it has", () => {
  const { possible, model } = found();
  assert.deepEqual(possible(1, model.visible(noFilters(model), new Set())).map(({ id, peers, fields }) => [id, peers, fields]), [[5, [2], ["053"]]]);
});

test("what the filters hide makes nobody alike", () => {
  const { peers, model } = found();
  const filters = { ...noFilters(model), chosen: { ...noFilters(model).chosen, countries: new Set(["RUS"]) } };
  assert.deepEqual(peers(1, model.visible(filters, new Set())), []);
});
