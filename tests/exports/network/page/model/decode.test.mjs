import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const empty = { columns: [], labelled: [], rows: [] };
const encoded = {
  labels: [{ en: "Yes", zh: "是" }],
  nodes: { columns: [["id"], ["facts", "stem"]], labelled: [1], rows: [[0, [0]], [1]] },
  edges: { columns: [["from"], ["relation"], ["weight"]], labelled: [], rows: [[0, null, 2]] },
  partnerships: empty, claims: empty, sources: empty, lang: "en",
};

/** Loads decode.js in a page with this data. */
function decoded(text) {
  globalThis.document = { getElementById: (id) => (id === "data" ? { textContent: text } : null) };
  return load("decode").data;
}

test("rows become records, numbers become labels, and nulls are left out", () => {
  const data = decoded(JSON.stringify(encoded));

  assert.deepEqual(data.nodes, [{ id: 0, facts: { stem: [{ en: "Yes", zh: "是" }] } }, { id: 1 }]);
  assert.deepEqual(data.edges, [{ from: 0, weight: 2 }]);
  assert.equal(data.lang, "en");
});

test("the payload that Python encodes is decoded as Python decodes it", { skip: !process.env.YUQIAO_ENCODED }, () => {
  const data = decoded(readFileSync(process.env.YUQIAO_ENCODED, "utf8"));
  const { labels, ...rest } = data;

  assert.ok(labels.length > 100);
  assert.deepEqual(rest, JSON.parse(readFileSync(process.env.YUQIAO_DECODED, "utf8")));
});
