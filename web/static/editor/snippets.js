// The query as a few lines of other languages.

import { root } from "./api.js";

const endpoint = () => `${location.origin}${root}/sparql`;

const quoted = {
  curl: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  python: (text) => `"""\n${text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}"""`,
  r(text) {
    let dashes = "---";
    while (text.includes(`)${dashes}"`)) dashes += "-";
    return `r"${dashes}(${text})${dashes}"`;
  },
};

/** Return the first word of a query after its declarations: SELECT, ASK, CONSTRUCT or DESCRIBE. */
function form(query) {
  const found = /^(?:\s|#.*|BASE\s*<[^>]*>|PREFIX\s*[^\s:]*:\s*<[^>]*>)*([A-Z]+)/i.exec(query);
  return found ? found[1].toUpperCase() : "";
}

const ACCEPT = { SELECT: "text/csv", ASK: "application/sparql-results+json" };
const PRINT = { SELECT: "for row in answer.to_dicts():\n    print(row)", ASK: "print(answer)" };
const READ = { SELECT: "rows <- read.csv(text = resp_body_string(answer))\nprint(rows)" };

export const SNIPPETS = {
  Python: (query) =>
    `import yuqiao\n\ngraph = yuqiao.open("${endpoint()}")\nanswer = graph.query(${quoted.python(query)})\n${PRINT[form(query)] ?? "for triple in answer:\n    print(triple)"}\n`,
  R: (query) =>
    `library(httr2)\n\nquery <- ${quoted.r(query)}\nanswer <- request("${endpoint()}") |>\n  req_body_form(query = query) |>\n  req_headers(Accept = "${accept(query)}") |>\n  req_perform()\n${READ[form(query)] ?? "cat(resp_body_string(answer))"}\n`,
  curl: (query) => `curl -H 'Accept: ${accept(query)}' --data-urlencode ${quoted.curl(`query=${query}`)} ${endpoint()}\n`,
};

function accept(query) {
  return ACCEPT[form(query)] ?? "text/turtle";
}
