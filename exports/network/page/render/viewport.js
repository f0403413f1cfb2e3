/* The visible part of a picture: the whole, or some nodes in the free part of the frame.

   yuqiao.viewing(stage, { view, move, extentOf, shown, margin }) -> { fit, reveal, back, pan, zoom }
   view() gives { x, y, scale }: what stands in the middle, and pixels for each unit of the picture;
   move(view, gently) goes there; extentOf(ids) gives { left, right, top, bottom };
   shown() gives the ids that are shown;
   margin: pixels around the extent for what is drawn as large whatever the scale. */
"use strict";
(() => {
  const CLOSEST = 1.6;
  const READABLE = 0.7; // scale at which a selected node is shown
  const PASSES = 4; // as labels that stay legible take more of a picture that is smaller
  const SMALLEST = 0.01; // scale, however little is free
  const EDGE = 8;
  const NARROW = 720;

  const isNarrow = (stage) => stage.clientWidth <= NARROW;

  /** The default appearance of a drawing: everything, in default sizes and colours. */
  const everything = ({ nodes, edges }, colourOf) => ({
    shown: new Set(nodes.keys()),
    edges: new Set(edges.keys()),
    lit: null,
    litEdges: null,
    marked: new Set(),
    node: (id) => nodes[id],
    edge: (index) => edges[index],
    colourOf,
    sizeOf: () => null,
    degreeOf: (id) => nodes[id].measures?.degree ?? null,
    moved: { narrow: false, spots: new Map() },
  });

  /** Whether all partnerships that an edge stands for have ended. */
  const HEADED = 5000; // lines that WebGL draws with an arrowhead each at most: of more it takes a second a frame
  const isHeaded = ({ directed, edges }) => directed && (Boolean(yuqiao.drawVis) || edges.length <= HEADED);
  const isEnded = ({ current, partnerships }) => current === 0 && Boolean(partnerships?.length);

  /** The distance from a node to the nearest other one, which a tenth of the nodes have less of. */
  function spacing(spots) {
    const order = [...spots].sort((a, b) => a.x - b.x);
    const distances = order.map((spot, place) => {
      let least = Infinity;
      for (const step of [-1, 1]) {
        for (let at = place + step; order[at] && Math.abs(order[at].x - spot.x) < least; at += step) {
          least = Math.min(least, Math.hypot(order[at].x - spot.x, order[at].y - spot.y) || Infinity);
        }
      }
      return least;
    });
    return distances.sort((a, b) => a - b)[Math.floor(distances.length / 10)] ?? Infinity;
  }

  /** Where nodes are that the reader has moved, or is dragging; { at(id) -> { x, y } or undefined, grab, nudge }.
      spotOf(id): the position of any node; isNarrow(): of which layout; scale(): pixels for each unit;
      repaint(id): shows that a node has moved; asked.moved(id, { x, y }): it is to stay there. */
  function moving({ look, spotOf, isNarrow, scale, pick, repaint, moved }) {
    let dragged = null;

    function at(id) {
      if (dragged?.id === id) return dragged;
      const { narrow, spots } = look().moved;
      return narrow === isNarrow() ? spots.get(id) : undefined;
    }

    /** By touch only a node that is selected is dragged, as others would be in the way of a finger that pans. */
    function grab(px, py, touch) {
      const { node } = pick(px, py, false) ?? {};
      if (!node || (touch && !look().marked.has(node.id))) return null;
      const { id } = node;
      const start = spotOf(id);
      return {
        move(x, y) {
          dragged = { id, x: start.x + (x - px) / scale(), y: start.y + (y - py) / scale() };
          repaint(id);
        },
        drop() {
          const { x, y } = dragged ?? start;
          dragged = null;
          moved(id, { x, y });
        },
      };
    }

    function nudge(right, down) {
      const [id] = look().marked;
      if (id === undefined) return;
      const { x, y } = spotOf(id);
      moved(id, { x: x + right / scale(), y: y + down / scale() });
    }

    return { at, grab, nudge };
  }

  function viewing(stage, { view, move, extentOf, shown, margin = 0 }) {
    let before = null; // the view before a selection moved it

    const sizeOf = ({ left, right, top, bottom }) => [Math.max(right - left, 1), Math.max(bottom - top, 1)];

    function fit() {
      before = null;
      const ids = shown();
      if (!ids.length) return;
      move({ x: 0, y: 0, scale: CLOSEST }, false); // the same start gives the same whole
      for (let pass = 0, last = CLOSEST; pass < PASSES; pass += 1) {
        const { left, top, ...rest } = extentOf(ids);
        const [width, height] = sizeOf({ left, top, ...rest });
        const scale = Math.min((stage.clientWidth - 2 * margin) / width, (stage.clientHeight - 2 * margin) / height, CLOSEST);
        move({ x: left + width / 2, y: top + height / 2, scale }, false);
        if (scale === last) return; // the labels are as large as they were
        last = scale;
      }
    }

    /** Moves as little as necessary to bring low..high into 0..room, in pixels around a middle. */
    function within(low, high, middle, scale, size, room) {
      const [start, end] = [(low - middle) * scale + size / 2 - margin, (high - middle) * scale + size / 2 + margin];
      const shift = Math.max(0, end - room + EDGE);
      return middle + (start - shift < EDGE ? start - EDGE : shift) / scale;
    }

    /** Brings nodes (on a narrow page, the first) into the part { right, bottom } of the frame that is free. */
    function reveal(ids, free) {
      if (!ids.length) return;
      const now = view();
      before ??= now;
      const box = extentOf(isNarrow(stage) ? ids.slice(0, 1) : ids);
      const [width, height] = sizeOf(box);
      const around = 2 * (EDGE + margin);
      const largest = Math.max(Math.min((free.right - around) / width, (free.bottom - around) / height), SMALLEST);
      const seen = Math.min(largest / 4, READABLE); // a selected node is not shown as a dot
      const scale = Math.min(Math.max(now.scale, seen), largest);
      const x = within(box.left, box.right, now.x, scale, stage.clientWidth, free.right);
      const y = within(box.top, box.bottom, now.y, scale, stage.clientHeight, free.bottom);
      move({ x, y, scale }, true);
    }

    /** Restores the view before the first selection. */
    function back() {
      if (before) move(before, true);
      before = null;
    }

    function pan(right, down) {
      const { x, y, scale } = view();
      move({ x: x + right / scale, y: y + down / scale, scale }, false);
    }

    function zoom(times) {
      const { x, y, scale } = view();
      move({ x, y, scale: scale * times }, false);
    }

    return { fit, reveal, back, pan, zoom };
  }

  (window.yuqiao ??= {}).viewing = Object.assign(viewing, { isNarrow, everything, isEnded, isHeaded, moving, spacing });
})();
