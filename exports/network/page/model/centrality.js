/* Measures of the nodes of a network, as graph/network/measures.py defines them. No DOM.

   A network is { size, sides, near, weights }: for each node its neighbours and the weights of the edges to
   them, without loops or parallel edges; sides, of a two-mode network, is true for the nodes of one kind
   (S. P. Borgatti and M. G. Everett, Social Networks 19 (1997), 243), else null. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const DAMPING = 0.85;
  const [SETTLED, ROUNDS] = [1e-12, 1000]; // change of all PageRanks together; rounds at most

  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const share = (value, most) => (most > 0 ? value / most : 0);
  const strengths = ({ weights }) => weights.map(sum);

  /** The sizes of a node's own side and of the other. */
  function sizesOf({ sides }) {
    const one = sides.filter(Boolean).length;
    const [own, other] = [[one, sides.length - one], [sides.length - one, one]];
    return (node) => (sides[node] ? own : other);
  }

  /** The most pairs that a node of a side of `own` nodes can lie between. */
  function mostBetween([own, other]) {
    if (!other) return 0;
    const [s, t] = [Math.floor((own - 1) / other), (own - 1) % other];
    return (other ** 2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2;
  }

  /** A search from one node after another (Brandes 2001): it adds to `between`, and returns the number of nodes
      reached and the sum of the steps to them. */
  function searchOf({ size, near }, between) {
    const [distance, order] = [new Int32Array(size), new Int32Array(size)];
    const [paths, owed] = [new Float64Array(size), new Float64Array(size)];
    const first = new Int32Array(size + 1); // of the neighbours of each node, in `next`
    near.forEach((others, node) => { first[node + 1] = first[node] + others.length; });
    const next = Int32Array.from(near.flat());
    const [before, after] = [new Int32Array(next.length), new Int32Array(next.length)];
    return (start) => {
      distance.fill(-1);
      distance[start] = 0;
      paths[start] = 1;
      order[0] = start;
      let found = 1;
      let steps = 0;
      let outward = 0; // edges of shortest paths, in the order in which they are found
      for (let at = 0; at < found; at += 1) {
        const node = order[at];
        const further = distance[node] + 1;
        owed[node] = 0;
        steps += distance[node];
        for (let edge = first[node]; edge < first[node + 1]; edge += 1) {
          const other = next[edge];
          if (distance[other] < 0) {
            distance[other] = further;
            paths[other] = 0;
            order[found] = other;
            found += 1;
          }
          if (distance[other] === further) {
            paths[other] += paths[node];
            before[outward] = node;
            after[outward] = other;
            outward += 1;
          }
        }
      }
      while (outward > 0) {
        outward -= 1;
        owed[before[outward]] += (paths[before[outward]] * (1 + owed[after[outward]])) / paths[after[outward]];
      }
      for (let at = 1; at < found; at += 1) between[order[at]] += owed[order[at]] / 2; // each pair is found from both ends
      return [found - 1, steps];
    };
  }

  /** Betweenness and closeness, from one search per node; a generator, so that it can pause. */
  function* distances(network) {
    const { size, sides } = network;
    const between = new Float64Array(size);
    const close = [];
    const sizes = sides ? sizesOf(network) : null;
    const search = searchOf(network, between);
    for (let start = 0; start < size; start += 1) {
      const [reached, steps] = search(start);
      const [own, other] = sizes?.(start) ?? [];
      close.push(share((sizes ? other + 2 * (own - 1) : reached) * reached, steps * (size - 1)));
      yield;
    }
    const most = sizes ? (node) => mostBetween(sizes(node)) : () => ((size - 1) * (size - 2)) / 2;
    return { betweenness: Array.from(between, (value, node) => share(value, most(node))), closeness: close };
  }

  function normalizedDegree(network) {
    const most = network.sides ? sizesOf(network) : () => [0, network.size - 1];
    return network.near.map((near, node) => share(near.length, most(node)[1]));
  }

  /** The probability that a random walk along edges, by weight, is at each node (Brin and Page 1998). */
  function pagerank(network) {
    const { size, near, weights } = network;
    const strength = strengths(network);
    let ranks = new Float64Array(size).fill(1 / size);
    for (let round = 0, change = Infinity; change > SETTLED && round < ROUNDS; round += 1) {
      const next = new Float64Array(size);
      let lost = 0; // at nodes without an edge, from which the walk goes on anywhere
      for (let node = 0; node < size; node += 1) {
        if (!strength[node]) lost += ranks[node];
        for (let at = 0; at < near[node].length; at += 1) next[near[node][at]] += share(DAMPING * ranks[node] * weights[node][at], strength[node]);
      }
      change = 0;
      for (let node = 0; node < size; node += 1) {
        next[node] += (1 - DAMPING + DAMPING * lost) / size;
        change += Math.abs(next[node] - ranks[node]);
      }
      ranks = next;
    }
    return Array.from(ranks);
  }

  /** The largest k such that a node is in a group whose members have k neighbours in it. */
  function core({ size, near }) {
    const left = near.map((others) => others.length);
    const byDegree = Array.from({ length: Math.max(0, ...left) + 1 }, () => []);
    left.forEach((degree, node) => byDegree[degree].push(node));
    const found = new Array(size).fill(-1);
    for (let degree = 0; degree < byDegree.length; degree += 1) {
      for (let node = byDegree[degree].pop(); node !== undefined; node = byDegree[degree].pop()) {
        if (found[node] >= 0) continue; // it is there once for each degree it had
        found[node] = degree;
        for (const other of near[node]) if (found[other] < 0 && left[other] > degree) byDegree[left[other] -= 1].push(other);
      }
    }
    return found;
  }

  /** One minus Burt's constraint, and not below 0. */
  function brokerage(network) {
    const { size, near, weights } = network;
    const strength = strengths(network);
    const spent = Array.from({ length: size }, () => 0); // of a node's ties, the share that is another's
    return near.map((others, node) => {
      if (!strength[node]) return 0;
      others.forEach((other, at) => { spent[other] = weights[node][at] / strength[node]; });
      const constraint = sum(others.map((other) =>
        (spent[other] + sum(near[other].map((third, at) => spent[third] * share(weights[other][at], strength[third])))) ** 2));
      for (const other of others) spent[other] = 0;
      return Math.max(0, 1 - constraint);
    });
  }

  yuqiao.centrality = {
    degree: ({ near }) => near.map((others) => others.length),
    "weighted-degree": strengths,
    "normalized-degree": normalizedDegree,
    pagerank,
    core,
    brokerage,
    distances,
  };
})();
