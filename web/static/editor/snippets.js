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

export const SNIPPETS = {
  Python: (query) =>
    `import yuqiao\n\ngraph = yuqiao.open("${endpoint()}")\nanswer = graph.query(${quoted.python(query)})\nprint(answer)\n`,
  R: (query) =>
    `library(httr2)\n\nquery <- ${quoted.r(query)}\nanswer <- request("${endpoint()}") |>\n  req_body_form(query = query) |>\n  req_headers(Accept = "text/csv, text/turtle;q=0.9") |>\n  req_perform()\nrows <- read.csv(text = resp_body_string(answer))\n`,
  curl: (query) => `curl -H 'Accept: text/csv, text/turtle;q=0.9' --data-urlencode ${quoted.curl(`query=${query}`)} ${endpoint()}\n`,
};
