/* Finds nodes by any of their names: Chinese, English, native, abbreviations, pinyin. No DOM.

   Exact names come first, then names that begin with the query, then names that contain it, or each of
   its words, then disciplines of a field; among equals, those with most partnerships. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const NONE = 5;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  yuqiao.searchIn = (nodes) => {
    const names = (node) => [node.en, node.zh, ...(node.aliases ?? [])];
    let indexed = null; // created at the first search, not when a page of ten thousand nodes is opened
    const index = () => nodes.map((node, id) => ({
      id,
      own: names(node).map(plain),
      pinyin: node.pinyin ?? [],
      members: (node.members ?? []).flatMap(({ en, zh }) => [en, zh]).map(plain),
    }));

    /** How well a node matches the query: as a whole, else word by word. */
    function rank({ own, pinyin, members }, query, typed, parts) {
      if (own.includes(query) || pinyin.includes(typed)) return 0;
      if (own.some((text) => text.startsWith(query))) return 1;
      if (own.some((text) => text.includes(query)) || (typed && pinyin.some((text) => text.includes(typed)))) return 2;
      if (own.some((text) => parts.every((part) => text.includes(part)))) return 3;
      return members.some((text) => text.includes(query)) ? 4 : NONE;
    }

    /** The numbers of the matching nodes, the best first. */
    return (words, most = 12, allowed = () => true) => {
      const parts = plain(words).split(/\s+/).filter(Boolean);
      const query = parts.join(" ");
      if (!query) return [];
      const typed = query.replace(/[\s'’-]/g, ""); // as pinyin is stored
      indexed ??= index();
      const ranked = indexed.map((each) => ({ id: each.id, rank: rank(each, query, typed, parts) }));
      const found = ranked.filter((each) => each.rank < NONE && allowed(nodes[each.id]));
      const size = ({ id }) => nodes[id].partnerships?.length ?? 0;
      found.sort((a, b) => a.rank - b.rank || size(b) - size(a) || a.id - b.id);
      return found.slice(0, most).map((each) => each.id);
    };
  };
})();
