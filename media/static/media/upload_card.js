// One file of the upload page: waiting, on its way, and what became of it with its words.

import { choicesIn, isChoice, NONE, questionsIn, shownBefore, tell } from "./uploading.js";
import { conflictNote, duplicateNote, leaseNote, nearNote } from "./upload_notes.js";

const gettext = window.gettext ?? ((text) => text);
const STATES = {
  waiting: gettext("Not sent yet"),
  queued: gettext("Next in line"),
  sending: gettext("On its way"),
  storing: gettext("Checking the file"),
  accepted: gettext("In the library"),
  duplicate: gettext("Already in the library"),
  given_way: gettext("Another picture is used"),
  refused: gettext("Refused"),
  failed: gettext("Not sent"),
};
const CREDIT = ["creator", "is_pool", "agency", "supplier", "credit_line"];
const CREDITED = ["credit", ...CREDIT];

let count = 0;

export class Card {
  constructor(file, { urls, template, isProtected, say, changed, typed, leave }) {
    this.file = file;
    this.urls = urls;
    this.say = say;
    this.changed = changed;
    this.tellTyped = typed;
    this.image = null;
    // Fields with words that the library does not have yet.
    this.typed = new Set();
    // The values of fields that two people changed, while the card asks whose words to keep.
    this.begun = {};
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#distinguish(++count);
    const part = (name) => this.element.querySelector(`[data-card-${name}]`);
    this.parts = Object.fromEntries(
      [
        "picture",
        "name",
        "state",
        "progress",
        "wait",
        "protect",
        "leave",
        "notes",
        "form",
        "printed",
        "link",
        "saved",
      ].map((name) => [name, part(name)]),
    );
    this.parts.name.textContent = this.title;
    this.protect(isProtected);
    this.parts.leave.setAttribute("aria-label", `${gettext("Leave out")}: ${file.name}`);
    this.parts.leave.addEventListener("click", () => {
      this.#forget();
      this.element.remove();
      leave(this);
    });
    this.preview = URL.createObjectURL(file);
    // What the browser cannot draw (HEIC, TIFF) is seen as soon as the library has drawn it.
    for (const event of ["error", "load"]) {
      this.parts.picture.addEventListener(event, () =>
        this.parts.picture.classList.toggle("is-unseen", event === "error"),
      );
    }
    this.parts.picture.src = this.preview;
    this.#form();
    this.#state("waiting");
  }

  get isWaiting() {
    return this.state === "waiting" || this.state === "failed";
  }

  get isSending() {
    return ["queued", "sending", "storing"].includes(this.state);
  }

  get isDirty() {
    return this.typed.size > 0;
  }

  get title() {
    return this.file.name || gettext("Picture without a name");
  }

  get focusable() {
    return this.parts.name;
  }

  protect(isProtected) {
    this.parts.protect.checked = isProtected;
  }

  async upload(send) {
    this.#state("queued");
    const answer = await send(this.file, {
      fields: { protect_source: this.parts.protect.checked ? "on" : "" },
      progress: (percent) => {
        if (this.state === "queued") this.#state("sending");
        this.parts.progress.value = percent;
        if (percent === 100) this.#state("storing");
      },
    });
    this.#answer(answer);
  }

  // Save what is typed; gives whether that went well.
  save() {
    const fields = [...this.parts.form.elements].filter(
      (field) => field.name && field.name !== "credit" && !isChoice(field.name),
    );
    return this.#save(
      Object.fromEntries(
        fields.map((field) => [field.name, field.type === "checkbox" ? String(field.checked) : field.value]),
      ),
    );
  }

  // Save these fields as well; gives whether that went well. A collection is its own matter.
  async take(fields) {
    for (const [name, value] of Object.entries(fields)) {
      this.#fill(name, value);
      this.#type(name);
    }
    return this.#save(fields);
  }

  #answer(answer) {
    const { status, message } = answer;
    this.#state(status, message);
    this.say(`${this.file.name}: ${this.parts.state.textContent}`);
    if (status === "failed") return;
    this.#forget(answer.image?.thumb);
    this.parts.wait.hidden = true;
    if (status === "accepted") this.#accepted(answer);
    if (status === "duplicate") {
      this.parts.notes.replaceChildren(duplicateNote(answer.image));
    }
    this.changed();
  }

  #accepted({ image, near, leases, conflicts }) {
    this.#show(image);
    if (image.is_source_protected)
      this.parts.state.textContent += `. ${gettext("Its source is protected: only a clean copy was kept.")}`;
    this.parts.form.hidden = false;
    this.parts.link.href = image.change_url;
    this.parts.link.setAttribute("aria-label", `${gettext("Edit details")}: ${image.title}`);
    const notes = [
      ...near.map((other) => nearNote(other, { use: () => this.#giveWay(other), keep: () => this.focusable.focus() })),
      ...leases.map((lease) => leaseNote(lease, this.say)),
      ...conflicts.map((conflict) => conflictNote(conflict, (fields) => this.take(fields))),
    ];
    this.parts.notes.replaceChildren(...notes);
    for (const other of near) this.say(`${gettext("It looks like")} ${other.title}.`);
  }

  async #giveWay(other) {
    const answer = await tell(this.urls.giveWayUrl.replace(NONE, this.image.id), { into: other.id });
    if (!answer.ok) {
      this.say(answer.message);
      return answer.message;
    }
    this.image = null;
    this.typed.clear();
    this.parts.form.hidden = true;
    this.#state("given_way");
    this.parts.notes.replaceChildren(duplicateNote(other));
    this.say(`${STATES.given_way}: ${other.title}`);
    this.focusable.focus();
    this.changed();
    return "";
  }

  #state(state, message = "") {
    this.state = state;
    this.element.className = `upload-card is-${state}`;
    this.parts.state.textContent = [STATES[state] ?? state, state === "refused" || state === "failed" ? message : ""]
      .filter(Boolean)
      .join(". ");
    this.parts.progress.hidden = !this.isSending;
    this.parts.protect.disabled = !this.isWaiting;
    this.parts.leave.hidden = !this.isWaiting;
    if (state === "storing") this.parts.progress.removeAttribute("value");
  }

  // --- Its words ---

  #form() {
    const { form } = this.parts;
    let timer = 0;
    form.addEventListener("input", (event) => {
      const { name } = event.target;
      this.#type(name);
      this.#tellSaved();
      if (name !== "credit" && !CREDIT.includes(name)) return;
      // Whoever mends a part wants it printed: words that stood in place of the parts go.
      if (name !== "credit") this.#fill("credit_line", "");
      clearTimeout(timer);
      timer = setTimeout(() => this.#credit(name === "credit"), 200);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  // A printed line stands for its parts, and each part for the line.
  #type(name) {
    if (!this.parts.form.elements[name] || isChoice(name)) return;
    for (const one of CREDITED.includes(name) ? CREDITED : [name]) this.typed.add(one);
    this.tellTyped();
  }

  #tellSaved() {
    this.parts.saved.textContent = gettext(this.isDirty ? "not saved yet" : "Saved");
  }

  // The line as it will be printed; a typed line is taken apart into the fields.
  async #credit(isTyped) {
    const { elements } = this.parts.form;
    const asked = isTyped
      ? { credit: elements.credit.value }
      : Object.fromEntries(
          CREDIT.map((name) => [name, name === "is_pool" ? String(elements[name].checked) : elements[name].value]),
        );
    const mine = (this.asked ?? 0) + 1;
    this.asked = mine;
    try {
      const response = await fetch(`${this.urls.creditUrl}?${new URLSearchParams(asked)}`);
      const { fields, line } = await response.json();
      if (mine !== this.asked) return;
      if (isTyped) for (const [name, value] of Object.entries(fields)) this.#fill(name, value);
      else this.#fill("credit", line);
      this.parts.printed.textContent = line || gettext("nothing yet");
    } catch (error) {
      console.warn(error);
    }
  }

  #fill(name, value) {
    const field = this.parts.form.elements[name];
    if (!field) return;
    if (field.type === "checkbox") field.checked = value === true || value === "true";
    else field.value = value;
  }

  // What is being typed stays: only the other fields follow the library.
  #show(image) {
    this.image = image;
    const fields = { ...image.fields, credit: image.printed_credit };
    for (const [name, value] of Object.entries(fields)) if (!this.typed.has(name)) this.#fill(name, value);
    if (this.typed.has("credit")) return;
    this.parts.printed.textContent = image.printed_credit || gettext("nothing yet");
  }

  async #save(fields) {
    const choices = choicesIn(this.parts.form);
    for (const place of this.element.querySelectorAll("[data-error-of]")) place.textContent = "";
    const names = Object.keys(fields).flatMap((name) => (CREDITED.includes(name) ? CREDITED : [name]));
    const sent = names.filter((name) => this.typed.delete(name));
    const before = { ...shownBefore(this.image, Object.keys(fields)), ...this.begun };
    const address = this.urls.quickUrl.replace(NONE, this.image.id);
    const answer = await tell(address, { ...fields, ...before, ...choices }, { repeats: true });
    const questions = questionsIn(answer);
    this.begun = Object.fromEntries(
      Object.keys(questions).map((name) => [`initial-${name}`, before[`initial-${name}`]]),
    );
    const { errors = answer.ok ? {} : { __all__: answer.message } } = answer;
    const sentences = Object.entries(errors);
    if (!sentences.length) {
      this.#show(answer.image);
      this.#tellSaved();
      this.say(`${this.file.name}: ${gettext("saved.")}`);
      this.changed();
      return true;
    }
    for (const name of sent) this.typed.add(name);
    if (answer.image) this.#show(answer.image);
    this.#tellSaved();
    this.tellTyped();
    for (const [name, sentence] of sentences) {
      const place = this.element.querySelector(`[data-error-of="${name}"]`) ?? this.parts.saved;
      if (questions[name]) place.replaceChildren(questions[name]);
      else place.textContent = sentence;
      (questions[name]?.querySelector("[type=radio]") ?? this.parts.form.elements[name])?.focus();
      this.say(sentence);
    }
    return false;
  }

  // The file on disk is not needed to show the picture any more.
  #forget(thumb = "") {
    if (thumb) this.parts.picture.src = thumb;
    else this.parts.picture.classList.toggle("is-unseen", this.state === "refused");
    if (thumb) URL.revokeObjectURL(this.preview);
  }

  // The template's fields have one id each: every card needs its own.
  #distinguish(number) {
    for (const [attribute, prefix] of [
      ["id", "card_"],
      ["for", "card_"],
      ["aria-describedby", "card_"],
    ]) {
      for (const node of this.element.querySelectorAll(`[${attribute}^="${prefix}"]`)) {
        node.setAttribute(attribute, node.getAttribute(attribute).replace(prefix, `card${number}_`));
      }
    }
  }
}
