// A picture in the text: which one, how wide, which part of it, and this use's words.

import { Node, gettext } from "django-prose-editor/editor";
import { askWords } from "../../editorial/dialog.js";
import { choiceLine, describe } from "../../editorial/autocomplete.js";
import { element } from "../../editorial/dom.js";
import { askPictures } from "../../media/choosing.js";
import { askCrop } from "../../media/crop_dialog.js";
import { askLibraryWords, wordsOf } from "../../media/library_words.js";
import { croppedPicture } from "../../media/ratios.js";
import { attributes, toData } from "./attributes.js";
import { act, change, remove, show } from "./views.js";

const FIGURE = { image: "data-image", layout: "data-layout", alt: "data-alt", crop: "data-crop" };

export const Figure = Node.create({
  name: "picture",
  group: "element",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => attributes(FIGURE, { layout: "normal" }),
  parseHTML: () => [
    {
      tag: "figure[data-image]",
      contentElement: (dom) => dom.querySelector("figcaption") ?? document.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node }) => ["figure", toData(node, FIGURE, ["image", "layout"]), ["figcaption", 0]],
  addNodeView: () => figureView,
  // Enter at the end of a caption goes on below the picture.
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        return editor
          .chain()
          .insertContentAt($from.after(), { type: "paragraph" })
          .focus($from.after() + 1)
          .run();
      },
    };
  },
});

function figureView({ node, getPos, editor }) {
  let current = node;
  const context = { editor, getPos };
  const picture = element("div", { class: "element-content", contenteditable: "false" });
  const layout = act("", () => change(context, { layout: current.attrs.layout === "wide" ? "normal" : "wide" }));
  const bar = element(
    "div",
    { class: "element-bar", contenteditable: "false" },
    element("span", { class: "element-word" }, gettext("Picture")),
    layout,
    act(gettext("Alt text…"), async () => {
      const library = await describe("image", current.attrs.image);
      const typed = await askWords({
        title: gettext("What the picture shows"),
        submit: gettext("Keep"),
        fields: [
          {
            name: "alt",
            label: gettext("Alt text for this use"),
            kind: "long",
            value: current.attrs.alt,
            help: gettext("Empty: the library's text.") + (library ? ` ${library.title}` : ""),
          },
        ],
      });
      if (typed) change(context, { alt: typed.alt.trim() });
    }),
    act(gettext("Crop…"), async () => {
      const image = await wordsOf(current.attrs.image);
      const crop = image && (await askCrop(image, current.attrs.crop));
      if (typeof crop === "string") change(context, { crop });
    }),
    act(gettext("Credit and caption…"), async () => {
      if (await askLibraryWords(current.attrs.image)) draw(true);
    }),
    act(gettext("Another…"), async () => {
      const ids = await askPictures({ title: gettext("Choose or upload a picture") });
      // Crop and alt text were those of the other picture.
      if (ids?.length) change(context, { image: ids[0], crop: "", alt: "" });
    }),
    act(gettext("Remove"), () => remove(context)),
  );
  const caption = element("figcaption", { "data-hint": gettext("Caption for this use; empty: the library's") });
  const dom = element("figure", { class: "element element-figure" }, bar, picture, caption);
  const draw = (isChanged = false) => {
    layout.textContent = current.attrs.layout === "wide" ? gettext("Wide") : gettext("As the text");
    layout.title = gettext("Change the width");
    dom.classList.toggle("is-wide", current.attrs.layout === "wide");
    caption.classList.toggle("is-empty", current.content.size === 0);
    const { image, crop } = current.attrs;
    const shown = `${image} ${crop}`;
    if (picture.dataset.shown !== shown || isChanged === true) {
      picture.dataset.shown = shown;
      showPicture(picture, image, crop);
    }
  };
  draw();
  return {
    dom,
    contentDOM: caption,
    update(changed) {
      if (changed.type !== current.type) return false;
      current = changed;
      draw();
      return true;
    },
    stopEvent: (event) => Boolean(event.target.closest?.("button")),
    ignoreMutation: (mutation) => mutation.type !== "selection" && !caption.contains(mutation.target),
  };
}

// What is inserted for a picture of the library.
export const placed = (id) => ({ type: "picture", attrs: { image: id } });

// The picture with its name; where it is cropped, the part that this use shows.
async function showPicture(holder, id, crop) {
  await show(holder, "image", id);
  if (!crop) return;
  const [choice, image] = await Promise.all([describe("image", id), wordsOf(id)]);
  if (!choice || !image?.thumb) return;
  holder.replaceChildren(croppedPicture(image, crop), choiceLine({ ...choice, thumb: "" }));
}
