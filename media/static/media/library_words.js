// What the library says of a picture: asked for, and changed for every story that shows it.

import { askWords } from "../editorial/dialog.js";
import { forget } from "../editorial/autocomplete.js";
import { isChoice, NONE, questionsIn, shownBefore, tell } from "./uploading.js";

const gettext = window.gettext ?? ((text) => text);
const address = (id) => document.querySelector('meta[name="image-quick-url"]')?.content.replace(NONE, id);

// The library's words of a picture, and the whole picture to look at; null without an answer.
export async function wordsOf(id) {
  try {
    const response = await fetch(address(id), { headers: { Accept: "application/json" } });
    return response.ok ? (await response.json()).image : null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}

// Saves words of a picture in the library; `image` has them as the server last answered. Returns a
// sentence if they are refused, else "", and the questions whose words to keep, by field.
export async function saveWords(image, fields) {
  const names = Object.keys(fields).filter((name) => !isChoice(name));
  const answer = await tell(address(image.id), { ...fields, ...shownBefore(image, names) }, { repeats: true });
  forget("image", image.id);
  const problem = answer.ok ? "" : Object.values(answer.errors ?? {}).join(" ") || answer.message;
  return { problem, questions: questionsIn(answer) };
}

// What keeps a picture from being published, in sentences; "" where nothing of its words does.
export function lacking(image) {
  const said = [];
  if (!image.printed_credit) said.push(gettext("It has no credit yet."));
  if (!image.fields.alt_text && !image.fields.is_decorative) said.push(gettext("It has no alt text yet."));
  return said.join(" ");
}

// Asks for the words that every story shows; gives whether they were changed.
export async function askLibraryWords(id) {
  const image = await wordsOf(id);
  if (!image) return false;
  let { alt_text, caption } = image.fields;
  let credit = image.printed_credit;
  let [problem, questions] = ["", {}];
  for (;;) {
    const typed = await askWords({
      title: gettext("The library's text"),
      submit: gettext("Save"),
      fields: [
        {
          name: "alt_text",
          label: gettext("Alt text: what the picture shows"),
          kind: "long",
          value: alt_text,
          help: problem,
          after: questions.alt_text,
        },
        {
          name: "caption",
          label: gettext("Caption, for every use"),
          kind: "long",
          value: caption,
          after: questions.caption,
        },
        { name: "credit", label: gettext("Credit, as it is printed"), value: credit, after: questions.credit },
      ],
    });
    if (!typed) return false;
    ({ problem, questions } = await saveWords(image, typed));
    if (!problem) return true;
    // What was typed stands in the dialog again, beside what is to be mended.
    ({ alt_text, caption, credit } = typed);
  }
}
