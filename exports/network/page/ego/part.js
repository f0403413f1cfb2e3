/* A part of the network: what is around one node, opened step by step, or nodes that the reader keeps or leaves out. No DOM.

   part: { centre: a node or null, opened: Set of the others whose neighbours are shown, only: Set of the nodes that are
   kept or null, without: Set of the nodes that are left out, before: the positions of the whole network, or null }.
   A partnership counts while an edge that is shown rests on it, or the centre, or a node shown without an edge. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});

  yuqiao.partsOf = (model) => {
    const { edges } = model;
    const whole = () => ({ centre: null, opened: new Set(), only: null, without: new Set(), before: null });
    const isWhole = ({ centre, only, without }) => centre === null && only === null && !without.size;
    const text = ({ centre, opened, only, without }) => JSON.stringify([centre, [...opened], only && [...only], [...without]]);
    const isSame = (one, other) => text(one) === text(other);
    const linesIn = (ids, shown) => new Set([...shown.edges].filter((index) => ids.has(edges[index].from) && ids.has(edges[index].to)));

    /** The nodes around the centre, each with its distance in steps; of those that are opened, the neighbours. */
    function reached({ centre, opened }, around) {
      const found = new Map();
      if (!around.nodes.has(centre)) return found;
      found.set(centre, 0);
      for (const [id, steps] of found) {
        if (id !== centre && !opened.has(id)) continue;
        for (const { id: other } of model.neighbours(id, around)) if (!found.has(other)) found.set(other, steps + 1);
      }
      return found;
    }

    /** What a part leaves of the network shown; recount(partnerships) is the same network counted by these only. */
    function within(shown, part, recount) {
      if (isWhole(part)) return shown;
      const kept = new Set([...shown.nodes].filter((id) => !part.without.has(id) && (part.only === null || part.only.has(id))));
      const around = { nodes: kept, edges: linesIn(kept, shown) };
      const distances = part.centre === null ? null : reached(part, around);
      const ids = distances ? new Set([...kept].filter((id) => distances.has(id))) : kept;
      const lines = distances ? linesIn(ids, shown) : around.edges;
      const linked = new Set([...lines].flatMap((index) => [edges[index].from, edges[index].to]));
      const alone = [...ids].filter((id) => id === part.centre || !linked.has(id));
      const behind = [...[...lines].map((index) => shown.edge(index)), ...alone.map((id) => shown.node(id))].flatMap(({ partnerships }) => partnerships ?? []);
      const counted = new Set(behind.filter((index) => shown.partnerships.has(index)));
      const { node, edge } = model.partnerships.length ? recount(counted) : shown;
      return { nodes: ids, edges: lines, partnerships: counted, isFiltered: true, isPart: true, node, edge, around, distances };
    }

    /** Of a part that within() found: what rests on some partnerships, such as one side of a comparison; places and distances stay. */
    function resting(found, partnerships, recount) {
      if (!found.isPart) return recount(partnerships);
      const own = new Set([...partnerships].filter((index) => found.partnerships.has(index)));
      const rest = within(recount(own), keeping(whole(), found.nodes), recount);
      return { ...rest, around: found.around, distances: found.distances };
    }

    /** The neighbours of a node that opening it would add to those shown. */
    const more = (id, { distances, around }) => (distances ? model.neighbours(id, around).filter((each) => !distances.has(each.id)) : []);

    /** How many nodes closing one takes away. */
    function fewer(id, part, { distances, around }) {
      return distances.size - reached(closed(part, id), around).size;
    }

    const centred = (part, id, before) => ({ ...part, centre: id, opened: new Set(), before: part.centre === null ? before : part.before });
    const opened = (part, ids) => ({ ...part, opened: new Set([...part.opened, ...ids].filter((id) => id !== part.centre)) });
    const closed = (part, id) => ({ ...part, opened: new Set([...part.opened].filter((each) => each !== id)) });
    const left = (part) => ({ ...part, centre: null, opened: new Set(), before: null });
    const keeping = (part, ids) => ({ ...left(part), only: new Set(ids), without: new Set() });
    const leavingOut = (part, ids) => ({ ...part, without: new Set([...part.without, ...ids]) });

    return { whole, isWhole, isSame, within, resting, more, fewer, centred, opened, closed, left, keeping, leavingOut };
  };
})();
