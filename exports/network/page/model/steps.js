/* Which changes of the address are steps of their own in the history of the browser. No DOM.

   Where the reader drags (a year) or leafs (a page of a table), a run of such changes is one step. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const RUNS = new Set(["years", "undated", "sort", "page"]);

  /** The parts of two fragments that differ. */
  function changed(before, after) {
    const parts = [before, after].map((fragment) => new Map(fragment.split("&").filter(Boolean).map((pair) => pair.split("=", 2))));
    return [...new Set(parts.flatMap((part) => [...part.keys()]))].filter((key) => parts[0].get(key) !== parts[1].get(key)).sort();
  }

  yuqiao.stepsOf = () => {
    let last = []; // what the last step changed

    /** Whether a change of the fragment is a step of its own. */
    function isNew(before, after) {
      const now = changed(before, after);
      const isRun = now.every((key) => RUNS.has(key)) && now.some((key) => last.includes(key));
      last = now;
      return !isRun;
    }

    return { isNew };
  };
})();
