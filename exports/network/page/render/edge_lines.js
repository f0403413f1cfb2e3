/* The lines of a network with arrows, parallel edges or loops: their course and their arrowheads.

   yuqiao.linesOf(data) -> null where straight lines tell all edges apart, else
   { course(index, place, size), arrow(points, width), isCurved(index) }
   place(id) -> { x, y } of a node; size(id) -> the width and height of its sign. A course is a list of
   points from the border of one sign to the border of the other, so that all draw and find the same line. */
"use strict";
(() => {
  const STEPS = 24; // points of a curve
  const [APART, SHARE] = [34, 0.22]; // between the middles of two parallel lines: units at most, and share of their length
  const LOOP = 12; // units; radius of a loop
  const TURN = Math.PI / 4; // between two loops at a node
  const FIRST = Math.PI * 0.75; // the first is at the upper left, as labels are at the right
  const HEAD = 7; // units; length of an arrowhead

  (window.yuqiao ??= {}).linesOf = ({ edges, directed }) => {
    const bundles = new Map(); // two ends -> the numbers of the edges between them
    edges.forEach(({ from, to }, index) => {
      const ends = `${Math.min(from, to)} ${Math.max(from, to)}`;
      if (!bundles.has(ends)) bundles.set(ends, []);
      bundles.get(ends).push(index);
    });
    const isPlain = !directed && edges.every(({ from, to }) => from !== to) && bundles.size === edges.length;
    if (isPlain) return null;
    const ranks = new Map(); // edge -> its place among those of its bundle, around 0; of a loop, from 0
    for (const bundle of bundles.values()) {
      const isLoop = edges[bundle[0]].from === edges[bundle[0]].to;
      bundle.forEach((index, place) => ranks.set(index, isLoop ? place : place - (bundle.length - 1) / 2));
    }

    /** A curve, at least as bent as it takes to tell it from its neighbours. */
    function curve({ from, to }, rank, one, other) {
      const [dx, dy] = [other.x - one.x, other.y - one.y];
      const length = Math.hypot(dx, dy) || 1;
      const way = from < to ? 1 : -1; // parallel lines bend the same way, whatever their direction
      const bend = (2 * rank * way * Math.min(APART, SHARE * length)) / length;
      const [mx, my] = [one.x + dx / 2 - dy * bend, one.y + dy / 2 + dx * bend];
      return Array.from({ length: STEPS + 1 }, (_, step) => {
        const [t, s] = [step / STEPS, 1 - step / STEPS];
        return [s * s * one.x + 2 * s * t * mx + t * t * other.x, s * s * one.y + 2 * s * t * my + t * t * other.y];
      });
    }

    function loop(rank, { x, y }, { width, height }) {
      const angle = FIRST + rank * TURN;
      const [mx, my] = [x + Math.cos(angle) * Math.min(width / 2, height / 2 + LOOP), y - Math.sin(angle) * (height / 2 + LOOP * 0.6)];
      const start = Math.atan2(y - my, x - mx);
      return Array.from({ length: STEPS + 1 }, (_, step) => {
        const turned = start + (step / STEPS) * 2 * Math.PI;
        return [mx + LOOP * Math.cos(turned), my + LOOP * Math.sin(turned)];
      });
    }

    /** Cuts off what is inside a sign at the end of a line. */
    function clipped(points, { x, y }, { width, height }) {
      const inside = ([px, py]) => Math.abs(px - x) <= width / 2 + 1 && Math.abs(py - y) <= height / 2 + 1;
      let last = points.length - 1;
      while (last > 0 && inside(points[last])) last -= 1;
      if (last === points.length - 1 || last === 0) return points;
      let [out, into] = [points[last], points[last + 1]];
      for (let round = 0; round < 6; round += 1) {
        const middle = [(out[0] + into[0]) / 2, (out[1] + into[1]) / 2];
        if (inside(middle)) into = middle;
        else out = middle;
      }
      return [...points.slice(0, last + 1), out];
    }

    function course(index, place, size) {
      const { from, to } = edges[index];
      const [one, other] = [place(from), place(to)];
      const whole = from === to ? loop(ranks.get(index), one, size(from)) : curve(edges[index], ranks.get(index), one, other);
      const ended = clipped(whole, other, size(to));
      return clipped(ended.reverse(), one, size(from)).reverse();
    }

    /** The three corners of the head at the end of a course; null where edges have no direction. */
    function arrow(points, width) {
      if (!directed) return null;
      const [x, y] = points.at(-1);
      const length = HEAD + 1.5 * width;
      const tail = points.findLast(([px, py]) => Math.hypot(px - x, py - y) >= length * 0.8) ?? points[0];
      const angle = Math.atan2(y - tail[1], x - tail[0]);
      const corner = (turn) => [x - length * Math.cos(angle + turn), y - length * Math.sin(angle + turn)];
      return [[x, y], corner(0.42), corner(-0.42)];
    }

    const isCurved = (index) => edges[index].from === edges[index].to || ranks.get(index) !== 0;

    return { course, arrow, isCurved };
  };
})();
