import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { load, register } from "./load.mjs";

const { nodes } = register();
const search = load("search").searchIn(nodes);

for (const [text, found] of [
  ["重庆大学", [1]], ["CQU", [1]], ["cqdx", [1]], ["chong qing da xue", [1]], ["xi'nan", [2]], ["нгу", [3]],
  ["university of", [4, 5]], // of equals, those with most partnerships, then in order
  ["state novosibirsk", [3]], ["physics", [0]],
  ["重大", [1]], ["西大", [2]], ["大重", []], // an abbreviation begins as the name does
  ["novosibrisk", [3]], ["tasmnia", [5]], ["chongqqing", [1]], ["university cincinati", [4]], ["rusia", [6]], ["usa", []],
  ["", []], ["   ", []], ["no such name", []],
]) {
  test(`"${text}" finds ${JSON.stringify(found)}`, () => assert.deepEqual(search(text), found));
}

test("whole names come before beginnings, and these before parts", () => {
  const named = (en, partnerships = []) => ({ en, zh: en, partnerships });
  const ranked = load("search").searchIn([named("New Bath", [0, 1]), named("Bath Spa", [0, 1]), named("Bath")]);

  assert.deepEqual(ranked("bath"), [2, 1, 0]);
});

test("the number of results and the nodes can be limited", () => {
  assert.deepEqual(search("university", 2), [4, 5]);
  assert.deepEqual(search("university", 12, (node) => node.kind === "university"), [4, 5, 3]);
});

test("a whole number finds the partnership or the school that has it", () => {
  const found = load("search").searchIn([
    { en: "Physics", zh: "物理学", page: "https://www.crs.jsj.edu.cn/aproval/detail/3624", facts: {} },
    { en: "Botany", zh: "植物学", page: "", facts: { certificate: [{ en: "MOE50US2A20181935N", zh: "MOE50US2A20181935N" }] } },
    { en: "CQU", zh: "重庆大学", facts: { code: [{ en: "4150010611", zh: "4150010611" }] } },
  ]);

  assert.deepEqual(["3624", "moe50us2a20181935n", "4150010611", "362", "detail", ""].map((text) => found(text)), [[0], [1], [2], [], [], []]);
});

const shared = JSON.parse(readFileSync(new URL("../../../../support/name_search.json", import.meta.url), "utf8"));
const among = load("search").searchIn(shared.names.map(([en, zh, ...aliases]) => ({ en, zh, aliases })), ["慶學羅臺灣稱", "庆学罗台湾称"]);

for (const [text, found] of shared.cases) {
  test(`"${text}" finds what it finds in Python`, () => assert.deepEqual(among(text), found));
}
