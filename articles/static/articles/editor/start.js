// Puts the editor in the place of a body's text field. All its parts are loaded, or none: an editor
// that did not know an element would drop it, so then the field stays as it is, with its HTML.

import {
  Blockquote,
  Bold,
  BulletList,
  Code,
  CodeBlock,
  Dropcursor,
  Editor,
  Extension,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  Link,
  ListItem,
  Menu,
  OrderedList,
  Paragraph,
  Placeholder,
  Strike,
  Subscript,
  Superscript,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  gettext,
} from "django-prose-editor/editor";
import { askWords } from "../../editorial/dialog.js";
import "../../editorial/forms.js";
import { element } from "../../editorial/dom.js";
import { Dropping } from "./dropping.js";
import { Body, CaptionedTable, ELEMENTS, INSERTS, KINDS } from "./elements.js";
import { plain } from "./pasting.js";
import { Language, Speech } from "./speech.js";

const GROUPS = [
  { group: "headings" },
  { group: "marks" },
  { group: "link" },
  { group: "lists" },
  { group: "nodes -blockType -lists -headings" },
  { group: "history" },
  { group: "insert" },
  { group: "table" },
];

const Inserts = Extension.create({
  name: "inserts",
  addMenuItems({ menu, buttons }) {
    for (const { name, word, run } of INSERTS) {
      menu.defineItem({ name: `insert:${name}`, groups: "insert", button: buttons.text(word), command: run });
    }
  },
});

// An address and nothing else: readers are not told how to open it.
const PlainLink = Link.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          if (editor.state.selection.empty && !editor.isActive("link")) return false;
          askWords({
            title: gettext("Link"),
            submit: gettext("Keep"),
            fields: [
              {
                name: "href",
                label: gettext("Address"),
                value: editor.getAttributes("link").href ?? "",
                help: gettext("Empty: no link."),
              },
            ],
          }).then((typed) => {
            if (!typed) return;
            const href = typed.href.trim();
            editor.view.focus();
            const chain = editor.chain().extendMarkRange("link");
            (href ? chain.setLink({ href: withScheme(href) }) : chain.unsetLink()).run();
            // What is typed next stands after the link, and is none.
            const { state } = editor;
            editor.chain().setTextSelection(state.selection.to).run();
            editor.view.dispatch(editor.state.tr.removeStoredMark(state.schema.marks.link));
          });
          return true;
        },
    };
  },
});

const withScheme = (href) => (/^([a-z][a-z0-9+.-]*:|[/#?.])/i.test(href) ? href : `https://${href}`);

const extensions = (textarea) => [
  Body,
  Paragraph,
  Text,
  Heading.configure({ levels: [2, 3, 4] }),
  BulletList,
  OrderedList,
  ListItem,
  Blockquote,
  HorizontalRule,
  HardBreak,
  CodeBlock,
  Bold,
  Italic,
  Strike,
  Subscript,
  Superscript,
  Code,
  Language,
  Speech,
  PlainLink.configure({ openOnClick: false, enableTarget: false, protocols: ["mailto", "tel"] }),
  CaptionedTable.configure({ resizable: false }),
  TableRow,
  TableHeader,
  TableCell,
  History,
  Dropcursor,
  Gapcursor,
  TrailingNode,
  Placeholder.configure({ placeholder: textarea.dataset.placeholder ?? gettext("Write the story") }),
  ...ELEMENTS,
  Dropping,
  Inserts,
  Menu.configure({ groups: GROUPS }),
];

// Into an empty paragraph a paste is put as it is: the words alone would lose language and direction.
function whole(slice, view) {
  const first = slice.content.firstChild;
  const isSpoken = first?.attrs.lang || first?.attrs.dir;
  const isEmpty = view.state.selection.$from.parent.content.size === 0;
  return isSpoken && isEmpty ? new slice.constructor(slice.content, 0, slice.openEnd) : slice;
}

// The public ids in a body's HTML, with repetitions.
const idsIn = (html) =>
  [...html.matchAll(/data-(?:image|id|video|post)="([0-9a-f-]{36})"/gi)].map(([, id]) => id.toLowerCase()).sort();

function start(textarea) {
  const source = textarea.value;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const mount = element("div", { class: "prose-editor" });
  textarea.before(mount);
  mount.append(textarea);
  if (label && !label.id) label.id = `${textarea.id}-label`;
  const editor = new Editor({
    element: mount,
    extensions: extensions(textarea),
    content: source,
    injectCSS: false,
    editable: !textarea.disabled,
    editorProps: {
      transformPastedHTML: plain,
      transformPasted: whole,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": gettext("Text") }),
      },
    },
    onUpdate: ({ editor: changed, transaction }) => {
      const isTyped = transaction.getMeta("addToHistory") !== false && ready;
      isTouched ||= isTyped;
      if (!isTouched) return;
      // Undoing every step restores exactly what was there.
      if (changed.state.doc.eq(first)) textarea.value = source;
      else textarea.value = changed.isEmpty ? "" : changed.getHTML();
      if (isTyped) textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const missing = (textarea.dataset.nodes ?? "").split(" ").filter((name) => name && !editor.schema.nodes[name]);
  let first = editor.state.doc;
  let ready = false;
  let isTouched = false;
  if (missing.length || idsIn(source).join() !== idsIn(editor.getHTML()).join()) {
    editor.destroy();
    mount.replaceWith(textarea);
    textarea.value = source;
    textarea.before(
      element(
        "p",
        { class: "errornote" },
        gettext("The editor does not understand everything in this text, so here is its HTML. Nothing is lost."),
      ),
    );
    return;
  }
  label?.addEventListener("click", () => editor.commands.focus());
  const known = textarea.form?.querySelector("[name=body_kinds]");
  if (known) known.value = KINDS.join(" ");
  editor.on("create", () => {
    // The paragraph that the editor itself has added at the end by now is nobody's typing.
    first = editor.state.doc;
    ready = true;
    toolbar(mount);
  });
  textarea.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true, detail: { editor } }));
}

// The toolbar is one stop for the Tab key; arrows walk in it.
function toolbar(mount) {
  const bar = mount.querySelector(".prose-menubar");
  if (!bar) return;
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", gettext("Format and insert"));
  const buttons = () => [...bar.querySelectorAll("button:not(.hidden)")];
  const only = (chosen) => {
    for (const button of bar.querySelectorAll("button")) button.tabIndex = button === chosen ? 0 : -1;
  };
  only(buttons()[0]);
  bar.addEventListener("focusin", (event) => event.target.matches("button") && only(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = buttons();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    event.preventDefault();
  });
}

for (const textarea of document.querySelectorAll("textarea.body-input")) {
  try {
    start(textarea);
  } catch (error) {
    console.error("The editor did not start; the text field stays.", error);
  }
}
