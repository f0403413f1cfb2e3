// Tabs, history and saved queries: they stay in this browser.

import { say } from "./dom.js";

const KEY = "yuqiao-editor";
const MOST_IN_HISTORY = 100;
const FIRST = "SELECT * {\n  ?subject ?property ?value\n}\nLIMIT 20\n";

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const texts = (list, ...keys) =>
      (Array.isArray(list) ? list : []).filter((one) => keys.every((key) => typeof one?.[key] === "string"));
    return {
      tabs: texts(found.tabs, "name", "query"),
      active: Number.isInteger(found.active) ? found.active : 0,
      history: texts(found.history, "query"),
      saved: texts(found.saved, "name", "query"),
    };
  } catch {
    return { tabs: [], active: 0, history: [], saved: [] };
  }
}

export const state = read();
if (!state.tabs.length) state.tabs.push({ name: say("tab", 1), query: FIRST });
if (!state.tabs[state.active]) state.active = 0;

export function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // the browser keeps nothing: all works until the page is closed
  }
}

export function addTab(query) {
  const numbers = new Set(state.tabs.map((tab) => tab.name));
  let number = 1;
  while (numbers.has(say("tab", number))) number += 1;
  state.tabs.push({ name: say("tab", number), query });
  state.active = state.tabs.length - 1;
  keep();
}

export function closeTab(index) {
  state.tabs.splice(index, 1);
  if (!state.tabs.length) state.tabs.push({ name: say("tab", 1), query: "" });
  if (state.active > index || state.active >= state.tabs.length) state.active = Math.max(0, state.active - 1);
  keep();
}

export function remember(query) {
  state.history = [{ query }, ...state.history.filter((one) => one.query !== query)].slice(0, MOST_IN_HISTORY);
  keep();
}
