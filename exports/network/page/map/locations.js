/* What the map shows of a network: places with their number of partnerships, countries at the middle of
   their places, and links between places. Of a network without partnerships: its nodes and edges. No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const RADIANS = Math.PI / 180;

  /** The middle of points on the globe: their mean in space. */
  function middle(points) {
    const sum = [0, 0, 0];
    for (const [long, lat] of points) {
      const [l, b] = [long * RADIANS, lat * RADIANS];
      sum[0] += Math.cos(b) * Math.cos(l);
      sum[1] += Math.cos(b) * Math.sin(l);
      sum[2] += Math.sin(b);
    }
    const [x, y, z] = sum;
    return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
  }

  const added = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);

  yuqiao.locationsOf = (data, model) => {
    const places = data.places ?? [];
    const point = (number) => [places[number].longitude, places[number].latitude];
    const spot = (number) => point(number).join(" ");
    const nodesAt = new Map();
    model.nodes.forEach((node, id) => node.place !== undefined && added(nodesAt, spot(node.place), id));

    /** The countries at the middle of the places of their partners, wherever the filters stand. */
    function countryPoints() {
      const found = new Map();
      for (const each of model.partnerships) {
        const keys = each.countries ?? [];
        if (keys.length === 1) for (const number of each.abroad ?? []) added(found, keys[0], point(number));
      }
      return new Map([...found].map(([key, points]) => [key, middle(points)]));
    }
    const countries = countryPoints();

    /** Joins what stands at the same spot: { key, at, numbers, indices }. */
    function joined(pairs) {
      const found = new Map();
      for (const [number, index] of pairs) {
        const key = spot(number);
        const known = found.get(key) ?? { key, at: point(number), numbers: new Set(), indices: new Set() };
        known.numbers.add(number);
        known.indices.add(index);
        found.set(key, known);
      }
      return [...found.values()].map((each) => ({ ...each, numbers: [...each.numbers], value: each.indices.size, nodes: nodesAt.get(each.key) ?? [] }));
    }

    function links(shown, endsOf) {
      const found = new Map();
      for (const index of shown) {
        for (const [from, to] of endsOf(index)) {
          const key = `${from}|${to}`;
          if (String(from) === String(to)) continue;
          const known = found.get(key) ?? { from, to, value: 0 };
          known.value += 1;
          found.set(key, known);
        }
      }
      return [...found.values()];
    }

    const pairs = (one, other) => one.flatMap((a) => other.map((b) => [a, b]));
    const distinct = (points) => [...new Map(points.map((each) => [String(each), each])).values()];
    const homesOf = (index) => distinct((model.partnerships[index].homes ?? []).map(point));
    const behind = (shown, key) => [...shown.partnerships].flatMap((index) => (model.partnerships[index][key] ?? []).map((number) => [number, index]));

    function byCity(shown) {
      const circles = [...joined(behind(shown, "abroad")).map((each) => ({ ...each, role: "abroad" })), ...joined(behind(shown, "homes")).map((each) => ({ ...each, role: "home" }))];
      const ends = (index) => pairs(homesOf(index), distinct((model.partnerships[index].abroad ?? []).map(point)));
      const nowhere = [...shown.partnerships].filter((index) => !model.partnerships[index].abroad?.length);
      return { circles, links: links(shown.partnerships, ends), nowhere };
    }

    function byCountry(shown) {
      const counts = new Map();
      for (const index of shown.partnerships) for (const key of model.partnerships[index].countries ?? []) counts.set(key, (counts.get(key) ?? 0) + 1);
      const ranked = [...counts].sort(([, a], [, b]) => b - a);
      const located = ranked.filter(([key]) => countries.has(key)).map(([key, value]) => ({ key, at: countries.get(key), value, country: key, nodes: [], role: "abroad" }));
      const homes = joined(behind(shown, "homes")).map((each) => ({ ...each, role: "home" }));
      const ends = (index) => pairs(homesOf(index), (model.partnerships[index].countries ?? []).filter((key) => countries.has(key)).map((key) => countries.get(key)));
      return { circles: [...located, ...homes], links: links(shown.partnerships, ends), ranked, unplaced: ranked.filter(([key]) => !countries.has(key)) };
    }

    /** Of a network without partnerships: its nodes where they are, and the edges between them. */
    function byNode(shown) {
      const circles = joined([...shown.nodes].flatMap((id) => (model.nodes[id].place === undefined ? [] : [[model.nodes[id].place, id]]))).map((each) => ({ ...each, role: "abroad" }));
      const where = (id) => (model.nodes[id].place === undefined ? [] : [point(model.nodes[id].place)]);
      const nowhere = [...shown.nodes].filter((id) => model.nodes[id].place === undefined);
      return { circles, links: links(shown.edges, (index) => pairs(where(model.edges[index].from), where(model.edges[index].to))), nowhere };
    }

    const isNamed = places.length > 0;
    return { places, isNamed, byCity, byCountry, byNode, spot };
  };
})();
