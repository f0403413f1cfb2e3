// The rows of an answer as a table: sorted, filtered, in pages.

import { pageOf } from "./api.js";
import { button, el, say } from "./dom.js";

const ROWS = 50;
const LONG = 180;
const IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/; // others would be fetched from elsewhere

export function namer(answer) {
  return ([kind, text]) => (kind === "iri" ? answer.labels[text] ?? answer.short[text] ?? text : text);
}

function folded(text) {
  if (text.length <= LONG) return [text];
  const shown = document.createTextNode(`${text.slice(0, LONG - 20)}… `);
  const toggle = button(say("more"), () => {
    const open = toggle.getAttribute("aria-expanded") === "true";
    toggle.setAttribute("aria-expanded", String(!open));
    toggle.textContent = say(open ? "more" : "less");
    shown.data = open ? `${text.slice(0, LONG - 20)}… ` : `${text} `;
  }, { class: "fold", "aria-expanded": "false" });
  return [shown, toggle];
}

function cellOf(cell, answer, full) {
  if (!cell) return el("td");
  const [kind, text, more] = cell;
  if (IMAGE.test(text)) return el("td", {}, el("img", { src: text, alt: "", class: "pictured" }));
  if (kind === "iri") {
    const short = full ? text : answer.short[text] ?? text;
    const label = answer.labels[text];
    return el("td", {}, el("a", { href: pageOf(text) }, label ?? short), label ? el("span", { class: "short" }, short) : null);
  }
  const isNumber = /#(?:integer|decimal|double|float|int|long)$/.test(more ?? "");
  const tag = more?.startsWith("@") ? el("span", { class: "tag" }, more) : null;
  return el("td", isNumber ? { class: "number" } : {}, ...folded(text), tag);
}

function compared(one, other) {
  if (!one || !other) return one ? -1 : other ? 1 : 0;
  const [a, b] = [Number(one), Number(other)];
  if (one.trim() && other.trim() && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return one.localeCompare(other);
}

export function tableOf(answer) {
  const nameOf = namer(answer);
  const view = { page: 0, column: -1, down: false, filter: "", full: false };
  const body = el("tbody");
  const paging = el("div", { class: "paging" });
  const heads = answer.columns.map((name, at) =>
    el("th", { scope: "col" }, button(name, () => {
      view.down = view.column === at && !view.down;
      view.column = at;
      view.page = 0;
      draw();
    }, { class: "sort", "aria-label": say("sort-by", name) })));
  const filter = el("input", {
    type: "search", "aria-label": say("filter-rows"), placeholder: say("filter-rows"),
    oninput: () => {
      view.filter = filter.value.trim().toLowerCase();
      view.page = 0;
      draw();
    },
  });
  const full = el("input", { type: "checkbox", onchange: () => ((view.full = full.checked), draw()) });

  function rows() {
    const wanted = (cell) => cell && `${nameOf(cell)} ${cell[1]} ${answer.short[cell[1]] ?? ""}`.toLowerCase().includes(view.filter);
    const kept = view.filter ? answer.rows.filter((row) => row.some(wanted)) : [...answer.rows];
    if (view.column >= 0) {
      const text = (row) => (row[view.column] ? nameOf(row[view.column]) : "");
      kept.sort((a, b) => compared(text(a), text(b)) * (view.down ? -1 : 1));
    }
    return kept;
  }

  function draw() {
    const kept = rows();
    const pages = Math.max(1, Math.ceil(kept.length / ROWS));
    const shown = kept.slice(view.page * ROWS, (view.page + 1) * ROWS);
    body.replaceChildren(...shown.map((row) => el("tr", {}, ...row.map((cell) => cellOf(cell, answer, view.full)))));
    heads.forEach((head, at) => {
      if (at === view.column) head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const turn = (by) => () => ((view.page += by), draw());
    paging.replaceChildren(
      el("span", { role: "status" }, say("of-rows", kept.length.toLocaleString("en"), answer.rows.length.toLocaleString("en"))),
      ...(pages > 1 ? [
        button(say("previous"), turn(-1), { disabled: view.page === 0 }),
        el("span", {}, say("page-of", view.page + 1, pages)),
        button(say("next"), turn(1), { disabled: view.page === pages - 1 }),
      ] : []));
  }

  draw();
  return el("div", {},
    el("div", { class: "table-tools" }, filter, el("label", { class: "check" }, full, say("show-iris")), paging),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view-table") },
      el("table", { class: "answer" }, el("thead", {}, el("tr", {}, ...heads)), body)));
}
