/* Colour and size: the attribute that colours encode, and the measure that sizes encode. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, refill } = yuqiao.elements;

  /** asked: { colour(name), size(name), physics: null or a function of on } */
  yuqiao.appearanceOf = (frame, data, words, asked) => {
    const { say, nameOf } = words;
    const choices = el("div");
    frame.append(choices);
    let moving = false;

    const radio = (group, key, label, checked, take, more = "") =>
      el("label", { class: "choice plain" },
        el("input", { type: "radio", name: group, id: `${group}-${key || "drawn"}`, value: key, checked, change: () => take(key) }),
        el("span", {}, text(label), more ? el("small", {}, text(more)) : ""));

    const colour = (state) => el("fieldset", { class: "facet" }, el("legend", {}, say("colour-by")),
      yuqiao.colourings(data).map((key) => radio("colour", key, say(`colour-${key}`), state.colour === key, asked.colour, state.colour === key ? hueHint(key) : "")));

    function hueHint(key) {
      if (key === "community") return words.methodOf(data.measures?.community ?? {});
      return words.has(`colour-${key}-hint`) ? say(`colour-${key}-hint`) : "";
    }

    const sized = (state, key) => {
      const measure = key ? data.measures[key] : { en: say("size-drawn"), zh: say("size-drawn") };
      return radio("size", key, nameOf(measure), state.size === key, asked.size, state.size === key ? words.methodOf(measure) : "");
    };
    const size = (state) => el("fieldset", { class: "facet" }, el("legend", {}, say("size-by")),
      yuqiao.sizings(data).map((key) => sized(state, key)));

    function physics() {
      if (!asked.physics()) return "";
      const change = ({ target }) => {
        moving = target.checked;
        asked.physics()(moving);
      };
      return el("fieldset", { class: "facet" }, el("legend", {}, say("movement")),
        el("label", { class: "choice plain" }, el("input", { type: "checkbox", id: "physics", checked: moving, change }), el("span", {}, say("physics"))));
    }

    return { show: (state) => refill(choices, colour(state), size(state), physics()) };
  };
})();
