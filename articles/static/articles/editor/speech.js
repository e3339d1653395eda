// Languages and directions of a text: of whole blocks as attributes, of words as a mark.

import { Extension, Mark } from "django-prose-editor/editor";

const attribute = (name) => ({
  default: null,
  parseHTML: (dom) => dom.getAttribute(name) || null,
  renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
});

const SPOKEN = { lang: attribute("lang"), dir: attribute("dir") };

export const Speech = Extension.create({
  name: "speech",
  addGlobalAttributes: () => [{ types: ["paragraph", "heading", "listItem"], attributes: SPOKEN }],
});

export const Language = Mark.create({
  name: "language",
  inclusive: false,
  addAttributes: () => SPOKEN,
  parseHTML: () => [{ tag: "span[lang]" }, { tag: "span[dir]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});
