// One paint, of the whole page: a browser that can waits for its end (rel=expect; the validators do not know it yet).
"use strict";
{
  const link = document.createElement("link");
  for (const [name, value] of [["rel", "expect"], ["href", "#complete"], ["blocking", "render"]]) link.setAttribute(name, value);
  document.head.append(link);
}
