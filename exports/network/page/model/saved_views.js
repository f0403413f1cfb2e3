/* Views of the network under names: a state of the page with the positions of moved nodes and the camera. No DOM.

   A view is an object that JSON can hold: { "yuqiao-view": 1, name, state: the parts of the URL by name, positions:
   { layout: "wide" or "narrow", nodes: IRI -> { x, y, pinned } }, camera: { x, y, scale, width, height } or null for
   the whole picture }. The command line reads the same objects (exports/network/saved_view.py). */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const VERSION = 1;
  const LAYOUTS = ["wide", "narrow"];
  const CAMERA = ["x", "y", "scale", "width", "height"];

  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** The first part of a value that is not as a view has it, as a path; null if it is a view. */
  function wrongPart(view) {
    if (!isRecord(view) || view["yuqiao-view"] !== VERSION) return "yuqiao-view";
    if (typeof view.name !== "string") return "name";
    if (!isRecord(view.state)) return "state";
    const text = Object.keys(view.state).find((key) => typeof view.state[key] !== "string");
    if (text !== undefined) return `state.${text}`;
    const { positions, camera } = view;
    if (!isRecord(positions) || !isRecord(positions.nodes) || !LAYOUTS.includes(positions.layout)) return "positions";
    const isSpot = (spot) => isRecord(spot) && Number.isFinite(spot.x) && Number.isFinite(spot.y) && typeof spot.pinned === "boolean";
    const spot = Object.keys(positions.nodes).find((name) => !isSpot(positions.nodes[name]));
    if (spot !== undefined) return `positions.nodes.${spot}`;
    if (camera === null) return null;
    return isRecord(camera) && CAMERA.every((key) => Number.isFinite(camera[key])) && camera.scale > 0 && camera.width > 0 && camera.height > 0 ? null : "camera";
  }

  yuqiao.savedViewsOf = (states) => {
    /** camera: { x, y, scale, width, height } or null */
    function write(name, state, camera) {
      const { narrow, spots } = state.moved;
      const nodes = Object.fromEntries([...spots].map(([id, spot]) => [states.nameOf(id), spot]));
      return {
        "yuqiao-view": VERSION, name, state: Object.fromEntries(states.pairs({ ...state, tool: state.tool === "paths" ? "paths" : null })),
        positions: { layout: LAYOUTS[Number(narrow)], nodes }, camera,
      };
    }

    /** Returns { state, camera, missing: the number of moved nodes that are not in this network }. */
    function read({ state: parts, positions, camera }) {
      const state = states.from(new Map(Object.entries(parts)));
      const spots = new Map();
      for (const [name, spot] of Object.entries(positions.nodes)) {
        const id = states.nodeNamed(name);
        if (id !== undefined) spots.set(id, { x: Math.round(spot.x), y: Math.round(spot.y), pinned: spot.pinned });
      }
      const missing = Object.keys(positions.nodes).length - spots.size;
      return { state: { ...state, moved: { narrow: positions.layout === "narrow", spots } }, camera, missing };
    }

    return { write, read, wrongPart };
  };
})();
