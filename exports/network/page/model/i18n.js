/* The texts of the page in its two languages.

   A message of messages.json has its values in braces; one with a number may have a form for each
   plural category of the language (Unicode's plural rules; `count` decides). */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});

  yuqiao.wordsOf = (words, first, own = {}) => {
    let lang = first;
    const rules = { en: new Intl.PluralRules("en"), zh: new Intl.PluralRules("zh") };
    let numbers = null; // created on first use: it takes longer than all other texts of a small network

    function say(key, values = {}) {
      const known = Object.hasOwn(words[lang], key) ? words[lang][key] : key;
      const phrase = typeof known === "string" ? known : known[rules[lang].select(values.count)] ?? known.other;
      return phrase.replace(/\{([\w-]+)\}/g, (_, name) => shown(values[name] ?? ""));
    }

    function number(value) {
      if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
      numbers ??= new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });
      return numbers.format(value);
    }

    const shown = (value) => (typeof value === "number" ? number(value) : String(value));
    const nameOf = (thing) => thing[lang];
    const named = (names, key) => (Object.hasOwn(names ?? {}, key) ? nameOf(names[key]) : null);

    /** The method of a measure, without its name, which is in the heading. */
    function methodOf({ method, ...label }) {
      if (!method) return "";
      const [name, text] = [nameOf(label).toLowerCase(), nameOf(method)];
      return text.toLowerCase().startsWith(name) ? text.slice(name.length).replace(/^[:：]\s*/, "") : text;
    }

    /** The name of a measure of the whole network, where others are of the network shown. */
    const wholeOf = (label) => say("of-whole", { measure: nameOf(label) });

    const otherNameOf = (thing) => (thing.en === thing.zh ? "" : thing[lang === "zh" ? "en" : "zh"]);

    return {
      say,
      nameOf,
      methodOf,
      wholeOf,
      otherNameOf,
      number,
      counted: (key, count) => say(`${key}-counted`, { count }),
      listed: (things) => (things ?? []).map(nameOf).join(lang === "zh" ? "、" : ", "),
      sentence: (text) => (!text || /[.!?。！？]$/.test(text) ? text : `${text}${lang === "zh" ? "。" : "."}`),
      joined: (sentences) => sentences.filter(Boolean).join(lang === "zh" ? "" : " "),
      kindOf: (kind) => named(own.kinds, kind) ?? (Object.hasOwn(words[lang], `${kind}-one`) ? say(`${kind}-one`) : kind),
      kindsOf: (kind) => named(own.kinds, kind) ?? (Object.hasOwn(words[lang], kind) ? say(kind) : kind),
      relationOf: (relation) => named(own.relations, relation)
        ?? (Object.hasOwn(words[lang], `relation-${relation}`) ? say(`relation-${relation}`) : relation ?? ""),
      has: (key) => Object.hasOwn(words[lang], key),
      collator: () => new Intl.Collator(lang === "zh" ? "zh-Hans-u-co-pinyin" : "en", { numeric: true }),
      lang: () => lang,
      speak: (next) => { lang = next; },
      htmlLang: () => (lang === "zh" ? "zh-Hans" : "en"),
    };
  };
})();
