// The nodes and links of the explorer, and how they are drawn: one line for all links of two nodes.

const place = document.getElementById("picture");
const COLOURS = ["--school", "--university", "--country", "--discipline", "--partnership", "--industry", "--other"];
const ARROW = { enabled: true, scaleFactor: 0.5 };
const MOST_NAMED = 40; // lines whose names are drawn; of more they would hide each other
const MOST_NAMES = 3; // of one line
const WIDEST = 22; // characters of a line of a name
const GOLDEN = 2.4; // radians: nodes that are added one by one are never in one line
const CELL = { x: 200, y: 84 }; // of nodes in rows: room for a name in two lines
export const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export const nodes = new Map(); // by IRI
export const links = new Map(); // by subject, property and object
const kinds = [];
const drawnNodes = new vis.DataSet();
const drawnLines = new vis.DataSet();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const pairOf = (one, other) => JSON.stringify([one, other].sort());

export const picture = new vis.Network(place, { nodes: drawnNodes, edges: drawnLines }, {
  autoResize: true,
  nodes: { shape: "dot", size: 12, labelHighlightBold: false, font: { size: 14, face: "inherit" }, borderWidth: 1.5 },
  edges: { labelHighlightBold: false, smooth: false, width: 1, hoverWidth: 1, selectionWidth: 1.5 },
  physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 210, avoidOverlap: 0.7 }, stabilization: { iterations: calm ? 400 : 60 } },
  interaction: { hover: true, keyboard: false },
  layout: { randomSeed: 7 },
});

export function paint() {
  const [ink, paper] = [colour("--ink"), colour("--paper")];
  picture.setOptions({
    nodes: { font: { color: ink, strokeWidth: 3, strokeColor: paper } },
    edges: { color: { color: colour("--quiet"), highlight: colour("--accent"), opacity: 0.7 }, font: { color: colour("--quiet"), strokeWidth: 0, background: paper } },
  });
  drawnNodes.update([...nodes.values()].map((node) => ({ id: node.iri, color: nodeColour(node) })));
}

function nodeColour(node) {
  if (!kinds.includes(node.kind)) kinds.push(node.kind);
  const own = colour(COLOURS[kinds.indexOf(node.kind) % COLOURS.length]);
  return { background: own, border: colour("--paper"), highlight: { background: own, border: colour("--ink") }, hover: { background: own, border: colour("--ink") } };
}

/** A name in two lines at most, broken between words, or anywhere in Chinese. */
export function brief(text) {
  const lines = [""];
  for (const word of text.match(/[⺀-鿿＀-￯]|[^\s⺀-鿿＀-￯]+|\s+/gu) ?? []) {
    if (!lines.at(-1).trim() || width(lines.at(-1) + word.trimEnd()) <= WIDEST) lines[lines.length - 1] += word;
    else if (word.trim()) lines.push(word);
  }
  const kept = lines.slice(0, 2).map((line) => cut(line.trim()));
  if (lines.length > 2 && !kept[1].endsWith("…")) kept[1] = kept[1] + "…";
  return kept.join("\n");
}

const width = (text) => [...text].reduce((sum, each) => sum + (/[⺀-鿿＀-￯]/u.test(each) ? 2 : 1), 0);
const cut = (line) => (width(line) <= WIDEST + 4 ? line : `${[...line].slice(0, WIDEST).join("")}…`);

/** Add nodes and links; return whether there was room for all. */
export function add(piece, near, most, isShown) {
  const fresh = piece.nodes.filter((node) => !nodes.has(node.iri));
  const room = Math.max(0, most - nodes.size);
  const from = near && nodes.has(near) ? picture.getPosition(near) : { x: 0, y: 0 };
  const begun = GOLDEN * nodes.size;
  for (const [index, node] of fresh.slice(0, room).entries()) {
    nodes.set(node.iri, node);
    const turn = begun + (2 * Math.PI * index) / fresh.length;
    drawnNodes.add({
      id: node.iri, label: brief(node.name), color: nodeColour(node), hidden: !isShown(node),
      x: from.x + 160 * Math.cos(turn), y: from.y + 160 * Math.sin(turn),
    });
  }
  const changed = new Set();
  for (const link of piece.links) {
    const id = JSON.stringify([link.from, link.property, link.to]);
    if (links.has(id) || !nodes.has(link.from) || !nodes.has(link.to)) continue;
    links.set(id, link);
    changed.add(pairOf(link.from, link.to));
  }
  for (const pair of changed) drawLine(pair);
  const isLoose = !links.size || (nodes.size <= fresh.length && links.size < nodes.size / 4);
  picture.setOptions({ physics: { enabled: !isLoose } });
  if (isLoose) placeInRows();
  return fresh.length <= room;
}

/** Where hardly a link says where a node belongs: in rows no name hides another. */
function placeInRows() {
  const columns = Math.ceil(Math.sqrt(nodes.size / 2));
  drawnNodes.update([...nodes.keys()].map((id, index) => (
    { id, x: CELL.x * (index % columns), y: CELL.y * Math.floor(index / columns) })));
}

function drawLine(pair) {
  const [one, other] = JSON.parse(pair);
  const between = linksOf(one).filter((link) => pairOf(link.from, link.to) === pair);
  if (!between.length) {
    drawnLines.remove(pair);
    return;
  }
  const names = [...new Set(between.map((link) => link.name))];
  const said = names.slice(0, MOST_NAMES).map((name) => (name.length > 30 ? `${name.slice(0, 29)}…` : name));
  drawnLines.update({
    id: pair, from: one, to: other, label: said.join("\n") + (names.length > MOST_NAMES ? "\n…" : ""),
    arrows: {
      to: { ...ARROW, enabled: between.some((link) => link.to === other) },
      from: { ...ARROW, enabled: one !== other && between.some((link) => link.to === one) },
    },
  });
}

export const linksOf = (iri) => [...links.values()].filter((link) => link.from === iri || link.to === iri);

/** The links that a line of the picture stands for. */
export const linksOfLine = (pair) => linksOf(JSON.parse(pair)[0]).filter((link) => pairOf(link.from, link.to) === pair);

/** What is linked to a node by a property, in the picture. */
export function linkedBy(iri, property, incoming) {
  const [here, there] = incoming ? ["to", "from"] : ["from", "to"];
  return linksOf(iri).filter((link) => link.property === property && link[here] === iri).map((link) => link[there]);
}

export function removeNode(iri) {
  for (const link of linksOf(iri)) links.delete(JSON.stringify([link.from, link.property, link.to]));
  drawnLines.remove(picture.getConnectedEdges(iri));
  nodes.delete(iri);
  drawnNodes.remove(iri);
}

export function clear() {
  nodes.clear();
  links.clear();
  drawnNodes.clear();
  drawnLines.clear();
}

let following = 0; // the picture grows out of its frame while the nodes find their places
const stopFollowing = () => clearTimeout(following);
for (const hold of ["zoom", "dragStart"]) picture.on(hold, stopFollowing);
picture.on("stabilized", stopFollowing);

function follow(times) {
  following = setTimeout(() => {
    picture.fit({ animation: false });
    if (times > 1) follow(times - 1);
  }, 200);
}

/** Show all nodes until they rest, or until the reader moves the picture. */
export function settle() {
  stopFollowing();
  picture.fit({ animation: false });
  if (!calm) follow(50);
  picture.once("stabilized", () => picture.fit({ animation: !calm }));
}

export function filter(isShown) {
  drawnNodes.update([...nodes.values()].map((node) => ({ id: node.iri, hidden: !isShown(node) })));
}

/** Draw the names of lines while they do not hide each other. */
export function nameLines() {
  picture.setOptions({ edges: { font: { size: drawnLines.length > MOST_NAMED ? 0 : 11 } } });
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
paint();
