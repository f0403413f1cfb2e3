/* Draws a network of thousands of nodes with sigma.js and graphology, on WebGL, at given positions.

   yuqiao.drawSigma(frame, data, asked) -> drawing, with the interface that vis.js describes; there
   are no forces: arrange is null. It throws an Error where the browser has no WebGL. */
"use strict";
(() => {
  const LABEL_SIZE = 12;
  const LABEL_WIDTH = 200;
  const MANY = 3000; // nodes from which highlighting one is slow
  const NAMED = 60; // highlighted nodes that are all labelled, at most
  const THIN = 0.5; // of a highlighted line, which sigma.js draws broader when zoomed in
  const ENDED = 0.45; // of its share: as sigma.js draws no dashes, lines of ended partnerships are paler
  const [HAIR, BROAD] = [1, 1.7]; // pixels of a line, and at least of a highlighted one
  const MARGIN = 40; // pixels around the whole
  const REACH = 6; // pixels around a node that still count as the node
  const [CLOSE, ROOMY] = [0.2, 60]; // the least share of a curve's bends; pixels between nodes from which it has all
  const SHORT = 12; // pixels of a curve that has no room for an arrowhead
  const [AT_EASE, PAUSE] = [1000, 120]; // curves drawn in every frame at most; milliseconds without motion before more are
  const UNUSED = ["edgeLabels", "hovers", "hoverNodes"]; // layers of sigma.js that are not needed
  const SETTINGS = {
    allowInvalidContainer: true,
    defaultEdgeType: "rest",
    defaultNodeType: "rest",
    doubleClickZoomingDuration: 0,
    enableCameraRotation: false,
    labelDensity: 1.5,
    labelGridCellSize: 90,
    labelRenderedSizeThreshold: 2,
    maxCameraRatio: 4,
    minEdgeThickness: BROAD,
    stagePadding: 30,
  };

  const AT_ONCE = { inertiaRatio: 0, inertiaDuration: 1, zoomDuration: 1 }; // for readers who prefer reduced motion

  /** Sigma without its own hit test, which draws everything a second time. */
  function bareSigma(isHeaded) {
    if (typeof Sigma === "undefined") throw new Error("This browser has no WebGL");
    const bare = (program) => class extends program {
      constructor(gl, picking, renderer) {
        super(gl, null, renderer);
      }
    };
    class Bare extends Sigma {
      getNodeAtPosition() {
        return null;
      }
    }
    const { NodePointProgram, EdgeLineProgram, EdgeRectangleProgram, EdgeArrowProgram } = Sigma.rendering;
    const [point, line, broad, arrow] = [NodePointProgram, EdgeLineProgram, EdgeRectangleProgram, EdgeArrowProgram].map(bare);
    // Later elements are drawn over earlier ones.
    const programs = {
      edgeProgramClasses: isHeaded ? { rest: arrow, lit: arrow } : { rest: line, lit: broad },
      nodeProgramClasses: { faint: point, rest: point, marked: point },
    };
    return { Bare, programs };
  }

  /** How far nodes are from each other in the whole view, in pixels, on average. */
  function apartIn({ clientWidth, clientHeight }, nodes) {
    const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
    const reach = (places) => Math.max(1, places.reduce((most, each) => Math.max(most, each), -Infinity) - places.reduce((least, each) => Math.min(least, each), Infinity));
    const [across, down] = [reach(xs), reach(ys)];
    const scale = Math.min(clientWidth / across, clientHeight / down);
    return scale * Math.sqrt((across * down) / nodes.length);
  }

  function drawSigma(frame, data, asked) {
    const { FONT, shorten, room } = yuqiao.lettering;
    const { mix } = yuqiao.colours;
    const { nodes, edges, kinds } = data;
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const over = new AbortController();
    const isHeaded = yuqiao.viewing.isHeaded(data);
    const { Bare, programs } = bareSigma(isHeaded);
    const names = new Map(); // a label -> its truncated form
    const whole = nodes.map((node) => node.measures?.degree ?? (node.partnerships ?? []).length);
    const apart = apartIn(frame, nodes);
    const [least, largest] = [Math.max(0.7, Math.min(3, 0.12 * apart)), Math.max(1.5, Math.min(11, 0.45 * apart))];
    const resting = Math.max(0.14, Math.min(0.35, 0.35 * Math.sqrt(3000 / edges.length))); // share of an edge's hue
    const lines = yuqiao.linesOf(data);
    const curved = lines ? [...edges.keys()].filter(lines.isCurved) : [];
    const lackHeads = data.directed && !isHeaded;
    let styled = null; // the curves that are shown, with their colours
    let colour = {};
    let taken = room();
    let proposed = []; // nodes whose labels sigma.js would draw
    let look = yuqiao.viewing.everything(data, (id) => colour[nodes[id].kind]);
    let mostCounted = mostOf();

    const stage = frame.appendChild(document.createElement("div"));
    Object.assign(stage.style, { width: "100%", height: "100%", position: "relative", touchAction: "none" });

    function weightOf(id) {
      return look.degreeOf(id) ?? (look.node(id).partnerships ?? []).length;
    }

    function mostOf() {
      return Math.sqrt([...look.shown].reduce((most, id) => Math.max(most, weightOf(id)), 1));
    }

    function readColours() {
      colour = yuqiao.colours.read(["paper", "ink", "quiet", "line", ...yuqiao.colours.hues, ...kinds]);
    }

    const moving = yuqiao.viewing.moving({
      look: () => look, spotOf, pick, isNarrow: () => false, scale: () => now().scale, moved: asked.moved, repaint: () => sigma.refresh(),
    });

    function spotOf(id) {
      return moving.at(id) ?? nodes[id];
    }

    // ---- how nodes and edges look --------------------------------------------------------------
    const dimmed = (id) => look.lit !== null && !look.lit.has(id) && !look.marked.has(id);
    const isNamed = (id) => look.marked.has(id) || (look.lit !== null && look.lit.has(id) && look.lit.size <= NAMED);
    const seen = ({ from, to }, index) => look.edges.has(index) && look.shown.has(from) && look.shown.has(to);

    /** As large as the nodes' share of the frame allows, in pixels in the whole view. */
    function radiusOf(id) {
      const size = look.sizeOf(id) ?? Math.sqrt(weightOf(id)) / mostCounted;
      return least + (largest - least) * Math.sqrt(size);
    }

    function nodeStyle(key) {
      const id = Number(key);
      const node = nodes[id];
      const spot = spotOf(id);
      const at = { x: spot.x, y: -spot.y };
      if (!look.shown.has(id)) return { ...at, hidden: true, label: null };
      const faint = dimmed(id);
      return {
        ...at,
        type: faint ? "faint" : look.marked.has(id) ? "marked" : "rest",
        size: radiusOf(id),
        color: mix(look.colourOf(id), colour.paper, faint ? 0.18 : 1),
        label: faint ? null : asked.nameOf(node),
        forceLabel: isNamed(id),
      };
    }

    const edgeStyle = (key) => (lines?.isCurved(Number(key)) ? { hidden: true } : lineStyle(Number(key)));

    function lineStyle(index) {
      const edge = edges[index];
      if (!seen(edge, index)) return { hidden: true };
      const lit = look.litEdges?.has(index) ?? false;
      const full = look.litEdges === null ? resting : lit ? 0.95 : 0.05;
      const share = yuqiao.viewing.isEnded(look.edge(index)) ? ENDED * full : full;
      const hue = (look.areLinesPlain ? null : colour[yuqiao.colours.hueOf(data, edge)]) ?? colour.quiet;
      return { type: lit ? "lit" : "rest", color: mix(hue, colour.paper, share), size: THIN };
    }

    // ---- parallel edges and loops: curves between sigma's lines and its nodes --------------------
    /** Returns the course of a curve in the frame; its bends shrink with the space between nodes. */
    function courseOf(index, sight) {
      const share = Math.max(CLOSE, Math.min(1, apart / (sigma.getCamera().ratio * ROOMY)));
      const place = (id) => {
        const { x, y } = pixel(sight, spotOf(id));
        return { x: x / share, y: y / share };
      };
      const size = (id) => {
        const across = (2 * sigma.scaleSize(radiusOf(id))) / share;
        return { width: across, height: across };
      };
      return lines.course(index, place, size).map(([x, y]) => [x * share, y * share]);
    }

    const stylesOf = (indexes) => indexes.map((index) => ({ index, ...lineStyle(index) })).filter((line) => !line.hidden);

    /** Draws edges along their courses, with their arrowheads. */
    function drawCourses(ctx, sight, drawn) {
      const { width, height } = sigma.getDimensions();
      const outside = ({ x: one, y: above }, { x: other, y: below }) => Math.max(one, other) < -MARGIN || Math.min(one, other) > width + MARGIN
        || Math.max(above, below) < -MARGIN || Math.min(above, below) > height + MARGIN;
      for (const { index, color, type } of [...ofType(drawn, "rest"), ...ofType(drawn, "lit")]) {
        const { from, to } = edges[index];
        if (outside(pixel(sight, spotOf(from)), pixel(sight, spotOf(to)))) continue;
        const points = courseOf(index, sight);
        const broad = type === "lit" ? BROAD : HAIR;
        ctx.beginPath();
        for (const [x, y] of points) ctx.lineTo(x, y);
        [ctx.strokeStyle, ctx.fillStyle, ctx.lineWidth] = [color, color, broad];
        ctx.stroke();
        const head = lines.arrow(points, broad);
        const isShort = from !== to && Math.hypot(points[0][0] - points.at(-1)[0], points[0][1] - points.at(-1)[1]) < SHORT;
        if (!head || isShort) continue;
        ctx.beginPath();
        for (const [x, y] of head) ctx.lineTo(x, y);
        ctx.closePath();
        ctx.fill();
      }
    }

    /** The edges that are drawn here: the curves, and the highlighted ones where sigma.js draws no arrowheads. */
    const courses = () => (lackHeads && look.litEdges ? [...new Set([...curved, ...look.litEdges])] : curved);
    const drawCurves = (ctx) => drawCourses(ctx, now(), (styled ??= stylesOf(courses())));

    // ---- labels --------------------------------------------------------------------------------
    let isUncut = false; // whether names are whole, as in a figure
    function uncut(steps) {
      isUncut = true;
      const made = steps();
      isUncut = false;
      return made;
    }

    function named(ctx, text) {
      if (isUncut) return text;
      if (!names.has(text)) names.set(text, shorten(ctx, text, LABEL_WIDTH));
      return names.get(text);
    }

    /** Draws a label beside its node unless it would overlap another; labels of marked nodes are always drawn. */
    function drawLabel(ctx, { key, x, y, size, label }) {
      ctx.font = `${LABEL_SIZE}px ${FONT}`;
      const text = named(ctx, label);
      const width = ctx.measureText(text).width;
      const isAtEdge = x <= stage.clientWidth && x + size + 4 + width > stage.clientWidth;
      const left = isAtEdge ? x - size - 4 - width : x + size + 4;
      const box = { left, right: left + width, top: y - 8, bottom: y + 8 };
      if (!taken.take(box) && !look.marked.has(Number(key))) return;
      ctx.textBaseline = "middle";
      ctx.textAlign = "left";
      ctx.lineJoin = "round";
      ctx.lineWidth = 3;
      ctx.strokeStyle = colour.paper;
      ctx.strokeText(text, left, y);
      ctx.fillStyle = colour.ink;
      ctx.fillText(text, left, y);
    }

    /** Draws a ring around marked nodes, and their labels even over others. */
    function drawMarked(ctx, marked) {
      for (const node of marked) {
        ctx.beginPath();
        ctx.arc(node.x, node.y, node.size + 1, 0, 2 * Math.PI);
        ctx.strokeStyle = colour.ink;
        ctx.lineWidth = 2.5;
        ctx.stroke();
        drawLabel(ctx, node);
      }
    }

    /** Draws labels, those of marked nodes first, then of the largest. */
    function drawLabels(ctx, marked, others) {
      taken = room();
      drawMarked(ctx, marked);
      for (const node of others.sort((a, b) => b.size - a.size)) drawLabel(ctx, node);
    }

    // ---- the picture ---------------------------------------------------------------------------
    const order = nodes.map((_, id) => id).sort((a, b) => whole[a] - whole[b]); // a hub lies over the rest

    function graphOf() {
      const graph = new graphology.Graph({ type: "undirected", multi: true, allowSelfLoops: true });
      for (const id of order) graph.addNode(id, { x: nodes[id].x, y: -nodes[id].y });
      edges.forEach(({ from, to }, index) => graph.addEdgeWithKey(index, from, to));
      return graph;
    }

    readColours();
    const sigma = new Bare(graphOf(), stage, {
      ...SETTINGS,
      ...programs,
      ...(still.matches ? AT_ONCE : {}),
      minCameraRatio: Math.min(1, apart / 500),
      nodeReducer: nodeStyle,
      edgeReducer: edgeStyle,
      defaultDrawNodeLabel: (_, node) => look.marked.has(Number(node.key)) || proposed.push(node),
    });
    const hasCourses = curved.length > 0 || lackHeads;
    if (hasCourses) sigma.createCanvasContext("curves", { beforeLayer: "nodes" }).resize(true);
    const sheets = sigma.getCanvases();
    if (hasCourses) {
      const ctx = sheets.curves.getContext("2d");
      let waiting = 0;
      sigma.on("afterRender", () => {
        const { width, height } = sigma.getDimensions();
        ctx.clearRect(0, 0, width, height);
        clearTimeout(waiting);
        if (courses().length <= AT_EASE) drawCurves(ctx);
        else waiting = setTimeout(() => over.signal.aborted || drawCurves(ctx), PAUSE);
      });
    }
    for (const name of UNUSED) sheets[name].style.display = "none";
    sigma.on("beforeRender", () => {
      proposed = [];
    });
    sigma.on("afterRender", () => drawLabels(sheets.labels.getContext("2d"), spotted([...look.marked]), proposed));

    /** The nodes drawn, with their positions in the frame. */
    function spotted(ids) {
      const sight = now();
      return ids.filter((id) => look.shown.has(id)).map((id) => {
        const style = { key: id, ...nodeStyle(id), ...pixel(sight, spotOf(id)) };
        return { ...style, size: sigma.scaleSize(style.size) };
      });
    }

    function show(next) {
      look = next;
      styled = null;
      mostCounted = mostOf();
      sigma.refresh();
    }

    /** The bounds of some nodes. */
    function extentOf(ids) {
      const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
      for (const id of ids) {
        const { x, y } = spotOf(id);
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.top = Math.min(box.top, y);
        box.bottom = Math.max(box.bottom, y);
      }
      return box;
    }

    // ---- the view: sigma's camera in units of the picture ----------------------------------------
    const WHOLE = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };

    /** Returns the position of the origin in the frame and the pixels per unit, for a state of the camera. */
    function sightOf(cameraState) {
      const [origin, right] = [{ x: 0, y: 0 }, { x: 1, y: 0 }].map((point) => sigma.graphToViewport(point, { cameraState }));
      return { ...origin, scale: right.x - origin.x };
    }

    const now = () => sightOf(sigma.getCamera().getState());
    const pixel = (sight, { x, y }) => ({ x: sight.x + x * sight.scale, y: sight.y + y * sight.scale });
    const unpixel = (sight, { x, y }) => ({ x: (x - sight.x) / sight.scale, y: (y - sight.y) / sight.scale });

    function view() {
      const { width, height } = sigma.getDimensions();
      const sight = now();
      return { ...unpixel(sight, { x: width / 2, y: height / 2 }), scale: sight.scale };
    }

    const stand = () => JSON.stringify(sigma.getCamera().getState());

    function move({ x, y, scale }, gently = false) {
      const sight = sightOf(WHOLE);
      const framed = sigma.viewportToFramedGraph(pixel(sight, { x, y }), { cameraState: WHOLE });
      const state = { x: framed.x, y: framed.y, ratio: sight.scale / scale };
      const camera = sigma.getCamera();
      if (gently && !still.matches) return camera.animate(state, { duration: 300, easing: "quadraticInOut" });
      cancelAnimationFrame(camera.nextFrame);
      camera.nextFrame = null;
      return camera.setState(state);
    }

    const shown = () => order.filter((id) => look.shown.has(id));
    const { fit, reveal, back, pan, zoom } = yuqiao.viewing(stage, { view, move, extentOf, shown, margin: MARGIN });

    // ---- pointer and keys ----------------------------------------------------------------------
    function pick(px, py, wide) {
      const within = wide ? 2 * REACH : REACH;
      const sight = now();
      const { scale } = sight;
      const middle = unpixel(sight, { x: px, y: py });
      let [nearest, closest] = [null, Infinity];
      for (const id of look.shown) {
        const spot = spotOf(id);
        const far = Math.hypot(spot.x - middle.x, spot.y - middle.y) * scale;
        if (far >= closest || far > 30) continue;
        if (far <= sigma.scaleSize(radiusOf(id)) + within) [nearest, closest] = [nodes[id], far];
      }
      return nearest ? { node: nearest } : pickEdge(sight, px, py, wide ? 14 : 5);
    }

    function pickEdge(sight, px, py, within) {
      let [nearest, least] = [null, within];
      edges.forEach((edge, index) => {
        if (!seen(edge, index) || (look.litEdges !== null && !look.litEdges.has(index))) return;
        const [one, other] = [pixel(sight, spotOf(edge.from)), pixel(sight, spotOf(edge.to))];
        const points = lines?.isCurved(index) ? courseOf(index, sight) : [[one.x, one.y], [other.x, other.y]];
        const far = yuqiao.pointing.distance(px, py, points);
        if (far < least) [nearest, least] = [edge, far];
      });
      return nearest && { edge: nearest };
    }

    function spots() {
      const [box, sight] = [stage.getBoundingClientRect(), now()];
      return shown().map((id) => {
        const { x, y } = pixel(sight, spotOf(id));
        return [id, box.left + x, box.top + y];
      });
    }

    // ---- saving --------------------------------------------------------------------------------
    const sheet = () => ({ width: stage.clientWidth, height: stage.clientHeight, x: 0, y: 0, scale: 1, paper: colour.paper });

    const ofType = (things, type) => things.filter((each) => each.type === type);

    function paint(ctx) {
      const { width, height } = sigma.getDimensions();
      const sight = now();
      if (lines) drawCourses(ctx, sight, stylesOf([...edges.keys()]));
      else paintLines(ctx, sight);
      const outside = ({ x, y }) => x < 0 || x > width || y < 0 || y > height;
      paintNodes(ctx, spotted(shown()).filter((node) => !outside(node)));
    }

    function paintLines(ctx, sight) {
      const { width, height } = sigma.getDimensions();
      const spot = nodes.map((_, id) => pixel(sight, spotOf(id)));
      const outside = (one, other) => Math.max(one.x, other.x) < 0 || Math.min(one.x, other.x) > width
        || Math.max(one.y, other.y) < 0 || Math.min(one.y, other.y) > height;
      const drawn = edges.map((edge, index) => ({ ...edge, ...edgeStyle(index) })).filter((edge) => !edge.hidden);
      for (const { from, to, color, type } of [...ofType(drawn, "rest"), ...ofType(drawn, "lit")]) {
        if (outside(spot[from], spot[to])) continue;
        ctx.beginPath();
        ctx.moveTo(spot[from].x, spot[from].y);
        ctx.lineTo(spot[to].x, spot[to].y);
        [ctx.strokeStyle, ctx.lineWidth] = [color, type === "lit" ? Math.max(BROAD, sigma.scaleSize(THIN)) : HAIR];
        ctx.stroke();
      }
    }

    function paintNodes(ctx, drawn) {
      for (const node of ["faint", "rest", "marked"].flatMap((type) => ofType(drawn, type))) {
        ctx.beginPath();
        ctx.arc(node.x, node.y, node.size, 0, 2 * Math.PI);
        ctx.fillStyle = node.color;
        ctx.fill();
      }
      const named = sigma.getNodeDisplayedLabels();
      drawLabels(ctx, ofType(drawn, "marked"), ofType(drawn, "rest").filter((node) => named.has(String(node.key))));
    }

    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      readColours();
      show(look);
    }, { signal: over.signal });
    yuqiao.pointing.pointer(stage, { ...asked, pick, grab: moving.grab, rest: nodes.length > MANY ? 150 : 0 }, over.signal);
    yuqiao.pointing.keys(stage, { pan, zoom, fit, nudge: moving.nudge }, over.signal);

    function resize() {
      sigma.resize();
      sigma.scheduleRender();
    }

    function destroy() {
      over.abort();
      sigma.kill();
      stage.remove();
    }

    return {
      stage, show, fit, zoom, reveal, back, view, move, stand, resize, spots, spotOf, destroy, arrange: null, narrow: () => false,
      image: () => yuqiao.saving.png(sheet(), paint),
      svg: () => yuqiao.saving.svg(sheet(), paint),
      figure: () => uncut(() => yuqiao.saving.svg(sheet(), paint)),
    };
  }

  (window.yuqiao ??= {}).drawSigma = drawSigma;
})();
