// What the page asks its server for.

import { say } from "./dom.js";

const place = document.querySelector("[data-root]");
export const root = place.dataset.root;
export const lang = place.dataset.lang;

export class Failure extends Error {}

async function answered(asking) {
  let response;
  try {
    response = await asking;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(say("error", say("no-connection")));
  }
  if (response.ok) return response.json();
  const text = await response.text();
  let message = text;
  try {
    message = JSON.parse(text).error ?? text;
  } catch {
    // it is plain text
  }
  throw new Failure(message.trim());
}

export function post(path, body, signal) {
  return answered(
    fetch(`${root}${path}?lang=${lang}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      signal,
    }),
  );
}

export function get(path) {
  return answered(fetch(`${root}${path}?lang=${lang}`, { headers: { Accept: "application/json" } }));
}

export function pageOf(iri) {
  return `${root}/resource?iri=${encodeURIComponent(iri)}`;
}
