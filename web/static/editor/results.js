// The answer to a query, as a table, a network, a chart or raw, and as a download.

import { Failure, post, root } from "./api.js";
import { chartOf } from "./chart.js";
import { button, el, say } from "./dom.js";
import { hasMap, mapOf } from "./map.js";
import { namer, tableOf } from "./table.js";
import { hasTimeline, timelineOf } from "./timeline.js";

const place = document.getElementById("results");
const summary = document.getElementById("summary");
const editor = document.getElementById("editor");

export function duration(seconds) {
  return seconds >= 1 ? `${seconds.toFixed(1)} s` : `${Math.max(1, Math.round(seconds * 1000))} ms`;
}

export function showMessage(text, kind = "quiet") {
  summary.replaceChildren();
  place.replaceChildren(el(kind === "error" ? "pre" : "p", { class: kind, role: kind === "error" ? "alert" : "status" }, text));
}

function form(path, query, ...inside) {
  return el("form", { method: "post", action: `${root}${path}` },
    el("input", { type: "hidden", name: "query", value: query }), ...inside);
}

function downloads(query, kind) {
  const formats = (kind === "triples" ? editor.dataset.triples : editor.dataset.rows).split(" ");
  const choice = el("select", { name: "format", "aria-label": say("download-as") },
    ...formats.map((name) => el("option", { value: name, selected: name === (kind === "triples" ? "turtle" : "csv") }, name)));
  const sent = form("/editor/download", query, choice, el("button", { class: "plain-button" }, say("download")));
  sent.className = "line";
  return sent;
}

function networkOf(query) {
  const frame = el("iframe", { name: "drawn", class: "drawn", title: say("network-needs") });
  const sent = form("/editor/network", query);
  sent.target = "drawn";
  sent.action += `?lang=${editor.dataset.lang}`;
  sent.hidden = true;
  const waiting = el("p", { class: "quiet", role: "status" }, say("running"));
  frame.addEventListener("load", () => waiting.remove());
  const holder = el("div", {},
    el("p", {}, el("a", { href: `${root}/explore?query=${encodeURIComponent(query)}` }, say("explorer"))), waiting, frame, sent);
  requestAnimationFrame(() => sent.submit());
  return holder;
}

async function rawOf(query, holder) {
  holder.replaceChildren(el("p", { class: "quiet" }, say("running")));
  try {
    const { text, truncated } = await post("/editor/raw", { query });
    holder.replaceChildren(...(truncated ? [el("p", { class: "quiet" }, say("cut", 200))] : []),
      el("pre", { class: "raw", tabindex: 0 }, text));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    holder.replaceChildren(el("pre", { class: "error" }, error.message));
  }
}

export function showAnswer(query, answer, { whyEmpty }) {
  const time = duration(answer.seconds);
  if (answer.kind === "boolean") {
    summary.replaceChildren(say("answered-in", time), ...(answer.value ? [] : [button(say("why-empty"), whyEmpty)]));
    place.replaceChildren(el("p", { class: "verdict" }, say(answer.value ? "true" : "false")));
    return;
  }
  const count = answer.rows.length;
  const one = answer.kind === "triples" ? "triple" : "row";
  const said = count === 1 ? say(`${one}-in`, count, time) : say(`${one}s-in`, count.toLocaleString("en"), time);
  summary.replaceChildren(
    el("span", {}, said),
    ...(answer.truncated ? [el("span", { class: "cut" }, say("cut", count.toLocaleString("en")))] : []),
    ...(count ? [downloads(query, answer.kind)] : [button(say("why-empty"), whyEmpty)]));
  if (!count) {
    place.replaceChildren();
    return;
  }
  const shown = el("div", { class: "shown" });
  const views = {
    table: () => tableOf(answer),
    network: () => networkOf(query),
    chart: () => chartOf(answer, namer(answer)),
    ...(hasMap(answer) ? { map: () => mapOf(answer, namer(answer)) } : {}),
    ...(hasTimeline(answer) ? { timeline: () => timelineOf(answer, namer(answer)) } : {}),
    raw: () => {
      const holder = el("div");
      rawOf(query, holder);
      return holder;
    },
  };
  const buttons = Object.keys(views).map((name) =>
    button(say(`view-${name}`), () => choose(name), { class: "view", "data-view": name }));
  function choose(name) {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.view === name));
    shown.replaceChildren(views[name]());
  }
  place.replaceChildren(el("div", { class: "views", role: "group", "aria-label": say("views") }, ...buttons), shown);
  choose("table");
}
