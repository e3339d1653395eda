// The elements of a body, as the draft's HTML has them: ids and this use's words, nothing else.

import { Document, Node, Table, gettext } from "django-prose-editor/editor";
import { askWords } from "../../editorial/dialog.js";
import { element } from "../../editorial/dom.js";
import { askPictures } from "../../media/choosing.js";
import { attributes, toData } from "./attributes.js";
import { askThing } from "./dialogs.js";
import { Figure, placed } from "./figure.js";
import { Footnote, INSERT as FOOTNOTE } from "./footnote.js";
import { act, atomView, change, remove, show } from "./views.js";

const TEXT = "(paragraph | heading | bulletList | orderedList | blockquote | codeBlock | horizontalRule | table)+";

// Elements stand between paragraphs, never inside one another.
export const Body = Document.extend({ content: "(block | element)+" });

// The closed dialog has given the focus back to its button: what is typed next belongs to the text.
function insert(editor, content) {
  editor.view.focus();
  editor.chain().insertContent(content).run();
}

// --- Cards, videos, posts --------------------------------------------------------------------

const named = ({ name, selector, kind, attribute, word, extra = {} }) =>
  Node.create({
    name,
    group: "element",
    atom: true,
    draggable: true,
    addAttributes: () => attributes({ id: attribute }),
    parseHTML: () => [{ tag: selector }],
    renderHTML: ({ node }) => ["div", { ...extra, [attribute]: node.attrs.id }],
    addNodeView: () => atomView({ word: () => word, content: (node, holder) => show(holder, kind, node.attrs.id) }),
  });

export const ArticleCard = named({
  name: "articleCard",
  selector: 'div[data-card="article"][data-id]',
  kind: "article",
  attribute: "data-id",
  word: gettext("Card of an article"),
  extra: { "data-card": "article" },
});

export const Video = named({
  name: "video",
  selector: "div[data-video]",
  kind: "video",
  attribute: "data-video",
  word: gettext("Video"),
});

export const Post = named({
  name: "post",
  selector: "div[data-post]",
  kind: "post",
  attribute: "data-post",
  word: gettext("Post of the feed"),
});

const LINK = {
  url: "data-url",
  title: "data-title",
  excerpt: "data-excerpt",
  publication: "data-publication",
  author: "data-author",
  image: "data-image",
};

const askLinkCard = (values = {}) =>
  askWords({
    title: gettext("Card of a page elsewhere"),
    submit: values.url ? gettext("Keep") : gettext("Insert"),
    fields: [
      { name: "url", label: gettext("Address"), kind: "url", value: values.url, required: true },
      { name: "title", label: gettext("Title"), value: values.title, required: true },
      { name: "excerpt", label: gettext("Excerpt"), kind: "long", value: values.excerpt },
      { name: "publication", label: gettext("Publication"), value: values.publication },
      { name: "author", label: gettext("Author"), value: values.author },
    ],
  });

export const LinkCard = Node.create({
  name: "linkCard",
  group: "element",
  atom: true,
  draggable: true,
  addAttributes: () => attributes(LINK),
  parseHTML: () => [{ tag: 'div[data-card="link"]' }],
  renderHTML: ({ node }) => ["div", { "data-card": "link", ...toData(node, LINK, ["url", "title"]) }],
  addNodeView: () =>
    atomView({
      word: () => gettext("Card of a page elsewhere"),
      content: drawLines(({ title, excerpt, publication, author, url }) => [
        title,
        excerpt,
        [publication, author].filter(Boolean).join(" · "),
        url,
      ]),
      acts: (context) => [
        act(gettext("Edit…"), async () => {
          const typed = await askLinkCard(context.node().attrs);
          if (typed) change(context, typed);
        }),
      ],
    }),
});

const EMBED = { url: "data-embed", title: "data-title", provider: "data-provider" };

const askEmbed = (values = {}) =>
  askWords({
    title: gettext("Embed from another provider"),
    submit: values.url ? gettext("Keep") : gettext("Insert"),
    fields: [
      { name: "url", label: gettext("Address"), kind: "url", value: values.url, required: true },
      { name: "title", label: gettext("What readers find there"), value: values.title, required: true },
      { name: "provider", label: gettext("Provider"), value: values.provider },
    ],
  });

export const Embed = Node.create({
  name: "embed",
  group: "element",
  atom: true,
  draggable: true,
  addAttributes: () => attributes(EMBED),
  parseHTML: () => [{ tag: "div[data-embed]" }],
  renderHTML: ({ node }) => ["div", toData(node, EMBED, ["url", "title", "provider"])],
  addNodeView: () =>
    atomView({
      word: () => gettext("Embed, shown as a link"),
      content: drawLines(({ title, provider, url }) => [title, provider, url]),
      acts: (context) => [
        act(gettext("Edit…"), async () => {
          const typed = await askEmbed(context.node().attrs);
          if (typed) change(context, typed);
        }),
      ],
    }),
});

function drawLines(lines) {
  return (node, holder) =>
    holder.replaceChildren(
      ...lines(node.attrs)
        .filter(Boolean)
        .map((line, place) => element("span", { class: place ? "choice-detail" : "element-title" }, line)),
    );
}

// --- Boxes that hold text --------------------------------------------------------------------

// A box with one line of its own beside its text; `key` is the attribute that holds the line.
const box = ({ name, selector, flag, key, attribute, word, hint, content }) =>
  Node.create({
    name,
    group: "element",
    content,
    isolating: true,
    defining: true,
    draggable: true,
    addAttributes: () => attributes({ [key]: attribute }),
    parseHTML: () => [{ tag: selector }],
    renderHTML: ({ node }) => ["aside", { [flag]: "", [attribute]: node.attrs[key] }, 0],
    addNodeView:
      () =>
      ({ node, getPos, editor }) => {
        const context = { editor, getPos };
        let current = node;
        const line = element("input", {
          type: "text",
          class: "element-line",
          placeholder: hint,
          "aria-label": hint,
          value: node.attrs[key],
          // On every keystroke: a save by keyboard comes while the field still has the focus.
          oninput: (event) => {
            event.stopPropagation();
            change(context, { [key]: line.value });
          },
          onchange: () => change(context, { [key]: line.value.trim() }),
        });
        const text = element("div", { class: "element-text" });
        const dom = element(
          "div",
          { class: `element element-${name}` },
          element(
            "div",
            { class: "element-bar", contenteditable: "false" },
            element("span", { class: "element-word" }, word),
            line,
            act(gettext("Remove"), () => remove(context)),
          ),
          text,
        );
        return {
          dom,
          contentDOM: text,
          update(changed) {
            if (changed.type !== current.type) return false;
            current = changed;
            if (document.activeElement !== line) line.value = changed.attrs[key];
            return true;
          },
          stopEvent: (event) => Boolean(event.target.closest?.("button, input")),
          ignoreMutation: (mutation) => mutation.type !== "selection" && !text.contains(mutation.target),
        };
      },
  });

export const Quote = box({
  name: "quote",
  selector: "aside[data-quote]",
  flag: "data-quote",
  key: "attribution",
  attribute: "data-attribution",
  word: gettext("Pull quote"),
  hint: gettext("Who says it"),
  content: "paragraph+",
});

export const Factbox = box({
  name: "factbox",
  selector: "aside[data-factbox]",
  flag: "data-factbox",
  key: "title",
  attribute: "data-title",
  word: gettext("Fact box"),
  hint: gettext("Title of the box"),
  content: TEXT,
});

// --- Table: the stock one drops captions -------------------------------------------------------

export const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (dom) => dom.querySelector(":scope > caption")?.textContent.trim() ?? "",
        renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
      },
    };
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node }) {
    const { caption } = node.attrs;
    return caption ? ["table", ["caption", {}, caption], ["tbody", 0]] : ["table", ["tbody", 0]];
  },
  addMenuItems(context) {
    this.parent?.(context);
    context.menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: context.buttons.text(gettext("Caption…")),
      hidden: (editor) => !editor.isActive("table"),
      async command(editor) {
        const typed = await askWords({
          title: gettext("Caption of the table"),
          submit: gettext("Keep"),
          fields: [{ name: "caption", label: gettext("Caption"), value: editor.getAttributes("table").caption }],
        });
        if (typed) editor.chain().focus().updateAttributes("table", { caption: typed.caption.trim() }).run();
      },
    });
  },
});

// --- What can be inserted ----------------------------------------------------------------------

const thing = (kind, title, content) => async (editor) => {
  const choice = await askThing({ kind, title });
  if (choice) insert(editor, content(choice.id));
};

export const INSERTS = [
  {
    name: "picture",
    word: gettext("Picture"),
    async run(editor) {
      const ids = await askPictures({ title: gettext("Choose or upload pictures"), many: true });
      if (ids?.length) insert(editor, ids.map(placed));
    },
  },
  {
    name: "articleCard",
    word: gettext("Story card"),
    run: thing("article", gettext("Choose an article"), (id) => ({ type: "articleCard", attrs: { id } })),
  },
  {
    name: "linkCard",
    word: gettext("Link card"),
    async run(editor) {
      const typed = await askLinkCard();
      if (typed) insert(editor, { type: "linkCard", attrs: typed });
    },
  },
  {
    name: "video",
    word: gettext("Video"),
    run: thing("video", gettext("Choose a video"), (id) => ({ type: "video", attrs: { id } })),
  },
  {
    name: "post",
    word: gettext("Post"),
    run: thing("post", gettext("Choose a post"), (id) => ({ type: "post", attrs: { id } })),
  },
  {
    name: "quote",
    word: gettext("Pull quote"),
    run: (editor) => insert(editor, { type: "quote", content: [{ type: "paragraph" }] }),
  },
  {
    name: "factbox",
    word: gettext("Fact box"),
    run: (editor) => insert(editor, { type: "factbox", content: [{ type: "paragraph" }] }),
  },
  {
    name: "embed",
    word: gettext("Embed"),
    async run(editor) {
      const typed = await askEmbed();
      if (typed) insert(editor, { type: "embed", attrs: typed });
    },
  },
  FOOTNOTE,
];

// A part of another app names a module that pushes its node here and its button to INSERTS.
export const ELEMENTS = [Figure, ArticleCard, LinkCard, Video, Post, Quote, Factbox, Embed, Footnote];
// Which kinds of public ids this editor knows: the server refuses a save that lost others.
export const KINDS = ["image", "article", "video", "post"];
