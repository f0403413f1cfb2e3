/* The colour and size of nodes under each encoding, and the entries of the legend.

   At most eight colours can be distinguished at a glance, also by colour-blind readers (the hues of
   page.css are far apart in simulations of the three kinds of colour blindness): the eight largest
   groups get them, whatever the filters, and all others are grey. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const HUES = 8;

  yuqiao.colourings = ({ nodes, measures }) => [
    "kind",
    ...["country", "level"].filter((key) => nodes.some((node) => node[key])),
    ...(measures?.community || nodes.some((node) => node.measures?.community) ? ["community"] : []),
  ];
  yuqiao.sizings = ({ measures }) => ["", ...Object.keys(measures ?? {}).filter((name) => name !== "community")];

  /** measured(shown) gives the measures of what is shown. */
  yuqiao.coloursOf = (data, model, words, measured) => {
    const { nodes } = model;
    const TERMS = { country: "countries", level: "level" };
    const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const ranked = {}; // groups by size, for each colouring

    const groupOf = (colouring, node) => (colouring === "community" ? node.measures?.community : node[colouring]) ?? null;

    function groups(colouring) {
      if (ranked[colouring]) return ranked[colouring];
      const sizes = new Map();
      for (const node of nodes) {
        const group = groupOf(colouring, node);
        if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
      }
      ranked[colouring] = [...sizes].sort(([, a], [, b]) => b - a).map(([group]) => group);
      return ranked[colouring];
    }

    const name = (colouring, group) =>
      (colouring === "community" ? words.say("community-number", { number: group })
        : words.nameOf(model.terms[TERMS[colouring]]?.[group] ?? { en: group, zh: group }));

    function hue(colouring, group) {
      if (group === null) return "--hue-none";
      const place = groups(colouring).indexOf(group);
      return place < HUES ? `--hue-${place + 1}` : "--hue-other";
    }

    /** The entries of the legend: { name, hue, count } of the nodes shown; none if kinds have the colours. */
    function entries(colouring, shown) {
      if (colouring === "kind") return [];
      const counts = new Map();
      for (const id of shown.nodes) {
        const group = groupOf(colouring, shown.node(id));
        const key = group === null ? null : groups(colouring).indexOf(group) < HUES ? group : "other";
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const others = groups(colouring).length - HUES;
      const coloured = groups(colouring).slice(0, HUES).map((group) => ({ name: name(colouring, group), hue: hue(colouring, group), count: counts.get(group) ?? 0 }));
      const grey = others > 0 ? [{ name: words.say(`other-${colouring}`, { count: others }), hue: "--hue-other", count: counts.get("other") ?? 0 }] : [];
      const none = counts.has(null) ? [{ name: words.say(`no-${colouring}`), hue: "--hue-none", count: counts.get(null) }] : [];
      return [...coloured, ...grey, ...none];
    }

    const variableOf = (colouring, node) =>
      (colouring === "kind" ? `--${data.hues?.kinds[node.kind] ?? node.kind}` : hue(colouring, groupOf(colouring, node)));

    /** The colour of each node shown, in the current theme, dark or light. */
    function colourOf(colouring, shown) {
      const known = new Map();
      return (id) => {
        const variable = variableOf(colouring, shown.node(id));
        if (!known.has(variable)) known.set(variable, css(variable) || css("--other"));
        return known.get(variable);
      };
    }

    const largest = (measure, shown) => [...shown.nodes].reduce((most, id) => Math.max(most, measured(shown).value(measure, id) ?? 0), 0);

    /** The size of each node shown between 0 and 1, for its area; null for the default size. */
    function sizeOf(measure, shown) {
      if (!measure || measured(shown).isPending(measure)) return () => null;
      const most = largest(measure, shown) || 1;
      return (id) => Math.max(0, measured(shown).value(measure, id) ?? 0) / most;
    }

    return { entries, colourOf, sizeOf, largest };
  };
})();
