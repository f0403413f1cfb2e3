/* Exports a drawing as PNG or SVG: the same strokes on a canvas or as elements. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SHARPER = 2; // pixels of the PNG per pixel of the page
  const LIFT = 0.35; // of the font size: from the middle of a line of text to its baseline
  const UNSPEAKABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu; // not in XML 1.0

  const place = (value) => String(Math.round(value * 100) / 100);

  /** Implements the part of CanvasRenderingContext2D that drawings use, and creates elements. */
  class Paper {
    fillStyle = "#000000";
    strokeStyle = "#000000";
    lineWidth = 1;
    globalAlpha = 1;
    font = "10px sans-serif";
    textAlign = "left";
    #ruler = document.createElement("canvas").getContext("2d");
    #kept = [];
    #path = [];
    #dash = [];
    #sheet;

    constructor(sheet) {
      this.#sheet = sheet;
    }

    save() {
      const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign } = this;
      this.#kept.push([{ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign }, this.#dash]);
    }

    restore() {
      const [style, dash] = this.#kept.pop();
      Object.assign(this, style);
      this.#dash = dash;
    }

    setLineDash(lengths) {
      this.#dash = lengths;
    }

    measureText(text) {
      this.#ruler.font = this.font;
      return this.#ruler.measureText(text);
    }

    beginPath() {
      this.#path = [];
    }

    #step(letter, ...numbers) {
      this.#path.push(letter + numbers.map(place).join(" "));
    }

    moveTo(x, y) {
      this.#step("M", x, y);
    }

    lineTo(x, y) {
      this.#step("L", x, y);
    }

    bezierCurveTo(...numbers) {
      this.#step("C", ...numbers);
    }

    closePath() {
      this.#step("Z");
    }

    /** A whole circle; drawings use no other arc. */
    arc(x, y, radius) {
      this.#step("M", x - radius, y);
      for (const end of [x + radius, x - radius]) this.#step("A", radius, radius, 0, 0, 1, end, y);
    }

    roundRect(x, y, width, height, radius) {
      const corner = (endX, endY) => this.#step("A", radius, radius, 0, 0, 1, endX, endY);
      this.#step("M", x + radius, y);
      this.#step("L", x + width - radius, y);
      corner(x + width, y + radius);
      this.#step("L", x + width, y + height - radius);
      corner(x + width - radius, y + height);
      this.#step("L", x + radius, y + height);
      corner(x, y + height - radius);
      this.#step("L", x, y + radius);
      corner(x + radius, y);
    }

    #add(name, attributes, text = "") {
      const made = document.createElementNS(SVG, name);
      const fainter = this.globalAlpha < 1 ? { opacity: place(this.globalAlpha) } : {};
      for (const [key, value] of Object.entries({ ...attributes, ...fainter })) made.setAttribute(key, value);
      if (text) made.textContent = text.toWellFormed().replace(UNSPEAKABLE, "\ufffd");
      this.#sheet.append(made);
    }

    #line() {
      const dashes = this.#dash.length ? { "stroke-dasharray": this.#dash.join(" ") } : {};
      return { fill: "none", stroke: this.strokeStyle, "stroke-width": place(this.lineWidth), ...dashes };
    }

    fill() {
      this.#add("path", { d: this.#path.join(""), fill: this.fillStyle });
    }

    stroke() {
      this.#add("path", { d: this.#path.join(""), ...this.#line() });
    }

    #text(text, x, y, paint) {
      const [, weight = "400", size] = /(?:(\d+) )?([\d.]+)px/.exec(this.font);
      const anchor = { right: "end", center: "middle" }[this.textAlign] ?? "start";
      const type = { "font-family": "sans-serif", "font-size": size, "font-weight": weight, "text-anchor": anchor };
      this.#add("text", { x: place(x), y: place(y + LIFT * size), ...type, ...paint }, text);
    }

    fillText(text, x, y) {
      this.#text(text, x, y, { fill: this.fillStyle });
    }

    strokeText(text, x, y) {
      this.#text(text, x, y, { ...this.#line(), "stroke-linejoin": "round" });
    }
  }

  /* sight: { width, height } of what is seen in pixels of the page, { x, y } where the origin of the
     drawing stands in it, its scale, and the colour of the paper; paint(ctx) makes the strokes. */

  function png({ width, height, x, y, scale, paper }, paint) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SHARPER, height * SHARPER];
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(scale * SHARPER, 0, 0, scale * SHARPER, x * SHARPER, y * SHARPER);
    ctx.textBaseline = "middle";
    paint(ctx);
    return blobOf(canvas);
  }

  /** What is on a canvas as PNG. Not by toBlob(), as Chromium encodes when it is idle: up to 6.7 seconds later. */
  function blobOf(canvas) {
    const [, encoded] = canvas.toDataURL("image/png").split(",");
    return new Blob([Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))], { type: "image/png" });
  }

  function svg({ width, height, x, y, scale, paper }, paint) {
    const made = document.implementation.createDocument(SVG, "svg");
    const root = made.documentElement;
    const size = { width, height, viewBox: `0 0 ${width} ${height}` };
    for (const [key, value] of Object.entries(size)) root.setAttribute(key, value);
    const ground = root.appendChild(made.createElementNS(SVG, "rect"));
    for (const [key, value] of [["width", width], ["height", height], ["fill", paper]]) ground.setAttribute(key, value);
    const sheet = root.appendChild(made.createElementNS(SVG, "g"));
    sheet.setAttribute("transform", `translate(${place(x)} ${place(y)}) scale(${Number(scale.toPrecision(6))})`);
    paint(new Paper(sheet));
    return new XMLSerializer().serializeToString(made);
  }

  (window.yuqiao ??= {}).saving = { png, svg, blobOf, SHARPER };
})();
