"use strict";
/* CSV for a spreadsheet (RFC 4180): a byte order mark, without which Excel takes Chinese for something
   else, and an apostrophe before what it would run as a formula, also within a cell after a character
   that some take for the end of one (https://owasp.org/www-community/attacks/CSV_Injection). No DOM. */
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const FORMULA = /(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])/g;

  function cell(value) {
    if (typeof value === "number") return String(value);
    const text = String(value ?? "").replace(FORMULA, "$1'");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  yuqiao.csv = (head, rows) => `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
})();
