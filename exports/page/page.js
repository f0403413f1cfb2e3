"use strict";
/* The page around the drawing: words, search, legend, panel, list.

   Everything that comes from the data reaches the page as text; links are http or https only.
   A choice is { node }, { edge } or { partnership }; the panel shows it, the drawing lights it. */
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const { nodes, edges, partnerships, sources } = data;
  const KINDS = data.kinds;
  const FACTS = ["form", "level", "stem", "status", "approved", "route", "certificate", "first-intake",
    "intake", "years", "tuition", "region", "confidence"];
  const hidden = new Set();
  let lang = data.lang;
  let chosen = null;
  let hovered = null;
  let drawing = null;

  // ---- words and elements ----------------------------------------------------------------------
  const say = (key, values = {}) =>
    (data.words[lang][key] ?? key).replace(/\{([\w-]+)\}/g, (_, name) => String(values[name]));
  const nameOf = (thing) => thing[lang];
  const otherNameOf = (thing) => thing[lang === "zh" ? "en" : "zh"];
  const listed = (things) => (things ?? []).map(nameOf).join(lang === "zh" ? "、" : ", ");

  /** Makes an element; an attribute that is a function listens, a child that is a string is text. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else made.setAttribute(key, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== ""));
    return made;
  }

  function link(url, text = url) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return el("bdi", {}, text);
    return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, el("bdi", {}, text));
  }

  const nameButton = (choice, text) =>
    el("button", { type: "button", class: "name", click: () => choose(choice, true) }, el("bdi", {}, text));

  // ---- choosing --------------------------------------------------------------------------------
  const behind = (choice) => choice?.node?.partnerships ?? choice?.edge?.partnerships ?? (choice && "partnership" in choice ? [choice.partnership] : []);
  const endsOf = (choice) => (choice?.edge ? [nodes[choice.edge.from], nodes[choice.edge.to]] : [choice?.node].filter(Boolean));

  function refresh() {
    const choice = hovered ? { node: hovered } : chosen;
    drawing?.show({ hidden, focus: choice && new Set(behind(choice)), marked: [...endsOf(chosen), hovered].filter(Boolean) });
  }

  /** Shows what was chosen; from elsewhere than the drawing, the reader is taken to the panel. */
  function choose(choice, elsewhere = false) {
    chosen = choice;
    hovered = null;
    showPanel();
    refresh();
    if (!choice) return drawing?.back();
    if (elsewhere) $("panel-title").focus();
    const focus = new Set(behind(choice));
    const lit = nodes.filter((node) => node.partnerships.some((each) => focus.has(each)));
    return drawing?.reveal([...endsOf(choice), ...lit], freePart());
  }

  function freePart() {
    const box = $("picture").getBoundingClientRect();
    const panel = $("panel").getBoundingClientRect();
    const below = panel.width > box.width / 2;
    return {
      right: below ? box.width : panel.left - box.left,
      bottom: below ? Math.max(panel.top - box.top, 80) : box.height,
    };
  }

  // ---- panel -----------------------------------------------------------------------------------
  function showPanel() {
    const panel = $("panel");
    panel.hidden = chosen === null;
    if (!chosen) return panel.replaceChildren();
    const close = () => {
      choose(null);
      $("query").focus();
    };
    const body = chosen.node ? aboutNode(chosen.node) : chosen.edge ? aboutEdge(chosen.edge) : aboutOne(chosen.partnership);
    panel.replaceChildren(el("button", { type: "button", class: "close", click: close, "aria-label": say("close") }, "✕"), ...body);
    panel.scrollTop = 0;
  }

  const heading = (text) => el("h2", { id: "panel-title", tabindex: "-1" }, el("bdi", {}, text));
  const kindLine = (kind) => el("p", { class: "kind" }, el("span", { class: `key ${kind}` }), say(`${kind}-one`));

  function aboutNode(node) {
    const also = [otherNameOf(node) === nameOf(node) ? "" : otherNameOf(node), ...node.aliases].filter(Boolean);
    return [
      kindLine(node.kind),
      heading(nameOf(node)),
      also.map((text) => el("p", { class: "other" }, el("bdi", {}, text))),
      el("p", {}, say(node.current < node.partnerships.length ? "some-ended" : "none-ended",
        { all: node.partnerships.length, current: node.current })),
      node.members.length ? [el("h3", {}, say("disciplines")), el("p", {}, listed(node.members))] : [],
      neighbours(node),
      evidence(node.partnerships),
      node.links.length ? [el("h3", {}, say("links")), el("ul", {}, node.links.map((url) => el("li", {}, link(url))))] : [],
      node.sources.length ? [el("h3", {}, say("sources")), sourceList(node.sources)] : [],
    ].flat();
  }

  /** The nodes at the other ends of a node's edges, by kind. */
  function neighbours(node) {
    const own = edges.filter((edge) => nodes[edge.from] === node || nodes[edge.to] === node);
    const ends = own.map((edge) => ({ edge, end: nodes[edge.from] === node ? nodes[edge.to] : nodes[edge.from] }));
    return [...KINDS.slice(1), ...KINDS.slice(0, 1)].flatMap((kind) => {
      const near = ends.filter(({ end }) => end.kind === kind);
      near.sort((a, b) => nameOf(a.end).localeCompare(nameOf(b.end), lang));
      const item = ({ edge, end }) =>
        el("li", {}, nameButton({ node: end }, nameOf(end)), edge.current === 0 ? el("span", { class: "ended" }, ` (${say("ended")})`) : "");
      return near.length ? [el("h3", {}, say(kind)), el("ul", {}, near.map(item))] : [];
    });
  }

  function aboutEdge(edge) {
    const [one, other] = [nodes[edge.from], nodes[edge.to]];
    return [
      el("p", { class: "kind" }, say("edge-one")),
      heading(`${nameOf(one)} – ${nameOf(other)}`),
      el("ul", {}, [one, other].map((node) => el("li", {}, nameButton({ node }, nameOf(node))))),
      evidence(edge.partnerships ?? []),
    ].flat();
  }

  function aboutOne(index) {
    const { en, zh, nodes: ends } = partnerships[index];
    return [
      el("p", { class: "kind" }, say("partnership-one")),
      heading(nameOf({ en, zh })),
      en === zh ? [] : el("p", { class: "other" }, el("bdi", {}, otherNameOf({ en, zh }))),
      facts(partnerships[index]),
      el("ul", {}, ends.map((id) => el("li", {}, nameButton({ node: nodes[id] }, nameOf(nodes[id]))))),
    ].flat();
  }

  function evidence(indices) {
    const open = indices.length === 1 ? { open: "" } : {};
    const one = (each) =>
      el("details", open,
        el("summary", {}, el("bdi", {}, nameOf(each)), each.ended ? el("span", { class: "ended" }, ` (${say("ended")})`) : ""),
        facts(each));
    return [el("h3", {}, say("partnerships")), ...indices.map((index) => one(partnerships[index]))];
  }

  function facts(each) {
    const known = FACTS.filter((key) => each.facts[key]);
    const rows = known.flatMap((key) => [el("dt", {}, say(key)), el("dd", {}, listed(each.facts[key]))]);
    const taught = each.disciplines.length ? [el("dt", {}, say("disciplines")), el("dd", {}, listed(each.disciplines))] : [];
    return [
      el("dl", {}, taught, rows),
      each.page ? el("p", {}, link(each.page, say("register"))) : "",
      el("h3", {}, say("sources")),
      sourceList(each.sources),
    ];
  }

  const sourceList = (indices) =>
    el("ul", { class: "sources" }, indices.map((index) => {
      const { url, publisher, date, ...title } = sources[index];
      const from = [publisher, date].filter(Boolean).join(", ");
      return el("li", {}, link(url, nameOf(title)), from ? el("small", {}, el("bdi", {}, ` ${from}`)) : "");
    }));

  // ---- search ----------------------------------------------------------------------------------
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const indexed = nodes.map((node) => {
    const members = node.members.flatMap(({ en, zh }) => [en, zh]);
    return { node, own: [node.en, node.zh, ...node.aliases].map(plain), pinyin: node.pinyin, all: members.map(plain) };
  });
  let found = [];
  let active = -1;

  function search() {
    const query = plain($("query").value.trim());
    const typed = query.replace(/[\s'’-]/g, ""); // as pinyin is kept
    const rank = ({ own, all, pinyin }) => {
      if (own.includes(query) || pinyin.includes(typed)) return 0;
      if (own.some((text) => text.startsWith(query))) return 1;
      if (own.some((text) => text.includes(query)) || (typed && pinyin.some((text) => text.includes(typed)))) return 2;
      return all.some((text) => text.includes(query)) ? 3 : 4;
    };
    const ranked = query ? indexed.map((each) => ({ node: each.node, rank: rank(each) })) : [];
    ranked.sort((a, b) => a.rank - b.rank || b.node.partnerships.length - a.node.partnerships.length);
    found = ranked.filter((each) => each.rank < 4).slice(0, 12).map((each) => each.node);
    active = found.length ? 0 : -1;
    showFound(query !== "");
  }

  function showFound(open) {
    const option = (node, index) =>
      el("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === active), click: () => take(node) },
        el("bdi", {}, nameOf(node)), el("small", {}, say(`${node.kind}-one`)));
    const nothing = el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("nothing-found"));
    $("found").replaceChildren(...(found.length ? found.map(option) : [nothing]));
    $("found").hidden = !open;
    $("query").setAttribute("aria-expanded", String(open));
    if (active >= 0 && open) $("query").setAttribute("aria-activedescendant", `found-${active}`);
    else $("query").removeAttribute("aria-activedescendant");
  }

  function take(node) {
    hidden.delete(node.kind);
    showLegend();
    showFound(false);
    choose({ node }, true);
  }

  function searchKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      active = (active + step + found.length) % found.length;
      showFound(true);
    } else if (event.key === "Enter" && found[active]) {
      take(found[active]);
    } else if (event.key === "Escape") {
      showFound(false);
    }
  }

  // ---- legend, list, headings ------------------------------------------------------------------
  function showLegend() {
    const toggle = (kind) => {
      if (!hidden.delete(kind)) hidden.add(kind);
      showLegend();
      refresh();
      $(`legend-${kind}`).focus();
    };
    const chip = (kind) => {
      const count = nodes.filter((node) => node.kind === kind).length;
      const attributes = { type: "button", id: `legend-${kind}`, "aria-pressed": String(!hidden.has(kind)), click: () => toggle(kind) };
      return el("button", attributes, el("span", { class: `key ${kind}` }), `${say(kind)} ${count}`);
    };
    $("legend").replaceChildren(...KINDS.map(chip));
    $("legend").setAttribute("aria-label", say("legend"));
  }

  function showList() {
    const heads = ["name", "school", "university", "country", "disciplines", "level", "status"];
    const ends = (each, kind) => {
      const near = each.nodes.map((id) => nodes[id]).filter((node) => node.kind === kind);
      return near.length ? near.map((node) => el("div", {}, nameButton({ node }, nameOf(node)))) : say("not-known");
    };
    const row = (each, index) =>
      el("tr", each.ended ? { class: "ended" } : {},
        el("td", {}, nameButton({ partnership: index }, nameOf(each)), each.page ? [" ", link(each.page, say("register"))] : ""),
        ["school", "university", "country"].map((kind) => el("td", {}, ends(each, kind))),
        el("td", {}, listed(each.disciplines) || say("not-known")),
        ["level", "status"].map((key) => el("td", {}, listed(each.facts[key]) || say("not-known"))));
    const head = el("thead", {}, el("tr", {}, heads.map((key) => el("th", { scope: "col" }, say(key)))));
    $("list").replaceChildren(
      el("table", {}, el("caption", {}, say("to-list")), head, el("tbody", {}, partnerships.map(row))));
  }

  function showWords() {
    document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
    const counts = Object.fromEntries(["school", "university", "country", "discipline"].map((kind) => [kind, nodes.filter((node) => node.kind === kind).length]));
    const gone = partnerships.filter((each) => each.ended).length;
    const ended = gone ? say("shows-ended", { ended: gone }) : "";
    const title = data.region ? say("title-of", { region: nameOf(data.region) }) : say("title");
    document.title = title;
    $("title").textContent = title;
    $("shows").textContent = [
      nodes.length && (data.layout === "lens") ? say("shows", { ...counts, partnerships: partnerships.length, ended }) : "",
      data.about ? nameOf(data.about) : "",
      say("drawn", { nodes: nodes.length, edges: edges.length }),
      data.date ? say("as-of", { date: data.date }) : "",
    ].filter(Boolean).join(lang === "zh" ? "" : " ");
    $("how").textContent = nodes.length ? say((data.layout === "lens") ? "how" : "how-free") : "";
    $("empty").textContent = say("empty");
    $("language").textContent = say("language");
    $("language").title = say("language-hint");
    $("query").placeholder = say("search");
    $("query").setAttribute("aria-label", say("search"));
    $("whole").textContent = say("whole");
    $("to-list").textContent = `${say("to-list")} ↓`;
    $("picture").querySelector(".vis-network")?.setAttribute("aria-label", say("picture"));
    showLegend();
    showList();
    showPanel();
    refresh();
  }

  // ---- start -----------------------------------------------------------------------------------
  $("empty").hidden = nodes.length > 0;
  $("picture").hidden = nodes.length === 0;
  if (nodes.length) {
    const hover = (node) => {
      if (node === hovered) return;
      hovered = node;
      refresh();
    };
    drawing = startDrawing($("picture"), data, { nameOf, choose, hover });
    const frame = $("picture").querySelector(".vis-network");
    frame.tabIndex = 0;
    frame.setAttribute("role", "img");
    window.network = drawing.drawing; // as on pyvis's own pages, for the console
  }
  showWords();
  $("query").addEventListener("input", search);
  $("query").addEventListener("keydown", searchKey);
  $("query").addEventListener("blur", () => setTimeout(() => showFound(false), 200));
  $("whole").addEventListener("click", () => {
    if (chosen) choose(null);
    drawing?.fit();
  });
  $("language").addEventListener("click", () => {
    lang = lang === "zh" ? "en" : "zh";
    showWords();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) choose(null);
  });
})();
