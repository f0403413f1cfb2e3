import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { csv } = load("csv");

test("a table is RFC 4180 with a byte order mark", () => {
  assert.equal(csv(["name", "n"], [["重庆大学", 7], ['a "b", c', null]]), '\ufeffname,n\r\n重庆大学,7\r\n"a ""b"", c",\r\n');
});

for (const [text, cell] of [
  ["=1+1", "'=1+1"], ["+86", "'+86"], ["-2", "'-2"], ["@SUM(A1)", "'@SUM(A1)"], ["＝1", "'＝1"],
  ["a;=1", "a;'=1"], ["a\n=1", "\"a\n'=1\""], ["\t=1", "'\t'=1"], ["1-2", "1-2"],
]) {
  test(`a cell that a spreadsheet would run is text: ${JSON.stringify(text)}`, () => {
    assert.equal(csv([text], []), `\ufeff${cell}\r\n`);
  });
}

test("a negative number stays a number", () => {
  assert.equal(csv(["n"], [[-2]]), "\ufeffn\r\n-2\r\n");
});
