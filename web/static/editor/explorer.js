// The network explorer: neighbours are counted before they are loaded.

import { Failure, pageOf, post } from "./api.js";
import { button, el, given, say } from "./dom.js";

const at = (id) => document.getElementById(id);
const explorer = at("explorer");
const MOST = Number(explorer.dataset.most);
const AT_ONCE = Number(explorer.dataset.atOnce);
const COLOURS = ["--school", "--university", "--country", "--discipline", "--partnership", "--industry", "--other"];

const ARROW = { enabled: true, scaleFactor: 0.5 };
const MOST_NAMED = 40; // links whose names are drawn; of more they would hide each other

const nodes = new Map(); // by IRI
const links = new Map(); // by subject, property and object
const loaded = new Map(); // how many neighbours of a node by a property are loaded
const kinds = [];
const hidden = new Set(); // kinds that are filtered out
let pathFrom = "";
let chosen = "";

const drawnNodes = new vis.DataSet();
const drawnLinks = new vis.DataSet();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const picture = new vis.Network(at("picture"), { nodes: drawnNodes, edges: drawnLinks }, {
  autoResize: true,
  nodes: { shape: "dot", size: 12, labelHighlightBold: false, font: { size: 14, face: "inherit" }, borderWidth: 1.5 },
  edges: { labelHighlightBold: false, arrows: { to: ARROW }, smooth: { enabled: true, type: "continuous" }, width: 1 },
  physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 150, avoidOverlap: 0.5 }, stabilization: { iterations: calm ? 400 : 60 } },
  interaction: { hover: true, keyboard: false },
  layout: { randomSeed: 7 },
});

function paint() {
  const ink = colour("--ink");
  picture.setOptions({
    nodes: { font: { color: ink, strokeWidth: 3, strokeColor: colour("--paper") } },
    edges: { color: { color: colour("--quiet"), highlight: colour("--accent"), opacity: 0.7 }, font: { color: colour("--quiet"), strokeColor: colour("--paper") } },
  });
  drawnNodes.update([...nodes.values()].map((node) => ({ id: node.iri, color: nodeColour(node) })));
}

function nodeColour(node) {
  if (!kinds.includes(node.kind)) kinds.push(node.kind);
  const own = colour(COLOURS[kinds.indexOf(node.kind) % COLOURS.length]);
  return { background: own, border: colour("--paper"), highlight: { background: own, border: colour("--ink") }, hover: { background: own, border: colour("--ink") } };
}

function tell(...content) {
  at("notice").replaceChildren(...content);
}

const brief = (text) => (text.length > 32 ? `${text.slice(0, 31)}…` : text);

function add(piece, near) {
  const fresh = piece.nodes.filter((node) => !nodes.has(node.iri));
  const room = MOST - nodes.size;
  if (fresh.length > room) tell(say("explorer-full", MOST));
  const from = near && nodes.has(near) ? picture.getPosition(near) : { x: 0, y: 0 };
  for (const [index, node] of fresh.slice(0, Math.max(0, room)).entries()) {
    nodes.set(node.iri, node);
    const turn = (2 * Math.PI * index) / Math.max(1, fresh.length);
    drawnNodes.add({
      id: node.iri, label: brief(node.name), color: nodeColour(node), hidden: !isShown(node),
      x: from.x + 120 * Math.cos(turn), y: from.y + 120 * Math.sin(turn),
    });
  }
  for (const link of piece.links) {
    const id = JSON.stringify([link.from, link.property, link.to]);
    if (links.has(id) || !nodes.has(link.from) || !nodes.has(link.to)) continue;
    links.set(id, link);
    const back = JSON.stringify([link.to, link.property, link.from]);
    if (links.has(back) && link.from !== link.to) drawnLinks.update({ id: back, arrows: { to: ARROW, from: ARROW } }); // one line for both
    else drawnLinks.add({ id, from: link.from, to: link.to, label: brief(link.name) });
  }
  drawList();
}

function settle() {
  picture.fit({ animation: false });
  picture.once("stabilized", () => picture.fit({ animation: !calm }));
}

const isShown = (node) => !hidden.has(node.kind);

function drawKinds() {
  const counts = new Map();
  for (const node of nodes.values()) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  at("kinds").replaceChildren(...[...counts].map(([kind, count]) => {
    const box = el("input", { type: "checkbox", checked: !hidden.has(kind) });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      drawnNodes.update([...nodes.values()].map((node) => ({ id: node.iri, hidden: !isShown(node) })));
      drawList();
    });
    return el("label", {}, box, ` ${kind || say("explorer-no-kind")} (${count})`);
  }));
}

function drawList() {
  drawKinds();
  picture.setOptions({ edges: { font: { size: links.size > MOST_NAMED ? 0 : 11 } } });
  at("counts").textContent = say("explorer-counts", nodes.size, links.size);
  at("list").replaceChildren(...[...nodes.values()].filter(isShown).map((node) =>
    el("li", {}, button(node.name, () => choose(node.iri, true), { class: "node", "aria-pressed": String(node.iri === chosen) }),
      node.kind ? el("span", { class: "quiet" }, node.kind) : null)));
}

async function choose(iri, move) {
  chosen = iri;
  picture.selectNodes([iri]);
  if (move) picture.focus(iri, { scale: Math.max(0.7, picture.getScale()), animation: !calm });
  drawList();
  const node = nodes.get(iri);
  const place = at("chosen");
  const head = [el("h2", {}, node.name), el("p", { class: "quiet" }, [node.kind, node.short].filter(Boolean).join(" · ")),
    el("p", { class: "line" }, el("a", { href: pageOf(iri) }, say("explorer-open")),
      pathFrom && pathFrom !== iri && nodes.has(pathFrom)
        ? button(say("explorer-path-to", nodes.get(pathFrom).name), () => findPath(pathFrom, iri))
        : button(say("explorer-path-from"), () => { pathFrom = iri; tell(say("explorer-path-choose")); }),
      button(say("explorer-remove"), () => removeNode(iri)))];
  place.replaceChildren(...head, el("p", { class: "quiet" }, say("running")));
  let groups;
  try {
    groups = await post("/explore/links", { iri });
  } catch (error) {
    if (chosen === iri) place.replaceChildren(...head, el("p", { class: "error", role: "alert" }, error.message));
    return;
  }
  if (chosen !== iri) return;
  const list = groups.length
    ? el("ul", { class: "groups" }, ...groups.map((group) => groupItem(iri, group)))
    : el("p", { class: "quiet" }, say("explorer-none"));
  place.replaceChildren(...head, el("h3", {}, say("explorer-neighbours")), list);
}

function groupItem(iri, group) {
  const key = JSON.stringify([iri, group.property, group.incoming]);
  const done = loaded.get(key) ?? 0;
  const name = group.incoming ? say("explorer-incoming", group.name) : group.name;
  const left = group.count - done;
  const act = left > 0
    ? button(say("explorer-load", Math.min(AT_ONCE, left), group.count.toLocaleString("en")), () => expand(iri, group, key), {
        "aria-label": `${name}: ${say("explorer-load", Math.min(AT_ONCE, left), group.count)}`,
      })
    : el("span", { class: "quiet" }, say("explorer-loaded", group.count));
  return el("li", {}, el("span", {}, name), act);
}

async function expand(iri, group, key) {
  tell(say("running"));
  try {
    const piece = await post("/explore/neighbours", {
      iri, property: group.property, incoming: group.incoming, offset: loaded.get(key) ?? 0, shown: [...nodes.keys()],
    });
    loaded.set(key, Math.min(group.count, (loaded.get(key) ?? 0) + AT_ONCE));
    tell("");
    add(piece, iri);
    settle();
    if (chosen === iri) await choose(iri, false);
  } catch (error) {
    tell(error.message);
  }
}

async function findPath(from, to) {
  pathFrom = "";
  tell(say("running"));
  try {
    const piece = await post("/explore/path", { from, to });
    add(piece, from);
    settle();
    const way = piece.nodes.map((node) => node.iri);
    picture.selectNodes(way);
    tell(say("explorer-path", piece.nodes.map((node) => node.name).join(" → ")));
  } catch (error) {
    tell(error.message);
  }
}

function removeNode(iri) {
  nodes.delete(iri);
  drawnNodes.remove(iri);
  for (const [id, link] of links) {
    if (link.from === iri || link.to === iri) {
      links.delete(id);
      drawnLinks.remove(id);
    }
  }
  for (const key of loaded.keys()) loaded.delete(key); // what was removed can be loaded again
  chosen = "";
  at("chosen").replaceChildren(el("p", { class: "quiet" }, say("explorer-hint")));
  drawList();
}

async function start(asked) {
  tell(say("running"));
  at("choices").hidden = true;
  try {
    const piece = await post("/explore/start", asked);
    tell("");
    if ("entity" in asked && piece.nodes.length > 1) {
      const list = piece.nodes.map((node) => el("li", {}, button(node.name, () => {
        at("choices").hidden = true;
        begin({ nodes: [node], links: [] });
      }), el("span", { class: "quiet" }, ` ${node.kind} ${node.short}`)));
      at("choices").replaceChildren(el("p", {}, say("explorer-several")), el("ul", {}, ...list));
      at("choices").hidden = false;
      return;
    }
    begin(piece);
  } catch (error) {
    tell(error.message);
    if (!(error instanceof Failure)) throw error;
  }
}

function begin(piece) {
  add(piece, chosen);
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
at("start").addEventListener("submit", (event) => {
  event.preventDefault();
  const entity = at("entity").value.trim();
  if (entity) start({ entity });
});
at("save").addEventListener("click", save);
at("clear").addEventListener("click", () => {
  nodes.clear();
  links.clear();
  loaded.clear();
  drawnNodes.clear();
  drawnLinks.clear();
  chosen = "";
  at("chosen").replaceChildren(el("p", { class: "quiet" }, say("explorer-hint")));
  drawList();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
paint();
drawList();
const { entity, query } = given();
if (query) start({ query });
else if (entity) start({ entity });
document.documentElement.dataset.ready = "explorer";
