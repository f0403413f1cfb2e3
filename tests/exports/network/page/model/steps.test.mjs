import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

/** Which of a run of fragments are steps of their own. */
function stepsAmong(fragments) {
  const steps = load("steps").stepsOf();
  return fragments.slice(1).map((after, at) => steps.isNew(fragments[at], after));
}

for (const [what, fragments, isNew] of [
  ["each choice is a step", ["", "country=RUS", "country=RUS,KOR", "country=RUS,KOR&node=urn:a"], [true, true, true]],
  ["dragging a year is one", ["", "years=2013-", "years=2014-", "years=2014-2020"], [true, false, false]],
  ["and another after something else", ["years=2013-", "years=2014-", "lang=zh&years=2014-", "lang=zh&years=2015-"], [true, true, true]],
  ["leafing through a table is one", ["show=table", "show=table&page=2", "show=table&page=3", "show=table"], [true, false, false]],
  ["leaving out the undated goes with the years", ["years=2013-", "years=2014-", "years=2014-&undated=no"], [true, true]],
]) {
  test(what, () => assert.deepEqual(stepsAmong(fragments), isNew));
}
