// The search page: finds entities as the network page does (exports/network/page/model/search.js, which precedes this).
"use strict";
{
  const { end, none, many, simplified, entries } = JSON.parse(document.getElementById("entries").textContent);
  const MOST = 60;
  const known = entries
    .map(([path, name, other, aliases, pinyin, kind]) => ({ path, en: name, zh: other, aliases, pinyin, kind }))
    .sort((one, other) => one.en.length - other.en.length || (one.path < other.path ? -1 : 1));
  const search = window.yuqiao.searchIn(known, simplified);
  const find = (text) => search(text, Infinity).map((number) => known[number]);

  const query = document.getElementById("query");
  const list = document.getElementById("found");
  const told = document.getElementById("told");

  function line({ path, en: name, zh: other, kind }) {
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
