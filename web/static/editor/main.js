// The editor: its tabs, tools and drawer, and what connects them.

import { get, post } from "./api.js";
import { apply, codeEditor, declare, replaceAll } from "./code.js";
import { button, el, given, say } from "./dom.js";
import { showAnswer, showMessage } from "./results.js";
import { SNIPPETS } from "./snippets.js";
import { addTab, closeTab, keep, remember, state } from "./storage.js";

const at = (id) => document.getElementById(id);
const notice = at("notice");
let running = null;
let opened = ""; // what the drawer shows

function shared() {
  const found = new URLSearchParams(location.hash.slice(1)).get("query") ?? given().query;
  return found || null;
}

function text() {
  return view.state.doc.toString();
}

function tell(message) {
  notice.textContent = message;
}

function drawTabs() {
  const tabs = state.tabs.map((tab, index) =>
    el("span", { class: "tab" },
      button(tab.name, () => switchTo(index), { class: "name", "aria-pressed": String(index === state.active) }),
      button("×", () => {
        closeTab(index);
        switchTo(state.active);
      }, { class: "close", "aria-label": say("close-tab", tab.name) })));
  at("tabs").replaceChildren(...tabs, button("+", () => open(""), { class: "add", "aria-label": say("new-tab") }));
}

function switchTo(index) {
  state.active = index;
  replaceAll(view, state.tabs[index].query);
  keep();
  drawTabs();
  view.focus();
}

function open(query) {
  if (query && !text().trim()) state.tabs[state.active].query = query;
  else addTab(query);
  switchTo(state.active);
}

async function run() {
  running?.abort();
  const asking = (running = new AbortController());
  const query = text();
  tell("");
  drawTools();
  showMessage(say("running"));
  remember(query);
  if (opened === "history") drawDrawer();
  try {
    const answer = await post("/editor/answer", { query }, asking.signal);
    showAnswer(query, answer, { whyEmpty: () => explain("/editor/why-empty", query) });
  } catch (error) {
    if (error.name === "AbortError") showMessage(say("stopped"));
    else showMessage(error.message, "error");
  } finally {
    if (running === asking) running = null;
    drawTools();
  }
}

async function explain(path, query) {
  showMessage(say("running"));
  try {
    const found = await post(path, { query });
    showMessage(found.text, "quiet");
    const told = el("pre", { class: "explained", tabindex: 0 }, found.text);
    const change = found.changed ? button(say("apply-change"), () => replaceAll(view, found.changed)) : null;
    at("results").replaceChildren(...[told, change].filter(Boolean));
  } catch (error) {
    showMessage(error.message, "error");
  }
}

async function format() {
  try {
    replaceAll(view, (await post("/editor/format", { query: text() })).query);
    view.focus();
  } catch (error) {
    tell(error.message);
  }
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    tell(say("copied"));
  } catch {
    const box = el("textarea", { rows: 6, readonly: true, "aria-label": say("copy-as"), class: "to-copy" });
    box.value = value;
    notice.replaceChildren(say("copy-failed"), box);
    box.select();
  }
}

function share() {
  const url = new URL(location.href);
  url.search = "";
  url.hash = new URLSearchParams({ query: text() }).toString();
  copy(url.href);
}

function save() {
  const input = el("input", { required: true, "aria-label": say("save-as"), placeholder: say("save-as") });
  const asked = el("form", {
    class: "line",
    onsubmit: (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (!name) return;
      state.saved = [{ name, query: text() }, ...state.saved.filter((one) => one.name !== name)];
      keep();
      opened = "saved";
      drawDrawer();
      tell("");
    },
  }, input, el("button", { class: "plain-button" }, say("save")));
  notice.replaceChildren(asked);
  input.focus();
}

function item(title, query, removed) {
  const first = query.trim().split("\n").filter((line) => !/^PREFIX\b/i.test(line)).join(" ").slice(0, 140);
  return el("li", {},
    el("button", { type: "button", class: "query-item", onclick: () => open(query) },
      title ? el("strong", {}, title) : el("code", {}, first)),
    removed ? button("×", removed, { class: "close", "aria-label": say("remove", title || first.slice(0, 40)) }) : null);
}

const LISTS = {
  async examples() {
    return (await get("/editor/examples")).map(({ title, sparql }) => item(title, sparql));
  },
  saved() {
    return state.saved.map((one) => item(one.name, one.query, () => {
      state.saved = state.saved.filter((each) => each !== one);
      keep();
      drawDrawer();
    }));
  },
  history() {
    return state.history.map((one) => item("", one.query, () => {
      state.history = state.history.filter((each) => each !== one);
      keep();
      drawDrawer();
    }));
  },
};

async function drawDrawer() {
  const drawer = at("drawer");
  drawer.hidden = !opened;
  drawTools();
  if (!opened) return;
  const name = opened;
  const list = el("ul", { class: "queries" });
  const filter = el("input", {
    type: "search", "aria-label": say("filter-list"), placeholder: say("filter-list"),
    oninput: () => {
      for (const each of list.children) {
        each.hidden = !each.textContent.toLowerCase().includes(filter.value.toLowerCase());
      }
    },
  });
  let items;
  try {
    items = await LISTS[name]();
  } catch (error) {
    items = [el("li", {}, error.message)];
  }
  if (name !== opened) return;
  if (!items.length) items = [el("li", { class: "quiet" }, say(`${name}-none`))];
  list.append(...items);
  drawer.setAttribute("aria-label", say(name));
  drawer.replaceChildren(el("h2", {}, say(name)), ...(items.length > 5 ? [filter] : []), list);
}

function toggle(name) {
  opened = opened === name ? "" : name;
  drawDrawer();
}

function drawTools() {
  const focused = document.activeElement?.dataset?.tool;
  const tool = (name, act, attributes = {}) => button(say(name), act, { "data-tool": name, ...attributes });
  const lists = ["examples", "saved", "history"].map((name) =>
    tool(name, () => toggle(name), { "aria-expanded": String(opened === name) }));
  const snippet = el("select", {
    "aria-label": say("copy-as"), "data-tool": "copy-as",
    onchange: (event) => {
      copy(SNIPPETS[event.target.value](text()));
      event.target.value = "";
    },
  }, el("option", { value: "" }, say("copy-as")), ...Object.keys(SNIPPETS).map((name) => el("option", { value: name }, name)));
  at("tools").replaceChildren(
    running
      ? tool("stop", () => running.abort(), { class: "main-button" })
      : tool("run", run, { class: "main-button", title: say("run-hint") }),
    tool("format", format), tool("plan", () => explain("/editor/plan", text())),
    tool("save", save), tool("share", share), snippet, el("span", { class: "gap" }), ...lists);
  if (focused) at("tools").querySelector(`[data-tool="${focused === "run" || focused === "stop" ? (running ? "stop" : "run") : focused}"]`)?.focus();
}

function position(offset) {
  const line = view.state.doc.lineAt(offset);
  return say("line", line.number, offset - line.from + 1);
}

function drawRemarks(remarks, prefixes) {
  const shown = remarks.map((one) =>
    el("li", { class: one.severity },
      button(position(one.from), () => {
        view.dispatch({ selection: { anchor: one.from }, scrollIntoView: true });
        view.focus();
      }, { class: "place" }),
      el("span", {}, one.message),
      one.edits.length ? button(say("apply"), () => apply(view, one.edits)) : null));
  const names = Object.keys(prefixes);
  if (names.length) {
    const listed = names.map((name) => `${name}:`).join(", ");
    const lines = names.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
    shown.push(el("li", { class: "info" }, el("span", {}, say("prefixes-note", listed)),
      button(say("add-prefixes", listed), () => declare(view, lines))));
  }
  at("remarks").replaceChildren(...(shown.length ? [el("ul", { "aria-label": say("problems") }, ...shown)] : []));
}

const wanted = shared();
if (wanted !== null && wanted !== state.tabs[state.active].query) addTab(wanted);
at("editor").hidden = false;
at("plain").hidden = true;
const view = codeEditor({
  parent: at("code"),
  doc: state.tabs[state.active].query,
  nonce: at("editor").dataset.nonce,
  label: say("query"),
  onRun: run,
  onChange(query) {
    state.tabs[state.active].query = query;
    keep();
  },
  onRemarks: drawRemarks,
});
drawTabs();
drawTools();
window.addEventListener("hashchange", () => {
  const query = shared();
  if (query !== null && query !== text()) open(query);
});
document.documentElement.dataset.ready = "editor";
