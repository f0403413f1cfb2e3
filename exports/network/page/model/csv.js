/* CSV for spreadsheets (RFC 4180): with a byte order mark, without which Excel garbles Chinese, and an
   apostrophe before anything it would run as a formula, also within a cell after a character that some
   programs treat as a separator (https://owasp.org/www-community/attacks/CSV_Injection). No DOM. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const FORMULA = /(?<=^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])/g;

  function cell(value) {
    if (typeof value === "number") return String(value);
    const text = String(value ?? "").replace(FORMULA, "'");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  yuqiao.csv = (head, rows) => `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
})();
