/* Saves a figure as SVG, PNG (1 to 4 pixels for each of the page) or CSV; the browser keeps the file. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, button } = yuqiao.elements;
  const MOST = 16_000; // pixels on a side that browsers draw
  const ruler = document.createElement("canvas").getContext("2d");
  let family = ""; // that of the page, as a figure of it is read beside it
  const font = () => (family ||= getComputedStyle(document.body).fontFamily);

  const measure = (text, size) => {
    ruler.font = `${size}px ${font()}`;
    return ruler.measureText(text).width;
  };

  /** The colours of the page as it is shown, dark or light. */
  function look() {
    const { ink, quiet, line, tint, accent, paper, surface } = yuqiao.colours.read(["ink", "quiet", "line", "tint", "accent", "paper", "surface"]);
    return { ink, quiet, line, tint, accent, paper, surface, faint: yuqiao.colours.mix(accent, paper, 0.35), font: font() };
  }

  /** Draws the text of an SVG on a canvas; null if it is larger than a browser draws. */
  async function png(text, scale) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    if (Math.max(canvas.width, canvas.height) > MOST) return null;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return yuqiao.saving.blobOf(canvas);
  }

  /** Buttons that save a figure: figure() -> tree, rows() -> [head, rows] of its table. */
  function buttons(name, title, words, { figure, rows }) {
    const { say } = words;
    const kept = (form, take) => button({ class: "quiet", "data-form": form, "aria-label": say("save-as", { title, form: form.toUpperCase() }), click: take }, form.toUpperCase());
    const savePng = async () => {
      const text = yuqiao.svg.text(figure());
      yuqiao.keepFile(`${name}.png`, await png(text, 4) ?? await png(text, 1));
    };
    return el("span", { class: "figure-actions" }, el("span", { class: "hint" }, say("save-figure")),
      kept("svg", () => yuqiao.keepFile(`${name}.svg`, new Blob([yuqiao.svg.text(figure())], { type: "image/svg+xml" }))),
      kept("png", savePng),
      kept("csv", () => yuqiao.keepFile(`${name}.csv`, new Blob([yuqiao.csv(...rows())], { type: "text/csv;charset=utf-8" }))));
  }

  yuqiao.figures = { look, measure, png, buttons };
})();
