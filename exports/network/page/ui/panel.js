/* The panel: the details of the selected node, edge or partnership. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, link, button, folded, keyOf } = yuqiao.elements;
  const FACTS = ["form", "level", "stem", "status", "approved", "route", "certificate", "first-intake",
    "intake", "years", "tuition", "region", "confidence"];
  const PARTNERS = ["school", "university", "country", "industry"]; // kinds of node that run or serve
  const FEW = 4; // partnerships listed at once; more are collapsed

  /** asked: { choose(choice), showAll(), pathFrom(node), pathTo(node), egoActions(node, shown), aboutSeveral(nodes, shown) } */
  yuqiao.panelOf = (data, model, words, measured, asked) => {
    const { say, nameOf, otherNameOf, counted } = words;
    const { nodes, edges, partnerships } = model;
    const { facts, sourceList } = yuqiao.evidenceOf(data, words);
    const neighbours = yuqiao.neighboursOf(data, model, words, asked.choose);
    const peers = yuqiao.peersSectionOf(model, words, asked.choose);

    const heading = (name) => el("h2", { id: "panel-title", tabindex: "-1" }, text(name));
    const nameButton = (choice, name) => button({ class: "name", click: () => asked.choose(choice) }, text(name));
    const kindLine = (kind) => el("p", { class: "kind" }, keyOf(data, kind), words.kindOf(kind),
      words.has(`${kind}-note`) ? ` (${say(`${kind}-note`)})` : "");

    // ---- a partnership ---------------------------------------------------------------------------
    /** The facts of a partnership in one order: its name, who runs it, what it teaches, and the rest. */
    function factsOf(own) {
      const { facts: known = {}, evidence = {}, disciplines } = own;
      const ends = (kind) => [...own.nodes.filter((id) => nodes[id].kind === kind).map((id) => nodes[id]), ...(own.partners?.[kind] ?? [])];
      const others = Object.keys(known).filter((key) => !FACTS.includes(key));
      const rows = [
        { key: "name", values: [own] },
        ...PARTNERS.map((key) => ({ key, values: ends(key) })),
        { key: "discipline", values: disciplines ?? [] },
        ...[...FACTS, ...others].map((key) => ({ key, values: known[key] ?? [] })),
      ];
      return facts(rows.filter(({ values }) => values.length).map((row) => ({ ...row, label: words.has(`${row.key}-fact`) ? `${row.key}-fact` : row.key, evidence: evidence[row.key] })));
    }

    const partnersOf = ({ nodes: ends }) =>
      el("ul", { class: "ends" }, ends.map((id) => el("li", {}, keyOf(data, nodes[id].kind), nameButton({ node: id }, nameOf(nodes[id])))));

    const identifier = ({ iri }) => (iri ? el("p", { class: "identifier" }, say("identifier"), " ", link(iri)) : "");

    const registerLink = ({ page }) => (page ? el("p", { class: "register" }, link(page, say("register"))) : "");

    const aboutPartnership = (index) => {
      const own = partnerships[index];
      return [
        el("p", { class: "kind" }, say("partnership-one"), own.ended ? el("span", { class: "ended" }, ` (${say("ended")})`) : ""),
        heading(nameOf(own)),
        otherNameOf(own) ? el("p", { class: "other" }, text(otherNameOf(own))) : "",
        registerLink(own),
        el("h3", {}, say("facts")), factsOf(own),
        el("h3", {}, say("in-the-picture")), partnersOf(own),
        sourceList(own.sources),
        identifier(own),
      ];
    };

    const summary = (own) => [text(nameOf(own)), own.ended ? el("span", { class: "ended" }, ` (${say("ended")})`) : ""];

    function folder(index, open) {
      const own = partnerships[index];
      return folded({ class: "partnership", open }, summary(own), () => [
        registerLink(own), factsOf(own), sourceList(own.sources),
        el("p", {}, nameButton({ partnership: index }, say("open-partnership"))),
      ]);
    }

    function behind(indices) {
      if (!indices.length) return [];
      const open = indices.length === 1;
      const all = () => indices.map((index) => folder(index, open));
      const many = indices.length > FEW;
      const title = [say("partnerships"), el("span", { class: "count" }, ` ${words.number(indices.length)}`)];
      return many ? folded({ class: "group" }, title, all) : [el("h3", {}, title), ...all()];
    }

    // ---- a node ----------------------------------------------------------------------------------
    /** How many partnerships a node has, of all it has without filters, and how many of them ended. */
    function endedLine({ partnerships: own = [] }, kept) {
      if (!own.length) return "";
      const gone = kept.filter((index) => partnerships[index].ended).length;
      const all = counted("partnerships", own.length);
      return el("p", {}, kept.length < own.length ? say("some-of", { some: kept.length, all }) : all,
        gone ? `${say("comma")}${say("of-them-ended", { count: gone })}` : "");
    }

    function measuresOf(id, shown) {
      const of = measured(shown);
      const names = Object.keys(data.measures ?? {}).filter((name) => of.isPending(name) || of.value(name, id) !== null);
      if (!names.length || !shown.nodes.has(id)) return "";
      const row = (name) => [
        el("dt", {}, of.isWhole(name) ? words.wholeOf(data.measures[name]) : nameOf(data.measures[name])),
        el("dd", {}, of.isPending(name) ? say("pending") : words.number(of.value(name, id)), el("small", {}, " ", text(words.methodOf(data.measures[name])))),
      ];
      return folded({ class: "group", id: "measures" }, say("measures"), () => el("dl", { class: "facts" }, names.map(row)));
    }

    /** The facts of a node, its country first; of a node that is not the vocabulary's, its literals. */
    function ownFacts({ facts: known = {}, evidence = {}, values = [] }) {
      if (values.length) return values.map((each) => ({ key: each.name, name: nameOf(each), values: each.values }));
      const keys = Object.keys(known).sort((a, b) => (b === "country") - (a === "country"));
      return keys.map((key) => ({ key, values: known[key], evidence: evidence[key] }));
    }

    function pages(node) {
      if (!node.links?.length) return [];
      return [el("h3", {}, say("links")), el("ul", { class: "links" }, node.links.map((url) => el("li", {}, link(url, linkName(url)))))];
    }

    function linkName(url) {
      const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
      const known = { "wikidata.org": "Wikidata", "ror.org": "ROR" }[host];
      return known ? `${known} ${url.split("/").pop()}` : url;
    }

    /** The button that keeps a node where it is drawn; of a node that is not drawn, none. */
    function pinButton(id) {
      const pin = asked.pin(id);
      return pin && button({ class: "quiet", id: "pin", "aria-pressed": String(asked.isPinned(id)), click: () => pin(id) }, say(asked.isPinned(id) ? "unpin" : "pin"));
    }

    const actions = (id) => el("p", { class: "actions" }, pinButton(id),
      button({ class: "quiet", id: "path-from-here", click: () => asked.pathFrom(id) }, say("path-from-here")),
      button({ class: "quiet", id: "path-to-here", click: () => asked.pathTo(id) }, say("path-to-here")));

    const outside = () => el("p", { class: "outside" }, say("outside-filters"), " ",
      button({ class: "quiet", id: "show-all", click: asked.showAll }, say("reset-filters")));

    function aboutNode(id, shown) {
      const node = nodes[id];
      const also = [...new Set([otherNameOf(node), ...(node.aliases ?? [])])].filter(Boolean);
      const kept = model.behindOf({ node: id }, shown);
      const own = ownFacts(node);
      return [
        kindLine(node.kind),
        heading(nameOf(node)),
        also.length ? el("p", { class: "other" }, also.map((name, place) => [place ? " · " : "", text(name)])) : "",
        shown.nodes.has(id) ? "" : outside(),
        endedLine(node, kept),
        node.inside ? el("p", {}, say("inside-group", { count: node.inside })) : "",
        asked.egoActions(id, shown),
        actions(id),
        own.length ? [el("h3", {}, say("facts")), facts(own)] : [],
        pages(node),
        node.members?.length ? folded({ class: "group" }, [say(node.inside ? "most-linked" : "disciplines"), el("span", { class: "count" }, ` ${node.members.length}`)], () => el("p", {}, text(words.listed(node.members)))) : "",
        neighbours(id, shown),
        behind(kept),
        peers(id, shown),
        measuresOf(id, shown),
        own.length ? [] : sourceList(node.sources),
        identifier(node),
      ];
    }

    // ---- an edge ---------------------------------------------------------------------------------
    function sharedOf({ shared }) {
      if (!shared?.length) return [];
      const item = (number) => el("li", {}, text(nameOf(data.shared[number])));
      return [el("h3", {}, say("shared"), el("span", { class: "count" }, ` ${shared.length}`)), el("ul", {}, shared.map(item))];
    }

    function aboutEdge(index, shown) {
      const edge = edges[index];
      const ends = [edge.from, edge.to];
      return [
        el("p", { class: "kind" }, say("edge-one")),
        heading(ends.map((id) => nameOf(nodes[id])).join(data.directed ? " → " : " – ")),
        edge.relation ? el("p", { class: "other" }, text(words.relationOf(edge.relation))) : "",
        partnersOf({ nodes: ends }),
        sharedOf(shown.edge(index)),
        behind(model.behindOf({ edge: index }, shown)),
      ];
    }

    /** The content of the panel for a selection. */
    return (choice, shown) => {
      if (choice.node !== undefined) return aboutNode(choice.node, shown);
      if (choice.nodes) return asked.aboutSeveral(choice.nodes, shown);
      if (choice.edge !== undefined) return aboutEdge(choice.edge, shown);
      return aboutPartnership(choice.partnership);
    };
  };
})();
