/* Where the nodes around a centre stand: in columns, by their distance from it and by kind, half of them to the left
   and half to the right; on a narrow page all to the right. No DOM.

   Nodes of the first step are divided by kind; those of later steps stand on the side of a node that leads to them,
   and near its height. A column that would be too tall is wrapped. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const WIDE = { school: 250, discipline: 250 }; // units of a column: of a box with its name in it
  const [USUAL, FIRST] = [290, 150]; // of a column of marks with their names beside them; between the centre and the first
  const HIGH = { school: 46, discipline: 46 };
  const LOW = 26;
  const TALLEST = 760; // units of a column
  const [SHAPE, MOST_SPREAD] = [0.4, 3]; // of height to width, at least; times that rows are spread at most

  /** Divides the kinds of the first step: the first of them to the left while less than half of the nodes are there. */
  function sidesOf(first, kindOf, kinds) {
    const sides = new Map();
    let left = 0;
    for (const kind of kinds) {
      const own = first.filter((id) => kindOf(id) === kind);
      const isLeft = left + own.length / 2 < first.length / 2;
      for (const id of own) sides.set(id, isLeft ? -1 : 1);
      if (isLeft) left += own.length;
    }
    if (first.length > 1 && new Set(sides.values()).size === 1) first.forEach((id, at) => sides.set(id, at < first.length / 2 ? -1 : 1));
    return sides;
  }

  const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

  /** Spreads few rows, so that the whole is no flat strip. */
  function spread(spots) {
    const across = Math.max(...[...spots.values()].map(({ x }) => Math.abs(x)));
    const down = Math.max(1, ...[...spots.values()].map(({ y }) => Math.abs(y)));
    const times = Math.max(1, Math.min(MOST_SPREAD, (SHAPE * across) / down));
    for (const spot of spots.values()) spot.y = Math.round(spot.y * times);
    return spots;
  }

  /** network: { distances: Map of node -> steps, near(id) -> ids, kindOf(id), kinds }; returns node -> { x, y, side }. */
  yuqiao.egoColumns = ({ distances, near, kindOf, kinds }, isNarrow = false) => {
    const spots = new Map();
    const rings = [];
    for (const [id, steps] of distances) (rings[steps] ??= []).push(id);
    if (!rings.length) return spots;
    spots.set(rings[0][0], { x: 0, y: 0, side: 1 });
    const sides = isNarrow ? new Map((rings[1] ?? []).map((id) => [id, 1])) : sidesOf(rings[1] ?? [], kindOf, kinds);
    const reach = { "-1": FIRST, 1: FIRST };

    /** Places nodes in a column; returns how wide it is. */
    function column(ids, side, start) {
      const high = (id) => HIGH[kindOf(id)] ?? LOW;
      const isBoxed = kindOf(ids[0]) in WIDE;
      const width = WIDE[kindOf(ids[0])] ?? USUAL;
      let y = -ids.reduce((sum, id) => sum + high(id), 0) / 2;
      for (const id of ids) {
        spots.set(id, { x: Math.round(side * (start + (isBoxed ? width / 2 : 0))), y: Math.round(y + high(id) / 2), side });
        y += high(id);
      }
      return width + (isBoxed ? 70 : 30);
    }

    for (const ring of rings.slice(1)) {
      const parents = new Map(ring.map((id) => [id, near(id).filter((other) => distances.get(other) === distances.get(id) - 1 && spots.has(other))]));
      for (const [id, above] of parents) if (!sides.has(id)) sides.set(id, sides.get(above[0]) ?? 1);
      const height = (id) => parents.get(id).reduce((sum, other) => sum + spots.get(other).y, 0) / (parents.get(id).length || 1);
      const order = new Map(ring.map((id, at) => [id, [height(id), at]]));
      const byHeight = (a, b) => order.get(a)[0] - order.get(b)[0] || order.get(a)[1] - order.get(b)[1];
      for (const side of [-1, 1]) for (const kind of kinds) {
        const own = ring.filter((id) => sides.get(id) === side && kindOf(id) === kind).sort(byHeight);
        for (const ids of chunks(own, Math.floor(TALLEST / (HIGH[kind] ?? LOW)))) reach[side] += column(ids, side, reach[side]);
      }
    }
    return spread(spots);
  };
})();
