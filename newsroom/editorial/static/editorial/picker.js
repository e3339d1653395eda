// Fields that hold public ids become a search; tags become chips. Without this module they are
// text fields that take an id, a slug or a name.

import "./forms.js";
import { choiceLine, combobox, describe, search } from "./autocomplete.js";
import { element } from "./dom.js";

const gettext = window.gettext ?? ((text) => text);
const label = (kind) =>
  ({
    image: gettext("Search the pictures"),
    video: gettext("Search the videos"),
    article: gettext("Search the articles"),
    post: gettext("Search the posts"),
    author: gettext("Search the authors"),
    tag: gettext("Search the tags"),
  })[kind] ?? gettext("Search");

const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

function searchFor(input, name) {
  const field = element("input", { type: "text", class: "pick-search", placeholder: name });
  // The label of the field goes on naming what people type into.
  if (input.id) {
    field.id = input.id;
    input.removeAttribute("id");
  }
  const described = input.getAttribute("aria-describedby");
  if (described) field.setAttribute("aria-describedby", described);
  if (!field.id) field.setAttribute("aria-label", name);
  input.type = "hidden";
  return field;
}

const button = (text, name, press) =>
  element("button", { type: "button", class: "pick-act", "aria-label": name, title: name, onclick: press }, text);

function one(input) {
  const kind = input.dataset.pick;
  const field = searchFor(input, label(kind));
  const shown = element("div", { class: "pick-chosen" });
  const frame = element("div", { class: `pick pick-${kind}` }, shown, field);
  input.after(frame);

  const show = async () => {
    shown.replaceChildren();
    if (!input.value) return;
    const choice = await describe(kind, input.value);
    const line = choiceLine(choice ?? { title: input.value, detail: choice === null ? gettext("not found") : "" });
    shown.replaceChildren(
      line,
      button("✕", `${gettext("Take out")}: ${choice?.title ?? input.value}`, () => {
        input.value = "";
        changed(input);
        show();
        field.focus();
      }),
    );
    if (document.activeElement === field) frame.querySelector("button").focus();
  };
  combobox(field, {
    find: (text) => search(kind, text),
    choose: (choice) => {
      input.value = choice.id;
      changed(input);
      show();
    },
  });
  // Something else than the search has chosen.
  input.addEventListener("pick:set", show);
  // What is typed and not chosen is sent as it is: the server knows slugs and names too.
  field.form?.addEventListener("submit", () => {
    if (!input.value && field.value.trim()) input.value = field.value.trim();
  });
  show();
}

// Several things in an order: `read` and `write` turn the field's text into entries and back.
function many(input, { kind, read, write, lineOf, fromChoice, fromText }) {
  const field = searchFor(input, label(kind));
  const list = element("ol", { class: "pick-list" });
  const frame = element("div", { class: `pick pick-many pick-${kind}` }, list, field);
  input.after(frame);
  const entries = read(input.value);

  const store = () => {
    input.value = write(entries);
    changed(input);
    show();
  };
  const add = (entry) => {
    if (!entries.some((held) => held.toLowerCase() === entry.toLowerCase())) entries.push(entry);
    store();
  };
  const move = (place, by) => {
    const [entry] = entries.splice(place, 1);
    entries.splice(place + by, 0, entry);
    store();
    list.children[place + by]?.querySelector("button")?.focus();
  };
  const show = async () => {
    const lines = await Promise.all(entries.map(lineOf));
    list.replaceChildren(
      ...lines.map(({ line, name }, place) => {
        const item = element("li", { class: "pick-item", draggable: "true" }, line);
        if (place > 0) item.append(button("↑", `${gettext("Earlier")}: ${name}`, () => move(place, -1)));
        item.append(
          button("✕", `${gettext("Take out")}: ${name}`, () => {
            entries.splice(place, 1);
            store();
            field.focus();
          }),
        );
        item.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", String(place)));
        item.addEventListener("dragover", (event) => event.preventDefault());
        item.addEventListener("drop", (event) => {
          event.preventDefault();
          const from = Number(event.dataTransfer.getData("text/plain"));
          if (Number.isInteger(from) && from !== place) move(from, place - from);
        });
        return item;
      }),
    );
  };
  combobox(field, {
    find: (text) => search(kind, text),
    choose: (choice) => add(fromChoice(choice)),
    typed:
      fromText &&
      ((text) =>
        text
          .split(",")
          .map((t) => t.trim())
          .filter(Boolean)
          .forEach(add)),
  });
  field.form?.addEventListener("submit", () => {
    const text = field.value.trim();
    if (text) {
      entries.push(text);
      input.value = write(entries);
    }
  });
  show();
}

// As the server splits them: between commas, a comma inside quotation marks belongs to the name.
const splitNames = (text) =>
  [...text.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, bare]) => (quoted ?? bare).trim()).filter(Boolean);
const joinNames = (names) => names.map((name) => (name.includes(",") ? `"${name}"` : name)).join(", ");

const ids = (input) =>
  many(input, {
    kind: input.dataset.pick,
    read: splitNames,
    write: (entries) => entries.join(", "),
    lineOf: async (id) => {
      const choice = await describe(input.dataset.pick, id);
      return { line: choiceLine(choice ?? { title: id }), name: choice?.title ?? id };
    },
    fromChoice: (choice) => choice.id,
  });

const tags = (input) =>
  many(input, {
    kind: "tag",
    read: splitNames,
    write: joinNames,
    lineOf: async (name) => ({ line: choiceLine({ title: name }), name }),
    fromChoice: (choice) => choice.title,
    fromText: true,
  });

export function enhance(root) {
  for (const input of root.querySelectorAll("input[data-pick]:not([type=hidden])")) {
    if (input.closest("template")) continue;
    if ("pickMany" in input.dataset) ids(input);
    else one(input);
  }
  for (const input of root.querySelectorAll("input[data-tags]:not([type=hidden])")) tags(input);
}

enhance(document);
