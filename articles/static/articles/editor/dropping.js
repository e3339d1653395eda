// Picture files that are dropped or pasted into a text go into the library, then stand where they
// fell. Until then their place is held by something that is no part of the text: whatever becomes
// of them, the text holds whole figures or none.

import { Extension, gettext, pm } from "django-prose-editor/editor";
import { element } from "../../editorial/dom.js";
import { mayUpload, sendPicture } from "../../media/arriving.js";
import { pastedPictures, picturesIn } from "../../media/uploading.js";
import { placed } from "./figure.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const KEY = new PluginKey("arrivals");

export const Dropping = Extension.create({
  name: "dropping",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: KEY,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, set) {
            const moved = set.map(transaction.mapping, transaction.doc);
            const { add, remove } = transaction.getMeta(KEY) ?? {};
            if (add) {
              const options = { id: add.id, side: -1, stopEvent: () => true, ignoreSelection: true };
              return moved.add(transaction.doc, [Decoration.widget(add.place, add.dom, options)]);
            }
            return remove ? moved.remove(moved.find(undefined, undefined, (spec) => spec.id === remove.id)) : moved;
          },
        },
        props: {
          decorations: (state) => KEY.getState(state),
          handleDrop(view, event, _slice, isMoved) {
            const files = isMoved ? [] : picturesIn(event.dataTransfer);
            if (!files.length || !mayUpload()) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            take(editor, files, at?.pos ?? view.state.doc.content.size);
            return true;
          },
          handlePaste(view, event) {
            const files = pastedPictures(event);
            if (!files.length || !mayUpload()) return false;
            take(editor, files, view.state.selection.to);
            return true;
          },
        },
      }),
    ];
  },
});

// Between the blocks: after the one that holds the place, before it at the very start of it.
function between(doc, place) {
  const at = doc.resolve(Math.min(place, doc.content.size));
  if (!at.depth) return at.pos;
  return at.parentOffset === 0 && at.depth === 1 ? at.before(1) : at.after(1);
}

function take(editor, files, place) {
  const at = between(editor.state.doc, place);
  for (const file of files) arrive(editor, file, at);
}

async function arrive(editor, file, place) {
  const id = {};
  const state = element("span", { role: "status" }, `${gettext("On its way")}: ${file.name}`);
  const bar = element("progress", { max: "100", value: "0", "aria-label": file.name });
  const acts = element("span", { class: "arrival-acts" });
  const preview = URL.createObjectURL(file);
  const picture = element("img", { src: preview, alt: "" });
  picture.addEventListener("error", () => picture.remove());
  const dom = element(
    "div",
    { class: "element arrival-place", contenteditable: "false" },
    picture,
    element("div", {}, state, bar, acts),
  );
  const tell = (meta) => editor.view.dispatch(editor.state.tr.setMeta(KEY, meta).setMeta("addToHistory", false));
  tell({ add: { id, place, dom } });
  const leave = () => {
    URL.revokeObjectURL(preview);
    if (!editor.isDestroyed) tell({ remove: { id } });
  };
  const press = (word, act) => element("button", { type: "button", class: "element-act", onclick: act }, word);

  const send = async () => {
    acts.replaceChildren();
    bar.hidden = false;
    const answer = await sendPicture(file, { progress: (percent) => (bar.value = percent) });
    if (editor.isDestroyed) return;
    if (!answer.image) {
      bar.hidden = true;
      state.textContent = `${file.name}: ${answer.message}`;
      if (answer.status === "failed") acts.append(press(gettext("Try again"), send));
      acts.append(press(gettext("Leave it out"), leave));
      return;
    }
    const [held] = KEY.getState(editor.state).find(undefined, undefined, (spec) => spec.id === id);
    // The stretch of text around it was taken out meanwhile: the picture stays in the library.
    if (held) {
      const node = editor.schema.nodeFromJSON(placed(answer.image.id));
      editor.view.dispatch(editor.state.tr.insert(held.from, node));
    }
    leave();
  };
  await send();
}
