// This tab keeps unsaved form input under the page's place in its history: people who come back
// with Back, or reload the page, find it as they left it.

// Somebody else who logs in within the same tab sees none of it.
const WHOSE = document.querySelector('meta[name="kept-for"]')?.content ?? "";
const PREFIX = `unsaved:${WHOSE}:`;
const NEXT = `unsaved-next:${WHOSE}`;
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);
const HAS_NO_VALUE = new Set(["file", "submit", "button", "reset", "image"]);

// Names and values as they would be sent; a file counts by its name and size.
export const serial = (form) =>
  JSON.stringify(
    [...new FormData(form)].map(([name, value]) => [
      name,
      typeof value === "string" ? value : `${value.name} ${value.size}`,
    ]),
  );

const entries = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // The function for it does not exist outside HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function place(id = history.state?.place ?? uuid()) {
  if (history.state?.place !== id) history.replaceState({ ...history.state, place: id }, "");
  return id;
}

const key = (form) => `${PREFIX}${place()}:${[...document.forms].indexOf(form)}`;

export function keep(form) {
  const text = JSON.stringify(entries(form));
  try {
    sessionStorage.setItem(key(form), text);
  } catch (error) {
    // The tab's storage is full: what was left on other pages makes way for this one.
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
    try {
      sessionStorage.setItem(key(form), text);
    } catch {
      console.warn(error);
    }
  }
}

export const forget = (form) => sessionStorage.removeItem(key(form));

// The next page belongs to this one: it shows an answer to this form, and continues with what was
// `typed` while the form was being sent.
export function handOn(typed = null) {
  try {
    sessionStorage.setItem(NEXT, JSON.stringify({ place: place(), typed: typed && entries(typed) }));
  } catch (error) {
    console.warn(error);
  }
}

function takeOver() {
  const next = JSON.parse(sessionStorage.getItem(NEXT) ?? "null");
  sessionStorage.removeItem(NEXT);
  return next;
}

const next = takeOver();
// Given at once: what happens to the history while the page is being left does not count.
place(next && !next.typed ? next.place : undefined);
const isBack = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
const brought = new WeakMap();

// Restores what was typed; returns whether there was anything.
export function bringBack(form) {
  const typed = next?.typed
    ? next.typed.filter(([name]) => !isOfTheSave(name))
    : isBack
      ? JSON.parse(sessionStorage.getItem(key(form)) ?? "null")
      : null;
  if (!typed?.some(([name]) => form.elements.namedItem(name))) return false;
  brought.set(form, typed);
  fill(form.elements, typed, next?.typed ? isOfTheSave : () => false);
  return true;
}

// Fields that tell the server which state the writer began from; a fresh page knows better.
const isOfTheSave = (name) => name === "revision" || name === "seen" || name.startsWith("initial-");

// The restored values of a form; modules that add fields ask for them.
export const broughtBack = (form) => brought.get(form) ?? [];

export function fill(controls, typed, isLeft = () => false) {
  const values = new Map();
  for (const [name, value] of typed) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of controls) {
    const { name, type } = control;
    if (!name || NOT_KEPT.has(name) || HAS_NO_VALUE.has(type) || isLeft(name) || control.disabled) continue;
    const found = values.get(name) ?? [];
    if (type === "checkbox" || type === "radio") control.checked = found.includes(control.value);
    else if (type === "select-multiple")
      for (const option of control.options) option.selected = found.includes(option.value);
    else if (found.length) control.value = found.shift();
  }
}
