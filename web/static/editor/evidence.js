// Where a link of the explorer comes from: its claims with their sources, or the rule behind it.

import { Failure, pageOf, post } from "./api.js";
import { el, say } from "./dom.js";

const page = (iri, text) => el("a", { href: pageOf(iri) }, text);

function claimOf(claim, isAgainst) {
  const said = [isAgainst ? claim.value : "", ...claim.texts].filter(Boolean).join(" — ");
  return el("li", {},
    said ? el("span", {}, said) : null,
    el("span", { class: "quiet" }, claim.about.filter(Boolean).join(" · ")),
    ...claim.sources.map((source) => el("span", {}, page(source.iri, source.title), source.about ? ` (${source.about})` : "")));
}

function listOf(title, claims, isAgainst = false) {
  return claims.length ? [el("h4", {}, title), el("ul", { class: "link-claims" }, ...claims.map((claim) => claimOf(claim, isAgainst)))] : [];
}

function parts(found) {
  const from = found.from.map(({ iri, text }) => el("li", {}, page(iri, text)));
  const all = [
    ...listOf(say("evidence-claims"), found.claims),
    ...listOf(say("evidence-against"), found.against, true),
    ...(found.rule ? [el("h4", {}, say("evidence-rule")), el("p", {}, found.rule)] : []),
    ...(from.length ? [el("ul", { class: "link-claims" }, ...from)] : []),
  ];
  return all.length ? all : [el("p", { class: "quiet" }, say("evidence-none"))];
}

/** The evidence for a link, asked for when it is opened. */
export function evidenceOf(link, said, open) {
  const holder = el("div");
  const made = el("details", { class: "evidence" }, el("summary", {}, said), holder);
  made.addEventListener("toggle", async () => {
    if (!made.open || holder.childElementCount) return;
    holder.replaceChildren(el("p", { class: "quiet" }, say("running")));
    try {
      holder.replaceChildren(...parts(await post("/explore/evidence", { from: link.from, property: link.property, to: link.to })));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      holder.replaceChildren(el("p", { class: "error", role: "alert" }, error.message));
    }
  });
  made.open = open;
  return made;
}
