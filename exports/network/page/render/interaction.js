/* Pointer and keys of a drawing, whichever renderer draws it. */
"use strict";
(() => {
  const STILL = 5; // pixels that a pointer may move during a click
  const STEP = 60; // pixels
  const NUDGE = 20; // pixels
  const NEARER = 1.25;

  /** Handles clicks, taps, hovering and dragging; pick(x, y, wide) returns { node }, { edge } or null.
      grab(x, y, touch) returns { move(x, y), drop() } if there is a node that can be dragged, else null.
      rest: milliseconds that a mouse must stay, where pointing something out takes long. */
  function pointer(stage, { pick, choose, hover, grab, rest = 0 }, signal) {
    let down = null;
    let last = null; // move of the mouse
    let held = null; // what is dragged, once the pointer has moved far enough
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
      clearTimeout(waiting);
      down = event.isPrimary && event.button === 0 ? event : null;
      held = down && grab(...at(event), event.pointerType === "touch");
      if (!held) return;
      event.preventDefault(); // so that the picture under the node is not dragged too
      event.stopPropagation();
      stage.setPointerCapture(event.pointerId);
      stage.focus({ preventScroll: true });
    });
    stage.addEventListener("touchstart", (event) => {
      if (!held) return;
      event.preventDefault();
      event.stopPropagation();
    }, { signal, capture: true, passive: false });
    listen("pointerup", (event) => {
      if (!down || event.pointerId !== down.pointerId) return;
      if (!far(event)) choose(pick(...at(event), event.pointerType === "touch"), event.shiftKey);
      else held?.drop();
      [down, held] = [null, null];
    });
    listen("pointercancel", () => {
      if (down && held) held.drop();
      [down, held] = [null, null];
    });
    listen("pointermove", (event) => {
      if (held && event.pointerId === down.pointerId && far(event)) held.move(...at(event));
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      const isStill = last?.clientX === event.clientX && last?.clientY === event.clientY;
      last = event;
      if (isStill) return; // the picture has moved under the mouse, as when the panel opens
      clearTimeout(waiting);
      waiting = setTimeout(() => pass(pick(...at(event), false)), rest);
    });
    stage.addEventListener("pointerleave", () => {
      clearTimeout(waiting);
      pass(null);
    }, { signal });
  }

  /** Arrows pan, with Shift they move the selected node; + and - zoom, 0 shows the whole. */
  function keys(stage, { pan, zoom, fit, nudge }, signal) {
    const moves = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] };
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
      if (event.shiftKey && moves[event.key]) nudge(...moves[event.key]);
      else does[event.key]();
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
