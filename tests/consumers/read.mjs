// Reads files with the libraries of JavaScript: node read.mjs FOLDER FILE...
// Each FILE is written as N-Quads into FOLDER under its own name: Turtle and its kin are read by N3.js,
// JSON-LD by jsonld.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import jsonld from "jsonld";
import N3 from "n3";

const formats = { ttl: "text/turtle", nt: "N-Triples", nq: "N-Quads", trig: "application/trig" };

const noRemoteContext = (url) => {
  throw new Error(`it asks for ${url}`);
};

const read = async (file) => {
  const text = await readFile(file, "utf-8");
  const extension = file.split(".").at(-1);
  if (extension === "jsonld") {
    const options = { documentLoader: noRemoteContext, format: "application/n-quads" };
    return jsonld.toRDF(JSON.parse(text), options);
  }
  const quads = new N3.Parser({ format: formats[extension], baseIRI: "file:///" }).parse(text);
  return new N3.Writer({ format: "N-Quads" }).quadsToString(quads);
};

const [, , folder, ...files] = process.argv;
for (const file of files) {
  await writeFile(`${folder}/${basename(file)}.nq`, await read(file));
}
