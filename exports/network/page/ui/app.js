/* The page: one state, the view of it, and the controls around the drawing that change it.

   Every change goes through change(): the state is updated, everything that depends on it is rendered again, and the
   fragment of the address holds it, so that a link restores the view. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { byId, button, el, refill } = yuqiao.elements;
  const NEARER = 1.4; // for each press of a button
  const ROUNDING = 1e-3; // of the numbers of a view
  const NOTHING = { part: null, spots: new Map() };
  const { data } = yuqiao;
  const words = yuqiao.wordsOf(data.words, data.lang, data.names);
  const model = yuqiao.modelOf(data);
  const states = yuqiao.stateOf(data, model);
  const measured = yuqiao.measuresOf(data, { arrived: () => render(true), later: (step) => setTimeout(step) });
  const rows = yuqiao.rowsOf(data, model, words, measured);
  const colours = yuqiao.coloursOf(data, model, words, measured);
  const { say, nameOf } = words;
  const { nodes, edges } = model;
  const numberOf = new Map(edges.map((edge, index) => [edge, index]));
  const search = yuqiao.searchIn(nodes, data.simplified);
  const steps = yuqiao.stepsOf();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let state = states.read(location.hash);
  let lost = states.unknown(location.hash); // what the address names and the network lacks, until the view changes
  const parts = yuqiao.partsOf(model);
  let shown = model.visible(state.filters, state.hidden);
  let compared = null; // the two sides, while they are compared
  let paths = null; // between the two ends, if both are selected
  let hovered = null;
  let drawing = null;
  let failed = false; // whether this browser cannot draw it
  let opener = null; // the element that had the focus before the panel
  let whole = null; // the view that shows the whole picture
  let size = ""; // of the picture when it was last drawn
  let gathering = false; // whether choosing a node adds it to the selection
  let around = NOTHING; // the positions of the nodes around a centre
  let wasWhole = false; // whether the whole picture was shown before something was selected
  let arranging = 0; // the number of the last request to arrange the nodes
  let isArriving = true; // at an address, which is then written as the page writes it
  const undoable = []; // what was before each step: the positions, the part of the network, the number of the step before
  let lastStep = null; // the number of the step that can be undone; each entry of the history has its own
  const page = performance.timeOrigin; // tells entries of the history from those before the page was loaded anew
  words.speak(state.lang);

  // ---- the parts -------------------------------------------------------------------------------
  const named = yuqiao.searchIn(model.partnerships, data.simplified);
  const MOST_PARTNERSHIPS = 6; // found at once
  const find = (text) => [...search(text).map((node) => ({ node })), ...named(text, MOST_PARTNERSHIPS).map((partnership) => ({ partnership }))];
  const describe = (id) => ({ name: nameOf(nodes[id]), other: words.otherNameOf(nodes[id]), kind: words.kindOf(nodes[id].kind) });
  const describePartnership = (own) => ({ name: nameOf(own), other: words.otherNameOf(own), kind: say("partnership-one") });
  const finder = yuqiao.combobox(byId("search"), {
    id: "query", label: () => say("search"), nothing: () => say("nothing-found"), find,
    describe: ({ node, partnership }) => (node === undefined ? describePartnership(model.partnerships[partnership]) : describe(node)),
    take: (choice) => {
      finder.fill("");
      take(choice, true);
    },
  });
  const heading = yuqiao.headingOf(data, model, words);
  const bar = yuqiao.barOf(model, words, { open: openTool, show: (show) => change({ show }) });
  const legend = yuqiao.legendOf(data, model, words, measured, colours, { toggle });
  const ego = {
    part: () => state.part, restrict, adds: () => gathering,
    centre: (id) => restrict(parts.centred(state.part, id, state.moved)),
    several: (id) => {
      gathering = true;
      choose({ nodes: [id] }, true);
    },
    gather: (on) => {
      gathering = on;
      render();
    },
    choose: (choice) => {
      gathering &&= Boolean(choice?.nodes);
      choose(choice, true);
    },
  };
  const panel = yuqiao.panelOf(data, model, words, measured, {
    choose: (choice) => choose(choice, true),
    egoActions: yuqiao.egoActionsOf(model, words, parts, ego),
    aboutSeveral: yuqiao.selectionOf(data, model, words, parts, ego),
    showAll: () => {
      change({ filters: states.first().filters, part: parts.whole() });
      byId("panel-title").focus({ preventScroll: true });
      reveal();
    },
    pathFrom: (from) => path({ ...state.path, from, number: 0 }, true),
    pathTo: (to) => path({ ...state.path, to, number: 0 }, true),
    isPinned: (id) => spotsHere().get(id)?.pinned ?? false,
    pin: (id) => (drawing && shown.nodes.has(id) ? togglePin : null),
  });
  const filters = yuqiao.filtersOf(byId("tool-filters"), model, words, {
    change: (next) => change({ filters: next }), reset: () => change({ filters: states.first().filters }),
  });
  const appearance = yuqiao.appearanceOf(byId("tool-look"), data, words, {
    colour: (colour) => change({ colour }), size: (size) => change({ size }), arrange: () => (drawing?.arrange ? arrange : null), putBack: () => place(new Map()),
  });
  const pathTool = yuqiao.pathToolOf(byId("tool-paths"), model, words, {
    change: (next) => path(next), choose: (choice) => choose(choice, true), search, describe,
  });
  const saving = yuqiao.savingOf(byId("tool-save"), words, rows, { drawing: () => (isSeen() ? drawing : null), shown: () => shown, finish: () => measured(shown).finish() });
  const figureTool = yuqiao.networkFigureOf(byId("tool-save"), data, model, words, colours, { drawing: () => (isSeen() ? drawing : null), state: () => state, shown: () => shown, isWhole: () => isWhole() });
  const table = yuqiao.tableOf(byId("table"), data, model, words, rows, {
    change: (next) => change({ table: next }), choose: (choice) => take(choice, true),
  });

  const charts = yuqiao.chartsOf(byId("charts"), data, model, words, { filter: (next) => change({ filters: next }), toggle, choose: (choice) => choose(choice, true) });
  const map = yuqiao.mapOf(byId("map"), data, model, words, { filter: (next) => change({ filters: next }), choose: (choice) => take(choice, true), places: (places) => change({ places }) });

  const comparison = yuqiao.comparisonOf(data, model, words);
  const comparePanel = yuqiao.comparePanelOf(byId("compare"), data, model, words, comparison, {
    change: (compare) => change({ compare }), choose: (choice) => choose(choice, true),
  });

  /** The IRIs of what is selected: nodes, the ends of an edge, or a partnership. */
  function selected() {
    const { node, nodes: several, edge, partnership } = state.chosen ?? {};
    if (partnership !== undefined) return [model.partnerships[partnership].iri];
    const ids = several ?? (node === undefined ? (edge === undefined ? [] : [edges[edge].from, edges[edge].to]) : [node]);
    return ids.map(states.nameOf);
  }

  /** Selects nodes by IRI, as many as there are. */
  function select(names) {
    const ids = [...new Set(names.map(states.nodeNamed))].filter((id) => id !== undefined);
    choose(ids.length > 1 ? { nodes: ids } : ids.length ? { node: ids[0] } : null);
  }
  const embedding = yuqiao.embeddingOf({ selected, select, view: () => states.write(state) });

  const views = yuqiao.savedViewsOf(states);
  const keeping = yuqiao.viewsOf(byId("tool-save"), words, views, {
    view: (name) => views.write(name, state, cameraOf()), open: openView,
  });

  // ---- changes ---------------------------------------------------------------------------------
  function change(changes) {
    state = { ...state, ...changes };
    lost = [];
    refresh();
  }

  function toggle(kind) {
    const hidden = new Set(state.hidden);
    if (!hidden.delete(kind)) hidden.add(kind);
    change({ hidden });
  }

  function reset() {
    const { filters: none, hidden } = states.first();
    restrict(parts.whole(), { filters: none, hidden });
    byId("remains").focus({ preventScroll: true }); // as the button no longer exists
  }

  /** Shows another part of the network, which can be undone; the nodes around a centre have positions of their own. */
  function restrict(part, changes = {}) {
    noteStep();
    const isOther = part.centre !== state.part.centre;
    const moved = part.centre === null ? state.part.before ?? states.first().moved : states.first().moved;
    change({ part, ...(isOther ? { moved } : {}), ...changes });
    fit();
    if (light().lit) reveal();
    if (document.activeElement === document.body) (state.chosen ? byId("panel-title") : drawing?.stage)?.focus({ preventScroll: true }); // as its button is gone
  }

  /** The nodes of a selection with one more, or one fewer. */
  function toggled(id) {
    const ids = state.chosen?.nodes ?? (state.chosen?.node === undefined ? [] : [state.chosen.node]);
    const left = ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id];
    return left.length ? { nodes: left } : null;
  }

  /** Chooses what the reader points at; with Shift, or while several are selected, a node is added or removed. */
  function take(chosen, elsewhere = false, adds = false) {
    const isAdded = (adds || gathering) && chosen?.node !== undefined;
    if (!isAdded) gathering = false;
    const held = document.activeElement;
    choose(isAdded ? toggled(chosen.node) : chosen, elsewhere);
    if (isAdded && elsewhere && held?.isConnected) held.focus({ preventScroll: true });
  }

  /** Shows a selection; one made outside the drawing moves the focus to the panel. */
  function choose(chosen, elsewhere = false) {
    if (elsewhere && !byId("panel").contains(document.activeElement)) opener = document.activeElement;
    if (!elsewhere) opener = null;
    if (!state.chosen && chosen) wasWhole = isWhole();
    const isSame = Boolean(state.chosen) === Boolean(chosen);
    state = { ...state, chosen };
    hovered = null;
    if (chosen?.node !== undefined && !shown.nodes.has(chosen.node)) unhide(chosen.node);
    else refreshChoice();
    if (!isSame) resized(); // as the panel stands beside the picture
    if (!chosen) return isSeen() && (wasWhole ? fit() : drawing.back());
    makeRoom();
    if (elsewhere) byId("panel-title").focus({ preventScroll: true });
    return reveal();
  }

  /** Unhides the kind of a node: a search result must be visible. Filters that hide it stay until the reader resets them. */
  function unhide(id) {
    const hidden = new Set(state.hidden);
    hidden.delete(nodes[id].kind);
    change({ hidden });
  }

  function closePanel() {
    const back = opener?.isConnected && opener.offsetParent ? opener : isSeen() ? drawing.stage : byId("query");
    const held = byId("panel").contains(document.activeElement);
    gathering = false;
    choose(null);
    if (held) back.focus();
  }

  function openTool(tool) {
    const closed = state.tool;
    change({ tool });
    if (tool) makeRoom();
    if (tool === "paths" && lightOfPath()) reveal();
    if (tool) byId("drawer-title").focus({ preventScroll: true });
    else if (closed) byId(`open-${closed}`).focus();
  }

  // ---- positions -------------------------------------------------------------------------------
  const NOWHERE = new Map();
  /** The moved nodes, if they were moved in the layout that is drawn. */
  const spotsHere = () => (state.moved.narrow === (drawing?.narrow() ?? state.moved.narrow) ? state.moved.spots : NOWHERE);

  function place(spots) {
    arranging += 1;
    noteStep();
    change({ moved: { narrow: drawing.narrow(), spots } });
  }

  const at = ({ x, y }) => ({ x: Math.round(x), y: Math.round(y) });
  const moveNode = (id, spot) => place(new Map([...spotsHere(), [id, { ...at(spot), pinned: true }]]));

  /** Pins a node where it is; one that is released goes back, unless all are arranged. */
  function togglePin(id) {
    const spots = new Map(spotsHere());
    const isArranged = [...spots.values()].some((spot) => !spot.pinned);
    if (!spots.get(id)?.pinned) spots.set(id, { ...at(drawing.spotOf(id)), pinned: true });
    else if (isArranged) spots.set(id, { ...spots.get(id), pinned: false });
    else spots.delete(id);
    place(spots);
  }

  /** Arranges the nodes around those that are pinned, or puts all others back. */
  async function arrange(on) {
    const pinned = new Map([...spotsHere()].filter(([, spot]) => spot.pinned));
    if (on) {
      const asked = (arranging += 1);
      const found = await drawing.arrange(new Set(pinned.keys()));
      if (asked !== arranging) return draw(); // they have been moved since
      place(new Map([...found].map(([id, spot]) => [id, pinned.get(id) ?? { ...spot, pinned: false }])));
    } else {
      place(pinned);
    }
    return fit();
  }

  function noteStep() {
    lastStep = undoable.push({ moved: state.moved, part: state.part, lastStep }) - 1;
  }

  function undo() {
    if (lastStep === null) return;
    arranging += 1;
    const { moved, part, lastStep: earlier } = undoable[lastStep];
    const isOther = !parts.isSame(part, state.part);
    lastStep = earlier;
    change({ moved, part });
    if (isOther) fit();
  }

  const isWhole = () => !isSeen() || whole === null || isSameStand(drawing.stand(), whole);

  /** Whether two views are the same but for rounding. */
  function isSameStand(one, other) {
    const [found, expected] = [one, other].map((text) => text.match(/-?\d+(\.\d+)?(e-?\d+)?/g)?.map(Number) ?? []);
    return found.length === expected.length && found.every((value, at) => Math.abs(value - expected[at]) <= ROUNDING * Math.max(1, Math.abs(value)));
  }

  /** What is seen of the picture; null if it is the whole. */
  function cameraOf() {
    if (isWhole()) return null;
    const { clientWidth: width, clientHeight: height } = byId("picture");
    return { ...drawing.view(), width, height };
  }

  /** Opens a saved view; returns how many of the nodes moved in it are not in this network. */
  function openView(view) {
    const { state: next, camera, missing } = views.read(view);
    state = { ...next, tool: state.tool };
    hovered = null;
    speak();
    look(camera);
    return missing;
  }

  /** Shows the part of the picture that a camera saw, in a frame of another size too. */
  function look(camera) {
    fit();
    if (!camera || !isSeen()) return reveal();
    const { clientWidth, clientHeight } = byId("picture");
    return drawing.move({ x: camera.x, y: camera.y, scale: camera.scale * Math.min(clientWidth / camera.width, clientHeight / camera.height) });
  }

  function path(next, open = false) {
    state = { ...state, path: next, ...(open ? { tool: "paths", chosen: null } : {}) };
    refresh();
    if (open) pathTool.focus();
    if (lightOfPath()) reveal();
  }

  // ---- showing ---------------------------------------------------------------------------------
  const lightOfPath = () => paths && paths.path(Math.min(state.path.number, paths.count - 1));
  /** Whether the drawing is still to be started: not before there is room for it, as in a frame that is not shown yet. */
  const isAwaited = () => state.show !== "table" && nodes.length > 0 && !drawing && !failed && byId("picture").clientWidth > 0;
  const isSeen = () => drawing && byId("picture").clientWidth > 0; // not while only the table is shown

  /** Moves highlighted nodes into the free part of the picture. */
  function reveal() {
    if (!isSeen()) return;
    const { node } = state.chosen ?? {};
    const ids = [...(node === undefined ? [] : [node]), ...(light().lit ?? [])].filter((id) => shown.nodes.has(id));
    if (ids.length) drawing.reveal([...new Set(ids)], freePart());
  }

  /** The part of the picture that is not covered by the panel or, on a phone, by the drawer. */
  function freePart() {
    const box = byId("picture").getBoundingClientRect();
    const free = { right: box.width, bottom: box.height };
    for (const over of ["panel", "drawer"].map((id) => byId(id).getBoundingClientRect())) {
      if (!over.width || over.right <= box.left) continue; // hidden, or beside the picture
      if (over.width <= box.width * 0.75) free.right = Math.min(free.right, over.left - box.left);
      else free.bottom = Math.min(free.bottom, Math.max(over.top - box.top, 80));
    }
    return free;
  }

  /** What the drawing highlights: the hovered element, else the path while its tool is open, else the selection. */
  function light() {
    const found = lightOfPath();
    if (hovered !== null) return { ...model.neighbourhood({ node: hovered }, shown), marked: [hovered] };
    if (found && (state.tool === "paths" || !state.chosen)) {
      return { lit: new Set(found.nodes), lines: new Set(found.edges), marked: [state.path.from, state.path.to] };
    }
    if (!state.chosen) return { lit: null, lines: null, marked: [] };
    const ends = state.chosen.edge !== undefined ? [edges[state.chosen.edge].from, edges[state.chosen.edge].to] : [state.chosen.node ?? state.chosen.nodes ?? []].flat();
    return { ...model.neighbourhood(state.chosen, shown), marked: ends };
  }

  function draw() {
    if (!isSeen()) return;
    document.documentElement.classList.toggle("drawn-dark", dark.matches);
    const { lit, lines, marked } = light();
    drawing.show({
      shown: shown.nodes, edges: shown.edges, lit, litEdges: lines, marked: new Set(marked), node: shown.node, edge: shown.edge,
      colourOf: colourOfNodes(), areLinesPlain: isDifference(), sizeOf: colours.sizeOf(state.size, shown),
      degreeOf: (id) => measured(shown).value("degree", id), moved: placed(),
    });
  }

  /** The positions that differ from those of the whole network: those around a centre, and of the nodes moved. */
  function placed() {
    if (!shown.distances) return state.moved;
    const isNarrow = drawing.narrow();
    const own = state.moved.narrow === isNarrow ? state.moved : states.first().moved;
    if (around.shown !== shown || around.own !== own || around.isNarrow !== isNarrow) {
      const { distances } = shown;
      const near = (id) => model.neighbours(id, shown.around).map((each) => each.id);
      const spots = yuqiao.egoColumns({ distances, near, kindOf: (id) => nodes[id].kind, kinds: data.kinds }, isNarrow);
      for (const [id, spot] of own.spots) spots.set(id, { ...spots.get(id), ...spot });
      around = { shown, own, isNarrow, moved: { narrow: isNarrow, spots } };
    }
    return around.moved;
  }

  /** The name of a node as it is drawn: around a centre, with the number of its neighbours that are not shown. */
  function nameDrawn(node) {
    const more = shown.distances ? parts.more(node.id, shown).length : 0;
    return more ? `+${words.number(more)} ${nameOf(node)}` : nameOf(node);
  }

  function showPanel() {
    const place = byId("panel");
    place.hidden = state.chosen === null;
    if (!state.chosen) return place.replaceChildren();
    const close = button({ class: "close", id: "close-panel", click: closePanel, "aria-label": say("close") }, "✕");
    const [kind, ...rest] = panel(state.chosen, shown);
    return refill(place, el("div", { class: "panel-head" }, kind, close), rest);
  }

  function refreshChoice() {
    showPanel();
    byId("panel").scrollTop = 0;
    draw();
    remember();
  }

  function refreshTool() {
    if (state.tool === "filters") filters.show(state.filters);
    if (state.tool === "look") appearance.show(state);
    if (state.tool === "paths") pathTool.show(state.path, paths, lightOfPath());
    if (state.tool === "save") {
      saving.show();
      figureTool.show();
      keeping.show();
    }
  }

  function refresh() {
    const counting = (counted = null) => model.visible(state.filters, state.hidden, counted);
    const all = () => parts.within(counting(), state.part, counting);
    const isCompared = state.show === "compare";
    const rests = isCompared && !comparison.isOfEdges && parts.isWhole(state.part); // on the partnerships of the sides alone: all others need not be counted
    if (!rests) shown = all();
    compared = isCompared ? sidesCompared(rests ? null : shown) : null;
    if (rests) shown = compared ? counting(comparison.drawn(compared, state.compare.which)) : all();
    else if (compared) shown = comparison.isOfEdges ? comparison.ofSide(shown, compared, state.compare.which) : parts.resting(shown, comparison.drawn(compared, state.compare.which), counting);
    const { from, to } = state.path;
    paths = from === null || to === null ? null : yuqiao.shortestPaths(model, shown, from, to);
    render();
  }

  /** Shows what depends on the state and on the network shown, or only what depends on measures that have arrived. */
  function render(isMeasured = false) {
    heading(shown, state, lost);
    bar(state);
    legend(state, shown);
    if (isAwaited()) start(); // its size is known now
    refreshTool();
    if (!isMeasured || ["both", "table"].includes(state.show)) showBeside();
    showPanel();
    notice();
    draw();
    remember();
  }

  /** The comparison of the two sides in what is shown, or in all (null); they are the usual ones until others are chosen. */
  function sidesCompared(within) {
    const { sides } = state.compare;
    const only = within?.isPart ? within.partnerships : null;
    const lost = sides?.filter((side) => !comparison.isSide(side)) ?? [];
    const taken = sides && !lost.length ? sides : comparison.usual(state.filters, only);
    if (!taken) return null;
    state = { ...state, compare: { ...state.compare, sides: taken, ...(lost.length ? { lost } : {}) } };
    return comparison.isOfEdges ? comparison.compareEdges(within, taken) : comparison.compare(state.filters, taken, only);
  }

  const isDifference = () => Boolean(compared) && state.compare.which === "difference";

  /** The colours of a difference: what is on one side only, and what is on both; lines have none, as theirs mean relations. */
  function colourOfNodes() {
    if (!isDifference()) return colours.colourOf(state.colour, shown);
    const { university, accent, other } = yuqiao.colours.read(["university", "accent", "other"]);
    const states = new Map(compared.nodes.map((each) => [each.id, each.state]));
    return (id) => ({ first: university, second: accent })[states.get(id)] ?? other;
  }

  /** Shows the part that stands beside the network or in its stead. */
  function showBeside() {
    if (["both", "table"].includes(state.show)) table.show(state.table, shown);
    if (state.show === "charts") charts.show(state, shown);
    if (state.show === "map") map.show(state, shown);
    if (state.show === "compare") comparePanel.show(state, shown, compared);
  }

  function notice() {
    const text = !nodes.length ? (data.empty ? nameOf(data.empty) : say("empty"))
      : failed ? say("no-webgl")
        : shown.nodes.size ? "" : say(shown.distances ? "ego-gone" : "nothing-shown");
    byId("notice").textContent = text;
    byId("notice").hidden = text === "";
    byId("picture").hidden = !nodes.length || failed;
    byId("zoom").hidden = !drawing || state.show === "table";
    byId("undo").hidden = lastStep === null;
  }

  function speak() {
    words.speak(state.lang);
    finder.speak();
    byId("language").textContent = say("language");
    byId("language").title = say("language-hint");
    byId("language").lang = state.lang === "zh" ? "en" : "zh-Hans";
    byId("whole").textContent = say("whole");
    byId("zoom").setAttribute("aria-label", say("zoom"));
    byId("undo").title = say("undo");
    for (const id of ["zoom-in", "zoom-out", "undo"]) byId(id).setAttribute("aria-label", say(id));
    byId("close-drawer").textContent = "✕";
    drawing?.stage.setAttribute("aria-label", say("picture"));
    refresh();
  }

  // ---- the size of the picture -----------------------------------------------------------------
  /** Shows the whole picture and remembers that view, which is kept when the size of the picture changes. */
  function fit() {
    if (!isSeen()) return;
    if (size && size !== sizeOf(byId("picture"))) drawing.resize();
    drawing.fit();
    whole = drawing.stand();
    measure();
  }

  function measure() {
    const { clientWidth, clientHeight } = byId("picture");
    byId("stage").style.setProperty("--shape", clientWidth / clientHeight); // on paper too
    size = sizeOf(byId("picture"));
  }

  const sizeOf = ({ clientWidth, clientHeight }) => `${clientWidth} ${clientHeight}`;

  function resized() {
    if (isAwaited()) return render();
    const now = sizeOf(byId("picture"));
    if (!isSeen() || now === size || matchMedia("print").matches) return;
    const isFitted = isWhole();
    measure();
    drawing.resize();
    if (isFitted) fit();
    if (light().lit) reveal();
  }

  /** On a phone, where a sheet covers the lower part: moves the picture up into view. */
  function makeRoom() {
    if (matchMedia("(max-width: 720px)").matches) byId("main").scrollIntoView({ behavior: "instant", block: "start" });
  }

  // ---- the address -----------------------------------------------------------------------------
  /** Stores the view in the URL, each step that a reader would take back in an entry of the history.
      A page inside another, as in a notebook, may not have one. */
  function remember() {
    embedding.tell();
    const fragment = states.write(state);
    const entry = { page, moved: state.moved.spots.size ? state.moved : null, lastStep }; // also positions that are too many for the URL
    if (location.protocol === "about:" || (location.hash.slice(1) === fragment && isEntered(entry))) return;
    const url = fragment ? `#${fragment}` : location.pathname + location.search;
    if (!isArriving && steps.isNew(location.hash.slice(1), fragment)) history.pushState(entry, "", url);
    else history.replaceState(entry, "", url);
  }

  const entered = () => (history.state?.page === page ? history.state : { moved: null, lastStep: null });
  const isEntered = ({ moved, lastStep: last }) => entered().lastStep === last && entered().moved?.spots.size === moved?.spots.size;

  function restore() {
    state = states.read(location.hash);
    lost = states.unknown(location.hash);
    state = { ...state, moved: entered().moved ?? state.moved };
    lastStep = entered().lastStep;
    arranging += 1; // what is being arranged now was asked for elsewhere
    isArriving = true;
    hovered = null;
    gathering = false;
    speak();
    fit();
    reveal();
    isArriving = false;
  }

  /** What a line says: its ends, what links them, and how many partnerships. */
  function textOf(edge) {
    const { partnerships = [] } = shown.edge(numberOf.get(edge));
    const counted = partnerships.length ? words.counted("partnerships", partnerships.length) : "";
    const ends = [edge.from, edge.to].map((id) => nameOf(nodes[id])).join(" – ");
    return [ends, [words.relationOf(edge.relation), counted].filter(Boolean).join(say("comma"))].filter(Boolean).join("\n");
  }

  // ---- start -----------------------------------------------------------------------------------
  /** Starts the drawing once its size is known; without WebGL there may be none, and the table is shown. */
  function start() {
    const asked = {
      nameOf: nameDrawn,
      choose: (thing, adds) => take(thing?.node ? { node: thing.node.id } : thing?.edge ? { edge: numberOf.get(thing.edge) } : null, false, adds),
      hover: (thing) => {
        const { node, edge } = thing ?? {};
        drawing.stage.title = node ? nameOf(node) : edge ? textOf(edge) : ""; // whole, where its label is not
        const next = node && shown.nodes.has(node.id) ? node.id : null;
        if (next === hovered) return;
        hovered = next;
        draw();
      },
      moved: moveNode,
    };
    try {
      drawing = (yuqiao.drawVis ?? yuqiao.drawSigma)(byId("picture"), data, asked);
    } catch (failure) {
      if (yuqiao.drawVis) throw failure;
      failed = true;
      return change({ show: "both" });
    }
    yuqiao.drawing = drawing;
    drawing.stage.setAttribute("role", "img");
    drawing.stage.setAttribute("aria-label", say("picture"));
    return isArriving ? undefined : fit(); // at an address, all is fitted in the end
  }

  yuqiao.state = () => state;
  speak();
  fit(); // as the panel stands beside the picture now, if a node is selected
  reveal();
  const opened = keeping.first();
  if (opened && !location.hash) openView(opened);
  isArriving = false;
  byId("reset").addEventListener("click", reset);
  byId("whole").addEventListener("click", () => {
    if (state.chosen) choose(null);
    fit();
  });
  byId("zoom-in").addEventListener("click", () => drawing.zoom(NEARER));
  byId("zoom-out").addEventListener("click", () => drawing.zoom(1 / NEARER));
  byId("undo").addEventListener("click", undo);
  byId("language").addEventListener("click", () => {
    state = { ...state, lang: state.lang === "zh" ? "en" : "zh" };
    speak();
  });
  byId("close-drawer").addEventListener("click", () => openTool(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && event.target.tagName !== "INPUT") return undo();
    if (event.key !== "Escape" || event.defaultPrevented) return undefined;
    if (byId("drawer").contains(document.activeElement)) openTool(null);
    else if (state.chosen) closePanel();
    else if (state.tool) openTool(null);
    return undefined;
  });
  window.addEventListener("popstate", restore); // also where positions alone have changed, which may not be in the address
  dark.addEventListener("change", draw);
  new ResizeObserver(resized).observe(byId("picture"));
})();
