// How elements of a body look while it is written: what they are, by name, with their few acts.

import { gettext } from "django-prose-editor/editor";
import { choiceLine, describe } from "../../editorial/autocomplete.js";
import { element } from "../../editorial/dom.js";

export const act = (text, press) =>
  element(
    "button",
    { type: "button", class: "element-act", onclick: press, onmousedown: (e) => e.preventDefault() },
    text,
  );

export function remove({ editor, getPos }) {
  const place = getPos();
  const node = editor.state.doc.nodeAt(place);
  editor.view.dispatch(editor.state.tr.delete(place, place + node.nodeSize));
  editor.commands.focus();
}

export function change({ editor, getPos }, attributes) {
  const place = getPos();
  const node = editor.state.doc.nodeAt(place);
  editor.view.dispatch(editor.state.tr.setNodeMarkup(place, null, { ...node.attrs, ...attributes }));
}

export async function show(holder, kind, id) {
  const choice = await describe(kind, id);
  holder.replaceChildren(choiceLine(choice ?? { title: gettext("This is gone, or you may not see it."), detail: id }));
}

// A view for an element without text of its own. `word` says what it is, `content(node)` shows it,
// `acts(context)` gives buttons.
export function atomView({ word, content, acts = () => [] }) {
  return ({ node, getPos, editor }) => {
    const context = { editor, getPos, node: () => current };
    let current = node;
    const holder = element("div", { class: "element-content" });
    const dom = element(
      "div",
      { class: "element", contenteditable: "false", "data-drag-handle": true },
      element(
        "div",
        { class: "element-bar" },
        element("span", { class: "element-word" }, word(node)),
        ...acts(context),
        act(gettext("Remove"), () => remove(context)),
      ),
      holder,
    );
    content(node, holder);
    return {
      dom,
      update(changed) {
        if (changed.type !== current.type) return false;
        current = changed;
        content(changed, holder);
        return true;
      },
      stopEvent: (event) => Boolean(event.target.closest?.("button")),
      ignoreMutation: () => true,
    };
  };
}
