/* Colour and size: the attribute that colours encode, and the measure that sizes encode. */
"use strict";
(() => {
  const yuqiao = (window.yuqiao ??= {});
  const { el, text, button, refill } = yuqiao.elements;

  /** asked: { colour(name), size(name), arrange() -> null or a function of on, putBack() } */
  yuqiao.appearanceOf = (frame, data, words, asked) => {
    const { say, nameOf } = words;
    const choices = el("div");
    frame.append(choices);

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

    function movement({ moved }) {
      const arrange = asked.arrange();
      const isArranged = [...moved.spots.values()].some((spot) => !spot.pinned);
      return el("fieldset", { class: "facet" }, el("legend", {}, say("movement")),
        arrange ? el("label", { class: "choice plain" },
          el("input", { type: "checkbox", id: "arrange", checked: isArranged, change: ({ target }) => arrange(target.checked) }),
          el("span", {}, say("arrange"))) : "",
        el("p", { class: "hint" }, say("drag-hint")),
        moved.spots.size ? el("p", { class: "actions" }, button({ class: "quiet", id: "put-back", click: asked.putBack }, say("put-back", { count: moved.spots.size }))) : "");
    }

    return { show: (state) => refill(choices, colour(state), size(state), movement(state)) };
  };
})();
