/* Pointer and keys of a drawing, whichever renderer draws it. */
"use strict";
(() => {
  const STILL = 5; // pixels that a pointer may move during a click
  const STEP = 60; // pixels
  const NEARER = 1.25;

  /** Handles clicks, taps and hovering; pick(x, y, wide) returns { node }, { edge } or null.
      rest: milliseconds that a mouse must stay, where pointing something out takes long. */
  function pointer(stage, { pick, choose, hover, rest = 0 }, signal) {
    let down = null;
    let over = null;
    let waiting = 0;
    const listen = (name, heard) => stage.addEventListener(name, heard, { signal, capture: true });
    const at = ({ clientX, clientY }) => {
      const box = stage.getBoundingClientRect();
      return [clientX - box.left, clientY - box.top];
    };
    const far = (event) => Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL;

    function pass(thing) {
      if (thing?.node === over?.node && thing?.edge === over?.edge) return;
      over = thing;
      stage.style.cursor = thing ? "pointer" : "";
      hover(thing);
    }

    listen("pointerdown", (event) => {
      down = event.isPrimary && event.button === 0 ? event : null;
    });
    listen("pointerup", (event) => {
      if (down && event.pointerId === down.pointerId && !far(event)) choose(pick(...at(event), event.pointerType === "touch"));
      down = null;
    });
    listen("pointercancel", () => {
      down = null;
    });
    listen("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => pass(pick(...at(event), false)), rest);
    });
    stage.addEventListener("pointerleave", () => {
      clearTimeout(waiting);
      pass(null);
    }, { signal });
  }

  /** Arrows pan, + and - zoom, 0 shows the whole. */
  function keys(stage, { pan, zoom, fit }, signal) {
    const does = {
      ArrowLeft: () => pan(-STEP, 0),
      ArrowRight: () => pan(STEP, 0),
      ArrowUp: () => pan(0, -STEP),
      ArrowDown: () => pan(0, STEP),
      "+": () => zoom(NEARER),
      "=": () => zoom(NEARER),
      "-": () => zoom(1 / NEARER),
      0: fit,
    };
    stage.tabIndex = 0;
    stage.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(does, event.key)) return;
      event.preventDefault();
      does[event.key]();
    }, { signal });
  }

  /** Returns the distance of a point from a polyline. */
  function distance(x, y, points) {
    let least = Infinity;
    for (let index = 1; index < points.length; index += 1) {
      const [[ax, ay], [bx, by]] = [points[index - 1], points[index]];
      const [dx, dy] = [bx - ax, by - ay];
      const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
      const share = Math.max(0, Math.min(1, along));
      least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
    }
    return least;
  }

  (window.yuqiao ??= {}).pointing = { pointer, keys, distance };
})();
