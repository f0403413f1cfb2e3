// Finds things by their names in both languages, other names, and pinyin with or without spaces.
"use strict";
{
  const { end, none, many, entries } = JSON.parse(document.getElementById("entries").textContent);
  const MOST = 60;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const known = entries.map(([path, name, other, also, kind]) => ({
    path, name, other, kind,
    names: [name, other].filter(Boolean).map(plain),
    also: also.map(plain),
  }));

  // The smaller, the better: a whole name, its beginning, a word's beginning, any part.
  function rank(text, wanted) {
    const at = text.indexOf(wanted);
    if (at < 0) return Infinity;
    if (text === wanted) return 0;
    if (at === 0) return 1;
    return /[\s(·,-]/.test(text[at - 1]) ? 2 : 3;
  }

  function rankOf(entry, wanted, joined) {
    const own = Math.min(...entry.names.map((name) => rank(name, wanted)));
    const also = Math.min(Infinity, ...entry.also.map((name) =>
      Math.min(rank(name, wanted), rank(name, joined))));
    return Math.min(own, also + 0.5);
  }

  // Every word must be in some name; the order is that of the whole text, then of the last word.
  function find(text) {
    const wanted = plain(text).trim().replace(/\s+/g, " ");
    if (!wanted) return [];
    const joined = wanted.replaceAll(" ", "");
    const words = wanted.split(" ");
    const found = [];
    for (const entry of known) {
      let best = rankOf(entry, wanted, joined);
      if (best === Infinity && words.length > 1) {
        best = 4 + Math.max(...words.map((word) => rankOf(entry, word, word)));
      }
      if (best < Infinity) found.push([best, entry]);
    }
    return found
      .sort(([a, one], [b, other]) => a - b || one.name.length - other.name.length
        || (one.path < other.path ? -1 : 1))
      .map(([, entry]) => entry);
  }

  const query = document.getElementById("query");
  const list = document.getElementById("found");
  const told = document.getElementById("told");

  function line({ path, name, other, kind }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = path.split("/").map(encodeURIComponent).join("/") + end;
    link.textContent = name;
    const about = document.createElement("small");
    about.textContent = [other, kind].filter(Boolean).join(" · ");
    item.append(link, " ", about);
    return item;
  }

  function show() {
    const found = find(query.value);
    list.replaceChildren(...found.slice(0, MOST).map(line));
    const asked = query.value.trim() !== "";
    told.textContent = !asked ? "" : found.length ? many.replace("{}", found.length) : none;
    history.replaceState(null, "", location.pathname + (asked ? `?q=${encodeURIComponent(query.value)}` : ""));
  }

  document.getElementById("search").hidden = false;
  query.value = new URLSearchParams(location.search).get("q") ?? "";
  query.addEventListener("input", show);
  if (query.value) show();
  query.focus();
}
