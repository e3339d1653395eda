// No admin form loses what was typed into it. Each form that holds text says when it is not saved
// yet, asks before you leave, comes back after Back, saves with Ctrl-S (⌘S) and not with Enter, and
// stays on the page with everything in it until the newsroom has answered.
//
// It finds every POST form with a text field; `data-unguarded` exempts a form, `data-guarded`
// includes one without such a field. This module loads without waiting for the others, and they
// import it: restored values are in the fields before a picker or an editor reads them.

import { isDialogTyped } from "./dialog.js";
import { bringBack, forget, handOn, keep, serial, uuid } from "./kept.js";
import { hide, say } from "./notice.js";
import { addressOf, send, show } from "./sending.js";

const gettext = window.gettext ?? ((text) => text);
const TYPED = [
  "text",
  "search",
  "url",
  "email",
  "tel",
  "number",
  "date",
  "datetime-local",
  "time",
  "password",
  "file",
  "textarea",
];
// These submit, or open something, on Enter; everything else would save.
const OWN_ENTER = new Set(["submit", "button", "reset", "image", "file", "textarea"]);
const PAUSES = [2, 4, 8, 15, 30, 60];
const LONGEST_LOAD_MS = 10_000;

const states = new Map();
const hasField = (form, types) => [...form.elements].some((field) => types.includes(field.type) && !field.disabled);

function isGuarded(form) {
  if (form.method !== "post" || "unguarded" in form.dataset) return false;
  return "guarded" in form.dataset || hasField(form, TYPED);
}

function stateOf(form) {
  if (!states.has(form) && isGuarded(form)) {
    // Passwords are never kept, and fields that hold no text are not restored.
    const isKept = hasField(form, TYPED) && !hasField(form, ["password"]);
    const state = { form, isKept, madeAs: uuid(), baseline: serial(form), timer: 0 };
    // The browser's own restoring of fields does not know about editors and pickers.
    form.autocomplete = "off";
    // The server returned the form with its errors: what it holds is not saved anywhere.
    state.isHeld = Boolean(form.querySelector(".errorlist, .errornote, [data-unsaved]"));
    states.set(form, state);
    if (isKept && bringBack(form)) {
      state.isHeld = true;
      tellBroughtBack(state);
    }
    mark(state);
  }
  return states.get(form);
}

const isUnsaved = (state) =>
  !state.isDone && (state.isSending || state.isHeld || serial(state.form) !== state.baseline);

// --- The mark ---

function markOf({ form }) {
  const found = form.querySelector("[data-dirty]");
  if (found) return found;
  const made = document.createElement("span");
  made.className = "form-unsaved";
  made.dataset.dirty = "";
  made.setAttribute("role", "status");
  const button = [...form.querySelectorAll("[type=submit], button:not([type])")].at(-1);
  if (button) button.parentElement.append(made);
  else form.append(made);
  made.textContent = gettext("not saved yet");
  return made;
}

function mark(state) {
  markOf(state).hidden = !isUnsaved(state);
}

function touched(state) {
  state.isTouched = true;
  mark(state);
  if (!state.isKept) return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => store(state), 300);
}

function store(state) {
  clearTimeout(state.timer);
  if (!state.isKept || state.isDone) return;
  if (isUnsaved(state)) keep(state.form);
  else forget(state.form);
}

function tellBroughtBack(state) {
  say(gettext("What you typed before you left is back. It is not saved yet."), [
    {
      word: gettext("Keep writing"),
      act: () => state.form.querySelector("[data-dirty]")?.scrollIntoView({ block: "nearest" }),
    },
    {
      word: gettext("Show what is saved"),
      act: () => {
        drop(state);
        location.reload();
      },
    },
  ]);
}

function drop(state) {
  state.isDone = true;
  clearTimeout(state.timer);
  forget(state.form);
}

// --- Saving ---

// A form is sent only once every part of the page has loaded or failed.
const loaded = () =>
  Promise.race([
    Promise.allSettled([...document.querySelectorAll("script[type=module][src]")].map(({ src }) => import(src))),
    new Promise((resolve) => setTimeout(resolve, LONGEST_LOAD_MS)),
  ]);

async function save(state, submitter) {
  if (state.isSending) return state.tryNow?.(submitter);
  state.isSending = true;
  hide();
  // A message about the previous save no longer applies.
  document.querySelector(".messagelist")?.remove();
  const slow = setTimeout(
    () => say(gettext("Parts of this page are still loading. It will be saved as soon as they have loaded.")),
    500,
  );
  await loaded();
  clearTimeout(slow);
  await attempt(state, submitter);
  state.isSending = false;
  state.tryNow = null;
  mark(state);
}

async function attempt(state, pressed) {
  const { form } = state;
  for (let submitter = pressed, tries = 0; submitter !== STOP; tries += 1) {
    hide();
    form.setAttribute("aria-busy", "true");
    const sent = serial(form);
    const answer = await send(form, submitter, state.madeAs);
    form.removeAttribute("aria-busy");
    const typedSince = state.isKept && serial(form) !== sent ? form : null;
    if (answer.seal) return showPage(state, answer.seal, addressOf(form, submitter), typedSince);
    if (answer.location && !isLogin(answer.location)) return goOn(state, answer.location, typedSince);
    if (answer.location) return tellLoggedOut(answer.location);
    store(state);
    submitter = await waitFor(state, submitter, tries);
  }
}

const STOP = Symbol("stop");
const isLogin = (address) => /\/login\/$/.test(new URL(address, location.href).pathname);

// What is retried automatically: the server recognises a repetition of these by `_made_as`, by the
// revision they began from, or by what their fields hold.
const mayRepeat = (form) => Boolean(form.querySelector("[name=_save]")) || "quick" in form.dataset;

// Resolves with the button to press again, or STOP.
function waitFor(state, submitter, tries) {
  return new Promise((resolve) => {
    let timer = 0;
    const go = (result) => {
      clearTimeout(timer);
      removeEventListener("online", again);
      state.tryNow = null;
      resolve(result);
    };
    const again = () => go(submitter);
    state.tryNow = (pressed) => go(pressed ?? submitter);
    const now = { word: gettext("Try now"), act: again };
    const stop = { word: gettext("Stop trying"), act: () => go(STOP) };
    if (!mayRepeat(state.form)) {
      const said = gettext(
        "The server did not answer. What you typed is still here. It may have been done anyway: check before you try again.",
      );
      return say(said, [now, { ...stop, word: gettext("Leave it for now") }]);
    }
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
    const said = gettext(
      "It may not be saved: the server did not answer. What you typed is still here. Trying again in %d seconds.",
    );
    say(said.replace("%d", pause), [now, stop]);
    timer = setTimeout(again, pause * 1000);
    addEventListener("online", again);
  });
}

function goOn(state, address, typedSince) {
  drop(state);
  if (typedSince) handOn(typedSince);
  location.assign(address);
}

function showPage(state, seal, address, typedSince) {
  store(state);
  state.isDone = true;
  handOn(typedSince);
  show(seal, address);
}

function tellLoggedOut(address) {
  say(
    gettext(
      "It was not saved: you are no longer logged in. What you typed is still here. Log in in another tab, then save again.",
    ),
    [],
    {
      link: { href: address, word: gettext("Log in") },
    },
  );
}

// --- What people do ---

const guardAll = () => [...document.forms].forEach(stateOf);

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form ?? event.target.closest?.("form");
    const state = form && stateOf(form);
    if (state) touched(state);
  });
}

document.addEventListener("submit", (event) => {
  const state = stateOf(event.target);
  if (!state || event.defaultPrevented) return;
  event.preventDefault();
  save(state, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const field = event.target;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") saveByKey(event);
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && field.form && stateOf(field.form)) {
    const isLine = field.matches("textarea.headline-input") || (field.matches("input") && !OWN_ENTER.has(field.type));
    if (isLine) event.preventDefault();
  }
});

function saveByKey(event) {
  const dialog = document.querySelector("dialog[open] form");
  const here = event.target.closest?.("form") ?? event.target.form;
  const form = dialog ?? (stateOf(here) ? here : [...states.keys()].find(saveButton));
  if (!form) return;
  event.preventDefault();
  if (dialog) return dialog.requestSubmit();
  const button = saveButton(form);
  if (button) form.requestSubmit(button);
  else say(gettext("This form has no keyboard shortcut for saving. Press its button when you are done."));
}

const saveButton = (form) =>
  form.querySelector("[data-save]") ?? form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]");

window.addEventListener("beforeunload", (event) => {
  if (![...states.values()].some(isUnsaved) && !isDialogTyped()) return;
  event.preventDefault();
  event.returnValue = true;
});

window.addEventListener("pagehide", () => [...states.values()].forEach(store));
window.addEventListener("hashchange", () => [...states.values()].forEach(store));

window.addEventListener("load", async () => {
  // Pickers, rows and editors have tidied their fields; nobody typed that.
  for (const state of states.values()) {
    if (!state.isTouched && !state.isHeld) state.baseline = serial(state.form);
  }
  const found = await Promise.allSettled(
    [...document.querySelectorAll("script[type=module][src]")].map(({ src }) => import(src)),
  );
  if (states.size && found.some(({ status }) => status === "rejected")) {
    say(
      gettext(
        "Part of this page did not load. Your text is in plain fields; you can save it as it is, or reload the page.",
      ),
    );
  }
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  // The page as it was left. What was saved since then is shown as stored.
  const all = [...states.values()];
  if (all.some((state) => state.isDone)) location.reload();
  else all.filter(isUnsaved).forEach(tellBroughtBack);
});

if (document.readyState === "loading") document.addEventListener("readystatechange", guardAll, { once: true });
else guardAll();
