/* Glyphs: how a node and its label are drawn, and their extent.

   yuqiao.signsOf(data, scene) -> { paint(ctx, id, spot), at(x, y, ids), reach(id), size(id), isPill(node), start(), forget() }
   scene: { look, colour, crowded, nameOf(node), place(node), scale() }, read anew at every use.
   Schools and fields of study are pills with their label inside, others marks with it beside; in a crowded
   network all are marks, and a label is written, as large as the page's text, where no other stands. */
"use strict";
(() => {
  const WIDEST = 138; // units of a line in a pill
  const BESIDE = 220; // of a label beside a mark, as the layout of a free network assumes
  const LINE = 14;

  function signsOf(data, scene) {
    const { FONT, shorten, wrap, room } = yuqiao.lettering;
    const { nodes } = data;
    const lens = data.layout === "lens";
    const ruler = document.createElement("canvas").getContext("2d");
    const shapes = new Map(); // node -> the size of its label, measured once for each name
    const boxes = new Map(); // node -> its bounds with its label, in the units of the picture
    let taken = room();
    let outermost = null;

    const count = (id) => (scene.look.node(id).partnerships ?? []).length;
    const isMarked = (id) => scene.look.marked.has(id);
    const dimmed = (id) => scene.look.lit !== null && !scene.look.lit.has(id) && !isMarked(id);
    const isPill = (node) => !scene.crowded && (node.kind === "school" || node.kind === "discipline");

    // ---- labels --------------------------------------------------------------------------------
    /** The picture is a lens: a label nearer the middle may be longer. */
    function roomBeside(node) {
      if (!lens) return BESIDE;
      outermost ??= nodes.reduce((most, each) => Math.max(most, Math.abs(scene.place(each).x)), 0);
      return outermost - Math.abs(scene.place(node).x) + 250;
    }

    function shapeOf(id) {
      const node = nodes[id];
      const text = scene.nameOf(node);
      const number = count(id) ? String(count(id)) : "";
      const known = shapes.get(node);
      if (known?.name === text) return Object.assign(known, { number });
      const font = node.kind === "country" ? `600 14px ${FONT}` : `${isPill(node) ? 12 : 13}px ${FONT}`;
      ruler.font = font;
      const lines = isPill(node) ? wrap(ruler, text, WIDEST) : [shorten(ruler, text, roomBeside(node))];
      const width = Math.max(...lines.map((line) => ruler.measureText(line).width));
      const shape = { name: text, font, lines, width, number, height: lines.length * LINE + 8 };
      shapes.set(node, shape);
      return shape;
    }

    // ---- nodes ---------------------------------------------------------------------------------
    /** The radius of a mark: by the selected measure, else by its number of partnerships. */
    function radiusOf(id) {
      const size = scene.look.sizeOf(id);
      if (size !== null) return seen(2 + 7 * Math.sqrt(size));
      return seen(nodes[id].kind === "country" ? 7 : Math.min(9, 3 + 1.5 * Math.sqrt(count(id))));
    }

    /** A length in units, or the minimum that is visible and clickable in a crowded network. */
    const seen = (units) => (scene.crowded ? Math.max(units, (units * 0.6) / scene.scale()) : units);

    const pillWidth = (id, shape) => shape.width + 38 + (scene.look.sizeOf(id) === null ? 0 : 20);

    function drawPill(ctx, id, shape, { x, y }) {
      const node = nodes[id];
      const hue = scene.look.colourOf(id);
      const width = pillWidth(id, shape);
      const left = x - width / 2;
      const start = scene.look.sizeOf(id) === null ? left + 10 : left + 30;
      ctx.beginPath();
      ctx.roundRect(left, y - shape.height / 2, width, shape.height, node.kind === "school" ? 5 : shape.height / 2);
      ctx.fillStyle = yuqiao.colours.mix(hue, scene.colour.paper, dimmed(id) ? 0.04 : 0.12);
      ctx.fill(); // hides the lines underneath, even when dimmed
      ctx.globalAlpha = dimmed(id) ? 0.3 : 1;
      ctx.strokeStyle = hue;
      ctx.lineWidth = isMarked(id) ? 3 : 1.2;
      ctx.stroke();
      if (start > left + 10) drawDisc(ctx, left + 17, y, radiusOf(id), hue);
      ctx.fillStyle = scene.colour.ink;
      ctx.textAlign = "left";
      shape.lines.forEach((line, row) => ctx.fillText(line, start, y + (row - (shape.lines.length - 1) / 2) * LINE));
      drawNumber(ctx, shape.number, left + width - 9, y, "right");
      boxes.set(id, { left, right: left + width, top: y - shape.height / 2, bottom: y + shape.height / 2 });
    }

    function drawDisc(ctx, x, y, radius, hue) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = hue;
      ctx.fill();
    }

    function drawNumber(ctx, number, x, y, align) {
      ctx.font = `600 11px ${FONT}`;
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
      else drawBeside(ctx, id, shape, x, y, side || 1);
    }

    function drawBeside(ctx, id, shape, x, y, side) {
      const start = x + side * 12;
      ctx.textAlign = side > 0 ? "left" : "right";
      ctx.fillStyle = scene.colour.ink;
      ctx.fillText(shape.lines[0], start, y);
      if (nodes[id].kind === "country") {
        drawNumber(ctx, shape.number, start + side * (shape.width + 7), y, ctx.textAlign);
      }
      const [left, right] = [x - side * 8, x + side * reach(id)].sort((a, b) => a - b);
      boxes.set(id, { left, right, top: y - 9, bottom: y + 9 });
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
      ctx.strokeStyle = scene.colour.paper;
      ctx.lineWidth = 3 * unit;
      ctx.strokeText(shape.lines[0], left * unit, y);
      ctx.fillStyle = scene.colour.ink;
      ctx.fillText(shape.lines[0], left * unit, y);
    }

    /** The extent of a node and its label from its position, on its side. */
    function reach(id) {
      const [node, shape] = [nodes[id], shapeOf(id)];
      if (isPill(node)) return pillWidth(id, shape) / 2;
      if (scene.crowded) return 20;
      return 12 + shape.width + (node.kind === "country" ? 8 + 7 * shape.number.length : 0);
    }

    function paint(ctx, id, spot) {
      const shape = shapeOf(id);
      ctx.save();
      ctx.font = shape.font;
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
      return isPill(node) ? { width: pillWidth(id, shape), height: shape.height } : { width: LINE, height: LINE };
    }

    /** Starts a picture: no label is placed yet. */
    function start() {
      taken = room();
    }

    /** Discards measurements, as nodes have moved. */
    function forget() {
      shapes.clear();
      outermost = null;
    }

    return { paint, at, reach, size, isPill, start, forget };
  }

  (window.yuqiao ??= {}).signsOf = signsOf;
})();
