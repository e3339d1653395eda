// One file on its way from the desk into the library, while somebody writes: its progress, what
// became of it, and the three words a picture cannot be published without.

import { element } from "../editorial/dom.js";
import { lacking, saveWords } from "./library_words.js";
import { linked } from "./upload_notes.js";
import { choicesIn, isChoice, send } from "./uploading.js";

const gettext = window.gettext ?? ((text) => text);
const address = () => document.querySelector('meta[name="image-upload-url"]')?.content;

export const mayUpload = () => Boolean(address());

let count = 0;

export const sendPicture = (file, { isProtected, progress }) =>
  send(file, { url: address(), fields: { protect_source: isProtected ? "on" : "" }, progress });

export class Arrival {
  constructor(file, { isProtected, say, changed }) {
    Object.assign(this, { file, isProtected, say, changed, image: null, isSending: false });
    this.preview = URL.createObjectURL(file);
    this.picture = element("img", { src: this.preview, alt: "" });
    this.state = element("p", { class: "arrival-state" });
    this.bar = element("progress", { max: "100", value: "0", "aria-label": `${gettext("On its way")}: ${file.name}` });
    this.rest = element("div", { class: "arrival-words" });
    this.element = element(
      "li",
      { class: "arrival" },
      this.picture,
      element(
        "div",
        {},
        element("strong", {}, file.name || gettext("Picture without a name")),
        this.state,
        this.bar,
        this.rest,
      ),
    );
    // What the browser cannot draw (HEIC, TIFF) is seen as soon as the library has drawn it.
    this.picture.addEventListener("error", () => (this.picture.hidden = true));
    this.picture.addEventListener("load", () => (this.picture.hidden = false));
  }

  async send() {
    this.isSending = true;
    this.bar.hidden = false;
    this.rest.replaceChildren();
    this.#say(gettext("On its way"));
    this.#answer(
      await sendPicture(this.file, {
        isProtected: this.isProtected,
        progress: (percent) => (this.bar.value = percent),
      }),
    );
  }

  focus() {
    this.rest.querySelector("textarea, input")?.focus();
  }

  get creditField() {
    return this.rest.querySelector("[name=credit]");
  }

  // Gives whether the words are in the library.
  async save() {
    if (!this.asks) return true;
    const fields = [...this.rest.querySelectorAll("[name]")].filter((field) => !isChoice(field.name));
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    const { problem, questions } = await saveWords(this.image, { ...typed, ...choicesIn(this.rest) });
    for (const asked of this.rest.querySelectorAll("[data-conflict]")) asked.remove();
    for (const field of fields) if (questions[field.name]) field.closest("p").after(questions[field.name]);
    this.#say(problem);
    return !problem;
  }

  #answer(answer) {
    this.isSending = false;
    this.bar.hidden = true;
    this.image = answer.image ?? null;
    // One that was there already has its words; what it lacks is asked of who may say it.
    const isOpen = answer.status === "duplicate" && answer.image.may_change && lacking(answer.image);
    this.asks = answer.status === "accepted" || Boolean(isOpen);
    this.element.className = `arrival is-${answer.status}`;
    this.#say(answer.message);
    if (answer.image) {
      if (answer.image.thumb) this.picture.src = answer.image.thumb;
      URL.revokeObjectURL(this.preview);
    }
    if (this.asks) this.#fields(answer);
    if (answer.status === "failed") {
      const again = element(
        "button",
        { type: "button", class: "small-button", onclick: () => this.#again() },
        gettext("Try again"),
      );
      this.rest.replaceChildren(again);
    }
    this.changed();
  }

  async #again() {
    await this.send();
    (this.rest.querySelector("button") ?? this).focus();
  }

  #fields({ image, near = [] }) {
    const field = (name, label, value, rows) => {
      const id = `arrival-${++count}`;
      const input = rows
        ? element("textarea", { id, name, rows }, value)
        : element("input", { id, name, type: "text", value });
      return element("p", { class: "dialog-field" }, element("label", { for: id }, label), input);
    };
    this.rest.replaceChildren(
      ...near.map((other) =>
        element(
          "p",
          { class: "help" },
          gettext("It looks like "),
          linked(other.title, other.change_url, { target: "_blank", rel: "noopener" }),
          ".",
        ),
      ),
      lacking(image)
        ? element("p", { class: "help" }, gettext("It cannot be published without alt text and credit."))
        : "",
      field("alt_text", gettext("Alt text: what the picture shows"), image.fields.alt_text, "2"),
      field("caption", gettext("Caption, for every use"), image.fields.caption, "2"),
      field("credit", gettext("Credit, as it is printed"), image.printed_credit),
    );
  }

  #say(text) {
    this.state.textContent = text;
    if (text) this.say(`${this.file.name}: ${text}`);
  }
}
