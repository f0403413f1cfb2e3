// Reads a network file with a library of JavaScript and prints what it holds, as JSON.
// node networks.mjs cytoscape|gexf|graphml|json-graph FILE
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import Graph, { MultiDirectedGraph, UndirectedGraph } from "graphology";
import gexf from "graphology-gexf/node/index.js";
import graphml from "graphology-graphml/node/index.js";

const [form, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

function byCytoscape() {
  const { elements } = JSON.parse(text);
  const network = cytoscape({ headless: true });
  network.json({ elements }); // which takes only elements with an id
  return {
    nodes: network.nodes().map((node) => [node.id(), node.data()]),
    edges: network.edges().map((edge) => [edge.source().id(), edge.target().id(), edge.data()]),
  };
}

function byGraphology(parse) {
  const isDirected = /defaultedgetype="directed"|edgedefault="directed"/.test(text);
  return listed(parse(isDirected ? MultiDirectedGraph : UndirectedGraph, text));
}

function listed(network) {
  return {
    type: network.type,
    nodes: network.mapNodes((id, own) => [id, own]),
    edges: network.mapEdges((id, own, source, target) => [source, target, own]),
  };
}

const readers = {
  cytoscape: byCytoscape,
  gexf: () => byGraphology(gexf.parse),
  graphml: () => byGraphology(graphml.parse),
  "json-graph": () => listed(Graph.from(JSON.parse(text))),
};
process.stdout.write(JSON.stringify(readers[form]()));
