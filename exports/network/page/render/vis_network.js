/* Draws a network of up to some 1,500 nodes with vis-network, at given positions.

   yuqiao.drawVis(frame, data, asked) -> drawing, with the same interface as yuqiao.drawSigma:
   show(look), fit(), zoom(times), reveal(ids, free), back(), view(), move(view), stand() (a text that changes with the view, but
   not with the size of the frame), resize(), spots(), image(), svg(),
   arrange(pinned) -> a promise of positions, or null where the renderer has no forces, spotOf(id), narrow(),
   figure() (an SVG of the whole with every name whole),
   destroy(), stage (the element that takes the focus)
   asked: { nameOf(node), choose({ node } or { edge } or null, whether with Shift), hover({ node } or { edge } or null), moved(id, { x, y }) }
   look:  { shown: Set of node ids, edges: Set of edge numbers, lit: Set of ids or null, litEdges: Set or
            null (others are dimmed), marked: Set of ids, node(id) and edge(number): their records as shown,
            colourOf(id), areLinesPlain, sizeOf(id): 0..1 or null, degreeOf(id), moved: { narrow, spots: Map of positions } } */
"use strict";
(() => {
  const CROWDED = 600; // nodes; from here on labels that would overlap are left out
  const FLOWING = new Set(["partner", "subject"]); // edges of the lens that are curves
  const OPTIONS = {
    autoResize: false, // the page says when, after it has noted what is seen
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { dragNodes: false, hover: false, selectable: false, keyboard: false },
  };
  const SIGHT = 300; // units; the size of a glyph reported to vis-network, so that it draws labels at the edge
  const FORCES = { enabled: true, solver: "forceAtlas2Based", stabilization: { enabled: false }, minVelocity: 0.5 };
  const ROUNDS = 60_000; // of the forces, shared among the nodes
  const [FEWEST_ROUNDS, MOST_ROUNDS] = [60, 300];
  const FLIGHT = 400; // milliseconds in which nodes move to where the forces put them

  function drawVis(frame, data, asked) {
    const { nodes, edges, kinds } = data;
    const lens = data.layout === "lens";
    const crowded = !lens && nodes.length > CROWDED;
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const over = new AbortController(); // removes listeners when the drawing is destroyed
    let colour = {};
    let saved = null; // the scale of a picture while it is saved: in its own pixels, labels may be legible that are not on the screen
    let flying = null; // positions of nodes on their way
    let look = yuqiao.viewing.everything(data, (id) => colour[nodes[id].kind]);
    const lines = yuqiao.linesOf(data); // drawn here and not by vis-network, if straight lines do not do

    const stage = frame.appendChild(document.createElement("div"));
    Object.assign(stage.style, { width: "100%", height: "100%" });
    let narrow = yuqiao.viewing.isNarrow(stage);

    const place = (node) => (narrow && node.narrow ? node.narrow : node);
    const spotOf = (id) => {
      const spot = flying?.get(id) ?? moving.at(id);
      return spot ? { ...place(nodes[id]), side: spot.side ?? place(nodes[id]).side, x: spot.x, y: spot.y } : place(nodes[id]);
    };
    const count = (node) => (node.partnerships ?? []).length;

    function readColours() {
      colour = yuqiao.colours.read(["paper", "ink", "quiet", ...yuqiao.colours.hues, ...kinds]);
    }

    // ---- nodes ---------------------------------------------------------------------------------
    const signs = yuqiao.signsOf(data, {
      crowded,
      place,
      spot: spotOf,
      nameOf: asked.nameOf,
      scale: () => saved ?? drawing.getScale(),
      width: () => stage.clientWidth,
      get look() {
        return look;
      },
      get colour() {
        return colour;
      },
    });

    /** The function that vis-network calls for each node it draws. */
    function render({ ctx, id, x, y }) {
      const spot = { x, y, side: spotOf(id).side };
      return { drawNode: () => signs.isOver(id) || signs.paint(ctx, id, spot), nodeDimensions: signs.size(id) };
    }

    // ---- edges ---------------------------------------------------------------------------------
    const seen = ({ from, to }, index) => look.edges.has(index) && look.shown.has(from) && look.shown.has(to);

    function edgeStyle(whole, index) {
      const edge = look.edge(index);
      const lit = look.litEdges?.has(index) ?? false;
      const rest = lines ? 0.75 : edge.relation === "subject" ? 0.3 : 0.45;
      const weight = edge.relation === "partner" ? count(edge) : (edge.weight ?? 1) - 1;
      const width = (edge.relation === "partner" ? 0.6 : 1) + 0.9 * Math.min(weight, 5);
      return {
        id: index,
        hidden: lines !== null || !seen(whole, index),
        width: lit ? width + 0.7 : width,
        color: {
          color: (look.areLinesPlain ? null : colour[yuqiao.colours.hueOf(data, edge)]) ?? colour.quiet,
          opacity: look.litEdges === null ? rest : lit ? 0.95 : 0.06,
        },
        dashes: yuqiao.viewing.isEnded(edge) ? [5, 4] : false,
        smooth: lens && FLOWING.has(edge.relation) ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } : false,
      };
    }

    /** The line of an edge as points: two, or those of the curve that vis-network draws. */
    function lineOf(edge, index) {
      if (lines) return lines.course(index, spotOf, signs.border);
      const [one, other] = [spotOf(edge.from), spotOf(edge.to)];
      if (!lens || !FLOWING.has(edge.relation)) return [[one.x, one.y], [other.x, other.y]];
      const middle = (one.x + other.x) / 2;
      return Array.from({ length: 17 }, (_, step) => {
        const [t, s] = [step / 16, 1 - step / 16];
        const [outer, inner] = [s * s * s, 3 * s * s * t + 3 * s * t * t];
        const level = s * s * s + 3 * s * s * t;
        return [outer * one.x + inner * middle + t * t * t * other.x, level * one.y + (1 - level) * other.y];
      });
    }

    function drawEdge(ctx, edge, index) {
      const { width, color, dashes, smooth } = edgeStyle(edge, index);
      const [one, other] = [spotOf(edge.from), spotOf(edge.to)];
      const middle = (one.x + other.x) / 2;
      ctx.save();
      ctx.globalAlpha = color.opacity;
      ctx.strokeStyle = color.color;
      ctx.lineWidth = width;
      ctx.setLineDash(dashes || []);
      ctx.beginPath();
      if (lines) {
        drawCourse(ctx, lineOf(edge, index), width);
        return ctx.restore();
      }
      ctx.moveTo(one.x, one.y);
      if (smooth) ctx.bezierCurveTo(middle, one.y, middle, other.y, other.x, other.y);
      else ctx.lineTo(other.x, other.y);
      ctx.stroke();
      return ctx.restore();
    }

    function drawCourse(ctx, points, width) {
      points.forEach(([x, y], step) => (step ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
      ctx.stroke();
      const head = lines.arrow(points, width);
      if (!head) return;
      ctx.beginPath();
      head.forEach(([x, y], step) => (step ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
      ctx.closePath();
      ctx.fillStyle = ctx.strokeStyle;
      ctx.fill();
    }

    // ---- the picture ---------------------------------------------------------------------------
    const nodeStyle = (id) => ({ id, x: place(nodes[id]).x, y: place(nodes[id]).y, hidden: !look.shown.has(id) });
    const moving = yuqiao.viewing.moving({
      look: () => look, spotOf, pick, isNarrow: () => narrow && lens, scale: () => drawing.getScale(), moved: asked.moved,
      repaint: (id) => {
        put(id);
        tell("_requestRedraw");
      },
    });
    const order = nodes.map((_, id) => id);
    if (crowded) order.sort((a, b) => (nodes[b].measures?.degree ?? 0) - (nodes[a].measures?.degree ?? 0) || a - b);
    const drawnNodes = new vis.DataSet();
    const drawnEdges = new vis.DataSet();
    const said = []; // the last style of each edge

    readColours();
    const sign = { shape: "custom", ctxRenderer: render, ...(crowded ? {} : { size: SIGHT }) };
    drawnNodes.add(order.map((id) => ({ ...nodeStyle(id), ...sign })));
    drawnEdges.add(newStyles().map((style) => ({ from: edges[style.id].from, to: edges[style.id].to, ...style })));
    const drawing = new vis.Network(stage, { nodes: drawnNodes, edges: drawnEdges }, OPTIONS);

    drawing.canvas.frame.tabIndex = -1; // the stage has the focus

    /** The styles of the edges that change. */
    function newStyles() {
      return edges.map(edgeStyle).filter((style, index) => {
        const before = said[index];
        said[index] = JSON.stringify(style);
        return said[index] !== before;
      });
    }

    const tell = (event) => drawing.body.emitter.emit(event);

    /** Changes the drawing without a repaint at each step; it is painted once, with the next frame. */
    function change(steps) {
      tell("_blockRedraw");
      steps();
      tell("_allowRedraw");
      tell("_requestRedraw");
    }

    /** Gives vis-network the position of a node. */
    function put(id) {
      const { x, y } = spotOf(id);
      Object.assign(drawing.body.nodes[id], { x, y });
    }

    function show(next) {
      const isMoved = next.moved !== look.moved;
      const toggled = order.filter((id) => next.shown.has(id) !== look.shown.has(id));
      look = next;
      if (isMoved) order.forEach(put);
      const restyled = newStyles();
      if (!toggled.length && !restyled.length) return tell("_requestRedraw");
      return change(() => {
        drawnNodes.update(toggled.map((id) => ({ id, hidden: !look.shown.has(id) })));
        drawnEdges.update(restyled);
      });
    }

    /** The bounds of some nodes and their labels. */
    function extentOf(ids) {
      const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
      for (const id of ids) {
        const { x, y, side } = spotOf(id);
        const length = signs.reach(id) + 12;
        const [before, after] = signs.isPill(nodes[id]) ? [length, length] : (side || 1) > 0 ? [8, length] : [length, 8];
        box.left = Math.min(box.left, x - before);
        box.right = Math.max(box.right, x + after);
        const half = signs.size(id).height / 2 + 6;
        const { up, down } = signs.rise(id);
        box.top = Math.min(box.top, y - Math.max(half, up));
        box.bottom = Math.max(box.bottom, y + Math.max(half, down));
      }
      return box;
    }

    function view() {
      return { ...drawing.getViewPosition(), scale: drawing.getScale() };
    }

    const stand = () => JSON.stringify([drawing.body.view.translation, drawing.getScale()]);

    function move({ x, y, scale }, gently = false) {
      const animation = gently && !still.matches ? { duration: 300, easingFunction: "easeInOutQuad" } : false;
      drawing.moveTo({ position: { x, y }, scale, animation });
    }

    const shown = () => order.filter((id) => look.shown.has(id));
    const { fit, reveal, back, pan, zoom } = yuqiao.viewing(stage, { view, move, extentOf, shown, margin: crowded ? 40 : lens ? 0 : 12 });

    // ---- pointer and keys ----------------------------------------------------------------------
    function pick(px, py, wide) {
      const { x, y } = drawing.DOMtoCanvas({ x: px, y: py });
      const id = signs.at(x, y, shown());
      if (id !== undefined) return { node: nodes[id] };
      let [nearest, least] = [null, (wide ? 14 : 8) / drawing.getScale()];
      edges.forEach((edge, index) => {
        const far = seen(edge, index) ? yuqiao.pointing.distance(x, y, lineOf(edge, index)) : Infinity;
        if (far < least) [nearest, least] = [edge, far];
      });
      return nearest && { edge: nearest };
    }

    function spots() {
      const box = stage.getBoundingClientRect();
      return shown().map((id) => {
        const { x, y } = drawing.canvasToDOM(spotOf(id));
        return [id, box.left + x, box.top + y];
      });
    }

    // ---- saving --------------------------------------------------------------------------------
    function sight() {
      const { x, y } = drawing.canvasToDOM({ x: 0, y: 0 });
      return { width: stage.clientWidth, height: stage.clientHeight, x, y, scale: drawing.getScale(), paper: colour.paper };
    }

    function paintEdges(ctx) {
      edges.forEach((edge, index) => seen(edge, index) && drawEdge(ctx, edge, index));
    }

    function paint(ctx) {
      signs.start(shown());
      paintEdges(ctx);
      for (const id of shown()) if (!signs.isOver(id)) signs.paint(ctx, id, spotOf(id));
      paintOver(ctx);
    }

    /** Saves a picture whose units have so many pixels; an SVG has any number of them. */
    function keep(scale, save) {
      saved = scale;
      const made = save(sight(), paint);
      saved = null;
      return made;
    }

    /** The whole of what is shown as SVG, at the size of its layout, with every name whole. */
    function figure() {
      return signs.whole(() => keep(1, (_, strokes) => {
        const { left, right, top, bottom } = extentOf(shown());
        return yuqiao.saving.svg({ width: Math.ceil(right - left), height: Math.ceil(bottom - top), x: -left, y: -top, scale: 1, paper: colour.paper }, strokes);
      }));
    }

    function paintOver(ctx) {
      for (const id of shown()) if (signs.isOver(id)) signs.paint(ctx, id, spotOf(id));
    }

    // ---- places --------------------------------------------------------------------------------
    /** Moves the nodes to their positions. vis-network only updates its view when it is fitted to them. */
    function settle() {
      const seen = view();
      change(() => {
        drawnNodes.update(order.map(nodeStyle));
        order.forEach(put);
        drawing.fit();
        move(seen);
      });
    }

    /** Lets the forces of vis-network work for a while from where the nodes are, then removes overlaps of labels. */
    function forced(pinned) {
      const engine = drawing.physics;
      const rounds = Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, Math.round(ROUNDS / nodes.length)));
      change(() => drawnNodes.update(order.map((id) => ({ id, physics: look.shown.has(id), fixed: pinned.has(id) }))));
      drawing.setOptions({ physics: FORCES });
      drawing.stopSimulation(); // its steps are taken here, all before the next frame
      engine.updatePhysicsData();
      engine.stabilized = false;
      for (let round = 0; round < rounds; round += 1) engine.physicsTick();
      drawing.setOptions({ physics: { enabled: false } });
      const ids = shown();
      const points = ids.map((id) => [drawing.body.nodes[id].x, drawing.body.nodes[id].y]);
      const apart = crowded ? points : yuqiao.overlapsRemoved(points, ids.map(signs.box), ids.map((id) => pinned.has(id)));
      order.forEach(put);
      return new Map(ids.map((id, place) => [id, { x: Math.round(apart[place][0]), y: Math.round(apart[place][1]) }]));
    }

    /** Moves nodes to new positions before the eyes of the reader. */
    function fly(to) {
      const start = performance.now();
      const from = new Map([...to.keys()].map((id) => [id, spotOf(id)]));
      return new Promise((done) => {
        function step(now) {
          const share = still.matches ? 1 : Math.min(1, Math.max(0, now - start) / FLIGHT);
          const eased = share * (2 - share);
          flying = new Map([...to].map(([id, { x, y }]) => [id, { x: from.get(id).x + (x - from.get(id).x) * eased, y: from.get(id).y + (y - from.get(id).y) * eased }]));
          order.forEach(put);
          tell("_requestRedraw");
          if (share < 1) return requestAnimationFrame(step);
          flying = null;
          return done(to);
        }
        requestAnimationFrame(step);
      });
    }

    const arrange = (pinned) => fly(forced(pinned));

    drawing.on("beforeDrawing", (ctx) => {
      signs.start(shown());
      if (lines) paintEdges(ctx);
    });
    drawing.on("afterDrawing", paintOver);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      readColours();
      show(look);
    }, { signal: over.signal });
    yuqiao.pointing.pointer(stage, { ...asked, pick, grab: moving.grab }, over.signal);
    yuqiao.pointing.keys(stage, { pan, zoom, fit, nudge: moving.nudge }, over.signal);

    /** Adapts to the size of the frame; a layered network has other positions on a narrow one. */
    function resize() {
      drawing.setSize("100%", "100%");
      drawing.redraw();
      if (narrow === yuqiao.viewing.isNarrow(stage)) return;
      narrow = !narrow;
      signs.forget();
      settle();
      fit();
    }

    function destroy() {
      over.abort();
      drawing.destroy();
      stage.remove();
    }

    return {
      stage, show, fit, zoom, reveal, back, view, move, stand, resize, spots, spotOf, arrange, destroy, narrow: () => narrow && lens,
      image: () => keep(drawing.getScale() * yuqiao.saving.SHARPER, yuqiao.saving.png),
      svg: () => keep(Math.max(1, drawing.getScale()), yuqiao.saving.svg),
      figure,
    };
  }

  (window.yuqiao ??= {}).drawVis = drawVis;
})();
