/* A fact and what stands behind it: each claim with its sources side by side, each with its own date, on
   what basis they say so, and what the editors decided. Folded away at first, for the facts are what is read most. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, link, folded } = yuqiao.elements;
  const FEW = 3; // sources shown at once

  yuqiao.evidenceOf = (data, words) => {
    const { say, nameOf, listed, counted } = words;
    const sources = data.sources ?? [];
    const claims = data.claims ?? [];

    const published = ({ publisher, date }) => [publisher ? nameOf(publisher) : "", date].filter(Boolean).join(", ");

    function source(index) {
      const own = sources[index];
      if (!own) return say("source-unnamed");
      const from = published(own);
      return [link(own.url ?? "", nameOf(own)), from ? el("small", {}, " ", text(from)) : ""];
    }

    /** One claim: its sources, then its date, its basis and the result of its review. */
    function claim(index) {
      const { sources: behind, date, basis, review, says, note } = claims[index];
      const named = [["as-of-short", date && { en: date, zh: date }], ["basis", basis], ["review", review], ["says", says], ["note", note]];
      return el("li", {}, behind.map((number) => el("div", { class: "source" }, source(number))),
        el("dl", { class: "claim" }, named.filter(([, value]) => value && nameOf(value)).map(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, text(nameOf(value)))])));
    }

    const sourcesBehind = (indices) => new Set(indices.flatMap((index) => claims[index].sources)).size;
    const claimList = (indices) => el("ul", { class: "claims" }, indices.map(claim));

    /** The rows of a list of facts; `evidence` holds the claims for each by its key. */
    function rows(facts) {
      return facts.map(({ key, label = key, name = "", values, evidence = [] }) => [
        el("dt", {}, name ? text(name) : words.has(label) ? say(label) : text(label)),
        el("dd", {}, el("span", { class: "value" }, text(listed(values))),
          evidence.length ? folded({ class: "why" }, counted("sources", sourcesBehind(evidence)), () => claimList(evidence)) : ""),
      ]);
    }

    const facts = (list) => (list.length ? el("dl", { class: "facts" }, rows(list)) : "");

    /** The sources of a node or partnership as a whole. */
    function sourceList(indices) {
      if (!indices?.length) return "";
      const list = () => el("ul", { class: "sources" }, indices.map((index) => el("li", {}, source(index))));
      const title = [say("sources"), el("span", { class: "count" }, ` ${indices.length}`)];
      return folded({ class: "group", open: indices.length <= FEW }, title, list);
    }

    return { facts, sourceList };
  };
})();
