/* Glyphs: how a node and its label are drawn, and their extent.

   yuqiao.signsOf(data, scene) -> { paint(ctx, id, spot), at(x, y, ids), reach(id), rise(id), size(id), isPill(node), isOver(id), start(ids), forget(), whole(steps) }
   scene: { look, colour, crowded, nameOf(node), place(node), spot(id), scale(), width() }, read anew at every use.
   Schools and fields of study are pills with their label inside, others marks with it beside. No label is
   smaller than LEGIBLE on the screen: where the whole is drawn small there are fewer of them, by rank, each
   where no other stands, and a node without its label is a mark. In a crowded network all are marks. Where
   links have a direction, labels stand above the lines that lead on from a mark, not on them. */
"use strict";
(() => {
  const WIDEST = 138; // units of a line in a pill
  const LONGEST = 420; // of a name that is not cut, in a free network
  const [BROADER, FEW] = [210, 2.6]; // likewise at most in a figure, for a name of more lines than that
  const BESIDE = 220; // of a label beside a mark, as the layout of a free network assumes
  const SHORTEST = 90; // pixels that a label may have, however small the whole is drawn
  const [LONGER, SHARE] = [190, 0.13]; // likewise where it has room: at most, and of the width of the frame
  const RAISED = 0.62; // of the size of a label's font, by which it is above the middle of its mark
  const OUTSIDE = 250; // of a label outside the outermost mark of a lens
  const [LINE, AROUND] = [14, 8]; // units of a line, and above and below the lines of a pill
  const [TIGHT, CLOSE] = [12.7, 4]; // likewise where labels are enlarged
  const LEGIBLE = 11; // pixels
  const ROOMY = 1.5; // times that a label is enlarged up to which it may have several lines
  const EDGE = 60; // pixels of the frame that are left free, also for numbers
  const HALO = 3; // pixels around a label that is enlarged

  function signsOf(data, scene) {
    const { FONT, shorten, wrap, room } = yuqiao.lettering;
    const { nodes } = data;
    const lens = data.layout === "lens";
    const ruler = document.createElement("canvas").getContext("2d");
    const shapes = new Map(); // node -> the size of its label, measured once for each name and room
    const boxes = new Map(); // node -> its bounds with its label, in the units of the picture
    let named = null; // nodes whose labels have room; null if all have, as none is enlarged
    const folded = new Set(); // pills with room for one line only, and other labels with little room
    const linked = new Set(data.directed ? data.edges.flatMap(({ from, to }) => [from, to]) : []); // nodes with arrows
    const isSparse = data.edges.length < nodes.length; // so that labels keep off other marks even if there are many
    let taken = room();
    let extent = null;
    let least = null;
    let uncut = false; // whether every name is whole, as in a figure

    const count = (id) => (scene.look.node(id).partnerships ?? []).length;
    const isMarked = (id) => scene.look.marked.has(id);
    const dimmed = (id) => scene.look.lit !== null && !scene.look.lit.has(id) && !isMarked(id);
    const isPill = (node) => !scene.crowded && (node.kind === "school" || node.kind === "discipline");

    /** How many times as large a label is as its font says, so that it is legible on the screen. */
    const timesOf = (font) => Math.max(1, LEGIBLE / (font * scene.scale()));

    // ---- labels --------------------------------------------------------------------------------
    /** How far the marks of a lens reach, and on how many sides labels are outside of them. */
    function lensOf() {
      const places = nodes.map((node) => scene.place(node).x);
      const [low, high] = [Math.min(...places), Math.max(...places)];
      return { outermost: Math.max(high, -low), across: high - low, ends: low < -high / 2 ? 2 : 1 };
    }

    /** The picture is a lens: a label nearer the middle may be longer, and all may reach the edge of the frame. */
    function roomBeside(node) {
      if (!lens) return BESIDE;
      extent ??= lensOf();
      const { outermost, across, ends } = extent;
      const before = ends === 1 ? (WIDEST / 2 + 19) * timesOf(12) : 0; // of the pills in the middle
      const free = (scene.width() - EDGE) / scene.scale() - across - before;
      const outside = ends === 1 ? (free + OUTSIDE) / 2 : free / 2; // what is left free is shared by both sides
      return outermost - Math.abs(scene.place(node).x) + Math.max(OUTSIDE, Math.floor(outside));
    }

    /** The pixels that a label of a free network has, however small the whole is drawn. */
    const leastOf = (id) => (folded.has(id) ? SHORTEST : Math.max(SHORTEST, Math.min(LONGER, SHARE * scene.width())));

    /** How far a label beside a mark is above it. */
    const raiseOf = (id, shape, side) => (!side && linked.has(id) ? RAISED * shape.size * shape.times : 0);

    const fontOf = (node) => (node.kind === "country" ? 14 : isPill(node) ? 12 : 13);

    /** The label of a node in the units of its font; `times` as large it is drawn. */
    function shapeOf(id) {
      const node = nodes[id];
      const text = scene.nameOf(node);
      const number = count(id) ? String(count(id)) : "";
      const size = fontOf(node);
      const times = timesOf(size);
      const lined = isPill(node) && times <= ROOMY && !folded.has(id);
      const widest = isMarked(id) && times > 1 ? Infinity : uncut && !isPill(node) ? (lens ? Infinity : LONGEST) : isPill(node) ? WIDEST : Math.round(Math.max(roomBeside(node) / (scene.crowded ? 1 : times), lens ? 0 : leastOf(id)));
      const known = shapes.get(node);
      if (known?.name === text && known.lined === lined && known.widest === widest && known.line === (times > 1 ? TIGHT : LINE)) return Object.assign(known, { number, times });
      ruler.font = `${node.kind === "country" ? "600 " : ""}${size}px ${FONT}`;
      const line = uncut ? Math.min(BROADER, Math.max(WIDEST, ruler.measureText(text).width / FEW)) : WIDEST;
      const lines = lined ? wrap(ruler, text, line) : [shorten(ruler, text, widest)];
      const width = Math.max(...lines.map((line) => ruler.measureText(line).width));
      const shape = { name: text, size, lined, widest, lines, width, number, times, line: times > 1 ? TIGHT : LINE };
      shape.height = lines.length * shape.line + (times > 1 ? CLOSE : AROUND);
      shapes.set(node, shape);
      return shape;
    }

    const fontFor = (node, size) => `${node.kind === "country" ? "600 " : ""}${size}px ${FONT}`;

    // ---- nodes ---------------------------------------------------------------------------------
    /** The radius of a mark: by the selected measure, else by its number of partnerships. */
    function radiusOf(id) {
      const size = scene.look.sizeOf(id);
      if (size !== null) return seen(2 + 7 * Math.sqrt(size));
      return seen(nodes[id].kind === "country" ? 7 : Math.min(9, 3 + 1.5 * Math.sqrt(count(id))));
    }

    /** A length in units, or the minimum that is visible and clickable where the whole is small. */
    const seen = (units) => Math.max(units, (scene.crowded ? units * 0.6 : lens ? Math.min(units * 0.5, 2.5) : Math.min(units, 3, nearest() * scene.scale())) / scene.scale());

    /** Somewhat less than half the distance from a node to the next, of a tenth of them less, so that marks stay apart. */
    function nearest() {
      least ??= yuqiao.viewing.spacing(nodes.map((node) => scene.place(node))) * 0.42;
      return least;
    }

    const pillWidth = (id, shape) => (shape.width + 38 + (scene.look.sizeOf(id) === null ? 0 : 20)) * shape.times;
    const isSmall = (id) => named !== null && !named.has(id) && !isMarked(id);

    function drawPill(ctx, id, shape, { x, y }) {
      const node = nodes[id];
      const hue = scene.look.colourOf(id);
      const { times } = shape;
      const small = isSmall(id);
      const [width, height] = small ? [10 / scene.scale(), 6 / scene.scale()] : [pillWidth(id, shape), shape.height * times];
      const left = x - width / 2;
      const start = left + (scene.look.sizeOf(id) === null ? 10 : 30) * times;
      ctx.beginPath();
      ctx.roundRect(left, y - height / 2, width, height, node.kind === "school" ? Math.min(5, height / 4) : height / 2);
      ctx.fillStyle = yuqiao.colours.mix(hue, scene.colour.paper, dimmed(id) ? 0.04 : small ? 0.35 : 0.12);
      ctx.fill(); // hides the lines underneath, even when dimmed
      ctx.globalAlpha = dimmed(id) ? 0.3 : 1;
      ctx.strokeStyle = hue;
      ctx.lineWidth = isMarked(id) ? 3 : 1.2;
      ctx.stroke();
      boxes.set(id, { left, right: left + width, top: y - height / 2, bottom: y + height / 2 });
      if (small) return;
      if (scene.look.sizeOf(id) !== null) drawDisc(ctx, left + 17 * times, y, radiusOf(id) * times, hue);
      ctx.fillStyle = scene.colour.ink;
      ctx.textAlign = "left";
      shape.lines.forEach((line, row) => ctx.fillText(line, start, y + (row - (shape.lines.length - 1) / 2) * shape.line * times));
      drawNumber(ctx, shape.number, left + width - 9 * times, y, "right");
    }

    function drawDisc(ctx, x, y, radius, hue) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = hue;
      ctx.fill();
    }

    function drawNumber(ctx, number, x, y, align) {
      ctx.font = `600 ${LEGIBLE * timesOf(LEGIBLE)}px ${FONT}`;
      ctx.textAlign = align;
      ctx.fillStyle = scene.colour.quiet;
      ctx.fillText(number, x, y);
    }

    function drawMark(ctx, id, shape, { x, y, side }) {
      const node = nodes[id];
      const radius = radiusOf(id);
      ctx.globalAlpha = dimmed(id) ? 0.3 : 1;
      if (node.kind === "country") {
        ctx.beginPath();
        ctx.moveTo(x, y - radius);
        for (const [dx, dy] of [[radius, 0], [0, radius], [-radius, 0]]) ctx.lineTo(x + dx, y + dy);
        ctx.closePath();
        ctx.fillStyle = scene.look.colourOf(id);
        ctx.fill();
      } else {
        drawDisc(ctx, x, y, radius, scene.look.colourOf(id));
      }
      ctx.strokeStyle = isMarked(id) ? scene.colour.ink : scene.colour.paper;
      ctx.lineWidth = isMarked(id) ? seen(2.5) : 1;
      ctx.stroke();
      const reached = seen(9);
      boxes.set(id, { left: x - reached, right: x + reached, top: y - reached, bottom: y + reached });
      if (scene.crowded) drawIfRoom(ctx, id, shape, x, y);
      else if (!isSmall(id)) drawBeside(ctx, id, shape, x, y, side);
    }

    function drawBeside(ctx, id, shape, x, y, ownSide) {
      const side = ownSide || 1;
      const start = x + side * gapOf(id);
      const level = y - raiseOf(id, shape, ownSide);
      ctx.textAlign = side > 0 ? "left" : "right";
      if (shape.times > 1 || !lens) drawHalo(ctx, shape.lines[0], start, level);
      ctx.fillStyle = scene.colour.ink;
      ctx.fillText(shape.lines[0], start, level);
      if (nodes[id].kind === "country") {
        drawNumber(ctx, shape.number, start + side * (shape.width * shape.times + 7), level, ctx.textAlign);
      }
      boxes.set(id, boxBeside(id, shape, x, y, ownSide));
    }

    /** Units from the middle of a mark to its label. */
    const gapOf = (id) => Math.max(12, lens ? 0 : radiusOf(id) + 4 / scene.scale());

    function drawHalo(ctx, text, x, y) {
      ctx.strokeStyle = scene.colour.paper;
      ctx.lineWidth = HALO / scene.scale();
      ctx.lineJoin = "round";
      ctx.strokeText(text, x, y);
    }

    function boxBeside(id, shape, x, y, ownSide) {
      const side = ownSide || 1;
      const length = gapOf(id) + shape.width * shape.times;
      const [left, right] = [x - side * (lens ? 8 : radiusOf(id)), x + side * length].sort((a, b) => a - b);
      const half = (9 * shape.size * shape.times) / 13;
      const raise = raiseOf(id, shape, ownSide);
      return { left, right, top: y - half - raise, bottom: y + Math.max(half - raise, radiusOf(id)) };
    }

    /** Draws a label at its size on the page, unless it would overlap another. */
    function drawIfRoom(ctx, id, shape, x, y) {
      if (dimmed(id)) return;
      const unit = 1 / scene.scale();
      const left = (x + 10 * unit) / unit;
      const box = { left, right: left + shape.width, top: y / unit - 9, bottom: y / unit + 9 };
      if (!taken.take(box) && !isMarked(id)) return;
      ctx.font = `${13 * unit}px ${FONT}`;
      ctx.textAlign = "left";
      drawHalo(ctx, shape.lines[0], left * unit, y);
      ctx.fillStyle = scene.colour.ink;
      ctx.fillText(shape.lines[0], left * unit, y);
    }

    /** The extent of a node and its label from its position, on its side, as far as the whole must show it. */
    function reach(id) {
      const [node, shape] = [nodes[id], shapeOf(id)];
      if (isPill(node)) return pillWidth(id, shape) / 2;
      if (scene.crowded) return 20 + Math.min(shape.width, SHORTEST) / scene.scale();
      const most = uncut ? Infinity : lens ? extent.outermost - Math.abs(scene.place(node).x) + OUTSIDE : Math.max(BESIDE, leastOf(id) * shape.times);
      return gapOf(id) + Math.min(shape.width * shape.times, most) + (node.kind === "country" ? 8 + 7 * shape.number.length * timesOf(LEGIBLE) : 0);
    }

    function paint(ctx, id, spot) {
      const shape = shapeOf(id);
      ctx.save();
      ctx.font = fontFor(nodes[id], shape.size * (scene.crowded ? 1 : shape.times));
      ctx.textBaseline = "middle";
      (isPill(nodes[id]) ? drawPill : drawMark)(ctx, id, shape, spot);
      ctx.restore();
    }

    /** The topmost of some nodes at a position of the picture. */
    function at(x, y, ids) {
      const inside = ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
      return ids.findLast((id) => boxes.has(id) && inside(boxes.get(id)));
    }

    /** The width and height that edges avoid. */
    function size(id) {
      const [node, shape] = [nodes[id], shapeOf(id)];
      if (!isPill(node)) return { width: LINE, height: LINE };
      return { width: pillWidth(id, shape), height: shape.height * shape.times };
    }

    /** How far a node reaches with its label at its own size, as the removal of overlaps needs it. */
    function box(id) {
      const [node, shape] = [nodes[id], shapeOf(id)];
      const height = Math.max(LINE, shape.height) + 4;
      if (isPill(node)) return { left: -pillWidth(id, { ...shape, times: 1 }) / 2, right: pillWidth(id, { ...shape, times: 1 }) / 2, height };
      const length = 14 + shape.width + (node.kind === "country" ? 8 + 7 * shape.number.length : 0);
      return (scene.place(node).side || 1) > 0 ? { left: -10, right: length, height } : { left: -length, right: 10, height };
    }

    /** The width and height at which a line with an arrow ends. */
    function border(id) {
      const across = 2 * radiusOf(id) + 2;
      return isPill(nodes[id]) && !isSmall(id) ? size(id) : { width: across, height: across };
    }

    /** The bounds of a node with its label, in pixels; of a free network those of the label alone, if its node is a mark. */
    function boundsOf(id) {
      const { x, y, side } = scene.spot(id);
      const shape = shapeOf(id);
      const [across, down] = [pillWidth(id, shape) / 2, (shape.height * shape.times) / 2];
      const box = isPill(nodes[id]) ? { left: x - across, right: x + across, top: y - down, bottom: y + down } : boxBeside(id, shape, x, y, side);
      if (!lens && !isPill(nodes[id])) Object.assign(box, (side || 1) > 0 ? { left: x + gapOf(id) } : { right: x - gapOf(id) });
      return pixels(box);
    }

    const pixels = (box) => Object.fromEntries(Object.entries(box).map(([edge, value]) => [edge, value * scene.scale()]));

    /** How far a node of a free network reaches up and down with its label. */
    function rise(id) {
      if (lens || scene.crowded || isPill(nodes[id])) return { up: 20, down: 20 };
      const { top, bottom } = boxBeside(id, shapeOf(id), 0, 0, scene.place(nodes[id]).side);
      return { up: Math.max(20, -top), down: Math.max(20, bottom) };
    }

    /** The bounds of a mark, in pixels. */
    function markOf(id) {
      const { x, y } = scene.spot(id);
      const radius = radiusOf(id);
      return pixels({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    }

    /** Whether a label has room; that of a pill may have one line only, another may be shorter. */
    function hasRoom(id) {
      folded.delete(id);
      if (taken.take(boundsOf(id))) return true;
      if (lens && !isPill(nodes[id])) return false;
      folded.add(id);
      return taken.take(boundsOf(id));
    }

    /** Starts a picture of some nodes: gives room to labels, first to what is highlighted, then by rank. */
    function start(ids) {
      taken = room();
      named = null;
      folded.clear();
      if (!lens && (isSparse || !scene.crowded)) for (const id of ids) if (!isPill(nodes[id])) taken.put(markOf(id));
      if (scene.crowded || timesOf(LEGIBLE) === 1) return;
      const linksOf = (id) => (lens ? 0 : (scene.look.degreeOf(id) ?? 0));
      const rank = (id) => (isMarked(id) ? 3e6 : dimmed(id) ? 0 : 1e6) + (nodes[id].kind === "country" ? 1000 : 0) + count(id) + linksOf(id);
      named = new Set([...ids].sort((a, b) => rank(b) - rank(a) || a - b).filter(hasRoom));
    }

    /** Whether a node is drawn over others, in the end: where labels have room, none may stand on them. */
    const isOver = (id) => named !== null && !isSmall(id);

    /** Takes steps during which no name is cut. */
    function whole(steps) {
      uncut = true;
      forget();
      const made = steps();
      uncut = false;
      forget();
      return made;
    }

    /** Discards measurements, as nodes have moved. */
    function forget() {
      shapes.clear();
      extent = null;
      least = null;
    }

    return { paint, at, reach, rise, size, box, border, isPill, isOver, start, forget, whole };
  }

  (window.yuqiao ??= {}).signsOf = signsOf;
})();
