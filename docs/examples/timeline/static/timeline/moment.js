// The editor's node of a moment, and the button that inserts one.

import { Node } from "django-prose-editor/editor";
import { attributes, toData } from "../articles/editor/attributes.js";
import { ELEMENTS, INSERTS } from "../articles/editor/elements.js";
import { act, atomView, change } from "../articles/editor/views.js";
import { askWords } from "../editorial/dialog.js";

const MOMENT = { when: "data-moment", what: "data-what" };

const ask = (values = {}) =>
  askWords({
    title: "Moment of a timeline",
    submit: values.when ? "Keep" : "Insert",
    fields: [
      { name: "when", label: "When", value: values.when, required: true },
      { name: "what", label: "What happened", kind: "long", value: values.what, required: true },
    ],
  });

ELEMENTS.push(
  Node.create({
    name: "moment",
    group: "element",
    atom: true,
    draggable: true,
    addAttributes: () => attributes(MOMENT),
    parseHTML: () => [{ tag: "div[data-moment]" }],
    renderHTML: ({ node }) => ["div", toData(node, MOMENT, ["when", "what"])],
    addNodeView: () =>
      atomView({
        word: () => "Moment",
        content: ({ attrs }, holder) => holder.replaceChildren(`${attrs.when}: ${attrs.what}`),
        acts: (context) => [
          act("Edit…", async () => {
            const typed = await ask(context.node().attrs);
            if (typed) change(context, typed);
          }),
        ],
      }),
  }),
);

INSERTS.push({
  name: "moment",
  word: "Moment",
  async run(editor) {
    const typed = await ask();
    if (typed) editor.chain().focus().insertContent({ type: "moment", attrs: typed }).run();
  },
});
