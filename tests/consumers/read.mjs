// Reads files with the libraries of JavaScript: node read.mjs FOLDER FILE...
// Each FILE is written as canonical N-Quads into FOLDER under its own name: Turtle and its kin are read
// by N3.js, JSON-LD by jsonld, and rdf-canonize gives the canonical form (RDFC-1.0) of all.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import jsonld from "jsonld";
import N3 from "n3";
import * as canonize from "rdf-canonize";

const formats = { ttl: "text/turtle", nt: "N-Triples", nq: "N-Quads", trig: "application/trig" };

const noRemoteContext = (url) => {
  throw new Error(`it asks for ${url}`);
};

const read = async (file) => {
  const text = await readFile(file, "utf-8");
  const extension = file.split(".").at(-1);
  if (extension === "jsonld") {
    return jsonld.toRDF(JSON.parse(text), { documentLoader: noRemoteContext });
  }
  return new N3.Parser({ format: formats[extension], baseIRI: "file:///" }).parse(text);
};

const [, , folder, ...files] = process.argv;
for (const file of files) {
  const canonical = await canonize.canonize(await read(file), {
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
  });
  await writeFile(`${folder}/${basename(file)}.nq`, canonical);
}
