"use strict";
/* Draws the network with vis-network, at the places it was given, and says what is under the pointer.

   startDrawing(frame, data, asked) -> { show(look), fit(), reveal(nodes, free), back() }
   asked: { nameOf(node), choose(thing or null), hover(node or null) }, where a thing is { node } or { edge }
   look:  { hidden: kinds not shown, focus: partnerships in the light or null, marked: nodes to mark }
   What takes no part in a partnership of the focus is dimmed. */
function startDrawing(frame, { nodes, edges, kinds, layout }, asked) {
  const register = layout === "lens";
  const FONT = '"Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  const narrow = matchMedia("(max-width: 720px)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const colour = {};
  const shapes = new Map(); // node -> what its label needs, measured once for each name
  const boxes = new Map(); // node -> where it and its label stand, in the units of the picture
  let look = { hidden: new Set(), focus: null, marked: [] };

  const apart = (thing) => look.focus !== null && !(thing.partnerships ?? []).some((each) => look.focus.has(each));
  const isMarked = (node) => look.marked.includes(node);
  const dimmed = (node) => apart(node) && !isMarked(node);
  const isPill = (node) => node.kind === "school" || node.kind === "discipline";
  const place = (node) => (narrow.matches && node.narrow ? node.narrow : node);

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const key of ["paper", "ink", "school-fill", "discipline-fill", ...kinds]) {
      colour[key] = style.getPropertyValue(`--${key}`).trim();
    }
  }

  // ---- labels ----------------------------------------------------------------------------------
  function shorten(ctx, text, width) {
    if (ctx.measureText(text.slice(0, 300)).width <= width && text.length <= 300) return text;
    let length = Math.min(text.length, 300);
    while (length > 1 && ctx.measureText(`${text.slice(0, length)}…`).width > width) length -= 1;
    return `${text.slice(0, length).trimEnd()}…`;
  }

  function broken(ctx, parts, width) {
    const lines = [""];
    for (const part of parts) {
      const joined = lines.at(-1) + part;
      const fits = ctx.measureText(joined.trimEnd()).width <= width;
      if (fits || lines.at(-1) === "") lines[lines.length - 1] = joined;
      else lines.push(part);
    }
    return lines;
  }

  /** Breaks a label into at most three even lines, at spaces or between Chinese characters. */
  function wrap(ctx, text, widest) {
    const start = text.slice(0, 300);
    const whole = ctx.measureText(start).width;
    if (whole <= widest * 1.15) return [start];
    const parts = start.match(/[^\s\u2e80-\u9fff]+\s*|[\u2e80-\u9fff]|\s+/g) ?? [""];
    const count = Math.ceil(whole / widest);
    const even = broken(ctx, parts, Math.min(widest, whole / count + 12));
    const lines = even.length === count ? even : broken(ctx, parts, widest);
    if (lines.length > 3) lines[2] = `${lines[2].trimEnd()}…`;
    return lines.slice(0, 3).map((line) => shorten(ctx, line.trimEnd(), widest));
  }

  /** The picture is a lens: a label nearer the middle may be longer. */
  function roomBeside(node) {
    if (!register) return 220; // as the layout of any other network reckons
    const outermost = nodes.reduce((most, each) => Math.max(most, Math.abs(place(each).x)), 0);
    return outermost - Math.abs(place(node).x) + 250;
  }

  function shapeOf(ctx, node) {
    const text = asked.nameOf(node);
    const known = shapes.get(node);
    if (known?.name === text) return known;
    const font = node.kind === "country" ? `600 14px ${FONT}` : `${isPill(node) ? 12 : 13}px ${FONT}`;
    ctx.font = font;
    const lines = isPill(node) ? wrap(ctx, text, 138) : [shorten(ctx, text, roomBeside(node))];
    const width = Math.max(...lines.map((line) => ctx.measureText(line).width));
    const count = node.partnerships.length ? String(node.partnerships.length) : "";
    const shape = { name: text, font, lines, width, count, height: lines.length * 14 + 8 };
    shapes.set(node, shape);
    return shape;
  }

  // ---- nodes -----------------------------------------------------------------------------------
  function drawPill(ctx, node, shape, x, y) {
    const { lines, count, height } = shape;
    const width = shape.width + 38;
    const left = x - width / 2;
    ctx.beginPath();
    ctx.roundRect(left, y - height / 2, width, height, node.kind === "school" ? 5 : height / 2);
    ctx.fillStyle = colour.paper;
    ctx.fill(); // hides the lines underneath, even when dimmed
    ctx.globalAlpha = dimmed(node) ? 0.3 : 1;
    ctx.fillStyle = colour[`${node.kind}-fill`];
    ctx.fill();
    ctx.strokeStyle = colour[node.kind];
    ctx.lineWidth = isMarked(node) ? 3 : 1.2;
    ctx.stroke();
    ctx.fillStyle = colour.ink;
    ctx.textAlign = "left";
    lines.forEach((line, row) => ctx.fillText(line, left + 10, y + (row - (lines.length - 1) / 2) * 14));
    ctx.font = `600 11px ${FONT}`;
    ctx.textAlign = "right";
    ctx.fillStyle = colour[node.kind];
    ctx.fillText(count, left + width - 9, y);
    boxes.set(node, { left, right: left + width, top: y - height / 2, bottom: y + height / 2 });
  }

  function drawMark(ctx, node, shape, x, y) {
    const side = place(node).side || 1;
    const size = node.kind === "country" ? 7 : 3 + 1.5 * Math.sqrt(node.partnerships.length);
    const start = x + side * 12;
    ctx.globalAlpha = dimmed(node) ? 0.3 : 1;
    ctx.beginPath();
    if (node.kind === "country") {
      ctx.moveTo(x, y - size);
      for (const [dx, dy] of [[size, 0], [0, size], [-size, 0]]) ctx.lineTo(x + dx, y + dy);
      ctx.closePath();
    } else {
      ctx.arc(x, y, size, 0, 2 * Math.PI);
    }
    ctx.fillStyle = colour[node.kind];
    ctx.fill();
    ctx.strokeStyle = isMarked(node) ? colour.ink : colour.paper;
    ctx.lineWidth = isMarked(node) ? 2.5 : 1;
    ctx.stroke();
    ctx.textAlign = side > 0 ? "left" : "right";
    ctx.fillStyle = node.kind === "country" ? colour.country : colour.ink;
    ctx.fillText(shape.lines[0], start, y);
    if (node.kind === "country") {
      ctx.font = `600 11px ${FONT}`;
      ctx.fillText(shape.count, start + side * (shape.width + 7), y);
    }
    const [left, right] = [x - side * 8, x + side * reach(node, shape)].sort((a, b) => a - b);
    boxes.set(node, { left, right, top: y - 9, bottom: y + 9 });
  }

  /** How far a node and its label reach from its place, on its side. */
  const reach = (node, shape) => {
    if (isPill(node)) return (shape.width + 38) / 2;
    return 12 + shape.width + (node.kind === "country" ? 8 + 7 * shape.count.length : 0);
  };

  /** What vis-network calls for each node it draws. */
  function render({ ctx, id, x, y }) {
    const node = nodes[id];
    const shape = shapeOf(ctx, node);
    const drawNode = () => {
      ctx.save();
      ctx.font = shape.font;
      ctx.textBaseline = "middle";
      (isPill(node) ? drawPill : drawMark)(ctx, node, shape, x, y);
      ctx.restore();
    };
    const size = isPill(node) ? { width: shape.width + 38, height: shape.height } : { width: 14, height: 14 };
    return { drawNode, nodeDimensions: size };
  }

  // ---- edges -----------------------------------------------------------------------------------
  const HUES = { partner: "university", subject: "discipline", place: "country" };
  const hueOf = (edge) => HUES[edge.relation] ?? nodes[edge.to].kind;
  const flowing = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };

  function edgeStyle(edge, id) {
    const lit = look.focus !== null && !apart(edge);
    const rest = edge.relation === "subject" ? 0.3 : 0.45;
    const width = edge.relation === "partner" ? 0.6 + 0.9 * Math.min((edge.partnerships ?? []).length, 5) : 1;
    return {
      id,
      hidden: look.hidden.has(nodes[edge.from].kind) || look.hidden.has(nodes[edge.to].kind),
      width: lit ? width + 0.7 : width,
      color: { color: colour[hueOf(edge)], opacity: look.focus === null ? rest : lit ? 0.95 : 0.06 },
      dashes: edge.current === 0 ? [5, 4] : false,
      smooth: HUES[edge.relation] && edge.relation !== "place" ? flowing : false,
    };
  }

  // ---- the view --------------------------------------------------------------------------------
  const nodeStyle = (node, id) => ({ id, x: place(node).x, y: place(node).y, hidden: look.hidden.has(node.kind) });
  const drawnNodes = new vis.DataSet();
  const drawnEdges = new vis.DataSet();

  readColours();
  drawnNodes.add(nodes.map((node, id) => ({ ...nodeStyle(node, id), shape: "custom", ctxRenderer: render })));
  drawnEdges.add(edges.map((edge, id) => ({ from: edge.from, to: edge.to, ...edgeStyle(edge, id) })));
  const drawing = new vis.Network(frame, { nodes: drawnNodes, edges: drawnEdges }, { physics: { enabled: false }, layout: { improvedLayout: false }, interaction: { dragNodes: false, hover: false, selectable: false, keyboard: { enabled: true, bindToWindow: false } } });

  const view = () => ({ position: drawing.getViewPosition(), scale: drawing.getScale() });
  let before = null; // the view that a choice moved away from

  function show(next) {
    const toggled = kinds.some((kind) => next.hidden.has(kind) !== look.hidden.has(kind));
    look = { ...next, hidden: new Set(next.hidden) };
    if (toggled) drawnNodes.update(nodes.map(nodeStyle));
    drawnEdges.update(edges.map(edgeStyle));
    drawing.redraw();
  }

  /** The part of the picture that some nodes and their labels take up. */
  function extentOf(some) {
    const ctx = document.createElement("canvas").getContext("2d");
    const [xs, ys] = [[], []];
    for (const node of some) {
      const { x, y, side } = place(node);
      const length = reach(node, shapeOf(ctx, node)) + 12;
      xs.push(...(isPill(node) ? [x - length, x + length] : [x - 8, x + (side || 1) * length]));
      ys.push(y - 20, y + 20);
    }
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  }

  /** Shows the whole picture; on a narrow page, a part of it at a size that can be read: the top right. */
  function fit() {
    before = null;
    const all = extentOf(nodes);
    const { clientWidth, clientHeight } = frame;
    const across = clientWidth / all.width;
    const whole = Math.min(across, clientHeight / all.height, 1.6);
    const scale = narrow.matches ? Math.max(whole, 0.7) : whole;
    const corner = register ? scale : 0; // any other network is shown from its middle
    const x = corner > across ? all.right - clientWidth / scale / 2 : all.left + all.width / 2;
    const y = corner > whole ? all.top + clientHeight / scale / 2 : all.top + all.height / 2;
    drawing.moveTo({ position: { x, y }, scale, animation: false });
  }

  const gently = () => (still.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });

  /** Brings nodes (on a narrow page, the first) into the part { right, bottom } of the frame that is free. */
  function reveal(some, free) {
    const now = view();
    before ??= now;
    const box = extentOf(narrow.matches ? some.slice(0, 1) : some);
    const scale = Math.min(now.scale, (free.right - 16) / box.width, (free.bottom - 16) / box.height);
    const within = (low, high, middle, size, room) => {
      const [start, end] = [(low - middle) * scale + size / 2, (high - middle) * scale + size / 2];
      const shift = Math.max(0, end - room + 8);
      return middle + (start - shift < 8 ? start - 8 : shift) / scale;
    };
    const x = within(box.left, box.right, now.position.x, frame.clientWidth, free.right);
    const y = within(box.top, box.bottom, now.position.y, frame.clientHeight, free.bottom);
    drawing.moveTo({ position: { x, y }, scale, animation: gently() });
  }

  /** Goes back to the view that the first choice moved away from. */
  function back() {
    if (before) drawing.moveTo({ ...before, animation: gently() });
    before = null;
  }

  // ---- the pointer -----------------------------------------------------------------------------
  function nodeAt({ x, y }) {
    for (const [node, box] of boxes) {
      if (look.hidden.has(node.kind)) continue;
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return node;
    }
    return null;
  }

  drawing.on("click", ({ pointer }) => {
    const node = nodeAt(pointer.canvas);
    const edge = edges[drawing.getEdgeAt(pointer.DOM)];
    asked.choose(node ? { node } : edge ? { edge } : null);
  });
  frame.addEventListener("pointermove", ({ pointerType, buttons, clientX, clientY }) => {
    if (pointerType !== "mouse" || buttons !== 0) return;
    const box = frame.getBoundingClientRect();
    const node = nodeAt(drawing.DOMtoCanvas({ x: clientX - box.left, y: clientY - box.top }));
    frame.classList.toggle("pointing", node !== null);
    asked.hover(node);
  });
  frame.addEventListener("pointerleave", () => asked.hover(null));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    show(look);
  });
  narrow.addEventListener("change", () => {
    shapes.clear();
    drawnNodes.update(nodes.map(nodeStyle));
    fit();
  });
  fit();
  return { show, fit, reveal, back, drawing };
}
