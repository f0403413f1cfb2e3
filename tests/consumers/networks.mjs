// Reads a network file with a library of JavaScript and prints what it holds, as JSON.
// node networks.mjs cytoscape|gexf|graphml FILE
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import { UndirectedGraph } from "graphology";
import gexf from "graphology-gexf/node/index.js";
import graphml from "graphology-graphml/node/index.js";

const [form, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

function byCytoscape() {
  const { elements } = JSON.parse(text);
  const network = cytoscape({ headless: true, elements });
  return {
    nodes: network.nodes().map((node) => [node.id(), node.data()]),
    edges: network.edges().map((edge) => [edge.source().id(), edge.target().id(), edge.data()]),
  };
}

function byGraphology(parse) {
  const network = parse(UndirectedGraph, text);
  return {
    nodes: network.mapNodes((id, own) => [id, own]),
    edges: network.mapEdges((id, own, source, target) => [source, target, own]),
  };
}

const readers = {
  cytoscape: byCytoscape,
  gexf: () => byGraphology(gexf.parse),
  graphml: () => byGraphology(graphml.parse),
};
process.stdout.write(JSON.stringify(readers[form]()));
