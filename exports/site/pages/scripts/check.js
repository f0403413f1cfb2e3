// The page of checks: finds partnerships by words, each of which must name something that they have; as
// graph/evidence/programme_search.py does. exports/network/page/model/search.js precedes this.
"use strict";
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const ABBREVIATED = 6; // ranks of search.js, from which a name is abbreviated, and slipped
  const SLIPPED = 7;
  const ABBREVIATION = 5; // letters of one at most, which is then meant as a whole word
  const OPENED = 3; // entries that are unfolded
  const NEAR = 5;
  const SCHOOL = /^[^的与和跟]{1,8}?(?:大学|学院|学校)/;
  const APART = /[\s,;/+&?!，、；：／＋·？！。()（）[\]【】〔〕{}<>《》〈〉「」『』“”"@#|*]+/u;
  const KINDS = ["大学", "学院", "学校"];
  const names = data.entities.map(([own]) => own);
  const search = window.yuqiao.searchIn(names.map(([en, ...aliases]) => ({ en, zh: "", aliases })), data.simplified);
  const read = data.entities.map(([, spelled]) => spelled.map((each) => each.split(" ")));
  const programmes = Object.entries(data.programmes);
  const of = new Map(data.entities.map((_, number) => [number, []]));
  for (const [id, related] of programmes) for (const number of related) of.get(number).push(id);
  const whole = new Set(names.flat().filter((name) => name.length > 1));
  const known = new Map();

  const query = document.getElementById("query");
  const told = document.getElementById("told");
  const near = document.getElementById("near");
  const entries = [...document.querySelectorAll(".checks > details")];

  /** Whether a word is the pinyin of successive characters, or the initials of all. */
  function spells(word, syllables) {
    if (syllables.map((each) => each[0]).join("") === word) return true;
    return syllables.some((_, start) => {
      let joined = "";
      return syllables.slice(start).some((each) => (joined += each) === word);
    });
  }

  const hasWord = (number, word) => names[number].some((name) => name.split(/[^\p{L}\p{N}]+/u).includes(word));

  /** The entities that a word names, with how well each is matched. */
  function entitiesOf(word, exact) {
    let ranked = search.ranked(word).filter(({ rank }) => rank < SLIPPED);
    if (/^\d+$/.test(word)) ranked = ranked.filter(({ rank }) => rank === 0);
    if (/^[ -~]+$/.test(word) && word.length <= ABBREVIATION) {
      const whole = ranked.filter(({ id }) => hasWord(id, word));
      if (whole.length) ranked = whole;
    }
    const direct = ranked.filter(({ rank }) => rank < ABBREVIATED);
    if (direct.length || (exact && word.length > 2)) return direct;
    if (ranked.length) return ranked.filter(({ rank }) => rank === ranked[0].rank);
    if (exact || !/^[a-z]+$/.test(word)) return [];
    return read.flatMap((own, id) => (own.some((each) => spells(word, each)) ? [{ id, rank: 0.5 }] : []));
  }

  /** The partnerships that a word matches, with how well. */
  function matching(word, exact = false) {
    const key = `${word} ${exact}`;
    if (!known.has(key)) {
      const best = new Map();
      for (const { id, rank } of entitiesOf(word, exact)) {
        for (const each of of.get(id)) best.set(each, Math.min(rank, best.get(each) ?? rank));
      }
      known.set(key, best);
    }
    return known.get(key);
  }

  /** The partnerships that match every word. */
  function common(asked) {
    const scores = asked.map((word) => matching(word));
    return !asked.length ? [] : programmes.map(([id]) => id).filter((id) => scores.every((score) => score.has(id)));
  }

  function isName(text) {
    if (data.left.includes(text) || KINDS.includes(text)) return true;
    if (text.length < 2 || KINDS.some((kind) => text.startsWith(kind))) return false; // 大学合 is of 大学合作
    return matching(text, true).size > 0;
  }

  /** The starts of a phrase, the longest first. */
  const startsOf = (phrase) => Array.from(phrase, (_, end) => phrase.slice(0, phrase.length - end));

  /** Whether a part only begins a name: 重庆三峡 before 学院 is of another school. */
  const isBegun = (part) => part.length > 2 && !whole.has(part) && !data.left.includes(part);

  /** The longest name that a phrase begins with; of one character, a particle; maybe only a whole name. */
  function startOf(phrase, wholly = false) {
    const found = startsOf(phrase).filter((start) => start.length > 1 || data.particles.includes(start));
    return found.find((start) => whole.has(start)) ?? found.find((start) => (wholly ? data.left.includes(start) : isName(start)));
  }

  /** What a phrase begins with that names nothing: another school, or a few words. */
  function unknownOf(phrase) {
    const school = phrase.match(SCHOOL)?.[0];
    const length = (school ?? phrase).length;
    for (let start = 1; start < length; start += 1) {
      const rest = phrase.slice(start, length);
      if (school ? whole.has(rest) : startOf(rest, true)) return phrase.slice(0, start);
    }
    return phrase.slice(0, length);
  }

  /** A phrase cut into the names in it and what stands between them, which names nothing. */
  function pieces(phrase) {
    const found = [];
    while (phrase) {
      const name = startOf(phrase);
      const taken = name ?? unknownOf(phrase);
      if (KINDS.includes(name) && found.length && isBegun(found.at(-1))) found[found.length - 1] += name;
      else found.push(taken);
      phrase = phrase.slice(taken.length);
    }
    return found;
  }

  /** A phrase cut into names, the longest first, or whole names before those begun; nothing if anything is left. */
  function cut(phrase, wholeFirst) {
    const found = [];
    for (let rest = phrase; rest; rest = rest.slice(found.at(-1).length)) {
      const starts = startsOf(rest);
      const name = (wholeFirst && starts.find((start) => whole.has(start))) || starts.find(isName);
      if (!name || (KINDS.includes(name) && found.length && isBegun(found.at(-1)))) return [];
      found.push(name);
    }
    return found;
  }

  /** The names that a Chinese phrase without spaces consists of; the phrase itself if anything is left. */
  function parts(word) {
    if (!/\p{Script=Han}{3}/u.test(word)) return [word];
    const begun = [...matching(word).keys()];
    let found = cut(word, true);
    if (begun.length) {
      const shared = new Set(common(found));
      return begun.every((id) => shared.has(id)) ? found : [word];
    }
    if (!found.length) found = cut(word, false);
    if (!found.length) found = pieces(word);
    return found.filter((each) => !data.left.includes(each));
  }

  /** A text with spaces where words stand close together: 重庆大学-物理, 编号3624, the address of a page of the register. */
  function loose(text) {
    return text
      .replace(/https?:\/\/\S*\/(\d+)(?!\S)/g, " $1 ")
      .replace(/([\u3400-\u9fff])[-–—~:]+/g, "$1 ")
      .replace(/[-–—~:]+([\u3400-\u9fff])/g, " $1")
      .replace(/([\u3400-\u9fff])(?=moe\d|\d{3})/g, "$1 ");
  }

  function words(text) {
    const apart = loose(search.plain(text)).split(APART).filter((each) => each && !data.left.includes(each));
    return [...new Set(apart.flatMap(parts))];
  }

  /** The partnerships that match most of the words, a slip forgiven in each. */
  function nearest(asked) {
    const counts = new Map();
    for (const word of asked) {
      const own = matching(word);
      const slipped = search.ranked(word).filter(({ rank }) => rank >= SLIPPED).flatMap(({ id }) => of.get(id));
      for (const id of new Set(own.size ? own.keys() : slipped)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const most = Math.max(0, ...counts.values());
    return [...counts].filter(([, count]) => count === most).map(([id]) => id).sort().slice(0, NEAR);
  }

  function link(id) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = `#${id}`;
    anchor.textContent = document.querySelector(`#${CSS.escape(id)} > summary > b`).textContent;
    anchor.addEventListener("click", () => {
      const entry = document.getElementById(id);
      entry.hidden = false;
      entry.open = true;
    });
    item.append(anchor);
    return item;
  }

  function show() {
    const asked = words(query.value);
    const found = common(asked);
    const none = asked.length > 0 && !found.length;
    for (const entry of entries) {
      entry.hidden = asked.length > 0 && !found.includes(entry.id);
      entry.open = found.length <= OPENED && found.includes(entry.id);
    }
    const lost = asked.filter((word) => !matching(word).size);
    told.textContent = !asked.length ? "" : found.length ? data.found.replace("{}", found.length)
      : [data.none, lost.length ? data.unmatched.replace("{}", lost.join(data.between)) : ""].filter(Boolean).join(" ");
    const others = none ? nearest(asked) : [];
    near.hidden = !others.length;
    near.querySelector("ul").replaceChildren(...others.map(link));
    document.getElementById("found-means").hidden = !found.length;
    document.getElementById("not-found-means").hidden = !none;
    document.getElementById("all").hidden = asked.length > 0;
    history.replaceState(null, "", location.pathname + (asked.length ? `?q=${encodeURIComponent(query.value)}` : "") + location.hash);
  }

  document.getElementById("search").hidden = false;
  query.value = new URLSearchParams(location.search).get("q") ?? "";
  query.addEventListener("input", show);
  show();
  if (location.hash.startsWith("#check-")) {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (entry) entry.open = true;
  }
}
