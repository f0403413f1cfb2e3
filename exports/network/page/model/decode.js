/* Decodes the page's payload: in the file, lists are tables, and labels are numbered
   (see exports/network/page/payload_encoding.py); here each row becomes a record. No DOM but the data's own element. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const TABLES = ["nodes", "edges", "partnerships", "claims", "sources", "shared"];

  yuqiao.decoded = (data) => {
    const labelled = (value) => (Array.isArray(value) ? value.map(labelled) : data.labels[value]);

    function record(row, columns) {
      const made = {};
      const length = row.length; // a row ends with its last value that is not null
      for (let at = 0; at < length; at++) {
        if (row[at] === null) continue;
        const { name, inner, isLabel } = columns[at];
        const value = isLabel ? labelled(row[at]) : row[at];
        if (inner === undefined) made[name] = value;
        else (made[name] ??= {})[inner] = value;
      }
      return made;
    }

    function records({ columns, labelled: ofLabels, rows }) {
      const known = columns.map(([name, inner], at) => ({ name, inner, isLabel: ofLabels.includes(at) }));
      return rows.map((row) => record(row, known));
    }

    return { ...data, ...Object.fromEntries(TABLES.filter((name) => data[name]).map((name) => [name, records(data[name])])) };
  };

  yuqiao.data = yuqiao.decoded(JSON.parse(document.getElementById("data").textContent));
})();
