"use strict";
/* The data of the page. In the file, lists are tables, a label stands once and is named by its number
   (exports/network/page/encoding.py says how); here each row is a thing again. No DOM but the data's own element. */
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const TABLES = ["nodes", "edges", "partnerships", "claims", "sources"];

  yuqiao.unpacked = (data) => {
    const labelled = (value) => (Array.isArray(value) ? value.map(labelled) : data.labels[value]);

    function thing(row, columns) {
      const made = {};
      const length = row.length; // a row ends with its last value
      for (let at = 0; at < length; at++) {
        if (row[at] === null) continue;
        const { name, inner, isLabel } = columns[at];
        const value = isLabel ? labelled(row[at]) : row[at];
        if (inner === undefined) made[name] = value;
        else (made[name] ??= {})[inner] = value;
      }
      return made;
    }

    function things({ columns, labelled: ofLabels, rows }) {
      const known = columns.map(([name, inner], at) => ({ name, inner, isLabel: ofLabels.includes(at) }));
      return rows.map((row) => thing(row, known));
    }

    return { ...data, ...Object.fromEntries(TABLES.map((name) => [name, things(data[name])])) };
  };

  yuqiao.data = yuqiao.unpacked(JSON.parse(document.getElementById("data").textContent));
})();
