/* The shortest paths between two nodes of the network shown: their number, and each by its number.

   Breadth-first search counts, for each node, the shortest paths from it to the end (as in Brandes
   2001); the path with a given number is then derived from these counts, so that a million equal paths
   cost no more than one. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});

  /** @returns {null | {steps, count, path(number) -> {nodes, edges}}} null if there is no path. */
  yuqiao.shortestPaths = (model, shown, from, to) => {
    if (!shown.nodes.has(from) || !shown.nodes.has(to)) return null;
    const onward = (id) => model.neighbours(id, shown).sort((a, b) => a.id - b.id);
    const distance = new Map([[to, 0]]);
    const ways = new Map([[to, 1]]);
    let ring = [to];
    while (ring.length && !distance.has(from)) {
      const next = [];
      for (const id of ring) {
        for (const { id: other } of onward(id)) {
          if (!distance.has(other)) {
            distance.set(other, distance.get(id) + 1);
            ways.set(other, 0);
            next.push(other);
          }
          if (distance.get(other) === distance.get(id) + 1) ways.set(other, ways.get(other) + ways.get(id));
        }
      }
      ring = next;
    }
    if (!distance.has(from)) return null;

    function path(number) {
      const found = { nodes: [from], edges: [] };
      let left = number;
      for (let at = from; at !== to;) {
        const nearer = onward(at).filter(({ id }) => distance.get(id) === distance.get(at) - 1);
        const step = nearer.find(({ id }) => {
          if (left < ways.get(id)) return true;
          left -= ways.get(id);
          return false;
        });
        found.nodes.push(step.id);
        found.edges.push(step.edge);
        at = step.id;
      }
      return found;
    }
    return { steps: distance.get(from), count: ways.get(from), path };
  };
})();
