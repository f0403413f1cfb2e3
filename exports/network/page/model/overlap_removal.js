/* Removes overlaps: pushes the boxes around positions apart, as exports/network/layout/overlap_removal.py does. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const MOVES = 60;
  const [LARGER, STEP] = [12, 1.2]; // how often, and by how much, a crowded picture is enlarged

  /** Moves two positions apart by half of the overlap each, on the axis where it is smaller; one that is held stays. */
  function push(places, one, other, across, down, held) {
    const [axis, missing] = down <= across ? [1, down] : [0, across];
    const sign = places[other][axis] >= places[one][axis] ? 1 : -1;
    const way = sign * (missing / 2 + 0.5);
    const [before, after] = held[one] ? [0, 2] : held[other] ? [2, 0] : [1, 1];
    places[one][axis] -= before * way;
    places[other][axis] += after * way;
  }

  /** Pushes each pair of overlapping boxes apart, the shorter way; returns whether there was one. */
  function pushed(places, boxes, held) {
    let found = false;
    const tallest = Math.max(0, ...boxes.map((box) => box.height));
    const order = places.map((_, index) => index).sort((a, b) => places[a][1] - places[b][1] || a - b);
    const tops = order.map((index) => places[index][1]);
    for (let place = 0; place < order.length; place += 1) {
      const one = order[place];
      for (let later = place + 1; later < order.length && tops[later] - tops[place] < tallest; later += 1) {
        const other = order[later];
        if (held[one] && held[other]) continue;
        const down = (boxes[one].height + boxes[other].height) / 2 - Math.abs(places[other][1] - places[one][1]);
        const across = Math.min(
          places[one][0] + boxes[one].right - places[other][0] - boxes[other].left,
          places[other][0] + boxes[other].right - places[one][0] - boxes[one].left,
        );
        if (down <= 0 || across <= 0) continue;
        found = true;
        push(places, one, other, across, down, held);
      }
    }
    return found;
  }

  /** Returns positions at which no boxes { left, right, height } overlap; held: which positions stay. */
  yuqiao.overlapsRemoved = (points, boxes, held = []) => {
    let current = points;
    for (let round = 0; round < LARGER; round += 1) {
      const places = current.map((point) => [...point]);
      for (let move = 0; move < MOVES; move += 1) if (!pushed(places, boxes, held)) return places;
      current = current.map(([x, y], index) => (held[index] ? [x, y] : [x * STEP, y * STEP]));
    }
    return current;
  };
})();
