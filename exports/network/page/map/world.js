/* A map of the world without borders: data in, SVG out. Coastlines are Natural Earth's; China is in the
   middle, and the map is cut in the Atlantic. d3-geo projects; nothing else of the page is needed.

   map: { circles: [{ key, at: [long, lat], value, name, label, chosen, role }], links: [{ from, to, value }] };
   view: { zoom, middle: [long, lat] }; look and measure as for charts. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { node } = yuqiao.svg;
  const MERIDIAN = 150; // in the middle
  const [NORTH, SOUTH] = [90, -56]; // what is shown at most
  const [LEAST, MOST] = [4, 17]; // radius of a circle
  const MANY = 10; // partnerships from which a circle is as large as can be
  const SIZE = 12; // of a name
  const CLOSE = 3; // zoom from which the coastlines are finer
  const decoded = new Map(); // at first use

  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const DIGITS = new Map([...BASE64].map((digit, at) => [digit, at]));

  /** The whole numbers of a text, as tools/vendor.py writes them: five bits a character, the lowest first. */
  function numbers(text) {
    const found = [];
    let [value, shift] = [0, 0];
    for (const character of text) {
      const digit = DIGITS.get(character);
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      found.push(value & 1 ? -(value >> 1) : value >> 1);
      [value, shift] = [0, 0];
    }
    return found;
  }

  /** A topology whose arcs are texts, with the points of each. */
  function pointed(topology) {
    const points = (steps) => steps.flatMap((x, at) => (at % 2 ? [] : [[x, steps[at + 1]]]));
    return { ...topology, arcs: topology.arcs.map((arc) => points(numbers(arc))) };
  }

  /** The coastlines: coarse, or from a zoom of CLOSE finer, if the page has those. */
  function coast({ zoom = 1 } = {}) {
    const isClose = zoom >= CLOSE && Boolean(yuqiao.closeLand);
    if (!decoded.has(isClose)) {
      const atlas = isClose ? pointed(yuqiao.closeLand()) : yuqiao.land;
      decoded.set(isClose, topojson.feature(atlas, atlas.objects.land));
    }
    return decoded.get(isClose);
  }

  /** The projection for a width and a part of the map, with the height that it fills. */
  function projected(width, { zoom = 1, middle = null } = {}) {
    const found = d3.geoEqualEarth().rotate([-MERIDIAN, 0]).fitWidth(width, { type: "Sphere" });
    const [top, bottom] = [NORTH, SOUTH].map((lat) => found([MERIDIAN, lat])[1]);
    const height = bottom - top;
    const [x, y] = found.translate();
    const spot = middle ? found(middle) : [width / 2, (top + bottom) / 2];
    found.scale(found.scale() * zoom).translate([width / 2 + (x - spot[0]) * zoom, height / 2 + (y - spot[1]) * zoom]);
    found.clipExtent([[0, 0], [width, height]]);
    return { projection: found, height };
  }

  const radius = (value, most) => LEAST + (MOST - LEAST) * Math.sqrt(value / most);

  /** The names for which there is room, those of the largest circles first. */
  function named(circles, width, height, measure) {
    const taken = circles.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
    const isFree = (box) => box[0] >= 2 && box[2] <= width - 2 && box[1] >= 1 && box[3] <= height - 1
      && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    return circles.flatMap((circle, at) => {
      const { x, y, r, name } = circle;
      const long = measure(name, SIZE);
      taken[at] = [0, 0, -1, -1]; // a name may touch its own circle
      const places = [["start", x + r + 4, y], ["end", x - r - 4, y], ["middle", x, y - r - 9], ["middle", x, y + r + 9]];
      const boxOf = ([anchor, left, mid]) => {
        const from = anchor === "start" ? left : anchor === "end" ? left - long : left - long / 2;
        return [from - 1, mid - 7, from + long + 1, mid + 7];
      };
      const found = places.find((place) => isFree(boxOf(place)));
      taken[at] = [x - r, y - r, x + r, y + r];
      if (!found) return [];
      taken.push(boxOf(found));
      return [{ text: name, anchor: found[0], x: found[1], y: found[2] + 4 }];
    });
  }

  /** The marks of a map, with their width and height. */
  yuqiao.worldMap = (map, { width, view, look, measure }) => {
    const { projection, height } = projected(width, view);
    const path = d3.geoPath(projection);
    const digits = path.digits?.(1) ?? path;
    const abroad = map.circles.filter(({ role }) => role !== "home");
    const most = Math.max(MANY, ...abroad.map(({ value }) => value));
    const circles = map.circles.map((circle) => ({ ...circle, spot: projection(circle.at) })).filter(({ spot }) => spot && spot[0] >= 0 && spot[0] <= width && spot[1] >= 0 && spot[1] <= height)
      .map((circle) => ({ ...circle, x: circle.spot[0], y: circle.spot[1], r: circle.role === "home" ? 6 : radius(circle.value, most) })).sort((a, b) => b.value - a.value);
    const lines = map.links.map(({ from, to, value }) => node("path", {
      d: digits({ type: "LineString", coordinates: [from, to] }), fill: "none", stroke: look.accent, "stroke-opacity": 0.45, "stroke-width": 0.7 + Math.sqrt(value) * 0.6, "stroke-linecap": "round",
    }));
    const isFaint = ({ chosen }) => chosen === false && circles.some((each) => each.chosen);
    const rounds = circles.map((circle) => node("g", {
      id: `map-${circle.key}`, "data-key": circle.key, "data-role": circle.role, "aria-label": circle.label, ...(circle.chosen === null ? {} : { role: "button", tabindex: -1, "aria-pressed": String(Boolean(circle.chosen)) }),
    }, node("title", {}, circle.label), circle.role === "home"
      ? node("rect", { x: circle.x - 5, y: circle.y - 5, width: 10, height: 10, rx: 2, fill: look.paper, stroke: look.home, "stroke-width": 3 })
      : node("circle", { cx: circle.x, cy: circle.y, r: circle.r, fill: look.place, "fill-opacity": isFaint(circle) ? 0.35 : 0.85, stroke: look.paper, "stroke-width": 1.2 })));
    const names = named(circles, width, height, measure).map(({ text, anchor, x, y }) =>
      node("text", { x, y, "text-anchor": anchor, "font-size": SIZE, "font-family": look.font, fill: look.ink, stroke: look.sea, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke", "pointer-events": "none" }, text));
    return { width, height, marks: [
      node("rect", { width, height, fill: look.sea }),
      node("path", { d: digits(coast(view)), fill: look.land, stroke: look.coast, "stroke-width": 0.6 }), lines, rounds, names,
    ] };
  };

  yuqiao.worldView = { projected, LARGEST: 120 };
})();
