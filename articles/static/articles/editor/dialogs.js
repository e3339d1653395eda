// The editor's dialogs: one asks for words, one for a thing of the library.

import { gettext } from "django-prose-editor/editor";
import { open } from "../../editorial/dialog.js";
import { combobox, element, search } from "../../editorial/picking.js";

let count = 0;

// `fields`: {name, label, value, kind: "text" | "url" | "long", required, help}. Gives the values,
// or null when the person thinks better of it.
export function askWords({ title, fields, submit = gettext("Insert") }) {
  const prefix = `editor-dialog-${++count}`;
  const lines = fields.map((field, place) => {
    const id = `${prefix}-${place}`;
    const shared = { id, name: field.name, required: field.required };
    const input =
      field.kind === "long"
        ? element("textarea", { ...shared, rows: "3" }, field.value ?? "")
        : element("input", { ...shared, type: field.kind ?? "text", value: field.value ?? "" });
    const line = element("p", { class: "dialog-field" }, element("label", { for: id }, field.label), input);
    if (field.help) line.append(element("span", { class: "help" }, field.help));
    return line;
  });
  return open({ title, content: lines, submit, values: (form) => Object.fromEntries(new FormData(form)) });
}

// One thing of `kind`, found by typing. `links`: [{href, text}] shown below, opened beside.
export function askThing({ kind, title, links = [] }) {
  const id = `editor-dialog-${++count}-search`;
  const field = element("input", { id, type: "text", class: "pick-search" });
  let chosen = null;
  const content = [
    element("p", { class: "dialog-field" }, element("label", { for: id }, gettext("Search by name")), field),
    ...links.map(({ href, text }) =>
      element("p", {}, element("a", { href, target: "_blank", rel: "noopener" }, text)),
    ),
  ];
  return open({
    title,
    content,
    values: () => chosen,
    ready(dialog) {
      combobox(field, {
        find: (words) => search(kind, words),
        choose(choice) {
          chosen = choice;
          dialog.close("done");
        },
      });
      field.focus();
    },
  });
}
