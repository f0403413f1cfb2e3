// Asks the edge function of a site, as Netlify would: node negotiate.mjs FUNCTION REQUESTS
// REQUESTS is JSON, [[url, {header: value}], ...]; what comes back is [[status, location, type], ...].
import { readFile } from "node:fs/promises";

const [, , file, requests] = process.argv;
const source = await readFile(file, "utf-8");
const module = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const answers = [];
for (const [url, headers] of JSON.parse(requests)) {
  const plain = () => new Response("", { headers: { "Content-Type": "application/octet-stream" } });
  const answer = await module.default(new Request(url, { headers }), { next: async () => plain() });
  answers.push([answer.status, answer.headers.get("location"), answer.headers.get("content-type")]);
}
console.log(JSON.stringify(answers));
