/* Finds things by any of their names: Chinese, English, native, abbreviations, pinyin; and by the whole number of
   a certificate, of a page in the register, or of a school. No DOM.

   Exact names come first, then names that begin with the query, names with a word that does, names that
   contain it, or each of its words, then disciplines of a field, then Chinese names that are abbreviated to
   it (重邮), the shortest first; if there is none of these, names with a slip of the keyboard, the shortest first. Among equals,
   those with most partnerships. Python ranks names alike: graph/entities/name_matching.py. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const [WHOLE, BEGINS, WORD_BEGINS, CONTAINS, ALL_WORDS, MEMBER, ABBREVIATED, SLIPPED, NONE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const DOTTED = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?/gu; // U.S.
  const LONG = 5; // letters of a word from which a slip is forgiven

  /** Returns the function that gives a text as names are compared; simplified: Traditional characters, and their Simplified ones. */
  function folding([traditional, simplified]) {
    const others = [...simplified];
    const known = new Map([...traditional].map((character, at) => [character, others[at]]));
    return (text) => Array.from(text, (character) => known.get(character) ?? character).join("").normalize("NFKD").replace(/\p{M}/gu, "").replace(DOTTED, (letters) => letters.replaceAll(".", "")).toLowerCase();
  }

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

  /** How well a name matches a query that is a part of it. */
  function partRank(name, query) {
    const at = name.indexOf(query);
    if (at < 0) return NONE;
    if (at === 0) return name === query ? WHOLE : BEGINS;
    return /[\p{L}\p{N}]/u.test(name[at - 1]) ? CONTAINS : WORD_BEGINS;
  }

  yuqiao.searchIn = (nodes, simplified = ["", ""]) => {
    const plain = folding(simplified);
    const names = (node) => [node.en, node.zh, ...(node.aliases ?? [])];
    const numbers = ({ facts = {}, page = "" }) => [...(facts.certificate ?? []), ...(facts.code ?? [])].map(({ en }) => en).concat(page.split("/").at(-1) || []);
    let indexed = null; // created at the first search, not when a page of ten thousand nodes is opened
    const index = () => nodes.map((node, id) => ({
      id,
      own: names(node).map(plain),
      numbers: numbers(node).map(plain),
      pinyin: node.pinyin ?? [],
      members: (node.members ?? []).flatMap(({ en, zh }) => [en, zh]).map(plain),
    }));

    /** How well a node matches the query: as a whole, else word by word. */
    function rank({ own, numbers, pinyin, members }, query, typed, parts) {
      if (numbers.includes(query)) return WHOLE;
      const part = Math.min(pinyin.includes(typed) ? WHOLE : NONE, ...own.map((text) => partRank(text, query)));
      if (part < NONE) return part;
      if (typed && pinyin.some((text) => text.includes(typed))) return CONTAINS;
      if (own.some((text) => parts.every((each) => text.includes(each)))) return ALL_WORDS;
      if (members.some((text) => text.includes(query))) return MEMBER;
      const whole = own.filter((text) => abbreviates(query, text)).map((text) => text.length);
      return whole.length ? ABBREVIATED + Math.min(...whole) / 1000 : NONE;
    }

    /** How well a name matches whose words are those of the query but for a slip: the shortest best. */
    function slipRank({ own }, parts) {
      const isSlipped = (text) => {
        const words = text.split(/[^\p{L}\p{N}]+/u);
        return parts.every((part) => words.some((word) => word.startsWith(part) || isSlip(word, part)));
      };
      const lengths = own.filter(isSlipped).map((text) => text.length);
      return lengths.length ? SLIPPED + Math.min(999, ...lengths) / 1000 : NONE;
    }

    /** The matching nodes with how well each does, the best first. */
    function ranked(words, allowed = () => true) {
      const parts = plain(words).split(/\s+/).filter(Boolean);
      const query = parts.join(" ");
      if (!query) return [];
      const typed = query.replace(/[\s'’-]/g, ""); // as pinyin is stored
      indexed ??= index();
      const some = indexed.filter(({ id }) => allowed(nodes[id]));
      const by = (rankOf) => some.map((each) => ({ id: each.id, rank: rankOf(each) })).filter((each) => each.rank < NONE);
      const matching = by((each) => rank(each, query, typed, parts));
      const found = matching.length ? matching : by((each) => slipRank(each, parts));
      const size = ({ id }) => nodes[id].partnerships?.length ?? 0;
      found.sort((a, b) => a.rank - b.rank || size(b) - size(a) || a.id - b.id);
      return found;
    }

    /** The numbers of the matching nodes, the best first. */
    const find = (words, most = 12, allowed = () => true) => ranked(words, allowed).slice(0, most).map((each) => each.id);
    return Object.assign(find, { ranked, plain });
  };
})();
