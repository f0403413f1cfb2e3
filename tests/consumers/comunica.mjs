// Asks an endpoint with Comunica: the rows of a SELECT, then the triples of a CONSTRUCT, counted.
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, select, construct] = process.argv.slice(2);
const engine = new QueryEngine();
const sources = [{ type: "sparql", value: endpoint }];

const rows = await (await engine.queryBindings(select, { sources })).toArray();
const triples = await (await engine.queryQuads(construct, { sources })).toArray();
const found = rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
console.log(JSON.stringify({ rows: found, triples: triples.length }));
