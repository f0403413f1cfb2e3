/* The schools most like one: by partners, fields of study and levels, each as the share they have in common
   (P. Jaccard, New Phytologist 11 (1912), 37), of which the mean counts; and partners of theirs that it does
   not have. Both are inferred from the data; no source says either. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const [MOST, FEW] = [5, 5]; // peers, and possible partners

  yuqiao.peersOf = (model) => {
    const { nodes, partnerships } = model;

    /** What a school has, under the partnerships shown. */
    function profile(id, kept) {
      const own = (nodes[id].partnerships ?? []).filter((index) => kept.has(index)).map((index) => partnerships[index]);
      const terms = (key) => new Set(own.flatMap((each) => each[key] ?? []));
      return { partners: new Set(own.flatMap((each) => each.nodes.filter((other) => nodes[other].kind === "university"))), fields: terms("fields"), level: terms("level") };
    }

    const common = (one, other) => [...one].filter((each) => other.has(each));
    const share = (one, other) => (one.size + other.size ? common(one, other).length / (one.size + other.size - common(one, other).length) : 0);
    const PARTS = ["partners", "fields", "level"];

    /** The peers of a school: { id, likeness, partners, fields, level } with what both have; those most like it first. */
    function peers(id, shown) {
      const own = profile(id, shown.partnerships);
      const known = PARTS.filter((part) => own[part].size);
      return nodes.flatMap((node, other) => {
        if (other === id || node.kind !== nodes[id].kind || !shown.nodes.has(other)) return [];
        const theirs = profile(other, shown.partnerships);
        const likeness = known.reduce((sum, part) => sum + share(own[part], theirs[part]), 0) / (known.length || 1);
        return likeness > 0 ? [{ id: other, likeness, ...Object.fromEntries(PARTS.map((part) => [part, common(own[part], theirs[part])])) }] : [];
      }).sort((a, b) => b.likeness - a.likeness || a.id - b.id).slice(0, MOST);
    }

    /** Partners of its peers, in fields that it teaches, that a school does not have: { id, peers, fields }. */
    function possible(id, shown) {
      const own = profile(id, shown.partnerships);
      const found = new Map();
      for (const peer of peers(id, shown)) {
        for (const index of nodes[peer.id].partnerships.filter((each) => shown.partnerships.has(each))) {
          const fields = (partnerships[index].fields ?? []).filter((key) => own.fields.has(key));
          if (!fields.length) continue;
          for (const other of partnerships[index].nodes) {
            if (nodes[other].kind !== "university" || own.partners.has(other)) continue;
            const known = found.get(other) ?? { id: other, peers: new Set(), fields: new Set(), weight: 0 };
            if (!known.peers.has(peer.id)) known.weight += peer.likeness;
            known.peers.add(peer.id);
            for (const key of fields) known.fields.add(key);
            found.set(other, known);
          }
        }
      }
      return [...found.values()].sort((a, b) => b.weight - a.weight || a.id - b.id).slice(0, FEW).map((each) => ({ ...each, peers: [...each.peers], fields: [...each.fields] }));
    }

    return { peers, possible };
  };
})();
