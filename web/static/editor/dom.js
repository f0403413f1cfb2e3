// Elements and words: text reaches the page as text only.

const words = JSON.parse(document.getElementById("words").textContent);

export function say(key, ...values) {
  let next = 0;
  return words[key].replace(/\{(\d?)\}/g, (_, place) => values[place ? Number(place) : next++]);
}

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function button(text, act, attributes = {}) {
  return el("button", { type: "button", class: "plain-button", onclick: act, ...attributes }, text);
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function given() {
  return JSON.parse(document.getElementById("given").textContent);
}
