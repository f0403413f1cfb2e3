import assert from "node:assert/strict";
import { test } from "node:test";
import { load, register } from "./load.mjs";

const yuqiao = load("filters", "color_scales", "url_state");
yuqiao.tools = () => ["filters", "look", "paths", "save"]; // of the toolbar
const data = register();
const model = yuqiao.modelOf(data);
const state = yuqiao.stateOf(data, model);

test("what is as it was at first is left out", () => {
  assert.equal(state.write(state.first()), "");
  assert.deepEqual(state.read(""), state.first());
});

const everything = {
  lang: "zh", hidden: new Set(["country"]), colour: "level", size: "degree", chosen: { edge: 1 },
  part: { centre: 1, opened: new Set([3]), only: new Set([1, 3, 6]), without: new Set([0]), before: null },
  filters: {
    chosen: { countries: new Set(["RUS", "USA"]), level: new Set(["bachelor"]), form: new Set(), fields: new Set(["053"]), schools: new Set(["swu"]), stem: new Set(), status: new Set() },
    from: 2013, to: null, undated: false,
  },
  path: { from: 1, to: 6, number: 2 }, show: "both", places: "city", compare: { sides: ["countries:RUS", "countries:USA"], which: "first" }, tool: "paths",
  moved: { narrow: true, spots: new Map([[1, { x: -20, y: 5, pinned: true }], [0, { x: 7, y: 0, pinned: false }]]) }, table: { tab: "edges", sort: "weight", down: true, page: 3 },
};
const FRAGMENT = "lang=zh&show=both&compare=countries:RUS,countries:USA&side=first&places=city&tool=paths&hide=country&colour=level&size=degree&country=RUS,USA&level=bachelor&field=053&school=swu"
  + "&years=2013-&undated=no&edge=urn:o:cqu%20urn:o:cincinnati%20partner&centre=urn:o:cqu&opened=urn:o:novosibirsk&only=urn:o:cqu,urn:o:novosibirsk,urn:country:RUS&without=urn:field:053&path=urn:o:cqu%20urn:country:RUS&step=3&table=edges&sort=-weight&page=4"
  + "&moved=narrow,urn:o:cqu%20-20%205,urn:field:053%207%200%20free";

test("every choice is written, and read again", () => {
  assert.equal(state.write(everything), FRAGMENT);
  assert.deepEqual(state.read(`#${FRAGMENT}`), everything);
});

for (const [fragment, chosen] of [
  ["#urn:o:swu", { node: 2 }], ["#urn%3Ao%3Aswu", { node: 2 }], ["#node=urn:o:swu", { node: 2 }],
  ["#partnership=urn:p:coop", { partnership: 1 }], ["#node=urn:gone", null], ["#edge=urn:o:cqu", null], ["#%E9%87", null],
  ["#nodes=urn:o:cqu,urn:o:swu,urn:gone,urn:o:cqu", { nodes: [1, 2] }], ["#nodes=urn:gone", null],
]) {
  test(`${fragment} chooses ${JSON.stringify(chosen)}`, () => assert.deepEqual(state.read(fragment).chosen, chosen));
}

test("unknown and impossible values are as if they were not given", () => {
  const found = state.read("#lang=fr&show=3d&tool=x&hide=planet&colour=taste&size=mass&country=ATL&table=y&page=-1&moved=urn:o:cqu,urn:gone%201%202,urn:o:swu%20x%201&step=0&years=abc&centre=urn:gone&opened=urn:o:swu&only=urn:gone&without=,&nodes=,");

  assert.deepEqual(found, state.first());
});

test("years the wrong way round are turned", () => {
  const { from, to } = state.read("#years=2020-2010").filters;

  assert.deepEqual([from, to], [2010, 2020]);
});

test("leaving out the undated is a part of years, and nothing without them", () => {
  assert.equal(state.read("#undated=no").filters.undated, true);
  assert.equal(state.read("#undated=no&years=2015-").filters.undated, false);
});

test("the positions of many nodes are not for an address", () => {
  const many = { ...data, nodes: Array.from({ length: 31 }, (_, id) => ({ kind: "school", iri: `urn:${id}` })), edges: [], partnerships: [] };
  const states = yuqiao.stateOf(many, yuqiao.modelOf(many));
  const moved = (count) => ({ ...states.first(), moved: { narrow: false, spots: new Map(many.nodes.slice(0, count).map((_, id) => [id, { x: 0, y: 0, pinned: true }])) } });
  assert.equal(states.read(states.write(moved(30))).moved.spots.size, 30);
  assert.equal(states.write(moved(31)), "");
});

test("what a fragment names and the network lacks is told", () => {
  assert.deepEqual(state.unknown("#node=urn:o:cqu&country=RUS&level=master"), []);
  assert.deepEqual(state.unknown("#urn:o:cqu"), []);
  assert.deepEqual(state.unknown("#node=urn:o:none&nodes=urn:o:swu,urn:x&partnership=urn:p:no&country=RUS,ATL"), ["urn:o:none", "urn:p:no", "urn:x", "ATL"]);
});
