/* Finds things by any of their names: Chinese, English, native, abbreviations, pinyin. No DOM.

   Exact names come first, then names that begin with the query, then names that contain it, or each of
   its words, then disciplines of a field, then Chinese names that are abbreviated to it (重邮), the shortest
   first; if there is none of these, names with a slip of the keyboard. Among equals, those with most
   partnerships. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const [ABBREVIATED, SLIPPED, NONE] = [5, 6, 7];
  const LONG = 5; // letters of a word from which a slip is forgiven

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** Whether a Chinese name can be abbreviated to some of its characters, the first among them. */
  function abbreviates(query, name) {
    if (!/^\p{Script=Han}{2,4}$/u.test(query) || name[0] !== query[0]) return false;
    let at = 0;
    for (const character of name) if (character === query[at]) at += 1;
    return at === query.length;
  }

  /** Whether two words differ by one letter more, less or other, or two that changed places. */
  function isSlip(one, other) {
    if (Math.min(one.length, other.length) < LONG || Math.abs(one.length - other.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    let end = 0;
    while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
    const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
    return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === [...right].reverse().join(""));
  }

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
      if (members.some((text) => text.includes(query))) return 4;
      const whole = own.filter((text) => abbreviates(query, text)).map((text) => text.length);
      return whole.length ? ABBREVIATED + Math.min(...whole) / 1000 : NONE;
    }

    /** Whether the words of a name are those of the query but for a slip. */
    const slipped = ({ own }, parts) => own.some((text) => {
      const words = text.split(/[^\p{L}\p{N}]+/u);
      return parts.every((part) => words.some((word) => word.startsWith(part) || isSlip(word, part)));
    });

    /** The numbers of the matching nodes, the best first. */
    return (words, most = 12, allowed = () => true) => {
      const parts = plain(words).split(/\s+/).filter(Boolean);
      const query = parts.join(" ");
      if (!query) return [];
      const typed = query.replace(/[\s'’-]/g, ""); // as pinyin is stored
      indexed ??= index();
      const some = indexed.filter(({ id }) => allowed(nodes[id]));
      const ranked = some.map((each) => ({ id: each.id, rank: rank(each, query, typed, parts) })).filter((each) => each.rank < NONE);
      const found = ranked.length ? ranked : some.filter((each) => slipped(each, parts)).map(({ id }) => ({ id, rank: SLIPPED }));
      const size = ({ id }) => nodes[id].partnerships?.length ?? 0;
      found.sort((a, b) => a.rank - b.rank || size(b) - size(a) || a.id - b.id);
      return found.slice(0, most).map((each) => each.id);
    };
  };
})();
