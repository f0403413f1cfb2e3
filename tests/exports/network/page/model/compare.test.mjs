import assert from "node:assert/strict";
import { test } from "node:test";
import { load, noFilters, register } from "./load.mjs";

const yuqiao = load("filters", "../compare/comparison");
const words = { say: (key, values = {}) => [key, ...Object.values(values)].join("|"), nameOf: ({ en }) => en, counted: (key, count) => `${count} ${key}`, joined: (all) => all.filter(Boolean).join(" ") };
const parts = (data = register()) => {
  const model = yuqiao.modelOf(data);
  return { data, model, comparison: yuqiao.comparisonOf(data, model, words), filters: noFilters(model) };
};

test("two countries: what only one has, and what both have", () => {
  const { comparison, filters, data } = parts();
  const found = comparison.compare(filters, ["countries:RUS", "countries:USA"]);
  assert.deepEqual([[...found.first.partnerships], [...found.second.partnerships]], [[0], [1]]);
  const states = Object.fromEntries(found.nodes.map(({ id, state }) => [data.nodes[id].en, state]));
  assert.deepEqual(states, {
    "Physical sciences": "first", "Novosibirsk State University": "first", Russia: "first", "University of Cincinnati": "second", "Chongqing University": "both",
  });
  assert.match(comparison.sentence(found), /^compare-sizes\|Russia\|compare-size\|1 partnerships\|1 school\|United States/);
  assert.match(comparison.sentence(found), /compare-shared-school\|1\|Chongqing University/);
});

test("two years count what was approved up to each, and say what has no year", () => {
  const { comparison, filters } = parts();
  const found = comparison.compare(filters, ["until:2013", "until:2025"]);
  assert.deepEqual([found.first.partnerships.size, found.second.partnerships.size, found.uncounted], [1, 2, 1]);
  assert.deepEqual(found.partnerships.map(({ index, state }) => [index, state]), [[0, "second"], [1, "both"]]);
  assert.match(comparison.sentence(found), /compare-uncounted\|1/);
});

test("of a part of the network, only its partnerships are compared", () => {
  const { comparison, filters } = parts();
  const found = comparison.compare(filters, ["until:2013", "until:2025"], new Set([0]));
  assert.deepEqual([found.partnerships.map(({ index }) => index), found.uncounted], [[0], 0]);
});

test("two editions: new, gone and changed, with the values of both", () => {
  const data = register();
  data.terms.editions = { old: { en: "May", zh: "五月" }, new: { en: "June", zh: "六月" } };
  data.partnerships.forEach((each, index) => { each.editions = [["old"], ["new"], ["old", "new"]][index]; });
  data.partnerships[2].changes = [{ fact: "level", old: [], now: [] }];
  const { comparison, filters } = parts(data);
  assert.deepEqual(comparison.usual(filters), ["editions:old", "editions:new"]);
  const found = comparison.compare(filters, comparison.usual(filters));
  assert.deepEqual(found.partnerships.map(({ index, state }) => [index, state]), [[0, "first"], [1, "second"], [2, "changed"]]);
  assert.equal(comparison.sentence(found), "compare-editions|May|June|2|2|1|1|1");
});

test("both sides stand under the filters of the page, and an empty side is said", () => {
  const { comparison, filters } = parts();
  const masters = { ...filters, chosen: { ...filters.chosen, level: new Set(["master"]) } };
  const found = comparison.compare(masters, ["countries:RUS", "countries:AUS"]);
  assert.deepEqual([found.first.partnerships.size, found.second.partnerships.size], [0, 1]);
  assert.match(comparison.sentence(found), /compare-none\|Russia/);
  assert.doesNotMatch(comparison.sentence(found), /compare-shared|compare-no-/);
});

test("the usual sides are of what is shown", () => {
  const { comparison, filters } = parts();
  const masters = { ...filters, chosen: { ...filters.chosen, level: new Set(["master"]) } };
  const usual = [comparison.usual(filters), comparison.usual(filters, new Set([1, 2])), comparison.usual(filters, new Set([0])), comparison.usual(masters)];
  assert.deepEqual(usual, [["countries:RUS", "countries:USA"], ["countries:USA", "countries:AUS"], ["countries:RUS", "countries:USA"], ["countries:AUS", "countries:RUS"]]);
});

test("a year before all approvals has none, and the other side is shown", () => {
  const { comparison, filters } = parts();
  const found = comparison.compare(filters, ["until:1990", "until:2025"]);
  assert.deepEqual([found.first.partnerships.size, found.second.partnerships.size], [0, 2]);
  assert.match(comparison.sentence(found), /compare-until\|1990\|0 partnerships/);
  assert.doesNotMatch(comparison.sentence(found), /compare-none/);
});

test("a network with one of everything has nothing to compare", () => {
  const data = register();
  data.partnerships = data.partnerships.slice(0, 1);
  for (const [facet, terms] of Object.entries(data.terms)) data.terms[facet] = Object.fromEntries(Object.entries(terms).slice(0, 1));
  const { comparison, filters } = parts(data);
  assert.equal(comparison.usual(filters), null);
});

test("sides that the network does not have are none", () => {
  const { comparison } = parts();
  const sides = ["countries:RUS", "countries:ATL", "until:2013", "until:1999", "taste:sweet", "", undefined];
  assert.deepEqual(sides.map((side) => comparison.isSide(side)), [true, false, true, true, false, false, false]);
});
