/* Saved views: kept under names while the page is open, in files, and in the page itself when it is saved. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill, byId } = yuqiao.elements;

  // The page as it was before its scripts filled it, to be saved with other views.
  const head = document.head.innerHTML;
  const pristine = new Map([...document.body.children].filter((each) => each.tagName !== "SCRIPT").map((each) => [each, each.outerHTML]));

  const escaped = (json) => json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

  /** The HTML of this page with some views in it. */
  function pageWith(views) {
    const saved = el("script", { type: "application/json", id: "views" }, escaped(JSON.stringify({ views, open: false })));
    const body = [...document.body.children].map((each) => (each.id === "views" ? saved.outerHTML : pristine.get(each) ?? each.outerHTML));
    return `<!doctype html>\n<html lang="${document.documentElement.lang}">\n<head>${head}</head>\n<body>\n${body.join("\n")}\n</body>\n</html>\n`;
  }

  /** asked: { view(name) -> what is seen as a view, open(view) -> the number of moved nodes that are missing } */
  yuqiao.viewsOf = (frame, words, model, asked) => {
    const { say } = words;
    const known = JSON.parse(byId("views").textContent);
    let views = known.views;
    const isShared = document.querySelector("script[src]") !== null; // the page has its scripts elsewhere: saved alone it would not run

    const name = el("input", { type: "text", id: "view-name", maxlength: 80, keydown: (event) => event.key === "Enter" && keep() });
    const file = el("input", { type: "file", id: "view-file-input", accept: ".json,application/json", hidden: true, change: take });
    const list = el("div");
    const status = el("p", { id: "views-status", class: "hint", role: "status" });
    frame.append(el("div", { class: "views" }, list, file, status));

    const tell = (line) => {
      status.textContent = line;
    };

    function keep() {
      const title = name.value.trim() || say("view-usual", { number: views.length + 1 });
      views = [...views.filter((view) => view.name !== title), asked.view(title)];
      name.value = "";
      tell("");
      show();
    }

    function open(view) {
      const missing = asked.open(view);
      tell(missing ? say("view-missing", { count: missing }) : "");
    }

    const fileOf = (view) => yuqiao.keepFile(`${view.name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, " ").trim() || "view"}.json`, new Blob([`${JSON.stringify(view, null, 2)}\n`], { type: "application/json" }));

    async function take() {
      const [chosen] = file.files;
      file.value = "";
      if (!chosen) return;
      let view;
      try {
        view = JSON.parse(await chosen.text());
      } catch {
        return tell(say("view-no-json", { file: chosen.name }));
      }
      const part = model.wrongPart(view);
      if (part !== null) return tell(say("view-wrong", { file: chosen.name, part }));
      views = [...views.filter((each) => each.name !== view.name), view];
      open(view);
      return show();
    }

    function remove(view) {
      views = views.filter((each) => each !== view);
      show();
      name.focus();
    }

    const item = (view, place) => el("li", {},
      button({ class: "name", id: `view-${place}`, click: () => open(view) }, text(view.name)),
      el("span", { class: "actions" },
        button({ class: "quiet", id: `view-file-${place}`, "aria-label": `${say("view-file")}: ${view.name}`, click: () => fileOf(view) }, say("view-file")),
        button({ class: "quiet", id: `view-remove-${place}`, "aria-label": `${say("view-remove")}: ${view.name}`, click: () => remove(view) }, say("view-remove"))));

    function show() {
      name.placeholder = say("view-name");
      name.setAttribute("aria-label", say("view-name"));
      file.setAttribute("aria-label", say("view-open"));
      refill(list, el("h3", {}, say("views")),
        views.length ? el("ul", { id: "view-list" }, views.map(item)) : "",
        el("p", { class: "view-new" }, name, button({ id: "view-save", click: keep }, say("view-save"))),
        button({ id: "view-open", class: "quiet", click: () => file.click() }, say("view-open")),
        isShared ? "" : button({ id: "page-save", class: "wide", click: () => yuqiao.keepFile("network.html", new Blob([pageWith(views)], { type: "text/html;charset=utf-8" })) },
          el("span", {}, say("page-save")), el("small", {}, say("page-save-hint"))),
        el("p", { class: "hint" }, say("views-hint")));
    }

    return { show, first: () => (known.open ? views[0] : null) };
  };
})();
