/* The measures of the network shown: those of the file while all of it is shown, else computed for what is. No DOM.

   Of many nodes, most measures take longer than a repaint: they are computed in parts, and are pending until
   then. What is not computed here keeps its value in the whole network, and is marked so. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const DIGITS = 4; // as in the file
  const AT_ONCE = 1_000_000; // nodes times edges, some milliseconds of work
  const MOST = 100_000_000; // about a second of it
  const PART = 20; // milliseconds
  const SLOW = ["pagerank", "core", "brokerage"];
  const BY_DISTANCE = ["betweenness", "closeness"]; // slower still

  const short = (value) => (Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));

  /** The network shown, in the form that centrality.js measures; its nodes are numbered by their place in `ids`. */
  function networkOf({ nodes, edges, modes }, shown, ids) {
    const place = new Map(ids.map((id, at) => [id, at]));
    const links = ids.map(() => new Map());
    for (const index of shown.edges) {
      const [from, to] = [place.get(edges[index].from), place.get(edges[index].to)];
      if (from === to) continue;
      const weight = (links[from].get(to) ?? 0) + (shown.edge(index).weight ?? 1);
      links[from].set(to, weight);
      links[to].set(from, weight);
    }
    return {
      size: ids.length,
      sides: modes ? ids.map((id) => nodes[id].kind === modes[0]) : null,
      near: links.map((others) => [...others.keys()]),
      weights: links.map((others) => [...others.values()]),
    };
  }

  /** asked: { arrived(), later(step) }: what to do when pending measures are known, and how to go on after a pause */
  yuqiao.measuresOf = (data, asked) => {
    const { nodes } = data;
    const offered = Object.keys(data.measures ?? {});
    let last = null;

    /** The measures of the whole network. */
    const whole = {
      value: (name, id) => nodes[id].measures?.[name] ?? null,
      isWhole: () => false,
      isPending: () => false,
      finish: () => {},
    };

    function computed(shown) {
      const ids = [...shown.nodes];
      const network = networkOf(data, shown, ids);
      const place = new Map(ids.map((id, at) => [id, at]));
      const work = network.size * shown.edges.size;
      const known = {};
      const tooMuch = work > MOST;
      const isWhole = (name) => name === "community" || (tooMuch && BY_DISTANCE.includes(name));
      const slow = offered.filter((name) => SLOW.includes(name) || (!tooMuch && BY_DISTANCE.includes(name)));
      const isMissing = (name) => slow.includes(name) && !(name in known);

      /** Computes what is slow, with pauses. */
      function* steps() {
        for (const name of slow.filter((each) => SLOW.includes(each))) {
          known[name] = yuqiao.centrality[name](network);
          yield;
        }
        if (slow.some(isMissing)) Object.assign(known, yield* yuqiao.centrality.distances(network));
      }
      const running = steps();

      /** Goes on until all is known or, given a time, until then. */
      function finish(until = Infinity) {
        while (!running.next().done) if (performance.now() > until) return;
      }

      function values(name) {
        if (isMissing(name) && work <= AT_ONCE) finish();
        if (!isMissing(name)) known[name] ??= yuqiao.centrality[name](network);
        return known[name];
      }

      /** Goes on in parts while this is what is shown. */
      function goOn() {
        if (last?.shown !== shown || !slow.some(isMissing)) return;
        finish(performance.now() + PART);
        if (slow.some(isMissing)) asked.later(goOn);
        else asked.arrived();
      }

      if (work > AT_ONCE && slow.length) asked.later(goOn);
      return {
        value: (name, id) => {
          if (isWhole(name)) return whole.value(name, id);
          const value = values(name)?.[place.get(id)];
          return value === undefined ? null : short(value);
        },
        isWhole,
        isPending: (name) => work > AT_ONCE && isMissing(name),
        finish: () => finish(),
      };
    }

    /** The measures of the network shown: value(name, id), isWhole(name), isPending(name), finish(). */
    return (shown) => {
      if (last?.shown !== shown) {
        last = { shown }; // before the first part of the work
        last.measures = shown.isFiltered ? computed(shown) : whole;
      }
      return last.measures;
    };
  };
})();
