"""The site at Netlify: a function at its edge reads the Accept header, which its redirects cannot.

See https://docs.netlify.com/build/edge-functions/api/. The function is plain JavaScript with the
requests and responses of the web, so other hosts with such functions can take it over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from yuqiao.exports.site.hosting.content_negotiation import CHINESE, CHINESE_PAGE, PAGE, preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION = "netlify/edge-functions/negotiate.js"
"""Where Netlify expects the function, from the top of what is deployed."""

SETTINGS = """\
# The site at Netlify: this file and the folder netlify go to the top of what is deployed.
[build]
  publish = "."

[[headers]]
  for = "/*"
  [headers.values]
    Access-Control-Allow-Origin = "*"
"""

_FUNCTION = """\
// Sends whoever asks for a thing to the document that the Accept header prefers, and gives the
// documents of RDF their media types.
const base = {path};
const types = new Map({types});
// The documents of some things stand elsewhere than beside their IRIs.
const elsewhere = new Map({elsewhere});
const preferences = {preferences}.map(([form, found]) => [form, new RegExp(found, "i")]);

const wanted = (headers) => {{
  const accepted = headers.get("accept") ?? "";
  const form = preferences.find(([, found]) => found.test(accepted))?.[0] ?? "{page}";
  const readsChinese = /{chinese}/i.test(headers.get("accept-language") ?? "");
  return form === "{page}" && readsChinese ? "{chinese_page}" : form;
}};

const extension = (path) => /\\.([a-z0-9]+)$/.exec(path)?.[1];

const isVersion = (path) => /^(?:def|shapes)\\/[0-9.]+$/.test(path);

const document = (path, form) => {{
  if (isVersion(path) && form.endsWith("{page}")) return `${{path.split("/")[0]}}.${{form}}`;
  if (path.startsWith("graph/")) return `${{path}}.ttl`;
  const inAllForms = /^(?:def|shapes|schemes|dataset\\/[^/]+)(?:\\/[0-9.]+)?$/.test(path);
  return `${{path}}.${{form === "rdf" && !inAllForms ? "ttl" : form}}`;
}};

export default async (request, context) => {{
  const url = new URL(request.url);
  const path = url.pathname.slice(base.length);
  const place = elsewhere.get(path + url.search);
  const isDocument = types.has(extension(path)) && !isVersion(path);
  if (place || (path && !path.endsWith("/") && !isDocument)) {{
    url.pathname = base + document(place ?? path, wanted(request.headers));
    url.search = "";
    const headers = {{
      Location: url.href,
      Vary: "Accept, Accept-Language",
      "Access-Control-Allow-Origin": "*",
    }};
    return new Response(null, {{ status: 303, headers }});
  }}
  const response = await context.next();
  const type = types.get(extension(path));
  if (type) response.headers.set("Content-Type", type);
  return response;
}};

export const config = {{ path: `${{base}}*` }};
"""


def function(path: str, types: Mapping[str, str], elsewhere: Mapping[str, str]) -> str:
    """Write the function.

    :param path: that of the base IRI
    :param types: the media types by extension
    :param elsewhere: where documents are that are not beside what is asked for, both after the path
    """
    return _FUNCTION.format(
        path=json.dumps(path),
        types=json.dumps(list(types.items()), indent=2),
        elsewhere=json.dumps(list(elsewhere.items()), indent=2),
        preferences=json.dumps(preferences(), indent=2),
        page=PAGE,
        chinese=CHINESE,
        chinese_page=CHINESE_PAGE,
    )
