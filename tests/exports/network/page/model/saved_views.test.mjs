import assert from "node:assert/strict";
import { test } from "node:test";
import { load, register } from "./load.mjs";

const yuqiao = load("filters", "color_scales", "url_state", "saved_views");
yuqiao.tools = () => ["filters", "look", "paths", "save"]; // of the toolbar
const data = register();
const states = yuqiao.stateOf(data, yuqiao.modelOf(data));
const views = yuqiao.savedViewsOf(states);
const camera = { x: 1, y: 2, scale: 1.5, width: 1440, height: 700 };
const many = new Map(data.nodes.map((_, id) => [id, { x: id, y: -1 - id, pinned: id === 3 }]));
const state = { ...states.read("#country=RUS&node=urn:o:swu&lang=zh&tool=save"), moved: { narrow: true, spots: many } };
const view = views.write("Russia", state, camera);

test("a view names what it holds", () => {
  assert.deepEqual(view.state, { lang: "zh", country: "RUS", node: "urn:o:swu" });
  assert.deepEqual(view.positions.nodes["urn:o:novosibirsk"], { x: 3, y: -4, pinned: true });
  assert.equal(views.wrongPart(view), null);
});

test("it is read as it was written, by way of JSON, but for the tool that was open", () => {
  const read = views.read(JSON.parse(JSON.stringify(view)));
  assert.deepEqual(read, { state: { ...state, tool: null }, camera, missing: 0 });
});

test("nodes that are gone are counted", () => {
  const moved = { layout: "wide", nodes: { "urn:gone": { x: 1, y: 1, pinned: true }, "urn:o:cqu": { x: 1.4, y: 1, pinned: true } } };
  const { state: found, missing } = views.read({ ...view, positions: moved });
  assert.equal(missing, 1);
  assert.deepEqual([...found.moved.spots], [[1, { x: 1, y: 1, pinned: true }]]);
});

for (const [part, wrong] of [
  ["yuqiao-view", []], ["yuqiao-view", { ...view, "yuqiao-view": 2 }], ["name", { ...view, name: 3 }], ["state", { ...view, state: [] }],
  ["state.country", { ...view, state: { country: ["RUS"] } }], ["positions", { ...view, positions: { layout: "round", nodes: {} } }],
  ["positions.nodes.urn:a", { ...view, positions: { layout: "wide", nodes: { "urn:a": { x: "1", y: 2, pinned: true } } } }],
  ["camera", { ...view, camera: { ...camera, scale: 0 } }], ["camera", { ...view, camera: undefined }],
]) {
  test(`${part} is told to be wrong`, () => assert.equal(views.wrongPart(wrong), part));
}
