// A dialog over the page: a heading, something to fill in, an act and a way out.

import { element } from "./dom.js";

const gettext = window.gettext ?? ((text) => text);
let count = 0;

// Whether the dialog's fields hold something that was not there when it opened.
const isTyped = (form) =>
  [...form.querySelectorAll("input[name]:not([type=radio], [type=checkbox]), textarea[name]")].some(
    (field) => field.value !== field.defaultValue,
  );

export const isDialogTyped = () => [...document.querySelectorAll("dialog[open] form")].some(isTyped);

// Resolves with `values(form)` when the form is sent or `dialog.close("done")` is called, with
// null when the person thinks better of it. `acts` are buttons beside the way out; `before` is
// awaited when the form is sent, and keeps the dialog open where it gives false.
export function open({ title, content, submit, values, ready, before, acts = [], kind = "" }) {
  return new Promise((resolve) => {
    const heading = element("h2", { id: `dialog-${++count}-title` }, title);
    const cancel = element("button", { type: "button", class: "bar-button" }, gettext("Cancel"));
    const line = element("p", { class: "dialog-acts" });
    if (submit) line.append(element("button", { type: "submit", class: "bar-button is-next" }, submit));
    line.append(...acts, cancel);
    const form = element("form", { method: "dialog" }, heading, ...content, line);
    const dialog = element("dialog", { class: `editor-dialog ${kind}`.trim(), "aria-labelledby": heading.id }, form);
    cancel.addEventListener("click", () => dialog.close());
    // Escape is too easily pressed by mistake for it to discard what was typed.
    const said = element("p", { class: "help", role: "alert" });
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog || !isTyped(form) || said.isConnected) return;
      event.preventDefault();
      said.textContent = gettext("What you typed here is not saved. Press Escape again, or Cancel, to drop it.");
      line.before(said);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!before || (await before(form))) dialog.close("done");
    });
    dialog.addEventListener("close", () => {
      const result = dialog.returnValue === "done" ? values(form) : null;
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    ready?.(dialog);
  });
}

// `fields`: {name, label, value, kind: "text" | "url" | "long", required, help, after}, where
// `after` is an element placed below. Returns the values, or null if the person cancels.
export function askWords({ title, fields, submit = gettext("Insert") }) {
  const prefix = `asked-${++count}`;
  const lines = fields.map((field, place) => {
    const id = `${prefix}-${place}`;
    const shared = { id, name: field.name, required: field.required };
    const input =
      field.kind === "long"
        ? element("textarea", { ...shared, rows: "3" }, field.value ?? "")
        : element("input", { ...shared, type: field.kind ?? "text", value: field.value ?? "" });
    const line = element("p", { class: "dialog-field" }, element("label", { for: id }, field.label), input);
    if (field.help) line.append(element("span", { class: "help" }, field.help));
    return field.after ? [line, field.after] : [line];
  });
  return open({ title, content: lines.flat(), submit, values: (form) => Object.fromEntries(new FormData(form)) });
}
