// The network explorer: neighbours are counted before they are loaded.

import { Failure, pageOf, post, root } from "./api.js";
import { button, el, given, say } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { add, calm, clear, filter, linkedBy, links, linksOf, linksOfLine, nameLines, nodes, picture, removeNode, settle } from "./picture.js";

const at = (id) => document.getElementById(id);
const explorer = at("explorer");
const MOST = Number(explorer.dataset.most);
const AT_ONCE = Number(explorer.dataset.atOnce);

const hidden = new Set(); // kinds that are filtered out
let first = ""; // the one end of a path or a comparison
let chosen = "";
let groups = []; // how many are linked to the chosen node, by property

const isShown = (node) => !hidden.has(node.kind);
const nameOf = (iri) => nodes.get(iri)?.name ?? iri;
const tell = (...content) => at("notice").replaceChildren(...content);

function added(piece, near) {
  if (!add(piece, near, MOST, isShown)) tell(say("explorer-full", MOST));
  drawList();
  if (nodes.has(chosen)) drawGroups();
}

function drawKinds() {
  const counts = new Map();
  for (const node of nodes.values()) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  at("kinds").replaceChildren(...[...counts].map(([kind, count]) => {
    const box = el("input", { type: "checkbox", checked: !hidden.has(kind) });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      filter(isShown);
      drawList();
    });
    return el("label", {}, box, ` ${kind || say("explorer-no-kind")} (${count})`);
  }));
}

function drawList() {
  drawKinds();
  nameLines();
  const counted = (key, count) => say(count === 1 ? `explorer-one-${key}` : `explorer-${key}s`, count.toLocaleString("en"));
  at("counts").textContent = `${counted("node", nodes.size)}${say("explorer-comma")}${counted("link", links.size)}`;
  at("list").replaceChildren(...[...nodes.values()].filter(isShown).map((node) =>
    el("li", {}, button(node.name, () => choose(node.iri, true), { class: "node", "aria-pressed": String(node.iri === chosen) }),
      node.kind ? el("span", { class: "quiet" }, node.kind) : null)));
}

function headOf(iri) {
  const node = nodes.get(iri);
  const isSecond = first && first !== iri && nodes.has(first);
  const acts = isSecond
    ? [button(say("explorer-path-to", nameOf(first)), () => joined(iri, "/explore/path", tellPath)),
       button(say("explorer-compare-with", nameOf(first)), () => joined(iri, "/explore/shared", tellShared))]
    : [button(say("explorer-path-from"), () => { first = iri; tell(say("explorer-path-choose")); })];
  return [el("h2", {}, node.name), el("p", { class: "quiet" }, [node.kind, node.short].filter(Boolean).join(" · ")),
    el("p", { class: "line" }, el("a", { href: pageOf(iri) }, say("explorer-open")), ...acts, button(say("explorer-remove"), () => remove(iri)))];
}

async function choose(iri, move) {
  chosen = iri;
  groups = [];
  picture.selectNodes([iri]);
  if (move) picture.focus(iri, { scale: Math.max(0.7, picture.getScale()), animation: !calm });
  drawList();
  const [place, head] = [at("chosen"), headOf(iri)];
  place.replaceChildren(...head, el("p", { class: "quiet" }, say("running")));
  try {
    const found = await post("/explore/links", { iri });
    if (chosen !== iri) return;
    groups = found;
    drawGroups();
  } catch (error) {
    if (chosen === iri) place.replaceChildren(...head, el("p", { class: "error", role: "alert" }, error.message));
  }
}

function drawGroups() {
  const counted = groups.length
    ? el("ul", { class: "groups" }, ...groups.map((group) => groupItem(chosen, group)))
    : el("p", { class: "quiet" }, say("explorer-none"));
  at("chosen").replaceChildren(...headOf(chosen), ...shownLinks(chosen), el("h3", {}, say("explorer-neighbours")), counted);
}

function shownLinks(iri) {
  const shown = linksOf(iri);
  if (!shown.length) return [];
  const said = say("explorer-shown", shown.length.toLocaleString("en"));
  return [el("details", { class: "shown-links" }, el("summary", {}, said), ...shown.map((link) => evidenceOf(link, sentence(link), false)))];
}

const sentence = (link) => say("explorer-link", nameOf(link.from), link.name, nameOf(link.to));

function groupItem(iri, group) {
  const name = group.incoming ? say("explorer-incoming", group.name) : group.name;
  const left = group.count - linkedBy(iri, group.property, group.incoming).length;
  const count = group.count.toLocaleString("en");
  const said = say("explorer-load", Math.min(AT_ONCE, left), count);
  const act = left > 0
    ? button(said, () => expand(iri, group), { "aria-label": `${name}: ${said}` })
    : el("span", { class: "quiet" }, say(group.count === 1 ? "explorer-one-loaded" : "explorer-loaded", count));
  return el("li", {}, el("span", {}, name), act);
}

async function expand(iri, group) {
  tell(say("running"));
  try {
    const piece = await post("/explore/neighbours", {
      iri, property: group.property, incoming: group.incoming, shown: [...nodes.keys()],
      linked: linkedBy(iri, group.property, group.incoming),
    });
    tell("");
    added(piece, iri);
    settle();
  } catch (error) {
    tell(error.message);
  }
}

async function joined(two, path, tellOf) {
  const one = first;
  first = "";
  tell(say("running"));
  try {
    const piece = await post(path, { from: one, to: two });
    added(piece, one);
    settle();
    picture.selectNodes(piece.nodes.map((node) => node.iri).filter((iri) => nodes.has(iri)));
    tell(...tellOf(piece, one, two));
  } catch (error) {
    tell(error.message);
  }
}

const tellPath = (piece) => [say("explorer-path", piece.nodes.map((node) => node.name).join(" → "))];

function tellShared(piece, one, two) {
  const said = say("explorer-shared", nameOf(one), nameOf(two), piece.nodes.length - 2);
  const page = `${root}/compare?a=${encodeURIComponent(one)}&b=${encodeURIComponent(two)}`;
  return [said, " ", el("a", { href: page }, say("explorer-compare-page"))];
}

function showLine(line) {
  chosen = "";
  drawList();
  const found = linksOfLine(line);
  const [one, other] = JSON.parse(line);
  at("chosen").replaceChildren(el("h2", {}, `${nameOf(one)} – ${nameOf(other)}`),
    ...found.map((link) => evidenceOf(link, sentence(link), found.length === 1)));
}

function showHint() {
  chosen = "";
  at("chosen").replaceChildren(el("p", { class: "quiet" }, say("explorer-hint")));
  drawList();
}

function remove(iri) {
  removeNode(iri);
  showHint();
}

async function start(asked) {
  tell(say("running"));
  at("choices").hidden = true;
  try {
    const piece = await post("/explore/start", { ...asked, shown: [...nodes.keys()] });
    tell("");
    if ("entity" in asked && piece.nodes.length > 1) offer(piece);
    else begin(piece);
  } catch (error) {
    tell(error.message);
    if (!(error instanceof Failure)) throw error;
  }
}

function offer(piece) {
  const list = piece.nodes.map((node) => el("li", {}, button(node.name, () => {
    at("choices").hidden = true;
    begin({ nodes: [node], links: piece.links });
  }), el("span", { class: "quiet" }, ` ${node.kind} ${node.short}`)));
  at("choices").replaceChildren(el("p", {}, say("explorer-several")), el("ul", {}, ...list));
  at("choices").hidden = false;
}

function begin(piece) {
  added(piece, chosen);
  settle();
  if (piece.nodes.length === 1 && nodes.has(piece.nodes[0].iri)) choose(piece.nodes[0].iri, nodes.size === 1);
}

async function save() {
  const linked = new Set([...links.values()].flatMap((link) => [link.from, link.to]));
  tell(say("running"));
  try {
    const { page } = await post("/explore/save", {
      links: [...links.values()].map((link) => [link.from, link.property, link.to]),
      alone: nodes.size - linked.size,
    });
    const file = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    el("a", { href: file, download: "network.html" }).click();
    URL.revokeObjectURL(file);
    tell("");
  } catch (error) {
    tell(error.message);
  }
}

explorer.hidden = false;
picture.on("selectNode", ({ nodes: [iri] }) => choose(iri, false));
picture.on("selectEdge", ({ nodes: picked, edges: [line] }) => { if (!picked.length) showLine(line); });
at("start").addEventListener("submit", (event) => {
  event.preventDefault();
  const entity = at("entity").value.trim();
  if (entity) start({ entity });
});
at("save").addEventListener("click", save);
at("clear").addEventListener("click", () => {
  clear();
  showHint();
});
drawList();
const { entity, query } = given();
if (query) start({ query });
else if (entity) start({ entity });
document.documentElement.dataset.ready = "explorer";
