/* Saves the current view as a picture, and the network shown as CSV. The browser saves the file; nothing is sent. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, button, refill } = yuqiao.elements;

  yuqiao.keepFile = (name, blob) => {
    const url = URL.createObjectURL(blob);
    const link = el("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // long after the browser has read it
  };

  /** asked: { drawing() -> drawing or null, shown(), finish(): computes what is pending } */
  yuqiao.savingOf = (frame, words, rows, asked) => {
    const { say } = words;
    const choices = el("div");
    frame.append(choices);

    function csvOf(tab) {
      asked.finish();
      const { columns, keys } = rows.table(tab, asked.shown());
      return yuqiao.csv(columns.map(({ key, saveAs = key }) => saveAs), keys.map((key) => columns.map((column) => column.of(key))));
    }

    const png = async () => yuqiao.keepFile("network.png", await asked.drawing().image());
    const svg = () => yuqiao.keepFile("network.svg", new Blob([asked.drawing().svg()], { type: "image/svg+xml" }));
    const csv = (tab) => yuqiao.keepFile(`${tab}.csv`, new Blob([csvOf(tab)], { type: "text/csv;charset=utf-8" }));

    const choice = (id, take) => button({ id, class: "wide", click: take }, el("span", {}, say(id)), el("small", {}, say(`${id}-hint`)));

    const show = () => refill(choices,
      asked.drawing() ? [choice("save-png", png), choice("save-svg", svg)] : [],
      rows.tabs.map((tab) => choice(`save-${tab}`, () => csv(tab))),
      choice("save-print", () => window.print()),
      el("p", { class: "hint" }, say("address-hint")));
    return { show };
  };
})();
