// The editor's dialog that asks for a thing.

import { gettext } from "django-prose-editor/editor";
import { open } from "../../editorial/dialog.js";
import { combobox, search } from "../../editorial/autocomplete.js";
import { element } from "../../editorial/dom.js";

let count = 0;

// One thing of `kind`, found by typing. `links`: [{href, text}] shown below, opened beside.
export function askThing({ kind, title, links = [] }) {
  const id = `editor-dialog-${++count}-search`;
  const field = element("input", { id, type: "text", class: "pick-search" });
  let chosen = null;
  const content = [
    element("p", { class: "dialog-field" }, element("label", { for: id }, gettext("Search by name")), field),
    ...links.map(({ href, text }) => element("p", {}, element("a", { href, target: "_blank", rel: "noopener" }, text))),
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
