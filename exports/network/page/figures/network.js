/* The network as a figure that stands alone: the drawing as it is seen, in a frame with title, note, filters,
   legend, date and sources; as SVG or PNG, as a preview for links, and as code that embeds the page. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, button, refill } = yuqiao.elements;
  const { node: mark } = yuqiao.svg;
  const SCALES = [1, 2, 3, 4];
  const MOST_CUT = 12; // names that are cut and stand whole below the figure
  const PREVIEW = { width: 1200, height: 630 }; // what sites show of a link (https://ogp.me/)

  /** A tree of an SVG that a drawing gave as text. */
  function treeOf(element, font) {
    const own = Object.fromEntries([...element.attributes].filter(({ name }) => name !== "xmlns").map(({ name, value }) => [name, value]));
    if (own["font-family"]) own["font-family"] = font; // by which the page has measured its names
    const children = [...element.childNodes].map((child) => (child.nodeType === Node.TEXT_NODE ? child.data : treeOf(child, font)));
    return mark(element.localName, own, children);
  }

  /** asked: { drawing(), state(), shown(), isWhole() -> whether the whole picture is seen } */
  yuqiao.networkFigureOf = (frame, data, model, words, colours, asked) => {
    const { say } = words;
    const captions = yuqiao.captionOf(data, model, words);
    const place = el("div", { id: "figure-tools" });
    frame.append(place);
    let scale = 2;
    const field = (id) => el("input", { type: "text", id, maxlength: 300, input: () => describe() });
    const own = { title: field("figure-title-own"), note: field("figure-note-own") };
    const alternative = el("textarea", { id: "figure-alt", readonly: true, rows: "4" });

    function legend() {
      const [state, shown] = [asked.state(), asked.shown()];
      const entries = colours.entries(state.colour, shown);
      if (entries.length) return entries.map(({ name, hue, count }) => [name, hue.replace(/^--/, ""), count]);
      const counts = new Map();
      for (const id of shown.nodes) counts.set(model.nodes[id].kind, (counts.get(model.nodes[id].kind) ?? 0) + 1);
      return data.kinds.filter((kind) => counts.get(kind)).map((kind) => [words.kindsOf(kind), data.hues.kinds[kind] ?? kind, counts.get(kind)]);
    }

    function described() {
      const shown = asked.shown();
      return [say("drawn", { nodes: words.counted("nodes", shown.nodes.size), edges: words.counted("edges", shown.edges.size) }),
        legend().map(([name, , count]) => say("caption-publisher", { name, count })).join(say("comma"))].map(words.sentence).join(words.lang() === "zh" ? "" : " ");
    }

    /** The names of which only a part is drawn, as there is no room for the whole. */
    function namesCut(drawn) {
      const close = (text) => text.replace(/\s+/gu, "");
      const texts = (tree) => (typeof tree === "string" ? [tree] : (tree.children ?? []).flatMap(texts));
      const lines = texts(drawn).map(close);
      const all = lines.join("");
      const parts = lines.filter((line) => line.endsWith("…")).map((line) => line.slice(0, -1));
      const isCut = (name) => !all.includes(name) && parts.some((part) => name.includes(part));
      return [...asked.shown().nodes].map((id) => words.nameOf(model.nodes[id])).filter((name) => isCut(close(name)));
    }

    function figure() {
      const [look, measure] = [yuqiao.figures.look(), yuqiao.figures.measure];
      const drawn = treeOf(new DOMParser().parseFromString((asked.isWhole() ? asked.drawing().figure() : asked.drawing().svg()), "image/svg+xml").documentElement, look.font);
      drawn.own.overflow = "visible"; // a name at the edge is whole
      const [width, height] = [Number(drawn.own.width), Number(drawn.own.height)];
      const entries = legend();
      const known = yuqiao.colours.read(entries.map(([, hue]) => hue));
      const usual = captions.caption(asked.state(), asked.shown());
      const caption = { ...usual, title: own.title.value.trim() || usual.title, above: [own.note.value.trim(), ...usual.above].filter(Boolean) };
      const cut = namesCut(drawn);
      if (cut.length) caption.below = [say("figure-cut", { count: cut.length }), ...(cut.length <= MOST_CUT ? cut.map((name) => `– ${name}`) : []), ...caption.below];
      const shown = entries.map(([name, hue, count]) => ({ name: say("caption-publisher", { name, count }), hue: known[hue] || look.quiet }));
      return yuqiao.figure({ width, height, marks: [drawn] }, { ...caption, legend: shown }, { look, measure, description: described() });
    }

    const svg = () => yuqiao.keepFile("network-figure.svg", new Blob([yuqiao.svg.text(figure())], { type: "image/svg+xml" }));

    async function png() {
      const made = await yuqiao.figures.png(yuqiao.svg.text(figure()), scale);
      if (made) yuqiao.keepFile(`network-figure-${scale}x.png`, made);
      else tell(say("figure-too-large"));
    }

    /** The whole figure within the size of a preview. */
    function preview() {
      const { own, children } = figure();
      const fit = Math.min(PREVIEW.width / own.width, PREVIEW.height / own.height);
      const [x, y] = [(PREVIEW.width - own.width * fit) / 2, (PREVIEW.height - own.height * fit) / 2];
      return mark("svg", PREVIEW, mark("rect", { ...PREVIEW, fill: yuqiao.figures.look().paper }), mark("g", { transform: `translate(${Math.round(x)} ${Math.round(y)}) scale(${fit.toFixed(4)})` }, children));
    }

    const keepPreview = async () => yuqiao.keepFile("network-preview.png", await yuqiao.figures.png(yuqiao.svg.text(preview()), 1));

    /** The code that embeds the page in this view; of a page from disk, by its name only. */
    function embedded() {
      const view = location.hash.replace(/\btool=[^&]*&?/, "").replace(/^#$/, "");
      const address = (location.protocol.startsWith("http") ? location.origin + location.pathname + location.search : location.pathname.split("/").at(-1)) + view;
      const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
      return `<iframe src="${escaped(address)}" title="${escaped(captions.title())}" width="100%" height="700" loading="lazy"></iframe>`;
    }

    /** The description for those who do not see the figure, to be copied beside it. */
    function describe() {
      const { title, above } = captions.caption(asked.state(), asked.shown());
      alternative.value = words.joined([words.sentence(own.title.value.trim() || title), ...[own.note.value.trim(), ...above].map(words.sentence), described()]);
    }

    const labelled = (key, input, more = {}) => {
      input.placeholder = more.placeholder ?? "";
      return el("label", { class: "choice plain", for: input.id }, `${say(key)} `, input);
    };

    const status = el("p", { class: "hint", role: "status" });
    const tell = (text) => { status.textContent = text; };
    const choice = (id, take) => button({ id, class: "wide", click: take }, el("span", {}, say(id)), el("small", {}, say(`${id}-hint`)));

    function show() {
      const select = el("select", { id: "figure-scale", change: () => { scale = Number(select.value); } }, SCALES.map((each) => el("option", { value: String(each) }, `${each}×`)));
      select.value = String(scale);
      tell("");
      describe();
      alternative.setAttribute("aria-label", say("figure-alt"));
      refill(place, el("h3", {}, say("figure")), ...(asked.drawing() ? [
        labelled("figure-title", own.title, { placeholder: captions.title() }), labelled("figure-note", own.note),
        choice("save-figure-svg", svg), choice("save-figure-png", png), el("label", { class: "choice plain" }, `${say("figure-scale")} `, select), choice("save-preview", keepPreview),
        el("p", { class: "hint" }, say("figure-elsewhere"))] : []),
      el("details", { class: "twin" }, el("summary", {}, say("figure-alt")), alternative),
      el("details", { class: "twin" }, el("summary", {}, say("embed-code")), el("textarea", { id: "embed-code", readonly: true, rows: "4", "aria-label": say("embed-code") }, embedded())), status);
    }
    return { show, figure };
  };
})();
