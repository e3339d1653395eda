// A footnote: its words stand in the line that it belongs to, shown as a number that opens them.

import {
  Bold,
  Code,
  Document,
  Editor,
  HardBreak,
  History,
  Italic,
  Link,
  Node,
  Paragraph,
  Text,
  gettext,
} from "django-prose-editor/editor";
import { open } from "../../editorial/dialog.js";
import { element } from "../../editorial/dom.js";
import { Language } from "./speech.js";

const Line = Document.extend({ content: "paragraph" });
const ALLOWED = ["A", "B", "STRONG", "I", "EM", "CODE", "S", "SUB", "SUP", "BR", "SPAN"];

// The words of a note as HTML of one line, with nothing in it but marks, links and languages.
function tidied(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const each of [...body.querySelectorAll("*")].reverse()) {
    if (!ALLOWED.includes(each.nodeName)) each.replaceWith(...each.childNodes);
    for (const { name } of [...each.attributes]) {
      if (!["href", "lang", "dir"].includes(name)) each.removeAttribute(name);
    }
  }
  return body;
}

// A leaf for the editor: what is typed or linked around it never reaches into it.
export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    words: { default: "", parseHTML: (dom) => tidied(dom.innerHTML).innerHTML, renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: "span[data-footnote]", priority: 100 }],
  renderHTML: ({ node }) => element("span", { "data-footnote": "" }, ...tidied(node.attrs.words).childNodes),
  addNodeView: () => footnoteView,
});

// The words of a note; null if the person thinks better of it.
function askNote(before = "") {
  const id = "footnote-words";
  const holder = element("div", { class: "note-editor" });
  let words;
  return open({
    title: gettext("Footnote"),
    submit: before ? gettext("Keep") : gettext("Insert"),
    content: [element("p", { class: "dialog-field", id }, gettext("What the note says")), holder],
    values: () => {
      const found = words.isEmpty ? "" : tidied(words.getHTML()).innerHTML;
      words.destroy();
      return found;
    },
    ready() {
      words = new Editor({
        element: holder,
        injectCSS: false,
        content: `<p>${before}</p>`,
        extensions: [
          Line,
          Paragraph,
          Text,
          Bold,
          Italic,
          Code,
          Link.configure({ openOnClick: false, enableTarget: false }),
          Language,
          HardBreak,
          History,
        ],
        editorProps: {
          attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": id },
        },
      });
      words.commands.focus("end");
    },
  });
}

function footnoteView({ node, getPos, editor }) {
  let current = node;
  const dom = element("button", { type: "button", class: "footnote-mark" });
  const draw = () => {
    const text = tidied(current.attrs.words).textContent;
    dom.title = text;
    dom.setAttribute("aria-label", `${gettext("Footnote")}: ${text}`);
  };
  dom.addEventListener("click", async () => {
    if (!editor.isEditable) return;
    const words = await askNote(current.attrs.words);
    if (words === null) return;
    const place = getPos();
    const { tr } = editor.state;
    // A note without words is none.
    if (words) tr.setNodeMarkup(place, null, { words });
    else tr.delete(place, place + current.nodeSize);
    editor.view.dispatch(tr);
    editor.view.focus();
  });
  draw();
  return {
    dom,
    update(changed) {
      if (changed.type !== current.type) return false;
      current = changed;
      draw();
      return true;
    },
    stopEvent: (event) => event.type === "click" || event.type === "keydown",
    ignoreMutation: () => true,
  };
}

export const INSERT = {
  name: "footnote",
  word: gettext("Footnote"),
  async run(editor) {
    const words = await askNote();
    editor.view.focus();
    if (words) editor.chain().insertContent({ type: "footnote", attrs: { words } }).run();
  },
};
