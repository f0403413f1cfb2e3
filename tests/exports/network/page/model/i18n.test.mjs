import assert from "node:assert/strict";
import { test } from "node:test";
import { load, messages } from "./load.mjs";

const { wordsOf } = load("i18n");

test("a count chooses the plural of the language", () => {
  const words = wordsOf(messages, "en");

  assert.deepEqual([words.counted("nodes", 1), words.counted("nodes", 2)], ["1 node", "2 nodes"]);
  words.speak("zh");
  assert.deepEqual([words.counted("nodes", 1), words.lang(), words.htmlLang()], ["1个节点", "zh", "zh-Hans"]);
});

test("numbers of four digits and more have separators, fractions six digits", () => {
  const words = wordsOf(messages, "en");

  assert.deepEqual([999, 1000, 1234567, 0.123456789].map(words.number), ["999", "1,000", "1,234,570", "0.123457"]);
});

test("lists and sentences are joined as the language does", () => {
  const words = wordsOf(messages, "en");
  const labels = [{ en: "Physics", zh: "物理学" }, { en: "Music", zh: "音乐" }];

  assert.deepEqual([words.listed(labels), words.joined(["One.", "", "Two."])], ["Physics, Music", "One. Two."]);
  words.speak("zh");
  assert.deepEqual([words.listed(labels), words.joined(["一。", "二。"])], ["物理学、音乐", "一。二。"]);
});

test("what has no text is shown as it is, also the name of a property of every object", () => {
  const words = wordsOf(messages, "en");

  assert.deepEqual([words.say("constructor"), words.kindOf("toString"), words.kindOf("school")], ["constructor", "toString", "School"]);
});

test("a method does not repeat the name of its measure", () => {
  const words = wordsOf(messages, "en");
  const degree = { en: "Degree", zh: "度", method: { en: "degree: the number of neighbours; exact", zh: "度：相邻节点的数目；精确值" } };

  assert.equal(words.methodOf(degree), "the number of neighbours; exact");
  words.speak("zh");
  assert.equal(words.methodOf(degree), "相邻节点的数目；精确值");
});
