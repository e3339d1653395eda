// Choosing pictures while writing: a grid that is searched by typing, and a place where files from
// the desk go straight into the library, with their words, before they are placed.

import { open } from "../editorial/dialog.js";
import { search } from "../editorial/autocomplete.js";
import { element } from "../editorial/dom.js";
import { Arrival, mayUpload } from "./arriving.js";
import { hasFiles, picturesIn } from "./uploading.js";

const gettext = window.gettext ?? ((text) => text);
let count = 0;

// Gives the chosen public ids, in order, or null. One where `many` is not set. `files` are sent
// as soon as it opens.
export function askPictures({ title, many = false, files = [] }) {
  const prefix = `pictures-${++count}`;
  const said = element("p", { class: "visually-hidden", role: "status" });
  const say = (text) => {
    said.textContent = text;
  };
  const arrivals = [];
  let chosen = [];
  let dialog = null;

  const grid = pictureGrid(prefix, (choice) => {
    chosen = [choice.id];
    dialog.close("done");
  });
  const content = [said, ...grid.elements];
  const place = mayUpload()
    ? uploadPlace(prefix, { many, say, take: (taken, isProtected) => take(taken, isProtected) })
    : null;
  if (place) content.unshift(place.element);

  const insert = element("button", { type: "submit", class: "bar-button is-next", hidden: true });
  const settle = () => {
    const ready = arrivals.filter((arrival) => arrival.image);
    insert.hidden = !ready.length;
    if (place) place.same.hidden = arrivals.filter((arrival) => arrival.asks).length < 2;
    insert.disabled = arrivals.some((arrival) => arrival.isSending);
    insert.textContent =
      ready.length > 1 ? `${gettext("Insert")} ${ready.length} ${gettext("pictures")}` : gettext("Use the picture");
    grid.hide(arrivals.length > 0);
  };
  // A day's pictures of one agency have one credit.
  place?.same.addEventListener("click", () => {
    const fields = arrivals.filter((arrival) => arrival.asks).map((arrival) => arrival.creditField);
    const filled = fields.find((field) => field.value.trim());
    if (!filled) {
      say(gettext("Write a credit first."));
      fields[0].focus();
      return;
    }
    for (const field of fields) field.value ||= filled.value;
    say(`${gettext("Credit for all that had none:")} ${filled.value}`);
  });
  const take = async (taken, isProtected) => {
    const wanted = many ? taken : taken.slice(0, 1);
    // Where one is asked for, another file takes the place of the first.
    if (!many && wanted.length) for (const left of arrivals.splice(0)) left.element.remove();
    const sent = wanted.map((file) => {
      const arrival = new Arrival(file, { isProtected, say, changed: settle });
      arrivals.push(arrival);
      place.list.append(arrival.element);
      return arrival;
    });
    settle();
    const arrive = async (arrival) => {
      await arrival.send();
      // The keyboard goes to the first words that are wanted, and is left there: who describes one
      // picture is not taken away by the next.
      if (!place.list.contains(document.activeElement)) arrival.focus();
    };
    await Promise.all(sent.map(arrive));
    settle();
  };

  return open({
    title,
    kind: "pictures-dialog",
    content,
    acts: [insert],
    // The words first: a picture whose words are refused is not placed with the wrong ones.
    before: async () => {
      const ready = arrivals.filter((arrival) => arrival.image);
      if (!ready.length) return false;
      for (const arrival of ready) if (!(await arrival.save())) return false;
      chosen = ready.map((arrival) => arrival.image.id);
      return true;
    },
    values: () => chosen,
    ready: (opened) => {
      dialog = opened;
      if (place) listen(dialog, place, (fallen) => take(fallen, place.isProtected()));
      if (place && files.length) take(files, place.isProtected());
      else grid.start();
    },
  });
}

function listen(dialog, place, take) {
  dialog.addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    place.element.classList.add("is-over");
  });
  dialog.addEventListener("dragleave", () => place.element.classList.remove("is-over"));
  dialog.addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    place.element.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });
  dialog.addEventListener("paste", (event) => {
    const files = picturesIn(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
}

function uploadPlace(prefix, { many, say, take }) {
  const input = element("input", {
    type: "file",
    class: "file-input",
    id: `${prefix}-file`,
    accept: "image/*,.heic,.heif",
    multiple: many,
  });
  const guard = element("input", { type: "checkbox", id: `${prefix}-protect` });
  const list = element("ol", { class: "arrivals" });
  const same = element(
    "button",
    { type: "button", class: "small-button", hidden: true },
    gettext("Same credit for all"),
  );
  const missed = element("p", { class: "help", hidden: true });
  const paste = element("button", { type: "button", class: "small-button" }, gettext("Paste from the clipboard"));
  const made = element(
    "div",
    { class: "pictures-drop" },
    element(
      "p",
      {},
      element("label", { for: input.id }, gettext("From your computer: choose, drop or paste")),
      " ",
      input,
    ),
    // Only over HTTPS, and not in every browser.
    navigator.clipboard?.read ? element("p", {}, paste) : "",
    missed,
    element(
      "p",
      {},
      guard,
      " ",
      element("label", { for: guard.id }, gettext("Protect the source: strip the file before it is stored")),
    ),
    list,
    element("p", {}, same),
  );
  paste.addEventListener("click", async () => {
    const { files, sentence } = await fromClipboard();
    missed.textContent = sentence;
    missed.hidden = !sentence;
    if (sentence) say(sentence);
    else take(files, guard.checked);
  });
  input.addEventListener("change", () => {
    take([...input.files], guard.checked);
    input.value = "";
  });
  return { element: made, list, same, isProtected: () => guard.checked };
}

// The clipboard's pictures, for whom there is no key to paste with; or the sentence why there are
// none.
async function fromClipboard() {
  try {
    const files = [];
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => /^image\/(png|jpeg|webp|gif|avif)$/.test(each));
      if (type)
        files.push(new File([await item.getType(type)], `${gettext("pasted")}.${type.split("/")[1]}`, { type }));
    }
    return {
      files,
      sentence: files.length ? "" : gettext("There is no picture in the clipboard. Copy one, or choose its file."),
    };
  } catch (error) {
    console.info(error);
    return {
      files: [],
      sentence: gettext("The browser does not let the clipboard be read. Allow it, or choose the file."),
    };
  }
}

// The library as a grid: typing searches, arrows walk, Enter takes, Escape leaves.
function pictureGrid(prefix, choose) {
  const list = element("ul", {
    class: "choices picture-grid",
    role: "listbox",
    id: `${prefix}-grid`,
    "aria-label": gettext("Pictures of the library"),
  });
  const nothing = element("p", { class: "help", role: "status" }, gettext("Looking in the library…"));
  const field = element("input", {
    id: `${prefix}-search`,
    type: "text",
    class: "pick-search",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "true",
    "aria-controls": list.id,
  });
  const line = element(
    "p",
    { class: "dialog-field" },
    element("label", { for: field.id }, gettext("From the library: search by name, caption, credit")),
    field,
  );
  let choices = [];
  let active = -1;
  let asked = 0;
  let timer = 0;

  const mark = (place) => {
    active = Math.min(place, choices.length - 1);
    for (const [number, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(number === active));
    }
    const option = list.children[active];
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const mine = ++asked;
    let found = [];
    let problem = "";
    try {
      found = await search("image", field.value.trim());
    } catch (error) {
      console.warn(error);
      problem = gettext("The library did not answer. Type again in a moment; you may have to log in in another tab.");
    }
    if (mine !== asked) return;
    nothing.textContent =
      problem ||
      (field.value.trim()
        ? gettext("No picture has these words. Try other words.")
        : gettext("The library has no pictures yet."));
    choices = found;
    list.replaceChildren(
      ...found.map((choice, number) =>
        element(
          "li",
          { role: "option", id: `${list.id}-${number}`, "aria-selected": "false", onclick: () => choose(choice) },
          element(
            "span",
            { class: "grid-picture" },
            choice.thumb ? element("img", { src: choice.thumb, alt: "", loading: "lazy" }) : "",
          ),
          element("span", { class: "grid-title" }, choice.title),
          element("span", { class: "choice-detail" }, choice.detail),
        ),
      ),
    );
    nothing.hidden = found.length > 0;
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  };
  const columns = () => {
    const top = list.children[0]?.offsetTop;
    const next = [...list.children].findIndex((option) => option.offsetTop !== top);
    return next === -1 ? list.children.length : next;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  field.addEventListener("keydown", (event) => {
    const across = active >= 0 ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : 0;
    if (event.key === "ArrowDown") mark(active < 0 ? 0 : active + columns());
    else if (event.key === "ArrowUp" && active >= 0) mark(active < columns() ? -1 : active - columns());
    else if (across) mark(Math.max(0, active + across));
    else if (event.key === "Enter") {
      if (active >= 0) choose(choices[active]);
    } else return;
    event.preventDefault();
  });
  return {
    elements: [line, list, nothing],
    start: () => {
      // On a phone the keyboard would cover the grid.
      if (!matchMedia("(pointer: coarse)").matches) field.focus();
      look();
    },
    // Files that are on their way are what the person is busy with.
    hide: (isHidden) => {
      for (const part of [line, list]) part.hidden = isHidden;
      if (isHidden) nothing.hidden = true;
    },
  };
}
